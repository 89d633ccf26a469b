from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.records import PartyType
from listgate.screening.screen import Asking, screen
from listgate.screening.subjects import joins, listed, subjects

DAY = date(2026, 1, 1)
ORGANIZATION = PartyType.ORGANIZATION


def hits(index: Index, name: str, limit: int = 10) -> list[dict[str, Any]]:
    found = screen([name], index, Asking(DAY, limit=limit))[0].to_dict()
    return list(found["hits"])


def why(index: Index, a: str, b: str) -> str:
    numbers = {index.card(n).entry: n for n in range(len(index))}
    pair = (listed(index, numbers[a]), listed(index, numbers[b]))
    forth = joins(*pair, index.evidence.tells)
    assert forth == joins(*pair[::-1], index.evidence.tells)
    return forth


def test_hits_of_one_party_share_a_subject(small_index: Index) -> None:
    found = hits(small_index, "Hikvision")
    assert {h["list"] for h in found} == {"us-bis-el", "us-ofac-cmic", "us-dod-1260h"}
    assert len({h["subject"] for h in found}) == 1
    assert all(h["joined_by"] for h in found)


def test_a_party_on_one_list_stands_for_itself(small_index: Index) -> None:
    (found,) = hits(small_index, "ARTAVIL")
    assert (found["subject"], found["joined_by"]) == (found["entry"], None)


def test_the_stronger_reason_is_told(small_index: Index) -> None:
    assert why(small_index, "us-bis-el:g3b4rn", "us-ofac-cmic:30946").endswith(
        "and address"
    )
    said = why(small_index, "us-bis-el:g3b4rn", "us-dod-1260h:fzqwf9")
    assert said.endswith("and country CN")


def test_namesakes_are_never_fused(small_index: Index) -> None:
    assert not why(small_index, "us-bis-dpl:vavnxn", "us-bis-el:3av8fh")
    assert not why(small_index, "us-bis-dpl:vavnxn", "us-ndaa-889:jdd77d")
    found = {h["entry"]: h["subject"] for h in hits(small_index, "Dahua", limit=20)}
    dahua = {found[e] for e in ("us-bis-el:3av8fh", "us-ndaa-889:jdd77d")}
    assert len(dahua) == 1
    assert found.get("us-bis-dpl:vavnxn") not in dahua


def test_a_unit_is_not_its_parent(small_index: Index) -> None:
    assert not why(small_index, "us-bis-el:bbmnhp", "us-bis-el:2dkstb")


def test_a_shared_name_without_anything_else_joins_nothing(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    index = index_of(
        [
            story_of("us-bis-el:a", ORGANIZATION, "Orion Trading"),
            story_of("us-ofac-sdn:b", ORGANIZATION, "Orion Trading", countries="IR"),
            story_of("us-bis-uvl:c", ORGANIZATION, "Orion Trading", countries="AE"),
        ]
    )
    assert not why(index, "us-bis-el:a", "us-ofac-sdn:b")
    assert not why(index, "us-ofac-sdn:b", "us-bis-uvl:c")


def test_persons_are_not_joined_by_name_and_country(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    rows = [
        (code, PartyType.PERSON, "Ali HASSAN", "", "", "IR")
        for code in ("us-bis-dpl:a", "us-ofac-sdn:b")
    ]
    index = index_of(story_of(*row) for row in rows)
    assert not why(index, "us-bis-dpl:a", "us-ofac-sdn:b")
    index = index_of(story_of(*row, "passport=A1234567;IR") for row in rows)
    assert why(index, "us-bis-dpl:a", "us-ofac-sdn:b") == "identifier passport A1234567"


def test_contradicting_identifiers_keep_namesakes_apart(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    index = index_of(
        [
            story_of("us-bis-el:a", ORGANIZATION, "Orion Optics", "", "", "CN", "uscc=91330000733796106P"),
            story_of("us-ofac-sdn:b", ORGANIZATION, "Orion Optics", "", "", "CN", "uscc=91440300708461136T"),
        ]
    )  # fmt: skip
    assert not why(index, "us-bis-el:a", "us-ofac-sdn:b")


def test_the_councils_number_joins_two_lists_under_two_spellings(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    number = "un-reference=QDe.004"
    index = index_of(
        [
            story_of(
                "un-sc:a", ORGANIZATION, "AL-ITIHAAD AL-ISLAMIYA", "", "", "SO", number
            ),
            story_of("gb-fcdo:b", ORGANIZATION, "AIAI", "", "", "", number),
        ]
    )
    told = "identifier UN reference QDe.004"
    assert why(index, "un-sc:a", "gb-fcdo:b") == told


def test_a_weak_alias_joins_nothing(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    index = index_of(
        [
            story_of("us-bis-el:a", ORGANIZATION, "Orion Optics", "~Falcon", "", "CN"),
            story_of("us-ofac-sdn:b", ORGANIZATION, "Falcon", "", "", "CN"),
        ]
    )
    assert not why(index, "us-bis-el:a", "us-ofac-sdn:b")


def test_subjects_do_not_hang_on_the_order_of_hits(small_index: Index) -> None:
    entries = [listed(small_index, n) for n in range(len(small_index))]
    tells = small_index.evidence.tells
    assert subjects(entries, tells) == subjects(entries[::-1], tells)


def test_two_rows_of_one_list_are_never_one_subject(small_index: Index) -> None:
    entries = {
        e.entry: e for e in (listed(small_index, n) for n in range(len(small_index)))
    }
    found = subjects(list(entries.values()), small_index.evidence.tells)
    groups: dict[str, list[str]] = {}
    for entry, subject in found.items():
        groups.setdefault(subject.entry, []).append(entry.split(":")[0])
    assert groups
    assert all(len(lists) == len(set(lists)) for lists in groups.values())
