"""`listgate determine`: may this be shipped to them, and how is a license judged?"""

from __future__ import annotations

import argparse
from collections import Counter
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
  listgate determine --file orders.jsonl -o answers.csv --fail-on undetermined

The short form asks for one end user and takes the item as subject to the EAR, unless
--origin gives another country; a file can say all the rest: docs/how-to/determine.md.
A file holds one JSON object, or many: one a line (JSON Lines), or an array. Of many, one
that cannot be read or determined comes out with the outcome error and stops no other."""

# From the strictest to the mildest, as the outcome itself is chosen.
OUTCOMES = ("prohibited", "embargo", "license-required", "undetermined", "restricted")
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
        "--file",
        metavar="PATH",
        help="the transaction as JSON, or many as JSON Lines or an array, plain or "
        "compressed; - is standard input",
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
        "-o",
        "--output",
        metavar="PATH",
        default="-",
        help="where to write; the suffix tells the format (.jsonl .json .csv; .gz "
        "behind each)",
    )
    parser.add_argument(
        "--report",
        metavar="PATH",
        help="also write a page to print or file, as HTML (one transaction only)",
    )
    parser.add_argument(
        "--fail-on",
        choices=OUTCOMES,
        help="end with 3 if an outcome is this one, or one named before it; error "
        "counts as undetermined",
    )
    options.add_max_age(parser)
    parser.add_argument(
        "--on",
        type=options.day,
        metavar="DATE",
        help="the legal date asked about, YYYY-MM-DD, in place of any that the file "
        "gives (default: the file's, else today)",
    )
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Determines; the exit code."""
    given = transaction.of_options(args)
    _check_targets(args)
    form = _form(args)
    if given is not None:
        return _exit_code(args.fail_on, Counter([_one(args, given, form)]))
    from listgate.cli.transaction_file import opened

    with opened(args.file) as file:
        if file.form != "one":
            from listgate.cli.determine_file import determine_file

            return _exit_code(args.fail_on, determine_file(args, file, form))
        given = file.one()
    return _exit_code(args.fail_on, Counter([_one(args, given, form)]))


def _one(args: argparse.Namespace, given: dict[str, Any], form: str) -> str:
    """Answers one transaction; its outcome."""
    if args.on is not None:
        given["on"] = args.on.isoformat()
    gate = options.open_gate()
    ages.announce(gate)
    told = gate.determine(given).to_dict()
    day = date.fromisoformat(told["on"])
    versions = ages.serving(gate, day, ())
    ages.check(versions, day, args.max_age)
    if args.report is not None:
        _write_report(args.report, told)
    if args.output == "-":
        _put(told, form)
    else:
        _write(args.output, told, form)
    if args.report is not None:
        printing.say(f"Wrote {args.report}.")
    ages.tell(versions, day)
    return str(told["outcome"])


def _form(args: argparse.Namespace) -> str:
    """The format: as asked, by the output's suffix, or what fits where it goes."""
    if args.output == "-":
        return options.format_of(args)
    from listgate.tables.output import PACKED, format_of

    form = str(args.format or format_of(args.output) or "json")
    if form in PACKED:
        raise QueryError("-o", "write .jsonl, .json or .csv, of which others are made.")
    return form


def _put(told: Mapping[str, Any], form: str) -> None:
    if form == "json":
        printing.put_json(told)
    elif form == "jsonl":
        printing.put_jsonl([told])
    elif form == "csv":
        printing.put_csv(_COLUMNS, [_row(told)])
    else:
        _table(told)


def _write(path: str, told: Mapping[str, Any], form: str) -> None:
    """The same into a file, whole or not at all."""
    import contextlib
    import io

    from listgate.tables.output import output

    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        _put(told, form)
    with output(path) as file:
        file.write(text.getvalue().encode("utf-8", "replace"))


def _exit_code(fail_on: str | None, counts: Mapping[str, int]) -> int:
    """Whether an outcome is the one named, or a stricter one."""
    if fail_on is None:
        return exits.DONE
    fatal = {*OUTCOMES[: OUTCOMES.index(fail_on) + 1]}
    if "undetermined" in fatal:
        fatal.add("error")
    return exits.FOUND if fatal.intersection(counts) else exits.DONE


def _check_targets(args: argparse.Namespace) -> None:
    """Stops before an answer goes where it must not: over the question, or nowhere."""
    output = None if args.output == "-" else args.output
    for option, path in (("--report", args.report), ("-o", output)):
        if path in ("", "-"):
            raise QueryError(option, "names a file; the answer has standard output.")
        source = None if args.file in (None, "-") else args.file
        if path is not None and source is not None and _same(path, source):
            raise QueryError(option, f"{path} is the input; choose another name.")
    if output is not None and output == args.report:
        raise QueryError("--report", "is another file than that of -o.")


def _same(path: str, source: str) -> bool:
    one, other = Path(path), Path(source)
    return one.exists() and other.exists() and one.samefile(other)


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
        through = "through owners " if party["status"] == "clear" else ""
        entry = f", {through}{party['entry']}" if party["entry"] else ""
        printing.put("\n")
        put(f"{party['name']}: {party['outcome']} ({party['status']}{entry})")
        for hit in party["hits"]:
            put(_hit(hit), 2)
        for owner in party["owners"]:
            put(f"owner {owner['name']}: {owner['status']}", 2)
            for hit in owner["hits"]:
                put(_hit(hit), 4)
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


def _hit(hit: Mapping[str, Any]) -> str:
    """An entry found, in one line."""
    since = f", since {hit['effective_from']}" if hit["effective_from"] else ""
    return f"{hit['score']:.2f} {hit['entry']}: {hit['name']}{since}"
