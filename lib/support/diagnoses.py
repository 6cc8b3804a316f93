"""What a diagnosis is: what happened, why, the next step, who takes it, and whether connecting again can help."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from lib.core.languages import Fact, Language, mark, translate_into
from lib.core.masking import masked_facts


class Weight(IntEnum):
    """How bad it is; the worst is the smallest number."""

    STOPS = 0
    """Nothing comes in, or nothing goes out."""
    WRONG = 1
    """Figures are wrong or missing."""
    LOOK = 2
    """Worth a look; the work can go on."""
    KNOW = 3
    """Said so that nobody wonders: nothing is wrong."""


class Who(StrEnum):
    """Who takes the next step."""

    CLIENT = "client"
    """The client company, or whoever keeps its books in the bookkeeping program."""
    ACCOUNTANT = "accountant"
    ADMINISTRATOR = "administrator"
    """An administrator of Brygga at the bureau."""
    FORTNOX = "fortnox"
    NOBODY = "nobody"
    """It goes over by itself, or is as it should be."""


class Reconnect(StrEnum):
    """Whether connecting to Fortnox again can help at all."""

    MENDS = "mends"
    AFTER = "after"
    """Only when something else has been mended first."""
    USELESS = "useless"


WEIGHTS: Final[Mapping[Weight, str]] = {
    Weight.STOPS: mark("stops the work"),
    Weight.WRONG: mark("figures are wrong or missing"),
    Weight.LOOK: mark("worth a look"),
    Weight.KNOW: mark("worth knowing"),
}
PEOPLE: Final[Mapping[Who, str]] = {
    Who.CLIENT: mark("The client, or whoever keeps its books in the bookkeeping program"),
    Who.ACCOUNTANT: mark("The accountant at the bureau"),
    Who.ADMINISTRATOR: mark("An administrator of Brygga at the bureau"),
    Who.FORTNOX: mark("Fortnox"),
    Who.NOBODY: mark("Nobody: it goes over by itself, or is as it should be"),
}
CONNECTING: Final[Mapping[Reconnect, str]] = {
    Reconnect.MENDS: mark("Connecting to Fortnox again mends it."),
    Reconnect.AFTER: mark("Connecting to Fortnox again helps only when that has been done first."),
    Reconnect.USELESS: mark("Connecting to Fortnox again does not help."),
}


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Told:
    """A marked text and the facts that it names."""

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def say(self, language: Language, markup: Callable[[str], str] = _as_it_is) -> str:
        """The text in a language; `markup` makes what it quotes plain."""
        return translate_into(markup, self.text, language, **self.facts)

    @property
    def masked(self) -> "Told":
        """The same for who may not see the client's contents: amounts, names and texts hidden."""
        return Told(self.text, masked_facts(self.text, self.facts))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source that shows what is wrong: of which import, in which file, the first line being 1."""

    import_id: str
    file: str
    number: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that is wrong with a client now.

    `key` tells it from the client's others. `reconnect` is None where the client is not connected to
    anything. `page` and `view` lead to where it is seen and mended, `line` to the source. `also` are
    others of the same kind or of the same cause, `causes` further causes beside `why`, and `more` says
    how many there are beyond those. `contents` says that it tells what stands in the client's books,
    which not everybody may see.
    """

    key: str
    weight: Weight
    what: Told
    why: Told
    step: Told
    who: Who
    reconnect: Reconnect | None = None
    at: datetime | None = None
    page: str = ""
    view: Mapping[str, str] = field(default_factory=dict)
    line: Line | None = None
    also: tuple[Told, ...] = ()
    causes: tuple[Told, ...] = ()
    more: int = 0
    contents: bool = False

    @property
    def masked(self) -> "Diagnosis":
        """The same for who may not see the client's contents."""
        if not self.contents:
            return self
        also, causes = (tuple(one.masked for one in told) for told in (self.also, self.causes))
        return replace(
            self, what=self.what.masked, why=self.why.masked, step=self.step.masked, also=also, causes=causes
        )


def ranked(found: Iterable[Diagnosis]) -> list[Diagnosis]:
    """The diagnoses, worst first; those of one weight in the order that they were found."""
    return sorted(found, key=lambda one: one.weight)


def together(found: Iterable[Diagnosis]) -> list[Diagnosis]:
    """The diagnoses, those of one cause and one next step told as one: what else came of it beside what came first.

    What stands in a line of a source is never put together: each has a line of its own to be shown.
    """
    kept: list[Diagnosis] = []
    for one in found:
        place = next((number for number, other in enumerate(kept) if _is_of_one_cause(one, other)), None)
        if place is None:
            kept.append(one)
        else:
            first = kept[place]
            kept[place] = replace(first, also=(*first.also, one.what, *one.also), more=first.more + one.more)
    return kept


def _is_of_one_cause(one: Diagnosis, other: Diagnosis) -> bool:
    first, second = (
        (each.why.say("en"), each.step.say("en"), each.who, each.reconnect, each.contents) for each in (one, other)
    )
    return first == second and one.line is None and other.line is None
