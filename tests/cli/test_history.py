from __future__ import annotations

import json
from pathlib import Path

import pytest

from listgate.cli.app import main

HEAD = (
    "_id,source,name,addresses,federal_register_notice,start_date,license_requirement,"
    "license_policy,alt_names\n"
)
SOURCE = "Entity List (EL) - Bureau of Industry and Security"
POLICY = "Case-by-case review for medicine; presumption of denial for all other items."


def row(name: str, cites: str, policy: str) -> str:
    return f'x,{SOURCE},{name},"Hangzhou, CN",{cites},,All items,{policy},\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The lists that come with the package would take seconds to compile.
    monkeypatch.setattr("listgate.sources.embedded.EMBEDDED_CODES", ())
    monkeypatch.setattr("listgate.history.updates.embedded_list", lambda _: None)
    monkeypatch.setenv("LISTGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LISTGATE_DATABASE_URL", raising=False)
    for day, rows in (
        (
            "2022-04-30",
            row("Ferntree Optics", "84 FR 54002", POLICY)
            + row("Quiet Harbor Trading", "85 FR 44159", POLICY),
        ),
        (
            "2026-07-31",
            row(
                "Ferntree Optics", "84 FR 54002; 87 FR 62202", "Presumption of denial."
            ),
        ),
    ):
        file = tmp_path / f"{day}.csv"
        file.write_text(HEAD + rows, encoding="utf-8")
        assert main(["update", "--from", str(file), "--published", day, "--force"]) == 0
    return tmp_path


def test_a_name_that_is_off_the_list_still_has_its_history(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert main(["history", "Quiet Harbor Trading", "--format", "json"]) == 0
    (story,) = json.loads(capfd.readouterr().out)["stories"]
    assert (story["held_from"], story["held_to"]) == ("2020-07-22", "2026-07-31")
    assert [e["event"] for e in story["events"]] == ["added", "removed"]
    assert story["events"][-1]["after"] == "2022-04-30"
    assert main(["history", "Nobody Whatsoever"]) == 2


def test_a_history_tells_the_words_the_rule_and_the_day(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert main(["history", "Ferntree Optics", "--format", "table"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[1].strip().startswith("2019-10-09  added (84 FR 54002)")
    assert lines[2].strip().startswith("2022-10-21  changed (87 FR 62")
    assert "− Case-by-case review for medicine;" in lines[3]


def test_a_difference_tells_the_words_too(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    days = ["2022-10-20", "2022-10-21"]
    assert main(["diff", *days, "--format", "table"]) == 0
    told = capfd.readouterr().out
    assert "0 added, 0 removed, 1 changed" in told
    assert "license_review_policy: −" in told
    assert "2022-10-21 by 87 FR 62" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff", "2022-02-30", "2026-07-31"], "2022-02-30 is no date"),
        (["diff", "2026-07-31", "2022-04-30"], "swap them"),
        (["diff", "2022-04-30", "2026-07-31", "--list", "us-bis-xx"], "is not loaded"),
        (["history", "--counts", "--list", "us-bis-xx"], "is not loaded"),
        (
            ["history", "--counts", "--since", "2026-01-02", "--on", "2026-01-01"],
            "after",
        ),
        (["show", "us-bis-el:nobody"], "no list at hand"),
        (["lists", "--on", "2019-13-09"], "is no date"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    home: Path, capfd: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    capfd.readouterr()
    assert main(words) == 2
    told = capfd.readouterr()
    assert said in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert told.out == ""


def test_an_update_compiles_the_lists_where_a_portfolio_waits(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    indexes = tmp_path / "home" / "indexes"
    parties = tmp_path / "parties.csv"
    parties.write_text("id,name\n1,Ferntree Optics\n", encoding="utf-8")
    update = ["update", "--from", str(tmp_path / "2022-04-30.csv"), "--force"]
    assert main([*update, "--published", "2022-05-01"]) == 0
    assert not indexes.exists()
    assert main(["watch", "add", "c", "--file", str(parties)]) == 0
    (tmp_path / "bad.csv").write_text("id,name\nA1,Other\n", encoding="utf-8")
    assert main(["update", "own:bad", "--from", str(tmp_path / "bad.csv")]) == 0
    assert len(list(indexes.glob("*.index"))) == 1
