"""XML and HTML of publishers → element trees, with nothing followed and nothing expanded.

A published list needs no document type, no entity of its own and no file beside it, so
XML that brings any of these is refused whole: it is not what the publisher writes, and
expanding it is how a small file fills the memory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from listgate.errors import ParseError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# The declarations of XML stand before the first element, so only the start is looked at.
_HEAD = 1 << 16


def parse_xml(data: bytes, *, name: str = "") -> _Element:
    """The root element of an XML document.

    Args:
        data: The document's bytes; the encoding is the one it declares.
        name: What the caller calls the file, for messages.

    Raises:
        ParseError: the document is cut off or not well formed, or declares a document
            type or entities.
    """
    from lxml import etree

    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    if _DECLARES.search(head):
        raise ParseError(
            name,
            f"{name or 'The file'} is XML that declares a document type or entities; no "
            "publisher's list does, so it was not read.",
            "line 1",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        # Ten megabytes in one text are no attack where the whole file is limited.
        huge_tree=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        what = (
            "ends in the middle of its XML: it is a broken download, so nothing of it "
            "was taken"
            if "Premature end" in str(error)
            else f"is XML with a fault on line {line}"
        )
        raise ParseError(
            name, f"{name or 'The file'} {what}.", f"line {line}"
        ) from error


def parse_html(text: str, *, name: str = "") -> _Element:
    """The root element of a web page, its faults mended as a browser does.

    Raises:
        ParseError: there is no element in it.
    """
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, recover=True)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(name, f"{name or 'The file'} is an empty web page.") from error


def text_of(element: _Element | None) -> str:
    """The text in an element and all below it, white space folded."""
    if element is None:
        return ""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def tag_of(element: _Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
