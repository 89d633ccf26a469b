"""`listgate update`: loads list versions, from publishers or from files."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from listgate.cli import exits, options
from listgate.errors import QueryError

EXAMPLES = """examples:
  listgate update us-bis-el eu-fsf
  listgate update --all
  listgate update
  listgate update us-bis-el --edition 2019-10-09
  listgate update --from consolidated.csv.gz
  listgate update us-bis-el --from consolidated.json --published 2026-07-31
  listgate update own:watched --from watched.csv
  listgate update own:cleared --kind cleared --from cleared.csv

Without --from, lists come from their publishers' own addresses and from no other host;
with no list named, from the one file of all U.S. lists. A file is taken whole or not at
all, and told by its content. One with a tenth fewer entries than the last is refused
(exit 4) unless --force is given; the version before it serves on."""

OWN = "own:"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "codes",
        nargs="*",
        metavar="CODE",
        help="only these lists; own:NAME is a list of your own",
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="PATH",
        help="a file or folder, plain or compressed, or an http address of your own; "
        "- is standard input",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        dest="everything",
        help="every list whose publisher gives a file, side by side",
    )
    parser.add_argument(
        "--edition",
        type=options.day,
        metavar="DATE",
        help="the text of that day, from a publisher that keeps its past (the eCFR)",
    )
    parser.add_argument(
        "--published",
        type=options.day,
        metavar="DATE",
        help="the publisher's date, where the file does not state it",
    )
    parser.add_argument(
        "--force", action="store_true", help="take a file that has lost many entries"
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        dest="hosts",
        metavar="HOST",
        help="a host to which an address may redirect; repeatable",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="in an own list, the column that holds a field, such as name=Customer or "
        "until=Expiry; repeatable",
    )
    parser.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="NAME",
        help="of an own list, the workbook's sheet or the archive's file",
    )
    parser.add_argument(
        "--encoding",
        default="",
        metavar="NAME",
        help="of an own list, if it is not the one recognized",
    )
    parser.add_argument(
        "--kind",
        choices=("parties", "cleared"),
        default="parties",
        help="what an own list holds: parties to screen against, or pairs of a party "
        "and an entry that someone has cleared (default: parties)",
    )
    parser.add_argument(
        "--parties",
        metavar="PATH",
        help="with --kind cleared: the file of the parties, so that a clearance ends "
        "when a party's row changes",
    )
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Loads; the exit code."""
    own = [code for code in args.codes if code.startswith(OWN)]
    if own:
        return _own(args, own)
    for option, given in (
        ("--kind", args.kind != "parties"),
        ("--parties", args.parties),
        ("--map", args.map),
        ("--sheet", args.sheet),
        ("--encoding", args.encoding),
    ):
        if given:
            raise QueryError(option, "is for own lists; name one, as in own:cleared.")
    if args.published and args.edition:
        raise QueryError("--edition", "is the published date; give one of the two.")
    address = args.source if _is_address(args.source) else ""
    if args.source and not address:
        return _file(args)
    from listgate.cli.downloading import download

    if address and args.everything:
        raise QueryError("--all", "does not go with --from.")
    gate = options.open_gate()
    code = download(
        gate,
        options.format_of(args),
        codes=tuple(args.codes),
        everything=args.everything,
        url=address,
        edition=args.edition,
        published=args.published,
        force=args.force,
        hosts=tuple(args.hosts),
    )
    gate.prepare_watching()
    return code


def _is_address(source: str | None) -> bool:
    return bool(source) and str(source).lower().startswith(("http://", "https://"))


def _file(args: argparse.Namespace) -> int:
    """Loads a published file or folder."""
    if args.everything:
        raise QueryError("--all", "does not go with --from.")
    gate = options.open_gate()
    with _path(args.source) as path:
        try:
            report = gate.update(
                path,
                codes=tuple(args.codes),
                published=args.published or args.edition,
                force=args.force,
            )
        except QueryError as error:
            if args.edition and error.field == "--published":
                raise QueryError("--edition", error.reason) from error
            raise
    return _put(args, gate, report)


def _own(args: argparse.Namespace, own: list[str]) -> int:
    """Loads a list of the user's own."""
    if len(own) > 1 or len(args.codes) > 1:
        raise QueryError("update", "give one own list at a time.")
    for name, given in (
        ("--all", args.everything),
        ("--edition", args.edition),
        ("--allow-host", args.hosts),
    ):
        if given:
            raise QueryError(name, f"does not go with {own[0]}.")
    if not args.source:
        raise QueryError("update", f"name the file of {own[0]} with --from PATH.")
    from listgate.history.own_files import CLEARED_COLUMNS, OWN_COLUMNS
    from listgate.tables.columns import parse_mapping

    gate = options.open_gate()
    with _path(args.source) as path:
        report = gate.update_own(
            own[0],
            path,
            kind=args.kind,
            parties=args.parties,
            mapping=parse_mapping(
                args.map, CLEARED_COLUMNS if args.kind == "cleared" else OWN_COLUMNS
            ),
            encoding=args.encoding,
            sheets=args.sheet,
            published=args.published,
            force=args.force,
        )
    return _put(args, gate, report)


def _put(args: argparse.Namespace, gate: Any, report: Any) -> int:
    from listgate.cli.reports import put_update

    put_update(report, options.format_of(args))
    gate.prepare_watching()
    return exits.DONE


@contextlib.contextmanager
def _path(source: str) -> Iterator[Path]:
    """The file or folder; standard input becomes one for as long as it is needed."""
    if source != "-":
        path = Path(source)
        if not path.exists():
            raise QueryError(source, "there is no such file.")
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="listgate-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as file:
            while block := sys.stdin.buffer.read(1 << 20):
                file.write(block)
        yield path
