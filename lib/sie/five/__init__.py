"""SIE 5: the same frames from XML, read as a stream and without trust in the document.

Comes in: the bytes of a `Sie` or `SieEntry` document (revision 2016-12-09).
Goes out: a `SieFile` as the reader of SIE 1-4 gives it.
Must not know more of the house than lib.sie does.
"""

from lib.sie.five.document import read_document, read_heading

__all__ = ["read_document", "read_heading"]
