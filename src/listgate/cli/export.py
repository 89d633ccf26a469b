"""`listgate export`: whole lists as they held on a day."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from listgate.cli import entries, exits, options, printing
from listgate.records import ListEntry, entry_dict
from listgate.sources.catalog import by_code

FORMS = ("jsonl", "ftm", "csv")
EXAMPLES = """examples:
  listgate export us-bis-el --format ftm > entities.ftm.json
  listgate export --on 2022-04-30 --format jsonl > lists.jsonl

ftm is FollowTheMoney, one entity a line, as OpenSanctions and its tools read it; a file
of it is read back with `listgate update --from entities.ftm.json`."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "codes", nargs="*", metavar="CODE", help="only these lists (default: all)"
    )
    options.add_on(parser)
    parser.add_argument(
        "--format", choices=FORMS, default="jsonl", help="how to write (default: jsonl)"
    )


def run(args: argparse.Namespace) -> int:
    """Writes the entries; the exit code."""
    for code in args.codes:
        if not code.startswith("own:"):
            by_code(code)
    gate = options.open_gate()
    count = 0

    def counted() -> Iterable[ListEntry]:
        nonlocal count
        for entry in gate.entries(on=args.on, lists=args.codes):
            count += 1
            yield entry

    if args.format == "ftm":
        from listgate.sources.ftm_out import entities

        printing.put_jsonl(entities(counted()))
    elif args.format == "csv":
        printing.put_csv(entries.COLUMNS, map(entries.row, counted()))
    else:
        printing.put_jsonl(map(entry_dict, counted()))
    print(f"{count:,} entries written.", file=sys.stderr)
    return exits.DONE
