"""License determinations of many transactions in one process; prints one JSON object.

Transactions are made up of real names: two in five parties are listed ones, one in six
has owners, items are entries of the control list and EAR99. Reads ``{"transactions":
[…], "core": 0}`` from the file named. What screening takes is measured apart, on the
same parties with their hits looked at, and taken off: what is left are determinations
once parties are screened. Writing and reading the records as JSON, in the same run, is
the yardstick.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

DAY = "2026-07-31"
ROLES = (
    *("end-user", "end-user", "purchaser", "ultimate-consignee"),
    *("intermediate-consignee", "supplier", "other"),
)
DESTINATIONS = tuple("CN CN CN RU HK DE AE IN TR US IR JP VN BY PK MX TW SG".split())
SHARES = (10, 25, 33.3, 50, 51, None)
ROUNDS = 5


def made_up(
    count: int,
    listed: Sequence[str],
    others: Sequence[str],
    eccns: Sequence[str],
    rng: random.Random,
) -> list[dict[str, Any]]:
    """Transactions with one to three parties each."""

    def name() -> str:
        return rng.choice(listed if rng.random() < 0.4 else others)

    def party() -> dict[str, Any]:
        one: dict[str, Any] = {"name": name(), "role": rng.choice(ROLES)}
        if rng.random() < 0.5:
            one["country"] = rng.choice(DESTINATIONS)
        if rng.random() < 1 / 6:
            one["owners"] = [
                {"name": owner, "percent": rng.choice(SHARES)}
                for owner in (name(), name())[: rng.choice((1, 1, 2))]
                if owner.casefold() != one["name"].casefold()
            ]
            if sum(o["percent"] or 0 for o in one["owners"]) > 100:
                del one["owners"][1]
        return one

    def item() -> dict[str, Any]:
        code = "EAR99" if rng.random() < 0.4 else rng.choice(eccns)
        origin = rng.random()
        if origin < 0.7:
            return {"eccn": code, "subject_to_ear": True}
        if origin < 0.85:
            return {"eccn": code, "origin": "US"}
        return {
            "eccn": code,
            "origin": rng.choice(("DE", "JP", "TW")),
            "us_controlled_content_percent": rng.choice((0, 5, 15, 30)),
            "direct_product_of": rng.choice(([], ["3E001"], ["5D002"])),
        }

    return [
        {
            "on": DAY,
            "destination": rng.choice(DESTINATIONS),
            "item": item(),
            "parties": [party() for _ in range(rng.choice((1, 1, 2, 3)))],
        }
        for _ in range(count)
    ]


def people(parties: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every party and owner, as screening is asked about them."""
    for party in parties:
        yield {k: v for k, v in party.items() if k in ("name", "country")}
        yield from people(party.get("owners", ()))


def look(result: Any) -> None:
    """What a determination reads of a screening."""
    for hit in result.hits:
        _ = hit.entry, hit.citations, hit.license_requirement, hit.effective_from
        if result.status == "review":
            _ = hit.reasons


def seconds(work: Callable[[], object]) -> float:
    """The least time that the work took in some rounds."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def main() -> None:
    """Measure and print."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {asked["core"]})
    import listgate

    gate = listgate.open()
    given = asked["transactions"]
    answers = list(gate.determine_many(given))
    failed = [a.error for a in answers if a.determination is None]
    records = [a.determination.to_dict() for a in answers if a.determination]
    rows = [row for tx in given for row in people(tx["parties"])]

    def screen() -> None:
        for result in gate.screen_many(rows, on=DAY):
            look(result)

    def record() -> None:
        for answer in gate.determine_many(given):
            if answer.determination is not None:
                answer.determination.to_dict()

    screening = seconds(screen)

    def decide() -> None:
        for answer in gate.determine_many(given):
            _ = answer.determination

    deciding = seconds(decide) - screening
    recording = seconds(record) - screening
    yardstick = seconds(lambda: [json.loads(json.dumps(r)) for r in records])
    n = len(given)
    told = {
        "transactions": n,
        "parties": len(rows),
        "failed": len(failed),
        "outcomes": dict(Counter(r["outcome"] for r in records).most_common()),
        "determinations_per_second": n / deciding,
        "with_record_per_second": n / recording,
        "screening_included_per_second": n / (recording + screening),
        "json_there_and_back_per_second": n / yardstick,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
