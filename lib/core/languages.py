"""Texts in the reader's language: gettext catalogues, and the facts set into them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, Literal, get_args

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from lib.core.money import count, megabytes, sek

Language = Literal["sv", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LOCALE_FOLDER: Final = Path(__file__).parent.parent / "locale"

Fact = str | int | bool | None
BETWEEN: Final = "\n"
"""What stands between the marked texts of one fact that holds several."""


def mark(text: str) -> str:
    """Mark an English text for the catalogues, to be translated later where it is shown."""
    return text


@cache
def catalogue(language: Language) -> dict[str, str]:
    """All translations of one language, English text -> its translation; English has none."""
    texts: dict[str, str] = {}
    for path in sorted((LOCALE_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            texts |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return texts


def translate(text: str, language: Language, /, **facts: Fact) -> str:
    """Render an English text in `language` with `facts` set in.

    A fact's place names its form: `{difference:kr}` (öre), `{rows:count}`, `{size:MB}` (bytes),
    `{start:date}` (an ISO date), `{rows:count|row|rows}` (a count and its noun, one and many),
    `{rows:noun|row|rows}` (the noun without the count), `{kind:text}` (a marked text, itself translated,
    or several with a new line between);
    a bare `{account}` is shown as it is. A noun may name facts of its own.
    """
    return translate_into(str, text, language, **facts)


def translate_into(markup: Callable[[str], str], text: str, language: Language, /, **facts: Fact) -> str:
    """The same for a place where a fact's own text could be read as markup: `markup` makes it plain."""
    sentence = catalogue(language).get(text, text)
    return _sentence(language, markup).vformat(sentence, (), facts) if facts else sentence


class _Sentence(Formatter):
    """A formatter whose format specifications are the forms of figures in Swedish bookkeeping."""

    def __init__(self, language: Language, markup: Callable[[str], str]) -> None:
        self.language = language
        self.markup = markup

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - Formatter's own signature
        form, _, nouns = format_spec.partition("|")
        match form:
            case "kr":
                return value if isinstance(value, str) else sek(value)  # a text is a mark for what is hidden
            case "count" | "noun":
                return _counted(value, nouns) if form == "count" else _noun(value, nouns)
            case "text":
                return ", ".join(catalogue(self.language).get(one, one) for one in str(value).split(BETWEEN))
            case "MB":
                return megabytes(value)
            case "date":
                return iso_day(value)
            case _:
                return "" if value is None else self.markup(str(value))


@cache
def _sentence(language: Language, markup: Callable[[str], str]) -> _Sentence:
    return _Sentence(language, markup)


def _counted(number: int, nouns: str) -> str:
    return f"{count(number)} {_noun(number, nouns)}".rstrip()


def _noun(number: int, nouns: str) -> str:
    one, _, many = nouns.partition("|")
    return one if number == 1 else many


def iso_day(value: str | date) -> str:
    """A day as Swedes write it: 2026-01-31."""
    return value if isinstance(value, str) else value.isoformat()


def tenths(value: float, language: Language) -> str:
    """A number with one decimal, for a time or a share and never for an amount: 1,5 in Swedish, 1.5 in English."""
    return format_decimal(value, "#,##0.0", locale=language)


def long_day(value: date, language: Language) -> str:
    """A day in words: 31 januari 2026."""
    return format_date(value, "d MMMM yyyy", locale=language)


def month_name(value: date, language: Language) -> str:
    """A month in words: januari 2026."""
    return format_date(value, "MMMM yyyy", locale=language)


def moment(value: datetime, language: Language) -> str:
    """A point in time in words, in the value's own time zone: 31 jan. 2026 14:05."""
    return format_datetime(value, "d MMM yyyy HH:mm", locale=language)
