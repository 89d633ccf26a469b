"""The kernel as training needs it: an index in a scratch folder, features in arrays."""

from __future__ import annotations

import ctypes as c
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from listgate.matching.compile import kernel_sections
from listgate.matching.container import pack
from listgate.matching.kernel import N_FEATURES, Ask, Kernel, Mapped, library
from listgate.names.fold import fold_lines
from listgate.names.latin import renderings

from .inputs import Parties

Features = NDArray[np.float32]
MOST_CANDIDATES = 40
_EVERY_DAY, _EVERY_LIST = 1_000_000, 2**64 - 1


def latin(name: str) -> str:
    """The best plain Latin spelling of a name."""
    return " ".join(renderings(name)[0].split())


@dataclass(frozen=True, slots=True)
class Candidates:
    """The names found for one query, best first as the index sees it."""

    names: NDArray[np.uint32]
    ranks: NDArray[np.float64]
    features: Features


class Bench:
    """Tables without trees, and perhaps an index of some parties."""

    def __init__(self, tables: Path, parties: Parties | None, scratch: Path) -> None:
        self._tables = Mapped(tables)
        index = None
        if parties:
            path = scratch / "training-index.bin"
            path.write_bytes(_index(parties, Kernel(self._tables)))
            index = Mapped(path)
        self.kernel = Kernel(self._tables, index)

    def candidates(self, queries: Sequence[str]) -> Iterator[Candidates]:
        """What each query finds, with the features of every candidate."""
        block, offsets = fold_lines([latin(q) for q in queries])
        at = array("I", offsets)
        room = len(queries) * MOST_CANDIDATES
        counts = np.zeros(len(queries), np.int32)
        names = np.zeros(room, np.uint32)
        ranks = np.zeros(room, np.float64)
        values = np.zeros((room, N_FEATURES), np.float64)
        ask = Ask(_EVERY_DAY, 0, _EVERY_LIST, 0.0, 10, 0)
        library().lg_candidates(
            *(self.kernel.handle, block, at.buffer_info()[0], len(queries)),
            *(c.byref(ask), counts.ctypes.data, names.ctypes.data),
            *(ranks.ctypes.data, values.ctypes.data, room),
        )
        # The kernel compares features as 32-bit numbers: learn from the same.
        single = values.astype(np.float32)
        start = 0
        for count in counts:
            end = start + int(count)
            yield Candidates(names[start:end], ranks[start:end], single[start:end])
            start = end

    def pairs(self, pairs: Sequence[tuple[str, str, int]]) -> Features:
        """Features of pairs of Latin names and a type each."""
        left, left_at = fold_lines([p[0] for p in pairs])
        right, right_at = fold_lines([p[1] for p in pairs])
        values = np.zeros((len(pairs), N_FEATURES), np.float64)
        score, handle = library().lg_score, self.kernel.handle
        for i, (_, _, kind) in enumerate(pairs):
            a = left[left_at[i] : left_at[i + 1]]
            b = right[right_at[i] : right_at[i + 1]]
            to = values[i].ctypes.data
            score(handle, a, len(a), b, len(b), kind, to, *[None] * 5)
        return values.astype(np.float32)


def _index(parties: Parties, kernel: Kernel) -> bytes:
    kinds = [parties.types[owner] for owner in parties.owners]
    sections = kernel_sections([latin(n) for n in parties.names], kinds, kernel)
    n = len(parties.types)
    sections["name.entry"] = array("I", parties.owners).tobytes()
    sections["entry.type"] = bytes(parties.types)
    sections["entry.list"] = bytes(n)
    sections["entry.from"] = array("i", [-1] * n).tobytes()
    sections["entry.to"] = array("i", [2**30] * n).tobytes()
    return pack(sections)
