"""`listgate lists --reconcile`: two texts of one list, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from listgate.cli import exits, printing
from listgate.sources.catalog import by_code
from listgate.tables.text import aligned

if TYPE_CHECKING:
    from listgate.history.reconcile import Reconciliation

_HEAD = ("list", "side", "why", "entry", "name", "countries", "sentence", "other")


def run(gate: Any, lists: Sequence[str], form: str) -> int:
    """Shows what one text has and the other lacks; the exit code."""
    for code in lists:
        by_code(code)
    reports, sentences = gate.reconcile(lists)
    if form == "json":
        printing.put_json({"reconciled": [r.to_dict() for r in reports]})
    elif form == "jsonl":
        printing.put_jsonl(r.to_dict() for r in reports)
    elif form == "csv":
        printing.put_csv(_HEAD, [row for r in reports for row in _rows(r)])
    else:
        for report in reports:
            _table(report)
    for sentence in sentences:
        printing.say(sentence)
    return exits.DONE


def _rows(report: Reconciliation) -> list[list[str]]:
    """One row a difference."""
    return [
        [
            report.code,
            d.side.value,
            d.why.value,
            d.entry.entry,
            d.entry.name,
            ";".join(d.entry.countries),
            d.sentence,
            d.other.entry if d.other else "",
        ]
        for d in report.differences
    ]


def _table(report: Reconciliation) -> None:
    """The counts, then every difference in a line."""
    ours, own = report.consolidated, report.own
    printing.put(
        f"{report.code}: {report.both:,} parties stand in both. The consolidated file of "
        f"{ours.published_at} has {ours.entries:,} entries; the publisher's own text of "
        f"{own.published_at} has {own.entries:,}, of which {report.joined:,} are a party "
        "that it lists under another country too.\n"
    )
    kinds = Counter((d.side.value, d.why.value) for d in report.differences)
    counts = [(str(n), side, why) for (side, why), n in sorted(kinds.items())]
    for line in aligned(("count", "side", "why"), counts, printing.columns()):
        printing.put(line + "\n")
    printing.put("\n")
    rows = [
        (
            d.side.value,
            d.why.value,
            d.entry.name,
            " ".join(d.entry.countries),
            d.sentence,
        )
        for d in report.differences
    ]
    head = ("side", "why", "name", "in", "explanation")
    for line in aligned(head, rows, printing.columns()):
        printing.put(line + "\n")
    printing.put("\n")
