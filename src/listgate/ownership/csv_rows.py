"""Holdings from CSV: one row a holding, columns by their names.

Millions of rows are read by numbering what repeats: names, shares and days are looked
at once each, not once a row.
"""

from __future__ import annotations

import csv
import itertools
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from listgate.errors import QueryError
from listgate.ownership.days import first_day, last_day
from listgate.ownership.graph import Graph, day_columns
from listgate.ownership.naming import name_key
from listgate.ownership.shares import UNKNOWN, Bounds, part_bounds, percent_bounds
from listgate.sources.countries import country_code

# Words for a column, as files in the wild have them; the first that occurs is taken.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "owner": (
        *("owner", "owner_name", "shareholder", "shareholder_name", "holder", "parent"),
        *("parent_name", "parent_company", "interested_party", "investor"),
    ),
    "owned": (
        *("owned", "owned_name", "subsidiary", "subsidiary_name", "company", "asset"),
        *("company_name", "entity", "entity_name", "child", "investee", "issuer"),
        *("subject", "target", "asset_name", "owned_party"),
    ),
    "owner_id": ("owner_id", "shareholder_id", "holder_id", "parent_id"),
    "owned_id": (
        *(
            "owned_id",
            "subsidiary_id",
            "company_id",
            "asset_id",
            "entity_id",
            "child_id",
        ),
        *("subject_id", "target_id"),
    ),
    "percent": (
        *("percent", "percentage", "pct", "ownership_percent", "ownership_percentage"),
        *(
            "percent_owned",
            "percentage_owned",
            "share_percent",
            "ownership_pct",
            "shareholding",
            "percent_held",
            "percentage_held",
            "held_percent",
            "stake_percent",
            "shareholding_percent",
            "shares_percent",
            "percentage_of_shares",
            "percentage_of_shares_held",
        ),
        *("stake", "share", "ownership", "fraction"),
    ),
    "min": (
        "min",
        "minimum",
        "percent_min",
        "min_percent",
        "share_min",
        "low",
        "at_least",
    ),
    "max": (
        "max",
        "maximum",
        "percent_max",
        "max_percent",
        "share_max",
        "high",
        "at_most",
    ),
    "from": ("from", "held_from", "start", "start_date", "since", "valid_from"),
    "until": (
        "until",
        "held_until",
        "end",
        "end_date",
        "to",
        "valid_to",
        "valid_until",
    ),
    "source": ("source", "source_url", "reference", "citation", "url"),
    "owner_country": ("owner_country", "parent_country", "shareholder_country"),
    # A bare `country` does not say whose; it would decide whether a rule reaches a party.
    "owned_country": ("owned_country", "company_country", "subsidiary_country"),
}
# Columns of these names may hold 0 to 1 as well as percent: their values decide.
_PARTS = ("share", "stake", "fraction")
_SHARE = ("percent", "min", "max")
_BLOCK = 1 << 12  # rows: stays in the processor's cache


def read_csv(lines: Iterable[str], name: str) -> Graph:
    """The graph of a CSV file.

    Raises:
        QueryError: A column is missing, a row cannot be read, or a share is beyond 100 %.
    """
    rows, head, line = _opened(iter(lines), name)
    at = _columns(head, f"{name}, line {line}")
    return _Rows(name, head, at, line).read(rows)


def _opened(lines: Iterator[str], name: str) -> tuple[Any, list[str], int]:
    ahead = list(itertools.islice(lines, 20))
    start = next((i for i, line in enumerate(ahead) if line.strip()), 0)
    sample = ahead[start]
    delimiter = max(",;\t|", key=sample.count)
    every = itertools.chain(ahead[start:], lines)
    rows = csv.reader(every, delimiter=delimiter, skipinitialspace=True)
    return rows, [cell.strip() for cell in next(rows)], start + 1


def _columns(head: list[str], where: str) -> dict[str, int]:
    """Places of the columns by field.

    Raises:
        QueryError: No column names the owner or the owned party.
    """
    words = [
        re.sub(r"[^a-z0-9]+", "_", c.lower().replace("%", "percent")).strip("_")
        for c in head
    ]
    at: dict[str, int] = {}
    for field, known in _COLUMNS.items():
        for word in known:
            if word in words:
                at[field] = words.index(word)
                break
    for field in ("owner", "owned"):
        if field not in at and f"{field}_id" not in at:
            raise QueryError(
                where,
                f"no column {field!r} among {', '.join(head[:12])}; a graph has the "
                "columns owner, owned and percent",
            )
    return at


class _Numbers(dict[Any, int]):
    """Numbers what it is asked for; a value met again costs one look-up."""

    def __init__(self, number: Callable[[Any], int] | None = None) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, value: Any) -> int:
        found = self._number(value) if self._number else len(self)
        self[value] = found
        return found


class _Rows:
    """A block of rows at a time, column by column; then a look at what they name."""

    def __init__(
        self, name: str, head: list[str], at: dict[str, int], line: int
    ) -> None:
        self.name, self.head, self.at = name, head, at
        self.first_line = line  # of the header
        self.graph = Graph()
        self.parties = {
            "owner": self._parties("owner"),
            "owned": self._parties("owned"),
        }
        # Two columns of plain names name the same parties: each is looked at once.
        if not at.keys() & {"owner_id", "owned_id", "owner_country", "owned_country"}:
            self.parties["owned"] = self.parties["owner"]
        self.shares = _Numbers(self._share_number)
        self.days = _Numbers(self._days_number)
        self.sources = _Numbers()
        self.columns: dict[str, array[int]] = {
            field: array("i") for field in ("owner", "owned", "share", "days", "source")
        }

    def read(self, rows: Any) -> Graph:
        """The graph."""
        width = max(self.at.values()) + 1
        while True:
            line = self.first_line + rows.line_num - 1
            try:
                block = list(itertools.islice(rows, _BLOCK))
            except csv.Error as error:
                line = self.first_line + rows.line_num - 1
                raise QueryError(
                    f"{self.name}, line {line}", f"is no CSV: {error}"
                ) from None
            if not block:
                break
            kept = block
            if min(map(len, block)) < width:
                self._check_widths(block, line, width)
                kept = [row for row in block if any(row)]
            try:
                self._take([*zip(*kept, strict=False)])
            except QueryError as error:
                raise self._placed(error, block, line) from None
        columns = self.columns
        days = [*self.days] if self._has("from", "until") else None
        self.graph.extend(
            (columns["owner"], columns["owned"], columns["share"]),
            self._bounds(),
            day_columns(columns["days"], [self._span(d) for d in days])
            if days
            else None,
            (columns["source"], [*self.sources]) if "source" in self.at else None,
        )
        return self.graph

    def _take(self, cells: list[tuple[str, ...]]) -> None:
        at, columns = self.at, self.columns
        for side in ("owner", "owned"):
            fields = (f"{side}_id", side, f"{side}_country")
            columns[side].extend(
                map(self.parties[side].__getitem__, _together(cells, at, fields))
            )
        shares = _together(cells, at, _SHARE)
        columns["share"].extend(map(self.shares.__getitem__, shares))
        if self._has("from", "until"):
            days = _together(cells, at, ("from", "until"))
            columns["days"].extend(map(self.days.__getitem__, days))
        if "source" in at:
            columns["source"].extend(map(self.sources.__getitem__, cells[at["source"]]))

    def _days_number(self, cells: Any) -> int:
        """The place of days met for the first time; what cannot be read gets none."""
        self._span(cells)
        return len(self.days)

    def _share_number(self, cells: Any) -> int:
        """The same of a share: of a column of parts, too, each is a percentage."""
        self._share(_apart(cells, self.at, _SHARE), percent_bounds)
        return len(self.shares)

    def _share(
        self, cells: tuple[str, str, str], parse: Callable[[object], Bounds]
    ) -> Bounds:
        """The bounds that percent, min and max state, 0 to 1."""
        percent, least, most = cells
        bounds = parse(percent)
        if bounds != UNKNOWN or not (least or most):
            return bounds
        ends = []
        for field, text in (("min", least), ("max", most)):
            try:
                ends.append(percent_bounds(text))
            except QueryError as error:
                raise QueryError(field, error.reason) from None
        low, high = ends[0][0], ends[1][1]
        if low > high:
            raise QueryError("min", f"{least} to {most} is no share")
        return low, high

    def _span(self, cells: Any) -> tuple[date | None, date | None]:
        """First and last day; one that cannot be read is an error of its column."""
        first, last, _ = _apart(cells, self.at, ("from", "until", ""))
        try:
            start = first_day(first)
        except QueryError as error:
            raise QueryError("from", error.reason) from None
        try:
            end = last_day(last)
        except QueryError as error:
            raise QueryError("until", error.reason) from None
        if start and end and start > end:
            raise QueryError("until", f"{last} is before {first}")
        return start, end

    def _has(self, *fields: str) -> bool:
        return any(field in self.at for field in fields)

    def _parties(self, side: str) -> _Numbers:
        """Numbers of the parties that the cells of one side name."""
        fields = (f"{side}_id", side, f"{side}_country")
        graph = self.graph

        def named(name: Any) -> int:
            clean = " ".join(name.split())
            key = clean.lower() if clean.isascii() else name_key(clean)
            if not key:
                raise QueryError(side, "is empty")
            return graph.party(key, clean)

        def told(cells: Any) -> int:
            key, name, country = _apart(cells, self.at, fields)
            if not key:
                number = named(name)
                return graph.party(graph.keys[number], "", country_code(country))
            return graph.party(key, " ".join(name.split()), country_code(country))

        alone = [field for field in fields if field in self.at] == [side]
        return _Numbers(named if alone else told)

    def _check_widths(self, block: list[list[str]], line: int, width: int) -> None:
        for row in block:
            line += 1 + sum(cell.count("\n") for cell in row)
            if any(row) and len(row) < width:
                raise QueryError(
                    f"{self.name}, line {line}",
                    f"has {len(row)} columns, and the header {len(self.head)}",
                )

    def _placed(
        self, error: QueryError, block: list[list[str]], line: int
    ) -> QueryError:
        """The same error with the line and column of the first row that makes it."""
        for row in block:
            line += 1 + sum(cell.count("\n") for cell in row)
            if not any(row):
                continue
            try:
                self._take([(cell,) for cell in row])
            except QueryError:
                break
        column = next(
            (
                self.head[self.at[f]]
                for f in (error.field, f"{error.field}_id")
                if f in self.at
            ),
            error.field,
        )
        return QueryError(f"{self.name}, line {line}, column {column}", error.reason)

    def _bounds(self) -> list[Bounds]:
        """What each distinct group of cells means, 0 to 1."""
        parse = percent_bounds
        column = self.head[self.at["percent"]] if "percent" in self.at else ""
        told = [_apart(cells, self.at, _SHARE) for cells in self.shares]
        if not self._has(*_SHARE):
            self.graph.remarks.append(
                "no column of shares is known here among "
                f"{', '.join(self.head[:12])}: each share is taken as unknown"
            )
        percents = [percent for percent, _, _ in told]
        if column and _are_parts(percents):
            if column.lower() in _PARTS:
                parse = part_bounds
                self.graph.remarks.append(
                    f"column {column}: all numbers are 0 to 1, so 1 is taken as the whole"
                )
            elif any(text.lstrip("0").startswith((".", ",")) for text in percents):
                self.graph.remarks.append(
                    f"column {column}: all numbers are 0 to 1, and were taken as percent; "
                    "name the column `share` if 1 is the whole"
                )
        return [self._share(cells, parse) for cells in told]


def _together(
    cells: list[tuple[str, ...]], at: dict[str, int], fields: tuple[str, ...]
) -> Iterable[Any]:
    """The cells of some fields row by row: plain texts where only one field is there."""
    there = [cells[at[field]] for field in fields if field in at]
    if not there:
        return itertools.repeat("", len(cells[0]))
    return there[0] if len(there) == 1 else zip(*there, strict=True)


def _apart(
    cells: Any, at: dict[str, int], fields: tuple[str, ...]
) -> tuple[str, str, str]:
    """What `_together` joined, field by field; empty where a field is not there."""
    rest = iter([cells] if isinstance(cells, str) else cells)
    found = [next(rest).strip() if field in at else "" for field in fields]
    return found[0], found[1], found[2]


def _are_parts(percents: Sequence[str]) -> bool:
    """Whether every number of the column is 0 to 1."""
    for percent in percents:
        try:
            if percent and float(percent.replace(",", ".")) > 1:
                return False
        except ValueError:
            if "/" not in percent and any(c.isdigit() for c in percent):
                return False
    return True
