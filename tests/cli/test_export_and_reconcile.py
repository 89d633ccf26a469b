"""Whole lists out, and two texts of one list side by side, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from listgate.cli.app import main

PART = Path(__file__).parent.parent / "sources" / "excerpts" / "ecfr-part-744.xml"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LISTGATE_DATABASE_URL", raising=False)


def test_a_list_goes_out_as_followthemoney_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "us-ndaa-889", "--format", "ftm"]) == 0
    out, said = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [r["schema"] for r in rows] == ["Organization", "Sanction"] * 5
    assert said == "5 entries written.\n"
    file = tmp_path / "entities.ftm.json"
    file.write_text(out, encoding="utf-8")
    assert main(["update", "--from", str(file), "--format", "json"]) == 0
    (taken,) = json.loads(capsys.readouterr()[0])["lists"]
    assert (taken["code"], taken["entries"]) == ("us-ndaa-889", 5)


def test_one_entry_is_shown_as_followthemoney(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["export", "us-bis-mieu"]) == 0
    first = json.loads(capsys.readouterr()[0].splitlines()[0])
    assert main(["show", first["entry"], "--format", "ftm"]) == 0
    party, sanction = map(json.loads, capsys.readouterr()[0].splitlines())
    assert party["caption"] == first["name"]
    assert sanction["properties"]["entity"] == [party["id"]]


def test_an_unknown_list_is_a_mistake_of_the_user(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["export", "us-bis-xx"]) == 2
    assert "'us-bis-xx' is not a list code" in capsys.readouterr()[1]


def test_with_one_text_at_hand_the_other_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lists", "--reconcile", "--format", "json"]) == 0
    out, said = capsys.readouterr()
    assert json.loads(out) == {"reconciled": []}
    assert said.startswith("us-bis-el: only one text is at hand")


def test_the_publishers_text_is_held_against_the_consolidated_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["update", "us-bis-mieu", "us-bis-meu", "--from", str(PART)]) == 0
    capsys.readouterr()
    assert (
        main(["lists", "--reconcile", "--list", "us-bis-meu", "--format", "json"]) == 0
    )
    (found,) = json.loads(capsys.readouterr()[0])["reconciled"]
    assert (found["list"], found["both"]) == ("us-bis-meu", 4)
    assert found["own"]["entries"] == 4
    assert found["counts"]["own-only"] == {}
    assert len(found["differences"]) == 66
