"""What holds from one change to the next, made once for each such period."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


class Periods(Generic[T]):
    """A value for every day, the same from one change to the day before the next."""

    def __init__(self, changes: Iterable[date], make: Callable[[date], T]) -> None:
        """What ``make`` gives for a day, asked once between two of ``changes``."""
        self._changes = sorted(set(changes))
        self._make = make
        self._made: dict[int, T] = {}

    def on(self, day: date) -> T:
        """The value for a day."""
        period = bisect_right(self._changes, day)
        if period not in self._made:
            self._made[period] = self._make(day)
        return self._made[period]
