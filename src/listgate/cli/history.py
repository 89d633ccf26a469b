"""`listgate history`: the dated story of one entry."""

from __future__ import annotations

import argparse
from typing import Any

from listgate.cli import entries, exits, options, printing
from listgate.history.diff import changed_fields
from listgate.records import entry_dict

EXAMPLES = """examples:
  listgate history "Dahua Technology"
  listgate history us-ofac-sdn:12187 --format json"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "what", metavar="NAME_OR_ENTRY", help="a name, or an entry's id"
    )
    options.add_lists(parser)
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Tells the stories; the exit code."""
    gate = options.open_gate()
    stories = gate.history(args.what, lists=tuple(args.lists) or None)
    form = options.format_of(args)
    if form == "json":
        printing.put_json({"stories": [_story(s) for s in stories]})
    elif form == "jsonl":
        printing.put_jsonl(_story(s) for s in stories)
    elif form == "csv":
        head = ("entry", "from", *entries.COLUMNS[1:])
        rows = [
            [story.entry, day.isoformat(), *entries.row(state)[1:]]
            for story in stories
            for day, state in story.states
        ]
        printing.put_csv(head, rows)
    else:
        for story in stories:
            _table(story)
    return exits.DONE


def _story(story: Any) -> dict[str, Any]:
    """One entry's life as JSON."""
    return {
        "entry": story.entry,
        "held_from": _day(story.held_from),
        "held_to": _day(story.held_to),
        "doubtful_from": _day(story.doubtful_from),
        "states": [
            {"from": day.isoformat(), "entry": entry_dict(state)}
            for day, state in story.states
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _table(story: Any) -> None:
    """One entry's life for people."""
    since = _day(story.held_from) or "unknown"
    until = _day(story.held_to)
    doubt = _day(story.doubtful_from)
    printing.put(printing.styled(story.entry, "bold") + "\n")
    printing.put(f"  held since {since}" + (f", until {until}" if until else "") + "\n")
    if doubt:
        printing.put(f"  may have ended from {doubt} on\n")
    before = None
    for day, state in story.states:
        changed = changed_fields(before, state) if before else ()
        told = f"changed: {', '.join(changed)}" if changed else state.name
        if before is None or changed:
            printing.put(f"  {day}  {told}\n")
        before = state
