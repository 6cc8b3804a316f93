"""The checksum of `#KSUMMA`: CRC-32 over the bytes of every field between its two records (SIE 4C, section 10)."""

import zlib
from collections.abc import Iterator

from lib.sie.tokens import fields

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
