"""The commands, their dispatch, and what becomes of failures.

argparse, not Typer: `listgate screen NAME` must answer within 0.3 s, and Typer alone
costs half of that to import (docs/decisions).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from listgate.cli import exits

# Name, one line, module; a command's module is imported when it is called.
COMMANDS = (
    ("screen", "screen names, or a file of parties, against the lists"),
    ("compare", "score two names and say why"),
    ("determine", "tell what the rules ask of one transaction"),
    ("lists", "show the lists, their versions and their age"),
    ("update", "load list versions from publishers' files"),
    ("show", "show one entry whole"),
    ("export", "write out whole lists, as JSON lines or for FollowTheMoney"),
    ("diff", "show what was added, removed and changed between two dates"),
    ("history", "tell the dated story of one entry"),
    ("watch", "keep parties screened as the lists change"),
    ("ownership", "tell who owns a party and what share is listed"),
)

_EXAMPLES = """examples:
  listgate screen "Hikvision"
  listgate screen --file parties.csv -o out.csv
  listgate lists

exit codes: 0 done; 1 a defect of ours; 2 usage or bad input; 3 done, and --fail-on
found such a party; 4 list data missing, refused or too old.
LISTGATE_HOME holds the data; LISTGATE_DATABASE_URL moves the history to PostgreSQL."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage's dozen lines."""

    def error(self, message: str) -> NoReturn:
        """Ends with exit code 2."""
        text = message[0].upper() + message[1:]
        end = "" if text.endswith((".", "?", ")")) else "."
        self.exit(exits.USAGE, f"{self.prog}: {text}{end} See {self.prog} --help.\n")


def command_parser(name: str) -> Parser:
    """The parser of one command alone: the quick way to run it."""
    module = import_module(f"listgate.cli.{name}")
    parser = Parser(prog=f"listgate {name}", **_look(name, module.EXAMPLES))
    module.add_options(parser)
    parser.set_defaults(run=module.run)
    return parser


def build_parser() -> Parser:
    """The parser of the whole line, all commands filled in."""
    parser = Parser(
        prog="listgate",
        description="Who is on a restricted-party list, since when, and under which rule.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="show the version")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )
    for name, line in COMMANDS:
        module = import_module(f"listgate.cli.{name}")
        sub = commands.add_parser(name, help=line, **_look(name, module.EXAMPLES))
        module.add_options(sub)
        sub.set_defaults(run=module.run)
    return parser


def _look(name: str, examples: str) -> dict[str, Any]:
    """What the help of a command says beside its options."""
    line = dict(COMMANDS)[name]
    return {
        "description": f"{line[0].upper()}{line[1:]}.",
        "epilog": examples,
        "formatter_class": argparse.RawDescriptionHelpFormatter,
        "allow_abbrev": False,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code. A user's mistake is one sentence, no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a letter shows a mark; nothing stops for it.
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words and words[0] in dict(COMMANDS):
            args = command_parser(words[0]).parse_args(words[1:])
            return int(args.run(args))
        parser = build_parser()
        if parser.parse_args(words).version:
            return _print_version()
        parser.print_help(sys.stderr)
        return exits.USAGE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else exits.DONE
    except BrokenPipeError:
        # Python would complain once more when it flushes what nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.READER_GONE
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except Exception as error:  # noqa: BLE001  the one place where all of them end
        return _failed(error)


def _print_version() -> int:
    from importlib.metadata import version

    print(f"listgate {version('listgate')}")
    return exits.DONE


def _failed(error: Exception) -> int:
    """Says what went wrong; the traceback only for a defect of ours."""
    code = exits.code_of(error)
    if code is None:
        import traceback

        traceback.print_exception(error)
        print("listgate: a defect of ours, not of your input.", file=sys.stderr)
        return exits.DEFECT
    print(f"listgate: {exits.sentence(error)}", file=sys.stderr)
    return code
