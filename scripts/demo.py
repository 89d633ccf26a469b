"""The first minute with Listgate: real names against the list that comes with it.

Uses the public library only, no network, and a data folder of its own, so lists that
the user has loaded stay out of it. ``make demo`` runs it.
"""

from __future__ import annotations

import csv
import os
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

WIDTH = 100
ROOT = Path(__file__).resolve().parent.parent
CUSTOMERS = ROOT / "examples" / "customers.csv"
SPELLINGS = (
    "Hikvision",
    "HIK VISION",
    "Hangzhou Haikang Weishi Digital Technology",
    "Hangzhou Hikvison Digital Tech Co Ltd",
    "Hikvision Digital Technology",
    "海康威视",
)
# 84 FR 54002 took effect on 9 October 2019 and put 28 parties on the Entity List.
EVE, DAY = date(2019, 10, 8), date(2019, 10, 9)
NAMED_THAT_DAY = ("Hikvision", "Dahua Technology", "SenseTime", "Megvii", "iFLYTEK")


def columns(text: str) -> int:
    """Columns that a terminal needs for the text; a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: str, width: int) -> str:
    """The text in exactly ``width`` columns, shortened with an ellipsis if too long."""
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    return text + " " * (width - columns(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], last: int) -> None:
    """Print rows under a head, each column as wide as it needs, the last one cut."""
    body = [list(map(str, row)) for row in rows]
    widths = [max(columns(row[i]) for row in [head, *body]) for i in range(len(head))]
    room = WIDTH - 2 - sum(widths) - 2 * (len(widths) - 1)
    widths[last] = max(columns(head[last]), widths[last] + min(0, room))
    for row in [list(head), ["─" * w for w in widths], *body]:
        cells = (fit(cell, width) for cell, width in zip(row, widths, strict=True))
        print("  " + "  ".join(cells).rstrip())


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n{text}\n")


def field(name: str, text: str) -> None:
    """Print one named field, wrapped and indented."""
    lines = textwrap.wrap(text, WIDTH - 26) or ["—"]
    print(f"    {name:<20}  {lines[0]}")
    for line in lines[1:]:
        print(f"    {'':<20}  {line}")


def since(hit: Any) -> str:
    """The day from which the entry holds, in words where unknown."""
    return hit.effective_from.isoformat() if hit.effective_from else "unknown"


def best(result: Any) -> tuple[str, str, str, str]:
    """Status, score, list and listed name of a party's best hit."""
    status = str(result.status)
    if not result.hits:
        return status, "", "", ""
    hit = result.hits[0]
    return status, f"{hit.score:.2f}", hit.list, hit.name


def show_spellings(gate: Any) -> None:
    """One company under many names, and what its entry says."""
    title("1. One company under five spellings and in Chinese, on the Entity List")
    results = [gate.screen(name, lists=["us-bis-el"]) for name in SPELLINGS]
    rows = [(name, *best(r)) for name, r in zip(SPELLINGS, results, strict=True)]
    table(("asked", "status", "score", "listed as"), [(*r[:3], r[4]) for r in rows], 3)

    hit = results[0].hits[0]
    print(f"\n  {hit.name}  [{hit.entry}]")
    field("listed since", f"{since(hit)} ({', '.join(hit.citations)})")
    field("license requirement", hit.license_requirement)
    field("license review", hit.license_review_policy)
    field("why it is a match", "; ".join(hit.reasons))
    others = {h.list for h in gate.screen(SPELLINGS[0]).hits} - {hit.list}
    field("also found on", ", ".join(sorted(others)) or "no other list")


def show_dates(gate: Any) -> None:
    """The same question on two days."""
    title(f"2. What was true on {EVE} and on {DAY}, on the Entity List")
    rows = []
    for name in NAMED_THAT_DAY:
        eve, day = (gate.screen(name, on=d, lists=["us-bis-el"]) for d in (EVE, DAY))
        cites = ", ".join(day.hits[0].citations) if day.hits else ""
        rows.append((name, str(eve.status), str(day.status), cites, best(day)[3]))
    table(("asked", f"{EVE}", f"{DAY}", "citations", "listed as"), rows, 4)


def show_file(gate: Any) -> None:
    """A small customer file, all lists."""
    title(f"3. A file of customers ({CUSTOMERS.relative_to(ROOT)}), on all lists")
    with CUSTOMERS.open(encoding="utf-8", newline="") as file:
        customers = list(csv.DictReader(file))
    results = list(gate.screen_many(customers))
    rows = [
        (row["id"], row["name"], *best(result))
        for row, result in zip(customers, results, strict=True)
    ]
    table(("id", "customer", "status", "score", "list", "listed as"), rows, 5)
    counts = [
        f"{sum(str(r.status) == status for r in results)} {status}"
        for status in ("match", "review", "clear")
    ]
    print(f"\n  {len(results)} customers: {', '.join(counts)}")


# The eve and the day of the listing, and the day its review policy hardened.
SHIPPED = (EVE, DAY, date(2022, 10, 21))


def show_transaction(gate: Any) -> None:
    """One transaction on three days: outcome, rule, policy, open checks."""
    title("4. May a lens be shipped to Dahua Technology in China? (an EAR99 item)")
    for day in SHIPPED:
        answer = gate.determine(
            {
                "on": day.isoformat(),
                "destination": "CN",
                "item": {
                    "eccn": "EAR99",
                    "description": "IP camera lens",
                    "subject_to_ear": True,
                },
                "parties": [
                    {"name": "Dahua Technology", "role": "end-user", "country": "CN"}
                ],
            }
        ).to_dict()
        print(f"  {day}  {answer['outcome']}")
        if answer["review_policy"] != "none":
            field("license review", answer["review_policy"])
        basis = [b for p in answer["parties"] for b in p["basis"] if b["citations"]]
        if basis:
            field("rule", f"{basis[0]['rule']} ({', '.join(basis[0]['citations'])})")
        checks = answer["human_checks"]
        if checks:
            more = f" (and {len(checks) - 1} more)" if len(checks) > 1 else ""
            field("to check", checks[0] + more)


NEXT = """
Next:
  .venv/bin/listgate screen 'Name to check'              one name
  .venv/bin/listgate screen --file examples/customers.csv -o out.csv
  .venv/bin/listgate compare 'Olaf Scholz' 'Olaf Scholtz' --type person
  .venv/bin/listgate determine --party 'Name' --eccn EAR99 --to CN
  .venv/bin/listgate update                              the newest consolidated list
  .venv/bin/listgate --help                              everything else
"""


def main() -> None:
    """Show the four things a new user wants to see."""
    # Inside the environment: made once, gone with it, no one's own lists in it.
    os.environ["LISTGATE_HOME"] = str(Path(sys.prefix) / "demo-home")
    import listgate

    gate = listgate.open()
    versions = [status.version for status in gate.lists() if status.serving]
    newest = max(v.published_at for v in versions)
    entries = sum(v.entries for v in versions)
    print(
        f"Listgate {version('listgate')}: {len(versions)} lists, {entries:,} entries, "
        f"the newest of {newest}"
    )
    show_spellings(gate)
    show_dates(gate)
    show_file(gate)
    show_transaction(gate)
    print(NEXT)


if __name__ == "__main__":
    main()
