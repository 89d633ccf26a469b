"""`listgate lists`: the lists, their versions and their age."""

from __future__ import annotations

import argparse
from typing import Any

from listgate.cli import ages, exits, options, printing
from listgate.tables.text import aligned

EXAMPLES = """examples:
  listgate lists
  listgate lists --on 2022-04-30 --format json
  listgate lists --reconcile --list us-bis-el
  listgate lists --max-age 7 > /dev/null || echo "time to update" """


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    options.add_lists(parser)
    options.add_on(parser)
    options.add_format(parser)
    options.add_max_age(parser)
    parser.add_argument(
        "--reconcile",
        action="store_true",
        help="compare the consolidated file with the publishers' own texts and explain "
        "every difference",
    )


def run(args: argparse.Namespace) -> int:
    """Shows the versions; the exit code."""
    gate = options.open_gate()
    if args.reconcile:
        from listgate.cli import reconciled

        return reconciled.run(gate, args.lists, options.format_of(args))
    found = [
        status
        for status in gate.lists(on=args.on)
        if not args.lists or status.version.code in args.lists
    ]
    objects = [status.to_dict() for status in found]
    form = options.format_of(args)
    if form == "json":
        printing.put_json({"lists": objects})
    elif form == "jsonl":
        printing.put_jsonl(objects)
    elif form == "csv":
        head = list(objects[0]) if objects else []
        printing.put_csv(head, [[*o.values()] for o in objects])
    else:
        _table(objects)
    ages.check([s.version for s in found if s.serving], options.today(), args.max_age)
    return exits.DONE


def _table(objects: list[dict[str, Any]]) -> None:
    """The versions for people, with the age of those that answer."""
    head = (
        "list",
        "published",
        "dated by",
        "age",
        "entries",
        "origin",
        "answers",
        "version",
    )
    rows = [
        (
            o["code"],
            o["published"],
            o["dated_by"],
            f"{o['age_days']} d",
            f"{o['entries']:,}",
            o["origin"],
            "yes" if o["serving"] else "",
            o["version"][:19],
        )
        for o in objects
    ]
    for line in aligned(head, rows, printing.columns()):
        printing.put(line + "\n")
