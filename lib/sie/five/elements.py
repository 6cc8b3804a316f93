"""What may stand within what: each element with what is done where it starts and where it ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

NAMESPACE: Final = "http://www.sie.se/sie5"
SIGNATURES: Final = "http://www.w3.org/2000/09/xmldsig#"
BETWEEN: Final = " "
"""Stands between a name's namespace and the name itself."""

Attributes = Mapping[str, str]


def nothing() -> None:
    """Do nothing where an element ends."""


def unread(_attributes: Attributes, _line: int) -> None:
    """Do nothing where an element starts."""


@dataclass(frozen=True, slots=True)
class Element:
    """One kind of element.

    `start` is given the attributes and the line; `children` are known by their names as `named`
    makes them. With a `part` the element is passed over with all that is in it: counted under
    that marked text, or silently when it is blank.
    """

    start: Callable[[Attributes, int], None] = unread
    end: Callable[[], None] = nothing
    children: Mapping[str, "Element"] = field(default_factory=dict)
    part: str | None = None


def named(children: Mapping[str, Element], namespace: str = NAMESPACE) -> dict[str, Element]:
    """The elements under their full names."""
    return {f"{namespace}{BETWEEN}{name}": element for name, element in children.items()}


def passed_over(part: str, *names: str) -> dict[str, Element]:
    """Elements of these names that are passed over, counted under `part`."""
    return named(dict.fromkeys(names, Element(part=part)))


SILENT: Final = Element(part="")
