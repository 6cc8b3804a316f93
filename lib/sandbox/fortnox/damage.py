"""SIE bytes as they may arrive when something went wrong on the way."""

import re
from typing import Final

PAGE: Final = b"<!doctype html><html><head><title>Service Unavailable</title></head><body></body></html>"
_AMOUNT: Final = re.compile(rb"(#TRANS \d+ \{[^}]*\} -?)(\d)")


def damaged(content: bytes, how: str) -> bytes:
    """The bytes of a file, `how` damaged.

    `page`: a web page instead; `empty`: nothing; `amount`: the first amount has a digit more, so that
    its voucher does not balance; anything else: cut off amid a voucher.
    """
    match how:
        case "page":
            return PAGE
        case "empty":
            return b""
        case "amount":
            return _AMOUNT.sub(rb"\g<1>9\g<2>", content, count=1)
    middle = content.rfind(b"#TRANS", 0, len(content) * 2 // 3)
    return content[: middle + 8] if middle > 0 else content[: len(content) // 2]
