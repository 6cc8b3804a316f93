"""The checksum of `#KSUMMA`: CRC-32 over the bytes of every field between its two records (SIE 4C, section 10)."""

import zlib
from collections.abc import Iterator

from lib.sie.encoding import Encoding
from lib.sie.notes import Notes, shown
from lib.sie.records import CHECKSUM
from lib.sie.tokens import fields, label_of

MODULUS = 2**32
FIELDS_AT_MOST = 10_000


def crc_of_line(line: bytes, crc: int = 0) -> int:
    """Carry `crc` on over one record: its label and its fields, without blanks, quotes and braces between them."""
    # Latin-1 maps every byte to one character and back: the tokenizer never sees another alphabet.
    for part in _parts(line.decode("latin-1")):
        crc = zlib.crc32(part.encode("latin-1"), crc)
    return crc


def _parts(line: str) -> Iterator[str]:
    for field in fields(line.strip("{}") if line in {"{", "}"} else line, at_most=FIELDS_AT_MOST):
        if field.is_list:
            yield from _parts(field.text)
        else:
            yield field.text


def stated_crc(text: str) -> int | None:
    """The sum that the closing record states, unsigned: some programs write it signed. None when it is no number."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(text) % MODULUS


def check_sum(data: bytes, encoding: Encoding, notes: Notes) -> str:
    """Whether the file's checksum agrees: `ok`, `bad`, or `absent` when there is none that could be checked.

    Notes `checksum-damaged`, and `cut-off-checksum` when it is opened and never closed.
    """
    opened, crc = 0, 0
    if b"#KSUMMA" not in data.upper():
        return "absent"
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = raw.strip(b" \t\r\x1a")
        if label_of(line[:20].decode("latin-1")) == CHECKSUM:
            found = fields(line.decode("latin-1"), len(CHECKSUM) + 1)
            if not found:
                opened, crc = number, 0
            elif opened:
                return _compared(found[0].text, crc, number, encoding, notes)
        elif opened:
            crc = crc_of_line(line, crc)
    if opened:
        notes.add("cut-off-checksum", opened)
    return "absent"


def _compared(text: str, computed: int, line: int, encoding: Encoding, notes: Notes) -> str:
    if encoding not in {"cp437", "ascii"}:
        return "absent"
    if stated_crc(text) == computed:
        return "ok"
    notes.add("checksum-damaged", line, stated=shown(text), computed=str(computed))
    return "bad"
