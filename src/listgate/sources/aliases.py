"""Alias strings and the names hidden in a name → aliases, each with its kind.

Publishers join aliases with ``; ``, and the last one is often ``and …``. Two names may
stand in one string (``… Co., Ltd., and Sense Time``), a former name in brackets, an
acronym behind the name it shortens, the parent in front of the unit that is meant. Every
piece is kept: where a string is taken apart, the parts together say what it said; where
that is not certain, the whole string stays a name besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from listgate.records import Alias, AliasKind, AliasQuality
from listgate.sources.brackets import bracketed
from listgate.sources.composite import parent_and_unit, unit_tells_little
from listgate.sources.repair import repair

# `Ministry X, including the Y and all operating units wherever located …`: the entry is
# of X, and Y is listed with it.
_WITH_PARTS = re.compile(
    r"(?:The )?(?P<name>[^,]{8,}), including (?:the )?(?P<part>[^,]{8,}?)"
    r" and all (?:[a-z]+ )*units wherever located\b"
)
_AND_FIRST = re.compile(r"^(?:and|&)[\s,]+", re.IGNORECASE)
# `a.k.a.`, `f/k/a`, `-AKA-`, `also known as`: plain `aka` only in one case throughout.
_MARK = (
    r"(?:[aA]\.\s?[kK]\.\s?[aA]\.?s?|[aA]/[kK]/[aA]|aka|AKAS?"
    r"|[fFnN]\.\s?[kK]\.\s?[aA]\.?|[fFnN]/[kK]/[aA]|fka|FKA|nka|NKA|[dD]/[bB]/[aA]|DBA"
    r"|[aA]lso known as|ALSO KNOWN AS|[nN]ow known as|[fF]ormerly(?: known as)?"
    r"|FORMERLY(?: KNOWN AS)?|[dD]oing business as|DOING BUSINESS AS)"
)
_MARK_IN_BRACKETS = re.compile(
    rf"\s*[(\[]\s*(?P<mark>{_MARK})[\s,:.-]+(?P<names>[^()\[\]]*"
    r"(?:\([^()]*\)[^()\[\]]*)*)(?:[)\]]|$)"
)
_MARK_BARE = re.compile(rf"(?:^|[\s,;-]+)(?P<mark>{_MARK})(?:[\s,:-]+)(?=\S)")
_MARK_INSIDE = re.compile(rf"[;,]?\s*\b{_MARK}[\s,:]+|;\s*")
_TAIL = re.compile(
    r"[;,]?\s*(?:and\s+)?(?:any|its|all)\s+(?:successors?|sub-?units?|subsidiar(?:y|ies))\b.*$",
    re.IGNORECASE,
)
# Cheap tests that most names fail, so that the long patterns above seldom run.
_HINT = re.compile(
    r"[kKbB]\.?\s?[/.]?[aA]\b|[kKbB][aA]S\b|known as|KNOWN AS|ormerly|FORMERLY|usiness as|BUSINESS AS"
)
_FORMER = re.compile(r"f[./]?\s?k|formerly", re.IGNORECASE)

_FORM = (
    r"(?:Ltd\.?|Limited|L\.?L\.?C\.?|Inc\.?|Corp\.?|Corporation|Company|Co\.|JSC|GmbH|"
    r"FZE|S\.A\.|PLC|Pte\.?|LLP)"
)
_LIST_END = re.compile(
    rf"(?<=[\w,.)])(?P<form>\s{_FORM}),?\s+and\s+(?P<last>(?!(?:Sons?|Brothers|Bros|Partners|"
    r"Associates|Company|Co|Trading|any|its|all|the)\b)[A-Z][\w.'’&-]*(?:\s[\w.'’&()-]+)*)$"
)
_LIST_COMMA = re.compile(rf"(?<=\s)({_FORM}),\s+(?!{_FORM}(?:\W|$))(?=[A-Z])")
_AND_ACRONYM = re.compile(r"^(?P<first>.*[a-z].*\w\.?),?\s+and\s+(?P<last>[A-Z]{3,})$")


def split_parts(text: str) -> list[str]:
    """The aliases in one string: split at semicolons that stand outside brackets."""
    if ";" not in text:
        return [text] if text.strip() else []
    if "(" not in text and "[" not in text:
        return [part for part in text.split(";") if part.strip()]
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(depth - 1, 0)
        elif char == ";" and not depth:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    if depth:  # a bracket that is never closed hides no semicolon
        parts = text.split(";")
    return [part for part in parts if part.strip()]


def read_aliases(
    name: str, strings: Iterable[str], *, plain: bool = False
) -> tuple[Alias, ...]:
    """Every other name, in the publisher's order, each spelling and kind once.

    Args:
        name: The first name, white space folded.
        strings: The publisher's alias strings; a CSV cell is one string.
        plain: The publisher keeps one name to a string (Treasury does), so nothing is
            taken apart but semicolons and brackets.
    """
    found: dict[str, Alias] = {}
    strings = list(strings)
    published = "\n".join([name, *strings])

    def add(alias: Alias) -> None:
        if alias.kind is AliasKind.REPAIR and alias.name in published:
            alias = replace(alias, kind=AliasKind.AKA)  # this piece lost nothing
        key = alias.name.casefold()
        if alias.name and alias.name != name and key not in found:
            found[key] = alias

    for alias in _inside(name, plain):
        add(alias)
    parts = [part for string in strings for part in split_parts(string)]
    for at, part in enumerate(parts):
        for alias in _names(part, plain=plain, last=at == len(parts) - 1):
            add(alias)
    return tuple(found.values())


def _inside(name: str, plain: bool) -> Iterator[Alias]:
    """The names hidden in the first name itself."""
    composite = None if plain else parent_and_unit(name)
    repaired = repair(name)
    if not plain and (whole := _WITH_PARTS.match(name)):
        yield Alias(whole["name"])
        yield Alias(whole["part"], AliasKind.UNIT)
    if repaired != name:
        yield Alias(repaired, AliasKind.REPAIR)
    if composite:
        parent, unit = composite
        vague = unit_tells_little(unit)
        quality = AliasQuality.WEAK if vague else AliasQuality.STRONG
        yield Alias(unit, AliasKind.UNIT, quality)
        # The parent is another party: alone it must not make the unit a hit.
        yield Alias(parent, AliasKind.PARENT, AliasQuality.WEAK)
        if vague:
            yield Alias(f"{parent} {unit}", AliasKind.UNIT)
        else:
            yield from _variants(unit, plain, AliasKind.UNIT)
        return
    kind = AliasKind.REPAIR if repaired != name else AliasKind.AKA
    for alias in _variants(repaired, plain, kind):
        if alias.name != repaired:
            yield alias


def _names(part: str, *, plain: bool, last: bool) -> Iterator[Alias]:
    """The names in one alias string, the string itself first where it is one."""
    text = " ".join(part.split()).strip(" ;,")
    text = _AND_FIRST.sub("", text)
    if not text:
        return
    repaired = repair(text)
    if repaired != text:
        yield Alias(text)
        yield from _variants(repaired, plain, AliasKind.REPAIR)
        return
    if not plain:
        pieces = _two_in_one(text)
        if pieces:
            for piece in pieces:
                yield from _variants(piece, plain, AliasKind.AKA)
            return
        pair = _AND_ACRONYM.match(text) if last else None
        if pair:
            yield from _variants(text, plain, AliasKind.AKA)
            yield from _variants(pair["first"].rstrip(","), plain, AliasKind.AKA)
            yield Alias(pair["last"])
            return
    yield from _variants(text, plain, AliasKind.AKA)


def _two_in_one(text: str) -> list[str]:
    """The names of a written-out list, `A Ltd., B Co. and C`; empty where it is none."""
    end = _LIST_END.search(text)
    if not end:
        return []
    head = text[: end.end("form")]
    return [*_LIST_COMMA.sub("\\1\n", head).split("\n"), end["last"]]


def _variants(text: str, plain: bool, kind: AliasKind) -> Iterator[Alias]:
    """The name, and the names that tails, marks and brackets in it set apart."""
    if plain:
        yield Alias(text, kind)
        base = text
    else:
        whole = _TAIL.sub("", text).strip(" ,;") if "su" in text else text
        base, marked = _without_marks(whole) if _HINT.search(whole) else (whole, ())
        if not marked:
            yield Alias(text, kind)
        if base != text:
            yield Alias(base, kind)
        yield from marked
    if "(" not in base and "[" not in base:
        return
    yield from _set_apart(base, plain, kind)


def _without_marks(text: str) -> tuple[str, Sequence[Alias]]:
    """The name before `a.k.a.` and its like, and the names after."""
    marked: list[Alias] = []

    def keep(match: re.Match[str]) -> str:
        marked.extend(_marked(match["mark"], match["names"]))
        return " "

    base = " ".join(_MARK_IN_BRACKETS.sub(keep, text).split())
    pieces = _MARK_BARE.split(base)
    base = pieces[0].strip(" ,;-")
    for mark, names in zip(pieces[1::2], pieces[2::2], strict=True):
        marked.extend(_marked(mark, names))
    return base, marked


def _marked(mark: str, names: str) -> Iterator[Alias]:
    kind = AliasKind.FKA if _FORMER.match(mark) else AliasKind.AKA
    plural = mark.upper().rstrip(".").endswith("S") and "KA" in mark.upper()
    for piece in _MARK_INSIDE.split(names):
        several = _comma_list(piece) if plural or "," in piece else [piece]
        for name in several:
            name = name.strip(" ,;-")
            if name:
                yield Alias(name, kind)
                yield from _set_apart(name, False, kind)


def _set_apart(text: str, plain: bool, kind: AliasKind) -> Iterator[Alias]:
    bare, inner = bracketed(text, plain=plain)
    if bare != text:
        yield Alias(bare, kind)
    for other in inner:
        yield Alias(
            other.name, AliasKind.PARENT if other.parent else kind, other.quality
        )


def _comma_list(text: str) -> list[str]:
    """Names joined by commas; the text whole where a comma may belong to a name."""
    pieces = [piece.strip() for piece in text.split(",")]
    form = re.compile(rf"{_FORM}$|[A-Z]\.?[A-Z]\.?$")
    joined: list[str] = []
    for piece in pieces:
        if joined and form.match(piece):
            joined[-1] += f", {piece}"
        elif piece:
            joined.append(piece)
    if all(len(piece.split()) > 1 for piece in joined):
        return joined
    return [text]
