from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.matching.shared import Extent


def entries(index: Index, numbers: Iterable[int]) -> set[str]:
    return {index.card(n).entry for n in numbers}


def at(index: Index, text: str) -> dict[str, Extent]:
    found = index.evidence.by_address(text)
    return {index.card(s.entry).entry: s.agreement.extent for s in found}


def test_a_shared_address_finds_its_entries(small_index: Index) -> None:
    assert at(small_index, "555 Qianmo Rd, Hangzhou") == {
        "us-bis-el:g3b4rn": Extent.SAME,
        "us-ofac-cmic:30946": Extent.SAME,
    }


def test_a_town_alone_finds_nothing_even_in_a_small_index(small_index: Index) -> None:
    for text in ("Hangzhou, China", "Beijing", "5 Beijing", "Moscow 110", "Hong Kong"):
        assert at(small_index, text) == {}


def test_neighbors_in_one_building_are_told_from_tenants(small_index: Index) -> None:
    found = at(
        small_index, "Floor 10, Building 9, No. 1, Zhongguancun East Road, Beijing"
    )
    assert found["us-bis-el:tysup7"] is Extent.SAME
    assert found["us-bis-el:hdssxz"] is not Extent.SAME


def test_several_addresses_in_one_cell_are_all_looked_up(small_index: Index) -> None:
    text = "1 Lion Road, Singapore; Nizhniye Mnevniki 110, Moscow"
    assert set(at(small_index, text)) == {"us-bis-el:kq4zbf", "us-ofac-sdn:22554"}


def test_identifiers_find_entries_of_their_kind(small_index: Index) -> None:
    evidence = small_index.evidence
    found = evidence.by_identifier("IMO 9187629")
    assert entries(small_index, (s.entry for s in found)) == {"us-ofac-sdn:15036"}
    assert evidence.by_identifier("Passport 9187629") == ()
    assert evidence.by_identifier("") == ()
    assert evidence.by_identifier("IMO") == ()


def test_labels_of_address_entries_are_found_in_all_countries(
    small_index: Index,
) -> None:
    found = entries(small_index, small_index.evidence.by_label("address 01"))
    assert found == {"us-bis-el:4yxmu2", "us-bis-el:c99cr7"}


def test_the_addresses_of_an_entry_are_its_own(small_index: Index) -> None:
    for number in range(len(small_index)):
        card = small_index.card(number)
        found = small_index.evidence.addresses(number)
        if card.entry == "us-bis-el:g3b4rn":
            assert [p.numbers for p in found] == [{"555"}]
        if card.entry == "us-ofac-sdn:15036":
            assert found == ()


def test_an_index_without_addresses_or_identifiers_answers(
    small_stories: tuple[Story, ...], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    bare = index_of(s for s in small_stories if s.entry == "us-dos-isn:uks6x8")
    assert bare.evidence.by_address("555 Qianmo Road") == ()
    assert bare.evidence.by_identifier("IMO 9187629") == ()
    assert bare.evidence.numbers(0) == ()


@pytest.mark.parametrize(
    "text", ["", ";", ";;;", "\x00", "🙂 5", "5" * 2000, "路" * 2000]
)
def test_odd_addresses_find_nothing_and_break_nothing(
    small_index: Index, text: str
) -> None:
    assert at(small_index, text) == {}
