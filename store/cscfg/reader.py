"""XML as elements with their places, read by a hardened parser: no document types, entities or externals.

    <Role name="WebRole1">          Element(name="Role", line=2, column=3, attributes={"name": "WebRole1"})

The parser is expat behind `defusedxml`, which refuses what lets a small text become a large document or
makes the parser open a file or an address. Sources: "XML vulnerabilities" (Python documentation, xml), the
README of defusedxml.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges, feature_external_pes
from xml.sax.xmlreader import InputSource

from store.cscfg.faults import Fault, Unreadable
from store.cscfg.limits import DEEPEST, LONGEST_TEXT

_LINE_END = re.compile(r"\r\n|\r|\n")
_TAG_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_STEP = "Remove the declaration: a service configuration needs none."


@dataclass
class Element:
    """An element: names without prefix, attributes without namespace; line and column of its `<` from 1."""

    name: str
    namespace: str
    line: int
    column: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    #: Line and column of the first text in it that is more than white space.
    text: tuple[int, int] | None = None
    #: Attribute → line and column of its value.
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def place(self, attribute: str = "") -> tuple[int, int]:
        """Line and column of an attribute's value, those of the element where it has no such attribute."""
        return self.places.get(attribute, (self.line, self.column))


def read_xml(text: str) -> Element:
    """The root of a document.

    Raises `Unreadable`: ConfigurationTooLong, ConfigurationTooDeep, DocumentTypeForbidden,
    ConfigurationNotWellFormed.
    """
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            Fault(
                code="ConfigurationTooLong",
                message=f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are read.",
                next_step="A service configuration has some thousands.",
            )
        )
    _check_characters(text)
    # A page that shows no configuration loads no parser.
    from defusedxml import common, expatreader

    parser: Any = expatreader.create_parser(True, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_external_pes, False)
    builder = _Builder(text)
    parser.setContentHandler(builder)
    source = InputSource()
    source.setCharacterStream(_Characters(text))
    try:
        parser.parse(source)
    except common.DefusedXmlException:
        raise Unreadable(_forbidden(parser.getLineNumber(), parser.getColumnNumber() + 1)) from None
    except SAXParseException as error:
        raise Unreadable(_not_well_formed(error)) from None
    except SAXException as error:
        raise Unreadable(Fault(code="ConfigurationNotWellFormed", message=str(error))) from None
    assert builder.root is not None  # expat accepts no document without an element
    return builder.root


def _check_characters(text: str) -> None:
    """Refuse halves of surrogate pairs, which no encoding of XML has; raises `Unreadable`."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        before = _LINE_END.split(text[: error.start])
        raise Unreadable(
            Fault(
                code="ConfigurationNotWellFormed",
                message="The document is not well-formed XML: it has half a character (a lone surrogate).",
                next_step="Delete it.",
                line=len(before),
                column=len(before[-1]) + 1,
            )
        ) from None


class _Characters:
    """A text as the file that the parser wants to read from, given out whole."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, _size: int = -1) -> str:
        text, self._text = self._text, ""
        return text

    def close(self) -> None:
        """Nothing is open."""


def _forbidden(line: int, column: int) -> Fault:
    return Fault(
        code="DocumentTypeForbidden",
        message="The document declares a document type (DOCTYPE): entities and external references are "
        "never read.",
        next_step=_STEP,
        line=line,
        column=column,
    )


def _not_well_formed(error: Any) -> Fault:
    said = str(error.getMessage()).rstrip(".")
    return Fault(
        code="ConfigurationNotWellFormed",
        message=f"The document is not well-formed XML: {said}.",
        next_step="Correct it at this place, or shortly before.",
        line=max(1, error.getLineNumber() or 1),
        column=(error.getColumnNumber() or 0) + 1,
    )


class _Builder(ContentHandler):
    """Builds the elements as the parser comes upon them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root: Element | None = None
        self._text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._open: list[Element] = []
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:
        self._locator = locator

    def startElementNS(self, name: Any, _qname: Any, attrs: Any) -> None:
        namespace, local = name
        made = Element(
            local, namespace or "", self._locator.getLineNumber(), self._locator.getColumnNumber() + 1
        )
        if len(self._open) >= DEEPEST:
            raise Unreadable(
                Fault(
                    code="ConfigurationTooDeep",
                    message=f"Elements stand more than {DEEPEST} deep in one another.",
                    next_step="A service configuration needs four levels.",
                    line=made.line,
                    column=made.column,
                )
            )
        made.attributes = {key[1]: value for key, value in attrs.items() if key[0] is None}
        if made.attributes:
            made.places = self._places(self._starts[made.line - 1] + made.column - 1)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)

    def characters(self, content: str) -> None:
        if self._open and self._open[-1].text is None and not content.isspace():
            blank = len(content) - len(content.lstrip())
            # Expat gives out text line by line, so what precedes it stands on one line.
            self._open[-1].text = (self._locator.getLineNumber(), self._locator.getColumnNumber() + 1 + blank)

    def endElementNS(self, _name: Any, _qname: Any) -> None:
        self._open.pop()

    def _places(self, begin: int) -> dict[str, tuple[int, int]]:
        """Where the values of the attributes stand in a start tag, which the parser has found well-formed."""
        places: dict[str, tuple[int, int]] = {}
        tag = _TAG_NAME.match(self._text, begin)
        end = tag.end() if tag else begin
        while found := _ATTRIBUTE.match(self._text, end):
            end = found.end()
            offset = found.start(2) + 1
            line = bisect_right(self._starts, offset)
            places[found[1]] = (line, offset - self._starts[line - 1] + 1)
        return places
