"""What stands on the pages of a PDF, read with another library than the one that set it."""

import re
from io import BytesIO

from pypdf import PdfReader


def pages(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def squeezed(text: str) -> str:
    """Without the blanks, line ends and places to break, which the layout decides."""
    return re.sub(r"[\s\N{ZERO WIDTH SPACE}]", "", text)
