"""`listgate screen --file`: a file of parties, row by row, into another file."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from listgate.batch.progress import Progress
from listgate.batch.question import Job, Layout, Question
from listgate.batch.render import csv_head, table_head
from listgate.batch.run import Tally, cores, run
from listgate.batch.worker import open_gate
from listgate.cli import ages, exits, options, printing
from listgate.cli.screen import document_head
from listgate.errors import QueryError
from listgate.settings import read_settings
from listgate.tables.columns import parse_mapping
from listgate.tables.output import format_of, output
from listgate.tables.reader import Table


def screen_file(args: argparse.Namespace) -> int:
    """Screens a file; the exit code."""
    form = _format(args)
    _refuse_own_input(args)
    mapping = parse_mapping(args.map)
    told = options.thresholds(args)
    table = Table(args.file, mapping, encoding=args.encoding)
    try:
        for note in table.notes:
            printing.say(note)
        settings = read_settings()
        gate = open_gate(settings)
        args.on = args.on or options.today()  # one day, also for a run over midnight
        versions = ages.serving(gate, args.on, args.lists)
        ages.check(versions, args.on, args.max_age)
        ages.announce(gate)
        question = Question(
            on=args.on,
            lists=tuple(args.lists),
            limit=args.limit,
            match=told[0] if told else None,
            review=told[1] if told else None,
        )
        layout = Layout(
            format=form,
            columns=table.columns,
            header=table.header() if form == "csv" else (),
            raw=args.raw,
            thresholds=told,
            width=printing.columns(),
        )
        gate.screen_block([], **question.options())  # refuses wrong options, if any
        job = Job(open_gate, settings, question, layout)
        tally = _write(args, table, job, gate, versions)
    finally:
        table.close()
    ages.tell(versions, args.on)
    printing.say(f"read {tally.read}, screened {tally.screened}, failed {tally.failed}")
    return _exit_code(args.fail_on, tally)


def _format(args: argparse.Namespace) -> str:
    """The format: as asked, by the output's suffix, or what fits where it goes."""
    if args.format:
        return str(args.format)
    if args.output != "-":
        return format_of(args.output) or "json"
    return options.format_of(args)


def _refuse_own_input(args: argparse.Namespace) -> None:
    """Stops before a user's only copy is replaced by our answers."""
    source, target = Path(args.file), Path(args.output)
    if "-" in (args.file, args.output) or not (source.exists() and target.exists()):
        return
    if target.is_file() and target.samefile(source):
        raise QueryError("-o", f"{target} is the input itself; choose another name.")


def _write(
    args: argparse.Namespace, table: Table, job: Job, gate: Any, versions: Sequence[Any]
) -> Tally:
    """The whole output, with a progress line while it grows."""
    opened = table.opened
    progress = Progress(sys.stderr, size=opened.size, position=opened.position)
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        with output(args.output) as file:
            file.write(_head(args, job.layout, versions).encode())
            tally = run(
                table.chunks(),
                job,
                file.write,
                gate=gate,
                processes=args.jobs or cores(),
                tell=lambda so_far: progress.tell(so_far.read),
            )
            file.write(_foot(job.layout, tally).encode())
    finally:
        progress.close()
        signal.signal(signal.SIGTERM, before)
    return tally


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    """Lets go of the half-written file before the process ends."""
    raise SystemExit(exits.TERMINATED)


def _head(args: argparse.Namespace, layout: Layout, versions: Sequence[Any]) -> str:
    """What stands before the first row."""
    if layout.format == "csv":
        return csv_head(layout)
    if layout.format == "table":
        return table_head(layout)
    if layout.format == "json":
        head = document_head(args.on, versions, layout.thresholds)
        text = json.dumps(head, ensure_ascii=False)
        return f'{text[:-1]}, "results": [\n'
    return ""


def _foot(layout: Layout, tally: Tally) -> str:
    """What stands after the last row."""
    if layout.format == "json":
        return "\n]}\n"
    if layout.format == "table":
        clear = tally.screened - tally.matches - tally.reviews
        told = layout.thresholds
        stated = f"; thresholds: match {told[0]}, review {told[1]}" if told else ""
        return (
            f"\n{tally.matches} match, {tally.reviews} review, {clear} clear, "
            f"{tally.failed} error{stated}\n"
        )
    return ""


def _exit_code(fail_on: str | None, tally: Tally) -> int:
    """As for names."""
    found = tally.matches
    if fail_on == "review":
        found += tally.reviews + tally.failed
    return exits.FOUND if fail_on and found else exits.DONE
