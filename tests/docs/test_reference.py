"""Every command, option, setting, list and error of the code stands in the reference."""

from __future__ import annotations

import argparse
import inspect
import subprocess
import sys
from pathlib import Path

import listgate
from listgate import errors, settings
from listgate.cli.app import COMMANDS, build_parser
from listgate.sources.catalog import CATALOG

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_generated_pages_are_what_the_code_says_today() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/make_reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_command_and_option_is_documented() -> None:
    text = page("cli.md")
    parser = build_parser()
    choices = next(
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    assert {name for name, _ in COMMANDS} == set(choices)
    for name, command in choices.items():
        assert f"## listgate {name}\n" in text
        section = text.split(f"## listgate {name}\n")[1].split("\n## ")[0]
        for action in command._actions:
            for option in action.option_strings:
                if action.dest != "help":
                    assert option in section, f"listgate {name} {option}"


def test_every_option_says_what_it_does_and_every_command_shows_an_example() -> None:
    choices = next(
        action.choices
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    for name, command in choices.items():
        assert f"listgate {name}" in (command.epilog or ""), name
        assert all(action.help for action in command._actions), name


def test_every_setting_is_documented() -> None:
    text = page("cli.md")
    names = [
        value
        for value in vars(settings).values()
        if isinstance(value, str) and value.startswith("LISTGATE_")
    ]
    assert names
    assert all(f"`{name}`" in text for name in names)


def test_every_error_is_documented() -> None:
    text = page("errors.md")
    kinds = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.ListgateError)
    ]
    assert len(kinds) > 5
    assert all(f"`{kind.__name__}`" in text for kind in kinds)


def test_every_public_name_is_documented() -> None:
    text = page("library.md")
    assert all(f"## {name}\n" in text for name in listgate.__all__)


def test_every_list_of_the_catalog_is_documented() -> None:
    text = page("lists.md")
    assert all(f"## {entry.code}\n" in text for entry in CATALOG)
