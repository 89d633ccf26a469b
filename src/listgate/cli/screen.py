"""`listgate screen`: names, or a file of parties, against the lists."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from listgate.cli import ages, exits, options, printing
from listgate.errors import QueryError

if TYPE_CHECKING:
    from listgate.records import ListVersion
    from listgate.screening.thresholds import Threshold

EXAMPLES = """examples:
  listgate screen "Hikvision" "Acme Optical GmbH"
  listgate screen "Dahua Technology" --country CN --on 2019-10-09
  listgate screen --file parties.csv -o out.csv
  listgate screen --file customers.csv --map name=Customer --map country=Land -o out.jsonl
  listgate screen --file customers.xlsx --sheet Active -o out.xlsx
  cut -f2 names.tsv | listgate screen - --format jsonl
  listgate screen --file parties.csv -o out.csv --fail-on match
  listgate screen "Hikvision" --review us-ofac-sdn=0.65 --match us-bis-el=0.9

A file is CSV (comma, semicolon, tab or bar), JSON Lines, a JSON array, XLSX or Parquet,
plain or compressed; its columns are id, name, alias, address, country, type, identifier,
birth_date, birth_place, of which only name is needed. A row that cannot be read comes out
with status error."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="a party's name; - reads names, one a line",
    )
    parser.add_argument(
        "--file", metavar="PATH", help="a file of parties; - is standard input"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        default="-",
        help="where to write; the suffix tells the format (.csv .jsonl .json .xlsx "
        ".parquet; .gz behind the first three)",
    )
    options.add_format(parser)
    options.add_on(parser)
    options.add_lists(parser)
    parser.add_argument(
        "--limit",
        type=options.positive,
        default=10,
        metavar="N",
        help="hits a party at most (default: 10)",
    )
    _add_thresholds(parser)
    _add_party(parser)
    _add_file(parser)


def _add_thresholds(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what counts")
    group.add_argument(
        "--match",
        type=options.threshold,
        action="append",
        metavar="X",
        help="score from which a party is a match, CODE=X for one list; repeatable; the "
        "output then states it",
    )
    group.add_argument(
        "--review",
        type=options.threshold,
        action="append",
        metavar="Y",
        help="score from which to look at it, CODE=Y for one list; repeatable",
    )
    group.add_argument(
        "--fail-on",
        choices=("review", "match"),
        help="end with 3 if a party comes out so, or worse; unreadable rows are for review",
    )
    options.add_max_age(group)  # type: ignore[arg-type]


def _add_party(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what else is known of the party named")
    group.add_argument("--country", metavar="CC", help="its country")
    group.add_argument("--address", metavar="TEXT", help="its address")
    group.add_argument("--identifier", metavar="NUMBER", help="a number that names it")
    group.add_argument("--alias", metavar="NAME", help="another name of it")
    group.add_argument("--type", choices=options.TYPES, help="what kind of party it is")
    group.add_argument(
        "--birth-date", metavar="DATE", help="a person's, whole or the year alone"
    )
    group.add_argument("--birth-place", metavar="PLACE", help="a person's")


def _add_file(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("files")
    group.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="the column that holds a field, such as name=Customer; repeatable",
    )
    group.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="NAME",
        help="the workbook's sheet, or the archive's file, that holds the parties; "
        "sheets of one header may be several",
    )
    group.add_argument(
        "--encoding",
        default="",
        metavar="NAME",
        help="the file's encoding, if it is not the one recognized",
    )
    group.add_argument(
        "--raw", action="store_true", help="CSV cells as they are, formulas too"
    )
    group.add_argument(
        "--resume",
        action="store_true",
        help="go on where an earlier run was killed: the same bytes come out",
    )
    group.add_argument(
        "--jobs",
        type=options.positive,
        metavar="N",
        help="processes for a long file (default: one a core)",
    )


_PARTY = (
    *("country", "address", "identifier", "alias", "type"),
    *("birth_date", "birth_place"),
)


def run(args: argparse.Namespace) -> int:
    """Screens; the exit code."""
    if args.file and args.names:
        raise QueryError("screen", "give names or --file, not both.")
    if not args.file and not args.names:
        raise QueryError(
            "screen", 'give a name, as in listgate screen "Hikvision", or --file.'
        )
    if args.file:
        _refuse(args, _PARTY, "--file")
        from listgate.cli.screen_file import screen_file

        return screen_file(args)
    _refuse(args, ("map", "sheet", "encoding", "resume", "jobs"), "names")
    return _screen_names(args)


def _refuse(args: argparse.Namespace, names: Sequence[str], what: str) -> None:
    """Stops at an option that would not do anything."""
    for name in names:
        if getattr(args, name):
            raise QueryError(f"--{name.replace('_', '-')}", f"does not go with {what}.")


def _screen_names(args: argparse.Namespace) -> int:
    gate = options.open_gate()
    told = options.thresholds(args)
    args.on = args.on or options.today()  # one day, also for a run over midnight
    versions = ages.serving(gate, args.on, args.lists)
    ages.check(versions, args.on, args.max_age)
    ages.announce(gate)
    results = [
        gate.screen(
            name,
            country=args.country,
            address=args.address,
            identifier=args.identifier,
            alias=args.alias,
            type=args.type,
            birth_date=args.birth_date,
            birth_place=args.birth_place,
            on=args.on,
            lists=args.lists or None,
            limit=args.limit,
            match=told[0] if told else None,
            review=told[1] if told else None,
        )
        for name in _names(args.names)
    ]
    form = args.format
    if args.output == "-":
        form = form or options.format_of(args)
        _print(form, results, args, versions, told)
    else:
        _print_to_file(args, results, versions, told)
    ages.tell(versions, args.on)
    return exit_code(args.fail_on, [str(r.status) for r in results])


def _names(words: Sequence[str]) -> Iterator[str]:
    """The names given; `-` stands for those on standard input, one a line."""
    for word in words:
        if word != "-":
            yield word
            continue
        for line in sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines():
            if line.strip():
                yield line.strip()


def exit_code(fail_on: str | None, statuses: Sequence[str]) -> int:
    """Whether such a party was found; a row that cannot be read is one to look at."""
    fatal = {"match": {"match"}, "review": {"match", "review", "error"}}
    if fail_on and fatal[fail_on].intersection(statuses):
        return exits.FOUND
    return exits.DONE


def _print(
    form: str,
    results: Sequence[Any],
    args: argparse.Namespace,
    versions: Sequence[ListVersion],
    told: tuple[Threshold, Threshold] | None,
) -> None:
    if form == "json":
        head = ages.document_head(args.on, versions, told)
        printing.put_json({**head, "results": [r.to_dict() for r in results]})
    elif form == "jsonl":
        stated = ages.document_head(args.on, (), told).get("thresholds")
        extra = {"thresholds": stated} if stated else {}
        printing.put_jsonl({**r.to_dict(), **extra} for r in results)
    elif form == "csv":
        from listgate.batch.render import OUTCOME, THRESHOLDS, outcome

        printing.put_csv(
            ["name", *OUTCOME, *(THRESHOLDS if told else ())],
            [[_name(r), *outcome(r), *map(str, told or ())] for r in results],
            raw=args.raw,
        )
    else:
        from listgate.cli.cards import card

        for result in results:
            printing.put(card(_name(result), result, printing.columns()))
        if told:
            printing.put(f"thresholds: match {told[0]}, review {told[1]}\n")


def _name(result: Any) -> str:
    """The name that was asked about."""
    return str(result.to_dict()["query"].get("name", ""))


def _print_to_file(
    args: argparse.Namespace,
    results: Sequence[Any],
    versions: Sequence[ListVersion],
    told: tuple[Threshold, Threshold] | None,
) -> None:
    """The same into a file, whole or not at all."""
    import contextlib
    import io

    from listgate.tables.output import PACKED, format_of, output

    form = args.format or format_of(args.output) or "json"
    if form in PACKED:
        with output(args.output) as file:
            _pack(form, file, args, results, versions, told)
        return
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        _print(form, results, args, versions, told)
    with output(args.output) as file:
        file.write(text.getvalue().encode())


def _pack(
    form: str,
    file: Any,
    args: argparse.Namespace,
    results: Sequence[Any],
    versions: Sequence[ListVersion],
    told: tuple[Threshold, Threshold] | None,
) -> None:
    """The same as a workbook or Parquet."""
    import io

    from listgate.batch.question import Layout
    from listgate.batch.render import array_lines, sheet_rows
    from listgate.batch.run import Tally
    from listgate.cli.packing import pack
    from listgate.tables.columns import Keys

    layout = Layout(form, Keys({}), ("name",), thresholds=told)
    render = sheet_rows if form == "xlsx" else array_lines
    body = render(layout, 1, [([_name(r)], r) for r in results])
    statuses = [str(r.status) for r in results]
    tally = Tally(
        read=len(results),
        failed=statuses.count("error"),
        matches=statuses.count("match"),
        reviews=statuses.count("review"),
    )
    pack(layout, io.BytesIO(body.encode()), file, args, versions, tally)
