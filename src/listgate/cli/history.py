"""`listgate history`: the dated story of one entry."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from listgate.cli import entries, exits, options, printing
from listgate.errors import QueryError
from listgate.history.timeline import Event, timeline
from listgate.records import entry_dict
from listgate.tables.text import aligned

EXAMPLES = """examples:
  listgate history "Dahua Technology"
  listgate history us-ofac-sdn:12187 --format json
  listgate history --counts --by month --list us-bis-el --chart counts.svg"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "what", metavar="NAME_OR_ENTRY", nargs="?", help="a name, or an entry's id"
    )
    parser.add_argument(
        "--counts", action="store_true", help="count what was added, removed and held"
    )
    parser.add_argument(
        "--by",
        choices=("year", "month", "country", "list"),
        help="what to count by (default: year)",
    )
    parser.add_argument(
        "--since",
        type=options.day,
        metavar="DATE",
        help="the first day that counts (default: that of the first addition)",
    )
    parser.add_argument(
        "--on", type=options.day, metavar="DATE", help="the last day (default: today)"
    )
    options.add_chart(parser)
    options.add_lists(parser)
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Tells the stories; the exit code."""
    if args.counts:
        return _counts(args)
    for option in ("by", "since", "on", "chart"):
        if getattr(args, option):
            raise QueryError(f"--{option}", "goes with --counts")
    if not args.what:
        raise QueryError("history", "give a name or an entry's id, or --counts")
    gate = options.open_gate()
    stories = gate.history(args.what, lists=tuple(args.lists) or None)
    told = [(s, timeline(s, _dates(gate, s.states[-1][1].list))) for s in stories]
    form = options.format_of(args)
    if form == "json":
        printing.put_json({"stories": [_story(*t) for t in told]})
    elif form == "jsonl":
        printing.put_jsonl(_story(*t) for t in told)
    elif form == "csv":
        head = ("entry", "from", *entries.COLUMNS[1:])
        rows = [
            [story.entry, _since(story, day) or "", *entries.row(state)[1:]]
            for story in stories
            for day, state in story.states
        ]
        printing.put_csv(head, rows)
    else:
        for story, events in told:
            _table(story, events)
    return exits.DONE


def _dates(gate: Any, code: str) -> dict[str, date]:
    """The dates of a list's versions."""
    return {
        s.version.version: s.version.published_at
        for s in gate.lists(codes=(code,))
        if s.version.code == code
    }


def _since(story: Any, day: date) -> str | None:
    """The day of a state; None where it is as far back as asked."""
    return _day(day if day > date.min else story.held_from)


def _counts(args: argparse.Namespace) -> int:
    """How many entries came, went and stayed; the exit code."""
    if args.what:
        raise QueryError("--counts", "counts whole lists; name them with --list")
    gate = options.open_gate()
    by = args.by or "year"
    lists = tuple(args.lists) or None
    found = gate.counts(by, since=args.since, on=args.on, lists=lists)
    if args.chart:
        from listgate.report.chart import columns, rows

        what = ", ".join(args.lists) or "all lists"
        title = f"Entries added, removed and held, {what}, by {by}"
        draw = columns if by in ("year", "month") else rows
        printing.write_chart(args.chart, draw(title, found))
    form = options.format_of(args)
    head = (by, "added", "removed", "held")
    cells = [(c.label, str(c.added), str(c.removed), str(c.held)) for c in found]
    if form == "json":
        printing.put_json({"by": by, "counts": [c.to_dict() for c in found]})
    elif form == "jsonl":
        printing.put_jsonl(c.to_dict() for c in found)
    elif form == "csv":
        printing.put_csv(head, cells)
    else:
        for line in aligned(head, cells, printing.columns()):
            printing.put(line + "\n")
    return exits.DONE


def _story(story: Any, events: Sequence[Event]) -> dict[str, Any]:
    """One entry's life as JSON."""
    return {
        "entry": story.entry,
        "held_from": _day(story.held_from),
        "held_to": _day(story.held_to),
        "doubtful_from": _day(story.doubtful_from),
        "removed_by": story.ended_by or None,
        "events": [e.to_dict() for e in events],
        "states": [
            {"from": _since(story, day), "entry": entry_dict(state)}
            for day, state in story.states
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _table(story: Any, events: Sequence[Event]) -> None:
    """One entry's life for people."""
    name = story.states[-1][1].name
    printing.put(f"{printing.styled(story.entry, 'bold')}  {name}\n")
    for event in events:
        cites = f" ({', '.join(event.citations)})" if event.citations else ""
        after = f", after {event.after}" if event.after else ""
        day = _day(event.day) or "unknown   "
        printing.put(f"  {day}  {event.kind}{cites}: {event.basis}{after}\n")
        for words in event.words:
            if words.field == "citations":
                continue  # told above
            printing.put(f"              {printing.cut(words.told)}\n")
    for note in story.notes:
        printing.put(f"  note: {note}\n")
