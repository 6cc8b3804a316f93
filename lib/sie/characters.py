"""Lines as text: each in the file's character set, but for single fields that came from another one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.sie.encoding import (
    BOM,
    CP437_LETTERS,
    CP1252_LETTERS,
    UTF8_LEAD,
    UTF8_LETTERS,
    Encoding,
    decide,
    is_utf8,
    to_text,
)
from lib.sie.notes import Notes, shown

_FIELD: Final = re.compile(rb'("[^"]*"|[^ \t"]+)')
_FOREIGN: Final[Mapping[Encoding, tuple[Encoding, bytes, bytes]]] = {
    "cp437": ("cp1252", CP1252_LETTERS, CP437_LETTERS),
    "cp1252": ("cp437", CP437_LETTERS, CP1252_LETTERS),
}
"""For each character set: the one that single fields may come from, its letters, and the own letters."""
DOUBTFUL: Final[Mapping[Encoding, bytes]] = {
    own: bytes([*foreign, UTF8_LEAD]) for own, (_, foreign, _) in _FOREIGN.items()
}
"""Bytes that call for a closer look at their line."""
_IS_DOUBTFUL: Final = {own: re.compile(b"[" + re.escape(marks) + b"]") for own, marks in DOUBTFUL.items()}
_UTF8_LETTER: Final = re.compile(bytes([UTF8_LEAD]) + b"[" + re.escape(UTF8_LETTERS) + b"]")
_BY_A_LETTER: Final = {
    own: re.compile(b"[A-Za-z0-9][" + re.escape(foreign) + b"]|[" + re.escape(foreign) + b"][A-Za-z0-9]")
    for own, (_, foreign, _) in _FOREIGN.items()
}
_DAMAGE: Final[Mapping[str, str]] = {
    "\ufffd": "\ufffd",
    "„": "[A-Za-zåäö]„[a-zåäö]",
    "”": "[A-Za-zåäö]”[a-zåäö]",
    "†": "[a-zåäö]†",
    "Ñ": "[a-zåäö]Ñ[a-zåäö]",
    "Ü": "[a-zåäö]Ü",
    "î": "[a-z]î[a-z]",
    "Ã": "Ã[¥¤¶…„–©]",
    "├": "├[ÑñÂÅÄû╢ûöä]",
}
"""Signs of letters that were damaged before the file came here, and how each then stands: CP437 read as
CP1252 (`tj„nster`, `Ink”p`, `p†`) or Mac Roman (`fÑr`, `pÜ`, `fîr`), UTF-8 read as CP1252 (`Ã¶`) or CP437 (`├Ñ`)."""
_CONTROLS: Final = "[\u0080-\u009f]"
"""What Swedish letters of CP437 are in Latin-1."""


@dataclass(frozen=True, slots=True)
class Source:
    """The content to read: bytes without byte order mark, with LF in the line ends, and their character set."""

    data: bytes
    encoding: Encoding

    @classmethod
    def of(cls, data: bytes, notes: Notes) -> "Source":
        """Make the bytes of a file ready, and note what was found damaged or mended."""
        encoding = decide(data)
        data = data.removeprefix(BOM)
        if b"\n" not in data:
            data = data.replace(b"\r", b"\n")
        if encoding.startswith("utf-8") and not is_utf8(data):
            lines = enumerate(data.split(b"\n"), 1)
            data = "\n".join(line_text(line, encoding, number, notes) for number, line in lines).encode()
        if encoding not in {"cp437", "ascii"}:
            note_damage(to_text(data, encoding), notes)
        return cls(data, encoding)


def is_doubtful(content: bytes, encoding: Encoding) -> bool:
    """Whether some bytes of a file may be of another character set than the file's."""
    return encoding in _FOREIGN and _IS_DOUBTFUL[encoding].search(content) is not None


def line_text(line: bytes, encoding: Encoding, number: int, notes: Notes) -> str:
    """One line as text; fields of another character set are read in that one, and the line is counted."""
    if encoding == "ascii" or (encoding in _FOREIGN and not is_doubtful(line, encoding)):
        return to_text(line, encoding)
    if encoding not in _FOREIGN and is_utf8(line):
        return to_text(line, encoding)
    parts = [(part, _encoding_of(part, encoding)) for part in _FIELD.split(line)]
    for other in {other for _, other in parts if other != encoding}:
        notes.mend(encoding, other, number)
    return "".join(to_text(part, other) for part, other in parts)


def _encoding_of(part: bytes, own: Encoding) -> Encoding:
    """The character set of one field: the file's, unless its bytes plainly speak for another."""
    if part.isascii():
        return own
    if own not in _FOREIGN:
        return own if is_utf8(part) else _single_byte(part)
    if _UTF8_LETTER.search(part) and is_utf8(part):
        return "utf-8"
    other, _, own_letters = _FOREIGN[own]
    has_own = len(part.translate(None, own_letters)) < len(part)
    return other if _BY_A_LETTER[own].search(part) and not has_own else own


def _single_byte(part: bytes) -> Encoding:
    cp437, cp1252 = (len(part) - len(part.translate(None, letters)) for letters in (CP437_LETTERS, CP1252_LETTERS))
    return "cp1252" if cp1252 > cp437 else "cp437"


def note_damage(text: str, notes: Notes) -> None:
    """Note how many lines hold letters that were damaged before, and the first such word."""
    forms = [form for sign, form in _DAMAGE.items() if sign in text and (sign != "î" or "ö" not in text)]
    damaged = re.compile("|".join([*forms, _CONTROLS]))
    if text.isascii() or not damaged.search(text):
        return
    lines = [(number, match) for number, line in enumerate(text.split("\n"), 1) if (match := damaged.search(line))]
    number, first = lines[0]
    before, after = first.string[: first.start()], first.string[first.end() :]
    word = re.split(r'[\s"]', before)[-1] + first[0] + re.split(r'[\s"]', after)[0]
    notes.add("damaged-characters", number, rows=len(lines), text=shown(word))
