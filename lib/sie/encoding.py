"""The character set of a file, decided from its bytes: `#FORMAT` says PC8 whatever the bytes are.

Text in CP437 is never valid UTF-8 (its Swedish letters are continuation bytes), and a single
foreign byte never decides: the letters of each set are counted, and the larger count wins.
"""

import codecs
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Encoding = Literal["ascii", "cp437", "cp1252", "utf-8", "utf-8-sig"]

BOM: Final = codecs.BOM_UTF8
CP437_LETTERS: Final = bytes([0x84, 0x86, 0x94, 0x8E, 0x8F, 0x99, 0x81])
"""ä å ö Ä Å Ö ü in CP437."""
CP1252_LETTERS: Final = bytes([0xE4, 0xE5, 0xF6, 0xC4, 0xC5, 0xD6, 0xE9, 0xFC])
"""ä å ö Ä Å Ö é ü in CP1252 and Latin-1."""
UTF8_LEAD: Final = 0xC3
UTF8_LETTERS: Final = bytes([0xA4, 0xA5, 0xB6, 0x84, 0x85, 0x96, 0xA9, 0xBC])
"""What follows the lead byte of ä å ö Ä Å Ö é ü in UTF-8."""

_HIGH: Final = np.uint64(0x8080808080808080)
_WORD: Final = 8
_CHUNK: Final = 1 << 20
_WHOLE: Final = 8 * _CHUNK
_STRETCHES, _STRETCH = 64, 1 << 16


def decide(data: bytes) -> Encoding:
    """The one character set that most of the file is written in."""
    if data.startswith(BOM):
        return "utf-8-sig"
    if data.isascii():
        return "ascii"
    if is_utf8(data):
        return "utf-8"
    letters = count_letters(_sample(data))
    if not any(letters.values()):
        letters = count_letters(data)
    return max(letters, key=lambda encoding: letters[encoding])


def _sample(data: bytes) -> bytes:
    """A small file whole; of a large one stretches from all over: enough to tell which letters are the most."""
    if len(data) <= _WHOLE:
        return data
    step = len(data) // _STRETCHES
    return b"".join(data[start : start + _STRETCH] for start in range(0, len(data), step))


def is_utf8(data: bytes) -> bool:
    """Whether the whole is valid UTF-8, without holding it decoded."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def count_letters(data: bytes) -> dict[Encoding, int]:
    """How many Swedish letters the bytes are in each character set, CP437 first: it wins a tie."""
    counts = np.zeros(256, np.int64)
    pairs = pairs_of_84 = 0
    for start in range(0, len(data), _CHUNK):
        high = high_bytes(np.frombuffer(data, np.uint8)[start : start + _CHUNK])
        counts += np.bincount(high, minlength=256)
        follows = high[1:][high[:-1] == UTF8_LEAD]
        pairs += int(np.isin(follows, list(UTF8_LETTERS)).sum())
        pairs_of_84 += int((follows == CP437_LETTERS[0]).sum())
    return {
        "cp437": int(counts[list(CP437_LETTERS)].sum()) - pairs_of_84,
        "cp1252": int(counts[list(CP1252_LETTERS)].sum()),
        "utf-8": pairs,
    }


def high_bytes(chunk: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The bytes outside ASCII, in order."""
    whole = len(chunk) // _WORD * _WORD
    words = chunk[:whole].view(np.uint64)
    near = np.concatenate([words[(words & _HIGH) != 0].view(np.uint8), chunk[whole:]])
    return near[near >= 0x80]  # noqa: PLR2004 - the first byte outside ASCII


def to_text(data: bytes, encoding: Encoding) -> str:
    """The bytes as text; what the character set does not have becomes U+FFFD."""
    return data.decode("utf-8" if encoding.startswith("utf-8") else encoding, "replace")
