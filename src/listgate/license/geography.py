"""Country groups and the Country Chart, as values asked by ISO code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from listgate.license.logic import Tri


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(
        (files(__package__) / "data" / "groups.toml").read_text("utf-8")
    )


@cache
def _inherits() -> dict[str, str]:
    return {place: row["of"] for row in _data()["territory"] for place in row["places"]}


@dataclass(frozen=True, slots=True)
class _Marks:
    """Marks that stood, or may have stood, at some countries until a day."""

    countries: tuple[str, ...]
    columns: tuple[str, ...]
    until: date
    stood: bool


@cache
def _earlier_marks() -> tuple[_Marks, ...]:
    return tuple(
        _Marks(tuple(r["countries"]), tuple(r["columns"]), r["until"], r["stood"])
        for r in _data()["mark"]
    )


@cache
def arms_embargoes() -> frozenset[str]:
    """Destinations under an arms embargo of the Security Council (746.1(b)(2))."""
    return frozenset(_data()["arms_embargoes"]["countries"])


@cache
def outside_the_convention() -> frozenset[str]:
    """Destinations not party to the Chemical Weapons Convention (part 745, Supp. 2)."""
    return frozenset(_data()["outside_the_convention"]["countries"])


def row_of(country: str) -> str:
    """The country whose row of the chart answers for a destination (738.3(b))."""
    return _inherits().get(country, country)


@dataclass(frozen=True, slots=True)
class Groups:
    """Country Groups (15 CFR part 740, Supp. No. 1): ISO codes by label (``D:5``)."""

    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        """By the labels alone, so that the groups of a day can key what follows."""
        return hash(frozenset(self.members))

    def holds(self, label: str, country: str) -> bool:
        """Whether a country is in a group; Hong Kong counts as China."""
        return self.any_holds((label,), country)

    def any_holds(self, labels: Iterable[str], country: str) -> bool:
        """Whether a country is in one of the groups."""
        row = row_of(country)
        for label in labels:
            inside = self.members.get(label)
            if inside and (row in inside or country in inside):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Chart:
    """The Commerce Country Chart: marks such as ``RS 2`` by ISO code.

    ``embargoed`` are the rows without marks, with the section they point to;
    ``footnotes`` the numbers at a country; ``texts`` the footnotes' words; ``perhaps``
    the marks that may have stood there on a day before the chart's own.
    """

    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    footnotes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    embargoed: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    perhaps: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        """By its rows alone, so that the chart of a day can key what follows."""
        return hash(frozenset(self.embargoed))

    def knows(self, country: str) -> bool:
        """Whether the chart has a row for a destination."""
        row = row_of(country)
        return row in self.marks or row in self.embargoed

    def marked(self, country: str, column: str) -> Tri:
        """Whether a destination has an X in a column."""
        row = row_of(country)
        if column in self.marks.get(row, frozenset()):
            return True
        return None if column in self.perhaps.get(row, frozenset()) else False

    def on(self, day: date, published: date) -> Chart:
        """The chart of a later day as it answers for an earlier one."""
        if day >= published:
            return self
        told = tuple(m for m in _earlier_marks() if day <= m.until < published)
        return _with(told, self) if told else self

    def footnotes_at(self, country: str) -> tuple[int, ...]:
        """Footnote numbers at a destination's row."""
        return self.footnotes.get(row_of(country), ())


@lru_cache(maxsize=256)
def _with(told: tuple[_Marks, ...], chart: Chart) -> Chart:
    marks, perhaps = dict(chart.marks), dict(chart.perhaps)
    for one in told:
        of = marks if one.stood else perhaps
        for country in one.countries:
            of[country] = of.get(country, frozenset()).union(one.columns)
    return replace(chart, marks=marks, perhaps=perhaps)
