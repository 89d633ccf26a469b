"""License requirements of the control list: to which items and destinations they apply.

An entry states them in two cells. The left one names a reason for control and what it
applies to (see ``scope``), the right one a column of the Country Chart or destinations
in prose.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from listgate.license.eccn import Eccn, named_eccns
from listgate.license.geography import (
    Chart,
    Groups,
    arms_embargoes,
    outside_the_convention,
    row_of,
)
from listgate.license.logic import Tri, no, some
from listgate.license.scope import parse_applies
from listgate.license.tables import CclEntry, Control
from listgate.sources.countries import country_code


class Where(StrEnum):
    """How the right cell names destinations."""

    COLUMN = "column"
    ALL = "all"
    NAMED = "named"
    UNITED_NATIONS = "un"
    FOOTNOTE_5 = "footnote 5"  # no destination: a party so marked on the Entity List
    NOWHERE = "nowhere"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Column:
    """The right cell: a chart column, or destinations in prose.

    ``but_groups`` and ``but`` are taken out again; ``perhaps`` are destinations for which
    the left cell makes an exception in words; ``rule`` is where the requirement stands.
    """

    where: Where
    columns: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    but: frozenset[str] = frozenset()
    but_groups: tuple[str, ...] = ()
    perhaps: frozenset[str] = frozenset()
    rule: str = "15 CFR part 742"

    def begun(self, day: date) -> bool:
        """Whether the paragraph that it points to holds on a day."""
        return _beginnings().get(self.rule, day) <= day

    def reaches(self, country: str, chart: Chart, groups: Groups) -> Tri:
        """Whether a destination needs a license by this cell."""
        reached = self._reaches(country, chart, groups)
        return None if reached and row_of(country) in self.perhaps else reached

    def _reaches(self, country: str, chart: Chart, groups: Groups) -> Tri:
        row = row_of(country)
        if self.where is Where.COLUMN:
            return some(chart.marked(country, c) for c in self.columns)
        if self.where is Where.ALL:
            return row not in self.but
        if self.where is Where.UNITED_NATIONS:
            # The chart's footnote 1 marks most of those that 746.1(b)(2) names.
            return row in arms_embargoes() or 1 in chart.footnotes_at(country)
        if self.where is Where.NAMED:
            # 742.6(a)(6)(iii)(B): the groups taken out again are those of the groups
            # named, not of a country named beside them.
            if row in self.countries or country in self.countries:
                return True
            out = groups.any_holds(self.but_groups, country)
            return groups.any_holds(self.groups, country) and not out
        return False if self.where is Where.NOWHERE else None


_ONE_COLUMN = ("FC", "MT")
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


@cache
def _beginnings() -> dict[str, date]:
    text = (files(__package__) / "data" / "entries.toml").read_text("utf-8")
    return {row["rule"]: row["from"] for row in tomllib.loads(text)["paragraph"]}


_SECTION = re.compile(r"\b(7\d\d\.\d+(?:\([a-z0-9]+\))*)", re.I)


@lru_cache(maxsize=1024)
def parse_column(text: str, reason: str) -> Column:
    """The structure of a right cell of a row for ``reason``."""
    clean = " ".join(text.split())
    column = _column(clean, reason)
    if column.where is Where.COLUMN and not _SECTION.search(clean):
        return replace(column, rule="15 CFR part 738, Supp. No. 1")
    cited = _SECTION.search(clean.replace("764.1(b)", "746.1(b)"))  # a misprint
    return replace(column, rule=f"15 CFR {cited[1]}") if cited else column


def _column(clean: str, reason: str) -> Column:
    found = _COLUMNS.findall(clean)
    if found:
        return Column(Where.COLUMN, tuple(f"{r} {n}" for r, n in found))
    alone = re.fullmatch(r"Column (\d)\.?", clean)
    if alone:
        return Column(Where.COLUMN, (f"{reason} {alone[1]}",))
    if clean.startswith(f"{reason} ") and reason in _ONE_COLUMN:
        return Column(Where.COLUMN, (f"{reason} 1",))  # a row without a right cell
    if reason == "UN":
        return Column(Where.UNITED_NATIONS)
    if re.fullmatch(r"N/A\.?", clean):
        return Column(Where.NOWHERE)
    but_canada = frozenset({"CA"}) if "except Canada" in clean else frozenset()
    if _ANY_DESTINATION.search(clean) or "ALL destinations" in clean:
        return Column(Where.ALL, but=but_canada)
    if "746.8" in clean and "license requirements" in clean:
        return Column(Where.NAMED, countries=frozenset({"RU", "BY"}))
    if re.search(r"742\.14\b", clean):
        # 742.14(a) leaves out the destinations without a mark in NS column 1: Canada,
        # and since 2024-04-19 also Australia and the United Kingdom.
        return Column(Where.COLUMN, ("NS 1",))
    if re.search(r"742\.15\b", clean):
        # 742.15(a)(1): all destinations, except Canada.
        return Column(Where.ALL, but=frozenset({"CA"}))
    if "742.6(a)(11)" in clean:
        return Column(Where.FOOTNOTE_5)
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
    if "States Parties" in clean or "States not Party" in clean:
        spared = {"IL", "TW"} if "except for Israel and Taiwan" in clean else set()
        return Column(Where.NAMED, countries=outside_the_convention() - spared)
    return Column(Where.OPEN)


@lru_cache(maxsize=4096)
def names_only_z(text: str) -> bool:
    """Whether a left cell is for paragraphs ``.z`` alone, which are of 2023."""
    paths = [e.path[0] for e in named_eccns(text) if e.path]
    return bool(paths) and all(p == "z" for p in paths)


@lru_cache(maxsize=16384)
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
    column = parse_column(cell, left.reason)
    if left.but_to:
        column = replace(column, perhaps=left.but_to)
    return left.reason, inside, column


def at_only(entry: CclEntry, item: Eccn, *, with_z: bool = True) -> Tri:
    """Whether anti-terrorism is the only reason for control of an item of an entry.

    An entry may have other reasons for some of its paragraphs only.
    """
    if entry.at_only:
        return True
    if not entry.controls:
        return False
    rows = [applies(c, item, with_z=with_z) for c in entry.controls]
    if entry.named_reasons - {"AT"} - {reason for reason, _, _ in rows}:
        return False  # a reason without a row (EI) is for the entry as a whole
    return no(some(inside for reason, inside, _ in rows if reason != "AT"))
