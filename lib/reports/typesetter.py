"""Sets a paper in type, in a process of its own: JSON comes in, a PDF goes out.

It is run as a file, without the program's environment, in an empty folder that is all the template
could reach. What it takes of memory is given back when it ends. Nothing of ours is imported here.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

STANDARDS: "Final[list[typst.PDFStandard]]" = ["a-2a", "ua-1"]
"""Kept for long (PDF/A) and readable to a screen reader (PDF/UA)."""
PLAIN_STANDARDS: "Final[list[typst.PDFStandard]]" = ["a-2b"]
ROWS_TAGGED: Final = 3_000
"""Beyond this the marks for a screen reader would make up nine tenths of the file."""
MISSING: Final = "\N{WHITE SQUARE}"
"""Stands for a character that none of the fonts has: a picture, or a script that is not ours."""
ASKED_AT_MOST: Final = 200
_USUAL: Final = 0x250
"""Below this every character is in the fonts: Latin with all its accents."""
_TEMPLATE: Final = Path(__file__).with_name("paper.typ")
_PROBE: Final = b'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), fallback: false)\n#text(sys.inputs.paper)'
_DROPPED: Final = dict.fromkeys((*range(9), *range(11, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A))) | {
    9: " "
}
"""Control characters, and those that would turn a line's direction: a figure must not read backwards."""


def typeset(paper: dict[str, Any]) -> bytes:
    """The paper as a PDF."""
    text = json.dumps(paper, ensure_ascii=False).encode(errors="replace").decode()
    text = text.translate(dict.fromkeys(map(ord, _missing(text)), MISSING))
    rows = sum(len(part["rows"]) for chapter in paper["chapters"] for part in chapter["parts"])
    tagged = rows <= ROWS_TAGGED
    made = _compiler(_TEMPLATE.read_bytes(), text).compile(
        format="pdf",
        pdf_standards=STANDARDS if tagged else PLAIN_STANDARDS,
        pdf_tags=tagged,
        timestamp=datetime.fromisoformat(paper["made_at"]),
    )
    return made if isinstance(made, bytes) else b""


def cleaned(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The same without the characters that no page may hold."""
    match value:
        case str():
            return value.translate(_DROPPED)
        case list():
            return [cleaned(one) for one in value]
        case dict():
            return {name: cleaned(one) for name, one in value.items()}
    return value


def _missing(text: str) -> set[str]:
    """The characters that the fonts lack; where there are very many unusual ones, all of those."""
    unusual = sorted({sign for sign in text if ord(sign) >= _USUAL})
    return set(unusual) if len(unusual) > ASKED_AT_MOST else set(_lacking(unusual))


def _lacking(signs: Sequence[str]) -> Iterable[str]:
    """Those of these that cannot be set, found by halves."""
    if not signs or _can_set(" ".join(signs)):
        return []
    if len(signs) == 1:
        return signs
    middle = len(signs) // 2
    return [*_lacking(signs[:middle]), *_lacking(signs[middle:])]


def _can_set(text: str) -> bool:
    try:
        _compiler(_PROBE, text).compile(format="pdf", pdf_standards=PLAIN_STANDARDS)
    except typst.TypstError:
        return False
    return True


def _compiler(template: bytes, text: str) -> typst.Compiler:
    here = Path.cwd()
    return typst.Compiler(
        template,
        root=here,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"paper": text},
        package_path=here,
        package_cache_path=here,
    )


_FONTS: Final = typst.Fonts(include_system_fonts=False)

if __name__ == "__main__":
    os.nice(5)
    sys.stdout.buffer.write(typeset(cleaned(json.load(sys.stdin))))
