"""`listgate screen --file --resume`: the same bytes as a run that nobody disturbed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import fake_gate
import pytest
from fake_gate import FakeGate, Run

from listgate.cli import options, screen_file

ROWS = 7_001


@pytest.fixture
def table(run: Run) -> Path:
    """A file of four chunks, with rows that cannot be read."""
    lines = [f"{i},{'Dahua' if i % 500 == 0 else f'Acme {i}'}" for i in range(1, ROWS)]
    lines.insert(4_500, "too,many,cells")
    path = Path("in.csv")
    path.write_text("id,name\n" + "\n".join(lines) + "\n")
    return path


class Stopping(FakeGate):
    """A gate whose user stops the run in its third chunk."""

    blocks = 0

    def screen_block(self, rows: Sequence[Any], **told: Any) -> Any:
        self.blocks += 1
        if self.blocks == 4:  # the first call only tests the options
            raise KeyboardInterrupt
        return super().screen_block(rows, **told)


def stop(run: Run, monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """A run that is stopped after two chunks."""
    with monkeypatch.context() as patch:
        patch.setattr(screen_file, "open_gate", lambda settings: Stopping())
        ran = run("screen", "--file", "in.csv", *words, "--jobs", "1")
    assert ran.code == 130
    assert ran.err.endswith(f"Stopped; --resume goes on from {words[1]}.part.\n")


@pytest.mark.parametrize(
    "name", ["a.csv", "a.csv.gz", "a.jsonl", "a.json", "a.txt", "a.xlsx", "a.parquet"]
)
def test_a_resumed_run_writes_the_bytes_of_an_undisturbed_one(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Path("whole").mkdir()
    run("screen", "--file", "in.csv", "-o", f"whole/{name}")
    stop(run, monkeypatch, "-o", name)
    assert not Path(name).exists()
    ran = run("screen", "--file", "in.csv", "-o", name, "--resume")
    assert ran.code == 0
    assert "Resumed after row 4000.\n" in ran.err
    assert ran.err.endswith("read 7001, screened 7000, failed 1\n")
    assert Path(name).read_bytes() == Path("whole", name).read_bytes()
    left = {p.name for p in Path().iterdir()}
    assert left == {"in.csv", "whole", name}


def test_a_body_that_was_harmed_is_gone_on_with_from_where_it_is_whole(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("screen", "--file", "in.csv", "-o", "whole.csv")
    stop(run, monkeypatch, "-o", "a.csv")
    part = Path("a.csv.part")
    content = bytearray(part.read_bytes())
    content[-9] ^= 1
    part.write_bytes(bytes(content) + b"half a ro")
    with Path("a.csv.part.log").open("a") as log:
        log.write('{"rows": 60')
    ran = run("screen", "--file", "in.csv", "-o", "a.csv", "--resume")
    assert "Resumed after row 2000.\n" in ran.err
    assert Path("a.csv").read_bytes() == Path("whole.csv").read_bytes()


def test_a_run_is_resumed_only_if_it_asks_the_same(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(run, monkeypatch, "-o", "a.csv")
    words = ("screen", "--file", "in.csv", "-o", "a.csv", "--resume")
    ran = run(*words, "--limit", "3")
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == (
        "listgate: --resume: the options have changed since a.csv.part was begun; run "
        "again without --resume."
    )
    assert run(*words, "--on", "2020-01-01").code == 2
    table.write_text(table.read_text() + "9,New\n")
    assert "the input file has changed" in run(*words).err
    assert Path("a.csv.part").exists()
    assert run(*words[:-1]).code == 0
    assert not Path("a.csv.part").exists()


def test_a_run_resumed_on_another_day_still_asks_of_the_first(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("screen", "--file", "in.csv", "-o", "whole.json")
    stop(run, monkeypatch, "-o", "a.json")
    monkeypatch.setattr(options, "today", lambda: date(2026, 8, 2))
    ran = run("screen", "--file", "in.csv", "-o", "a.json", "--resume")
    assert "Resumed as begun: as of 2026-08-01.\n" in ran.err
    assert Path("a.json").read_bytes() == Path("whole.json").read_bytes()


def test_with_nothing_to_resume_a_run_begins_with_the_first_row(
    run: Run, table: Path
) -> None:
    ran = run("screen", "--file", "in.csv", "-o", "a.csv", "--resume")
    assert ran.code == 0
    assert "There is nothing to resume; begun with the first row.\n" in ran.err


@pytest.mark.parametrize(
    "words", [("--file", "-", "-o", "a.csv"), ("--file", "in.csv")]
)
def test_a_pipe_cannot_be_resumed(
    run: Run, table: Path, words: tuple[str, ...]
) -> None:
    ran = run("screen", *words, "--resume")
    assert ran.code == 2
    assert ran.err.startswith("listgate: --resume: needs --file with a file and -o")


def test_a_killed_run_can_be_resumed(run: Run, table: Path, tmp_path: Path) -> None:
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1])\n"
        "import fake_gate\n"
        "from datetime import date\n"
        "from listgate.cli import options, screen_file\n"
        "from listgate.cli.app import main\n"
        "class Slow(fake_gate.FakeGate):\n"
        "    def screen_block(self, rows, **told):\n"
        "        time.sleep(0.3)\n"
        "        return super().screen_block(rows, **told)\n"
        "screen_file.open_gate = lambda settings: Slow()\n"
        "options.today = lambda: date(2026, 8, 1)\n"
        "sys.exit(main(['screen', '--file', 'in.csv', '-o', 'a.csv', '--jobs', '1']))\n"
    )
    log = tmp_path / "a.csv.part.log"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(Path(fake_gate.__file__).parent)],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LISTGATE_HOME": str(tmp_path)},
    ) as process:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if log.exists() and log.read_bytes().count(b"\n") > 1:
                break
            time.sleep(0.01)
        # Two runs into one output would mix their rows.
        ran = run("screen", "--file", "in.csv", "-o", "a.csv", "--resume")
        assert ran.err.endswith("another run is writing it; wait for its end.\n")
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert not Path("a.csv").exists()
    assert json.loads(log.read_text().splitlines()[1])["rows"] == 2000
    ran = run("screen", "--file", "in.csv", "-o", "a.csv", "--resume")
    assert "Resumed after row " in ran.err
    run("screen", "--file", "in.csv", "-o", "whole.csv")
    assert Path("a.csv").read_bytes() == Path("whole.csv").read_bytes()
