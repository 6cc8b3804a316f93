"""The text of a document: its character set is told by its bytes, and its own word for it is held against them."""

import codecs
import re
from typing import Final

from lib.core.languages import mark
from lib.sie.characters import note_damage
from lib.sie.encoding import Encoding, decide, to_text
from lib.sie.five.walk import Halted
from lib.sie.notes import Notes, shown

UTF_16: Final = mark("it is written in UTF-16, and SIE 5 is written in UTF-8 or ISO 8859-1")

_HEAD: Final = 256
_STATED: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_WESTERN: Final = frozenset({"iso8859-1", "iso8859-15", "cp1252"})


def text_of(data: bytes, notes: Notes) -> tuple[str, Encoding]:
    """The document's text with LF alone at the ends of its lines, and its character set.

    The bytes decide: what is valid UTF-8 is UTF-8; else a stated Western set is believed, and
    where UTF-8 was stated the letters tell. Raises Halted on UTF-16.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in data[:_HEAD]:
        raise Halted(UTF_16, 1)
    stated = _stated(data)
    encoding = decide(data)
    if encoding not in {"ascii", "utf-8", "utf-8-sig"} and _codec(stated) in _WESTERN:
        encoding = "cp1252"
    text = to_text(data.removeprefix(codecs.BOM_UTF8), encoding)
    if _belies(stated, encoding):
        notes.add("stated-encoding", 1, stated=shown(stated), encoding=encoding.removesuffix("-sig"))
    # the store counts the lines of a source by LF, and by CR only where there is no LF
    text = text.replace("\r", " " if "\n" in text else "\n").rstrip("\x1a\x00 \n")
    if encoding != "ascii":
        note_damage(text, notes)
    return text, encoding


def _stated(data: bytes) -> str:
    """The character set that the document says it is written in; UTF-8 when it says nothing, as XML has it."""
    match = _STATED.match(data[:_HEAD])
    return match[1].decode() if match else "utf-8"


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _belies(stated: str, encoding: Encoding) -> bool:
    """Whether the bytes are of another character set than stated; ISO 8859-1 passes for CP1252."""
    codec = _codec(stated)
    if encoding == "ascii":
        return False
    if encoding == "cp1252":
        return codec not in _WESTERN
    return codec != encoding.removesuffix("-sig")
