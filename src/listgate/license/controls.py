"""License requirements of the control list: to which items and destinations they apply.

An entry states them in two cells. The left one names a reason for control and what it
applies to, the right one a column of the Country Chart or destinations in prose. Both
are read into structure; what is qualified in words (``when usable in missiles``) hangs
on a fact of the item and is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from listgate.license.eccn import Eccn, EccnSet, named_eccns
from listgate.license.geography import Chart, Groups, row_of
from listgate.license.logic import Tri, no, some
from listgate.license.tables import CclEntry, Control
from listgate.sources.countries import country_code


@dataclass(frozen=True, slots=True)
class Applies:
    """The left cell: ``only`` what it applies to (None: the entire entry), less ``but``.

    ``qualified`` and ``but_qualified`` say that words beyond the paragraphs decide, and
    ``but_loose`` that some of them name no paragraph at all.
    """

    reason: str
    only: EccnSet | None = None
    but: EccnSet | None = None
    qualified: bool = False
    but_qualified: bool = False
    but_loose: bool = False

    def to(self, item: Eccn) -> Tri:
        """Whether it applies to an item."""
        if self.only is None:
            inside: Tri = None if self.qualified else True
        else:
            inside = self.only.holds(item)
            if self.qualified and inside is True:
                inside = None
        if inside is False:
            return False
        if self.but is not None:
            out = self.but.holds(item)
            if out is True and not self.but_qualified:
                return False
            if out is not False or self.but_loose:
                return None
        return inside


_HEAD = re.compile(
    r"^(?P<reason>[A-Z]{2}|Russian industry sector sanctions?)\b\s*(?:applies|apply)?(?:\s*to)?(?:\s+only to)?\s*"
)
_ENTIRE = re.compile(r"^(?:the )?entire entry", re.I)
_PLAIN = re.compile(
    r"\d[A-E]\d{3}(?:\s?\.\s?[a-z0-9]{1,2}(?![a-z0-9]))*|\.?\b[a-z](?:\.[a-z0-9]{1,2})*\b"
    r"|\b(?:and|or|to|through|paragraphs?|eccns?|items|controlled|by|in|under|of|this|entry|only|the)\b"
    r'|"software"'  # all that a software entry holds
    r"|[\s,.;:]+",
    re.I,
)


@lru_cache(maxsize=4096)
def parse_applies(text: str, base: str) -> Applies:
    """The structure of a left cell of the entry ``base``."""
    clean = " ".join(text.split())
    head = _HEAD.match(clean)
    reason = head["reason"] if head else clean[:2]
    rest = clean[head.end() :] if head else clean
    entire = _ENTIRE.match(rest)
    if entire:
        tail = rest[entire.end() :].strip(" .,")
        parts = re.split(r"\bexcept(?: for)?:?\s*", tail, maxsplit=1)
        before, exception = parts[0].strip(" ,(."), parts[1] if len(parts) > 1 else ""
        if not exception:
            loose = bool(before) and not before.startswith(
                ("AT applies", "refer to", "CB Column")
            )
            return Applies(reason, qualified=loose)
        named, worded = _named(exception, base)
        if not named:
            return Applies(reason, qualified=True)
        loose = worded and any(
            not _named(piece, base)[0] and _named(piece, base)[1]
            for piece in re.split(r"[;,]|\band\b", exception)
        )
        return Applies(
            reason, None, EccnSet(named), but_qualified=worded, but_loose=loose
        )
    parts = re.split(r",?\s*\bexcept(?:ing)?\b(?: for)?:?\s*", rest, maxsplit=1)
    named, worded = _named(parts[0], base)
    if not named:
        return Applies(reason, None, qualified=True)
    return Applies(reason, EccnSet(named), qualified=worded or len(parts) > 1)


def _named(text: str, base: str) -> tuple[tuple[Eccn, ...], bool]:
    """Paragraphs of the entry that a text names, and whether it says more than that."""
    found = named_eccns(text if text.startswith(base) else f"{base}; {text}")
    if not text.startswith(base):
        found = found[1:] if Eccn(base) not in named_eccns(text) else found
    mine = tuple(e for e in found if e.base == base)
    return mine, bool(_PLAIN.sub("", text.replace("“", '"').replace("”", '"')))


class Where(StrEnum):
    """How the right cell names destinations."""

    COLUMN = "column"
    ALL = "all"
    NAMED = "named"
    UNITED_NATIONS = "un"
    NOWHERE = "nowhere"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Column:
    """The right cell: a chart column, or destinations in prose.

    ``but_groups`` and ``but`` are taken out again; ``apart`` marks a destination named on
    its own beside them, for which the text can be read both ways.
    """

    where: Where
    columns: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    but: frozenset[str] = frozenset()
    but_groups: tuple[str, ...] = ()
    recalled: bool = False

    def reaches(self, country: str, chart: Chart, groups: Groups) -> Tri:
        """Whether a destination needs a license by this cell."""
        row = row_of(country)
        if self.where is Where.COLUMN:
            return any(chart.marked(country, c) for c in self.columns)
        if self.where is Where.ALL:
            return row not in self.but
        if self.where is Where.UNITED_NATIONS:
            # Footnote 1 of the chart marks destinations under arms embargoes of the
            # Security Council (746.1(b)).
            return 1 in chart.footnotes_at(country)
        if self.where is Where.NAMED:
            out = groups.any_holds(self.but_groups, country)
            if row in self.countries or country in self.countries:
                return None if out else True
            return groups.any_holds(self.groups, country) and not out
        return False if self.where is Where.NOWHERE else None


_COLUMNS = re.compile(r"\b([A-Z]{2}) Column (\d)")
_GROUP = re.compile(r"\b([A-E]:\d)")
_ANY_DESTINATION = re.compile(
    r"worldwide control|any destination worldwide|for all destinations", re.I
)
_PLACES = re.compile(
    r"(?:export or reexport|export and reexport|reexport of these items|entry) to ([A-Z][A-Za-z ]+?)"
    r"(?= or transfer| and transfer| for|$)|^([A-Z][a-z]+(?:, [A-Z][a-z]+)*,? or [A-Z][a-z]+)"
    r"|to (North Korea)|[Tt]o or within ((?:the )?[A-Z][A-Za-z ]+?)(?= or)",
)


@lru_cache(maxsize=1024)
def parse_column(text: str, reason: str) -> Column:
    """The structure of a right cell of a row for ``reason``."""
    clean = " ".join(text.split())
    found = _COLUMNS.findall(clean)
    if found:
        return Column(Where.COLUMN, tuple(f"{r} {n}" for r, n in found))
    alone = re.fullmatch(r"Column (\d)\.?", clean)
    if alone:
        return Column(Where.COLUMN, (f"{reason} {alone[1]}",))
    if reason == "UN":
        return Column(Where.UNITED_NATIONS)
    if re.fullmatch(r"N/A\.?", clean):
        return Column(Where.NOWHERE)
    but_canada = frozenset({"CA"}) if "except Canada" in clean else frozenset()
    if _ANY_DESTINATION.search(clean) or "ALL destinations" in clean:
        return Column(Where.ALL, but=but_canada)
    if reason == "CW" or "CWC non-States Parties" in clean:
        # Egypt, North Korea and South Sudan; Israel and Taiwan are excepted (742.18).
        return Column(
            Where.NAMED, countries=frozenset({"EG", "KP", "SS"}), recalled=True
        )
    if "746.8" in clean and "license requirements" in clean:
        return Column(Where.NAMED, countries=frozenset({"RU", "BY"}))
    if re.search(r"742\.1[45]\b", clean):
        # 742.14(a) and 742.15(a): all destinations, except Canada.
        return Column(Where.ALL, but=frozenset({"CA"}), recalled=True)
    inside, _, outside = clean.partition("excluding any destination")
    places = frozenset(
        code
        for groups in _PLACES.findall(inside)
        for name in re.split(r",| or ", " or ".join(g for g in groups if g))
        if (code := country_code(name.strip().removeprefix("the ")))
    )
    named = tuple(dict.fromkeys(_GROUP.findall(inside)))
    if places or named:
        return Column(
            Where.NAMED, (), places, named, but_groups=tuple(_GROUP.findall(outside))
        )
    return Column(Where.OPEN)


@lru_cache(maxsize=4096)
def names_only_z(text: str) -> bool:
    """Whether a left cell is for paragraphs ``.z`` alone, which are of 2023."""
    paths = [e.path[0] for e in named_eccns(text) if e.path]
    return bool(paths) and all(p == "z" for p in paths)


def applies(
    control: Control, item: Eccn, *, with_z: bool = True
) -> tuple[str, Tri, Column]:
    """The reason for control of one row, whether it applies, and its right cell.

    Args:
        control: The row.
        item: The item's ECCN.
        with_z: Whether the paragraphs ``.z`` stand on the day asked about.
    """
    left = parse_applies(control.applies, item.base)
    # Some rows of the source run both cells together.
    cell = control.column if control.column.strip() else control.applies
    inside = left.to(item)
    if not with_z and names_only_z(control.applies):
        inside = False
    return left.reason, inside, parse_column(cell, left.reason)


def at_only(entry: CclEntry, item: Eccn, *, with_z: bool = True) -> Tri:
    """Whether anti-terrorism is the only reason for control of an item of an entry.

    An entry may have other reasons for some of its paragraphs only.
    """
    if entry.at_only:
        return True
    if not entry.controls:
        return False
    rows = [applies(c, item, with_z=with_z) for c in entry.controls]
    others = {r.strip(" .") for r in entry.reasons.split(",")} - {"AT", ""}
    if others - {reason for reason, _, _ in rows}:
        return False  # a reason without a row (EI) is for the entry as a whole
    return no(some(inside for reason, inside, _ in rows if reason != "AT"))
