"""Write the parts of the reference that the code itself knows best.

``docs/reference/cli.md`` from the command line's own options, ``library.md`` from the
public names and their docstrings, ``lists.md`` from the catalog, ``rules.md`` from the
registry of rules and the regions under embargo, ``errors.md`` from the error classes and
the table of exit codes. ``--check`` writes nothing and exits with 1 where a page is out of
date.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import listgate
from listgate import errors
from listgate.cli import exits
from listgate.cli.app import COMMANDS, build_parser
from listgate.sources.catalog import CATALOG
from listgate.sources.embedded import EMBEDDED_CODES, EXTRA_CODES, load
from listgate.sources.removals import removals
from listgate.sources.rules import Rule, rule_of, rules

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Written by scripts/make_reference.py; edit the code instead. -->"
EXIT_CODES = (
    (exits.DONE, "done"),
    (exits.DEFECT, "a defect of Listgate's own"),
    (exits.USAGE, "usage or bad input; one sentence names file, line and column"),
    (exits.FOUND, "done, and `--fail-on` found such a party"),
    (exits.NO_DATA, "list data missing, refused, or older than `--max-age`"),
)
SETTINGS = (
    ("LISTGATE_HOME", "folder of the data", "the platform's folder for user data"),
    (
        "LISTGATE_DATABASE_URL",
        "SQLAlchemy URL of the list history, such as "
        "`postgresql+psycopg://user@host/listgate`; needs the extra `postgres`",
        "an SQLite file in `LISTGATE_HOME`",
    ),
    ("NO_COLOR", "set to anything: no color", "color on a terminal"),
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
        for line in lines
    )


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands, by name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def option(action: argparse.Action) -> tuple[str, str]:
    """An option as written on the command line, and what it does."""
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    value = ""
    if action.option_strings and action.nargs != 0:
        value = str(action.metavar or action.dest.upper())
        if action.choices:
            value = "|".join(map(str, action.choices))
        value = f" {value}"
    return f"`{names}{value}`", action.help or ""


def options_table(parser: argparse.ArgumentParser) -> str:
    """The options of a command, or of one of its actions."""
    return table(
        ("option", "does"), [option(a) for a in parser._actions if a.dest != "help"]
    )


def action_help(command: argparse.ArgumentParser, action: str) -> str:
    """What an action of a command does, in its own words."""
    return next(
        choice.help or ""
        for found in command._actions
        if isinstance(found, argparse._SubParsersAction)
        for choice in found._choices_actions
        if choice.dest == action
    )


def sentence(text: str) -> str:
    """A phrase as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


def cli_page() -> str:
    """The command line."""
    commands = subparsers(build_parser())
    parts = [
        "# Command line",
        NOTE,
        "Data goes to standard output, everything else to standard error; `-` is "
        "standard input. Without `--format`, a terminal gets a table and a pipe gets "
        "JSON.",
        table(
            ("command", "does"),
            [(f"[`listgate {n}`](#listgate-{n})", line) for n, line in COMMANDS],
        ),
    ]
    for name, line in COMMANDS:
        command = commands[name]
        parts += [
            f"## listgate {name}",
            sentence(line),
            options_table(command),
        ]
        if command.epilog:
            parts.append(f"```text\n{command.epilog.strip()}\n```")
        for action, parser in subparsers(command).items():
            parts += [
                f"### listgate {name} {action}",
                sentence(action_help(command, action)),
                options_table(parser),
            ]
    parts += [
        "## Settings",
        "Read once from the environment.",
        table(
            ("variable", "is", "when left out"),
            [(f"`{n}`", what, default) for n, what, default in SETTINGS],
        ),
        "Exit codes stand with the [errors](errors.md#exit-codes).",
    ]
    return "\n\n".join(parts) + "\n"


def prose(text: str) -> str:
    """A Google docstring as Markdown: sections in bold, items as a list."""
    lines: list[str] = []
    for line in inspect.cleandoc(text).replace("``", "`").splitlines():
        if re.fullmatch(r"(Args|Returns|Yields|Raises|Source|Attributes):", line):
            lines += [f"**{line[:-1]}**", ""]
        elif re.match(r"    \w+(\.\w+)*: ", line):
            name, _, rest = line.strip().partition(": ")
            lines.append(f"- `{name}`: {rest}")
        else:
            lines.append(line.strip() if line.startswith("    ") else line)
    return "\n".join(lines).strip()


def signature(name: str, call: object) -> str:
    """How it is called, one parameter a line where the line would be long."""
    text = str(inspect.signature(call)).replace("'", "")  # type: ignore[arg-type]
    text = re.sub(r"\(self(, )?", "(", text)
    line = f"{name}{text}"
    if len(line) > 80:
        inner, _, result = text[1:].rpartition(")")
        items = re.split(r", (?![^\[(]*[\])])", inner)
        line = f"{name}(\n    " + ",\n    ".join(items) + f",\n){result}"
    return f"```python\n{line}\n```"


def attributes(kind: type) -> list[tuple[str, str]]:
    """The public properties of a class and what each is."""
    return [
        (f"`{name}`", prose(value.__doc__ or "").split("\n\n")[0].replace("\n", " "))
        for name, value in vars(kind).items()
        if isinstance(value, property) and not name.startswith("_") and value.__doc__
    ]


def library_page() -> str:
    """The public names of the package."""
    parts = [
        "# Library",
        NOTE,
        "What `import listgate` gives. Everything else may change without notice. "
        "[Use the library](../how-to/use-the-library.md) shows it at work.",
    ]
    for name in sorted(listgate.__all__):
        value = getattr(listgate, name)
        if inspect.isclass(value):
            parts += [f"## {name}", prose(value.__doc__ or "")]
            if known := attributes(value):
                parts.append(table(("attribute", "is"), known))
            for method, call in inspect.getmembers(value, inspect.isfunction):
                if not method.startswith("_") and call.__doc__:
                    parts += [
                        f"### {name}.{method}",
                        signature(method, call),
                        prose(call.__doc__),
                    ]
        elif callable(value):
            parts += [
                f"## {name}",
                signature(f"listgate.{name}", value),
                prose(value.__doc__ or ""),
            ]
        elif isinstance(value, (int, float, str)):
            parts += [f"## {name}", f"`{value!r}`"]
    return "\n\n".join(parts) + "\n"


def embedded(code: str) -> str:
    """Whether the list comes with the package, in a word or two."""
    if code in EXTRA_CODES:
        return "when named"
    return "yes" if code in EMBEDDED_CODES else ""


def lists_page() -> str:
    """The catalog."""
    parts = [
        "# Lists",
        NOTE,
        "Every list that Listgate knows. *Embedded* lists come with the package, some "
        "of them asked only when named with `--list`; the others answer when loaded. "
        "The legal effect is a summary of one line; the rules cited decide.",
        table(
            ("code", "list", "embedded"),
            [
                (
                    f"[`{entry.code}`](#{entry.code})",
                    entry.title,
                    embedded(entry.code),
                )
                for entry in CATALOG
            ],
        ),
    ]
    for entry in CATALOG:
        parts += [
            f"## {entry.code}",
            f"**{entry.title}**, {entry.publisher}. <{entry.url}>",
            entry.legal_effect,
            f"Authority: {entry.authority}.",
        ]
    return "\n\n".join(parts) + "\n"


def error_classes() -> list[type[errors.ListgateError]]:
    """The error classes in the order of their module."""
    return [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.ListgateError)
    ]


def errors_page() -> str:
    """Errors and exit codes."""
    tree = inspect.getdoc(errors) or ""
    drawn = tree[tree.index("ListgateError") : tree.index("\n\nMessages")]
    rows = []
    for kind in error_classes():
        parent = kind.__bases__[0].__name__
        code = next(c for k, c in exits._CODES if issubclass(kind, k))
        first = prose(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        rows.append((f"`{kind.__name__}`", f"`{parent}`", first, str(code)))
    return (
        "\n\n".join(
            [
                "# Errors and exit codes",
                NOTE,
                "All are in `listgate.errors`. A message is one sentence that says what to "
                "do next. The command line prints it and ends with the exit code; a row that "
                "cannot be screened is no error but a result with the status `error`.",
                f"```text\n{drawn}\n```",
                table(("error", "is a", "means", "exit code"), rows),
                "## Exit codes",
                table(("code", "means"), [(str(c), text) for c, text in EXIT_CODES]),
                "A file or folder that the system refuses to open ends with "
                f"{exits.USAGE} too.",
            ]
        )
        + "\n"
    )


# Why the entries that a rule dates are not as many as it announced.
WHY = {
    "85 FR 34503": "The Institute of Forensic Science was removed on 2023-11-17.",
    "85 FR 44159": "Nanchang O-Film Tech and Hefei Bitland are off the list.",
    "87 FR 75173": "Fiber Optic Solutions is not on the list under that name.",
    "87 FR 77505": "Cambricon and Yangtze Memory (Japan) have two rows each.",
    "89 FR 14403": "The two entities stand in a row for each of several names or places.",
    "89 FR 51644": "It added eight addresses as well as five entities.",
}
FEWER = "Some have left the list since, or cite another rule first."
MORE = (
    "Entities stand in rows of their own for countries or units, or cite no older rule."
)
NO_PAGE = "Its page is not known here, so that no citation can be told to be its own."


def rules_page() -> str:
    """The registry's rules: what each announced, and the entries that it dates."""
    (_, entries), *_ = load(["us-bis-el"]).versions
    dated: Counter[Rule] = Counter()
    for entry in entries:
        cited = (
            rule_of(c.printed, c.published_at) or rule_of(c.cite, c.published_at)
            for c in entry.citations
        )
        first = min(filter(None, cited), key=lambda r: r.in_force_from, default=None)
        dated.update([first] if first else [])
    counted = [r for r in rules() if r.list == "us-bis-el" and r.added is not None]
    alike = sum(r.added == dated[r] for r in counted)
    rows = [
        (
            r.cite or r.document,
            f"{r.in_force_from}",
            f"{r.added}",
            f"{dated[r]}",
            why(r, dated[r]),
        )
        for r in counted
        if r.added != dated[r]
    ]
    taken = [
        (r.list, r.cite, f"{r.day}", "; ".join(r.names), r.source) for r in removals()
    ]
    return (
        "\n\n".join(
            [
                "# The registry of rules",
                NOTE,
                f"It holds {len(rules())} rules of the Federal Register. Of "
                f"{len(counted)} it is known how many entities they added to the Entity "
                f"List; for {alike} the embedded list has as many entries that cite them "
                "first. Where it has not:",
                table(("rule", "in force", "added", "entries", "why"), rows),
                "## Removals",
                "An entry that a rule took off ends on that rule's day. All others end "
                "between the last version that has them and the first that has not.",
                table(("list", "rule", "in force", "names", "known from"), taken),
                "## Regions",
                "Parts of a country that are destinations of their own in a determination.",
                table(("region", "written as", "from", "rule", "checked"), regions()),
            ]
        )
        + "\n"
    )


def regions() -> list[tuple[str, ...]]:
    """The regions under an embargo of their own, with the names they go by."""
    data = files("listgate.license") / "data" / "regions.toml"
    return [
        (
            row["name"],
            ", ".join(f"`{name}`" for name in row["names"]),
            f"{row['from']}",
            f"{row['citation']} ({', '.join(row['federal_register'])})",
            f"{row['checked']} ({row['sure']})",
        )
        for row in tomllib.loads(data.read_text("utf-8"))["region"]
    ]


def why(rule: Rule, count: int) -> str:
    """What explains that a rule dates other than as many entries as it announced."""
    if not rule.cite:
        return NO_PAGE
    known = WHY.get(rule.cite)
    return known or (FEWER if count < (rule.added or 0) else MORE)


PAGES = {
    "rules.md": rules_page,
    "cli.md": cli_page,
    "library.md": library_page,
    "lists.md": lists_page,
    "errors.md": errors_page,
}


def main() -> int:
    """Write the pages, or say which are out of date."""
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    if stale:
        verb = "out of date" if "--check" in sys.argv[1:] else "written"
        print(f"docs/reference: {verb}: {', '.join(stale)}", file=sys.stderr)
    return int(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
