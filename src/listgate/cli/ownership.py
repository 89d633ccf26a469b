"""`listgate ownership`: who owns a party, what share is listed, what rule that meets."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgate.cli import exits, options, printing
from listgate.errors import QueryError

if TYPE_CHECKING:
    from listgate.license.owned import Counting, Report
    from listgate.ownership.graph import Graph

EXAMPLES = """examples:
  listgate ownership "Leaf Camera Parts" --graph owners.csv
  listgate ownership "Leaf Camera Parts" --graph owners.csv --on 2025-10-15 --svg owners.svg
  listgate ownership --all --graph register.jsonl.gz --format csv > owned.csv

graphs: CSV (columns owner, owned, percent; also min and max, from and until, source,
owner_id and owned_id, owner_country and owned_country), FollowTheMoney JSON lines, or
the Beneficial Ownership Data Standard; plain or compressed."""

_BLOCK = 2048


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="the party, by its name or identifier"
    )
    parser.add_argument(
        "--graph",
        required=True,
        metavar="FILE",
        help="who owns whom: CSV, FollowTheMoney or BODS; - is standard input",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="instead of one party: every party of the graph that listed ones own",
    )
    parser.add_argument(
        "--threshold",
        type=_percent,
        default=Fraction(1, 2),
        metavar="PERCENT",
        help="the joint share that counts (default: 50)",
    )
    parser.add_argument("--svg", metavar="FILE", help="draw the owners into this file")
    options.add_on(parser)
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Looks at owners; the exit code."""
    if bool(args.name) == args.all:
        raise QueryError("NAME", "give a party's name, or --all for every owned party.")
    if args.all and args.svg:
        raise QueryError("--svg", "draws one party's owners; give its name.")
    _refuse_own_input(args)
    from listgate.license.owned import countings
    from listgate.license.rule_files import rulebook
    from listgate.ownership.readers import read_graph
    from listgate.tables.lines import text_lines

    day = args.on or options.today()
    gate = options.open_gate()
    shown = "standard input" if args.graph == "-" else args.graph
    graph = read_graph(text_lines(args.graph), shown)

    def screen(rows: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
        block: list[Mapping[str, Any]] = []
        for row in rows:
            block.append(row)
            if len(block) == _BLOCK:
                yield from gate.screen_block(block, on=day)
                block = []
        if block:
            yield from gate.screen_block(block, on=day)

    rules = countings(rulebook(), day, args.threshold)
    if args.all:
        return _all(graph, screen, rules, day, options.format_of(args))
    return _one(graph, screen, rules, day, args)


def _refuse_own_input(args: argparse.Namespace) -> None:
    """Stops before the picture replaces the register that it is drawn from."""
    if not args.svg or args.graph == "-":
        return
    source, target = Path(args.graph), Path(args.svg)
    if source.exists() and target.exists() and target.samefile(source):
        raise QueryError("--svg", f"{target} is the graph itself; choose another name.")


def _one(
    graph: Graph,
    screen: Any,
    rules: tuple[Counting, ...],
    day: date,
    args: argparse.Namespace,
) -> int:
    from listgate.license.owned import report
    from listgate.license.owned_output import COLUMNS, chain_rows, marks_of, report_dict

    found = report(graph, args.name, screen, rules, on=day)
    if args.svg:
        from listgate.ownership.picture import to_svg

        stakes = [s for into in found.stakes.into.values() for s in into]
        Path(args.svg).write_text(
            to_svg(found.party, stakes, marks_of(found)), encoding="utf-8"
        )
    form = options.format_of(args)
    if form == "json":
        printing.put_json(report_dict(found, day))
    elif form == "jsonl":
        printing.put_jsonl([report_dict(found, day)])
    elif form == "csv":
        printing.put_csv(COLUMNS, chain_rows(found))
    else:
        _page(found, day)
    for remark in found.remarks:
        printing.say(remark)
    return exits.DONE


def _page(found: Report, day: date) -> None:
    """The report for reading."""
    from listgate.license.owned_output import checks, hits_of, owner_rows
    from listgate.ownership.chains import chain_text
    from listgate.ownership.shares import share_text
    from listgate.tables.text import aligned, wrapped

    room = printing.columns()

    def put(text: str, indent: int = 0) -> None:
        for line in wrapped(text, room - indent):
            printing.put(" " * indent + line + "\n")

    mine = found.screened[found.party]
    country = f" ({found.country})" if found.country else ""
    put(f"{found.party}{country} on {day}; its own name: {mine.status}")
    for look in found.looks:
        share, rule = look.share, look.counting.rule
        cite = f", {rule.citation}" if rule else ""
        state = look.counting.state.replace("-", " ")
        held = share_text(share.low, share.high)
        printing.put("\n")
        put(f"{look.counting.title}{cite} ({state}): {share.verdict.value}")
        put(f"listed owners together: {held}", 2)
        for one in share.owners:
            entries = ", ".join(h.entry for h in hits_of(one, look, found))
            what = "listed" if one.listed else "may be listed"
            put(f"{chain_text(one.chain)} [{what}: {entries}; counts: {one.counts}]", 2)
        for fact in share.deciding:
            put(f"depends on {fact.text}", 2)
        for finding in share.findings:
            put(f"look: {finding.text}", 2)
        for check in checks(look):
            put(f"check: {check}", 2)
    rows = [
        (
            str(row["tier"]),
            row["owner"],
            share_text(stake.low, stake.high),
            row["owned"],
            row["status"],
            row["entry"] or "",
        )
        for row, stake in _with_stakes(found, owner_rows(found))
    ]
    if rows:
        printing.put("\n")
        head = ("tier", "owner", "share", "of", "status", "entry")
        printing.put("\n".join(aligned(head, rows, room)) + "\n")
    if found.owned:
        names = [name if sure else f"{name} (may be)" for name, sure in found.owned]
        more = f" and {len(names) - 20:,} more" if len(names) > 20 else ""
        printing.put("\n")
        put(f"It owns: {', '.join(names[:20])}{more}")


def _with_stakes(found: Report, rows: Iterable[dict[str, Any]]) -> Iterator[Any]:
    stakes = {
        (s.owner, s.owned): s for into in found.stakes.into.values() for s in into
    }
    for row in rows:
        yield row, stakes[row["owner"], row["owned"]]


def _all(
    graph: Graph, screen: Any, rules: tuple[Counting, ...], day: date, form: str
) -> int:
    """Every party that listed ones own."""
    import numpy as np

    from listgate.license.owned import everything, reached

    rows: list[dict[str, Any]] = []
    for one in everything(graph, screen, rules, on=day):
        either = one.owned.sure | one.owned.possible
        rows.extend(
            {
                "rule": one.counting.code,
                "state": one.counting.state,
                "key": graph.keys[n],
                "name": graph.name(n),
                "country": graph.countries.get(n),
                "reaches": reached(one.counting, graph.countries.get(n, "")),
                "verdict": "yes" if one.owned.sure[n] else "depends",
            }
            for n in np.flatnonzero(either).tolist()
        )
        printing.say(
            f"{one.counting.title} ({one.counting.state.replace('-', ' ')} on {day}): "
            f"{len(one.listed):,} listed owners, {len(one.maybe):,} that may be, "
            f"{int(one.owned.sure.sum()):,} parties owned, "
            f"{int((one.owned.possible & ~one.owned.sure).sum()):,} that may be"
        )
    for remark in graph.remarks:
        printing.say(remark)
    head = ("rule", "state", "key", "name", "country", "reaches", "verdict")
    if form == "json":
        printing.put_json({"as_of": day.isoformat(), "owned": rows})
    elif form == "jsonl":
        printing.put_jsonl(rows)
    elif form == "csv":
        printing.put_csv(head, [[row[h] for h in head] for row in rows])
    elif rows:
        from listgate.tables.text import aligned

        cells = [[_cell(row[h]) for h in head] for row in rows]
        printing.put("\n".join(aligned(head, cells, printing.columns())) + "\n")
    return exits.DONE


def _cell(value: Any) -> str:
    """A value for reading."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _percent(text: str) -> Fraction:
    """A share above 0 and at most 100, as part of one."""
    try:
        share = Fraction(text.strip().rstrip("%").replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share above 0 and up to 100")
    return share
