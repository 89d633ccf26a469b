"""Holdings from the Beneficial Ownership Data Standard, versions 0.2 to 0.4.

Only shareholdings are ownership: voting rights, board appointments and the like are
control. An indirect interest whose chain is in the data too would count twice, and is
left out; one without its chain may or may not add to it, so it counts from 0 up. So does
an interest whose kind is not told. https://standard.openownership.org/

Here statement by statement; `bods_lines` takes blocks of plain ones.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from listgate.errors import QueryError
from listgate.ownership.bods_versions import Versions
from listgate.ownership.days import first_day, last_day
from listgate.ownership.graph import Graph
from listgate.ownership.shares import INSIDE, UNKNOWN, Bounds, percent_bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_OLD = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
}
SHARES = "shareholding"
# Kinds of interest that may be shares: whose kind is not known, or known and withheld.
UNTOLD = ("unknownInterest", "unpublishedInterest", "unknown", "")
_Days = tuple[date | None, date | None]


def is_statement(one: dict[str, Any]) -> bool:
    """Whether a JSON object is a statement of the standard."""
    return "recordType" in one or one.get("statementType") in _OLD


class BodsReader:
    """Takes one statement after the other."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.left: Counter[str] = Counter()
        self.versions = Versions()
        self.taken = 0  # statements
        # One place a shareholding: numbers of its owner, its owned party and its
        # statement, and places among the distinct shares and days.
        self.owners, self.owned = array("i"), array("i")
        self.statements = array("i")
        self.shares, self.days = array("i"), array("i")
        self.known_shares: dict[Bounds, int] = {}
        self.known_days: dict[_Days, int] = {}
        # The same of what columns of lines say, so that each text is read once.
        self.told_shares: dict[tuple[str, ...], int] = {}
        self.told_days: dict[tuple[str, ...], int] = {}
        self.indirect: dict[int, list[str]] = {}  # holding → the records it is made of
        self.joins: dict[str, str] = {}  # party statement → one that is the same party
        self.replaced: set[str] = set()  # party statements
        self.named_on: dict[str, date | None] = {}  # party → day of its name

    def take(self, one: dict[str, Any]) -> None:
        """Takes a statement.

        Raises:
            QueryError: It cannot be read.
        """
        self.taken += 1
        old = one.get("statementType")
        kind = str(_OLD.get(str(old), "") if old else one.get("recordType") or "")
        if kind not in _OLD.values():
            raise QueryError("statement", f"{old or kind!r} is no kind of statement")
        key = str(one.get("statementID") or one.get("statementId") or "")
        body = one if old else one.get("recordDetails") or {}
        if not isinstance(body, dict):
            raise QueryError("statement", "`recordDetails` is no object")
        record = key if old else str(one.get("recordId") or key)
        if not record:
            raise QueryError("statement", "the statement has no id")
        replaces = one.get("replacesStatements") or ()
        if not isinstance(replaces, list | tuple):
            raise QueryError("statement", "`replacesStatements` is no list")
        published = one.get("publicationDetails")
        told = one.get("statementDate") or (
            published.get("publicationDate") if isinstance(published, dict) else None
        )
        made = first_day(str(told or ""))
        if kind != "relationship":
            self.name(record, made, _names(body), _country(body))
            for older in map(str, replaces):
                self.joins.setdefault(record, older)
                self.joins.setdefault(older, self.joins[record])
                self.replaced.add(older)
            return
        closed = one.get("recordStatus") == "closed"
        number = self.versions.add(record, made, self.taken, closed=closed)
        for older in replaces:
            self.versions.replace(str(older), number)
        self._relate(body, number, closed and not made)

    def name(
        self, record: str, made: date | None, names: list[str], country: str
    ) -> None:
        """Takes what a party is called: its newest name first, the others as aliases."""
        graph = self.graph
        number = graph.party(record, "", country)
        known = graph.names[number]
        newer = not known or (made or date.min) > (
            self.named_on.get(record) or date.min
        )
        if names and newer:
            graph.names[number] = names[0]
            self.named_on[record] = made
        graph.also_called(number, (known, *names))

    def _relate(self, body: dict[str, Any], number: int, undated_end: bool) -> None:
        owned, owner = _party(body.get("subject")), _party(body.get("interestedParty"))
        interests = body.get("interests") or ()
        if not isinstance(interests, list | tuple):
            raise QueryError("interests", "`interests` is no list")
        if not owned or not owner:
            told = "the owner or the owned party is not named"
            self.left[told] += max(1, len(interests))
            return
        for interest in interests or ({},):
            if not isinstance(interest, dict):
                raise QueryError("interests", "an interest is no object")
            kind = str(interest.get("type") or interest.get("interestType") or "")
            if kind != SHARES and kind not in UNTOLD:
                self.left[f"{kind} is no ownership and was left out"] += 1
                continue
            low, high = share_bounds(interest.get("share"))
            days = (
                first_day(str(interest.get("startDate") or "")),
                last_day(str(interest.get("endDate") or "")),
            )
            if kind in UNTOLD:
                self.left["of a kind that is not told: counted from nothing up"] += 1
            level = interest.get("directOrIndirect") or interest.get("interestLevel")
            if level == "indirect":
                parts = body.get("componentRecords") or body.get(
                    "componentStatementIDs"
                )
                self.indirect[len(self.owners)] = [str(part) for part in parts or ()]
            # Of a record that is closed on no day it is not known how long it held.
            ended = undated_end and not days[1]
            if level == "indirect" or kind in UNTOLD or ended:
                low = Fraction(0)
            self._hold((owner, owned), number, (low, high), days)

    def _hold(
        self, pair: tuple[str, str], statement: int, share: Bounds, days: _Days
    ) -> None:
        self.owners.append(self.graph.numbered(pair[0]))
        self.owned.append(self.graph.numbered(pair[1]))
        self.statements.append(statement)
        self.shares.append(self.known_shares.setdefault(share, len(self.known_shares)))
        self.days.append(self.known_days.setdefault(days, len(self.known_days)))

    def finished(self) -> Graph:
        """The graph of what was taken, with remarks on what was not."""
        import numpy as np

        statement = np.array(self.statements, np.int64)
        since, until = self.versions.spans()
        told = [(d[0] or date.min, d[1] or date.max) for d in self.known_days]
        days = np.array([(a.toordinal(), b.toordinal()) for a, b in told], np.int64)
        days = days.reshape(-1, 2)[np.array(self.days, np.int64)]
        first = np.maximum(days[:, 0], since[statement])
        last = np.minimum(days[:, 1], until[statement])
        keep = first <= last
        self._leave_chained(statement, keep)
        graph, number = _joined(self.graph, self.joins, self.replaced)
        graph.extend(
            (
                _array(number[np.array(self.owners, np.int64)[keep]]),
                _array(number[np.array(self.owned, np.int64)[keep]]),
                _array(np.array(self.shares, np.int64)[keep]),
            ),
            list(self.known_shares),
            (_array(first[keep]), _array(last[keep])),
        )
        graph.remarks += [
            f"{count:,} interests: {kind}" for kind, count in sorted(self.left.items())
        ]
        return graph

    def _leave_chained(self, statement: Numbers, keep: Mask) -> None:
        """Leaves out indirect interests whose chain is counted link by link."""
        import numpy as np

        if not self.indirect:
            return
        direct = np.ones(len(statement), np.bool_)
        direct[list(self.indirect)] = False
        counted = self.versions.records_of(statement[direct])
        for place, parts in self.indirect.items():
            steps = [
                self.versions.record(part)
                for part in parts
                if self.graph.number(part) is None
            ]
            if keep[place] and steps and counted.issuperset(steps):
                keep[place] = False
                self.left["indirect, and the chain is given: not counted twice"] += 1


def _joined(
    graph: Graph, joins: Mapping[str, str], replaced: Collection[str]
) -> tuple[Graph, Numbers]:
    """The graph with parties and those that replace them as one, and its numbers by the old.

    Args:
        graph: Parties, one a statement before 0.4; it is given back if none is replaced.
        joins: From a statement to another one of the same party; the last to itself.
        replaced: Those that others replace.
    """
    import numpy as np

    if not joins:
        return graph, np.arange(len(graph))
    found = Graph()
    number = np.zeros(len(graph), np.int64)
    newest_first = sorted(range(len(graph)), key=lambda n: graph.keys[n] in replaced)
    for n in newest_first:
        key = graph.keys[n]
        seen = {key}
        while key in joins and joins[key] not in seen:
            key = joins[key]
            seen.add(key)
        new = found.party(key, graph.names[n], graph.countries.get(n, ""))
        found.also_called(new, graph.aliases.get(n, ()))
        number[n] = new
    return found, number


def _array(numbers: Numbers) -> array[int]:
    return array("i", numbers.astype("int32").tobytes())


def share_bounds(share: Any) -> Bounds:
    """What the share of an interest says, 0 to 1; 0 to 1 where it says nothing.

    Raises:
        QueryError: It is beyond 100 %, or no share.
    """
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


def _party(value: Any) -> str:
    """The key of a subject or interested party; empty where it is not specified."""
    if isinstance(value, dict):
        value = value.get("describedByEntityStatement") or value.get(
            "describedByPersonStatement"
        )
    return value if isinstance(value, str) else ""


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
