"""The page that an officer files."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from listgate.report.determination import page

BASIS = {
    "rule": "15 CFR 744.11",
    "text": "For all items.",
    "citations": ["84 FR 54002"],
}
POLICY = {
    "rule": "15 CFR part 744, Supp. No. 4",
    "text": "License review policy: Denial.",
    "citations": [],
}
HIT = {
    "entry": "us-bis-el:3av8fh",
    "list": "us-bis-el",
    "name": "Zhejiang Dahua",
    "status": "match",
    "score": 0.9903,
    "effective_from": "2019-10-09",
    "citations": [
        {"cite": "84 FR 54002", "printed": "84 FR 54004"},
        {"cite": "87 FR 62186", "printed": "87 FR 62186"},
    ],
    "reasons": [],
}
QUESTION = {
    **HIT,
    "entry": "own:blocked:7",
    "list": "own:blocked",
    "name": "Cangzhou Dahua",
    "status": "review",
    "score": 0.7617,
    "effective_from": None,
    "citations": [{"cite": "85 FR 1", "printed": ""}],
    "reasons": ["“dahua” agrees", "the place differs"],
}
REGIME = {
    "regime": "FCC",
    "party": "Dahua Technology",
    "list": "us-fcc-covered",
    "entry": "us-fcc-covered:1",
    "text": "No new equipment authorizations.",
    "citation": "47 CFR 2.903",
}


def told(**more: Any) -> dict[str, Any]:
    """A determination's JSON object."""
    asked = {
        "on": "2019-10-10",
        "destination": "CN",
        "item": {"eccn": "EAR99"},
        "parties": [{"name": "Dahua Technology", "role": "end-user"}],
    }
    return {
        "on": "2019-10-10",
        "outcome": "license-required",
        "list_outcome": "license-required",
        "item_outcome": "not-required",
        "review_policy": "presumption-of-denial",
        "review_policy_text": "Denial.",
        "license_exceptions": "none",
        "parties": [
            {
                "name": "Dahua Technology",
                "role": "end-user",
                "status": "match",
                "entry": "us-bis-el:3av8fh",
                "list": "us-bis-el",
                "outcome": "license-required",
                "basis": [BASIS, POLICY],
            }
        ],
        "item": {"eccn": "EAR99", "controls": [], "exceptions_to_look_at": []},
        "conditions": [],
        "human_checks": ["Confirm the order."],
        "not_evaluated": ["15 CFR 744.6: activities of U.S. persons."],
        "other_regimes": [],
        "inputs": {
            "lists": ["us-bis-el sha256:0fe5 2026-07-31"],
            "rules": "2026-11-24 sha256:dcc9",
            "control_list": "",
            "matcher": "listgate 0.1.0",
            "settings": "match 0.85, review 0.7",
            "decisions": "none",
            "own_lists": "none",
            "graph": "owners as given",
        },
        "digest": "sha256:" + "4" * 64,
        **more,
        "asked": {**asked, **more.get("asked", {})},
    }


class Read(HTMLParser):
    """What a reader sees, and the elements that make it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and data.strip():
            self.seen.append(data)


def seen(**more: Any) -> str:
    return "\n".join(Read(page(told(**more))).seen)


def named(name: str) -> dict[str, Any]:
    """A name in every place of a determination that holds words of a user."""
    party = told()["parties"][0]
    owners = [{"name": name, "percent": "51%"}]
    return {
        "parties": [
            {
                **party,
                "name": name,
                "basis": [{**BASIS, "text": name}],
                "hits": [{**HIT, "name": name, "reasons": [name]}],
                "owners": [{"name": name, "status": "match", "hits": [HIT]}],
            }
        ],
        "human_checks": [name],
        "other_regimes": [{**REGIME, "party": name}],
        "asked": {
            "id": name,
            "end_use": {"text": name},
            "item": {"eccn": "EAR99", "description": name},
            "parties": [{"name": name, "address": name, "owners": owners}],
        },
    }


def test_the_reference_and_all_that_was_asked_of_a_party_are_on_the_page() -> None:
    text = seen(
        asked={
            "id": "SO-2025-0417",
            "description": "Two pallets",
            "parties": [
                {
                    "name": "Dahua Technology",
                    "role": "end-user",
                    "country": "PRC",
                    "alias": "大华",
                    "identifier": "913300007042628229",
                    "type": "organization",
                    "birth_date": "1962-09-03",
                }
            ],
        }
    )
    for part in ("SO-2025-0417", "Two pallets", "PRC (CN)", "大华", "1962-09-03"):
        assert part in text
    assert "913300007042628229" in text


def test_the_answer_is_in_the_words_of_the_field() -> None:
    text = seen()
    assert "Because of the parties: license required." in text
    assert "Because of the item: no license required." in text
    assert "License review policy: presumption of denial." in text
    assert "not-required" not in text


def test_what_hangs_on_the_item_alone_does_not_speak_of_an_entry() -> None:
    text = seen(review_policy="as-stated", license_exceptions="ordinary")
    assert "License review policy, as the rule or entry states it." in text
    assert "part 740 says which are open" in text
    assert "License exceptions: only GOV." in seen(license_exceptions=["GOV"])


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('"></td></table><h1>No license required</h1>', "</td></table>"),
        ("Dahua \u202eygolonhceT", "Dahua [U+202E]ygolonhceT"),
        ("Dahua\x1b[31m", "Dahua[U+001B][31m"),
        ("Dahua \ud800", "Dahua [U+D800]"),
    ],
)
def test_a_hostile_name_is_only_a_name(hostile: str, shown: str) -> None:
    text = page(told(**named(hostile)))
    assert Read(text).tags == Read(page(told(**named("Acme")))).tags
    assert text.count("<h1>") == 1
    assert shown in seen(**named(hostile))
    text.encode("utf-8")


def test_the_page_asks_nothing_of_a_network() -> None:
    text = page(told(other_regimes=[REGIME]))
    assert not re.search(r"src=|href=|url\(|@import|https?:", text)


def test_each_printed_page_names_the_determination() -> None:
    text = page(told())
    assert 'content: "Determination for 2019-10-10, sha256:4444444444444444…"' in text
    assert "counter(page)" in text


def test_the_same_facts_in_another_order_give_the_same_page() -> None:
    there = {"text": "a mine", "user": "government", "projects": ["746.5"]}
    back = dict(reversed(there.items()))
    assert page(told(asked={"end_use": there})) == page(told(asked={"end_use": back}))


def test_a_notice_of_another_regime_is_told_once() -> None:
    sentence = "FCC (Dahua Technology): No new equipment authorizations."
    text = seen(other_regimes=[REGIME], human_checks=["Confirm the order.", sentence])
    assert text.count("No new equipment authorizations.") == 1
    assert "The other regimes named below were looked at." in text
    assert "Confirm the order." in text


def test_a_share_given_with_its_sign_is_not_told_twice() -> None:
    owner = {"name": "Hik", "percent": "51%", "country": "CN"}
    parties = [{"name": "Leaf", "role": "end-user", "owners": [owner]}]
    text = seen(asked={"parties": parties})
    assert "Hik" in text
    assert "51 percent" in text
    assert "%" not in text


def test_each_entry_found_is_told_with_its_list_its_day_and_the_printed_page() -> None:
    party = {**told()["parties"][0], "hits": [HIT, QUESTION]}
    text = seen(parties=[party])
    found = text.split("Found by screening:")[1].split("What the rules say:")[0]
    for part in (
        "Zhejiang Dahua",
        "Entity List\nus-bis-el:3av8fh",
        "2019-10-09",
        "match, 0.99",
        "84 FR 54002, at 54004\n87 FR 62186",
        "Cangzhou Dahua\nWhy: “dahua” agrees; the place differs",
        "own:blocked\nown:blocked:7",
        "not known",
        "review, 0.76",
        "85 FR 1",
    ):
        assert part in found
    assert "Found by screening" not in seen()


def test_what_screening_found_of_owners_stands_by_each_of_them() -> None:
    above = [{"name": "Dahua", "percent": 60}]
    owners = [
        {"name": "Holding", "percent": 51, "owners": above},
        {"name": "Maria Lindqvist", "percent": None},
    ]
    found = [
        {"name": "Holding", "status": "clear", "hits": []},
        {"name": "Dahua", "status": "match", "hits": [HIT]},
        {"name": "Maria Lindqvist", "status": "review", "hits": [QUESTION]},
    ]
    party = {
        **told()["parties"][0],
        "name": "Leaf",
        "status": "clear",
        "hits": [],
        "owners": found,
    }
    text = seen(
        parties=[party], asked={"parties": [{"name": "Leaf", "owners": owners}]}
    )
    for line in (
        "Holding: 51 percent; screening: clear",
        "Dahua: 60 percent; screening: match",
        "Maria Lindqvist: unknown share; screening: review",
        "Found by screening for the owner Dahua:",
        "Found by screening for the owner Maria Lindqvist:",
        "through owners: Entity List",
    ):
        assert line in text
    assert "for the owner Holding" not in text
    dahua = text.split("for the owner Dahua:")[1].split("for the owner")[0]
    assert "Zhejiang Dahua" in dahua
    assert "Cangzhou Dahua" not in dahua


def test_no_party_is_not_passed_over_in_silence() -> None:
    text = seen(
        parties=[],
        outcome="no-license-required",
        list_outcome="none",
        asked={"parties": []},
    )
    assert "None was named, and none was screened" in text
    assert "No license required (NLR), by the rules evaluated" in text


def test_there_is_room_for_a_decision_and_two_signatures() -> None:
    text = seen()
    for part in ("Decision", "Checked by", "Approved by", "Name and title", "Remarks"):
        assert part in text
    assert "Proceed under license No.:" in text


def test_the_head_of_a_table_is_repeated_on_each_page() -> None:
    text = page(told())
    assert text.count("<thead>") == text.count("</thead>") == 4
    assert "Entity List\nus-bis-el:3av8fh" in text
    assert "License review policy: Denial." in text
