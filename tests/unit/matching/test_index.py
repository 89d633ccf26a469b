from __future__ import annotations

from datetime import date

import pytest

from listgate.errors import QueryError
from listgate.matching.index import ALL_LISTS, Index
from listgate.names.fold import fold_lines

EVE, DAY = date(2019, 10, 8), date(2019, 10, 9)


def found(index: Index, name: str, day: date, lists: int = ALL_LISTS) -> set[str]:
    block, offsets = fold_lines([name])
    hits = index.search(*(block, offsets), day=day, lists=lists, floor=0.7, limit=10)
    return {index.card(hits.entries[i]).entry for i in range(hits.counts[0])}


def number_of(index: Index, entry: str) -> int:
    return next(n for n in range(len(index)) if index.card(n).entry == entry)


def test_an_entry_holds_from_its_first_day(small_index: Index) -> None:
    assert "us-bis-el:g3b4rn" not in found(small_index, "Hikvision", EVE)
    assert "us-bis-el:g3b4rn" in found(small_index, "Hikvision", DAY)


def test_admitting_an_entry_is_the_same_as_finding_it(small_index: Index) -> None:
    hikvision = number_of(small_index, "us-bis-el:g3b4rn")
    assert not small_index.admits(hikvision, EVE)
    assert small_index.admits(hikvision, DAY)
    other = small_index.lists_bits(["us-ofac-sdn"])
    assert not small_index.admits(hikvision, DAY, other)


def test_only_lists_that_are_asked_answer(small_index: Index) -> None:
    bits = small_index.lists_bits(["us-ofac-cmic"])
    day = date(2026, 1, 1)
    assert found(small_index, "Hikvision", day, bits) == {"us-ofac-cmic:30946"}


def test_an_unknown_list_is_named(small_index: Index) -> None:
    with pytest.raises(QueryError, match="eu-fsf"):
        small_index.lists_bits(["eu-fsf"])


def test_no_lists_named_means_all(small_index: Index) -> None:
    assert small_index.lists_bits(None) == ALL_LISTS
    assert small_index.lists_bits([]) == ALL_LISTS


def test_the_lines_of_an_entry_are_its_names(small_index: Index) -> None:
    number = number_of(small_index, "us-ofac-sdn:25578")
    names = {small_index.name(line) for line in small_index.lines_of(number)}
    assert names == {"BANK MELLI IRAN", "NATIONAL BANK OF IRAN", "BMI"}


def test_the_text_of_a_day_has_the_rules_published_by_then(small_index: Index) -> None:
    card = small_index.card(number_of(small_index, "us-bis-el:g3b4rn"))
    text = card.text(DAY, small_index.phrases)
    assert text.citations == ("84 FR 54002",)
    assert text.later is None
    assert card.text(EVE, small_index.phrases).later == DAY
