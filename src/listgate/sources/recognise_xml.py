"""XML of unknown form → the lists in it, told by its outermost element."""

from __future__ import annotations

from collections.abc import Callable

from listgate.errors import ParseError
from listgate.records import ParsedList
from listgate.sources import (
    ecfr,
    eu_fsf,
    federal_register,
    gb_fcdo_xml,
    ofac_advanced,
    ofac_enhanced,
    ofac_standard,
    un_sc,
)
from listgate.sources.xml_rows import root_name

# The declaration and what may stand before the first element.
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FORMS: dict[str, Callable[..., tuple[ParsedList, ...]]] = {
    eu_fsf.ROOT: eu_fsf.parse,
    gb_fcdo_xml.ROOT: gb_fcdo_xml.parse,
    ofac_advanced.ROOT: ofac_advanced.parse,
    ofac_enhanced.ROOT: ofac_enhanced.parse,
    ofac_standard.ROOT: ofac_standard.parse,
    un_sc.ROOT: un_sc.parse,
    **dict.fromkeys(ecfr.ROOTS, ecfr.parse),
    **dict.fromkeys(federal_register.ROOTS, federal_register.refuse),
}


def looks_like_xml(data: bytes) -> bool:
    """Whether bytes begin as XML does, in whichever encoding; HTML does so too."""
    head = data[:1024]
    for bom in _BOMS:
        head = head.removeprefix(bom)
    return head.replace(b"\0", b"").lstrip().startswith(b"<")


def read_xml(data: bytes, name: str) -> tuple[ParsedList, ...]:
    """The lists in an XML document.

    Raises:
        ParseError: it is damaged, declares a document type, or is of no known form.
    """
    root = root_name(data, name)
    parse = _FORMS.get(root)
    if parse is None:
        raise ParseError(
            name,
            f"{name or 'The file'} is XML of a form that is not known: its outermost "
            f"element is {root[:60]!r}.",
            "line 1",
        )
    return parse(data, name=name)
