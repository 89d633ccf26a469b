"""What stands above one party of a large graph: its owners, their owners, and so on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from listgate.ownership.graph import Graph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]


class Above:
    """The holdings of one day, sorted by owned party: ready to be climbed."""

    def __init__(self, graph: Graph, on: date | None = None) -> None:
        import numpy as np

        edges, places = graph.edges(on)
        order = np.argsort(edges.owned, kind="stable")
        self.size = len(graph)
        self.count = len(places)  # holdings in force
        self._owner = edges.owner[order]
        self._places = places[order]
        self._first = np.searchsorted(edges.owned[order], np.arange(self.size + 1))

    def parties(self, party: int, through: Mask | None = None) -> Numbers:
        """The party and everyone above it, nearest first.

        Args:
            party: Where the climb starts.
            through: Only the owners of these parties are looked at; of all when None.
        """
        import numpy as np

        seen = np.zeros(self.size, np.bool_)
        seen[party] = True
        tier: Numbers = np.array([party], np.int64)
        tiers = [tier]
        while len(tier):
            owners = self._owner[self._span(tier)]
            fresh: Numbers = np.unique(owners[~seen[owners]]).astype(np.int64)
            seen[fresh] = True
            tiers.append(fresh)
            tier = fresh if through is None else fresh[through[fresh]]
        return np.concatenate(tiers)

    def holdings(self, parties: Numbers) -> Numbers:
        """Places of the holdings in some parties."""
        return self._places[self._span(parties)]

    def _span(self, parties: Numbers) -> Numbers:
        import numpy as np

        starts, ends = self._first[parties], self._first[parties + 1]
        counts = ends - starts
        shift = np.repeat(
            starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts
        )
        found: Numbers = np.arange(int(counts.sum())) + shift
        return found
