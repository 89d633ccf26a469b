"""The UK's list in its two forms."""

from __future__ import annotations

from dataclasses import replace
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

EXCERPTS = Path(__file__).parent / "excerpts"
XML = (EXCERPTS / "gb-fcdo.xml").read_bytes()
CSV = (EXCERPTS / "gb-fcdo.csv").read_bytes()
NEWER = (EXCERPTS / "gb-fcdo-2026-09.xml").read_bytes()


def entries(data: bytes) -> dict[str, ListEntry]:
    (parsed,) = read_lists(data)
    assert parsed.code == "gb-fcdo"
    assert parsed.published_at == date(2026, 8, 22)
    assert parsed.remarks == ()
    return {e.number: e for e in parsed.entries}


def test_both_forms_say_the_same() -> None:
    xml, csv = entries(XML), entries(CSV)
    assert set(xml) == set(csv)
    for number, entry in xml.items():
        assert replace(entry, published=()) == replace(csv[number], published=())


def test_rows_of_one_designation_are_one_entry() -> None:
    found = entries(CSV)
    assert len(found) == 4
    exchange = found["AFG0002"]
    assert exchange.name == "ROSHAN MONEY EXCHANGE"
    assert exchange.type is PartyType.ORGANIZATION
    assert exchange.start_date == date(2012, 6, 29)
    assert Alias("Roshan Sarafi") in exchange.aliases
    assert Alias("صرافی روشان", AliasKind.SCRIPT) in exchange.aliases
    assert Identifier("un-reference", "TAe.011") in exchange.identifiers
    assert Identifier("ofsi-group", "12704") in exchange.identifiers
    assert {a.country for a in exchange.addresses} == {"AF", "PK"}
    assert ("sanctions_imposed", "Asset freeze") in exchange.details
    # Day before month.
    assert ("last_updated", "2022-01-12") in exchange.details


def test_a_low_quality_alias_is_weak() -> None:
    weak = [
        a
        for e in entries(XML).values()
        for a in e.aliases
        if a.quality is AliasQuality.WEAK
    ]
    assert weak


def test_details_of_persons_and_ships_are_read() -> None:
    person = b"""<Designations><Designation><UniqueID>AFG0006</UniqueID>
<Names><Name><Name1>MOHAMMAD</Name1><Name2>HASSAN</Name2><Name6>AKHUND</Name6>
<NameType>Primary name</NameType></Name></Names>
<IndividualEntityShip>Individual</IndividualEntityShip>
<IndividualDetails><Individual><DOBs><DOB>dd/mm/1945</DOB></DOBs>
<PassportDetails><Passport><PassportNumber>D0009871</PassportNumber>
<PassportAdditionalInformation>expired</PassportAdditionalInformation></Passport>
</PassportDetails><Nationalities><Nationality>Afghanistan</Nationality></Nationalities>
<BirthDetails><Location><TownOfBirth>Pashmul village</TownOfBirth>
<CountryOfBirth>Afghanistan</CountryOfBirth></Location></BirthDetails>
</Individual></IndividualDetails></Designation>
<Designation><UniqueID>RUS9999</UniqueID><Names><Name><Name6>TANKER ONE</Name6>
<NameType>Primary Name</NameType></Name></Names>
<IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><IMONumbers>
<IMONumber>IMO9187629</IMONumber></IMONumbers><CurrentBelievedFlagOfShips>
<CurrentBelievedFlagOfShip>Panama</CurrentBelievedFlagOfShip>
</CurrentBelievedFlagOfShips><PreviousFlags><PreviousFlag>Malta</PreviousFlag>
</PreviousFlags></Ship></ShipDetails></Designation></Designations>"""
    (parsed,) = read_lists(person)
    assert parsed.remarks == ()
    minister, ship = parsed.entries
    assert minister.name == "MOHAMMAD HASSAN AKHUND"
    assert ("date_of_birth", "1945") in minister.details
    assert ("place_of_birth", "Pashmul village, Afghanistan") in minister.details
    assert Identifier("passport", "D0009871") in minister.identifiers
    assert minister.countries == ("AF",)
    assert ship.type is PartyType.VESSEL
    assert ship.identifiers == (Identifier("imo", "9187629"),)
    assert ("vessel_flag", "Panama") in ship.details
    assert ("former_vessel_flag", "Malta") in ship.details


def test_numbered_values_in_a_cell_are_taken_apart() -> None:
    rows = CSV.decode().split("\r\n")
    head = rows[1].split(",")
    cells = [""] * len(head)
    for column, value in (
        ("Unique ID", "RUS9998"),
        ("Name 6", "DOE"),
        ("Name type", "Primary Name"),
        ("Designation Type", "Individual"),
        ("Nationality(/ies)", "(1) Russia (2) Cyprus"),
        ("D.O.B", "01/02/1960"),
    ):
        cells[head.index(column)] = value
    text = "\r\n".join([*rows[:2], ",".join(cells), ""])
    (entry,) = read_lists(text.encode())[0].entries
    assert entry.countries == ("RU", "CY")
    assert ("date_of_birth", "1960-02-01") in entry.details


def test_a_new_column_is_kept_and_reported() -> None:
    rows = CSV.decode().splitlines(keepends=True)
    rows[1] = rows[1].replace("Report", "Report").replace("Title", "Mood", 1)
    (parsed,) = read_lists("".join(rows).encode())
    assert len(parsed.remarks) == 1
    assert "Mood" in parsed.remarks[0]


def newer(old: bytes = b"", new: bytes = b"") -> dict[str, ListEntry]:
    (parsed,) = read_lists(NEWER.replace(old, new) if old else NEWER)
    assert parsed.published_at == date(2026, 9, 10)
    assert parsed.remarks == ()
    return {e.number: e for e in parsed.entries}


def test_a_person_as_the_office_publishes_it() -> None:
    person = newer()["AFG0006"]
    births = [v for k, v in person.details if k == "date_of_birth"]
    assert births == ["1958-05-12", "1945", "1946"]
    assert Identifier("passport", "P04581926") in person.identifiers
    assert Identifier("national-id", "2132370") in person.identifiers
    sources = [v for k, v in person.details if k == "designation_source"]
    assert sources == ["UK", "UN"]  # `UK|UN`


def test_a_registration_number_stands_without_its_label() -> None:
    company = newer()["BEL0107"]
    assert Identifier("registration", "06527449") in company.identifiers
    assert Alias("BNK", AliasKind.AKA, AliasQuality.WEAK) in company.aliases
    taxed = newer(b"UK Company no. 06527449", b"INN: 7718235400")["BEL0107"]
    assert Identifier("tax-id", "7718235400") in taxed.identifiers
    both = newer(b"UK Company no. 06527449", b"Tax ID: 7707083893, OGRN: 1027700132195")
    assert {
        Identifier("tax-id", "7707083893"),
        Identifier("registration", "1027700132195"),
    } <= set(both["BEL0107"].identifiers)
    cypriot = newer(b"UK Company no. 06527449", b"HE 123456")["BEL0107"]
    assert Identifier("registration", "HE 123456") in cypriot.identifiers


def test_an_acronym_behind_a_name_is_a_name_of_its_own() -> None:
    front = newer(b"BNK UK Limited", b"Lord's Resistance Movement (LRM)")["BEL0107"]
    names = {a.name for a in front.aliases}
    assert {"Lord's Resistance Movement (LRM)", "Lord's Resistance Movement"} <= names
    assert Alias("LRM", AliasKind.AKA, AliasQuality.WEAK) in front.aliases


def test_a_ship_as_the_office_publishes_it() -> None:
    ship = newer()["DPR0075"]
    assert ship.type is PartyType.VESSEL
    assert Identifier("imo", "9562233") in ship.identifiers
    assert ("gross_tonnage", "7078") in ship.details


def test_sites_that_share_a_cell_are_identifiers_each() -> None:
    two = newer(b"http://www.belnaft.co.uk/", b"www.a.com and b.ru|c.org")["BEL0107"]
    assert [i.value for i in two.identifiers if i.kind == "website"] == [
        "www.a.com",
        "b.ru",
        "c.org",
    ]


def test_a_latin_name_among_those_of_other_scripts_is_an_alias() -> None:
    mixed = newer("محمد حسن آخوند".encode(), "Les Enturbannés".encode())["AFG0006"]
    assert Alias("Les Enturbannés", AliasKind.AKA) in mixed.aliases
