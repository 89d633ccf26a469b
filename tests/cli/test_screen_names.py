"""`listgate screen NAME…`."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from fake_gate import Run

LISTED = {
    "entry": "us-bis-el:d4hu4",
    "list": "us-bis-el",
    "name": "Dahua Technology",
    "matched_name": "Dahua",
    "score": 0.97,
    "reasons": ["same: dahua"],
    "effective_from": "2019-10-09",
    "citations": ["84 FR 54002"],
}
VERSION = {
    "code": "us-bis-el",
    "version": "sha256:aa",
    "published": "2026-07-31",
    "dated_by": "content",
    "origin": "embedded",
    "entries": 3420,
}


def test_piped_output_is_the_json_document_of_the_contract(run: Run) -> None:
    ran = run("screen", "Dahua", "Acme")
    assert ran.code == 0
    assert json.loads(ran.out) == {
        "as_of": "2026-08-01",
        "lists": [VERSION],
        "results": [
            {"query": {"name": "Dahua"}, "status": "match", "hits": [LISTED]},
            {"query": {"name": "Acme"}, "status": "clear", "hits": []},
        ],
    }
    assert ran.err == "us-bis-el of 2026-07-31, 1 day old.\n"


def test_the_day_asked_about_is_the_as_of(run: Run) -> None:
    ran = run("screen", "Acme", "--on", "2019-10-09", "--format", "json")
    assert json.loads(ran.out)["as_of"] == "2019-10-09"


def test_own_thresholds_are_stated_in_every_format(run: Run) -> None:
    words = ("screen", "Dahua", "--match", "0.99", "--review", "0.5", "--format")
    told = json.loads(run(*words, "json").out)
    assert told["thresholds"] == {"match": 0.99, "review": 0.5}
    assert told["results"][0]["status"] == "review"
    line = json.loads(run(*words, "jsonl").out)
    assert line["thresholds"] == {"match": 0.99, "review": 0.5}
    head, row = run(*words, "csv").out.splitlines()
    assert head.endswith(",match_threshold,review_threshold")
    assert row.endswith(",0.99,0.5")
    assert run(*words, "table").out.endswith("thresholds: match 0.99, review 0.5\n")


def test_a_table_tells_all_that_a_person_needs(run: Run) -> None:
    ran = run("screen", "Dahua", "--format", "table")
    assert ran.out == (
        "Dahua: match\n"
        "  0.97  us-bis-el  Dahua Technology\n"
        "        us-bis-el:d4hu4 · since 2019-10-09 · CN · organization\n"
        "        matched: Dahua\n"
        "        why: same: dahua\n"
        "        citations: 84 FR 54002\n"
        "        license requirement: For all items subject to the EAR.\n"
        "        license review: Presumption of denial.\n"
    )


def test_csv_is_one_row_a_name(run: Run) -> None:
    ran = run("screen", "Dahau", "=1+1", "--format", "csv")
    assert ran.out == (
        "name,status,score,entry,list,listed_name,matched_name,effective_from,"
        "citations,reasons\n"
        "Dahau,review,0.8,us-bis-el:d4hu4,us-bis-el,Dahua Technology,'=Dahua,"
        "2019-10-09,84 FR 54002,near: dahau\n"
        "'=1+1,clear,,,,,,,,\n"
    )


def test_what_is_known_of_the_party_is_asked_too(run: Run) -> None:
    ran = run("screen", "Acme", "--country", "DE", "--type", "organization")
    query = json.loads(ran.out)["results"][0]["query"]
    assert query == {"name": "Acme", "country": "DE", "type": "organization"}


def test_a_dash_reads_names_from_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin: Any = io.TextIOWrapper(io.BytesIO("Dahua\n\n海康威视\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    ran = run("screen", "-", "--format", "jsonl")
    names = [json.loads(line)["query"]["name"] for line in ran.out.splitlines()]
    assert names == ["Dahua", "海康威视"]


@pytest.mark.parametrize(
    ("names", "fail_on", "code"),
    [
        (["Dahua"], "match", 3),
        (["Dahau"], "match", 0),
        (["Dahau"], "review", 3),
        (["Dahua"], "review", 3),
        (["Acme"], "review", 0),
    ],
)
def test_fail_on_decides_the_exit_code(
    run: Run, names: list[str], fail_on: str, code: int
) -> None:
    assert run("screen", *names, "--fail-on", fail_on).code == code


@pytest.mark.parametrize(("days", "code"), [("1", 0), ("0", 4)])
def test_lists_older_than_the_age_allowed_end_with_4(
    run: Run, days: str, code: int
) -> None:
    ran = run("screen", "Acme", "--max-age", days)
    assert ran.code == code
    if code:
        assert ran.out == ""
        assert ran.err == (
            "listgate: us-bis-el is 1 days old, more than the 0 allowed; "
            "run `listgate update`.\n"
        )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), 'screen: give a name, as in listgate screen "Hikvision", or --file.'),
        (("A", "--file", "b.csv"), "screen: give names or --file, not both."),
        (("A", "--map", "name=B"), "--map: does not go with names."),
        (("--file", "b.csv", "--country", "CN"), "--country: does not go with --file."),
        (
            ("A", "--match", "0.5", "--review", "0.9"),
            "--review: 0.9 is above the threshold 0.5 for match.",
        ),
        ((" ",), "name: is empty."),
        (("A", "-o", "no/such/out.json"), "no/such/out.json: cannot be written: "),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_2(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    ran = run("screen", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith(f"listgate: {sentence}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("screen", "A", "--on", "2019-13-01"), "is no date of the form YYYY-MM-DD"),
        (("screen", "A", "--match", "7"), "7 is no number from 0 to 1"),
        (("screen", "A", "--limit", "0"), "0 is less than 1"),
        (("screen", "A", "--format", "xml"), "invalid choice"),
        (("screen", "A", "--nonsense"), "--nonsense"),
        (("scren", "A"), "invalid choice"),
    ],
)
def test_a_wrong_option_is_one_sentence_and_exit_2(
    run: Run, words: tuple[str, ...], part: str
) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert part in ran.err
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err


def test_an_output_file_is_written_in_the_format_of_its_suffix(run: Run) -> None:
    from pathlib import Path

    assert run("screen", "Dahua", "-o", "out.csv").out == ""
    assert Path("out.csv").read_text().startswith("name,status,score")
    assert run("screen", "Dahua", "-o", "out.jsonl").code == 0
    assert json.loads(Path("out.jsonl").read_text())["status"] == "match"


def test_every_command_has_help_with_an_example(run: Run) -> None:
    from listgate.cli.app import COMMANDS

    for name, _ in COMMANDS:
        ran = run(name, "--help")
        assert ran.code == 0
        assert f"examples:\n  listgate {name} " in ran.out.replace(
            "listgate lists\n", "listgate lists \n"
        )


def test_no_command_shows_the_help_and_is_a_usage_error(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert ran.out == ""
    assert "exit codes" in ran.err


def test_a_defect_of_ours_is_exit_1_and_shows_where(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from listgate.cli import options

    def broken() -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(options, "open_gate", broken)
    ran = run("screen", "A")
    assert ran.code == 1
    assert "ZeroDivisionError" in ran.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_a_terminal_gets_a_table_in_color_unless_told_otherwise(
    run: Run, monkeypatch: pytest.MonkeyPatch, no_color: str, colored: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys, "stdout", terminal)
    run("screen", "Dahua")
    text = terminal.getvalue()
    assert ("\x1b[1;31mmatch\x1b[0m" in text) is colored
    assert text.replace("\x1b[1m", "").startswith("Dahua")


def test_a_reader_that_leaves_early_is_no_failure_of_ours(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from listgate.cli import printing

    def gone(text: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(printing, "put", gone)
    ran = run("screen", "Dahua")
    assert (ran.code, ran.err) == (141, "")
