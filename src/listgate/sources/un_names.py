"""Name cells of the Security Council's list → the names in them.

One cell may hold several names: parts joined by ``;`` or counted ``b)``, the name in its
own script beside its Latin spellings, a note in brackets (``previously listed as``).
Screening compares names whole, so a cell of six would find none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from listgate.records import Alias, AliasKind, AliasQuality
from listgate.sources.aliases import split_parts
from listgate.sources.brackets import with_acronyms
from listgate.sources.scripts_of import is_latin

_COUNTED = re.compile(r"\s+[b-z]\)\s+")
_FORMER = re.compile(r"\s*\(previously listed as\)", re.IGNORECASE)
_NOTES = re.compile(
    r"\s*\((?:[a-z]+ name|third|[^()]*\d{4}[^()]*)\)|,\s+born\s[^()]*|\s+-\s+sub-unit name",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\s*\(original script\)|\boriginal script:\s*", re.IGNORECASE)


def names_of(cell: str, kind: AliasKind, quality: AliasQuality) -> Iterator[Alias]:
    """Every name in a cell, in the publisher's order.

    Args:
        cell: The cell, white space folded.
        kind: What the names are; one in another script than the Latin is told so.
        quality: The cell's quality; a short acronym in brackets is weak besides.
    """
    if _FORMER.search(cell):
        kind = AliasKind.FKA
    bare = _NOTES.sub("", _SCRIPT.sub("", _FORMER.sub("", cell)))
    yield from with_acronyms(
        Alias(name, kind if is_latin(name) else AliasKind.SCRIPT, quality)
        for name in _pieces(bare)
    )


def _pieces(text: str) -> Iterator[str]:
    for part in split_parts(_COUNTED.sub("; ", text)):
        part = " ".join(part.split()).strip(" ,;")
        inside = _last_bracket(part)
        outside = part[: -len(inside) - 2].strip() if inside else part
        if inside and (";" in inside or is_latin(inside) != is_latin(outside)):
            yield from _pieces(outside)
            yield from _pieces(inside)
        elif part:
            yield part


def _last_bracket(text: str) -> str:
    """What stands in the bracket that ends a text; empty where none does."""
    if not text.endswith(")") or text.startswith("("):
        return ""
    depth = 0
    for at in range(len(text) - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if not depth:
            return text[at + 1 : -1]
    return ""
