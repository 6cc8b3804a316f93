"""Text in the alphabet of SIE: CP437 without control characters, what it lacks replaced by the nearest."""

import unicodedata
from typing import Final

ENCODING: Final = "cp437"
UNKNOWN: Final = "?"

_BLANKS: Final = dict.fromkeys(map(ord, "\t\n\r\v\f\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"), " ")
_NEAREST: Final = str.maketrans(
    {
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{ACUTE ACCENT}": "'",
        "\N{BULLET}": "\N{MIDDLE DOT}",
        "\N{EURO SIGN}": "EUR",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{LATIN SMALL LETTER O WITH STROKE}": "ö",
        "\N{LATIN CAPITAL LETTER O WITH STROKE}": "Ö",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN CAPITAL LETTER L WITH STROKE}": "L",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN CAPITAL LETTER D WITH STROKE}": "D",
    }
)


def in_cp437(text: str) -> str:
    """The text with nothing in it that CP437 lacks.

    Line breaks and tabs become blanks and other control characters go. A letter with a foreign accent
    keeps its letter (`ő` becomes `o`), Danish and Norwegian `ø` becomes `ö`, typographic dashes
    and quotes become plain ones, and what has no likeness becomes `?`. CP437 text comes back unchanged.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(c for c in text.translate(_BLANKS) if unicodedata.category(c) != "Cc")
    if _fits(plain):
        return plain
    return "".join(map(_nearest, unicodedata.normalize("NFC", plain)))


def _fits(text: str) -> bool:
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(character: str) -> str:
    named = character.translate(_NEAREST)
    if _fits(named):
        return named
    bare = "".join(c for c in unicodedata.normalize("NFKD", named) if not unicodedata.combining(c))
    return "".join(c if _fits(c) else UNKNOWN for c in bare)
