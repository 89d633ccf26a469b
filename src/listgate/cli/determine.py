"""`listgate determine`: may this be shipped to them, and how is a license judged?"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from listgate.cli import ages, exits, options, printing, transaction
from listgate.errors import QueryError

EXAMPLES = """examples:
  listgate determine --party "Dahua Technology" --eccn EAR99 --to CN --on 2019-10-10
  listgate determine --file transaction.json --format json
  listgate determine --file - --report determination.html < transaction.json
  listgate determine --file transaction.json --fail-on undetermined

The short form asks for one end user and takes the item as subject to the EAR, unless
--origin gives another country; a file can say all the rest: docs/how-to/determine.md."""

# From the strictest to the mildest, as the outcome itself is chosen.
_OUTCOMES = ("prohibited", "embargo", "license-required", "undetermined", "restricted")
_COLUMNS = (
    "outcome",
    "list_outcome",
    "item_outcome",
    "review_policy",
    "license_exceptions",
    "digest",
    "on",
    "destination",
    "eccn",
    "id",
)
_APPLIES = {True: "applies", False: "does not apply", None: "hangs on a fact"}


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
    parser.add_argument(
        "--fail-on",
        choices=_OUTCOMES,
        help="end with 3 if the outcome is this one, or one named before it",
    )
    options.add_max_age(parser)
    options.add_on(parser)
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Determines; the exit code."""
    given = transaction.given(args)
    _check_report(args)
    gate = options.open_gate()
    ages.announce(gate)
    found = gate.determine(given)
    told = found.to_dict()
    day = date.fromisoformat(told["on"])
    versions = ages.serving(gate, day, ())
    ages.check(versions, day, args.max_age)
    if args.report is not None:
        _write_report(args.report, told)
    form = options.format_of(args)
    if form == "json":
        printing.put_json(told)
    elif form == "jsonl":
        printing.put_jsonl([told])
    elif form == "csv":
        printing.put_csv(_COLUMNS, [_row(told)])
    else:
        _table(told)
    if args.report is not None:
        printing.say(f"Wrote {args.report}.")
    ages.tell(versions, day)
    return _exit_code(args.fail_on, told["outcome"])


def _exit_code(fail_on: str | None, outcome: str) -> int:
    """Whether the outcome is the one named, or a stricter one."""
    if fail_on and outcome in _OUTCOMES[: _OUTCOMES.index(fail_on) + 1]:
        return exits.FOUND
    return exits.DONE


def _check_report(args: argparse.Namespace) -> None:
    """Stops before a page goes where it must not: over the question, or nowhere."""
    if args.report is None:
        return
    if args.report in ("", "-"):
        raise QueryError("--report", "names a file; the answer has standard output.")
    target = Path(args.report)
    source = None if args.file in (None, "-") else Path(args.file)
    if source and source.exists() and target.exists() and target.samefile(source):
        raise QueryError("--report", f"{target} is the input; choose another name.")


def _write_report(path: str, told: Mapping[str, Any]) -> None:
    from listgate.report.determination import page

    try:
        Path(path).write_text(page(told), encoding="utf-8")
    except OSError as error:
        raise QueryError("--report", f"{path}: {error.strerror}.") from None


def _row(told: Mapping[str, Any]) -> list[Any]:
    """The cells of the one row, in the order of the columns."""
    asked = told["asked"]
    more = {
        "destination": asked.get("destination"),
        "eccn": told["item"]["eccn"],
        "id": asked.get("id"),
    }
    return [_cell(more[c] if c in more else told[c]) for c in _COLUMNS]


def _cell(value: Any) -> Any:
    return ";".join(map(str, value)) if isinstance(value, list) else value


def _table(told: Mapping[str, Any]) -> None:
    """The answer for people."""
    from listgate.tables.text import wrapped

    room = printing.columns()

    def put(text: str, indent: int = 0, mark: str = "") -> None:
        for line in wrapped(text, room - indent - len(mark)):
            printing.put(f"{' ' * indent}{mark}{line}\n")
            mark = " " * len(mark)

    line = printing.styled(told["outcome"], "bold")
    sides = f"lists: {told['list_outcome']}, item: {told['item_outcome']}"
    printing.put(f"{line}  ({sides})\n")
    printing.put(f"review policy       {told['review_policy']}\n")
    printing.put(f"license exceptions  {_cell(told['license_exceptions'])}\n")
    for party in told["parties"]:
        entry = f", {party['entry']}" if party["entry"] else ""
        printing.put("\n")
        put(f"{party['name']}: {party['outcome']} ({party['status']}{entry})")
        for basis in party["basis"]:
            cites = f" [{', '.join(basis['citations'])}]" if basis["citations"] else ""
            put(f"{basis['rule']}: {basis['text']}{cites}", 2)
    item = told["item"]
    printing.put("\n")
    put(f"item {item['eccn']}: {told['item_outcome']}")
    for control in item["controls"]:
        put(
            f"{control['reason']}: {_APPLIES[control['applies']]}; {control['text']}", 2
        )
    for title, key in (
        ("conditions", "conditions"),
        ("for a person to check", "human_checks"),
        ("not evaluated", "not_evaluated"),
    ):
        if told[key]:
            printing.put(f"\n{title}\n")
            for sentence in told[key]:
                put(sentence, 2, "- ")
    printing.put(f"\nrules {told['inputs']['rules']}\n{told['digest']}\n")
