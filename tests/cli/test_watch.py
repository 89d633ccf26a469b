from __future__ import annotations

import json
from pathlib import Path

import pytest

from listgate.cli.app import main


@pytest.fixture
def parties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The lists that come with the package would take seconds to compile.
    monkeypatch.setattr("listgate.sources.embedded.EMBEDDED_CODES", ())
    monkeypatch.setenv("LISTGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LISTGATE_DATABASE_URL", raising=False)
    bad = tmp_path / "bad.csv"
    bad.write_text("id,name\nA1,Ferntree Optics Zhengzhou\n", encoding="utf-8")
    assert main(["update", "own:bad", "--from", str(bad)]) == 0
    file = tmp_path / "parties.csv"
    file.write_text("No,Firm\n7,Ferntree Optics Zhengzhou\n8,Bakery\n", "utf-8")
    return file


def test_a_portfolio_is_kept_run_listed_and_forgotten(
    parties: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    add = ["watch", "add", "c", "--file", str(parties)]
    assert main([*add, "--map", "name=Firm", "--map", "id=No"]) == 0
    capfd.readouterr()
    assert main(["watch", "run", "c", "--format", "jsonl"]) == 0
    (line,) = capfd.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["report"], told["change"], told["party"]["id"]) == (1, "new", "7")
    assert main(["watch", "run"]) == 0
    assert capfd.readouterr().out == ""
    assert main(["watch", "list", "--format", "jsonl"]) == 0
    assert json.loads(capfd.readouterr().out)["parties"] == 2
    assert main(["watch", "remove", "c"]) == 0
    assert main(["watch", "run"]) == 2
    assert "there is none" in capfd.readouterr().err


def test_counts_go_with_counts_only(
    parties: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chart = tmp_path / "chart.svg"
    capfd.readouterr()
    words = ["history", "--counts", "--by", "list", "--chart", str(chart)]
    assert main([*words, "--format", "jsonl"]) == 0
    assert json.loads(capfd.readouterr().out)["label"] == "own:bad"
    assert chart.read_text("utf-8").startswith("<svg")
    assert main(["history", "Ferntree", "--by", "year"]) == 2
    assert main(["history"]) == 2
    assert "give a name" in capfd.readouterr().err
