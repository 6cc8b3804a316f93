"""A file's bytes made ready to be read: one character set, one kind of line end; what is damaged is noted."""

from typing import NamedTuple

from lib.sie.encoding import BOM, Encoding, decide, is_utf8, to_text
from lib.sie.notes import Notes


class Source(NamedTuple):
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
            data = to_text(data, encoding).encode()
        return cls(data, encoding)

    def text(self, start: int = 0) -> str:
        """The content from a place on, decoded."""
        return self.decoded(self.data[start:])

    def decoded(self, data: bytes) -> str:
        """Some bytes of the content, decoded."""
        return to_text(data, self.encoding)
