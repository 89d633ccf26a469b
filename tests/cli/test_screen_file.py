"""`listgate screen --file`."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fake_gate import Run

OUTCOME = (
    "status,score,entry,list,listed_name,matched_name,effective_from,citations,reasons"
)
HIT = "match,0.97,us-bis-el:d4hu4,us-bis-el,Dahua Technology,Dahua,2019-10-09,84 FR 54002,same: dahua"


def _text(name: str) -> str:
    """A file as it is, carriage returns and all."""
    return Path(name).read_bytes().decode()


def test_csv_keeps_the_input_and_adds_the_outcome(run: Run) -> None:
    Path("in.csv").write_text(
        "Nr;Customer;Land;Note\n"
        "1;Dahua;CN;old, friend\n"
        "2;Acme;DE;=cmd()\n"
        "3;Acme\n"
        ";;;\n"
        '5;"Acme;DE;x\n'
        "6;Unscreenable;DE;\n"
    )
    words = ("--map", "name=customer", "--map", "id=Nr", "--map", "country=Land")
    ran = run("screen", "--file", "in.csv", "-o", "out.csv", *words)
    assert ran.code == 0
    assert ran.out == ""
    assert ran.err.splitlines()[-1] == "read 6, screened 2, failed 4"
    assert Path("out.csv").read_text() == (
        f"Nr,Customer,Land,Note,{OUTCOME}\n"
        f'1,Dahua,CN,"old, friend",{HIT}\n'
        "2,Acme,DE,'=cmd(),clear,,,,,,,,\n"
        "3,Acme,,,error,,,,,,,,line 4: 2 cells instead of 4\n"
        ",,,,error,,,,,,,,there is no name in this row\n"
        "5,Acme;DE;x,,,error,,,,,,,,"
        '"line 6, column 2 (`Customer`): a quote is opened and not closed"\n'
        "6,Unscreenable,DE,,error,,,,,,,,no letter in this name\n"
    )


def test_raw_leaves_formulas_and_json_is_never_altered(run: Run) -> None:
    Path("in.csv").write_text('id,name\n1,=Dahua\n2,"\tAcme"\n3,-1\n')
    run("screen", "--file", "in.csv", "-o", "out.csv", "--raw")
    names = [row[1] for row in csv.reader(io.StringIO(_text("out.csv")))]
    assert names == ["name", "=Dahua", "\tAcme", "-1"]
    run("screen", "--file", "in.csv", "-o", "out.csv")
    names = [row[1] for row in csv.reader(io.StringIO(_text("out.csv")))]
    assert names == ["name", "'=Dahua", "'\tAcme", "'-1"]
    run("screen", "--file", "in.csv", "-o", "out.jsonl", "--raw")
    first = json.loads(Path("out.jsonl").read_text().splitlines()[0])
    assert first["query"]["name"] == "=Dahua"


def test_jsonl_is_one_result_a_line_and_keeps_other_columns(run: Run) -> None:
    Path("in.csv").write_text("id,name,account manager\n7,Acme,Ann\n8\n")
    ran = run("screen", "--file", "in.csv", "--format", "jsonl")
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {
            "query": {"id": "7", "name": "Acme"},
            "status": "clear",
            "hits": [],
            "columns": {"account manager": "Ann"},
        },
        {
            "query": {"id": "8"},
            "status": "error",
            "error": "line 3: 1 cells instead of 3",
            "row": 2,
        },
    ]


def test_json_is_one_document(run: Run) -> None:
    Path("in.jsonl").write_text('{"name": "Dahua"}\n{"name": "Acme"}\n"Beta"\nnull\n')
    ran = run("screen", "--file", "in.jsonl", "--on", "2022-04-30")
    told = json.loads(ran.out)
    assert told["as_of"] == "2022-04-30"
    assert [r["status"] for r in told["results"]] == [
        "match",
        "clear",
        "clear",
        "error",
    ]
    assert told["lists"][0]["code"] == "us-bis-el"


def test_an_empty_file_of_parties_is_an_empty_document(run: Run) -> None:
    Path("in.csv").write_text("name\n")
    ran = run("screen", "--file", "in.csv")
    assert json.loads(ran.out)["results"] == []
    assert ran.err.splitlines()[-1] == "read 0, screened 0, failed 0"


def test_json_objects_of_different_keys_become_columns(run: Run) -> None:
    Path("in.jsonl").write_text(
        '{"name": "Dahua", "n": 1}\n{"name": "Acme", "tags": ["a", "b"], "ok": true}\n'
    )
    run("screen", "--file", "in.jsonl", "-o", "out.csv")
    assert Path("out.csv").read_text() == (
        f"name,n,tags,ok,{OUTCOME}\nDahua,1,,,{HIT}\nAcme,,a; b,true,clear,,,,,,,,\n"
    )


def test_a_table_shows_who_is_not_clear_and_counts_all(run: Run) -> None:
    Path("in.csv").write_text("name\nDahua\nAcme\nDahau\n")
    ran = run("screen", "--file", "in.csv", "--format", "table")
    lines = ran.out.splitlines()
    assert lines[0].split() == [
        "row",
        "name",
        "status",
        "score",
        "listed",
        "name",
        "list",
        "since",
    ]
    assert lines[2].split() == (
        [
            "1",
            "Dahua",
            "match",
            "0.97",
            "Dahua",
            "Technology",
            "us-bis-el",
            "2019-10-09",
        ]
    )
    assert lines[3].startswith("3 ")
    assert lines[-1] == "1 match, 1 review, 1 clear, 0 error"


def test_standard_input_is_a_file_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin: Any = io.TextIOWrapper(io.BytesIO(b"name\nDahua\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    ran = run("screen", "--file", "-", "--format", "csv")
    assert ran.out == f"name,{OUTCOME}\nDahua,{HIT}\n"


def test_unreadable_rows_end_with_3_only_where_review_fails(run: Run) -> None:
    Path("in.csv").write_text("id,name\n1\n2,Acme\n")
    assert run("screen", "--file", "in.csv").code == 0
    assert run("screen", "--file", "in.csv", "--fail-on", "match").code == 0
    assert run("screen", "--file", "in.csv", "--fail-on", "review").code == 3


def test_compressed_in_and_out(run: Run) -> None:
    Path("in.csv.gz").write_bytes(gzip.compress(b"name\nDahua\n"))
    assert run("screen", "--file", "in.csv.gz", "-o", "out.csv.gz").code == 0
    first = Path("out.csv.gz").read_bytes()
    assert gzip.decompress(first).decode() == f"name,{OUTCOME}\nDahua,{HIT}\n"
    run("screen", "--file", "in.csv.gz", "-o", "out.csv.gz")
    assert Path("out.csv.gz").read_bytes() == first


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "in.csv: the file is empty."),
        (b"id,company\n1,A\n", "in.csv, line 1: there is no column `name`, only `id`,"),
        (b"PAR1\0\0", "in.csv: the Parquet file is damaged or cut off"),
        (b"PK\x03\x04\0", "in.csv: the compressed file is damaged or cut off"),
        (b'[{"name": "A"},\n{"name": "B"', "in.csv: line 2, column 13: expecting"),
        (b'[{"name": "A"}', "in.csv: line 1, column 15: the array is not closed"),
        (
            gzip.compress(b"name\nA\n" * 99)[:-9],
            "in.csv: the compressed file is damaged",
        ),
        (b"name\n\x81\x8d\x8f\x90\n", "in.csv: its encoding cannot be told"),
    ],
)
def test_a_file_that_is_no_table_is_one_sentence_and_leaves_no_output(
    run: Run, content: bytes, sentence: str
) -> None:
    Path("in.csv").write_bytes(content)
    Path("out.csv").write_text("old")
    ran = run("screen", "--file", "in.csv", "-o", "out.csv")
    assert ran.code == 2
    assert ran.err.startswith(f"listgate: {sentence}")
    assert ran.err.count("\n") == 1
    assert Path("out.csv").read_text() == "old"
    assert sorted(p.name for p in Path().iterdir()) == ["in.csv", "out.csv"]


def test_the_input_is_never_overwritten(run: Run) -> None:
    Path("in.csv").write_text("name\nDahua\n")
    ran = run("screen", "--file", "in.csv", "-o", "./in.csv")
    assert ran.code == 2
    assert Path("in.csv").read_text() == "name\nDahua\n"


def test_a_missing_file_or_column_is_named(run: Run) -> None:
    assert run("screen", "--file", "no.csv").err == (
        "listgate: no.csv: there is no such file.\n"
    )
    Path("in.csv").write_text("name,land\nA,DE\n")
    ran = run("screen", "--file", "in.csv", "--map", "country=Country")
    assert ran.err == (
        "listgate: in.csv, line 1: there is no column Country; there are `name`, `land`.\n"
    )
    assert ran.code == 2


def test_an_old_encoding_is_recognized_and_said(run: Run) -> None:
    Path("in.csv").write_bytes("name\nDahua\n杭州海康威视\n".encode("gb18030"))
    ran = run("screen", "--file", "in.csv", "--format", "jsonl")
    assert json.loads(ran.out.splitlines()[1])["query"]["name"] == "杭州海康威视"
    assert ran.err.splitlines()[0] == (
        "in.csv: read as GB18030, which its bytes look like; --encoding names another."
    )


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "table"])
def test_more_processes_give_the_same_bytes(run: Run, form: str) -> None:
    with Path("in.csv").open("w") as file:
        file.write("id,name,note\n")
        for i in range(15_000):
            file.write(f'{i},{"Dahua" if i % 1000 == 7 else f"Acme {i}"},"a ""b"" c"\n')
        file.write("broken\n")
    words = ("screen", "--file", "in.csv", "--format", form)
    one = run(*words, "-o", "one", "--jobs", "1")
    two = run(*words, "-o", "two", "--jobs", "2")
    assert Path("one").read_bytes() == Path("two").read_bytes()
    assert one.err == two.err
    assert one.err.endswith("read 15001, screened 15000, failed 1\n")


@pytest.mark.parametrize("kill", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_no_half_file(tmp_path: Path, kill: signal.Signals) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import fake_gate\n"
        "from listgate.cli import screen_file\n"
        "from listgate.cli.app import main\n"
        "screen_file.open_gate = fake_gate.open_gate\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(main(['screen', '--file', '-', '-o', 'out.csv', '--jobs', '1']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LISTGATE_HOME": str(tmp_path)},
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"name\n" + b"Acme\n" * 400_000)
        process.stdin.flush()
        until = time.monotonic() + 20
        while not list(tmp_path.glob(".out.csv.*.part")) and time.monotonic() < until:
            time.sleep(0.01)
        assert list(tmp_path.glob(".out.csv.*.part"))
        time.sleep(0.2)
        process.send_signal(kill)
        process.wait(20)
    assert not (tmp_path / "out.csv").exists()
    if kill == signal.SIGTERM:
        assert process.returncode == 143
        assert list(tmp_path.iterdir()) == []


def test_a_row_that_the_gate_cannot_take_costs_that_row_only(run: Run) -> None:
    Path("in.csv").write_text("name,type\nDahua,\nAcme,ship\nBeta,person\n")
    ran = run("screen", "--file", "in.csv", "--format", "jsonl")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [t["status"] for t in told] == ["match", "error", "clear"]
    assert told[1] == {
        "query": {"name": "Acme", "type": "ship"},
        "status": "error",
        "error": "type: no ship.",
        "row": 2,
    }
    assert ran.err.endswith("read 3, screened 2, failed 1\n")


def test_bad_bytes_in_the_header_do_no_harm(run: Run) -> None:
    Path("in.csv").write_bytes("name,Größe\nDahua,größer\n".encode() + b"A,\xff\n")
    Path("in.csv").write_bytes(
        Path("in.csv").read_bytes().replace("Größe\n".encode(), b"Gr\xf6\xdfe\n")
    )
    ran = run("screen", "--file", "in.csv", "--encoding", "utf-8", "-o", "out.csv")
    assert ran.code == 0
    assert _text("out.csv") == (
        f"name,Gr\ufffd\ufffde,{OUTCOME}\n"
        f"Dahua,größer,{HIT}\n"
        "A,\ufffd,error,,,,,,,,line 3: bytes that do not fit the file's encoding\n"
    )


@pytest.mark.parametrize("name", ["klingon", "hex"])
def test_an_encoding_must_be_one_of_text(run: Run, name: str) -> None:
    Path("in.csv").write_text("name\nA\n")
    ran = run("screen", "--file", "in.csv", "--encoding", name)
    assert ran.code == 2
    assert ran.err == f"listgate: --encoding: {name} is no known encoding.\n"
