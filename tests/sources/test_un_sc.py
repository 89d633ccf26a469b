"""The Security Council's list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from listgate.records import (
    Alias,
    AliasKind,
    AliasQuality,
    Identifier,
    ListEntry,
    PartyType,
)
from listgate.sources.recognise import read_lists
from listgate.sources.un_reference import un_reference

EXCERPTS = Path(__file__).parent / "excerpts"
DATA = (EXCERPTS / "un-consolidated.xml").read_bytes()
CELLS = (EXCERPTS / "un-consolidated-cells.xml").read_bytes()


def entries(data: bytes = DATA) -> dict[str, ListEntry]:
    (parsed,) = read_lists(data)
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


def names(number: str) -> list[str]:
    return [a.name for a in entries(CELLS)[number].aliases]


def test_names_that_share_a_cell_are_names_each() -> None:
    assert names("IRi.034") == [
        "Mohammed Sabet",
        "Mohammad Sabet",
        "M. Javad Kareemi Sabet",
        "M. Jawad Kareemi Sabet",
        "M. Jawad Karimi Sabet",
    ]
    assert {"Fazel Rahim", "Fazil Rahim"} <= set(names("QDi.303"))


def test_a_cell_in_two_scripts_gives_the_names_of_each() -> None:
    found = entries(CELLS)["QDi.306"].aliases
    assert Alias("حسن غول", AliasKind.SCRIPT) in found
    assert Alias("Hasan Gul") in found
    assert Alias("أبو شيماء", AliasKind.SCRIPT, AliasQuality.WEAK) in found
    assert Alias("Abu-Shaima", AliasKind.AKA, AliasQuality.WEAK) in found
    assert entries(CELLS)["KPe.073"].aliases == (
        Alias("沈忠國際海運有限公司", AliasKind.SCRIPT),
    )


def test_a_note_behind_a_name_is_none_of_it() -> None:
    assert (
        Alias("Ezatullah Haqqani", AliasKind.FKA) in entries(CELLS)["TAi.064"].aliases
    )


def test_two_first_names_are_each_found_with_their_acronyms() -> None:
    company = entries(CELLS)["CDe.003"]
    assert company.name.endswith("; GREAT LAKES BUSINESS COMPANY (GLBC)")
    assert {"GREAT LAKES BUSINESS COMPANY", "GLBC", "CAGL"} <= set(names("CDe.003"))


def test_numbers_of_documents_stand_without_the_words_around_them() -> None:
    fighter = entries(CELLS)["SOi.010"]
    assert Identifier("passport", "403062567", "US") in fighter.identifiers
    assert Identifier("national-id", "423-31-3021", "US") in fighter.identifiers
    # Only a note tells of these three.
    found = {(i.kind, i.value) for i in entries(CELLS)["QDi.060"].identifiers}
    assert ("passport", "L 191609") in found
    assert ("national-id", "04643632") in found
    assert ("tax-id", "DAOMMD74T11Z352Z") in found


def test_a_day_of_another_calendar_is_no_date_of_birth() -> None:
    details = entries(CELLS)["QDi.291"].details
    assert ("birth_remarks", "24/06/1402 (Hijri Calendar)") in details
    assert [v for k, v in details if k == "date_of_birth"] == [
        "1982-04-19",
        "1982-04-18",
    ]


def test_a_shipping_company_is_found_by_the_number_in_its_comment() -> None:
    company = entries(CELLS)["KPe.022"]
    assert Identifier("imo", "5342883") in company.identifiers
    assert company.type is PartyType.ORGANIZATION


def test_a_comment_that_begins_with_a_ships_number_is_of_a_vessel() -> None:
    ship = CELLS.replace(b"IMO Number: 5342883.", b"IMO: 9058713.")
    found = entries(ship)["KPe.022"]
    assert found.type is PartyType.VESSEL
    assert Identifier("imo", "9058713") in found.identifiers


def test_the_form_of_september_2026_is_known() -> None:
    """The link to the police notice and the days of review came in that year."""
    new = CELLS.replace(
        b"<LIST_TYPE>",
        b"<HAS_INTERPOL_LINK>YES</HAS_INTERPOL_LINK><INTERPOL_LINK>https://x.int/"
        b"</INTERPOL_LINK><LAST_REVIEWED_ON><VALUE>2022-11-08</VALUE>"
        b"</LAST_REVIEWED_ON><LIST_TYPE>",
    )
    assert ("interpol_link", "https://x.int/") in entries(new)["QDi.060"].details
