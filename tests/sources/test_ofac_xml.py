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


def test_a_party_without_a_name_is_refused() -> None:
    nameless = ENHANCED.replace(b"formattedFullName", b"formattedNoName")
    with pytest.raises(ParseError, match="has no name"):
        read_lists(nameless, name="x.xml")
