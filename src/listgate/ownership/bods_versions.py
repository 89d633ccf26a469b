"""Statements that follow one another: between which days each is what is stated.

Versions of a record follow one another by their days (0.4); before, a statement names
those that it replaces.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


class Versions:
    """Relationship statements by number, in the order in which they are added."""

    def __init__(self) -> None:
        self._records: dict[str, int] = {}
        self._record = array("i")
        self._made = array("i")  # a day's ordinal, 0 where there is none
        self._place = array("i")  # in the file: of two of one day the later one counts
        self._closed: list[int] = []
        self._replaced: list[tuple[str, int]] = []

    def add(
        self, record: str, made: date | None, place: int, *, closed: bool = False
    ) -> int:
        """The number of one more statement of a record; ``place`` is that in the file."""
        number = len(self._record)
        if closed and made:
            self._closed.append(number)
        self._record.append(self._records.setdefault(record, len(self._records)))
        self._made.append(made.toordinal() if made else 0)
        self._place.append(place)
        return number

    def extend(
        self, records: Sequence[str], made: array[int], places: array[int]
    ) -> int:
        """Adds open statements; the number of the first."""
        start, known = len(self._record), self._records
        self._record.extend([known.setdefault(r, len(known)) for r in records])
        self._made.extend(made)
        self._place.extend(places)
        return start

    def replace(self, older: str, newer: int) -> None:
        """Notes that a statement replaces the one of an identifier."""
        self._replaced.append((older, newer))

    def records_of(self, statements: Numbers) -> frozenset[int]:
        """Numbers of the records of some statements."""
        import numpy as np

        return frozenset(np.unique(np.array(self._record)[statements]).tolist())

    def record(self, name: str) -> int | None:
        """The number of a record."""
        return self._records.get(name)

    def spans(self) -> tuple[Numbers, Numbers]:
        """For each statement the first and the last day, as ordinals, on which it is stated.

        The first version holds as far back as asked. One that an undated one replaces
        holds on no day.
        """
        import numpy as np

        record = np.array(self._record, np.int64)
        made = np.array(self._made, np.int64)
        since = np.full(len(record), FIRST, np.int64)
        until = np.full(len(record), LAST, np.int64)
        order = np.lexsort((np.array(self._place), made, record))
        again = np.flatnonzero(record[order][1:] == record[order][:-1])
        older, newer = [order[again]], [order[again + 1]]
        known = [(self._records.get(name), number) for name, number in self._replaced]
        pairs = [(r, n) for r, n in known if r is not None and r != self._record[n]]
        if pairs:
            replaced, by = np.array(pairs).T
            newest = np.zeros(len(self._records), np.int64)
            newest[record[order]] = order
            older.append(newest[replaced])
            newer.append(by)
        before, after = np.concatenate(older), np.concatenate(newer)
        dated = made[after] > 0
        np.minimum.at(until, before, np.where(dated, made[after] - 1, 0))
        since[after[dated]] = made[after[dated]]
        ended = np.array(self._closed, np.int64)
        np.minimum.at(until, ended, made[ended])
        return since, until
