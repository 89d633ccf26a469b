"""`listgate watch`: portfolios that are screened again as lists change."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from listgate.cli import exits, options, printing
from listgate.errors import QueryError
from listgate.tables.columns import parse_mapping
from listgate.tables.text import aligned

EXAMPLES = """examples:
  listgate watch add customers --file customers.csv
  listgate update --from consolidated.csv
  listgate watch run customers --format jsonl
  listgate watch run -o changes.jsonl
  listgate watch list

The first run reports every hit as new. A report that was printed but whose run was cut
short comes again under the same number; in a file (-o) each comes once."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", required=True, help="add, run, list or remove"
    )
    add = actions.add_parser("add", help="keep the parties of a file")
    add.add_argument("name", metavar="NAME", help="what the portfolio is called")
    add.add_argument(
        "--file", required=True, metavar="FILE", help="the parties; - is standard input"
    )
    add.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="the column that holds a field, such as name=Customer; repeatable",
    )
    add.add_argument(
        "--replace", action="store_true", help="renew a portfolio of that name"
    )
    run = actions.add_parser("run", help="report what differs since the last run")
    run.add_argument(
        "name", metavar="NAME", nargs="?", help="only this one (default: all)"
    )
    run.add_argument(
        "--full", action="store_true", help="screen every party, not what can differ"
    )
    run.add_argument(
        "-o", "--output", metavar="FILE", help="add the reports to a file, each once"
    )
    options.add_format(run)
    listed = actions.add_parser("list", help="show the portfolios")
    options.add_format(listed)
    remove = actions.add_parser("remove", help="forget a portfolio")
    remove.add_argument("name", metavar="NAME", help="the portfolio")


def run(args: argparse.Namespace) -> int:
    """Does what was asked; the exit code."""
    with options.open_gate().watches() as watches:
        if args.action == "add":
            mapping = parse_mapping(args.map)
            count = watches.add(args.name, args.file, mapping, replace=args.replace)
            printing.say(f"{args.name}: {count:,} parties; the next run screens them.")
        elif args.action == "remove":
            watches.remove(args.name)
            printing.say(f"{args.name} is forgotten.")
        elif args.action == "list":
            _list(watches, options.format_of(args))
        else:
            _run(watches, args)
    return exits.DONE


def _list(watches: Any, form: str) -> None:
    rows = [
        {
            "name": p.name,
            "parties": p.parties,
            "on": p.position.day.isoformat() if p.position else None,
        }
        for p in watches.portfolios()
    ]
    if form == "json":
        printing.put_json({"portfolios": rows})
    elif form == "jsonl":
        printing.put_jsonl(rows)
    else:
        cells = [(r["name"], str(r["parties"]), r["on"] or "not yet run") for r in rows]
        head = ("name", "parties", "last run")
        if form == "csv":
            printing.put_csv(head, cells)
        else:
            for line in aligned(head, cells, printing.columns()):
                printing.put(line + "\n")


def _run(watches: Any, args: argparse.Namespace) -> None:
    names = [args.name] if args.name else [p.name for p in watches.portfolios()]
    if not names:
        raise QueryError("portfolio", "there is none; `listgate watch add` keeps one")
    if args.output and args.format not in (None, "jsonl"):
        raise QueryError("--format", "a file (-o) has JSON lines")
    # What an interrupted run found comes first, under its numbers.
    for name in names:
        printing.say(watches.run(name, full=args.full).told)
    if args.output:
        count = watches.append(names, Path(args.output))
        printing.say(f"{count:,} reports added to {args.output}.")
        return
    reports = watches.reports(names)
    _print([{"report": number, **said} for number, said in reports], args)
    watches.given_out(reports)


def _print(reports: list[dict[str, Any]], args: argparse.Namespace) -> None:
    form = options.format_of(args) if args.format else "jsonl"
    if form == "json":
        printing.put_json({"reports": reports})
    elif form == "jsonl":
        printing.put_jsonl(reports)
    else:
        head = ("report", "portfolio", "change", "party", "status", "entry", "name")
        rows = [
            (
                str(r["report"]),
                r["portfolio"],
                r["change"],
                str(r["party"].get("id") or r["party"].get("name") or ""),
                r["status"],
                (r["hit"] or {}).get("entry", ""),
                (r["hit"] or {}).get("name", "") or r.get("error", ""),
            )
            for r in reports
        ]
        if form == "csv":
            printing.put_csv(head, rows)
        elif rows:
            for line in aligned(head, rows, printing.columns()):
                printing.put(line + "\n")
