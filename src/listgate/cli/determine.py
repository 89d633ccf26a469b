"""`listgate determine`: may this be shipped to them, and how is a license judged?"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from listgate.cli import exits, options, printing
from listgate.errors import QueryError

EXAMPLES = """examples:
  listgate determine --party "Dahua Technology" --eccn EAR99 --to CN --on 2019-10-10
  listgate determine --file transaction.json --format json
  listgate determine --file - --report determination.html < transaction.json

The short form asks for one end user and takes the item as subject to the EAR, unless
--origin gives another country; a file can say all the rest (docs: determine)."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "--file", metavar="PATH", help="the transaction as JSON; - is standard input"
    )
    parser.add_argument("--party", metavar="NAME", help="whom it goes to")
    parser.add_argument(
        "--role", metavar="ROLE", help="the party's role (default: end-user)"
    )
    parser.add_argument("--country", metavar="CC", help="the party's country")
    parser.add_argument("--address", metavar="TEXT", help="the party's address")
    parser.add_argument(
        "--eccn", metavar="E", help="the item's ECCN, or EAR99 (the default)"
    )
    parser.add_argument("--to", metavar="CC", help="the destination")
    parser.add_argument("--origin", metavar="CC", help="where the item was made")
    parser.add_argument(
        "--report", metavar="PATH", help="also write a page to print or file, as HTML"
    )
    options.add_on(parser)
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Determines; the exit code."""
    given = _given(args)
    found = options.open_gate().determine(given)
    told = found.to_dict()
    form = options.format_of(args)
    if form == "json":
        printing.put_json(told)
    elif form == "jsonl":
        printing.put_jsonl([told])
    elif form == "csv":
        head = (
            "outcome",
            "list_outcome",
            "item_outcome",
            "review_policy",
            "license_exceptions",
            "digest",
        )
        printing.put_csv(head, [[_cell(told[name]) for name in head]])
    else:
        _table(told)
    if args.report:
        from listgate.report.determination import page

        try:
            Path(args.report).write_text(page(told), encoding="utf-8")
        except OSError as error:
            raise QueryError("--report", f"{args.report}: {error.strerror}") from None
        printing.say(f"Wrote {args.report}.")
    return exits.DONE


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """The transaction: of the file, or of the short form's options."""
    short = {
        "--party": args.party,
        "--eccn": args.eccn,
        "--to": args.to,
        "--role": args.role,
        "--country": args.country,
        "--address": args.address,
        "--origin": args.origin,
    }
    if args.file:
        both = [name for name, value in short.items() if value]
        if both:
            raise QueryError(
                both[0], "does not go with --file; write it into the file."
            )
        given = _read(args.file)
        if args.on is not None:
            given["on"] = args.on.isoformat()
        return given
    if not args.to:
        raise QueryError("--to", "is missing; give the destination, or a whole --file.")
    item: dict[str, Any] = {"eccn": args.eccn or "EAR99"}
    if args.origin:
        item["origin"] = args.origin
    else:
        item["subject_to_ear"] = True
    given = {"destination": args.to, "item": item, "parties": []}
    if args.on is not None:
        given["on"] = args.on.isoformat()
    if args.party:
        party = {"name": args.party, "role": args.role or "end-user"}
        party.update(
            {
                k: v
                for k, v in (("country", args.country), ("address", args.address))
                if v
            }
        )
        given["parties"] = [party]
    return given


def _read(source: str) -> dict[str, Any]:
    name = "standard input" if source == "-" else source
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        given = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise QueryError(
            name, f"line {error.lineno}, column {error.colno}: no JSON ({error.msg})."
        ) from None
    except UnicodeDecodeError:
        raise QueryError(name, "is not UTF-8 text.") from None
    if not isinstance(given, dict):
        raise QueryError(name, "must hold one JSON object.")
    return given


def _cell(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list) else value


def _table(told: dict[str, Any]) -> None:
    """The answer for people."""
    line = printing.styled(told["outcome"], "bold")
    printing.put(
        f"{line}  (lists: {told['list_outcome']}, item: {told['item_outcome']})\n"
    )
    printing.put(f"review policy       {told['review_policy']}\n")
    printing.put(f"license exceptions  {_cell(told['license_exceptions'])}\n")
    for party in told["parties"]:
        entry = f", {party['entry']}" if party["entry"] else ""
        printing.put(
            f"\n{party['name']}  {party['outcome']} ({party['status']}{entry})\n"
        )
        for basis in party["basis"]:
            cites = f" [{', '.join(basis['citations'])}]" if basis["citations"] else ""
            printing.put(f"  {basis['rule']}: {basis['text']}{cites}\n")
    item = told["item"]
    printing.put(f"\nitem {item['eccn']}  {told['item_outcome']}\n")
    for control in item["controls"]:
        word = {True: "applies", False: "does not apply", None: "hangs on a fact"}
        printing.put(
            f"  {control['reason']}: {word[control['applies']]}; {control['text']}\n"
        )
    for title, key in (
        ("conditions", "conditions"),
        ("for a person to check", "human_checks"),
        ("not evaluated", "not_evaluated"),
    ):
        if told[key]:
            printing.put(f"\n{title}\n")
            for sentence in told[key]:
                printing.put(f"  - {sentence}\n")
    printing.put(f"\nrules {told['inputs']['rules']}\n{told['digest']}\n")
