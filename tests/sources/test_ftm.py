"""FollowTheMoney in and out: what goes out comes back, and others' files are understood."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from listgate.errors import ParseError
from listgate.records import AliasKind, AliasQuality, ListEntry, PartyType
from listgate.sources import embedded
from listgate.sources.ftm import parse_ftm
from listgate.sources.ftm_out import entities
from listgate.sources.recognise import read_lists


def lines(*objects: dict[str, Any]) -> str:
    return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)


def thing(schema: str, ident: str, **more: Any) -> dict[str, Any]:
    head: dict[str, Any] = {
        k: more.pop(k)
        for k in ("datasets", "target", "referents", "caption")
        if k in more
    }
    return {"id": ident, "schema": schema, "properties": more, **head}


VESSEL = thing(
    "Vessel",
    "NK-1",
    caption="OCEAN STAR",
    datasets=["us_ofac_sdn", "eu_fsf"],
    referents=["ofac-12345", "eu-fsf-9"],
    target=True,
    name=["OCEAN STAR", "نجم المحيط"],
    previousName=["SEA STAR"],
    weakAlias=["STAR"],
    imoNumber=["IMO9187629"],
    flag=["pa"],
    pastFlags=["ir"],
)
SANCTION = thing(
    "Sanction",
    "s-1",
    datasets=["us_ofac_sdn"],
    entity=["NK-1"],
    program=["IRAN"],
    startDate=["2020-01-02"],
)


def test_a_party_of_two_datasets_is_an_entry_on_both_lists() -> None:
    found = {p.code: p.entries[0] for p in parse_ftm(lines(VESSEL, SANCTION))}
    assert list(found) == ["us-ofac-sdn", "eu-fsf"]
    sdn = found["us-ofac-sdn"]
    assert sdn.number == "12345"
    assert (sdn.programs, sdn.start_date) == (("IRAN",), date(2020, 1, 2))
    assert found["eu-fsf"].programs == ()
    assert sdn.type is PartyType.VESSEL


def test_kinds_and_grades_of_names_are_kept() -> None:
    (sdn, _) = parse_ftm(lines(VESSEL, SANCTION))
    kinds = {a.name: (a.kind, a.quality) for a in sdn.entries[0].aliases}
    assert kinds == {
        "نجم المحيط": (AliasKind.SCRIPT, AliasQuality.STRONG),
        "STAR": (AliasKind.AKA, AliasQuality.WEAK),
        "SEA STAR": (AliasKind.FKA, AliasQuality.STRONG),
    }


def test_numbers_flags_and_former_flags_are_kept() -> None:
    entry = parse_ftm(lines(VESSEL, SANCTION))[0].entries[0]
    assert [(i.kind, i.value) for i in entry.identifiers] == [("imo", "IMO9187629")]
    assert ("vessel_flag", "pa") in entry.details
    assert ("former_flag", "ir") in entry.details


def test_the_consolidated_dataset_names_the_list_in_its_authority() -> None:
    party = thing(
        "Company", "c-1", datasets=["us_trade_csl"], target=True, name=["X Co."]
    )
    sanction = thing(
        "Sanction",
        "s-2",
        datasets=["us_trade_csl"],
        entity=["c-1"],
        authority=["Entity List (EL) - Bureau of Industry and Security"],
        reason=["For all items subject to the EAR (See §744.11 of the EAR)"],
        provisions=["Presumption of denial"],
        authorityId=["84 FR 54004"],
    )
    (found,) = parse_ftm(lines(party, sanction))
    (entry,) = found.entries
    assert found.code == "us-bis-el"
    assert entry.license_review_policy == "Presumption of denial"
    assert entry.citations[0].printed == "84 FR 54004"


def test_what_hangs_on_a_party_is_read_nested_too() -> None:
    nested = {
        **VESSEL,
        "schema": "Person",
        "properties": {
            "name": ["Ivan Ivanov"],
            "birthDate": ["1970-05"],
            "addressEntity": [
                thing("Address", "a-1", full=["Moscow, Russia"], country=["ru"])
            ],
            "sanctions": [SANCTION],
            "passports": [
                thing("Passport", "p-1", number=["75 1234567"], country=["ru"])
            ],
        },
    }
    entry = parse_ftm(lines(nested))[0].entries[0]
    assert [(a.text, a.country) for a in entry.addresses] == [("Moscow, Russia", "RU")]
    assert [(i.kind, i.value) for i in entry.identifiers] == [
        ("passport", "75 1234567")
    ]
    assert ("date_of_birth", "1970-05") in entry.details
    assert entry.programs == ("IRAN",)


def test_parties_of_other_datasets_and_mere_relatives_are_counted_and_left() -> None:
    pep = thing("Person", "p", datasets=["wd_peps"], target=True, name=["A B"])
    wife = thing("Person", "w", datasets=["us_ofac_sdn"], target=False, name=["C D"])
    (sdn, _) = parse_ftm(lines(VESSEL, pep, wife))
    assert set(sdn.remarks) == {
        "1 parties of the dataset 'wd_peps' were not taken.",
        "1 parties that the file keeps for their links alone were not taken.",
    }


def test_a_list_of_ones_own_takes_every_target() -> None:
    pep = thing("Person", "p", datasets=["wd_peps"], target=True, name=["A B"])
    (found,) = parse_ftm(lines(pep), code="own:peps")
    assert (found.code, found.entries[0].name) == ("own:peps", "A B")


def test_a_file_without_a_known_list_says_what_it_has() -> None:
    pep = thing("Person", "p", datasets=["wd_peps"], target=True, name=["A B"])
    with pytest.raises(ParseError, match="1 parties of the dataset 'wd_peps'"):
        read_lists(lines(pep).encode(), name="peps.json")


def test_a_line_that_was_cut_is_refused_with_its_number() -> None:
    with pytest.raises(ParseError, match="line 2 is no JSON"):
        read_lists((lines(VESSEL) + '{"id": "x", "sch').encode(), name="cut.json")


def told(entry: ListEntry) -> tuple[Any, ...]:
    return (
        entry.name,
        entry.number,
        {(a.name, a.quality) for a in entry.aliases if a.kind is not AliasKind.PARENT},
        {a.text for a in entry.addresses},
        {(i.kind, i.value) for i in entry.identifiers},
        set(entry.countries),
        entry.programs,
        entry.license_requirement,
        entry.license_review_policy,
        [c.printed for c in entry.citations if c.published_at],
    )


@pytest.mark.parametrize(
    "code", ["us-ofac-cmic", "us-dhs-uflpa", "us-bis-meu", "jp-meti-eul"]
)
def test_a_list_comes_back_as_it_went_out(code: str) -> None:
    _, entries = embedded.load([code]).versions[0]
    text = lines(*entities(entries))
    (found,) = read_lists(text.encode())
    assert found.code == code
    assert list(map(told, found.entries)) == list(map(told, entries))
