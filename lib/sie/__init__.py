"""SIE files: bytes in, frames and findings out, and back.

Comes in: the bytes of a SIE file of type 1-4 (edition 4B/4C) or 5, or books to write.
Goes out: a `SieFile` of Polars frames and findings; bytes in CP437.
Must not know clients, the store, or what a finding leads to.
"""

from lib.sie.door import LIMIT_BYTES
from lib.sie.frames import SieFile
from lib.sie.reader import HEAD_BYTES, read, read_header

__all__ = ["HEAD_BYTES", "LIMIT_BYTES", "SieFile", "read", "read_header"]
