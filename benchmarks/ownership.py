"""Ownership of a million parties: reading the graph, and finding all that listed ones own.

    python benchmarks/ownership.py [--parties 1000000] [--edges 3000000]

Prints JSON: wall and processor seconds of each step, and peak memory. The graph is made up, with the shape
of registers: most companies have one to four owners, a few hold thousands; chains, rings
and cross-holdings occur; one share in twenty is a band or unknown.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import sys
import time
from collections.abc import Iterator

import numpy as np

from listgate.ownership.bulk import Prepared, owned_in
from listgate.ownership.readers import read_graph

BANDS = np.array(["25-50", "50-75", "75-100", "", "unknown", ">50"])


def made_up(parties: int, edges: int, seed: int = 7) -> Iterator[str]:
    """A CSV, line by line."""
    random = np.random.default_rng(seed)
    owned = np.sort(random.integers(0, parties, edges))
    # Owners are mostly near (groups), sometimes far, and a few hold very many.
    near = owned - random.geometric(0.02, edges)
    far = random.integers(0, parties, edges)
    hubs = random.integers(0, 1000, edges)
    kind = random.random(edges)
    owner = np.where(kind < 0.7, near % parties, np.where(kind < 0.9, far, hubs))
    counts = np.bincount(owned, minlength=parties)[owned]
    percent = np.round(random.dirichlet([1, 1], edges)[:, 0] * 200 / counts, 2)
    percent = np.minimum(percent, np.floor(10000 / counts) / 100)
    band = random.random(edges) < 0.05
    yield "owner,owned,percent,source\n"
    words = BANDS[random.integers(0, len(BANDS), edges)]
    for i in range(edges):
        share = words[i] if band[i] else percent[i]
        yield f"Company {owner[i]},Company {owned[i]},{share},register\n"


def peak_megabytes() -> int:
    """Peak resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=3_000_000)
    parser.add_argument("--listed", type=int, default=2_000)
    args = parser.parse_args()
    text = "".join(made_up(args.parties, args.edges))
    made = peak_megabytes()
    told: dict[str, object] = {"parties": args.parties, "edges": args.edges}

    start, used = time.perf_counter(), time.process_time()
    graph = read_graph(io.StringIO(text, newline=""))
    told["read_seconds"] = round(time.perf_counter() - start, 2)
    told["read_cpu_seconds"] = round(time.process_time() - used, 2)

    start, used = time.perf_counter(), time.process_time()
    ready = Prepared(graph)
    told["prepare_seconds"] = round(time.perf_counter() - start, 2)
    told["prepare_cpu_seconds"] = round(time.process_time() - used, 2)

    listed = np.zeros(len(graph), np.bool_)
    listed[np.random.default_rng(1).integers(0, len(graph), args.listed)] = True
    start, used = time.perf_counter(), time.process_time()
    found = owned_in(ready, listed)
    told["find_seconds"] = round(time.perf_counter() - start, 2)
    told["find_cpu_seconds"] = round(time.process_time() - used, 2)
    told["owned"] = int(found.sure.sum())
    told["may_be_owned"] = int(found.possible.sum())
    told["peak_megabytes"] = peak_megabytes()
    told["of_which_the_made_up_text"] = made
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
