"""`listgate determine`, over the embedded lists."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fake_gate import Run

import listgate
from listgate.cli import options


@pytest.fixture(autouse=True)
def real_gate(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The gate itself in place of the one that `run` puts in: it is asked for first."""
    home = tmp_path_factory.getbasetemp() / "determine-home"
    monkeypatch.setattr(options, "open_gate", lambda **_: listgate.open(home))


def transaction(**more: Any) -> str:
    return json.dumps(
        {
            "on": "2019-10-10",
            "destination": "CN",
            "item": {
                "eccn": "EAR99",
                "subject_to_ear": True,
                "description": "<b>lens</b>",
            },
            "parties": [
                {"name": "Dahua Technology", "role": "end-user", "country": "CN"}
            ],
            **more,
        }
    )


DEEP = "[" * 700 + "]" * 700


def test_the_short_form_asks_for_one_end_user(run: Run) -> None:
    done = run(
        "determine",
        "--party",
        "Dahua Technology",
        "--eccn",
        "2A983",
        "--to",
        "CN",
        "--on",
        "2019-10-10",
        "--format",
        "json",
    )
    told = json.loads(done.out)
    assert done.code == 0
    assert told["outcome"] == "license-required"
    assert told["review_policy"] == "case-by-case"
    assert told["parties"][0]["basis"][0]["rule"] == "15 CFR 744.11"


def test_the_same_question_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tx.json"
    path.write_text(transaction(), encoding="utf-8")
    first = run("determine", "--file", str(path), "--format", "json")
    assert first.out == run("determine", "--file", str(path), "--format", "json").out
    told = json.loads(first.out)
    assert told["digest"].startswith("sha256:")
    assert told["inputs"]["rules"].startswith("2026-11-24 ")
    assert any(v.startswith("us-bis-el sha256:") for v in told["inputs"]["lists"])


def test_the_report_is_a_whole_page_with_everything_escaped(
    run: Run, tmp_path: Path
) -> None:
    path, page = tmp_path / "tx.json", tmp_path / "out.html"
    path.write_text(transaction(), encoding="utf-8")
    done = run(
        "determine", "--file", str(path), "--report", str(page), "--format", "table"
    )
    text = page.read_text(encoding="utf-8")
    assert done.code == 0
    assert text.startswith("<!doctype html>")
    assert "license-required" in text
    assert "84 FR 54002" in text
    assert "<b>lens</b>" not in text
    assert "&lt;b&gt;lens&lt;/b&gt;" in text
    assert "84 FR 54002, at 54004" in text


def test_what_is_found_stands_on_the_page_and_each_notice_once(
    run: Run, tmp_path: Path
) -> None:
    path, page = tmp_path / "tx.json", tmp_path / "out.html"
    owners = [{"name": "Hikvision", "percent": 10}]
    parties = [
        {"name": "Dahua Technology", "role": "end-user"},
        {"name": "Leaf Camera Parts", "role": "purchaser", "owners": owners},
    ]
    path.write_text(transaction(on="2026-07-31", parties=parties), encoding="utf-8")
    words = ("determine", "--file", str(path), "--report", str(page))
    table = run(*words, "--format", "table").out
    told = json.loads(run(*words, "--format", "json").out)
    text = page.read_text(encoding="utf-8")
    dahua, leaf = told["parties"]
    (hikvision,) = leaf["owners"]
    assert dahua["hits"]
    for hit in (*dahua["hits"], *hikvision["hits"]):
        assert hit["entry"] in text
        assert f"{hit['entry']}: {hit['name']}" in table
    assert "Hikvision: 10 percent; screening: match" in text
    assert "owner Hikvision: match" in table
    notices = [notice["text"] for notice in told["other_regimes"]]
    assert any(notice.startswith("Its owner Hikvision: ") for notice in notices)
    for notice in notices:
        # That of an owner holds the words of the party's own.
        assert text.count(notice) == sum(notice in other for other in notices)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1"),
        ("null", "one JSON object"),
        ("[]", "no transaction"),
        (transaction(destination="Atlantis"), "destination"),
        (transaction(item={"eccn": "ABC"}), "item.eccn"),
    ],
)
def test_a_mistake_is_one_sentence_and_ends_with_2(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "tx.json"
    path.write_text(text, encoding="utf-8")
    done = run("determine", "--file", str(path))
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("option", ["--party", "--eccn", "--to", "--origin", "--role"])
def test_an_empty_option_is_no_answer(run: Run, option: str) -> None:
    # A script's unset variable: it once screened nobody and said that no license is required.
    words = {"--party": "Acme Optical GmbH", "--to": "DE", option: ""}
    done = run("determine", *(w for pair in words.items() for w in pair))
    assert done.code == 2
    assert f"{option}: is empty" in done.err
    assert not done.out


def test_facts_of_a_party_need_the_party(run: Run) -> None:
    done = run("determine", "--to", "DE", "--country", "CN")
    assert done.code == 2
    assert "--country: is of a party" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (transaction()[:-1] + ', "parties": []}', "field 'parties' twice"),
        (transaction(id=float("nan")), "NaN is no number"),
        (transaction(id=0).replace('"id": 0', '"id": 1e999'), "1e999 is no number"),
        (transaction().replace('"CN"', "9" * 5000, 1), "thousands of digits"),
        ("[" * 100_000, "nested too deeply"),
        (transaction(id=0).replace('"id": 0', f'"id": {DEEP}'), "nested too deeply"),
        (transaction() + transaction(), "more than one JSON document"),
    ],
)
def test_json_that_could_mean_another_thing_is_refused(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "tx.json"
    path.write_text(text, encoding="utf-8")
    done = run("determine", "--file", str(path))
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_may_be_in_any_encoding_of_unicode(
    run: Run, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "tx.json"
    path.write_text(transaction(), encoding=encoding)
    done = run("determine", "--file", str(path), "--format", "csv")
    assert done.code == 0
    assert "license-required" in done.out


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("prohibited", 0), ("embargo", 0), ("license-required", 3), ("undetermined", 3)],
)
def test_a_script_can_stop_at_an_outcome_or_a_stricter_one(
    run: Run, tmp_path: Path, fail_on: str, code: int
) -> None:
    path = tmp_path / "tx.json"
    path.write_text(transaction(), encoding="utf-8")
    done = run("determine", "--file", str(path), "--fail-on", fail_on)
    assert done.code == code
    assert json.loads(done.out)["outcome"] == "license-required"


def test_lists_that_are_too_old_answer_nothing(run: Run) -> None:
    words = ("determine", "--party", "Acme Optical GmbH", "--to", "DE")
    late = (*words, "--on", "2027-01-01")
    assert run(*late, "--max-age", "9999").code == 0
    done = run(*late, "--max-age", "30")
    assert done.code == 4
    assert not done.out


def test_the_age_of_the_lists_is_told(run: Run) -> None:
    done = run("determine", "--party", "Acme Optical GmbH", "--to", "DE")
    assert "lists of" in done.err


@pytest.mark.parametrize("target", ["tx.json", "-", "", "none/out.html", "."])
def test_a_report_that_cannot_be_written_leaves_no_answer(
    run: Run, tmp_path: Path, target: str
) -> None:
    path = tmp_path / "tx.json"
    path.write_text(transaction(), encoding="utf-8")
    done = run("determine", "--file", "tx.json", "--report", target)
    assert done.code == 2
    assert "--report" in done.err
    assert not done.out
    assert path.read_text(encoding="utf-8") == transaction()


def test_a_name_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tx.json"
    party = {"name": "Acme \x1b[2J Optical\nGmbH", "role": "end-user"}
    path.write_text(transaction(parties=[party]), encoding="utf-8")
    done = run("determine", "--file", str(path), "--format", "table")
    assert done.code == 0
    assert "\x1b" not in done.out


def test_half_a_letter_in_a_name_does_not_stop_the_report(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "tx.json"
    party = {"name": "Acme \ud800 Optical", "role": "end-user"}
    path.write_text(transaction(parties=[party]), encoding="utf-8")
    done = run("determine", "--file", str(path), "--report", str(tmp_path / "o.html"))
    assert done.code == 0
    assert "[U+D800]" in (tmp_path / "o.html").read_text(encoding="utf-8")


def test_a_row_of_csv_says_what_was_asked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tx.json"
    path.write_text(transaction(id="SO-1"), encoding="utf-8")
    head, row = run(
        "determine", "--file", str(path), "--format", "csv"
    ).out.splitlines()
    assert head.endswith("digest,on,destination,eccn,id")
    assert row.endswith(",2019-10-10,CN,EAR99,SO-1")


def test_a_day_past_the_last_check_of_the_rules_is_said(tmp_path: Path) -> None:
    gate = listgate.open(tmp_path)
    gate._today = date(2027, 1, 1)
    told = gate.determine(
        {"destination": "DE", "item": {"eccn": "EAR99", "subject_to_ear": True}}
    )
    assert any("last checked on 2026-11-24" in c for c in told.human_checks)
