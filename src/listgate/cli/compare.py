"""`listgate compare`: two names, one score, and why."""

from __future__ import annotations

import argparse
from typing import Any

from listgate.cli import exits, options, printing
from listgate.tables.text import wrapped

EXAMPLES = """examples:
  listgate compare "Hangzhou Hikvision Digital Technology" "HIK VISION Co., Ltd."
  listgate compare "Olaf Scholz" "Olaf Scholtz" --type person"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument("a", metavar="A", help="a name")
    parser.add_argument("b", metavar="B", help="another")
    parser.add_argument(
        "--type",
        choices=options.TYPES,
        default="organization",
        help="what kind of party both are (default: organization)",
    )
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Compares; the exit code."""
    import listgate

    comparison = listgate.compare(args.a, args.b, type=args.type)
    score = comparison.score
    status = "clear"
    if score >= listgate.REVIEW:
        status = "match" if score >= listgate.MATCH else "review"
    found: dict[str, Any] = {
        "a": args.a,
        "b": args.b,
        "type": args.type,
        "score": score,
        "status": status,
        "reasons": list(comparison.reasons),
    }
    form = options.format_of(args)
    if form == "json":
        # The raw score's parts sum to it; a curve makes the score of it.
        parts = {group: round(part, 6) for group, part in comparison.shares.items()}
        printing.put_json({**found, "raw": comparison.raw, "parts": parts})
    elif form == "jsonl":
        printing.put_jsonl([found])
    elif form == "csv":
        printing.put_csv(list(found), [[*found.values()]])
    else:
        printing.put(f"{score:.2f}  {printing.styled(status, status)}\n")
        for reason in comparison.reasons:
            lines = wrapped(reason, printing.columns() - 6)
            printing.put("".join(f"      {line}\n" for line in lines))
    return exits.DONE
