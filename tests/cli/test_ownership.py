"""`listgate ownership`, with a gate that knows two listed names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from fake_gate import Run

from listgate.cli import options

LISTED = {
    "hik": ("us-bis-el", "us-bis-el:h1k", "Hikvision", 0.97, ()),
    "mahan": ("us-ofac-sdn", "us-ofac-sdn:1", "MAHAN AIR", 0.99, ("SDGT",)),
    "cuba sugar": ("us-ofac-sdn", "us-ofac-sdn:2", "CUBA SUGAR", 0.99, ("CUBA",)),
    "perhaps": ("us-bis-el", "us-bis-el:p3r", "Perhaps Ltd", 0.75, ()),
}
GRAPH = """owner,owned,percent,owned_country
Hik,Branch,60,CN
Branch,Leaf <& Co>,50,CN
Acme,Leaf <& Co>,49.5,CN
Leaf <& Co>,Twig,100,US
Mahan,Hangar,50,AE
Perhaps,Maybe Owned,60,CN
Cuba Sugar,Finca,80,ES
"""


class Gate:
    def screen_block(self, rows: Sequence[Any], **_: Any) -> list[Any]:
        return [self._answer([row["name"], *row.get("alias", ())]) for row in rows]

    def _answer(self, names: Sequence[str]) -> Any:
        known = [key for n in names if (key := n.lower().rstrip(".")) in LISTED]
        if not known:
            return SimpleNamespace(status="clear", hits=(), error=None)
        code, entry, listed, score, programs = LISTED[known[0]]
        hit = SimpleNamespace(
            list=code,
            entry=entry,
            name=listed,
            score=score,
            type="organization",
            in_doubt=False,
            suppressed=None,
            text=SimpleNamespace(programs=programs),
        )
        hit.to_dict = lambda: {"entry": entry, "list": code}
        status = "match" if score > 0.9 else "review"
        return SimpleNamespace(status=status, hits=(hit,), error=None)


@pytest.fixture(autouse=True)
def graph(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "open_gate", Gate)
    Path("owners.csv").write_text(GRAPH, encoding="utf-8")


def answer(run: Run, name: str, on: str) -> dict[str, Any]:
    ran = run(
        "ownership", name, "--graph", "owners.csv", "--on", on, "--format", "json"
    )
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize(
    ("on", "state", "applies"),
    [
        ("2025-09-28", "not-in-force", "no"),
        ("2025-09-29", "in-force", "yes"),
        ("2025-11-09", "in-force", "yes"),
        ("2025-11-10", "suspended", "no"),
        ("2026-11-09", "suspended", "no"),
        ("2026-11-10", "in-force", "yes"),
    ],
)
def test_the_affiliates_rule_counts_while_it_is_in_force(
    run: Run, on: str, state: str, applies: str
) -> None:
    ofac, bis = answer(run, "leaf <& co>", on)["rules"]
    assert (ofac["verdict"], bis["verdict"]) == ("no", "yes")
    assert (bis["state"], bis["applies"]) == (state, applies)
    assert bis["owners"][0]["text"] == (
        "Hik holds 60 % of Branch, which holds 50 % of Leaf <& Co>"
    )


def test_a_blocked_owner_counts_on_any_day_and_by_its_program(run: Run) -> None:
    ofac, bis = answer(run, "Hangar", "2026-01-15")["rules"]
    assert (ofac["applies"], bis["verdict"], bis["applies"]) == ("yes", "yes", "no")
    ofac, bis = answer(run, "Finca", "2025-10-15")["rules"]
    assert (ofac["applies"], bis["verdict"]) == ("yes", "no")


def test_the_affiliates_rule_does_not_reach_an_american_company(run: Run) -> None:
    bis = answer(run, "Twig", "2025-10-15")["rules"][1]
    assert (bis["verdict"], bis["reaches"], bis["applies"]) == ("yes", False, "no")
    assert "The rule reaches foreign entities only." in bis["human_checks"]


def test_the_territories_are_no_foreign_country(run: Run) -> None:
    Path("owners.csv").write_text(
        "owner,owned,percent,owned_country\nHik,Isla,60,Puerto Rico\n", encoding="utf-8"
    )
    bis = answer(run, "Isla", "2025-10-15")["rules"][1]
    assert (bis["reaches"], bis["applies"]) == (False, "no")


def test_one_entry_under_two_names_is_told(run: Run) -> None:
    Path("owners.csv").write_text(
        "owner,owned,percent\nHik,Leaf,25\nHIK.,Leaf,25\n", encoding="utf-8"
    )
    found = answer(run, "Leaf", "2025-10-15")
    assert found["rules"][1]["verdict"] == "yes"
    assert any("one holding told twice counts twice" in r for r in found["remarks"])


def test_another_name_of_an_owner_is_screened_too(run: Run) -> None:
    lines = [
        {
            "id": "h",
            "schema": "Company",
            "properties": {"name": ["Haikang"], "alias": ["Hik"]},
        },
        {"id": "l", "schema": "Company", "properties": {"name": ["Leaf"]}},
        {
            "id": "o",
            "schema": "Ownership",
            "properties": {"owner": ["h"], "asset": ["l"], "percentage": ["60"]},
        },
    ]
    text = "\n".join(map(json.dumps, lines))
    Path("owners.csv").write_text(text, encoding="utf-8")
    assert answer(run, "Leaf", "2025-10-15")["rules"][1]["verdict"] == "yes"
    assert answer(run, "hik", "2025-10-15")["party"]["name"] == "Haikang"


def test_an_owner_to_be_looked_at_leaves_it_open(run: Run) -> None:
    bis = answer(run, "Maybe Owned", "2025-10-15")["rules"][1]
    assert bis["applies"] == "depends"
    assert bis["depends_on"][0]["question"] == "listing"


def test_what_a_party_owns_is_told_too(run: Run) -> None:
    found = answer(run, "hik", "2025-10-15")
    assert found["party"]["status"] == "match"
    assert found["owns"] == [
        {"name": name, "verdict": "yes"} for name in ("Branch", "Leaf <& Co>", "Twig")
    ]


def test_another_threshold_can_be_asked(run: Run) -> None:
    words = ("ownership", "leaf <& co>", "--graph", "owners.csv", "--format", "csv")
    ran = run(*words, "--on", "2025-10-15", "--threshold", "50.01")
    assert "bis-affiliates,in-force,Leaf <& Co>,no,50,50,Hik" in ran.out
    ran = run(*words, "--threshold", "0")
    assert (ran.code, "above 0" in ran.err) == (2, True)


def test_the_page_for_reading_names_chain_rule_and_owners(run: Run) -> None:
    ran = run(
        *("ownership", "leaf <& co>", "--graph", "owners.csv"),
        *("--on", "2025-10-15", "--format", "table"),
    )
    assert (
        "BIS Affiliates Rule, 15 CFR part 744, Supp. No. 8 (in force): yes" in ran.out
    )
    assert "Hik holds 60 % of Branch, which holds 50 % of Leaf <& Co>" in ran.out
    assert "It owns: Twig" in ran.out


def test_the_picture_is_whole_xml_with_escaped_names(run: Run) -> None:
    run("ownership", "leaf <& co>", "--graph", "owners.csv", "--svg", "o.svg")
    drawn = ElementTree.parse("o.svg").getroot()  # noqa: S314  our own output
    texts = [element.text for element in drawn.iter() if element.text]
    assert "Leaf <& Co>" in texts
    assert "49.5 %" in texts
    assert "listed" in texts


def test_all_owned_parties_of_a_graph_are_listed(run: Run) -> None:
    ran = run(
        *("ownership", "--all", "--graph", "owners.csv"),
        *("--on", "2025-10-15", "--format", "csv"),
    )
    rows = [line.split(",") for line in ran.out.splitlines()[1:]]
    assert [(r[0], *r[3:]) for r in rows] == [
        ("ofac", "Hangar", "AE", "true", "yes"),
        ("ofac", "Finca", "ES", "true", "yes"),
        ("bis-affiliates", "Branch", "CN", "true", "yes"),
        ("bis-affiliates", "Leaf <& Co>", "CN", "true", "yes"),
        ("bis-affiliates", "Twig", "US", "false", "yes"),
        ("bis-affiliates", "Hangar", "AE", "true", "yes"),
        ("bis-affiliates", "Maybe Owned", "CN", "true", "depends"),
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Leaf Corp", "--graph", "owners.csv"), "no party of the graph is called"),
        (("Leaf", "--graph", "none.csv"), "no such file"),
        (("--graph", "owners.csv"), "give a party's name, or --all"),
        (("x", "--all", "--graph", "owners.csv"), "give a party's name, or --all"),
    ],
)
def test_a_mistake_is_one_sentence(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    ran = run("ownership", *words)
    assert (ran.code, message in ran.err) == (2, True)
    assert len(ran.err.splitlines()) == 1


def test_the_picture_sets_every_owner_above_what_it_owns(run: Run) -> None:
    Path("cross.csv").write_text(
        "owner,owned,percent\nTop,Left,100\nLeft,Right,30\nLeft,Leaf,5\nRight,Leaf,48\n",
        encoding="utf-8",
    )
    run("ownership", "Leaf", "--graph", "cross.csv", "--svg", "cross.svg")
    drawn = ElementTree.parse("cross.svg").getroot()  # noqa: S314  our own output
    space = "{http://www.w3.org/2000/svg}"
    height = {
        group.findtext(f"{space}title"): int(group.find(f"{space}rect").get("y"))  # type: ignore[union-attr, arg-type]
        for group in drawn.iter(f"{space}g")
    }
    assert height["Top"] < height["Left"] < height["Right"] < height["Leaf"]


def test_a_ring_of_owners_is_drawn_once(run: Run) -> None:
    Path("ring.csv").write_text(
        "owner,owned,percent\nA,B,30\nB,C,60\nC,A,60\nA,C,10\n", encoding="utf-8"
    )
    done = run("ownership", "C", "--graph", "ring.csv", "--svg", "ring.svg")
    assert done.code == 0
    drawn = Path("ring.svg").read_text(encoding="utf-8")
    assert drawn.count("<g>") == 3


def test_an_owner_whose_hit_a_person_cleared_does_not_count(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cleared(Gate):
        def _answer(self, names: Sequence[str]) -> Any:
            found = super()._answer(names)
            # Cleared, but near another entry: a person still has to look.
            for hit in found.hits:
                hit.suppressed = "cleared by Lee"
            if found.hits:
                found.status = "review"
            return found

    monkeypatch.setattr(options, "open_gate", Cleared)
    told = answer(run, "Branch", "2025-10-15")
    assert {rule["verdict"] for rule in told["rules"]} == {"no"}


def test_the_picture_never_replaces_the_register(run: Run) -> None:
    done = run("ownership", "Twig", "--graph", "owners.csv", "--svg", "owners.csv")
    assert done.code == 2
    assert "--svg: owners.csv is the graph itself" in done.err
    assert Path("owners.csv").read_text(encoding="utf-8") == GRAPH
