"""A graph of holdings as arrays: millions of edges in little memory.

Parties are numbered as they are first seen. A share is an integer in billionths of the
whole; one that is no whole number of billionths (a third) is kept as a fraction beside,
its least rounded down and its greatest rounded up, and looked at exactly where it can
decide.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from listgate.errors import QueryError
from listgate.ownership.statements import WHOLE, ZERO
from listgate.records import Holding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

Days = tuple[date | None, date | None]  # the first and the last one

UNIT = 10**9
_ALWAYS = date.min.toordinal()
_FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Edges:
    """Holdings of one day as parallel arrays; ``fractions`` are those that no integer holds.

    ``owner`` and ``owned`` number parties; ``low`` and ``high`` are billionths.
    """

    owner: Numbers
    owned: Numbers
    low: Numbers
    high: Numbers
    fractions: dict[int, tuple[Fraction, Fraction]]


class _Numbers(dict[str, int]):
    """Numbers of parties by key; a key that was not seen is one more party."""

    def __init__(self, keys: list[str], names: list[str]) -> None:
        super().__init__()
        self._keys, self._names = keys, names

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self._keys)
        self._keys.append(key)
        self._names.append("")
        return number


class Graph:
    """Parties and their holdings, as one source gives them.

    ``aliases`` and ``identifiers`` are those of the parties, by number, that have any.
    ``remarks`` are sentences about what was left out when it was read.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.names: list[str] = []
        self.countries: dict[int, str] = {}
        self.aliases: dict[int, tuple[str, ...]] = {}
        self.identifiers: dict[int, tuple[str, ...]] = {}
        self.remarks: list[str] = []
        self._numbers = _Numbers(self.keys, self.names)
        self._owner, self._owned = array("i"), array("i")
        self._low, self._high = array("q"), array("q")
        self._from, self._until = array("i"), array("i")
        self._source = array("i")
        self._sources: dict[str, int] = {"": 0}
        self._fractions: dict[int, tuple[Fraction, Fraction]] = {}

    def __len__(self) -> int:
        """How many parties there are."""
        return len(self.keys)

    @property
    def holdings_count(self) -> int:
        """How many holdings there are, of all days."""
        return len(self._owner)

    def party(self, key: str, name: str = "", country: str = "") -> int:
        """The number of a party; a new one where the key was not seen before.

        Of several names the first is the party's, and the others are aliases.
        """
        number = self._numbers[key]
        known = self.names[number]
        if name and not known:
            self.names[number] = name
        elif name != known and name.casefold() != known.casefold():
            self.also_called(number, (name,))
        if country and number not in self.countries:
            self.countries[number] = country
        return number

    def also_called(self, number: int, names: Iterable[str]) -> None:
        """Adds other names of a party."""
        known = self.aliases.get(number, ())
        every = dict.fromkeys((*known, *names))
        if others := tuple(n for n in every if n and n != self.names[number]):
            self.aliases[number] = others

    @property
    def numbered(self) -> Callable[[str], int]:
        """The same for a key alone, without the detour of a call: for millions of them."""
        return self._numbers.__getitem__

    def call(
        self, keys: Sequence[str], names: Sequence[str], countries: Sequence[str]
    ) -> list[int]:
        """Names many parties at once; gives the places of those that had a name."""
        numbers, known, places = self._numbers, self.names, self.countries
        again = []
        for place, key in enumerate(keys):
            number = numbers[key]
            if known[number]:
                again.append(place)
            else:
                known[number] = names[place]
            if (country := countries[place]) and number not in places:
                places[number] = country
        return again

    def hold(
        self,
        owner: int,
        owned: int,
        bounds: tuple[Fraction, Fraction],
        days: Days = (None, None),
        source: str = "",
    ) -> None:
        """Adds one holding; shares are 0 to 1."""
        self._owner.append(owner)
        self._owned.append(owned)
        low, high = scaled(bounds)
        if bounds[0].denominator not in _WHOLE or bounds[1].denominator not in _WHOLE:
            self._keep_fraction(bounds)
        self._low.append(low)
        self._high.append(high)
        first, last = _ordinals(days)
        self._from.append(first)
        self._until.append(last)
        self._source.append(
            self._sources.setdefault(source, len(self._sources)) if source else 0
        )

    def extend(
        self,
        columns: tuple[array[int], array[int], array[int]],
        bounds: Sequence[tuple[Fraction, Fraction]],
        days: tuple[array[int], array[int]] | None = None,
        sources: tuple[array[int], Sequence[str]] | None = None,
    ) -> None:
        """Adds many holdings at once.

        Args:
            columns: Numbers of the owners, of the owned parties, and places in
                ``bounds``, as many of each as there are holdings.
            bounds: The distinct shares, 0 to 1.
            days: The first days, and the last ones, as `day_columns` gives them.
            sources: For each holding a place among distinct sources.
        """
        import numpy as np

        owners, owned, shares = columns
        start, count = len(self._owner), len(owners)
        self._owner.extend(owners)
        self._owned.extend(owned)
        whole = np.array([scaled(b) for b in bounds], np.int64).reshape(-1, 2)
        places = np.frombuffer(shares, np.int32) if count else np.zeros(0, np.int32)
        self._low.frombytes(whole[places, 0].tobytes())
        self._high.frombytes(whole[places, 1].tobytes())
        odd = [UNIT % a.denominator or UNIT % b.denominator for a, b in bounds]
        if any(odd):
            for i in np.flatnonzero(np.array(odd)[places]):
                self._fractions[start + int(i)] = bounds[places[i]]
        if days:
            self._from.extend(days[0])
            self._until.extend(days[1])
        else:
            self._from.frombytes(np.full(count, _ALWAYS, np.int32).tobytes())
            self._until.frombytes(np.full(count, _FOREVER, np.int32).tobytes())
        if sources:
            known = self._sources
            numbers = np.array(
                [known.setdefault(s, len(known)) for s in sources[1]], np.int32
            )
            self._source.frombytes(
                numbers[np.frombuffer(sources[0], np.int32)].tobytes()
            )
        else:
            self._source.frombytes(bytes(4 * count))

    def _keep_fraction(self, bounds: tuple[Fraction, Fraction]) -> None:
        if any((share * UNIT).denominator != 1 for share in bounds):
            self._fractions[len(self._low)] = bounds

    @classmethod
    def of(cls, holdings: Iterable[Holding]) -> Graph:
        """The graph of some holdings; parties are named by their identifiers."""
        graph = cls()
        for h in holdings:
            if not ZERO <= h.low <= h.high <= WHOLE:
                raise QueryError(
                    "owners", f"the share of {h.owner!r} is not 0 to 100 %"
                )
            owner, owned = graph.party(h.owner, h.owner), graph.party(h.owned, h.owned)
            days = (h.held_from, h.held_until)
            graph.hold(owner, owned, (h.low, h.high), days, h.source)
        return graph

    def name(self, number: int) -> str:
        """A party's name; its key where it has none."""
        return self.names[number] or self.keys[number]

    def number(self, key: str) -> int | None:
        """The number of a party by its key."""
        return self._numbers.get(key)

    def digest(self) -> str:
        """SHA-256 of all that was read, in the order in which it was read."""
        found = hashlib.sha256()
        for texts in (self.keys, self.names, list(self._sources)):
            found.update("\0".join(texts).encode("utf-8", "replace"))
            found.update(b"\1")
        known = (self.countries, self.aliases, self.identifiers, self._fractions)
        rest = tuple(sorted(each.items()) for each in known if each)
        found.update(repr(rest).encode())
        numbers = (self._owner, self._owned, self._low, self._high)
        for column in (*numbers, self._from, self._until, self._source):
            found.update(column.tobytes())
        return f"sha256:{found.hexdigest()}"

    def edges(self, on: date | None = None) -> tuple[Edges, Numbers]:
        """The holdings in force on a day, and their places among all holdings."""
        import numpy as np

        places: Numbers = np.arange(len(self._owner), dtype=np.int64)
        if on is not None:
            day = on.toordinal()
            first = np.frombuffer(self._from, dtype=np.int32)
            last = np.frombuffer(self._until, dtype=np.int32)
            places = places[(first <= day) & (day <= last)]
        whole = len(places) == len(self._owner)

        def column(values: array[Any], kind: type) -> Any:
            found: Any = np.frombuffer(values, dtype=kind)
            return found if whole else found[places]

        fractions = self._fractions
        if fractions and not whole:
            place_of = {int(place): i for i, place in enumerate(places)}
            fractions = {
                place_of[place]: pair
                for place, pair in fractions.items()
                if place in place_of
            }
        found = Edges(
            column(self._owner, np.int32),
            column(self._owned, np.int32),
            column(self._low, np.int64),
            column(self._high, np.int64),
            fractions,
        )
        return found, places

    def holdings(
        self, places: Iterable[int], label: Callable[[int], str] | None = None
    ) -> Iterator[Holding]:
        """Some holdings as values, by their places.

        Parties are named by their keys, or as ``label`` names their numbers.
        """
        named = label or self.keys.__getitem__
        sources = list(self._sources)
        for i in places:
            low, high = self._fractions.get(i) or (
                Fraction(self._low[i], UNIT),
                Fraction(self._high[i], UNIT),
            )
            yield Holding(
                named(self._owner[i]),
                named(self._owned[i]),
                low,
                high,
                _day(self._from[i], _ALWAYS),
                _day(self._until[i], _FOREVER),
                sources[self._source[i]],
            )

    def sources_of(self, places: Sequence[int]) -> list[int]:
        """Numbers of the sources that state some holdings."""
        return [self._source[i] for i in places]


# Denominators of shares given in percent with up to two decimals: no look at each needed.
_WHOLE = frozenset(
    d for d in (2**i * 5**j for i in range(6) for j in range(6)) if d <= 10**4
)


def scaled(bounds: tuple[Fraction, Fraction]) -> tuple[int, int]:
    """Bounds in billionths, the least rounded down and the greatest rounded up."""
    low, high = bounds
    return (
        low.numerator * UNIT // low.denominator,
        -(-high.numerator * UNIT // high.denominator),
    )


def day_columns(
    places: array[int], days: Sequence[Days]
) -> tuple[array[int], array[int]]:
    """First and last days for `Graph.extend`, from places among distinct ones."""
    import numpy as np

    spans = np.array([_ordinals(d) for d in days], np.int32).reshape(-1, 2)
    at = np.frombuffer(places, np.int32) if places else np.zeros(0, np.int32)
    first, last = spans[at, 0], spans[at, 1]
    return array("i", first.tobytes()), array("i", last.tobytes())


def _ordinals(days: Days) -> tuple[int, int]:
    first, last = days
    return (
        first.toordinal() if first else _ALWAYS,
        last.toordinal() if last else _FOREVER,
    )


def _day(ordinal: int, open_end: int) -> date | None:
    return None if ordinal == open_end else date.fromordinal(ordinal)
