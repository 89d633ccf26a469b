"""A sentence of companies → the companies, each with its other names.

The Section 1260H notice prints subsidiaries in one run: ``A Co., Ltd. (AB), B Inc., and
C Ltd. (formerly D Limited)``. The commas of legal forms and those in brackets part
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FORM_NEXT = re.compile(
    r",\s+(?=(?:Ltd|Inc|LLC|L\.L\.C|Limited|Corp|PLC|S\.L\.U|S\.A|GmbH|Co\b|Americas)\b)"
)
_LTD_ENDS = re.compile(r"(?<=Ltd\.)\s+\.?\s*(?=[A-Z])")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\))?)\)")
# The notice of 2026 lacks this comma: `COMAC America Corporation Shanghai Aircraft …`.
_RUN_ON = re.compile(r"\b(Corporation|Incorporated) (?=Shanghai|Beijing|Shenzhen)")


def subsidiaries(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each company of the sentence with its aliases, in its order."""
    text = text.replace(". .", ".").strip()
    text = _RUN_ON.sub(r"\1, ", text)
    text = _FORM_NEXT.sub("\0", text)
    for part in _apart(text):
        for piece in _LTD_ENDS.split(part):
            piece = re.sub(r"^\s*and\s+", "", piece).replace("\0", ", ").strip(" .")
            if piece:
                yield _named(piece)


def _apart(text: str) -> Iterator[str]:
    """The text between commas that stand outside brackets."""
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _named(piece: str) -> tuple[str, list[str]]:
    """The company's name, and what its brackets say as names."""
    aliases, name = [], piece
    for found in (a.strip() for a in _BRACKET.findall(piece)):
        former = re.match(r"formerly\s+(.*)", found)
        ends = re.search(rf"\({re.escape(found)}\)\s*$", piece)
        if former or ends:
            plain = former[1] if former else found
            aliases.append(re.sub(r"\s*\([^()]*\)", "", plain))
            name = name.replace(f"({found})", "").strip()
    if re.search(r"\b(?:Ltd|Inc|Co)$", name):
        name += "."
    return " ".join(name.split()), aliases
