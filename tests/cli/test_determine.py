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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1"),
        ("[]", "one JSON object"),
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


def test_a_day_past_the_last_check_of_the_rules_is_said(tmp_path: Path) -> None:
    gate = listgate.open(tmp_path)
    gate._today = date(2027, 1, 1)
    told = gate.determine(
        {"destination": "DE", "item": {"eccn": "EAR99", "subject_to_ear": True}}
    )
    assert any("last checked on 2026-11-24" in c for c in told.human_checks)
