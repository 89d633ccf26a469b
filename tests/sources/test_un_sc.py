"""The Security Council's list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from listgate.records import AliasKind, AliasQuality, Identifier, ListEntry, PartyType
from listgate.sources.recognise import read_lists
from listgate.sources.un_reference import un_reference

DATA = (Path(__file__).parent / "excerpts/un-consolidated.xml").read_bytes()


def entries() -> dict[str, ListEntry]:
    (parsed,) = read_lists(DATA)
    assert parsed.code == "un-sc"
    assert parsed.published_at == date(2026, 2, 27)
    assert parsed.remarks == ()
    return {e.number: e for e in parsed.entries}


def test_a_person_keeps_what_the_council_says() -> None:
    found = entries()
    assert len(found) == 10
    person = found["CDi.003"]
    assert person.name == "GASTON IYAMUREMYE"
    assert person.type is PartyType.PERSON
    assert person.programs == ("DRC",)
    assert person.start_date == date(2010, 12, 1)
    assert ("date_of_birth", "1948") in person.details
    assert ("place_of_birth", "Musanze District, Northern Province, Rwanda") in (
        person.details
    )
    assert ("nationality", "RW") in person.details
    assert {a.name: a.quality for a in person.aliases}["Rumuli"] is AliasQuality.WEAK
    assert Identifier("un-reference", "CDi.003") in person.identifiers
    assert person.addresses[0].country == "CD"


def test_a_range_of_years_stays_a_range() -> None:
    births = [
        v for e in entries().values() for k, v in e.details if k == "date_of_birth"
    ]
    assert any(" to " in birth for birth in births)


def test_former_names_of_an_organization_are_told() -> None:
    kinds = {
        a.kind
        for e in entries().values()
        if e.type is PartyType.ORGANIZATION
        for a in e.aliases
    }
    assert AliasKind.FKA in kinds


def test_what_a_row_says_is_kept_column_by_column() -> None:
    person = entries()["CDi.001"]
    published = dict(person.published)
    assert published["DATAID"] == "6907993"
    assert published["NATIONALITY"] == '{"VALUE":"Democratic Republic of the Congo"}'


def test_a_reference_is_written_as_the_council_does() -> None:
    assert un_reference("QDi.43") == "QDi.043"
    assert un_reference("kpe 1") == "KPe.001"
    assert un_reference("Resolution 1483") == "Resolution 1483"
