"""All listed-owned parties of a large graph, by the two fixed points of `aggregate`.

The worklist goes tier by tier over arrays, and party by party where a tier is small, so
that neither a wide graph nor a chain of a million companies is slow. Integers in
billionths are summed; a party with a share that no integer holds is summed exactly
where the rounding could decide. ``tests/property`` holds this equal to `aggregate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from listgate.errors import QueryError
from listgate.ownership.aggregate import HALF
from listgate.ownership.graph import UNIT, Edges, Graph, scaled
from listgate.ownership.statements import WHOLE, ZERO, settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

# Fewer parties in a tier than this are faster one by one (measured: 100 to 400).
_SMALL = 200


@dataclass(frozen=True, slots=True)
class Owned:
    """Masks over the parties of a graph: those surely owned, and those that may be.

    Both leave out the listed parties themselves; the first is part of the second.
    """

    sure: Mask
    possible: Mask


class Prepared:
    """The holdings of one day, one edge a pair, sorted by owner: ready for any question."""

    def __init__(self, graph: Graph, on: date | None = None) -> None:
        import numpy as np

        self.size = len(graph)
        self._into: tuple[Numbers, Numbers] | None = None
        edges, places = graph.edges(on)
        edges = _joined(graph, edges, places)
        own = edges.owner == edges.owned
        self.own_low, self.own_high = (np.zeros(self.size, np.int64) for _ in "ab")
        self.own_low[edges.owned[own]] = edges.low[own]
        self.own_high[edges.owned[own]] = edges.high[own]
        self._own_exact = {
            int(edges.owned[i]): pair for i, pair in edges.fractions.items() if own[i]
        }
        edges = _kept(edges, ~own & (edges.high > 0))
        order = np.argsort(edges.owner, kind="stable")
        self.owned = np.ascontiguousarray(edges.owned[order])
        self.low = np.ascontiguousarray(edges.low[order])
        self.high = np.ascontiguousarray(edges.high[order])
        self.owner = np.ascontiguousarray(edges.owner[order])
        self.first = np.searchsorted(self.owner, np.arange(self.size + 1))
        self.total_low = _summed(self.owned, self.low, self.size)
        self.fractions: dict[int, tuple[Fraction, Fraction]] = {}
        if edges.fractions:
            place_of = np.empty(len(order), np.int64)
            place_of[order] = np.arange(len(order))
            self.fractions = {
                int(place_of[i]): pair for i, pair in edges.fractions.items()
            }
        self.rounded = np.zeros(self.size, np.int64)
        for place in self.fractions:
            self.rounded[self.owned[place]] += 1
        for party in self._own_exact:
            self.rounded[party] += 1
        self.doubtful = self.total_low + self.own_low > UNIT
        self.doubtful |= self.own_low == UNIT
        for party in np.flatnonzero(self.rounded).tolist():
            self.doubtful[party] = self._is_doubtful(party)

    def into(self, party: int) -> Numbers:
        """Places of the edges into a party."""
        import numpy as np

        if self._into is None:
            order = np.argsort(self.owned, kind="stable")
            first = np.searchsorted(self.owned[order], np.arange(self.size + 1))
            self._into = order, first
        order, first = self._into
        return order[first[party] : first[party + 1]]

    def share(self, place: int) -> tuple[Fraction, Fraction]:
        """The exact bounds of one edge."""
        return self.fractions.get(place) or (
            Fraction(int(self.low[place]), UNIT),
            Fraction(int(self.high[place]), UNIT),
        )

    def own(self, party: int) -> tuple[Fraction, Fraction]:
        """The exact bounds of what a party holds in itself."""
        return self._own_exact.get(party) or (
            Fraction(int(self.own_low[party]), UNIT),
            Fraction(int(self.own_high[party]), UNIT),
        )

    def _is_doubtful(self, party: int) -> bool:
        own = self.own(party)[0]
        total = sum((self.share(int(p))[0] for p in self.into(party)), own)
        return total > WHOLE or own == WHOLE


def owned_in(
    graph: Graph | Prepared,
    listed: Mask,
    maybe: Mask | None = None,
    *,
    threshold: Fraction = HALF,
    on: date | None = None,
) -> Owned:
    """All parties of a graph that listed parties own, direct and indirect.

    Args:
        graph: The graph, or the holdings of one day made ready.
        listed: Which of its parties are listed, by number.
        maybe: Which may be.
        threshold: Least joint share that counts, above 0 to 1.
        on: The day asked about; every holding counts where none is given.

    Raises:
        QueryError: The threshold is out of its range.
    """
    if not ZERO < threshold <= WHOLE:
        raise QueryError("threshold", "must be above 0 and at most 100 %")
    ready = graph if isinstance(graph, Prepared) else Prepared(graph, on)
    seeds = listed if maybe is None else listed | maybe
    sure = _Spread(ready, threshold, possible=False).run(listed)
    possible = _Spread(ready, threshold, possible=True).run(seeds)
    return Owned(sure & ~listed, possible & ~seeds | sure & seeds & ~listed)


class _Spread:
    """One least fixed point over prepared holdings."""

    def __init__(self, ready: Prepared, threshold: Fraction, *, possible: bool) -> None:
        import numpy as np

        self.ready, self.threshold, self.possible = ready, threshold, possible
        self.held = np.zeros(ready.size, np.int64)
        self.back = np.zeros(ready.size, np.int64)  # least shares of those that count
        self.share = ready.high if possible else ready.low
        self.need = np.full(ready.size, _ceil(threshold * UNIT), np.int64)
        self.room = np.zeros(ready.size, np.int64)  # `back` must reach this
        if possible:
            for party in np.flatnonzero(ready.own_high):
                rest = WHOLE - Fraction(int(ready.own_high[party]), UNIT)
                self.need[party] = _ceil(threshold * rest * UNIT)
            self.room = self.need + ready.own_low + ready.total_low - UNIT
            self.need[ready.doubtful] = 1
            self.room[ready.doubtful] = 0
        self.found = np.zeros(ready.size, np.bool_)
        self.counted = np.zeros(ready.size, np.bool_)

    def run(self, seeds: Mask) -> Mask:
        """The parties that the seeds own; seeds among them where others own them."""
        import numpy as np

        self.counted[:] = seeds
        tier: Any = np.flatnonzero(seeds)
        while len(tier):
            tier = self._few(tier) if len(tier) < _SMALL else self._many(tier)
        return self.found

    def _many(self, tier: Any) -> Numbers:
        import numpy as np

        ready = self.ready
        tier = np.asarray(tier, np.int64)
        starts, ends = ready.first[tier], ready.first[tier + 1]
        counts = ends - starts
        total = int(counts.sum())
        if not total:
            return np.zeros(0, np.int64)
        offsets = np.repeat(
            starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts
        )
        places = np.arange(total) + offsets
        share = self.share[places]
        places = places[share > 0]
        touched = ready.owned[places]
        np.add.at(self.held, touched, self.share[places])
        if self.possible:
            np.add.at(self.back, touched, ready.low[places])
        touched = np.unique(touched)
        touched = touched[~self.found[touched]]
        passes = (self.held[touched] >= self.need[touched]) & (
            self.back[touched] >= self.room[touched]
        )
        for i in np.flatnonzero(ready.rounded[touched] > 0):
            passes[i] = self._passes(int(touched[i]))
        found = touched[passes]
        self.found[found] = True
        fresh: Numbers = found[~self.counted[found]]
        self.counted[fresh] = True
        return fresh

    def _few(self, tier: Any) -> list[int]:
        """The same, party by party; also goes on as long as tiers stay small."""
        ready = self.ready
        first, owned = _view(ready.first), _view(ready.owned)
        share, low = _view(self.share), _view(ready.low)
        held, back = _view(self.held), _view(self.back)
        need, room = _view(self.need), _view(self.room)
        found, counted = _view(self.found), _view(self.counted)
        rounded, possible = _view(ready.rounded), self.possible
        waiting = [int(party) for party in tier]
        while waiting and len(waiting) < _SMALL:
            fresh = []
            for party in waiting:
                for place in range(first[party], first[party + 1]):
                    if not share[place]:
                        continue
                    to = owned[place]
                    held[to] += share[place]
                    if possible:
                        back[to] += low[place]
                    if found[to]:
                        continue
                    if rounded[to]:
                        if not self._passes(to):
                            continue
                    elif held[to] < need[to] or back[to] < room[to]:
                        continue
                    found[to] = True
                    if not counted[to]:
                        counted[to] = True
                        fresh.append(to)
            waiting = fresh
        return waiting

    def _passes(self, party: int) -> bool:
        """The exact test, for parties with a share that no integer holds."""
        ready = self.ready
        held, low, total = ZERO, ZERO, ZERO
        for place in ready.into(party):
            least, most = ready.share(int(place))
            total += least
            if self.counted[ready.owner[place]]:
                held += most if self.possible else least
                low += least
        if not self.possible or not held:
            return held >= self.threshold
        if ready.doubtful[party]:
            return True
        own_low, own_high = ready.own(party)
        needed = self.threshold * (WHOLE - own_high)
        return held >= needed and WHOLE - (total - low) >= needed + own_low


def _joined(graph: Graph, edges: Edges, places: Numbers) -> Edges:
    """One edge a pair: several statements of one holding are settled as everywhere."""
    import numpy as np

    pair = edges.owner.astype(np.int64) * max(1, len(graph)) + edges.owned
    order = np.argsort(pair, kind="stable")
    ordered = pair[order]
    again = np.zeros(len(pair), np.bool_)
    again[1:] = ordered[1:] == ordered[:-1]
    if not again.any():
        return edges
    group = np.cumsum(~again) - 1
    several = np.bincount(group) > 1
    low, high = edges.low.copy(), edges.high.copy()
    fractions = dict(edges.fractions)
    keep = np.ones(len(pair), np.bool_)
    keep[order[again]] = False
    starts = np.flatnonzero(~again)
    ends = np.append(starts[1:], len(pair))
    for g in np.flatnonzero(several).tolist():
        members = order[starts[g] : ends[g]].tolist()
        at = members[0]
        here = places[members].tolist()
        if edges.fractions and not edges.fractions.keys().isdisjoint(members):
            _settle_exactly(graph, here, at, low, high, fractions)
            continue
        stated = zip(
            edges.low[members].tolist(),
            edges.high[members].tolist(),
            graph.sources_of(here),
            strict=True,
        )
        low[at], high[at] = _settled(list(stated))
    return _kept(Edges(edges.owner, edges.owned, low, high, fractions), keep)


def _settled(stated: list[tuple[int, int, int]]) -> tuple[int, int]:
    """One interval from several statements: `statements.settle` in billionths.

    Args:
        stated: The least and the greatest share, and the source, of each.
    """
    bounds = {(low, high) for low, high, _ in stated}
    low = max(least for least, _ in bounds)
    high = min(most for _, most in bounds)
    if low > high:
        least = min(least for least, _ in bounds)
        return least, min(UNIT, sum(most for _, most in bounds))
    lots = max(stated.count(one) for one in stated)
    return low, min(UNIT, high * lots)


def _settle_exactly(
    graph: Graph,
    places: list[int],
    at: int,
    low: Numbers,
    high: Numbers,
    fractions: dict[int, tuple[Fraction, Fraction]],
) -> None:
    """The same where a share is no whole number of billionths."""
    stated = list(graph.holdings(places))
    settled = settle(stated)
    stake = settled.own.get(stated[0].owned) or settled.into[stated[0].owned][0]
    bounds = stake.low, stake.high
    low[at], high[at] = scaled(bounds)
    fractions.pop(at, None)
    if any((share * UNIT).denominator != 1 for share in bounds):
        fractions[at] = bounds


def _kept(edges: Edges, keep: Mask) -> Edges:
    import numpy as np

    if keep.all():
        return edges
    fractions = {}
    if edges.fractions:
        place_of = np.cumsum(keep) - 1
        fractions = {
            int(place_of[i]): pair for i, pair in edges.fractions.items() if keep[i]
        }
    return Edges(
        edges.owner[keep],
        edges.owned[keep],
        edges.low[keep],
        edges.high[keep],
        fractions,
    )


def _summed(where: Numbers, values: Numbers, size: int) -> Numbers:
    import numpy as np

    total = np.zeros(size, np.int64)
    np.add.at(total, where, values)
    return total


def _view(values: Any) -> Any:
    """The same memory, whose single items are quicker to reach than an array's."""
    return memoryview(values)


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
