from __future__ import annotations

import pytest

from listgate.matching.address import places, read
from listgate.matching.shared import Agreement, Extent, agreement

TOWNS = {"beijing", "hangzhou", "haidian", "binjiang", "moscow", "london", "kowloon"}


def told(word: str) -> float:
    return 0.2 if word in TOWNS else 0.85


def agreed(asked: str, listed: str) -> Agreement | None:
    pairs = [(a, b) for a in places(asked) for b in places(listed)]
    found = [x for a, b in pairs if (x := agreement(a, b, told))]
    return max(found, key=lambda x: x.likeness, default=None)


HIKVISION = "No. 555 Qianmo Road, Binjiang District, Hangzhou 310052, China"
ZHIPU = (
    "Floor 10, Building 9, No. 1, Zhongguancun East Road, Haidian District, "
    "Beijing, 100080, China"
)
HO_KING = (
    "Room 1605, Ho King Commercial Center, 2-16 Fa Yuen Street, Mong Kok, Kowloon, "
    "Hong Kong"
)


def test_numbers_are_told_apart_by_the_words_beside_them() -> None:
    place = read(ZHIPU)
    assert place.numbers == {"1"}
    assert place.floors == {"10"}
    assert place.buildings == {"9"}
    assert place.rooms == frozenset()


def test_a_postcode_is_no_house_number() -> None:
    assert read(HIKVISION).numbers == {"555"}


@pytest.mark.parametrize(
    "text", ["10/F, 5 Lion Road", "10F, 5 Lion Rd", "Tenth Floor, 5 Lion Road", "F/10, 5 Lion Rd."]
)  # fmt: skip
def test_floors_are_written_in_many_ways(text: str) -> None:
    assert read(text).floors == {"10"}
    assert read(text).numbers == {"5"}


def test_a_range_of_rooms_is_both_its_ends() -> None:
    assert read("Room 1318-20, 610 Nathan Road").rooms == {"1318", "1320"}


def test_a_numbered_street_is_a_name() -> None:
    place = read("33 Fifteenth (15th) Street, Tehran")
    assert place.numbers == {"33"}
    assert "15th" in place.words


@pytest.mark.parametrize(
    "asked",
    [
        "555 Qianmo Rd, Hangzhou",
        "555, Qian Mo Road, Binjiang Dist., Hangzhou",
        "杭州市滨江区阡陌路555号",
        "浙江省杭州市濱江區阡陌路555號",
        "555 Qianmo Road, Hanzhou",
    ],
)
def test_the_same_address_is_found_however_it_is_written(asked: str) -> None:
    found = agreed(asked, HIKVISION)
    assert found is not None
    assert found.extent is Extent.SAME
    assert found.likeness > 0.95


@pytest.mark.parametrize(
    "asked",
    [
        "700 Qianmo Road, Binjiang District, Hangzhou",
        "Hangzhou, China",
        "555 Hangzhou",
        "Binjiang District, Hangzhou",
        "555 Changhe Road, Hangzhou",
    ],
)
def test_another_number_or_a_town_alone_is_no_shared_address(asked: str) -> None:
    assert agreed(asked, HIKVISION) is None


def test_rooms_tell_tenants_of_one_building_apart() -> None:
    same = agreed("Rm 1605, 16/F, Ho King Commercial Centre, 2-16 Fayuen St", HO_KING)
    other = agreed("Rm 2309, 23/F, Ho King Commercial Centre, 2-16 Fa Yuen St", HO_KING)
    less = agreed("Ho King Commercial Centre, 2-16 Fa Yuen Street", HO_KING)
    assert same is not None
    assert other is not None
    assert less is not None
    assert (same.extent, other.extent, less.extent) == (
        Extent.SAME,
        Extent.OTHER_UNIT,
        Extent.PART,
    )


def test_a_number_within_a_range_of_house_numbers_agrees() -> None:
    found = agreed("8 Fa Yuen Street, Ho King Commercial Centre", HO_KING)
    assert found is not None
    assert agreed("18 Fa Yuen Street, Ho King Commercial Centre", HO_KING) is None


def test_chinese_addresses_of_hong_kong_are_read_by_cantonese() -> None:
    found = agreed("九龍旺角花園街2-16號好景商業中心16樓1605室", HO_KING)
    assert found is not None
    assert found.extent is Extent.SAME


def test_chinese_addresses_give_floors_and_buildings() -> None:
    found = agreed("北京市海淀区中关村东路1号院9号楼10层", ZHIPU)
    assert found == Agreement(1.0, Extent.SAME)


def test_a_post_box_counts_as_a_number() -> None:
    listed = "Ferdowsi Avenue - PO Box 11365-171, Tehran, IR"
    assert agreed("P.O. Box 11365, Tehran", listed) is not None
    assert agreed("P.O. Box 11366, Tehran", listed) is None


@pytest.mark.parametrize(
    "text", ["", ",,,", "No. 5", "\x00", "🙂", "路", "号", "1" * 300]
)
def test_what_is_no_address_shares_nothing(text: str) -> None:
    assert agreed(text, HIKVISION) is None
    assert agreed(text, text) is None


def test_behind_the_comma_of_a_named_building_stands_the_house_number() -> None:
    text = "7/F MW Tower, 111 Bonham Strand, Sheung Wan, Hong Kong"
    place = read(text)
    assert place.numbers == {"111"}
    assert place.floors == {"7"}
    assert read("Building 9, 5 Lion Road").buildings == {"9"}
    same = agreed(text, text)
    assert same is not None
    assert same.extent is Extent.SAME
    other = agreed(text.replace("7/F", "8/F"), text)
    assert other is not None
    assert other.extent is Extent.OTHER_UNIT
