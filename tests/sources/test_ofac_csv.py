"""Treasury's classic files: four parts become one list, or several."""

from __future__ import annotations

import io
import zipfile
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
from listgate.sources.ofac_lists import code_of_title, codes_by_program
from listgate.sources.ofac_remarks import read_remarks
from listgate.sources.recognise import read_lists

EXCERPTS = Path(__file__).parent / "excerpts"
SDN = EXCERPTS / "ofac-sdn"
CONS = EXCERPTS / "ofac-cons"


def packed(folder: Path, *names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.iterdir()):
            if not names or path.name in names:
                archive.writestr(path.name, path.read_bytes())
    return out.getvalue()


def entries(data: bytes) -> dict[tuple[str, str], ListEntry]:
    return {(p.code, e.number): e for p in read_lists(data) for e in p.entries}


def test_parts_in_a_folder_are_one_list() -> None:
    (parsed,) = read_lists(packed(SDN))
    assert parsed.code == "us-ofac-sdn"
    assert len(parsed.entries) == 9
    assert parsed.remarks == ()
    bank = next(e for e in parsed.entries if e.number == "306")
    assert bank.name == "BANCO NACIONAL DE CUBA"
    assert bank.type is PartyType.ORGANIZATION
    assert Alias("NATIONAL BANK OF CUBA") in bank.aliases
    assert Alias("BNC", AliasKind.AKA, AliasQuality.WEAK) in bank.aliases
    assert {"CH", "ES", "JP"} <= set(bank.countries)
    assert dict(bank.published)["SDN_Name"] == "BANCO NACIONAL DE CUBA"


def test_a_vessel_keeps_its_number_its_flag_and_its_former_flags() -> None:
    ship = entries(packed(SDN))["us-ofac-sdn", "15036"]
    assert ship.type is PartyType.VESSEL
    assert Identifier("imo", "9187629") in ship.identifiers
    assert Identifier("call-sign", "T2EU4") in ship.identifiers
    assert any(i.kind == "mmsi" for i in ship.identifiers)
    assert ("vessel_flag", "Iran") in ship.details
    assert ("former_vessel_flag", "Malta") in ship.details
    assert ("former_vessel_flag", "Tanzania") in ship.details
    assert ("gross_tonnage", "99,144") in ship.details


def test_an_aircraft_keeps_its_serial_number() -> None:
    plane = entries(packed(SDN))["us-ofac-sdn", "15441"]
    assert plane.type is PartyType.AIRCRAFT
    assert plane.programs == ("SDGT", "NPWMD", "IFSR")
    assert Identifier("aircraft-serial", "380") in plane.identifiers
    assert ("aircraft_model", "A300B4-603") in plane.details


def test_a_person_keeps_births_citizenship_passport_and_wallets() -> None:
    found = entries(packed(SDN))
    doctor = found["us-ofac-sdn", "8808"]
    births = [v for k, v in doctor.details if k == "date_of_birth"]
    assert births == ["1957-02-01", "1957-01-31"]
    assert ("citizenship", "SA") in doctor.details
    assert "SA" in doctor.countries
    assert Identifier("passport", "760620") in doctor.identifiers
    assert ("date_of_birth", "circa 1951") in found["us-ofac-sdn", "7782"].details
    wallets = [
        i
        for i in found["us-ofac-sdn", "26137"].identifiers
        if i.kind == "crypto-wallet"
    ]
    assert wallets


def test_remarks_go_on_in_the_comments_where_the_main_file_cuts_them() -> None:
    long = entries(packed(SDN))["us-ofac-sdn", "12300"]
    linked = [v for k, v in long.details if k == "linked_to"]
    assert "RED MUNDIAL INMOBILIARIA, S.A. DE C.V." in linked
    assert linked[-1] == "R D I S.A."  # the last full stop is the abbreviation's


def test_the_non_sdn_file_is_several_lists() -> None:
    found = entries(packed(CONS))
    assert set(found) == {
        ("us-ofac-plc", "9639"),
        ("us-ofac-ssi", "17016"),
        ("us-ofac-ssi", "17014"),
        ("us-ofac-mbs", "17014"),
        ("us-ofac-mbs", "50476"),
        ("us-ofac-cmic", "30937"),
    }
    nuclear = found["us-ofac-cmic", "30937"]
    assert any(i.kind == "isin" for i in nuclear.identifiers) or nuclear.details


def test_a_main_file_alone_is_taken_and_says_what_is_missing() -> None:
    (parsed,) = read_lists((SDN / "sdn.csv").read_bytes(), name="sdn.csv")
    assert len(parsed.entries) == 9
    assert len(parsed.remarks) == 1
    assert "aliases" in parsed.remarks[0]


@pytest.mark.parametrize("name", ["alt.csv", "add.csv", "sdn_comments.csv"])
def test_a_part_without_the_main_file_is_refused(name: str) -> None:
    with pytest.raises(ParseError, match="main file"):
        read_lists((SDN / name).read_bytes(), name=name)


def test_two_versions_at_once_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for folder in ("a", "b"):
            archive.writestr(f"{folder}/sdn.csv", (SDN / "sdn.csv").read_bytes())
    with pytest.raises(ParseError, match="one version at a time"):
        read_lists(out.getvalue(), name="both.zip")


def test_rows_that_belong_to_nobody_are_reported() -> None:
    alt = (SDN / "alt.csv").read_bytes().rstrip(b"\x1a") + b'99,1,"aka","X",-0- \r\n'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("sdn.csv", (SDN / "sdn.csv").read_bytes())
        archive.writestr("add.csv", (SDN / "add.csv").read_bytes())
        archive.writestr("alt.csv", alt)
    (parsed,) = read_lists(out.getvalue())
    assert len(parsed.remarks) == 1
    assert "1 rows of aliases" in parsed.remarks[0]
    assert "99" in parsed.remarks[0]


def test_a_file_cut_inside_a_row_is_refused() -> None:
    whole = (SDN / "sdn.csv").read_bytes()
    ends = {at for at in range(len(whole)) if whole[:at].endswith((b"\n", b"\r"))}
    for at in range(1, len(whole) - 1, 7):
        if at in ends:
            continue
        piece = whole[:at]
        # A piece of the mark for an empty cell shows that nothing else was lost.
        if piece.endswith((b",-", b",-0", b",-0-", b",-0- ")) and (
            piece.rpartition(b"\n")[2].count(b",-0") >= 11
            or piece.rpartition(b"\n")[2].count(b",") < 11
        ):
            continue
        try:
            found = read_lists(piece, name="sdn.csv")
        except ParseError:
            continue
        # Taken only where the last row is whole: its text is that of the whole file.
        kept = found[0].entries[-1].published
        assert kept in [e.published for e in read_lists(whole)[0].entries]


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n", b"\r\n\x1a", b"\x1a"])
def test_the_end_of_the_file_may_lack_its_marks(end: bytes) -> None:
    body = (SDN / "sdn.csv").read_bytes().rstrip(b"\x1a\r\n")
    assert len(read_lists(body + end)[0].entries) == 9


def test_a_row_with_a_cell_too_many_is_refused_by_its_number() -> None:
    rows = (SDN / "sdn.csv").read_bytes().split(b"\r\n")
    rows[2] += b',"more"'
    with pytest.raises(ParseError, match="row 3"):
        read_lists(b"\r\n".join(rows), name="sdn.csv")


def test_items_of_remarks_become_what_they_are() -> None:
    said = read_remarks(
        "DOB 03 Sep 1962; alt. DOB 1958 to 1960; DOB Mar 1961; POB Makassar, Indonesia; "
        "nationality Korea, North; Gender Male; alt. Passport B0123 (Iran) issued 01 Jan "
        "2001 expires 01 Jan 2010; Tax ID No. 7744001497 (Russia); SWIFT/BIC GAZPRUMM; "
        "Digital Currency Address - XBT 1AbC; Aircraft Tail Number EP-MNJ; "
        "Vessel Registration Identification IMO 8002664; ISIN CNE100000PM8; "
        "Unified Social Credit Code (USCC) 91330000733796106P (China); "
        "Secondary sanctions risk: See Section 11 of Executive Order 14024.; "
        "f.k.a. 'OLD NAME'; Haji; Linked To: LAZARUS GROUP."
    )
    births = [v for k, v in said.facts.details if k == "date_of_birth"]
    assert births == ["1962-09-03", "1958 to 1960", "1961-03"]
    assert set(said.facts.identifiers) == {
        Identifier("passport", "B0123", "IR"),
        Identifier("tax-id", "7744001497", "RU"),
        Identifier("bic", "GAZPRUMM"),
        Identifier("crypto-wallet", "1AbC"),
        Identifier("aircraft-tail", "EP-MNJ"),
        Identifier("imo", "8002664"),
        Identifier("isin", "CNE100000PM8"),
        Identifier("uscc", "91330000733796106P", "CN"),
    }
    assert said.aliases == [Alias("OLD NAME", AliasKind.FKA, AliasQuality.WEAK)]
    details = dict(tuple(said.facts.details))
    assert details["nationality"] == "KP"
    assert details["linked_to"] == "LAZARUS GROUP"
    assert details["remarks"] == "Haji"
    assert "2010" in details["document_dates"]


@pytest.mark.parametrize(
    ("programs", "remarks", "codes"),
    [
        (["NS-PLC"], "", ("us-ofac-plc",)),
        (["CMIC-EO13959"], "", ("us-ofac-cmic",)),
        (["FSE-SY"], "", ("us-ofac-fse",)),
        (["561-Related"], "", ("us-ofac-capta",)),
        (["UKRAINE-EO13662"], "", ("us-ofac-ssi",)),
        (["BURMA-EO14014"], "", ("us-ofac-mbs",)),
        (
            ["UKRAINE-EO13662", "RUSSIA-EO14024"],
            "Listing Date (EO 14024 Directive 3): 24 Feb 2022",
            ("us-ofac-ssi", "us-ofac-mbs"),
        ),
        (
            ["UKRAINE-EO13662", "RUSSIA-EO14024"],
            "See Section 11 of Executive Order 14024.; Listing Date (EO 14024 Directive "
            "3): 24 Feb 2022",
            ("us-ofac-ssi",),  # blocked as well, so the directive adds no list
        ),
    ],
)
def test_a_program_names_the_list(
    programs: list[str], remarks: str, codes: tuple[str, ...]
) -> None:
    assert codes_by_program(programs, remarks) == codes


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("SDN List", "us-ofac-sdn"),
        ("Specially Designated Nationals and Blocked Persons List", "us-ofac-sdn"),
        ("Non-SDN CMIC List", "us-ofac-cmic"),
        ("Non-SDN Menu-Based Sanctions List", "us-ofac-mbs"),
        ("Non-SDN Palestinian Legislative Council List", "us-ofac-plc"),
        ("Sectoral Sanctions Identifications List", "us-ofac-ssi"),
        ("FSE List", "us-ofac-fse"),
        ("CAPTA List", "us-ofac-capta"),
        ("Consolidated List", ""),
        ("Some New List", ""),
    ],
)
def test_a_title_names_the_list(title: str, code: str) -> None:
    assert code_of_title(title) == code


def test_a_start_is_not_made_up() -> None:
    assert all(e.start_date is None for e in entries(packed(SDN)).values())
    assert all(p.published_at is None for p in read_lists(packed(CONS)))


def test_windows_letters_are_read_and_said() -> None:
    data = (
        (SDN / "sdn.csv").read_bytes().replace(b"NACIONAL", "NACIÓNAL".encode("cp1252"))
    )
    (parsed,) = read_lists(data, name="sdn.csv")
    assert "BANCO NACIÓNAL DE CUBA" in {e.name for e in parsed.entries}
    assert "Windows-1252" in parsed.remarks[0]


def test_a_column_added_at_the_end_is_taken_and_told() -> None:
    text = (EXCERPTS / "ofac-sdn" / "sdn.csv").read_text(encoding="utf-8")
    body = text.rstrip("\x1a").replace("\r\n", "\n").rstrip("\n")
    wide = "".join(f'{line},"new"\r\n' for line in body.split("\n"))
    (parsed,) = read_lists(wide.encode())
    assert len(parsed.entries) == len(body.split("\n"))
    assert all(("column 13", "new") in e.published for e in parsed.entries)
    assert any("column 13" in remark for remark in parsed.remarks)
