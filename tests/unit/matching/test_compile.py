from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from listgate.history.story import Story
from listgate.matching.caps import PARENT_CAP, WEAK_CAP
from listgate.matching.compile import compile_index, story_names, write_whole
from listgate.matching.index import Index
from listgate.records import PartyType


def by_entry(stories: Iterable[Story], entry: str) -> Story:
    return next(s for s in stories if s.entry == entry)


def test_the_order_of_stories_does_not_change_a_byte(
    small_stories: tuple[Story, ...],
) -> None:
    assert compile_index(small_stories[::-1]) == compile_index(small_stories)


def test_weak_aliases_and_parents_count_less(small_stories: tuple[Story, ...]) -> None:
    bank = story_names(by_entry(small_stories, "us-ofac-sdn:25578"))
    assert bank["BANK MELLI IRAN"] == 1.0
    assert bank["BMI"] == WEAK_CAP
    unit = story_names(by_entry(small_stories, "us-bis-el:2dkstb"))
    parent = "China Aerospace Science and Industry Corporation Second Academy"
    assert unit[parent] == PARENT_CAP


def test_a_name_that_is_also_a_strong_alias_is_not_held_back(
    story_of: Callable[..., Story],
) -> None:
    story = story_of("us-ofac-sdn:1", PartyType.ORGANIZATION, "Alpha", "~Beta|Beta")
    assert story_names(story)["Beta"] == 1.0


def test_the_label_of_an_address_is_no_name_to_search(small_index: Index) -> None:
    for number in range(len(small_index)):
        lines = small_index.lines_of(number)
        is_address = small_index.card(number).type() == "address"
        assert bool(lines) is not is_address


def test_an_index_of_addresses_alone_opens(
    small_stories: tuple[Story, ...], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    index = index_of(s for s in small_stories if s.entry == "us-bis-el:4yxmu2")
    assert len(index) == 1
    assert index.plain_name(0) == "Address 01"
    day = date(2026, 1, 1)
    found = index.search(b"address 01 ", [0, 11], day=day, floor=0.0, limit=5)
    assert found.counts[0] == 0


def test_an_index_of_nothing_opens(
    index_of: Callable[[Iterable[Story]], Index],
) -> None:
    index = index_of(())
    assert len(index) == 0
    found = index.search(b"hikvision ", [0, 10], day=date(2026, 1, 1), floor=0, limit=5)
    assert found.counts[0] == 0
    assert index.evidence.by_address("555 Qianmo Road") == ()


def test_a_file_is_put_in_place_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.index"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]
