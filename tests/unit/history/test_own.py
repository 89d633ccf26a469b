from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from listgate.errors import ParseError, QueryError
from listgate.history.own import is_cleared, kept_as, list_of, shown
from listgate.history.own_files import read_cleared, read_entities, read_parties
from listgate.history.own_stories import own_stories
from listgate.records import Alias, ListEntry, ListVersion, PartyType
from listgate.tables.reader import Reading

CODE = "own:watched"
Make = Callable[..., ListEntry]
MakeVersion = Callable[..., ListVersion]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_row_becomes_an_entry_with_its_reason_and_its_end(
    file: Callable[[str], Path],
) -> None:
    path = file(
        "id,name,alias,country,address,identifier,type,reason,until,ours\n"
        'A1,Ferntree Optics,FTO;Ferntree,China,"1 Lake Road, Zhengzhou, China",'
        "IMO 9187629,company,unpaid invoices,2027-01-01,x\n"
    )
    parsed = read_parties(path, CODE, path.name)
    (found,) = parsed.entries
    assert (found.name, found.number, found.list) == ("Ferntree Optics", "A1", CODE)
    assert found.type is PartyType.ORGANIZATION
    assert found.aliases == (Alias("FTO"), Alias("Ferntree"))
    assert found.countries == ("CN",)
    assert found.addresses[0].country == "CN"
    assert (found.identifiers[0].kind, found.identifiers[0].value) == ("imo", "9187629")
    assert found.details == (("reason", "unpaid invoices"),)
    assert found.end_date == date(2027, 1, 1)


def test_every_cell_of_a_row_is_kept(file: Callable[[str], Path]) -> None:
    path = file("Name,reason,Manager,Note\nAcme,late,J. Doe,\n")
    (found,) = read_parties(path, CODE, path.name).entries
    assert found.published == (
        ("Name", "Acme"),
        ("reason", "late"),
        ("Manager", "J. Doe"),
    )


def test_the_stated_country_decides_what_an_address_ends_with(
    file: Callable[[str], Path],
) -> None:
    path = file(
        'name,country,address\nA,US,"1 Main St, Springfield, IL"\n'
        'B,,"2 Herzl St, Haifa, IL"\nC,US;CN,"3 Lake Road, Zhengzhou, China"\n'
    )
    entries = read_parties(path, CODE, path.name).entries
    assert [a.country for e in entries for a in e.addresses] == ["US", "IL", "CN"]


def test_columns_of_other_names_are_mapped(file: Callable[[str], Path]) -> None:
    path = file("Firma,Grund,Ende,Land\nAcme,Verzug,2027-01-31,DE\n")
    named: dict[str, tuple[str, ...]] = {
        "name": ("firma",),
        "country": ("Land",),
        "reason": ("Grund",),
        "until": ("Ende",),
    }
    (found,) = read_parties(path, CODE, path.name, Reading(named)).entries
    assert (found.name, found.countries) == ("Acme", ("DE",))
    assert found.details == (("reason", "Verzug"),)
    assert found.end_date == date(2027, 1, 31)
    with pytest.raises(QueryError, match="no column Anlass"):
        read_parties(path, CODE, "x", Reading({**named, "reason": ("Anlass",)}))


def test_what_was_taken_for_what_in_a_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("name\nMüller Söhne\n".encode("utf-16"))
    parsed = read_parties(path, CODE, path.name)
    assert [e.name for e in parsed.entries] == ["Müller Söhne"]
    assert "read as UTF-16" in parsed.remarks[0]


ENTITIES = [
    {
        "id": "NK-1",
        "schema": "Person",
        "caption": "Ivan Sidorov",
        "datasets": ["ru_rupep"],
        "properties": {
            "name": ["Ivan Sidorov", "Иван Сидоров"],
            "birthDate": ["1960-05-04"],
            "topics": ["role.pep", "reg.warn"],
        },
    },
    {
        "id": "NK-2",
        "schema": "Passport",
        "properties": {"holder": ["NK-1"], "number": ["53 1234567"]},
    },
]


def test_entities_of_any_dataset_make_an_own_list() -> None:
    text = "".join(json.dumps(e) + "\n" for e in ENTITIES).encode()
    for data in (text, gzip.compress(text)):
        parsed = read_entities(data, CODE, "peps.ftm.json")
        assert parsed is not None
        (found,) = parsed.entries
        assert (found.list, found.number, found.name) == (CODE, "NK-1", "Ivan Sidorov")
        assert found.type is PartyType.PERSON
        assert found.details[0] == ("reason", "role.pep, reg.warn")
        assert ("date_of_birth", "1960-05-04") in found.details
        assert [(i.kind, i.value) for i in found.identifiers] == [
            ("passport", "53 1234567")
        ]


@pytest.mark.parametrize(
    "data", [b"", b"name\nAcme\n", b'{"name": "Acme"}\n', b"PK\x03\x04broken"]
)
def test_other_files_are_no_entities(data: bytes) -> None:
    assert read_entities(data, CODE, "x") is None


def test_entities_cut_off_are_refused() -> None:
    text = "".join(json.dumps(e) + "\n" for e in ENTITIES).encode()
    with pytest.raises(ParseError, match="line 2 is no JSON"):
        read_entities(text[:-40], CODE, "x")


def test_json_lines_do_as_well(file: Callable[[str], Path]) -> None:
    rows = [{"name": "A", "reason": "r", "alias": ["B", "C"]}, {"name": "D"}]
    path = file("\n".join(map(json.dumps, rows)))
    first, second = read_parties(path, CODE, path.name).entries
    assert [a.name for a in first.aliases] == ["B", "C"]
    assert dict(first.details)["reason"] == "r"
    assert second.end_date is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,until\nA,31.12.2026\n", "row 1: until “31.12.2026” is no date"),
        ("name,reason\nA,x\n,y\n", "row 2: there is no name"),
        ("name,reason\n", "holds no parties"),
        ("name,country\nA,CN,extra\n", "row 1"),
    ],
)
def test_a_row_that_cannot_be_read_refuses_the_file(
    file: Callable[[str], Path], text: str, said: str
) -> None:
    path = file(text)
    with pytest.raises(ParseError, match=said):
        read_parties(path, CODE, path.name)


def test_a_type_in_words_of_the_users_own_is_left_out_and_said(
    file: Callable[[str], Path],
) -> None:
    parsed = read_parties(file("name,type\nA,Kunde\nB,person\n"), CODE, "list.csv")
    assert [e.type for e in parsed.entries] == [PartyType.UNKNOWN, PartyType.PERSON]
    assert parsed.remarks == ("“Kunde” is no type of party; it was left out.",)


CLEARED = "party,entry,by,when,why,until\n"


def test_a_cleared_pair_keeps_all_its_columns(file: Callable[[str], Path]) -> None:
    path = file(CLEARED + "A,us-bis-el:x,Lee,2026-01-02,other owner,2027-01-02\n")
    (pair,) = read_cleared(path, "cleared:fine", path.name).entries
    assert dict(pair.details) == {
        "party": "A",
        "entry": "us-bis-el:x",
        "by": "Lee",
        "when": "2026-01-02",
        "why": "other owner",
        "until": "2027-01-02",
    }


@pytest.mark.parametrize("column", ["entry", "by", "when", "why"])
def test_a_clearance_must_say_which_entry_who_when_and_why(
    file: Callable[[str], Path], column: str
) -> None:
    cells = {
        "party": "A",
        "entry": "e:1",
        "by": "Lee",
        "when": "2026-01-02",
        "why": "w",
    }
    cells[column] = ""
    path = file(CLEARED + ",".join(cells.values()) + ",\n")
    with pytest.raises(ParseError, match=f"there is no {column}"):
        read_cleared(path, "cleared:fine", path.name)


def test_a_clearance_ends_after_it_began(file: Callable[[str], Path]) -> None:
    path = file(CLEARED + "A,e:1,Lee,2026-01-02,w,2026-01-02\n")
    with pytest.raises(ParseError, match="is not after"):
        read_cleared(path, "cleared:fine", path.name)


def test_the_partys_row_is_found_by_id_or_by_name(
    file: Callable[[str], Path], tmp_path: Path
) -> None:
    rows = tmp_path / "parties.csv"
    rows.write_text("id,name,country\n7,Ferntree  Optics,CN\n8,Harbor,AE\n")
    path = file(CLEARED + "7,e:1,L,2026-01-02,w,\nharbor,e:1,L,2026-01-02,w,\n")
    first, second = read_cleared(path, "cleared:x", path.name, rows).entries
    assert (dict(first.details)["name"], dict(first.details)["country"]) == (
        "Ferntree  Optics",
        "CN",
    )
    assert dict(second.details)["id"] == "8"
    path = file(CLEARED + "9,e:1,L,2026-01-02,w,\n")
    with pytest.raises(ParseError, match="has no party '9'"):
        read_cleared(path, "cleared:x", path.name, rows)


def test_names_of_own_lists() -> None:
    assert kept_as("own:a-1", "parties") == "own:a-1"
    assert kept_as("own:a-1", "cleared") == "cleared:a-1"
    assert shown("cleared:a-1") == "own:a-1"
    assert shown("us-bis-el") == "us-bis-el"
    assert is_cleared("cleared:a")
    assert list_of("own:a:8f3k2") == "own:a"
    assert list_of("us-bis-el:8f3k2") == "us-bis-el"


@pytest.mark.parametrize("code", ["own:", "own:A", "own:a b", "own:-a", "watched"])
def test_other_names_are_refused(code: str) -> None:
    with pytest.raises(QueryError, match="is no name of an own list"):
        kept_as(code, "parties")


def test_an_entry_ends_with_the_version_that_lacks_it_and_without_doubt(
    entry: Make, version: MakeVersion
) -> None:
    a, b = entry("A", "a", code=CODE), entry("B", "b", code=CODE)
    told = own_stories(
        [
            (version("2026-03-01", code=CODE), (b,)),
            (version("2026-01-01", code=CODE), (a, b)),
        ]
    )
    held = {s.entry: s for s in told}
    assert held[a.entry].held_to == date(2026, 3, 1)
    assert held[a.entry].doubtful_from is None
    assert held[b.entry].held_to is None
    assert held[b.entry].held_from is None
    assert held[b.entry].on(date(2020, 1, 1)) is not None


def test_an_entry_ends_on_the_day_it_gives(entry: Make, version: MakeVersion) -> None:
    a = replace(entry("A", "a", code=CODE), end_date=date(2026, 6, 1))
    (told,) = own_stories([(version("2026-01-01", code=CODE), (a,))])
    assert told.on(date(2026, 5, 31)) is not None
    assert told.on(date(2026, 6, 1)) is None


def test_a_reason_that_changes_counts_from_its_version_on(
    entry: Make, version: MakeVersion
) -> None:
    old = replace(entry("A", "a", code=CODE), details=(("reason", "one"),))
    new = replace(old, details=(("reason", "two"),))
    (told,) = own_stories(
        [
            (version("2026-01-01", code=CODE), (old,)),
            (version("2026-02-01", code=CODE), (new,)),
        ]
    )
    before, after = told.on(date(2026, 1, 31)), told.on(date(2026, 2, 1))
    assert before is not None
    assert after is not None
    assert dict(before.details) == {"reason": "one"}
    assert dict(after.details) == {"reason": "two"}


def test_of_two_versions_of_one_day_the_later_counts(
    entry: Make, version: MakeVersion
) -> None:
    first = version("2026-01-01", code=CODE, name="1")
    assert first.fetched_at is not None
    second = replace(
        version("2026-01-01", code=CODE, name="2"),
        fetched_at=first.fetched_at.replace(hour=5),
    )
    told = own_stories(
        [
            (second, (entry("B", "b", code=CODE),)),
            (first, (entry("A", "a", code=CODE),)),
        ]
    )
    assert [s.entry for s in told] == [f"{CODE}:b"]


def test_an_entry_that_comes_back_has_two_stays(
    entry: Make, version: MakeVersion
) -> None:
    a = entry("A", "a", code=CODE)
    told = own_stories(
        [
            (version("2026-01-01", code=CODE), (a,)),
            (version("2026-02-01", code=CODE), ()),
            (version("2026-03-01", code=CODE), (a,)),
        ]
    )
    assert len(told) == 2
    assert [s.on(date(2026, 2, 15)) for s in told] == [None, None]
    assert (told[0].held_to, told[1].held_from) == (date(2026, 2, 1), date(2026, 3, 1))
