"""Holdings from the Beneficial Ownership Data Standard, versions 0.2 to 0.4.

Only shareholdings are ownership: voting rights, board appointments and the like are
control. An indirect interest whose chain is in the data too would count twice, and is
left out; one without its chain may or may not add to it, so it counts from 0 up.
https://standard.openownership.org/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
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


def is_statement(one: dict[str, Any]) -> bool:
    """Whether a JSON object is a statement of the standard."""
    return "recordType" in one or one.get("statementType") in _OLD


@dataclass(slots=True)
class _Statement:
    """One statement, whatever its version: ``record`` is the same through its updates."""

    where: str
    id: str
    record: str
    kind: str
    made: date | None
    closed: bool
    body: dict[str, Any]
    replaces: list[str] = field(default_factory=list)


def read_bods(objects: Iterable[tuple[str, dict[str, Any]]], name: str) -> Graph:
    """The graph of a package of statements.

    Raises:
        QueryError: A statement cannot be read.
    """
    statements = [_statement(one, f"{name}, {where}") for where, one in objects]
    _join_replaced(statements)
    graph = Graph()
    left: Counter[str] = Counter()
    relations: dict[str, list[_Statement]] = {}
    records = {s.id: s.record for s in statements}
    for one in statements:
        if one.kind == "relationship":
            relations.setdefault(one.record, []).append(one)
        else:
            graph.party(one.record, _name(one.body), _country(one.body))
    for versions in relations.values():
        versions.sort(key=lambda s: s.made or date.min)
        for i, one in enumerate(versions):
            after = versions[i + 1].made if i + 1 < len(versions) else None
            if i + 1 < len(versions) and after is None:
                continue  # two undated versions: the later one is what is stated
            try:
                _relate(graph, one, _valid(one, i, after), records, left)
            except QueryError as error:
                raise QueryError(one.where, error.reason) from None
    graph.remarks += [
        f"{count:,} interests: {kind}" for kind, count in sorted(left.items())
    ]
    return graph


def _statement(one: dict[str, Any], where: str) -> _Statement:
    old = one.get("statementType")
    kind = str(_OLD.get(str(old), "") if old else one.get("recordType") or "")
    if kind not in _OLD.values():
        raise QueryError(where, f"{old or kind!r} is no kind of statement")
    key = str(one.get("statementID") or one.get("statementId") or "")
    body = one if old else one.get("recordDetails") or {}
    if not isinstance(body, dict):
        raise QueryError(where, "`recordDetails` is no object")
    try:
        made = first_day(str(one.get("statementDate") or ""))
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
        where, key, record, kind, made, closed, body, [*map(str, replaces)]
    )


def _join_replaced(statements: list[_Statement]) -> None:
    """Gives a statement that replaces another one the same record (before 0.4)."""
    by_id = {s.id: s for s in statements}
    for one in statements:
        first, seen = one, {one.id}
        while True:
            older = [by_id[r] for r in first.replaces if r in by_id and r not in seen]
            if not older:
                break
            first = older[0]
            seen.add(first.id)
        one.record = first.record


def _valid(one: _Statement, place: int, after: date | None) -> Days:
    """Between which days a version of a record is the one that is stated."""
    first = one.made if place else None
    last = after - timedelta(days=1) if after else None
    if one.closed and one.made:
        last = min(last, one.made) if last else one.made
    return first, last


def _relate(
    graph: Graph,
    one: _Statement,
    valid: Days,
    records: dict[str, str],
    left: Counter[str],
) -> None:
    owned = _party(one.body.get("subject"), records)
    owner = _party(one.body.get("interestedParty"), records)
    interests = one.body.get("interests") or ()
    if not owned or not owner:
        left["the owner or the owned party is not named"] += max(1, len(interests))
        return
    has_chain = bool(
        one.body.get("componentRecords") or one.body.get("componentStatementIDs")
    )
    for interest in interests:
        if not isinstance(interest, dict):
            raise QueryError("interests", "an interest is no object")
        kind = str(interest.get("type") or interest.get("interestType") or "unknown")
        if kind not in ("shareholding", "unknownInterest", "unknown"):
            left[f"{kind} is no ownership and was left out"] += 1
            continue
        low, high = _share(interest.get("share"))
        level = interest.get("directOrIndirect") or interest.get("interestLevel")
        if level == "indirect" and has_chain:
            left["indirect, and the chain is given: not counted twice"] += 1
            continue
        if level == "indirect" or kind != "shareholding":
            low = Fraction(0)
        days = _both(
            valid,
            (
                first_day(str(interest.get("startDate") or "")),
                last_day(str(interest.get("endDate") or "")),
            ),
        )
        if days[0] and days[1] and days[0] > days[1]:
            continue
        graph.hold(graph.party(owner), graph.party(owned), (low, high), days)


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
        low = percent_bounds(above)[0]
    if most is not None:
        high = percent_bounds(most)[1]
    if below is not None and not isinstance(below, bool):
        high = percent_bounds(below)[1]
    if above is not None and above is not False and low < 1:
        low += INSIDE
    if below is not None and below is not False and high > 0:
        high -= INSIDE
    if low > high:
        raise QueryError("share", f"{share} has its bounds the wrong way round")
    return low, high


def _party(value: Any, records: dict[str, str]) -> str:
    """The record of a subject or interested party; empty where it is not specified."""
    if isinstance(value, dict):
        value = value.get("describedByEntityStatement") or value.get(
            "describedByPersonStatement"
        )
    return records.get(value, value) if isinstance(value, str) else ""


def _name(body: dict[str, Any]) -> str:
    if body.get("name"):
        return " ".join(str(body["name"]).split())
    for name in body.get("names") or ():
        if isinstance(name, dict) and name.get("fullName"):
            return " ".join(str(name["fullName"]).split())
    return ""


def _country(body: dict[str, Any]) -> str:
    place = body.get("jurisdiction") or body.get("incorporatedInJurisdiction") or {}
    code = str(place.get("code") or "") if isinstance(place, dict) else ""
    return code[:2].upper()
