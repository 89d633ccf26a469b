"""Holdings from the Beneficial Ownership Data Standard, versions 0.2 to 0.4.

Only shareholdings are ownership: voting rights, board appointments and the like are
control. An indirect interest whose chain is in the data too would count twice, and is
left out; one without its chain may or may not add to it, so it counts from 0 up. So does
an interest whose kind is not told. https://standard.openownership.org/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from listgate.errors import QueryError
from listgate.ownership.days import first_day, last_day
from listgate.ownership.graph import Graph
from listgate.ownership.shares import INSIDE, UNKNOWN, Bounds, percent_bounds

Days = tuple[date | None, date | None]
_OLD = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
}
# Kinds of interest that may be shares: whose kind is not known, or known and withheld.
_UNTOLD = ("unknownInterest", "unpublishedInterest", "unknown", "")


def is_statement(one: dict[str, Any]) -> bool:
    """Whether a JSON object is a statement of the standard."""
    return "recordType" in one or one.get("statementType") in _OLD


@dataclass(slots=True)
class _Statement:
    """One statement, whatever its version: ``record`` is the same through its updates.

    ``since`` is the first day on which it is what is stated, where it replaces another
    one; ``until`` the last, where another one replaces it or it closes its record.
    ``stale`` is one replaced by an undated one.
    """

    where: str
    id: str
    record: str
    kind: str
    made: date | None
    closed: bool
    body: dict[str, Any]
    replaces: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    stale: bool = False


def read_bods(objects: Iterable[tuple[str, dict[str, Any]]], name: str) -> Graph:
    """The graph of a package of statements.

    Raises:
        QueryError: A statement cannot be read.
    """
    statements = [_statement(one, f"{name}, {where}") for where, one in objects]
    _order_versions(statements)
    _join_replaced(statements)
    relations = _Relations({s.id: s.record for s in statements})
    for one in sorted(statements, key=lambda s: s.stale or s.until is not None):
        if one.kind != "relationship":
            _name_party(relations.graph, one)
    for one in statements:
        if one.kind == "relationship" and not one.stale:
            try:
                relations.take(one)
            except QueryError as error:
                raise QueryError(one.where, error.reason) from None
    return relations.graph_with_remarks()


def _statement(one: dict[str, Any], where: str) -> _Statement:
    old = one.get("statementType")
    kind = str(_OLD.get(str(old), "") if old else one.get("recordType") or "")
    if kind not in _OLD.values():
        raise QueryError(where, f"{old or kind!r} is no kind of statement")
    key = str(one.get("statementID") or one.get("statementId") or "")
    body = one if old else one.get("recordDetails") or {}
    if not isinstance(body, dict):
        raise QueryError(where, "`recordDetails` is no object")
    published = one.get("publicationDetails")
    told = one.get("statementDate") or (
        published.get("publicationDate") if isinstance(published, dict) else None
    )
    try:
        made = first_day(str(told or ""))
    except QueryError as error:
        raise QueryError(where, error.reason) from None
    record = str(one.get("recordId") or key) if not old else key
    if not record:
        raise QueryError(where, "the statement has no id")
    replaces = one.get("replacesStatements") or ()
    if not isinstance(replaces, list | tuple):
        raise QueryError(where, "`replacesStatements` is no list")
    closed = one.get("recordStatus") == "closed"
    return _Statement(
        where, key, record, kind, made, closed, body, tuple(map(str, replaces))
    )


def _order_versions(statements: list[_Statement]) -> None:
    """Tells each statement between which days it is what is stated.

    Versions of a record follow one another by their days (0.4); before, a statement
    names those that it replaces.
    """
    by_id = {s.id: s for s in statements}
    versions: dict[str, list[_Statement]] = {}
    for one in statements:
        versions.setdefault(one.record, []).append(one)
    for several in versions.values():
        several.sort(key=lambda s: s.made or date.min)
        for older, newer in pairwise(several):
            _replace(older, newer)
    for one in statements:
        for older_id in one.replaces:
            if older_id in by_id and older_id != one.id:
                _replace(by_id[older_id], one)
        if one.closed and one.made:
            one.until = min(one.until, one.made) if one.until else one.made


def _replace(older: _Statement, newer: _Statement) -> None:
    if newer.made is None:
        older.stale = True
        return
    last = newer.made - timedelta(days=1)
    older.until = min(older.until, last) if older.until else last
    newer.since = newer.made


def _join_replaced(statements: list[_Statement]) -> None:
    """Gives a statement and all that it replaces one record (before 0.4)."""
    by_id = {s.id: s for s in statements}
    over: dict[str, str] = {}

    def first(record: str) -> str:
        while record in over:
            record = over[record]
        return record

    for one in statements:
        for older_id in one.replaces:
            if older_id in by_id:
                new, old = first(one.record), first(by_id[older_id].record)
                if new != old:
                    over[new] = old
    for one in statements:
        one.record = first(one.record)


def _name_party(graph: Graph, one: _Statement) -> None:
    """Takes what an entity or a person is called, from its newest version first."""
    names = _names(one.body)
    number = graph.party(one.record, names[0] if names else "", _country(one.body))
    known = graph.aliases.get(number, ())
    if others := tuple(n for n in names if n not in (graph.names[number], *known)):
        graph.aliases[number] = known + others


class _Relations:
    """Takes one relationship after the other; ``records`` are the records of statements."""

    def __init__(self, records: Mapping[str, str]) -> None:
        self.graph = Graph()
        self._records = records
        self._left: Counter[str] = Counter()
        self._counted: set[str] = set()  # records of direct shareholdings
        self._indirect: list[tuple[_Statement, tuple[str, str], Bounds, Days]] = []

    def graph_with_remarks(self) -> Graph:
        """What was taken, and what was not."""
        for one, pair, share, days in self._indirect:
            if self._has_chain(one.body):
                self._left["indirect, and the chain is given: not counted twice"] += 1
            else:
                self._hold(pair, share, days)
        self.graph.remarks += [
            f"{count:,} interests: {kind}" for kind, count in sorted(self._left.items())
        ]
        return self.graph

    def take(self, one: _Statement) -> None:
        """Takes a relationship.

        Raises:
            QueryError: An interest cannot be read.
        """
        owned = _party(one.body.get("subject"), self._records)
        owner = _party(one.body.get("interestedParty"), self._records)
        interests = one.body.get("interests") or ()
        if not isinstance(interests, list | tuple):
            raise QueryError("interests", "`interests` is no list")
        if not owned or not owner:
            told = "the owner or the owned party is not named"
            self._left[told] += max(1, len(interests))
            return
        for interest in interests or ({},):
            if not isinstance(interest, dict):
                raise QueryError("interests", "an interest is no object")
            self._interest(one, (owner, owned), interest)

    def _interest(
        self, one: _Statement, pair: tuple[str, str], interest: dict[str, Any]
    ) -> None:
        kind = str(interest.get("type") or interest.get("interestType") or "")
        if kind != "shareholding" and kind not in _UNTOLD:
            self._left[f"{kind} is no ownership and was left out"] += 1
            return
        low, high = _share(interest.get("share"))
        began = first_day(str(interest.get("startDate") or ""))
        ended = last_day(str(interest.get("endDate") or ""))
        days = _both((one.since, one.until), (began, ended))
        if days[0] and days[1] and days[0] > days[1]:
            return
        if kind in _UNTOLD:
            self._left["of a kind that is not told: counted from nothing up"] += 1
            low = Fraction(0)
        if one.closed and not one.made and not ended:
            low = Fraction(0)  # it has ended, and no one says when
        level = interest.get("directOrIndirect") or interest.get("interestLevel")
        if level == "indirect":
            self._indirect.append((one, pair, (Fraction(0), high), days))
            return
        self._counted.add(one.record)
        self._hold(pair, (low, high), days)

    def _hold(self, pair: tuple[str, str], share: Bounds, days: Days) -> None:
        graph = self.graph
        graph.hold(graph.party(pair[0]), graph.party(pair[1]), share, days)

    def _has_chain(self, body: dict[str, Any]) -> bool:
        """Whether the relationships that an indirect interest is made of are all counted."""
        parts = body.get("componentRecords") or body.get("componentStatementIDs") or ()
        named = [self._records.get(str(part), str(part)) for part in parts]
        steps = [record for record in named if self.graph.number(record) is None]
        return bool(steps) and self._counted.issuperset(steps)


def _both(a: Days, b: Days) -> Days:
    """The days that are in both spans."""
    first = max((d for d in (a[0], b[0]) if d), default=None)
    last = min((d for d in (a[1], b[1]) if d), default=None)
    return first, last


def _share(share: Any) -> Bounds:
    if not isinstance(share, dict):
        return UNKNOWN if share is None else percent_bounds(share)
    if share.get("exact") is not None:
        return percent_bounds(share["exact"])
    low, high = UNKNOWN
    # 0.2 and 0.3 say by a truth value that a bound itself is left out, 0.4 by a number.
    least, above = share.get("minimum"), share.get("exclusiveMinimum")
    most, below = share.get("maximum"), share.get("exclusiveMaximum")
    if least is not None:
        low = percent_bounds(least)[0]
    if above is not None and not isinstance(above, bool):
        above_it = percent_bounds(above)[0]
        above, low = above_it >= low, max(low, above_it)
    if most is not None:
        high = percent_bounds(most)[1]
    if below is not None and not isinstance(below, bool):
        below_it = percent_bounds(below)[1]
        below, high = below_it <= high, min(high, below_it)
    if above and low < 1:
        low += INSIDE
    if below and high > 0:
        high -= INSIDE
    if low > high:
        raise QueryError("share", f"{share} has its bounds the wrong way round")
    return low, high


def _party(value: Any, records: Mapping[str, str]) -> str:
    """The record of a subject or interested party; empty where it is not specified."""
    if isinstance(value, dict):
        value = value.get("describedByEntityStatement") or value.get(
            "describedByPersonStatement"
        )
    return records.get(value, value) if isinstance(value, str) else ""


def _names(body: dict[str, Any]) -> list[str]:
    """What a party is called, other names last."""
    told = [body.get("name"), *(body.get("alternateNames") or ())]
    told += [
        name.get("fullName") if isinstance(name, dict) else name
        for name in body.get("names") or ()
    ]
    clean = (" ".join(str(name).split()) for name in told if name)
    return list(dict.fromkeys(filter(None, clean)))


def _country(body: dict[str, Any]) -> str:
    place = body.get("jurisdiction") or body.get("incorporatedInJurisdiction") or {}
    code = str(place.get("code") or "") if isinstance(place, dict) else ""
    return code[:2].upper()
