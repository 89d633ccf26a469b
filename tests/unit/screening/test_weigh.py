from __future__ import annotations

from datetime import date

import pytest

from listgate.matching.index import Index
from listgate.records import Party, PartyType
from listgate.screening.decision import MATCH, REVIEW, Screening
from listgate.screening.screen import Asking, screen

DAY = date(2026, 1, 1)
QIANMO = "555 Qianmo Rd, Binjiang, Hangzhou"
ZHIPU = "Floor 10, Building 9, No. 1, Zhongguancun East Road, Haidian, Beijing"


def asked(index: Index, party: Party | str, **asking: object) -> Screening:
    return screen([party], index, Asking(DAY, **asking))[0]  # type: ignore[arg-type]


def scores(found: Screening) -> dict[str, float]:
    return {h.entry: h.score for h in found.hits}


def told(found: Screening, entry: str) -> str:
    return " | ".join(next(h for h in found.hits if h.entry == entry).reasons)


def test_a_new_name_at_the_listed_address_is_looked_at(small_index: Index) -> None:
    found = asked(small_index, Party("Z.AI Co., Ltd.", address=ZHIPU, country="CN"))
    assert found.status == "review"
    assert found.hits[0].entry == "us-bis-el:tysup7"
    assert "shared address, a red flag" in told(found, "us-bis-el:tysup7")


def test_the_name_alone_would_not_tell(small_index: Index) -> None:
    assert asked(small_index, "Z.AI Co., Ltd.").status == "clear"


def test_name_and_address_together_weigh_more_than_each(small_index: Index) -> None:
    name = scores(asked(small_index, "Zhipu Huazhang"))["us-bis-el:tysup7"]
    both = scores(asked(small_index, Party("Zhipu Huazhang", address=ZHIPU)))
    assert both["us-bis-el:tysup7"] > max(name, 0.75)


def test_another_house_number_is_another_house(small_index: Index) -> None:
    party = Party("Sunrise Bakery", address="700 Qianmo Road, Binjiang, Hangzhou")
    assert asked(small_index, party).status == "clear"


@pytest.mark.parametrize("town", ["Hangzhou", "Beijing, China", "Moscow", "Hong Kong"])
def test_a_town_is_no_address(small_index: Index, town: str) -> None:
    assert asked(small_index, Party("Sunrise Bakery", address=town)).status == "clear"


def test_a_listed_address_catches_whoever_uses_it(small_index: Index) -> None:
    text = "Flat 1605, 16/F, Ho King Commercial Centre, 2-16 Fayuen St, Mong Kok"
    found = asked(small_index, Party("Sunrise Bakery", address=text))
    assert found.status == "match"
    assert "the entry is this address" in told(found, "us-bis-el:xht8v6")


def test_another_unit_of_a_listed_address_is_looked_at(small_index: Index) -> None:
    text = "Flat 3001, Ho King Commercial Centre, 2-16 Fa Yuen Street, Mong Kok"
    found = asked(small_index, Party("Sunrise Bakery", address=text))
    assert found.status == "review"
    assert "another unit of this building" in told(found, "us-bis-el:xht8v6")


def test_the_label_of_an_address_is_nobodys_name(small_index: Index) -> None:
    assert asked(small_index, "Address 01").status == "clear"
    found = asked(small_index, Party("Address 01", type=PartyType.ADDRESS))
    assert set(scores(found)) == {"us-bis-el:4yxmu2", "us-bis-el:c99cr7"}


def test_a_party_of_type_address_is_screened_by_its_name_as_address(
    small_index: Index,
) -> None:
    party = Party("52 Hasat Sokak, Sisli, Istanbul", type=PartyType.ADDRESS)
    assert "us-bis-el:c99cr7" in scores(asked(small_index, party))


def test_a_strong_identifier_decides(small_index: Index) -> None:
    found = asked(small_index, Party("Some Ship", identifiers=("IMO 9187629",)))
    assert scores(found)["us-ofac-sdn:15036"] == 1.0
    assert found.status == "match"
    assert "IMO 9187629 is the listed party's" in told(found, "us-ofac-sdn:15036")


def test_an_identified_party_is_followed_to_other_lists(small_index: Index) -> None:
    party = Party("Sunrise Bakery", identifiers=("91330000733796106P",))
    found = asked(small_index, party)
    assert set(scores(found)) == {
        "us-ofac-cmic:30946",
        "us-bis-el:g3b4rn",
        "us-dod-1260h:fzqwf9",
    }
    assert "the same party as us-ofac-cmic:30946" in told(found, "us-bis-el:g3b4rn")


def test_following_stays_within_the_day_and_the_lists(small_index: Index) -> None:
    party = Party("Sunrise Bakery", identifiers=("91330000733796106P",))
    only = small_index.lists_bits(["us-ofac-cmic"])
    assert set(scores(asked(small_index, party, lists=only))) == {"us-ofac-cmic:30946"}
    early = screen([party], small_index, Asking(date(2021, 8, 1)))[0]
    # The number is the party's on any day; the entry that tells it came a day later.
    assert set(scores(early)) == {"us-bis-el:g3b4rn", "us-dod-1260h:fzqwf9"}


def test_another_identifier_of_the_kind_leaves_a_review(small_index: Index) -> None:
    found = asked(small_index, Party("ARTAVIL", identifiers=("IMO 1234567",)))
    assert found.status == "review"
    assert "the listed party's is IMO 9187629" in told(found, "us-ofac-sdn:15036")


def test_an_identifier_of_another_kind_says_nothing(small_index: Index) -> None:
    found = asked(small_index, Party("ARTAVIL", identifiers=("MMSI 111111111",)))
    assert found.status == "match"


def test_an_agreeing_country_is_told(small_index: Index) -> None:
    found = asked(small_index, Party("Dahua Technology", country="CN"))
    assert "country CN agrees" in told(found, "us-bis-el:3av8fh")


def test_another_country_leaves_a_review_and_is_told(small_index: Index) -> None:
    found = asked(small_index, Party("Dahua Technology", country="DE"))
    assert found.status == "review"
    said = told(found, "us-bis-el:3av8fh")
    assert "country DE given; the entry is listed under CN" in said


def test_a_country_never_hides_an_entry_that_has_none(small_index: Index) -> None:
    for country in ("", "TH", "US"):
        found = asked(small_index, Party("The Handle Group Company", country=country))
        assert found.status == "match"
        assert "country" not in told(found, "us-dos-isn:uks6x8").split("“")[0]


def test_hong_kong_is_not_taken_for_another_country_than_china(
    small_index: Index,
) -> None:
    found = asked(small_index, Party("Dahua Technology", country="HK"))
    assert found.status == "match"
    assert "listed under CN" in told(found, "us-bis-el:3av8fh")


def test_one_of_several_countries_is_enough(small_index: Index) -> None:
    found = asked(small_index, Party("Dahua Technology", country="DE;CN"))
    assert found.status == "match"


def test_a_country_makes_no_hit_of_its_own(small_index: Index) -> None:
    name = "Huahai Digital Technology"
    plain = asked(small_index, name)
    found = asked(small_index, Party(name, country="CN"))
    assert set(scores(found)) == set(scores(plain))


def test_another_type_leaves_a_review(small_index: Index) -> None:
    found = asked(small_index, Party("Hikvision", type=PartyType.VESSEL))
    assert found.status == "review"
    assert "the entry is an organization" in told(found, "us-bis-el:g3b4rn")


def test_evidence_never_lifts_a_weak_alias_to_a_match_but_an_address_may(
    small_index: Index,
) -> None:
    weak = asked(small_index, Party("BMI", country="IR"))
    assert REVIEW <= scores(weak)["us-ofac-sdn:25578"] < MATCH
    at_home = Party("BMI", address="Ferdowsi Avenue, PO Box 11365, Tehran")
    assert scores(asked(small_index, at_home))["us-ofac-sdn:25578"] >= MATCH


def test_the_parents_name_asks_about_the_unit(small_index: Index) -> None:
    name = "China Aerospace Science and Industry Corporation Second Academy"
    found = scores(asked(small_index, name))
    assert found["us-bis-el:bbmnhp"] >= MATCH
    assert REVIEW <= found["us-bis-el:2dkstb"] < MATCH
    unit = f"{name}. Subordinate Institution - 204th Research Institute"
    assert scores(asked(small_index, unit))["us-bis-el:2dkstb"] >= MATCH
    assert scores(asked(small_index, "706th Research Institute")) != {}


def test_a_crowded_address_says_nothing_alone(
    small_index: Index,
) -> None:
    text = "Trust Company Complex, Ajeltake Road, Majuro MH 96960"
    assert asked(small_index, Party("Sunrise Bakery", address=text)).status == "clear"
