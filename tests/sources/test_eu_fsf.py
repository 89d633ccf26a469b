"""The European Union's list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from listgate.records import AliasKind, AliasQuality, Identifier, ListEntry, PartyType
from listgate.sources.recognise import read_lists

EXCERPTS = Path(__file__).parent / "excerpts"
DATA = (EXCERPTS / "eu-fsf.xml").read_bytes()
NEWER = (EXCERPTS / "eu-fsf-2026-08.xml").read_bytes()


def entries(data: bytes = DATA) -> dict[str, ListEntry]:
    (parsed,) = read_lists(data)
    assert parsed.code == "eu-fsf"
    assert parsed.published_at == date(2026, 5, 1)
    assert parsed.remarks == ()
    return {e.number: e for e in parsed.entries}


def newer(old: bytes = b"", new: bytes = b"") -> dict[str, ListEntry]:
    (parsed,) = read_lists(NEWER.replace(old, new) if old else NEWER)
    assert parsed.published_at == date(2026, 8, 5)
    assert parsed.remarks == ()
    return {e.number: e for e in parsed.entries}


def test_the_first_name_is_the_one_that_carries_the_function() -> None:
    found = newer()
    assert found["EU.502.12"].name == "Ahmed Jan Akhundzada Wazir"
    assert found["EU.502.12"].start_date == date(2001, 1, 25)
    # Neither a translation nor an acronym, though those come before it in the file.
    assert found["EU.3953.70"].name == "Parchin Chemical Industries (PCI)"
    assert {"Tionscail Ceimiceán Parchin", "PCF"} <= {
        a.name for a in found["EU.3953.70"].aliases
    }


def test_an_acronym_behind_a_name_is_a_name_of_its_own() -> None:
    found = {a.name: a.quality for a in newer()["EU.3953.70"].aliases}
    assert found["Parchin Chemical Industries"] is AliasQuality.STRONG
    assert found["PCI"] is AliasQuality.WEAK  # so short that many may bear it


def test_without_a_function_a_name_in_parts_comes_before_translations() -> None:
    assert newer()["EU.3579.2"].name == "Khalid Sheikh MOHAMMED"


def test_a_name_said_to_be_of_low_quality_is_weak() -> None:
    noted = newer(
        b'logicalId="16052">', b'logicalId="16052"><remark>low quality alias</remark>'
    )
    found = {a.name: a.quality for a in noted["EU.502.12"].aliases}
    assert found == {
        "Haji Ahmad Jan": AliasQuality.WEAK,
        "Ahmed Jan Akhund": AliasQuality.STRONG,
    }


def test_a_year_of_another_calendar_is_no_year_of_birth() -> None:
    details = newer()["EU.6135.22"].details
    assert ("birth_remarks", "1340 (Islamic calendar)") in details
    assert [v for k, v in details if k == "date_of_birth"] == ["1961"]


def test_a_range_of_years_with_one_end_is_said_and_not_compared() -> None:
    details = newer(b'yearRangeFrom="1953" ', b"")["EU.502.12"].details
    assert ("birth_remarks", "1958 or earlier") in details
    assert not any(key == "date_of_birth" for key, _ in details)


def test_a_dash_is_no_place_of_birth() -> None:
    details = newer()["EU.3579.2"].details
    assert [v for k, v in details if k == "place_of_birth"] == ["PAKISTAN"]


def test_what_a_document_says_of_its_days_is_kept() -> None:
    dated = newer(b'number="488555"', b'number="488555" issueDate="2001-02-03"')
    assert ("document_dates", "National passport 488555 issued 2001-02-03") in (
        dated["EU.3579.2"].details
    )


@pytest.mark.parametrize(
    ("code", "number", "kind", "value"),
    [
        ("regnumber", "ИНН 7717653542", "tax-id", "7717653542"),
        ("regnumber", "HRB 81573", "registration", "HRB 81573"),
        ("other", "Series 4503 No 498240", "passport", "4503 498240"),
        ("passport", "8208 No. 555627", "passport", "8208 555627"),
        ("unssn", "91370303MA3ERW0G0M", "uscc", "91370303MA3ERW0G0M"),
        ("regnumber", "549300V3GQ2MCTQAIV68", "lei", "549300V3GQ2MCTQAIV68"),
        ("id", "SSN 156-92-9858", "national-id", "156-92-9858"),
    ],
)
def test_a_number_tells_more_than_the_type_it_is_said_to_be_of(
    code: str, number: str, kind: str, value: str
) -> None:
    """Numbers of the list of May 2026."""
    old = b'number="488555" region="" identificationTypeCode="passport"'
    new = f'number="{number}" region="" identificationTypeCode="{code}"'
    found = newer(old, new.encode())["EU.3579.2"].identifiers
    assert found == (Identifier(kind, value),)


def test_contacts_that_share_a_value_are_identifiers_each() -> None:
    address = (
        b'<address city="" street="" poBox="" zipCode="" region="" place="" '
        b'countryIso2Code="IR" countryDescription="IRAN" logicalId="9">'
        b'<contactInfo key="PHONE" value="+98 21 2258929; +98 21 35243153"/>'
        b'<contactInfo key="WEB" value="http://x.ir"/></address></sanctionEntity>'
    )
    found = newer(b"</sanctionEntity>", address)["EU.3953.70"].identifiers
    assert {(i.kind, i.value) for i in found} == {
        ("phone", "+98 21 2258929"),
        ("phone", "+98 21 35243153"),
        ("website", "http://x.ir"),
    }


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
