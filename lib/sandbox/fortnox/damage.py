"""SIE bytes as they may arrive when something went wrong on the way."""

from typing import Final

PAGE: Final = b"<!doctype html><html><head><title>Service Unavailable</title></head><body></body></html>"


def damaged(content: bytes, how: str) -> bytes:
    """The bytes of a file, `how` damaged: `page` (a web page instead), `empty`, else cut off amid a voucher."""
    if how == "page":
        return PAGE
    if how == "empty":
        return b""
    middle = content.rfind(b"#TRANS", 0, len(content) * 2 // 3)
    return content[: middle + 8] if middle > 0 else content[: len(content) // 2]
