"""The collector of garbage, held while a block is screened."""

from __future__ import annotations

import gc
import threading


class _Uncollected:
    """No search for garbage meanwhile: a block makes thousands of objects and no cycle.

    Counted, since each thread has a gate of its own and the collector is shared.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._collected = False

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._collected = gc.isenabled()
                gc.disable()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._collected:
                gc.enable()


uncollected = _Uncollected()
