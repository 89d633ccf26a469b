"""`listgate screen --file`: a file of parties, row by row, into another file."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, cast

from listgate.batch.journal import Journal, asked_before
from listgate.batch.progress import Progress
from listgate.batch.question import Job, Layout, Question
from listgate.batch.render import csv_head, table_head
from listgate.batch.run import Tally, cores, run
from listgate.batch.worker import open_gate
from listgate.cli import ages, exits, options, printing
from listgate.cli.ages import document_head
from listgate.errors import QueryError
from listgate.settings import read_settings
from listgate.tables.columns import parse_mapping
from listgate.tables.output import PACKED, format_of, output
from listgate.tables.reader import Table
from listgate.tables.rows import Chunk

if TYPE_CHECKING:
    from listgate.records import ListVersion


def screen_file(args: argparse.Namespace) -> int:
    """Screens a file; the exit code."""
    form = _format(args)
    _refuse_own_input(args)
    target = _resumable(args)
    mapping = parse_mapping(args.map)
    told = options.thresholds(args)
    table = Table(args.file, mapping, encoding=args.encoding, sheets=args.sheet)
    try:
        for note in table.notes:
            printing.say(note)
        settings = read_settings()
        gate = open_gate(settings)
        args.on = args.on or _day(args, target)  # one day, also for a run over midnight
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
            header=table.header() if form in ("csv", *PACKED) else (),
            raw=args.raw,
            thresholds=told,
            width=printing.columns(),
        )
        gate.screen_block([], **question.options())  # refuses wrong options, if any
        job = Job(open_gate, settings, question, layout)
        write = _Writing(args, table, job, gate, versions)
        tally = write.resumably(target) if target else write.straight()
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


def _resumable(args: argparse.Namespace) -> Path | None:
    """The output's place, if a run from this input into it can go on after a kill."""
    source = Path(args.file)
    if args.output != "-":
        target = Path(args.output).resolve()
        if target.is_dir():
            raise QueryError(args.output, "this is a folder.")
        if source.is_file() and (target.is_file() or not target.exists()):
            return target
    if args.resume:
        raise QueryError(
            "--resume",
            "needs --file with a file and -o with a file; a pipe is not kept.",
        )
    return None


def _day(args: argparse.Namespace, target: Path | None) -> Any:
    """The day asked about; a run that goes on asks what was asked when it began."""
    today = options.today()
    before = asked_before(target) if args.resume and target else None
    if before is None:
        return today
    try:
        began = options.day(str(before.get("on")))
    except argparse.ArgumentTypeError:
        return today
    if began != today:
        printing.say(f"Resumed as begun: as of {began}.")
    return began


class _Writing:
    """One run: what is asked of which rows, and how the answers are written."""

    def __init__(
        self,
        args: argparse.Namespace,
        table: Table,
        job: Job,
        gate: Any,
        versions: Sequence[ListVersion],
    ) -> None:
        self._args = args
        self._table = table
        self._job = job
        self._gate = gate
        self._versions = versions

    def straight(self) -> Tally:
        """The whole output, into a stream or from one."""
        with output(self._args.output) as file:
            if self._job.layout.format not in PACKED:
                return self._body(file.write)
            with tempfile.TemporaryFile() as body:
                tally = self._body(body.write)
                body.seek(0)
                self._pack(cast(BinaryIO, body), file, tally)
                return tally

    def resumably(self, target: Path) -> Tally:
        """The same, in a way that a later run can go on with."""
        journal = Journal(target, self._asked(), resume=self._args.resume)
        if self._args.resume:
            _tell_resumed(journal.tally)
        try:
            tally = self._body(journal.write, journal.mark, journal.tally)
            packed = self._job.layout.format in PACKED
            if packed or target.suffix == ".gz":
                with journal.body() as body, output(target) as file:
                    if packed:
                        self._pack(body, file, tally)
                    else:
                        shutil.copyfileobj(body, file, 1 << 20)
                journal.discard()
            else:
                journal.finish()
        except (KeyboardInterrupt, SystemExit):
            journal.close()
            printing.say(f"Stopped; --resume goes on from {journal.part.name}.")
            raise
        except QueryError:
            journal.discard()  # the input itself is at fault: going on would not help
            raise
        except BaseException:
            journal.close()
            raise
        return tally

    def _body(
        self,
        write: Callable[[bytes], object],
        mark: Callable[[Tally], None] = lambda tally: None,
        before: Tally | None = None,
    ) -> Tally:
        """All rows' answers, with a progress line while they grow."""
        before = before or Tally()
        layout = self._job.layout
        opened = self._table.opened
        progress = Progress(sys.stderr, size=opened.size, position=opened.position)
        # The workers are started once the rows begin: not for what is done already.
        chunks: Iterable[Chunk] = (
            chunk for chunk in self._table.chunks() if chunk.first > before.read
        )

        def tell(tally: Tally) -> None:
            mark(tally)
            progress.tell(tally.read)

        previous = signal.signal(signal.SIGTERM, _terminated)
        try:
            if not before.read:
                write(self._head().encode())
            tally = run(
                chunks,
                self._job,
                write,
                gate=self._gate,
                processes=self._args.jobs or cores(),
                tell=tell,
                before=before,
            )
            write(_foot(layout, tally).encode())
        finally:
            progress.close()
            signal.signal(signal.SIGTERM, previous)
        return tally

    def _head(self) -> str:
        """What stands before the first row."""
        layout = self._job.layout
        if layout.format == "csv":
            return csv_head(layout)
        if layout.format == "table":
            return table_head(layout)
        if layout.format == "json":
            head = document_head(self._args.on, self._versions, layout.thresholds)
            text = json.dumps(head, ensure_ascii=False)
            return f'{text[:-1]}, "results": [\n'
        return ""

    def _pack(self, body: BinaryIO, out: BinaryIO, tally: Tally) -> None:
        """Makes a workbook or Parquet of the finished body."""
        from listgate.cli.packing import pack

        pack(self._job.layout, body, out, self._args, self._versions, tally)

    def _asked(self) -> dict[str, Any]:
        """All that the output's bytes hang on."""
        from importlib.metadata import version

        from listgate.matching.kernel import TABLES

        args = self._args
        layout = self._job.layout
        with Path(args.file).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {
            "listgate": version("listgate"),
            "tables": hashlib.sha256(TABLES.read_bytes()).hexdigest(),
            "input": digest,
            "versions": {v.code: v.version for v in self._versions},
            "on": args.on.isoformat(),
            "lists": list(args.lists),
            "limit": args.limit,
            "thresholds": list(layout.thresholds or ()),
            "map": list(args.map),
            "encoding": args.encoding,
            "sheets": list(args.sheet),
            "format": layout.format,
            "raw": layout.raw,
            "width": layout.width if layout.format == "table" else 0,
        }


def _tell_resumed(tally: Tally) -> None:
    if tally.read:
        printing.say(f"Resumed after row {tally.read}.")
    else:
        printing.say("There is nothing to resume; begun with the first row.")


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    """Lets go of the half-written file before the process ends."""
    raise SystemExit(exits.TERMINATED)


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
