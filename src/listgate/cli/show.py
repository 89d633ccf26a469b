"""`listgate show`: one entry whole."""

from __future__ import annotations

import argparse

from listgate.cli import entries, exits, options

EXAMPLES = """examples:
  listgate show us-ofac-sdn:12187
  listgate show us-ofac-sdn:12187 --on 2022-04-30 --format json
  listgate show us-ofac-sdn:12187 --format ftm"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "entry", metavar="ENTRY", help="an entry's id, as `screen` gives it"
    )
    options.add_on(parser)
    options.add_format(parser, "ftm")


def run(args: argparse.Namespace) -> int:
    """Shows the entry; the exit code."""
    gate = options.open_gate()
    entry = gate.show(args.entry, on=args.on)
    entries.put([entry], options.format_of(args), single=True)
    return exits.DONE
