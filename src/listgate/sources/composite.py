"""Composite names → the parent and the unit that the entry is about.

``Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Hangzhou Huawei Enterprises``
lists the unit; the parent is named to place it. The unit becomes an alias of kind
``unit``. The parent becomes one of kind ``parent`` and weak quality: it helps to know the
entry by, but a party that is the parent is not thereby this unit, so it must never make a
full match alone. A unit that is little more than a number (``203rd Research Institute``)
is weak too, and joined with its parent it is strong.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<parent>.+?)[.,;]?\s+(?:Affiliated Entit(?:y|ies)|Subordinate (?:Institution|"
        r"Entity|Institute|Unit)s?|Affiliates?|Subsidiar(?:y|ies)|Branch(?:es)?)\s*"
        r"(?:[:–—]|\s-\s|-\s)\s*(?P<unit>.+)",
        r"(?P<parent>.+?),?\s+and\s+(?:its\s+)?subordinate\s+(?:entity|institution|unit)s?:?"
        r"\s+(?P<unit>.+)",
        r"(?P<parent>.+?)\s+(?:entit|facilit)(?:y|ies):\s+(?P<unit>.+)",
        r"(?P<unit>.+?)\s*\(\s*Parent (?:Organization|Company|Entity)\s*:\s*(?P<parent>.+)\)",
        r"(?P<unit>.+?)\s*\(\s*an? (?:subordinate (?:institute|institution|unit|entity)|"
        r"subsidiary|branch|division|affiliate) of (?:the )?(?P<parent>.+)\)",
    )
)
_ACRONYM_TAIL = re.compile(r"\s*\([^()]*\)$")
_VAGUE_WORD = re.compile(
    r"\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|research|institute|factory|plant|design|department|academy|bureau|center|"
    r"centre|laboratory|lab|office|division|branch|of|the|and|no|number",
    re.IGNORECASE,
)


_HINT = re.compile(
    r"affiliat|subordinate|subsidiar|branch|parent|entit|facilit", re.IGNORECASE
)


@lru_cache(maxsize=1 << 14)
def parent_and_unit(name: str) -> tuple[str, str] | None:
    """Parent and unit of a composite name; None for any other name."""
    if not _HINT.search(name):
        return None
    for pattern in _PATTERNS:
        match = pattern.fullmatch(name)
        if match:
            parent = _ACRONYM_TAIL.sub("", match["parent"]).strip(" ,;")
            unit = match["unit"].strip(" ,;")
            if parent and unit:
                return parent, unit
    return None


def unit_tells_little(unit: str) -> bool:
    """Whether every word of the unit is a number or fits any institute."""
    words = re.findall(r"\w+", unit)
    return all(_VAGUE_WORD.fullmatch(word) for word in words)
