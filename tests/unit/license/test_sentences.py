"""What an answer says beside its outcome: gaps, doubts and questions, each in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from listgate.license.determination import Inputs
from listgate.license.determine import determine
from listgate.license.ear_codec import embedded
from listgate.license.facts_json import parse_transaction
from listgate.license.rule_files import rulebook
from listgate.license.screened import CLEAR, Listing, Screened
from listgate.license.tables import Shelf
from listgate.report.determination import page

INPUTS = Inputs(lists=("us-bis-el sha256:0 2026-07-31", "us-fcc-covered sha256:1 2026"))
OWNERS = [{"name": "Holder <b>", "percent": None}]


def answer(
    on: str,
    found: Screened = CLEAR,
    item: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    party = {"name": "Lens Works", "role": "end-user", "country": "CN", **more}
    given = {
        "on": on,
        "destination": "CN",
        "item": {"eccn": "EAR99", "subject_to_ear": True, **(item or {})},
        "parties": [party],
    }
    tx = parse_transaction(given)
    screened = [found, *[CLEAR] * 3]
    shelf = Shelf(embedded())
    told = determine(tx, screened, rulebook(), shelf, inputs=INPUTS, asked=given)
    return told.to_dict()


def test_a_day_before_the_oldest_version_of_a_list_is_told() -> None:
    told = " ".join(answer("2020-01-01")["human_checks"])
    assert "No version of us-bis-el as of 2020-01-01" in told
    assert "us-fcc-covered" not in told
    assert "No version" not in " ".join(answer("2026-08-01")["human_checks"])


def test_an_entry_without_a_day_is_told_where_only_a_later_version_has_it() -> None:
    listing = Listing(
        "us-ofac-sdn", "us-ofac-sdn:1", "Mahan", later_text=date(2026, 7, 31)
    )
    told = answer("2015-01-01", Screened("match", (listing,)))
    assert told["outcome"] == "prohibited"
    assert any(c.startswith("Since when Mahan") for c in told["human_checks"])


def test_what_screening_saw_stands_in_the_question() -> None:
    listing = Listing(
        "us-bis-el",
        "us-bis-el:1",
        "Neighbor",
        certain=False,
        score=0.72,
        requirement="For all items subject to the EAR",
        policy="Presumption of denial",
        notes=("shared address, a red flag: Room 1",),
    )
    told = answer("2026-08-01", Screened("review", (listing,)))
    assert told["list_outcome"] == "undetermined"
    assert any("score 0.72: shared address" in c for c in told["human_checks"])


def test_a_purpose_that_no_rule_knows_is_told() -> None:
    told = answer("2026-08-01", item={"purpose": "Infectious Desease"})
    assert any("known to no rule" in c for c in told["human_checks"])
    told = answer("2026-08-01", item={"purpose": "Infectious Disease"})
    assert not any("known to no rule" in c for c in told["human_checks"])


def test_the_page_shows_facts_owners_and_boxes_and_escapes_them() -> None:
    told = answer("2026-08-01", owners=OWNERS, address="Room <1>")
    shown = page(told)
    assert "No license required (NLR), by the rules evaluated" in shown
    assert "Holder &lt;b&gt;: unknown share; screening: clear" in shown
    assert "Room &lt;1&gt;" in shown
    assert '<ul class="boxes">' in shown
    assert told["digest"] in shown
    assert "<script" not in shown
