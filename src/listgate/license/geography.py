"""Country groups and the Country Chart, as values asked by ISO code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# The EAR's rows for places that have none of their own (part 738, Supp. No. 1).
_INHERITS = {"HK": "CN", "LI": "CH", "KY": "GB"}


def row_of(country: str) -> str:
    """The country whose row of the chart answers for a destination."""
    return _INHERITS.get(country, country)


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
    ``footnotes`` the numbers at a country; ``texts`` the footnotes' words.
    """

    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    footnotes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    embargoed: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)

    def knows(self, country: str) -> bool:
        """Whether the chart has a row for a destination."""
        row = row_of(country)
        return row in self.marks or row in self.embargoed

    def marked(self, country: str, column: str) -> bool:
        """Whether a destination has an X in a column."""
        return column in self.marks.get(row_of(country), frozenset())

    def footnotes_at(self, country: str) -> tuple[int, ...]:
        """Footnote numbers at a destination's row."""
        return self.footnotes.get(row_of(country), ())
