"""Which items a requirement reaches, in an answer."""

from __future__ import annotations

from typing import Any

import pytest

from listgate.license.determination import Inputs
from listgate.license.determine import determine
from listgate.license.ear_codec import embedded
from listgate.license.facts_json import parse_transaction
from listgate.license.rule_files import rulebook
from listgate.license.screened import Listing, Screened
from listgate.license.tables import Shelf

NAMED = "For items classified under ECCNs 3A001, 5A002.a and 5D002"
UNUSUAL = "For items on the CCL in unusual words"
MASS = (
    "All items subject to the EAR except for food or medicine designated as EAR99, or ECCN "
    "5A992.c and 5D992.c unless for Russian “government end users” and Russian state-owned "
    "enterprises (SoEs) to Russia."
)


def answer(requirement: str, item: dict[str, Any], user: str = "") -> dict[str, Any]:
    given = {
        "on": "2026-08-15",
        "destination": "MY",
        "item": {"eccn": "EAR99", "subject_to_ear": True, **item},
        "parties": [{"name": "Lens Works", "role": "end-user", "country": "MY"}],
        "end_use": {"user": user},
    }
    listing = Listing(
        "us-bis-el",
        "us-bis-el:1",
        "Lens Works",
        requirement=requirement,
        policy="Presumption of denial",
    )
    told = determine(
        parse_transaction(given),
        [Screened("match", (listing,))],
        rulebook(),
        Shelf(embedded()),
        inputs=Inputs(),
        asked=given,
    )
    return told.to_dict()


@pytest.mark.parametrize(
    ("requirement", "item", "user", "outcome"),
    [
        (NAMED, {"eccn": "5A002.a.1"}, "", "license-required"),
        (NAMED, {"eccn": "5A002.b"}, "", "none"),
        (NAMED, {"eccn": "5A002"}, "", "undetermined"),
        (NAMED, {}, "", "none"),
        (UNUSUAL, {}, "", "undetermined"),
        (UNUSUAL, {"eccn": "3A001"}, "", "undetermined"),
        ("All items subject to the EAR except for EAR99 items", {}, "", "none"),
        (
            "All items subject to the EAR except for ECCN 5A992.c",
            {"eccn": "5A992"},
            "",
            "undetermined",
        ),
        (MASS, {"eccn": "5A992.c"}, "private company", "none"),
        (MASS, {"eccn": "5A992.c"}, "government clinic", "license-required"),
        (MASS, {"eccn": "5A992.c"}, "clinic", "undetermined"),
        (MASS, {"eccn": "5A992.c"}, "non-government", "undetermined"),
        (MASS, {"eccn": "5A992.b"}, "private company", "license-required"),
        (
            "For any item subject to the EAR listed in supplement no. 2 to part 744.",
            {"eccn": "3A001"},
            "",
            "none",
        ),
    ],
)
def test_a_requirement_reaches_what_it_names(
    requirement: str, item: dict[str, Any], user: str, outcome: str
) -> None:
    told = answer(requirement, item, user)
    assert told["list_outcome"] == outcome
    assert outcome != "undetermined" or told["human_checks"]


def test_words_not_understood_stand_in_the_answer() -> None:
    told = answer(UNUSUAL, {})
    assert any(UNUSUAL in check for check in told["human_checks"])


def test_the_exception_left_is_named_with_its_paragraphs() -> None:
    told = answer(
        "For all items subject to the EAR. This license requirement may be overcome by "
        "License Exception GOV under § 740.11(b)(2) and e.",
        {},
    )
    assert told["license_exceptions"] == ["GOV"]
    assert "GOV under 740.11(b)(2) and (e)." in told["conditions"]
