"""`lists`, `show`, `update` and what failures become."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fake_gate import Run

from listgate.cli import exits
from listgate.errors import (
    ListgateError,
    ParseError,
    QueryError,
    StaleListError,
    VersionNotFoundError,
)


def test_lists_marks_the_version_that_answers(run: Run) -> None:
    told = json.loads(run("lists").out)["lists"]
    assert [(v["version"], v["serving"]) for v in told] == [
        ("sha256:bb", False),
        ("sha256:aa", True),
    ]


def test_lists_ends_with_4_when_too_old_and_shows_them_all_the_same(run: Run) -> None:
    ran = run("lists", "--max-age", "0")
    assert ran.code == 4
    assert len(json.loads(ran.out)["lists"]) == 2


def test_show_gives_the_entry_whole(run: Run) -> None:
    told = json.loads(run("show", "us-bis-el:d4hu4").out)
    assert told["name"] == "Dahua Technology"
    assert told["citations"] == [
        {"cite": "84 FR 54002", "printed": "84 FR 54004", "date": "2019-10-09"}
    ]


def test_show_reads_well_on_a_terminal(run: Run) -> None:
    lines = run("show", "us-bis-el:d4hu4", "--format", "table").out.splitlines()
    assert lines[0] == "Dahua Technology"
    assert "  aliases              浙江大华技术股份有限公司 (aka)" in lines
    assert "  in force from        2019-10-09 (rule)" in lines


def test_an_unknown_entry_is_the_users_mistake(run: Run) -> None:
    ran = run("show", "us-bis-el:nope")
    assert (ran.code, ran.err) == (2, "listgate: entry: there is no us-bis-el:nope.\n")


def test_a_refused_file_is_exit_4(run: Run) -> None:
    Path("list.csv").write_text("cut o")
    ran = run("update", "--from", "list.csv")
    assert ran.code == 4
    assert ran.err == "listgate: the file is cut off; the old version serves.\n"


def test_update_needs_a_file_that_is_there(run: Run) -> None:
    assert run("update", "own:watched").code == 2
    ran = run("update", "--from", "no.csv")
    assert (ran.code, ran.err) == (2, "listgate: no.csv: there is no such file.\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (QueryError("name", "is empty."), 2),
        (ParseError("us-bis-el", "cut off", "row 7"), 4),
        (VersionNotFoundError("us-bis-el"), 4),
        (StaleListError("us-bis-el", 9, 7), 4),
        (FileNotFoundError(2, "No such file or directory", "x"), 2),
        (ListgateError("anything"), 1),
        (ZeroDivisionError(), None),
    ],
)
def test_each_failure_has_its_exit_code(error: Exception, code: int | None) -> None:
    assert exits.code_of(error) == code
