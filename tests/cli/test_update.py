from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fake_gate import FakeGate, Run

from listgate.cli import options
from listgate.cli.downloading import Bar
from listgate.errors import FetchError
from listgate.fetch.memory import Taken
from listgate.fetch.plan import Address
from listgate.fetch.taking import Delivery
from listgate.history.updates import Outcome, UpdateReport
from listgate.history.updates import Taken as TakenList
from listgate.records import DatedBy, ListVersion, Origin

URL = "https://publisher.example/list.xml"
VERSION = ListVersion(
    "us-bis-el", "sha256:aa", date(2026, 8, 1), DatedBy.CONTENT, Origin.LOADED, 3
)


class Downloading(FakeGate):
    """Gives two deliveries, one of them failed, and notes what was asked."""

    asked: dict[str, Any]

    def download(self, **asked: Any) -> Iterator[Delivery]:
        type(self).asked = asked
        asked["tell"](URL, 10, 20)
        report = UpdateReport(
            URL, "sha256:aa", (TakenList(VERSION, Outcome.SERVING),), ("Said.",)
        )
        yield Delivery(Address(URL, ("us-bis-el",)), URL, Taken(size=9), report)
        error = FetchError(URL, f"{URL} answered 404 Not Found.")
        yield Delivery(Address(URL, ("us-bis-el",)), URL, Taken(), None, error)


@pytest.fixture
def downloading(monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    monkeypatch.setattr(options, "open_gate", Downloading)
    return run


def test_what_came_and_what_did_not_are_both_told(downloading: Run) -> None:
    ran = downloading("update", "us-bis-el", "--format", "json")
    assert ran.code == 4
    taken, failed = json.loads(ran.out)["files"]
    assert (taken["outcome"], taken["lists"][0]["outcome"]) == ("taken", "serving")
    assert (failed["outcome"], failed["address"]) == ("failed", URL)
    assert ran.err == (
        f"Said.\nlistgate: us-bis-el: {URL} answered 404 Not Found; "
        "the version of 2026-07-31 still serves.\n"
    )


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_other_formats(downloading: Run, form: str) -> None:
    ran = downloading("update", "--format", form)
    assert ran.code == 4
    assert "2026-08-01" in ran.out
    assert ("404" in ran.out) == (form != "table")


def test_the_options_reach_the_gate(downloading: Run) -> None:
    downloading(
        *("update", "us-bis-el", "--edition", "2019-10-09", "--force"),
        *("--allow-host", "a.example", "--allow-host", "b.example"),
    )
    asked = Downloading.asked
    assert asked["codes"] == ("us-bis-el",)
    assert asked["edition"] == date(2019, 10, 9)
    assert asked["hosts"] == ("a.example", "b.example")
    assert asked["force"] is True
    downloading("update", "--from", URL)
    assert Downloading.asked["url"] == URL


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["own:a", "own:b", "--from", "x"], "one own list at a time"),
        (["own:a"], "name the file of own:a with --from"),
        (["own:a", "--from", "x", "--all"], "--all: does not go with own:a"),
        (["own:a", "--from", "x", "--edition", "2020-01-01"], "--edition: does not go"),
        (["--kind", "cleared", "--from", "x"], "--kind: is for own lists"),
        (["--parties", "x"], "--parties: is for own lists"),
        (["--all", "--from", "x"], "--all: does not go with --from"),
        (["--all", "--from", URL], "--all: does not go with --from"),
        (
            ["us-bis-el", "--edition", "2020-01-01", "--published", "2020-01-01"],
            "give one of the two",
        ),
        (["us-bis-el", "--edition", "2020-02-30"], "is no date"),
    ],
)
def test_options_that_contradict_each_other_are_one_sentence(
    downloading: Run, words: list[str], said: str
) -> None:
    ran = downloading("update", *words)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_adds_up_what_comes_side_by_side() -> None:
    seconds = iter([0.0, 0.01, 1.0])
    terminal = Terminal()
    bar = Bar(terminal, clock=lambda: next(seconds))
    bar.tell("https://a.example/x", 500_000, 1_000_000)
    assert terminal.getvalue() == ""
    bar.tell("https://b.example/y", 1_000_000, 1_000_000)
    assert terminal.getvalue() == (
        "\r███████████████░░░░░  75%  1.5 MB  1.5 MB/s  a.example\x1b[K"
    )
    bar.wipe()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_bar_shows_no_share_where_a_size_is_not_told() -> None:
    bar = Bar(io.StringIO(), clock=lambda: 0.0)
    bar.tell("https://a.example/x", 900, None)
    assert bar.line(1.0) == "900 B  900 B/s  a.example"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            ["--review", "us-bis-el=0.95"],
            2,
            "above the threshold 0.9 for match for us-",
        ),
        (["--review", "=0.5"], 2, "is not CODE=NUMBER"),
        (["--match", "us-bis-el=7"], 2, "is no number from 0 to 1"),
        (["--match", "us-bis-el=0.99", "--review", "0.8"], 0, ""),
    ],
)
def test_thresholds_by_list(run: Run, words: list[str], code: int, said: str) -> None:
    ran = run("screen", "Acme", *words, "--format", "json")
    assert ran.code == code
    assert said in ran.err
    if not code:
        assert json.loads(ran.out)["thresholds"] == {
            "match": {"*": 0.9, "us-bis-el": 0.99},
            "review": 0.8,
        }
