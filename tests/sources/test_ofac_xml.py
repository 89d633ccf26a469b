"""Treasury's two XML forms give the same entries as each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from listgate.errors import ParseError
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
ENHANCED = (EXCERPTS / "ofac-enhanced.xml").read_bytes()
ADVANCED = (EXCERPTS / "ofac-advanced.xml").read_bytes()
STANDARD = (EXCERPTS / "ofac-standard.xml").read_bytes()
SDN = (EXCERPTS / "ofac-sdn-advanced.xml").read_bytes()


def entries(data: bytes) -> dict[tuple[str, str], ListEntry]:
    return {(p.code, e.number): e for p in read_lists(data) for e in p.entries}


@pytest.mark.parametrize("data", [ENHANCED, ADVANCED], ids=["enhanced", "advanced"])
def test_a_party_is_an_entry_on_each_of_its_lists(data: bytes) -> None:
    found = entries(data)
    assert {("us-ofac-ssi", "17014"), ("us-ofac-mbs", "17014")} <= set(found)
    assert ("us-ofac-fse", "26182") in found
    assert not any(code == "us-ofac-sdn" for code, _ in found)
    assert all(p.published_at == date(2025, 1, 10) for p in read_lists(data))
    assert all(p.remarks == () for p in read_lists(data))


@pytest.mark.parametrize("data", [ENHANCED, ADVANCED], ids=["enhanced", "advanced"])
def test_a_person_has_start_births_and_documents(data: bytes) -> None:
    person = entries(data)["us-ofac-mbs", "50476"]
    assert person.name.casefold() == "martelly, michel joseph"
    assert person.type is PartyType.PERSON
    assert person.start_date == date(2024, 8, 20)
    assert person.programs == ("ILLICIT-DRUGS-EO14059",)
    assert Alias("Sweet Micky", AliasKind.AKA, AliasQuality.WEAK) in person.aliases
    assert ("date_of_birth", "1961-02-12") in person.details
    assert ("place_of_birth", "Port-au-Prince, Haiti") in person.details
    assert ("nationality", "HT") in person.details
    assert Identifier("national-id", "0032768386", "HT") in person.identifiers
    assert [a.text for a in person.addresses] == [
        "Miami, FL, United States",
        "Petionville, Ouest, Haiti",
        "Port-au-Prince, Ouest, Haiti",
    ]
    assert set(person.countries) == {"US", "HT", "DO"}


def test_a_year_alone_stays_a_year() -> None:
    for data in (ENHANCED, ADVANCED):
        assert ("date_of_birth", "1962") in entries(data)["us-ofac-plc", "9639"].details


def test_names_in_their_own_script_are_kept_as_such() -> None:
    for data in (ENHANCED, ADVANCED):
        scripts = [
            a.name
            for e in entries(data).values()
            for a in e.aliases
            if a.kind is AliasKind.SCRIPT
        ]
        assert any("\u4e00" <= char <= "\u9fff" for name in scripts for char in name)


def test_both_forms_say_the_same_of_a_party() -> None:
    enhanced, advanced = entries(ENHANCED), entries(ADVANCED)
    assert set(enhanced) == set(advanced)
    for key, one in enhanced.items():
        other = advanced[key]
        # The advanced form keeps names as they were typed, the other prints capitals.
        assert one.name.casefold() == other.name.casefold()
        assert one.type == other.type
        assert one.identifiers == other.identifiers
        assert set(one.addresses) == set(other.addresses)
        assert one.start_date == other.start_date
        assert {(a.name.casefold(), a.kind, a.quality) for a in one.aliases} == {
            (a.name.casefold(), a.kind, a.quality) for a in other.aliases
        }


def test_a_new_element_is_taken_and_reported_once_with_its_line() -> None:
    new = ENHANCED.replace(
        b"<generalInfo>", b"<riskScore level='7'>9</riskScore><generalInfo>"
    )
    lists = read_lists(new)
    (remark,) = {r for p in lists for r in p.remarks}
    assert "riskScore (line " in remark
    assert "riskScore/@level" in remark
    entry = next(e for p in lists for e in p.entries)
    assert dict(entry.published)["riskScore"] == '{"@level":"7","#":"9"}'


def test_a_new_list_is_reported_and_the_others_are_taken() -> None:
    new = ENHANCED.replace(b"FSE List", b"Brand New List")
    lists = read_lists(new)
    assert "us-ofac-fse" not in {p.code for p in lists}
    assert any("Brand New List" in r for p in lists for r in p.remarks)


def test_a_vessel_of_the_advanced_form() -> None:
    names = (
        '<Identity ID="9" FixedRef="18337" Primary="true"><Alias FixedRef="18337" '
        'AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1">'
        '<DocumentedNamePart><NamePartValue NamePartGroupID="5">BLUE DREAM'
        "</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>"
    )
    data = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0">
 <DateOfIssue CalendarTypeID="1"><Year>2021</Year><Month>7</Month><Day>9</Day></DateOfIssue>
 <ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <FeatureTypeValues><FeatureType ID="3">Vessel Flag</FeatureType></FeatureTypeValues>
  <IDRegDocTypeValues><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
  <ListValues><List ID="1550">SDN List</List></ListValues>
  <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType></PartySubTypeValues>
  <PartyTypeValues><PartyType ID="4">Transport</PartyType></PartyTypeValues>
 </ReferenceValueSets>
 <IDRegDocuments><IDRegDocument ID="7" IDRegDocTypeID="1626" IdentityID="9"><IDRegistrationNo>IMO 8002664</IDRegistrationNo></IDRegDocument></IDRegDocuments>
 <DistinctParties><DistinctParty FixedRef="18337"><Profile ID="18337" PartySubTypeID="1">{names}
  <Feature ID="1" FeatureTypeID="3"><FeatureVersion ID="2"><VersionDetail>Saint Kitts and Nevis</VersionDetail></FeatureVersion></Feature>
 </Profile></DistinctParty></DistinctParties>
 <SanctionsEntries><SanctionsEntry ID="1" ProfileID="18337" ListID="1550">
  <EntryEvent ID="1"><Date><Year>2015</Year><Month>7</Month><Day>22</Day></Date></EntryEvent>
  <SanctionsMeasure ID="2"><Comment>SYRIA</Comment></SanctionsMeasure>
 </SanctionsEntry></SanctionsEntries>
</Sanctions>"""
    (parsed,) = read_lists(data.encode())
    assert parsed.code == "us-ofac-sdn"
    assert parsed.published_at == date(2021, 7, 9)
    (ship,) = parsed.entries
    assert (ship.name, ship.type) == ("BLUE DREAM", PartyType.VESSEL)
    assert ship.identifiers == (Identifier("imo", "8002664"),)
    assert ("vessel_flag", "Saint Kitts and Nevis") in ship.details
    assert ship.programs == ("SYRIA",)
    assert ship.start_date == date(2015, 7, 22)


def test_the_advanced_form_as_treasury_publishes_it() -> None:
    (parsed,) = read_lists(SDN)
    assert (parsed.code, parsed.published_at) == ("us-ofac-sdn", date(2026, 9, 9))
    assert parsed.remarks == ()
    airline, person, ship, plane = parsed.entries
    assert (airline.name, airline.start_date) == (
        "AEROCARIBBEAN AIRLINES",
        date(1986, 12, 10),
    )
    assert airline.aliases == (Alias("AERO-CARIBBEAN"),)
    assert [(a.text, a.country) for a in airline.addresses] == [("Havana, Cuba", "CU")]
    # Blocking is a measure too: only the programme names a programme.
    assert (airline.programs, person.programs) == (("CUBA",), ("SDGT",))
    assert person.name == "Al-Zomor, Abboud Abdul Latif Hassan"
    assert Alias("الزمر, عبود عبداللطيف حسن", AliasKind.SCRIPT) in person.aliases
    assert len(person.aliases) == 6
    assert ("date_of_birth", "1947-04-19") in person.details
    assert ("nationality", "EG") in person.details  # by a place, not by a text
    assert (person.countries, person.addresses) == (("EG",), ())
    assert (ship.type, ship.countries) == (PartyType.VESSEL, ())  # `undetermined`
    assert Identifier("call-sign", "CL2192") in ship.identifiers
    assert ("vessel_type", "Tug") in ship.details
    assert (plane.type, plane.name) == (PartyType.AIRCRAFT, "EP-GOL")
    assert ("aircraft_manufacture_date", "1991") in plane.details  # January to December
    assert {i.value for i in plane.identifiers} == {"8305", "1013409297"}


def test_what_treasury_knows_to_be_false_is_no_date_of_birth() -> None:
    false = SDN.replace(
        b'FeatureVersion ID="37839" ReliabilityID="1"',
        b'FeatureVersion ID="37839" ReliabilityID="1561"',
    )
    (parsed,) = read_lists(false)
    details = parsed.entries[1].details
    assert ("said_to_be_false", "Birthdate 1947-04-19") in details
    assert not any(key == "date_of_birth" for key, _ in details)


def test_a_measure_of_another_kind_names_no_programme() -> None:
    noted = SDN.replace(
        b'<SanctionsMeasure ID="4716" SanctionsTypeID="1705">',
        b'<SanctionsMeasure ID="4716" SanctionsTypeID="1705"><Comment>Note</Comment>',
    )
    assert read_lists(noted)[0].entries[0].programs == ("CUBA",)


def test_a_party_on_the_lists_together_alone_is_placed_by_its_programme() -> None:
    together = SDN.replace(b'ListID="1550"', b'ListID="91512"').replace(
        b"<Comment>SDGT</Comment>", b"<Comment>NS-PLC</Comment>"
    )
    found = {p.code: [e.number for e in p.entries] for p in read_lists(together)}
    assert found["us-ofac-plc"] == ["2677", "15432"]


def test_a_directive_tells_the_list_where_only_the_lists_together_are_named() -> None:
    """As the enhanced file of the same day says of these parties by the lists' names."""
    together = ADVANCED
    for number in (9000, 17002, 17003, 17004, 17005):
        together = together.replace(b'ListID="%d"' % number, b'ListID="11001"')
    named = {key for key in entries(ENHANCED) if key[0] != "us-ofac-ssi"}
    assert named <= set(entries(together))


def test_the_standard_form() -> None:
    (parsed,) = read_lists(STANDARD)
    assert (parsed.code, parsed.published_at) == ("us-ofac-sdn", date(2026, 8, 7))
    assert parsed.remarks == ()
    airline, leader, ship, dealer = parsed.entries
    assert airline.aliases == (Alias("AERO-CARIBBEAN"),)
    assert [(a.text, a.country) for a in airline.addresses] == [("Havana, Cuba", "CU")]
    assert (leader.name, leader.type) == ("ABBAS, Abu", PartyType.PERSON)
    assert leader.aliases == (Alias("ZAYDAN, Muhammad"),)
    assert ("date_of_birth", "1948-12-10") in leader.details
    # A row of the list of documents that is none.
    assert leader.identifiers == ()
    assert (ship.type, ship.identifiers) == (
        PartyType.VESSEL,
        (Identifier("call-sign", "CL2192"),),
    )
    assert dealer.programs == ("SDNTK", "SDGT")
    assert dealer.identifiers == (Identifier("passport", "M-110522", "IN"),)
    assert set(dealer.countries) == {"PK", "IN", "AE"}
    assert ("place_of_birth", "Ratnagiri, Maharashtra, India") in dealer.details


def test_the_standard_form_of_the_lists_together_is_placed_by_programme() -> None:
    joint = STANDARD.replace(b"CUBA", b"NS-PLC").replace(b"SDGT", b"CMIC-EO13959")
    found = {p.code: {e.number for e in p.entries} for p in read_lists(joint)}
    assert found == {"us-ofac-plc": {"36", "4238"}, "us-ofac-cmic": {"2674", "9758"}}


def test_a_weak_or_former_name_and_a_linked_party_of_the_standard_form() -> None:
    changed = (
        STANDARD.replace(b"<category>strong", b"<category>weak", 1)
        .replace(b"<type>a.k.a.", b"<type>f.k.a.", 1)
        .replace(
            b"</sdnType>",
            b"</sdnType><remarks>(Linked To: X CORP (XC))</remarks>",
            1,
        )
    )
    airline = read_lists(changed)[0].entries[0]
    assert airline.aliases == (
        Alias("AERO-CARIBBEAN", AliasKind.FKA, AliasQuality.WEAK),
    )
    assert ("linked_to", "X CORP (XC)") in airline.details


def test_a_standard_file_with_fewer_entries_than_it_says_tells_so() -> None:
    (parsed,) = read_lists(STANDARD.replace(b"<Record_Count>4", b"<Record_Count>9"))
    assert parsed.remarks == ("The file says that it has 9 entries; 4 came.",)


def test_a_party_without_a_name_is_refused() -> None:
    nameless = ENHANCED.replace(b"formattedFullName", b"formattedNoName")
    with pytest.raises(ParseError, match="has no name"):
        read_lists(nameless, name="x.xml")
