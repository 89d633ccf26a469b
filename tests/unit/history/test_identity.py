from __future__ import annotations

from collections.abc import Callable

import pytest

from listgate.history.identity import identify, pair
from listgate.records import ListEntry, PartyType

Make = Callable[..., ListEntry]

# Names of the Entity List in the consolidated files of 2022-04 and 2026-07-31 (U.S.
# public domain).
RESPELT = [
    ("Elizaveta Krapivinia", "Elizaveta Krapivina", "77 FR 61249", "RU"),
    ("Andey Gruzdew", "Andrey Gruzdew", "77 FR 61249", "RU"),
    ("Chan Sau Luen", "Sau Luen Chan", "79 FR 44680", "HK"),
    ("Akhtar and Munir", "Akhtar & Munir", "83 FR 12475", "PK"),
    (
        "Xinjiang Uighur Autonomous Region (XUAR) People?s Government Public Security "
        "Bureau",
        "Xinjiang Uyghur Autonomous Region (XUAR) People's Government Public Security "
        "Bureau",
        "84 FR 54002",
        "CN",
    ),
    (
        "Huawei Device (Hong Kong) Co., Limited, Tsim Sha Tsui",
        "Huawei Device (Hong Kong) Co., Limited",
        "84 FR 22961",
        "HK",
    ),
    (
        "Huawei Technologies Bahrain, Building 647 2811 Road 2811, Block 428",
        "Huawei Technologies Bahrain",
        "84 FR 43495",
        "BH",
    ),
    (
        "Huawei Technologies Co”peratief U.A.",
        "Huawei Technologies Cooperatief U.A.",
        "84 FR 22961",
        "NL",
    ),
    (
        "Gazprom Promgaz, AO (f.k.a. Otkrytoe Aktsionernoe Obshchestvo Gazprom Promgaz)",
        "Gazprom Promgaz, AO",
        "81 FR 61595",
        "RU",
    ),
    (
        "Xi?an Ruixin Investment Co., Ltd., Xi?an, Shaanxi",
        "Xi'an Ruixin Investment Co., Ltd.",
        "84 FR 22961",
        "CN",
    ),
]
OTHERS = [
    (
        "CASIC Second Academy. Subordinate Institution - 204th Research Institute",
        "CASIC Second Academy. Subordinate Institution - 206th Research Institute",
    ),
    ("Chengdu Huawei Technologies Co., Ltd.", "Huawei Technologies Co., Ltd."),
    (
        "Huawei Technologies Co., Ltd., Beijing Research Institute",
        "Huawei Technologies Co., Ltd.",
    ),
    ("Huawei Cloud Beijing", "Huawei Cloud Dalian"),
    ("Ulyanovsk Machinery Plant No. 7", "Ulyanovsk Machinery Plant No. 9"),
    ("Wuhan Huawei Investment Co., Ltd.", "Suzhou Huawei Investment Co., Ltd."),
    (
        "Department of Atomic Energy entity: Bhabha Atomic Research Center (BARC)",
        "Department of Atomic Energy facilities: Fuel reprocessing and enrichment "
        "facilities",
    ),
    ("Mushko Electronics Pvt. Ltd.", "Mushko Logistics Pvt. Ltd."),
]


def test_of_several_rows_under_one_number_one_goes_on(entry: Make) -> None:
    one, two = (
        entry("Bank of Kunlun", number="15268", requirement=text) for text in "AB"
    )
    assert pair([one], [two, one]) == [(0, 0)]
    assert pair([one, two], [two]) == [(0, 0)]
    other = entry("Bank of Elsewhere", number="15268")
    assert pair([one], [other, two]) == [(0, 1)]


def test_a_name_cut_to_its_first_letters_is_the_same_party(entry: Make) -> None:
    old = entry(
        "China National Offshore Oil Corporation Ltd.",
        countries="CN",
        cites=("86 FR 4862",),
    )
    kind = "(a subsidiary of China National Offshore Oil Corporation)"
    new = entry(f"CNOOC Limited {kind}", countries="CN", cites=("86 FR 4864",))
    assert pair([old], [new]) == [(0, 0)]
    for other in ("CNPC Limited", "CNOOC Gas Limited", f"Other Limited {kind}"):
        there = entry(other, countries="CN", cites=("86 FR 4864",))
        assert pair([old], [there]) == []


def test_a_country_put_right_is_the_same_party(entry: Make) -> None:
    old = entry("Simon Fox", countries="RS", cites=("82 FR 43217",))
    new = entry("Simon Fox", countries="RU", cites=("82 FR 43217",))
    assert pair([old], [new]) == [(0, 0)]
    twin = entry("Simon Fox", countries="GB", cites=("82 FR 43217",))
    assert pair([old], [twin, new]) == []
    later = entry("Simon Fox", countries="RU", cites=("88 FR 43217",))
    assert pair([old], [later]) == []


def test_two_letters_that_changed_places_are_one_slip(entry: Make) -> None:
    old = entry("Wenixa Man", countries="US", cites=("82 FR 39106",))
    new = entry("Wenxia Man", countries="US", cites=("82 FR 39106",))
    assert pair([old], [new]) == [(0, 0)]


def test_an_issue_of_the_federal_register_is_a_rule_in_common(entry: Make) -> None:
    old = entry("Namchongang Trading Corp.", cites=("Vol. 74, No. 137",))
    new = entry("Namchongang Trading Corporation", cites=("Vol. 74, No. 137",))
    next_ = entry("Namchongang Trading Corporation", cites=("Vol. 74, No. 138",))
    assert pair([old], [new]) == [(0, 0)]
    assert pair([old], [next_]) == []


@pytest.mark.parametrize(("old", "new", "cite", "country"), RESPELT)
def test_a_respelt_name_is_the_same_party(
    entry: Make, old: str, new: str, cite: str, country: str
) -> None:
    before = [entry(old, countries=country, cites=(cite,))]
    after = [entry(new, countries=country, cites=(cite, "85 FR 83769"))]
    assert pair(before, after) == [(0, 0)]


@pytest.mark.parametrize(("old", "new"), OTHERS)
def test_a_name_much_like_another_is_another_party(
    entry: Make, old: str, new: str
) -> None:
    before = [entry(old, countries="CN", cites=("84 FR 22961",))]
    after = [entry(new, countries="CN", cites=("84 FR 22961",))]
    assert pair(before, after) == []


def test_a_respelling_under_no_rule_in_common_is_another_party(entry: Make) -> None:
    before = [entry("Elizaveta Krapivinia", countries="RU", cites=("77 FR 61249",))]
    after = [entry("Elizaveta Krapivina", countries="RU", cites=("88 FR 1200",))]
    assert pair(before, after) == []


def test_sources_print_different_pages_of_one_rule(entry: Make) -> None:
    before = [entry("Elizaveta Krapivinia", countries="RU", cites=("77 FR 61249",))]
    after = [entry("Elizaveta Krapivina", countries="RU", cites=("77 FR 61256",))]
    assert pair(before, after) == [(0, 0)]


def test_the_same_name_in_two_countries_is_two_entries(entry: Make) -> None:
    china = entry("Address 01", countries="CN", type=PartyType.ADDRESS)
    turkey = entry("Address 01", countries="TR", type=PartyType.ADDRESS)
    assert pair([china], [turkey]) == []
    assert pair([china, turkey], [turkey, china]) == [(0, 1), (1, 0)]


def test_twins_are_told_apart_by_what_they_cite(entry: Make) -> None:
    name = "Cambricon Technologies Corporation Limited"
    one = entry(name, countries="CN", cites=("87 FR 77505",))
    two = entry(name, countries="CN", cites=("87 FR 77605",))
    assert pair([one, two], [two, one]) == [(0, 1), (1, 0)]


def test_namesakes_born_in_different_years_are_two_persons(entry: Make) -> None:
    old = entry("Ali Hassan", born="1961-04-02", type=PartyType.PERSON)
    new = entry("Ali Hassan", born="1985-01-01", type=PartyType.PERSON)
    assert pair([old], [new]) == []


def test_a_vessel_is_not_a_company_of_its_name(entry: Make) -> None:
    old = entry("Happy Star", type=PartyType.VESSEL)
    new = entry("Happy Star", type=PartyType.ORGANIZATION)
    assert pair([old], [new]) == []


def test_the_publishers_number_decides_against_the_name(entry: Make) -> None:
    old = [entry("A", number="1"), entry("B", number="2")]
    new = [entry("B", number="1"), entry("C", number="2"), entry("A", number="9")]
    assert pair(old, new) == [(0, 0), (1, 1)]


def test_a_file_without_numbers_is_joined_by_name(entry: Make) -> None:
    old = [entry("Alpha Trading", number="1"), entry("Beta Trading", number="2")]
    new = [entry("Beta Trading"), entry("Alpha Trading")]
    assert pair(old, new) == [(0, 1), (1, 0)]


def test_a_known_entry_keeps_its_id_through_a_respelling(entry: Make) -> None:
    known = [
        entry("Elizaveta Krapivinia", "k7", countries="RU", cites=("77 FR 61249",))
    ]
    rows = [entry("Elizaveta Krapivina", countries="RU", cites=("77 FR 61249",))]
    assert [e.entry for e in identify(rows, known)] == ["us-bis-el:k7"]


def test_a_new_entry_has_the_publishers_number_or_a_code(entry: Make) -> None:
    sdn = entry("Someone", code="us-ofac-sdn", number="12187")
    plain = entry("Someone")
    assert identify([sdn], [])[0].entry == "us-ofac-sdn:12187"
    code = identify([plain], [])[0].entry.removeprefix("us-bis-el:")
    assert len(code) == 6
    assert code.isalnum()


def test_ids_are_the_same_on_every_machine_and_never_twice(entry: Make) -> None:
    rows = [entry("Twin", countries="CN")] * 3 + [entry("Twin", countries="HK")]
    first = [e.entry for e in identify(rows, [])]
    assert first == [e.entry for e in identify(rows, [])]
    assert len(set(first)) == 4


def test_an_id_given_once_is_not_given_to_another(entry: Make) -> None:
    taken = identify([entry("Twin")], [])[0].entry
    fresh = identify([entry("Twin")], [], taken=[taken])[0].entry
    assert fresh != taken


def test_the_order_of_rows_does_not_change_who_is_who(entry: Make) -> None:
    rows = [
        entry(
            "Huawei Technologies Co., Ltd.", countries="CN HK", cites=("84 FR 22963",)
        ),
        entry(
            "Chengdu Huawei Technologies Co., Ltd.",
            countries="CN",
            cites=("84 FR 22963",),
        ),
    ]
    old = [
        entry(
            "Chengdu Huawei Technologies Co., Ltd., Chengdu, Sichuan",
            countries="CN",
            cites=("84 FR 22961",),
        ),
        entry(
            "Huawei Technologies Co. Ltd., Tsim Sha Tsui",
            countries="HK",
            cites=("84 FR 22961",),
        ),
    ]
    assert pair(old, rows) == [(0, 1), (1, 0)]
    assert pair(old, rows[::-1]) == [(0, 0), (1, 1)]
