"""`listgate update`: loads list versions from publishers' files."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from listgate.cli import exits, options
from listgate.errors import QueryError

EXAMPLES = """examples:
  listgate update --from consolidated.csv.gz
  listgate update us-bis-el --from consolidated.json --published 2026-07-31
  curl -s ADDRESS | listgate update --from -

A file is taken whole or not at all, and told by its content. One with a tenth fewer
entries than the last is refused (exit 4) unless --force is given."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Fills in the command's options."""
    parser.add_argument(
        "codes",
        nargs="*",
        metavar="CODE",
        help="only these lists of the file (default: all)",
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="PATH",
        help="a file or folder, plain or compressed; - is standard input",
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
    options.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Loads; the exit code."""
    if not args.source:
        raise QueryError("update", "name the file to load with --from PATH.")
    with _file(args.source) as path:
        gate = options.open_gate()
        report = gate.update(
            path, codes=tuple(args.codes), published=args.published, force=args.force
        )
    from listgate.cli.reports import put_update

    put_update(report, options.format_of(args))
    return exits.DONE


@contextlib.contextmanager
def _file(source: str) -> Iterator[Path]:
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
