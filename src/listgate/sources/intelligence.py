"""15 CFR 744.22(f)(2): the military-intelligence end users that the text itself names.

The paragraph lists them by country, ``(i) Cuba. Directorate of Military Intelligence
(DIM) and Directorate of Military Counterintelligence (CIM).``: no table, no list file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from listgate.records import Alias, ListEntry, PartyType
from listgate.sources.destinations import heading_code
from listgate.sources.markup import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

SECTION = "744.22"
_CODE = "us-bis-mieu"
_REQUIREMENT = (
    "Any item subject to the EAR, wherever the end user is located (15 CFR 744.22)."
)
_POLICY = (
    "Presumption of denial; only License Exception GOV under 15 CFR 740.11(b)(2)(ii)."
)
_PARAGRAPH = re.compile(r"^\(f\)")
_ITEM = re.compile(
    r"^\((?P<mark>[ivx]+)\)\s*(?P<country>[A-Z][^.;:—]*?)\s*[.:—]\s*(?P<names>.+)$"
)
_ACRONYM_END = re.compile(r"\)\s*(?:,\s*(?:and\s+)?|;\s*(?:and\s+)?|\s+and\s+)")
_AND_NEXT = re.compile(
    r"(?:;\s*(?:and\s+)?|,?\s+and\s+)(?:the\s+)?(?=[A-Z][\w-]*\s(?:[\w-]+\s)*?"
    r"(?:Directorate|Bureau|Office|Department|Service|Organization|Agency|of\s))"
)
_THE = re.compile(r"^(?:the|and)\s+", re.IGNORECASE)


def read_section(section: _Element) -> tuple[tuple[ListEntry, ...], tuple[str, ...]]:
    """The bodies that paragraph (f)(2) names, in its order, and what was left aside."""
    texts = [text_of(p) for p in section.iter("P")]
    entries: list[ListEntry] = []
    remarks: list[str] = []
    inside = False
    for text in texts:
        if _PARAGRAPH.match(text):
            inside = True
        elif re.match(r"^\([g-h]\)", text):
            inside = False
        item = _ITEM.match(text) if inside else None
        if not item:
            continue
        country = heading_code(item["country"])
        if not country:
            remarks.append(
                f"{_CODE}: paragraph (f)(2)({item['mark']}) names no known country and "
                f"was not taken: {text[:80]!r}."
            )
            continue
        entries.extend(
            ListEntry(
                list=_CODE,
                name=name,
                type=PartyType.ORGANIZATION,
                aliases=aliases,
                countries=(country,),
                license_requirement=_REQUIREMENT,
                license_review_policy=_POLICY,
                details=(
                    ("source", f"15 CFR 744.22(f)(2)({item['mark']})"),
                    ("destination", item["country"]),
                ),
                published=(("text", text),),
            )
            for name, aliases in map(_shortened, _names(item["names"]))
        )
    return tuple(entries), tuple(remarks)


def _shortened(name: str) -> tuple[str, tuple[Alias, ...]]:
    """The name without the acronym behind it, and the acronym as another name."""
    found = re.fullmatch(r"(?P<name>.+?)\s*\((?P<short>[A-Z][\w-]*)\)", name)
    if not found:
        return name, ()
    return found["name"], (Alias(found["short"]), Alias(name))


def _names(text: str) -> Iterator[str]:
    """The bodies that one item names."""
    text = re.sub(r"[\s;,]+(?:and|or)?\s*$", "", text.strip()).rstrip(".; ")
    for part in _ACRONYM_END.sub(")\n", text).split("\n"):
        for name in _AND_NEXT.split(part):
            name = _THE.sub("", name.strip(" ;,.")).strip()
            if name:
                yield name
