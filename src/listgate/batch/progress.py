"""A progress line for people: rows, rate, time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_EVERY = 0.1  # seconds between two drawings
_BAR = 24


class Progress:
    """Draws one line on a terminal again and again; silent elsewhere."""

    def __init__(
        self,
        stream: TextIO,
        *,
        size: int | None,
        position: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Starts the clock.

        Args:
            stream: Where to draw, mostly standard error.
            size: Bytes of the input; None where that is not known.
            position: Bytes of it read so far.
            clock: Seconds that only grow.
        """
        self._stream = stream
        self._size = size
        self._position = position
        self._clock = clock
        self._began = self._drawn = clock()
        self._on = stream.isatty()

    def tell(self, rows: int) -> None:
        """Says how many rows are done; draws at most ten times a second."""
        now = self._clock()
        if self._on and now - self._drawn >= _EVERY:
            self._drawn = now
            self._stream.write("\r" + self.line(rows, now - self._began) + "\x1b[K")
            self._stream.flush()

    def line(self, rows: int, seconds: float) -> str:
        """The line as it is drawn."""
        rate = rows / seconds if seconds > 0 else 0.0
        told = f"{rows:,} rows  {rate:,.0f} a second"
        if not self._size:
            return told
        share = min(1.0, self._position() / self._size)
        full = round(share * _BAR)
        left = seconds / share - seconds if share > 0 else 0.0
        bar = "█" * full + "░" * (_BAR - full)
        return f"{bar} {share:4.0%}  {told}  {_clock_face(left)} left"

    def close(self) -> None:
        """Wipes the line."""
        if self._on:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _clock_face(seconds: float) -> str:
    """Minutes and seconds, or hours and minutes for what takes long."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
