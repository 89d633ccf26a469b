"""Speed of one process, measured through the public library; prints one JSON object.

Runs in a process of its own, so that memory and first calls are its own too. Reads
``{"names": […], "single": […], "core": 0}`` from the file named.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def look(result: Any) -> tuple[str, float, str]:
    """What a caller reads of a result: nothing stays unread that could be lazy."""
    if not result.hits:
        return result.status, 0.0, ""
    hit = result.hits[0]
    return result.status, hit.score, hit.name


def peak_mb() -> float:
    """Largest resident memory of this process so far, mapped index pages included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def batch_rate(gate: Any, names: Iterable[str]) -> tuple[float, dict[str, int]]:
    """Names a second with the results looked at, and how many got each status."""
    counts: dict[str, int] = {}
    start = time.perf_counter()
    for result in gate.screen_many(names):
        status = str(look(result)[0])
        counts[status] = counts.get(status, 0) + 1
    return sum(counts.values()) / (time.perf_counter() - start), counts


def one_by_one(gate: Any, names: Iterable[str]) -> list[float]:
    """Milliseconds that each name took on its own, ascending."""
    took = []
    for name in names:
        start = time.perf_counter()
        look(gate.screen(name))
        took.append((time.perf_counter() - start) * 1000)
    return sorted(took)


def main() -> None:
    """Measure and print."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {asked["core"]})
    start = time.perf_counter()
    import listgate

    imported = time.perf_counter()
    gate = listgate.open()
    look(gate.screen("Warm Up Trading LLC"))
    opened = time.perf_counter()
    # Loads what a batch loads once, and nothing that the measured names would reuse.
    for result in gate.screen_many(f"Warm Up {i} Trading LLC" for i in range(3000)):
        look(result)
    rate, counts = batch_rate(gate, asked["names"])
    single = one_by_one(gate, asked["single"])
    measured = {
        "import_ms": (imported - start) * 1000,
        "open_and_first_name_ms": (opened - imported) * 1000,
        "names_per_second": rate,
        "statuses": counts,
        "peak_mb": peak_mb(),
    }
    if single:
        measured["single_median_ms"] = single[len(single) // 2]
        measured["single_p99_ms"] = single[int(len(single) * 0.99)]
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
