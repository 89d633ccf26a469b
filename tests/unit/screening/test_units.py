from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.records import Party, PartyType
from listgate.screening.decision import MATCH, REVIEW, Screening
from listgate.screening.screen import Asking, screen

ORGANIZATION = PartyType.ORGANIZATION
SEVENTH = "China Electronics Technology Group Corporation, 7th Research Institute"
PHYSICS = "Chinese Academy of Sciences, Institute of Physics"


@pytest.fixture(scope="module")
def index(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> Index:
    rows = (
        (
            "us-bis-el:7th",
            SEVENTH,
            f"中国电子科技集团公司第七研究所|GCI|{SEVENTH} (CETC-7)",
        ),
        ("us-bis-el:phys", PHYSICS, "中国科学院物理研究所"),
        ("us-bis-el:aero", "Beihang Lab", "北京航空航天大学|北京航空航天大学研究院"),
    )
    return index_of(
        story_of(entry, ORGANIZATION, name, aliases, "", "CN")
        for entry, name, aliases in rows
    )


def asked(index: Index, name: str, country: str = "") -> Screening:
    party = Party(name=name, country=country) if country else name
    return screen([party], index, Asking(date(2026, 1, 1)))[0]


def score(found: Screening, entry: str) -> float:
    return next((h.score for h in found.hits if h.entry == entry), 0.0)


@pytest.mark.parametrize("country", ["", "CN"])
@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("China Electronics Technology Group Corporation", "us-bis-el:7th"),
        ("China Electronics Technology Group Corporation (CETC)", "us-bis-el:7th"),
        ("中国电子科技集团公司", "us-bis-el:7th"),
        ("中国电子科技集团有限公司", "us-bis-el:7th"),
        ("Chinese Academy of Sciences", "us-bis-el:phys"),
        ("中国科学院", "us-bis-el:phys"),
        ("中國科學院", "us-bis-el:phys"),
    ],
)
def test_a_parents_name_only_asks_about_its_unit(
    index: Index, name: str, entry: str, country: str
) -> None:
    found = asked(index, name, country)
    assert REVIEW <= score(found, entry) < MATCH
    assert found.status == "review"


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        (SEVENTH, "us-bis-el:7th"),
        ("CETC 7th Research Institute", "us-bis-el:7th"),
        ("中国电子科技集团公司第七研究所", "us-bis-el:7th"),
        ("中国电子科技集团第七研究所", "us-bis-el:7th"),
        ("GCI", "us-bis-el:7th"),
        ("Institute of Physics, Chinese Academy of Sciences", "us-bis-el:phys"),
        ("中国科学院物理研究所", "us-bis-el:phys"),
    ],
)
def test_a_units_own_names_name_it(index: Index, name: str, entry: str) -> None:
    found = asked(index, name)
    assert found.status == "match"
    assert score(found, entry) >= MATCH


def test_a_parent_that_the_entry_itself_is_called_counts_in_full(index: Index) -> None:
    assert score(asked(index, "北京航空航天大学"), "us-bis-el:aero") >= MATCH
