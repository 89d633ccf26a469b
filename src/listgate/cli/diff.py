"""`listgate diff`: what was added, removed and changed between two dates."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from typing import Any

from listgate.cli import entries, exits, options, printing
from listgate.errors import QueryError
from listgate.records import ListEntry, entry_dict
from listgate.tables.text import aligned

EXAMPLES = """examples:
  listgate diff 2019-10-08 2019-10-09
  listgate diff 2022-04-30 2026-07-31 --list us-bis-el --format json
  listgate diff 2019-01-01 2022-04-30 --list us-bis-el --chart changes.svg"""

_MONTHS_UP_TO = 366 * 20  # days; columns of more months are too thin


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "first", metavar="FROM", type=options.day, help="the earlier day"
    )
    parser.add_argument("last", metavar="TO", type=options.day, help="the later day")
    options.add_lists(parser)
    options.add_chart(parser)
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Compares two days; the exit code."""
    if args.first > args.last:
        raise QueryError("FROM", f"{args.first} is after {args.last}; swap them.")
    gate = options.open_gate()
    lists = tuple(args.lists) or None
    if args.chart:
        draw(gate, args, args.first, args.last)
    found = gate.diff(args.first, args.last, lists=lists)
    form = options.format_of(args)
    if form == "json":
        document = {"from": args.first.isoformat(), "to": args.last.isoformat()}
        printing.put_json({**document, **_members(found)})
    elif form == "jsonl":
        printing.put_jsonl(_lines(found))
    else:
        _rows(found, form)
    return exits.DONE


def draw(gate: Any, args: argparse.Namespace, first: date, last: date) -> None:
    """Draws what was added and removed in each month, or year where they are many."""
    from listgate.report.chart import columns

    by = "month" if (last - first).days <= _MONTHS_UP_TO else "year"
    lists = tuple(args.lists) or None
    counts = gate.counts(by, since=first + timedelta(days=1), on=last, lists=lists)
    what = ", ".join(args.lists) or "all lists"
    title = f"Entries added and removed, {what}, {first} to {last}, by {by}"
    printing.write_chart(args.chart, columns(title, counts))


def _members(found: Any) -> dict[str, Any]:
    """The three kinds of difference as JSON."""
    return {
        "added": [entry_dict(e) for e in found.added],
        "removed": [entry_dict(e) for e in found.removed],
        "changed": [c.to_dict() for c in found.changed],
    }


def _lines(found: Any) -> list[dict[str, Any]]:
    """One object a difference, saying which kind."""
    members = _members(found)
    return [
        *({"change": "added", "entry": e} for e in members["added"]),
        *({"change": "removed", "entry": e} for e in members["removed"]),
        *({"change": "changed", **c} for c in members["changed"]),
    ]


def _rows(found: Any, form: str) -> None:
    """A row a difference: for a spreadsheet, or for reading."""
    marked: list[tuple[str, ListEntry, str]] = [
        *(("added", e, "") for e in found.added),
        *(("removed", e, "") for e in found.removed),
        *(("changed", c.after, "; ".join(c.fields)) for c in found.changed),
    ]
    if form == "csv":
        printing.put_csv(
            ["change", "fields", *entries.COLUMNS],
            [[kind, fields, *entries.row(entry)] for kind, entry, fields in marked],
        )
        return
    head = ("change", "list", "name", "since", "fields")
    rows = [
        (
            kind,
            entry.list,
            entry.name,
            entry.effective_from.isoformat() if entry.effective_from else "unknown",
            fields,
        )
        for kind, entry, fields in marked
    ]
    lines = list(aligned(head, rows, printing.columns())) if rows else []
    under = [()] * (len(lines) - len(found.changed)) + [
        _words(c) for c in found.changed
    ]
    for line, more in zip(lines, under, strict=True):
        printing.put("".join(f"{text}\n" for text in (line, *more)))
    printing.put(
        f"{len(found.added)} added, {len(found.removed)} removed, "
        f"{len(found.changed)} changed\n"
    )


def _words(change: Any) -> tuple[str, ...]:
    """What changed in an entry, and when, under its row."""
    days = [
        f"{day} {f'by {cite}' if cite else 'by a version of the list'}"
        for day, cite in change.days
    ]
    told = [w.told for w in change.words]
    return tuple(f"         {printing.cut(x)}" for x in (*told, "; ".join(days)) if x)
