"""`make demo` shows a new user something true and readable."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shown() -> str:
    """What the demo prints."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/demo.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_line_fits_into_100_columns(shown: str) -> None:
    def columns(line: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)

    assert [line for line in shown.splitlines() if columns(line) > 100] == []


def test_hikvision_is_found_under_five_spellings_and_in_chinese(shown: str) -> None:
    part = shown.split("1. ")[1].split("2. ")[0]
    found = re.findall(
        r"^  \S.*\b(?:match|review) +[01]\.\d\d +Hangzhou Hik", part, re.M
    )
    assert len(found) == 6
    assert "84 FR 54002" in part
    assert "2019-10-09" in part
    assert re.search(r"license requirement +\w", part)
    assert re.search(r"license review +\w", part)


def test_the_day_before_the_rule_is_clear_and_the_day_itself_is_not(shown: str) -> None:
    part = shown.split("2. ")[1].split("3. ")[0]
    rows = re.findall(
        r"^  (\S.*?)  +(clear|review|match)  +(clear|review|match)", part, re.M
    )
    assert len(rows) == 5
    assert {before for _, before, _ in rows} == {"clear"}
    assert {after for _, _, after in rows} == {"match"}


def test_each_customer_of_the_file_gets_a_status(shown: str) -> None:
    part = shown.split("3. ")[1]
    assert len(re.findall(r"^  C-\d\d .* (?:match|review|clear)\b", part, re.M)) == 12
