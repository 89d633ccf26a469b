"""XML is read without trust and without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from listgate.errors import ParseError
from listgate.sources.recognise import read_lists
from listgate.sources.xml_rows import Unknown, columns, each, read_rows, word, words

EXCERPTS = Path(__file__).parent / "excerpts"
UN = (EXCERPTS / "un-consolidated.xml").read_bytes()
FILES = sorted(EXCERPTS.glob("*.xml"))


def refused(data: bytes) -> str:
    with pytest.raises(ParseError) as caught:
        read_lists(data, name="list.xml")
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert "list.xml" in message
    return message


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&d;</FIRST_NAME></INDIVIDUAL>
</INDIVIDUALS></CONSOLIDATED_LIST>"""
OUTSIDE = b"""<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&x;</FIRST_NAME></INDIVIDUAL>
</INDIVIDUALS></CONSOLIDATED_LIST>"""
DTD = b"""<!DOCTYPE CONSOLIDATED_LIST SYSTEM "http://127.0.0.1:9/list.dtd">
<CONSOLIDATED_LIST/>"""


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, DTD], ids=["bomb", "file", "dtd"])
def test_a_document_type_is_refused(data: bytes) -> None:
    assert "document type" in refused(data)
    assert "document type" in refused(data.decode().encode("utf-16"))


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_file_cut_anywhere_is_refused(path: Path) -> None:
    data = path.read_bytes().rstrip()
    for at in [
        *range(40, len(data), len(data) // 40),
        *range(len(data) - 20, len(data)),
    ]:
        refused(data[:at])


def test_a_fault_in_the_middle_is_told_by_its_line() -> None:
    broken = UN.replace(b"</SECOND_NAME>", b"</SECOND>", 1)
    assert "line " in refused(broken)


def test_what_comes_behind_the_end_is_refused() -> None:
    refused(UN + UN)
    refused(UN + b"<html>503</html>")


def test_xml_of_no_known_form_says_its_outermost_element() -> None:
    assert "'catalog'" in refused(b"<catalog><book/></catalog>")
    refused(b"<CONSOLIDATED_LIST/>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    text = UN.decode().replace('encoding="UTF-8" ', "")
    (parsed,) = read_lists(text.encode(encoding))
    assert parsed.entries == read_lists(UN)[0].entries


def test_a_row_is_a_tree_that_keeps_everything() -> None:
    data = b'<r x="1"><row id="7"> a <b>c</b> d <b e="">f</b><g/></row></r>'
    unknown = Unknown({"b", "@id"})
    (root, row) = read_rows(data, ("row",), unknown=unknown)
    assert root == ("r", {"@x": "1"})
    assert row == ("row", {"@id": "7", "b": ["c", "f"], "#": "a d"})
    assert list(unknown.seen) == ["b/@e", "g"]
    assert columns(row[1]) == (("@id", "7"), ("b", '["c","f"]'), ("#", "a d"))
    assert words(row[1], "b") == ["c", "f"]
    assert word(row[1], "nothing", "there") == ""
    assert each(row[1], "@id") == ["7"]


def test_rows_inside_rows_are_part_of_them() -> None:
    rows = list(read_rows(b"<r><row><row>x</row></row></r>", ("row",)))
    assert rows == [("r", {}), ("row", {"row": "x"})]


def test_a_kind_of_party_that_is_new_is_told_with_its_place() -> None:
    end = b"</CONSOLIDATED_LIST>"
    new = b"<VESSELS>\n<VESSEL><NAME>GOOD HOPE</NAME></VESSEL></VESSELS><ENTITIES/>"
    (parsed,) = read_lists(UN.replace(end, new + end))
    line = UN.count(b"\n", 0, UN.index(end)) + 1
    assert parsed.remarks == (
        "This file has parts beside the list's rows that were not known and were not "
        f"taken: VESSELS (line {line}).",
    )


def test_what_the_form_has_beside_its_rows_is_not_told() -> None:
    for path in FILES:
        if path.name.startswith("fr-"):
            continue
        for parsed in read_lists(path.read_bytes()):
            assert not any("beside" in remark for remark in parsed.remarks)
