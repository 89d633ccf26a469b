from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.names.fold import fold
from listgate.records import Party, PartyType
from listgate.screening.decision import REVIEW, Screening
from listgate.screening.lines import windows
from listgate.screening.screen import Asking, _crowded_out, screen
from listgate.service import Gate

DAY = date(2026, 1, 1)


def asked(index: Index, party: Party | str, **asking: object) -> Screening:
    return screen([party], index, Asking(DAY, **asking))[0]  # type: ignore[arg-type]


def lists(found: Screening) -> set[str]:
    return {h.list for h in found.hits}


@pytest.mark.parametrize(
    "name",
    [
        "Hikvision",
        "HIKVISION DIGITAL TECHNOLOGY",
        "hik vision",
        "Hang Zhou Hikvision",
        "海康威视",
        "杭州海康威视数字技术股份有限公司",
        "杭州海康威視數字技術股份有限公司",
        "Hangzhou 海康威视",
        "Hik\u200bvision",
        "\u202eHikvision\u202c",
        "Hikvision\nDigital\tTechnology",
        "Hikvision\x00",
    ],
)
def test_one_party_is_found_however_it_is_written(
    small_index: Index, name: str
) -> None:
    found = asked(small_index, name)
    assert "us-bis-el" in lists(found)
    assert found.status in {"match", "review"}


@pytest.mark.parametrize("name", ["海康卫视", "海抗威视技术", "智朴华章"])
def test_sound_alikes_in_other_characters_are_no_match(
    small_index: Index, name: str
) -> None:
    assert asked(small_index, name).status != "match"


def test_a_chinese_sound_alike_of_the_latin_name_is_at_most_looked_at(
    small_index: Index,
) -> None:
    assert asked(small_index, "大华技术").status == "match"
    assert asked(small_index, "大化技术").status == "review"


def test_a_latin_alias_counts_beside_a_chinese_name(small_index: Index) -> None:
    party = Party("北京面包店", aliases=("Hikvision",))
    assert asked(small_index, party).status == "match"


def test_a_chinese_alias_counts_beside_a_latin_name(small_index: Index) -> None:
    party = Party("Sunrise Bakery", aliases=("海康威视",))
    assert asked(small_index, party).status == "match"


def test_nothing_is_known_of_a_name_of_one_letter(small_index: Index) -> None:
    for name in ("Q", "啊", " q "):
        found = asked(small_index, name)
        assert found.status == "error"
        assert "one letter" in (found.error or "")


def test_a_short_name_is_screened(small_index: Index) -> None:
    assert asked(small_index, "QZ").status == "clear"


def test_a_listed_name_deep_in_a_long_cell_is_found(small_index: Index) -> None:
    cell = " ".join(["shipment", "of", "goods"] * 12) + " Hikvision Digital Technology"
    assert len(cell.split()) > 24
    assert "us-bis-el" in lists(asked(small_index, cell))


def test_windows_hold_every_word_and_are_short_enough() -> None:
    line = " ".join(f"w{n}" for n in range(131))
    pieces = windows(line)
    assert {w for piece in pieces for w in piece.split()} == set(line.split())
    assert max(len(piece.split()) for piece in pieces) <= 24
    assert windows("Hikvision Digital") == ["Hikvision Digital"]


def test_each_lists_best_hit_is_kept_where_the_limit_allows(small_index: Index) -> None:
    whole = asked(small_index, "Hikvision", limit=10)
    cut = asked(small_index, "Hikvision", limit=3)
    assert lists(whole) == lists(cut) == {"us-bis-el", "us-ofac-cmic", "us-dod-1260h"}
    assert len(asked(small_index, "Hikvision", limit=1).hits) == 1


def test_a_group_of_affiliates_does_not_hide_the_next_list(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    organization = PartyType.ORGANIZATION
    name = "Huawei Technologies Co., Ltd."
    many = [
        story_of(
            f"us-bis-el:h{n}", organization, f"Huawei Technologies {n} Co., Ltd.", name
        )
        for n in range(60)
    ]
    one = story_of("us-ndaa-889:hw", organization, "Huawei Technologies Company")
    found = asked(index_of([*many, one]), "Huawei Technologies")
    assert lists(found) == {"us-bis-el", "us-ndaa-889"}
    assert len(found.hits) == 10


def test_thresholds_are_those_asked_for(small_index: Index) -> None:
    name = "Hikvision Digital"
    best = asked(small_index, name).hits[0].score
    assert asked(small_index, name, match=best, review=0.1).status == "match"
    strict = asked(small_index, name, match=1.0, review=best)
    assert strict.status == "review"
    above = asked(small_index, name, match=1.0, review=min(1.0, best + 1e-6))
    assert all(h.score > best for h in above.hits)


def test_an_entry_that_may_have_ended_is_at_most_looked_at(
    story_of: Callable[..., Story], index_of: Callable[[Iterable[Story]], Index]
) -> None:
    doubtful, ended = date(2025, 1, 1), date(2025, 6, 1)
    story = story_of(
        *("us-bis-el:x", PartyType.ORGANIZATION, "Hangzhou Xyzzy Optics"),
        doubtful_from=doubtful,
        held_to=ended,
    )
    index = index_of([story])

    def on(day: date) -> Screening:
        return screen(["Hangzhou Xyzzy Optics"], index, Asking(day))[0]

    assert on(doubtful).status == "match"
    between = on(date(2025, 3, 1))
    assert between.status == "review"
    assert any("may have ended" in r for r in between.hits[0].reasons)
    assert on(date(2025, 5, 31)).status == "review"
    assert on(ended).status == "clear"


def test_a_block_gives_what_its_parties_give_alone(small_index: Index) -> None:
    parties: list[Party | str] = [
        "Hikvision",
        Party("Sunrise Bakery", address="555 Qianmo Road, Hangzhou"),
        "海康威视",
        Party("ARTAVIL", identifiers=("IMO 1234567",), country="IR"),
        "Nothing Of The Kind",
        Party("Address 01", type=PartyType.ADDRESS),
        Party("Bank Melli", aliases=("BMI", "海康威视")),
    ]
    asking = Asking(DAY)
    alone = [screen([p], small_index, asking)[0].to_dict() for p in parties]
    assert [s.to_dict() for s in screen(parties, small_index, asking)] == alone
    turned = screen(parties[::-1], small_index, asking)
    assert [s.to_dict() for s in turned[::-1]] == alone


def test_no_parties_give_no_screenings(small_index: Index) -> None:
    assert screen([], small_index, Asking(DAY)) == []


def test_an_odd_cell_neither_breaks_a_block_nor_is_lost(small_index: Index) -> None:
    odd = [
        "0A\x80 Ͱ",
        "Hik\udcffvision",
        "\x85x\x85",
        "İ\u0307i",
        "名\x00前",
        "a\u2028b",
        "-" * 99,
    ]
    found = screen(["Hikvision", *odd, "Hikvision"], small_index, Asking(DAY))
    assert len(found) == len(odd) + 2
    assert found[0].to_dict() == found[-1].to_dict()
    assert found[2].status == "match"


def test_a_hit_too_weak_to_count_does_not_keep_its_list_from_being_searched_again(
    small_index: Index,
) -> None:
    # Where a party of the block has an address, hits below ``review`` are told for all.
    names = {small_index.card(n).entry: n for n in range(len(small_index))}
    strong = (names["us-bis-el:g3b4rn"], 0, 0.95)
    weak = (names["us-ofac-cmic:30946"], 0, REVIEW - 0.01)
    more = _crowded_out(
        [strong, weak], fold("Hikvision").encode(), 0, small_index, Asking(DAY)
    )
    found = {small_index.card(entry).entry for entry, _, _ in more}
    assert "us-ofac-cmic:30946" in found
    assert "us-bis-el:g3b4rn" not in found


def test_an_address_beside_a_name_does_not_tell_how_far_its_name_is_looked_for(
    embedded_gate: Gate,
) -> None:
    # The floor is lower in such a block; what is looked at must not depend on it.
    names = ["Kgrma Ryonbong Geneqal Corporatiofn", "Hikvison Digitol Tecnology"]
    asking = Asking(DAY, review=0.9, match=0.9)
    alone = screen(names, embedded_gate.index, asking)
    beside: list[Party | str] = [*names]
    beside.append(Party(name="Acme Optical GmbH", address="1 Main Street, Berlin"))
    together = screen(beside, embedded_gate.index, asking)
    assert [s.to_dict() for s in together[:2]] == [s.to_dict() for s in alone]


def test_a_party_that_many_are_like_says_so(embedded_gate: Gate) -> None:
    crowd, few = screen(
        ["Africa Co., Ltd.", "Rosoboronexport"],
        embedded_gate.index,
        Asking(DAY),
    )
    assert crowd.crowded
    assert not few.crowded
