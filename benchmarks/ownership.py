"""Ownership of a million parties: reading the graph, and finding all that listed ones own.

    python benchmarks/ownership.py [--form csv|ftm|bods] [--parties 1000000] [--edges 3000000]

Prints JSON: wall and processor seconds of each step, and peak memory. The graph is made
up, with the shape of registers: most companies have one to four owners, a few hold
thousands; a chain of fifty thousand companies, rings and cross-holdings occur; one share
in fourteen is a band or unknown.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from listgate.ownership.bulk import Prepared, owned_in
from listgate.ownership.readers import read_graph
from listgate.tables.lines import text_lines

Link = tuple[int, int, str]  # owner, owned party, share as registers write it
BANDS = ["25-50", "50-75", "75-100", "", "unknown", ">50"]
BOUNDS: dict[str, dict[str, float] | None] = {
    "25-50": {"minimum": 25, "maximum": 50},
    "50-75": {"exclusiveMinimum": 50, "maximum": 75},
    "75-100": {"minimum": 75, "maximum": 100},
    "": None,
    "unknown": None,
    ">50": {"exclusiveMinimum": 50},
}
FIRST = "Pacific Golden Harbour Maple Orient Delta Sino Ural Baltic Nova".split()
SECOND = "Trading Holdings Logistics Optics Capital Steel Energy Marine".split()
FORMS = ("Ltd", "GmbH", "LLC", "Co Ltd", "SA", "JSC", "BV", "Inc")


def name(party: int) -> str:
    """A name of its own for each party."""
    words = FIRST[party % 10], SECOND[party // 10 % 8], f"{party // 80:x}"
    return " ".join((*words, FORMS[party % 7]))


def made_up(parties: int, edges: int, seed: int = 7) -> Iterator[Link]:
    """Holdings as a register has them."""
    random = np.random.default_rng(seed)
    owned = np.sort(random.integers(0, parties, edges))
    # Owners are mostly near (groups), sometimes far, and a few hold very many.
    near = (owned - random.geometric(0.02, edges)) % parties
    far = random.integers(0, parties, edges)
    hubs = (random.zipf(1.6, edges) - 1) % 20_000 % parties
    kind = random.random(edges)
    owner = np.where(kind < 0.6, near, np.where(kind < 0.8, far, hubs))
    counts = np.bincount(owned, minlength=parties)[owned]
    percent = np.round(random.dirichlet([1, 1], edges)[:, 0] * 200 / counts, 2)
    percent = np.minimum(percent, np.floor(10000 / counts) / 100)
    chain = min(edges // 60, parties // 20)
    links = np.arange(chain)
    owner[:chain], owned[:chain] = parties - 1 - links, (parties - 2 - links) % parties
    percent[:chain] = 100
    band = random.random(edges) < 0.07
    band[:chain] = False
    which = random.integers(0, len(BANDS), edges).tolist()
    rows = zip(owner.tolist(), owned.tolist(), percent.tolist(), strict=True)
    for i, (a, b, share) in enumerate(rows):
        yield a, b, BANDS[which[i]] if band[i] else f"{share:g}"


def as_csv(parties: int, links: Iterator[Link]) -> Iterator[str]:
    yield "owner,owned,percent,source\n"
    names = [name(n) for n in range(parties)]
    for owner, owned, share in links:
        yield f"{names[owner]},{names[owned]},{share},register\n"


def as_ftm(parties: int, links: Iterator[Link]) -> Iterator[str]:
    def entity(key: str, schema: str, **properties: str) -> str:
        told = {field: [text] for field, text in properties.items() if text}
        return json.dumps({"id": key, "schema": schema, "properties": told}) + "\n"

    for n in range(parties):
        yield entity(f"Q{n}", "Company", name=name(n), jurisdiction="cn")
    for n, (owner, owned, share) in enumerate(links):
        pair = {"owner": f"Q{owner}", "asset": f"Q{owned}"}
        yield entity(f"o{n}", "Ownership", **pair, percentage=share)


def as_bods(parties: int, links: Iterator[Link]) -> Iterator[str]:
    def statement(key: str, kind: str, **details: Any) -> str:
        one = {"statementId": f"s{key}", "recordId": key, "statementDate": "2024-01-01"}
        one |= {"recordType": kind, "recordStatus": "new", "recordDetails": details}  # type: ignore[dict-item]
        return json.dumps(one) + "\n"

    for n in range(parties):
        place = {"jurisdiction": {"code": "CN"}}
        yield statement(f"Q{n}", "entity", name=name(n), **place)
    for n, (owner, owned, share) in enumerate(links):
        interest: dict[str, Any] = {
            "type": "shareholding",
            "directOrIndirect": "direct",
        }
        bounds = BOUNDS[share] if share in BOUNDS else {"exact": float(share)}
        if bounds:
            interest["share"] = bounds
        pair = {"subject": f"Q{owned}", "interestedParty": f"Q{owner}"}
        yield statement(f"r{n}", "relationship", **pair, interests=[interest])


WRITERS = {"csv": as_csv, "ftm": as_ftm, "bods": as_bods}


def measured(told: dict[str, object], step: str, work: Callable[[], Any]) -> Any:
    """The outcome of a step, whose seconds are noted."""
    start, used = time.perf_counter(), time.process_time()
    found = work()
    told[f"{step}_seconds"] = round(time.perf_counter() - start, 2)
    told[f"{step}_cpu_seconds"] = round(time.process_time() - used, 2)
    return found


def measure(path: Path, listed_count: int) -> dict[str, object]:
    """Reads a graph and finds all that some of its parties own."""
    told: dict[str, object] = {}
    graph = measured(told, "read", lambda: read_graph(text_lines(path), path.name))
    ready = measured(told, "prepare", lambda: Prepared(graph))
    listed = np.zeros(len(graph), np.bool_)
    listed[np.random.default_rng(1).integers(0, len(graph), listed_count)] = True
    listed[-1] = True
    found = measured(told, "find", lambda: owned_in(ready, listed))
    told["parties"], told["edges"] = len(graph), graph.holdings_count
    told["owned"] = int(found.sure.sum())
    told["may_be_owned"] = int(found.possible.sum())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told["peak_megabytes"] = peak // 1024
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", choices=WRITERS, default="csv")
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=3_000_000)
    parser.add_argument("--listed", type=int, default=2_000)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.file:  # in a process of its own, whose memory is that of the work alone
        json.dump(measure(args.file, args.listed), sys.stdout, indent=1)
        print()
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"owners.{args.form}"
        with path.open("w", encoding="utf-8") as file:
            links = made_up(args.parties, args.edges)
            file.writelines(WRITERS[args.form](args.parties, links))
        command = [sys.executable, __file__, "--file", str(path)]
        subprocess.run([*command, "--listed", str(args.listed)], check=True)


if __name__ == "__main__":
    main()
