"""The case text: what to tell of chosen diagnoses, to be copied into a reply in either language."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from lib.core.languages import Language, mark, moment, translate
from lib.core.masking import without_personal_numbers
from lib.settings import load
from lib.store.tables import Client
from lib.support.diagnoses import CONNECTING, PEOPLE, Diagnosis

HEAD: Final = mark("{client}, {number}. Looked at {moment}.")
WITHOUT_NUMBER: Final = mark("{client}. Looked at {moment}.")
NOTHING: Final = mark("Nothing is wrong that Brygga knows of.")
CAUSE: Final = mark("Cause:")
NEXT: Final = mark("Next step:")
WHOSE: Final = mark("Whose step:")
WHERE: Final = mark("In the file:")
PLACE: Final = mark("{file}, line {line:count}")
MORE: Final = mark("and {more:count} more of the same kind")


def text(client: Client, chosen: Sequence[Diagnosis], language: Language, now: datetime) -> str:
    """The text, without greeting; personal numbers are hidden in it whoever asks."""
    at = moment(now.astimezone(load().zone), language)
    head = translate(
        HEAD if client.org_number else WITHOUT_NUMBER,
        language,
        client=client.name,
        number=client.org_number,
        moment=at,
    )
    told = ["\n".join(_lines(number, one, language)) for number, one in enumerate(chosen, 1)]
    return without_personal_numbers("\n\n".join([head, *(told or [translate(NOTHING, language)])]))


def place(one: Diagnosis, language: Language) -> str:
    """Where in the source it stands; blank where it stands in none."""
    return translate(PLACE, language, file=one.line.file, line=one.line.number) if one.line else ""


def _lines(number: int, one: Diagnosis, language: Language) -> Iterator[str]:
    yield f"{number}. {one.what.say(language)}"
    yield from (_labelled("-", also.say(language)) for also in one.also)
    if one.more and not one.causes:
        yield _labelled("-", translate(MORE, language, more=one.more))
    if one.line:
        yield _labelled(translate(WHERE, language), place(one, language))
    yield _labelled(translate(CAUSE, language), one.why.say(language))
    yield from (_labelled("-", cause.say(language)) for cause in one.causes)
    if one.more and one.causes:
        yield _labelled("-", translate(MORE, language, more=one.more))
    yield _labelled(translate(NEXT, language), one.step.say(language))
    whose = f"{translate(PEOPLE[one.who], language)}."
    connecting = f" {translate(CONNECTING[one.reconnect], language)}" if one.reconnect else ""
    yield _labelled(translate(WHOSE, language), whose + connecting)


def _labelled(label: str, said: str) -> str:
    return f"   {label} {said}"
