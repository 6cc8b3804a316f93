"""A document walked from element to element, as a stream; what could do harm stops it."""

from collections.abc import Callable
from typing import Any, Final
from xml.sax import SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from lib.core.languages import mark
from lib.sie.five.elements import BETWEEN, Attributes, Element
from lib.sie.notes import shown

DEPTH_AT_MOST: Final = 64
"""Ours lie six deep, a signature some more."""
TOKEN_AT_MOST: Final = 1 << 20
"""Bytes of one tag: expat holds a tag whole, and reads it again with every piece that comes."""
NAMES_AT_MOST: Final = 5_000
"""Different names of elements and attributes; expat keeps each for good."""
_PIECE: Final = 1 << 16
_ENDED: Final = frozenset({"no element found", "unclosed token", "unclosed CDATA section"})

UNSAFE: Final = mark("it has a document type (DTD) or entities, which SIE 5 does not have and which can do harm")
TOO_DEEP: Final = mark("its elements lie deeper within each other than those of SIE 5")
TOO_LARGE: Final = mark("a single element of it is larger than a megabyte")
TOO_MANY: Final = mark("it has more kinds of elements than SIE 5")
CUT_OFF: Final = mark("its end is missing")
DAMAGED: Final = mark("its XML is damaged")


class Halted(Exception):
    """The document cannot be walked further: `cause` is a marked text."""

    def __init__(self, cause: str, line: int) -> None:
        """`line` is the line that the walk had come to."""
        super().__init__(cause)
        self.cause = cause
        self.line = line


class ForeignRoot(Exception):
    """The document's outermost element is none of those that were asked for."""


def walk(text: str, roots: Element, pass_over: Callable[[str, int], None]) -> None:
    """Walk the document from its start to its end, line ends being LF alone.

    `roots` has the elements that may be outermost as its children; `pass_over` is told of each
    part that is not read: a marked text, or the name of an unknown element in angle brackets.
    Raises Halted and ForeignRoot.
    """
    parser = _Walker(roots, pass_over)
    try:
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE].encode("utf-8", "replace"))
            parser.keep_small()
        parser.close()
    except DefusedXmlException as refusal:
        raise Halted(UNSAFE, parser.line) from refusal
    except SAXParseException as error:
        raise Halted(CUT_OFF if error.getMessage() in _ENDED else DAMAGED, parser.line) from error


class _Walker(DefusedExpatParser):
    """Expat with neither document type nor entities, handed on element by element without SAX's wrappers."""

    _parser: Any
    _source: Any

    def __init__(self, roots: Element, pass_over: Callable[[str, int], None]) -> None:
        super().__init__(namespaceHandling=1, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        self._source.setEncoding("utf-8")  # the text was decoded here, whatever its own head says
        self._interning: dict[str, str] = {}
        self._open = [roots]
        self._pass_over = pass_over
        self._fed = self._within = 0

    @property
    def line(self) -> int:
        """The line that the walk has come to."""
        return int(self.getLineNumber())

    def reset(self) -> None:
        """Make expat ready; texts, comments and namespaces of prefixes mean nothing in SIE 5."""
        super().reset()
        self._parser.namespace_prefixes = False
        for handler in ("CharacterData", "ProcessingInstruction", "StartNamespaceDecl", "EndNamespaceDecl"):
            setattr(self._parser, f"{handler}Handler", None)

    def feed(self, data: Any, isFinal: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002, N803 - as SAX has it
        """Walk on through a piece of the document."""
        self._fed += len(data)
        super().feed(data, isFinal)

    def keep_small(self) -> None:
        """Stop at a tag that does not end, and at names without number, before they fill the memory."""
        if self._fed - self._parser.CurrentByteIndex > TOKEN_AT_MOST:
            raise Halted(TOO_LARGE, self.line)
        if len(self._interning) > NAMES_AT_MOST:
            raise Halted(TOO_MANY, self.line)

    def start_element_ns(self, name: str, attrs: Attributes) -> None:
        """Go into an element, or past it with all that is in it."""
        if self._within:
            self._within += 1
            if self._within > DEPTH_AT_MOST:
                raise Halted(TOO_DEEP, self.line)
            return
        element = self._open[-1].children.get(name)
        line = self._parser.CurrentLineNumber
        if element is None or element.part is not None:
            if element is None and len(self._open) == 1:
                raise ForeignRoot(name)
            self._within = 1
            self._pass(name, element, attrs, line)
            return
        self._open.append(element)
        element.start(attrs, line)

    def end_element_ns(self, name: str) -> None:  # noqa: ARG002 - expat has matched it
        """Come out of an element."""
        if self._within:
            self._within -= 1
        else:
            self._open.pop().end()

    def _pass(self, name: str, element: Element | None, attrs: Attributes, line: int) -> None:
        part = element.part if element else f"<{shown(name.rpartition(BETWEEN)[2])}>"
        if element:
            element.start(attrs, line)
        if part:
            self._pass_over(part, line)
