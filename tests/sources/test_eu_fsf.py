"""The European Union's list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from listgate.records import AliasKind, AliasQuality, Identifier, ListEntry, PartyType
from listgate.sources.recognise import read_lists

DATA = (Path(__file__).parent / "excerpts/eu-fsf.xml").read_bytes()


def entries(data: bytes = DATA) -> dict[str, ListEntry]:
    (parsed,) = read_lists(data)
    assert parsed.code == "eu-fsf"
    assert parsed.published_at == date(2026, 5, 1)
    assert parsed.remarks == ()
    return {e.number: e for e in parsed.entries}


def test_the_first_name_is_the_one_given_in_parts() -> None:
    found = entries()
    assert len(found) == 6
    person = found["EU.1001.60"]
    assert person.name == "Yassin Syawal"
    assert person.type is PartyType.PERSON
    assert "Abu Seta" in {a.name for a in person.aliases}
    assert person.programs == ("TAQA",)
    assert ("date_of_birth", "1962-09-03") in person.details
    assert ("place_of_birth", "Makassar, INDONESIA") in person.details
    assert ("citizenship", "ID") in person.details


def test_no_start_is_made_of_the_last_regulation() -> None:
    assert all(e.start_date is None for e in entries().values())
    dated = DATA.replace(b"designationDetails", b'designationDate="2003-07-07" x', 1)
    (parsed,) = read_lists(dated)
    assert parsed.entries[0].start_date == date(2003, 7, 7)
    assert len(parsed.remarks) == 1  # `x` is no attribute of this form


def test_a_ship_number_and_a_passport_are_identifiers() -> None:
    kinds = {i.kind for e in entries().values() for i in e.identifiers}
    assert {"imo", "passport"} <= kinds


def test_a_reference_of_the_council_joins_the_lists() -> None:
    references = [
        i.value
        for e in entries().values()
        for i in e.identifiers
        if i.kind == "un-reference"
    ]
    assert references
    assert all(len(value) == 7 for value in references)


def test_names_in_other_scripts_and_weak_names_are_told() -> None:
    kinds = {a.kind for e in entries().values() for a in e.aliases}
    assert AliasKind.SCRIPT in kinds
    (parsed,) = read_lists(DATA.replace(b'strong="true"', b'strong="false"'))
    assert {a.quality for e in parsed.entries for a in e.aliases} == {AliasQuality.WEAK}


def test_an_unknown_country_is_none() -> None:
    iraq = entries()["EU.27.28"]
    assert iraq.countries == ("IQ",)
    assert Identifier("passport", "", "") not in iraq.identifiers
