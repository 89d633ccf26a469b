"""`listgate determine --file` with many transactions, over the embedded lists."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fake_gate import Run

import listgate
from listgate.cli import options
from listgate.cli.transaction_file import opened
from listgate.errors import QueryError
from listgate.tables.rows import RowError


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the tests share, since the index is compiled once."""
    return tmp_path_factory.getbasetemp() / "determine-home"


@pytest.fixture(autouse=True)
def real_gate(run: Run, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The gate itself in place of the one that `run` puts in: it is asked for first."""
    monkeypatch.setattr(options, "open_gate", lambda **_: listgate.open(home))


def transaction(name: str = "Dahua Technology", **more: Any) -> dict[str, Any]:
    return {
        "on": "2019-10-10",
        "destination": "CN",
        "item": {"eccn": "EAR99", "subject_to_ear": True},
        "parties": [{"name": name, "role": "end-user", "country": "CN"}],
        **more,
    }


LISTED = json.dumps(transaction())
FREE = json.dumps(transaction("Bluewater Coffee Roasters", id=7))
TWO = f"{LISTED}\n{FREE}\n"


def outcomes(out: str) -> list[str]:
    return [json.loads(line)["outcome"] for line in out.splitlines()]


def lines_of(count: int) -> list[str]:
    """Transactions of all kinds, one line each; every ninth is none."""
    pick = random.Random(7)  # noqa: S311
    names = (
        "Dahua Technology",
        "Hikvision",
        "Huawei Technologies Co., Ltd.",
        "Rosoboronexport",
        "Acme Optical GmbH",
        "Bluewater Coffee Roasters",
        "Northfield Dairy Cooperative",
        "海康威视",
    )
    bad = (
        "{",
        "no JSON at all",
        '{"destination": "CN", "destination": "DE", "item": {"eccn": "EAR99"}}',
        "[]",
        json.dumps(transaction(destination="Atlantis")),
        json.dumps(transaction("")),
        json.dumps(transaction(item={"eccn": "ABC"})),
        '{"on": NaN}',
    )
    lines = []
    for number in range(count):
        if number % 9 == 4:
            lines.append(pick.choice(bad))
            continue
        party = {"name": f"{pick.choice(names)} {pick.randrange(40)}", "role": "other"}
        party["name"] = pick.choice((party["name"], pick.choice(names)))
        given = transaction(
            id=number,
            on=pick.choice(("2019-10-08", "2022-10-21", "2026-07-31")),
            destination=pick.choice(("CN", "DE", "RU", "Hong Kong", "Crimea")),
            item={"eccn": pick.choice(("EAR99", "4A994", "5A002")), "origin": "US"},
            parties=[party, {"name": pick.choice(names), "role": "end-user"}],
        )
        lines.append(json.dumps(given, ensure_ascii=False))
    return lines


def alone(gate: Any, line: str) -> Any:
    """What a line gets when it is asked alone; None where it is an error."""
    try:
        given = json.loads(line)
        return gate.determine(given).to_dict() if isinstance(given, dict) else None
    except (ValueError, QueryError):
        return None


def test_five_thousand_lines_get_what_each_would_get_alone(
    run: Run, home: Path
) -> None:
    lines = lines_of(5_000)
    Path("tx.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("determine", "--file", "tx.jsonl", "--format", "jsonl")
    assert done.code == 0, done.err
    told = [json.loads(line) for line in done.out.splitlines()]
    gate = listgate.open(home)
    kept: dict[str, Any] = {}
    for number, (line, answer) in enumerate(zip(lines, told, strict=True), 1):
        twice = line.startswith('{"destination": "CN", "destination"')
        want = None if twice else kept.setdefault(line, alone(gate, line))
        if want is not None:
            assert answer == want
        else:
            assert answer["outcome"] == "error"
            assert answer["row"] == number
            assert answer["error"]
    failed = sum(t["outcome"] == "error" for t in told)
    assert 500 < failed < 600
    assert done.err.splitlines()[-1] == (
        f"read 5000, determined {5000 - failed}, failed {failed}"
    )


def test_a_line_that_is_no_transaction_is_told_in_its_place(run: Run) -> None:
    lines = [
        LISTED,
        '{"on": 3,}',
        LISTED[:-1] + ', "parties": []}',
        '"Dahua"',
        json.dumps(transaction(destination="Atlantis")),
        '{"id": 1e999}',
        "[" * 100_000,
        FREE.replace("7", "[" * 700 + "]" * 700, 1),
        FREE,
    ]
    Path("tx.jsonl").write_text("\n\n".join(lines))
    done = run("determine", "--file", "tx.jsonl", "--format", "jsonl")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [t["error"] for t in told[1:4]] == [
        "line 3, column 10: expecting property name enclosed in double quotes",
        "line 5: names the field 'parties' twice in one object",
        "line 7: holds no JSON object",
    ]
    assert told[4]["error"].startswith("destination: ")
    assert told[4]["asked"]["destination"] == "Atlantis"
    assert told[5]["error"] == "line 11: 1e999 is no number"
    assert told[6]["error"] == "line 13: is nested too deeply to be a transaction"
    assert told[7]["error"] == "line 15: is nested too deeply to be a transaction"
    assert [t["asked"] for t in told[1:4]] == [None] * 3
    assert [t["row"] for t in told[1:-1]] == [2, 3, 4, 5, 6, 7, 8]
    assert [told[0]["outcome"], told[-1]["outcome"]] == [
        "license-required",
        "no-license-required",
    ]


def test_a_first_line_that_is_no_json_does_not_hide_the_others(run: Run) -> None:
    Path("tx").write_text("{oops\n" + TWO)
    done = run("determine", "--file", "tx", "--format", "jsonl")
    assert outcomes(done.out) == ["error", "license-required", "no-license-required"]


@pytest.mark.parametrize(
    "data",
    [
        TWO.encode(),
        TWO.encode("utf-8-sig"),
        TWO.replace("\n", "\r\n").encode("utf-8-sig"),
        TWO.replace("\n", "\r").encode(),
        f"\n\n  {LISTED}\n\n\n{FREE}".encode(),
        TWO.encode("utf-16"),
        TWO.encode("utf-16-le"),
        gzip.compress(TWO.encode()),
        bz2.compress(TWO.encode()),
        f"[{LISTED}, {FREE}]".encode(),
        f"\ufeff[\r\n{LISTED},\r\n{FREE}\r\n]\r\n".encode(),
        json.dumps([json.loads(LISTED), json.loads(FREE)], indent=2).encode(),
        f"{json.dumps(json.loads(LISTED), indent=1)}\n{FREE}".encode(),
    ],
)
def test_the_form_of_the_file_is_told_by_its_content(run: Run, data: bytes) -> None:
    Path("plain").write_text(TWO)
    plain = run("determine", "--file", "plain", "--format", "jsonl")
    assert outcomes(plain.out) == ["license-required", "no-license-required"]
    Path("tx").write_bytes(data)
    assert run("determine", "--file", "tx", "--format", "jsonl") == plain


def test_json_is_one_document_of_the_same_answers(run: Run) -> None:
    Path("tx.jsonl").write_text(f"{TWO}[\n")
    lines = run("determine", "--file", "tx.jsonl", "--format", "jsonl").out
    told = json.loads(run("determine", "--file", "tx.jsonl").out)
    assert told == {"results": [json.loads(line) for line in lines.splitlines()]}


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_one_object_alone_is_answered_as_one(run: Run, form: str) -> None:
    Path("tx.json").write_text(json.dumps(json.loads(LISTED), indent=1))
    words = ("--on", "2019-10-10", "--format", form, "--to", "CN", "--country", "CN")
    short = run("determine", "--party", "Dahua Technology", *words)
    whole = run("determine", "--file", "tx.json", "--format", form)
    assert whole.code == 0
    if form in ("csv", "table"):
        assert whole.out.splitlines()[0] == short.out.splitlines()[0]
    else:
        one, other = json.loads(whole.out), json.loads(short.out)
        assert {**one, "asked": 0, "digest": 0} == {**other, "asked": 0, "digest": 0}
    assert "read 1" not in whole.err
    run("determine", "--file", "tx.json", "--format", form, "-o", "out")
    assert Path("out").read_bytes().decode() == whole.out


def test_a_list_of_one_is_a_list(run: Run) -> None:
    # So that a day with one order only does not change a script's columns.
    Path("tx.jsonl").write_text(LISTED + "\n")
    Path("tx.json").write_text(f"[{LISTED}]")
    for name in ("tx.jsonl", "tx.json"):
        done = run("determine", "--file", name)
        (told,) = json.loads(done.out)["results"]
        assert told["outcome"] == "license-required"
        assert done.err.endswith("read 1, determined 1, failed 0\n")


def test_csv_is_one_row_a_transaction_with_formulas_neutralized(run: Run) -> None:
    parties = [
        {"name": "=Dahua Technology", "role": "end-user"},
        {"name": "Acme Optical GmbH", "role": "purchaser"},
    ]
    given = [
        transaction(id="=1+1", parties=parties),
        transaction(destination="X", id=2),
    ]
    Path("tx.json").write_text(json.dumps(given)[:-1] + ', {"a": 1, "a": 2}]')
    done = run("determine", "--file", "tx.json", "-o", "out.csv")
    rows = list(csv.DictReader(io.StringIO(Path("out.csv").read_bytes().decode())))
    assert list(rows[0]) == (
        "row,id,on,destination,eccn,outcome,list_outcome,item_outcome,review_policy,"
        "license_exceptions,parties,error,digest"
    ).split(",")
    first, second, third = rows
    assert first["id"] == "'=1+1"
    assert first["parties"] == (
        "'=Dahua Technology=license-required; Acme Optical GmbH=none"
    )
    assert (first["on"], first["destination"], first["eccn"]) == (
        "2019-10-10",
        "CN",
        "EAR99",
    )
    assert first["outcome"] == "license-required"
    assert first["digest"].startswith("sha256:")
    assert (second["id"], second["outcome"]) == ("2", "error")
    assert second["error"].startswith("destination: ")
    assert second["digest"] == ""
    assert third["row"] == "3"
    assert third["error"] == "line 1: names the field 'a' twice in one object"
    assert done.err.endswith("read 3, determined 1, failed 2\n")


def test_a_table_has_a_line_for_each_and_counts_the_outcomes(run: Run) -> None:
    Path("tx.jsonl").write_text(f"{TWO}{{\n{LISTED}\n")
    lines = run("determine", "--file", "tx.jsonl", "--format", "table").out.splitlines()
    assert len(lines) == 2 + 4 + 2
    first = ["1", "CN", "EAR99", "license-required", "Dahua", "Technology"]
    assert lines[2].split() == first
    assert lines[3].split() == ["2", "7", "CN", "EAR99", "no-license-required"]
    assert lines[4].split()[:3] == ["3", "error", "line"]
    assert lines[-1] == "2 license-required, 1 no-license-required, 1 error"


def test_a_name_cannot_steer_the_terminal_or_break_the_line(run: Run) -> None:
    given = transaction("Dahua\x1b[2J\nTechnology", destination="\x1b[2J\r\n")
    Path("tx.json").write_text(json.dumps([given, transaction("a\nb\x1b Dahua")]))
    done = run("determine", "--file", "tx.json", "--format", "table")
    assert "\x1b" not in done.out
    assert len(done.out.splitlines()) == 6


def test_standard_input_is_a_file_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tx.jsonl").write_text(TWO)
    want = run("determine", "--file", "tx.jsonl", "--format", "csv").out
    stdin: Any = io.TextIOWrapper(io.BufferedReader(io.BytesIO(TWO.encode())))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert run("determine", "--file", "-", "--format", "csv").out == want


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n \n", "the file is empty"),
        (b"[ ]\n", "holds no transaction"),
        (f"[{LISTED},\n{{oops}}]".encode(), "line 2, column 2: expecting property"),
        (f"[{LISTED},\n{LISTED}\n".encode(), "the array is not closed"),
        (gzip.compress(TWO.encode())[:-9], "damaged or cut off"),
        (b'{"a": 1,\n oops}', "line 2, column 2: no JSON"),
        (b'{"id": "\xff"}', "neither UTF-8 nor UTF-16"),
        (b"PAR1\0\0", "no JSON"),
    ],
)
@pytest.mark.parametrize("name", ["tx.json", "tx"])
def test_a_file_that_cannot_be_read_as_a_whole_ends_with_2(
    run: Run, data: bytes, said: str, name: str
) -> None:
    Path(name).write_bytes(data)
    Path("out.jsonl").write_text("old")
    done = run("determine", "--file", name, "-o", "out.jsonl")
    assert done.code == 2
    assert said in done.err
    assert done.err.startswith(f"listgate: {name}: ")
    assert done.err.count("\n") == 1
    assert Path("out.jsonl").read_text() == "old"
    assert sorted(p.name for p in Path().iterdir()) == sorted(["out.jsonl", name])


def test_bytes_that_are_no_text_cost_their_line_only(run: Run) -> None:
    data = f"{LISTED}\n".encode() + b'{"id": "\xff\xfe"}\n' + FREE.encode()
    Path("tx.jsonl").write_bytes(data)
    done = run("determine", "--file", "tx.jsonl", "--format", "jsonl")
    assert outcomes(done.out) == ["license-required", "error", "no-license-required"]
    assert "line 2: bytes that do not fit" in done.out


def test_the_day_of_the_option_goes_before_those_of_the_file(run: Run) -> None:
    undated = {k: v for k, v in transaction().items() if k != "on"}
    Path("tx.json").write_text(json.dumps([transaction(), undated]))
    told = json.loads(run("determine", "--file", "tx.json").out)["results"]
    assert told[0]["on"] == "2019-10-10"
    assert told[1]["on"] >= "2026-01-01"
    done = run("determine", "--file", "tx.json", "--on", "2019-10-08")
    told = json.loads(done.out)["results"]
    assert [t["on"] for t in told] == ["2019-10-08"] * 2
    assert [t["list_outcome"] for t in told] == ["none"] * 2


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (TWO, "prohibited", 0),
        (TWO, "license-required", 3),
        (f"{FREE}\n{FREE}", "restricted", 0),
        (f"{FREE}\n{{", "license-required", 0),
        (f"{FREE}\n{{", "undetermined", 3),
        (f"{FREE}\n{{", "restricted", 3),
    ],
)
def test_an_error_fails_like_undetermined(
    run: Run, text: str, fail_on: str, code: int
) -> None:
    Path("tx.jsonl").write_text(text)
    assert run("determine", "--file", "tx.jsonl", "--fail-on", fail_on).code == code


def test_lists_that_are_too_old_answer_nothing(run: Run) -> None:
    Path("tx.jsonl").write_text(TWO.replace("2019-10-10", "2027-01-01"))
    words = ("determine", "--file", "tx.jsonl")
    assert run(*words, "--max-age", "9999").code == 0
    done = run(*words, "--max-age", "30")
    assert done.code == 4
    assert not done.out


def test_the_page_is_of_one_transaction(run: Run) -> None:
    Path("tx.jsonl").write_text(TWO)
    done = run("determine", "--file", "tx.jsonl", "--report", "out.html")
    assert done.code == 2
    assert "--report: is the page of one transaction" in done.err
    assert not Path("out.html").exists()
    assert not done.out


@pytest.mark.parametrize(
    "target", ["tx.jsonl", "./tx.jsonl", "", "out.xlsx", "out.zip"]
)
def test_a_target_that_cannot_be_meant_is_refused(run: Run, target: str) -> None:
    Path("tx.jsonl").write_text(TWO)
    done = run("determine", "--file", "tx.jsonl", "-o", target)
    assert done.code == 2
    assert not done.out
    assert Path("tx.jsonl").read_text() == TWO
    assert [p.name for p in Path().iterdir()] == ["tx.jsonl"]


def test_the_suffix_of_the_target_tells_the_format(run: Run) -> None:
    Path("tx.jsonl").write_text(TWO)
    for form in ("jsonl", "json", "csv"):
        shown = run("determine", "--file", "tx.jsonl", "--format", form).out
        assert not run("determine", "--file", "tx.jsonl", "-o", f"o.{form}.gz").out
        assert gzip.decompress(Path(f"o.{form}.gz").read_bytes()).decode() == shown


@pytest.mark.parametrize("form", ["lines", "array"])
def test_a_file_is_read_no_further_than_its_rows_are_taken(
    tmp_path: Path, form: str
) -> None:
    path = tmp_path / "tx"
    rows = [FREE] * 30_000
    path.write_text("\n".join(rows) if form == "lines" else f"[{','.join(rows)}]")
    with opened(str(path)) as file:
        assert file.form == form
        taken = file.rows()
        assert not isinstance(next(taken), RowError)
        assert file.opened.position() < path.stat().st_size / 2
        assert sum(1 for _ in taken) == len(rows) - 1


def start(words: str, home: Path, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "listgate", "determine", *words.split()],
        env={**os.environ, "LISTGATE_HOME": str(home)},
        stderr=subprocess.PIPE,
        **more,
    )


def test_a_reader_that_leaves_ends_the_run_in_silence(run: Run, home: Path) -> None:
    Path("tx.jsonl").write_text(f"{FREE}\n" * 3_000)
    words = "--file tx.jsonl --format jsonl"
    with start(words, home, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["asked"]["id"] == 7
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(30) == 141
    assert b"Traceback" not in said
    assert b"read 3000" not in said


def test_a_run_that_is_ended_leaves_no_half_file(run: Run, home: Path) -> None:
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with start("--file - -o out.jsonl", home, **pipe) as process:
        assert process.stdin is not None
        process.stdin.write(f"{FREE}\n".encode() * 12_000)
        process.stdin.flush()
        until = time.monotonic() + 30
        while not list(Path().glob(".out.jsonl.*.part")) and time.monotonic() < until:
            time.sleep(0.01)
        assert list(Path().glob(".out.jsonl.*.part"))
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.returncode == 143
        process.stdin.close()
    assert list(Path().iterdir()) == []
