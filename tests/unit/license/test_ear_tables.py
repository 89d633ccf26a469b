"""Control list, chart and groups: JSON extracts and the eCFR's XML → the same tables."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import listgate
from listgate.control_lists import is_ear, update_ear
from listgate.ear_files import ear_files
from listgate.errors import ParseError, QueryError
from listgate.fetch.plan import plan
from listgate.license.ear_codec import dump, embedded, load
from listgate.license.ear_json import read_json, whole_list
from listgate.license.ear_xml import read_xml

# Tests are no package: what renders the markup is loaded by its place.
_SPEC = importlib.util.spec_from_file_location(
    "ear_rendering", Path(__file__).parent / "ear_rendering.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
rendering = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = rendering
_SPEC.loader.exec_module(rendering)

DAY = "2026-07-23"
CCL: dict[str, Any] = {
    "citation": "15 CFR part 774, Supplement No. 1",
    "ecfr_issue_date": DAY,
    "entries": [
        {
            "eccn": "2A983",
            "heading": "Detection equipment",
            "reasonForControl": "RS, AT",
            "countryChart": [
                {
                    "control": "RS applies to entire entry",
                    "countryChart": "RS Column 2",
                },
                {
                    "control": "AT applies to entire entry",
                    "countryChart": "AT Column 1",
                },
            ],
            "licenceExceptionFlags": {"LVS": "N/A", "GBS": "N/A"},
        }
    ],
}
CHART = {
    "citation": "15 CFR part 738, Supplement No. 1",
    "ecfr_issue_date": DAY,
    "countries": {
        "Albania": {"marks": ["RS 1", "RS 2"], "footnotes": [2, 3]},
        "Germany": {"marks": ["RS 1"], "footnotes": []},
    },
    "no_marks": {"Cuba": {"pointer": "See part 746 of the EAR.", "footnotes": []}},
    "footnotes": {"2": "See § 742.4(a)."},
}
GROUPS = {
    "citation": "15 CFR part 740, Supplement No. 1",
    "ecfr_issue_date": DAY,
    "groups": {"A:1": ["Germany"], "D:1": ["China (PRC)"]},
}


def members(*parts: Any) -> list[tuple[str, bytes]]:
    return [(f"{n}.json", json.dumps(p).encode()) for n, p in enumerate(parts)]


def test_extracts_are_read() -> None:
    tables = read_json(members(CCL, CHART, GROUPS), "sha256:0")
    assert tables is not None
    assert tables.published_at == date(2026, 7, 23)
    assert tables.chart.marked("AL", "RS 2")
    assert not tables.chart.marked("DE", "RS 2")
    assert tables.chart.embargoed == {"CU": "See part 746 of the EAR."}
    assert tables.groups.holds("D:1", "HK")
    assert tables.entries["2A983"].controls[0].column == "RS Column 2"


def test_files_of_another_kind_are_left_alone() -> None:
    assert read_json([("a.json", b'{"results": []}')], "") is None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((CCL, CHART), "no groups"),
        ((CCL, CHART, {**GROUPS, "ecfr_issue_date": "2026-01-01"}), "different days"),
        (
            (CCL, {**CHART, "countries": {"Atlantis": {"marks": []}}}, GROUPS),
            "Atlantis",
        ),
    ],
)
def test_what_is_amiss_is_named(parts: tuple[Any, ...], said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read_json(members(*parts), "")


def test_tables_come_back_as_they_were_written() -> None:
    tables = embedded()
    assert load(dump(tables)) == tables


XML_738 = """<DIV9 N="Supplement No. 1 to Part 738" TYPE="APPENDIX">
<HEAD>Supplement No. 1 to Part 738—Commerce Country Chart</HEAD>
<DIV class="gpotbl_div"><TABLE><THEAD><TR><TH>Countries</TH><TH>CB 1</TH></TR></THEAD><TBODY>
<TR><TD>Albania <sup>2 3</sup></TD>%s</TR>
<TR><TD>Germany</TD>%s</TR>
<TR><TD>Cuba</TD><TD colspan="16">See part 746 of the EAR.</TD></TR>
</TBODY></TABLE></DIV><P>2 See &#xA7; 742.4(a).</P></DIV9>"""
XML_740 = """<DIV9 N="Supplement No. 1 to Part 740" TYPE="APPENDIX"><HEAD>Country Groups</HEAD>
<DIV><TABLE><TR><TH>Country</TH><TH>[A:1] Wassenaar</TH></TR><TR><TD>Germany</TD><TD>X</TD></TR></TABLE></DIV>
<DIV><TABLE><TR><TH>Country</TH><TH>[D:1] National security</TH></TR>
<TR><TD>China (PRC)</TD><TD>X</TD></TR></TABLE></DIV></DIV9>"""
XML_774 = """<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX"><HEAD>The Commerce Control List</HEAD>
<P><B>2A983</B> Detection equipment</P><P>License Requirements</P>
<P><I>Reason for Control:</I> RS, AT</P>
<DIV><TABLE><TR><TH>Control(s)</TH><TH>Country chart</TH></TR>
<TR><TD>RS applies to entire entry</TD><TD>RS Column 2</TD></TR>
<TR><TD>AT applies to entire entry</TD><TD>AT Column 1</TD></TR></TABLE></DIV>
<P><I>LVS:</I> N/A</P><P><I>GBS:</I> N/A</P>
<P>List of Items Controlled</P><P>Related Controls: see <B>1A004</B>.</P></DIV9>"""


def xml(hierarchy: str = "") -> list[tuple[str, bytes]]:
    def marks(*columns: int) -> str:
        return "".join("<TD>X</TD>" if n in columns else "<TD/>" for n in range(16))

    chart = XML_738 % (marks(8, 9), marks(8))
    text = f"<DIV1 {hierarchy}>{chart}{XML_740}{XML_774}</DIV1>"
    return [("title-15.xml", text.encode())]


def test_the_publishers_xml_gives_the_same_tables() -> None:
    ours = read_json(members(CCL, CHART, GROUPS), "v")
    theirs = read_xml(xml(), "v", date(2026, 7, 23))
    assert ours is not None
    assert theirs is not None
    assert theirs.entries == ours.entries
    assert theirs.groups == ours.groups
    assert theirs.chart == ours.chart


@pytest.mark.parametrize("manner", rendering.MANNERS.values(), ids=rendering.MANNERS)
def test_whole_parts_are_read_in_every_manner_of_writing(manner: Any) -> None:
    ours = embedded()
    told = rendering.title_15(ours, manner, "2026-07-23")
    theirs = read_xml([("title-15.xml", told)], "v", None)
    assert theirs is not None
    assert theirs.published_at == date(2026, 7, 23)
    assert theirs.groups == ours.groups
    assert theirs.chart == ours.chart
    plain = {k: replace(e, since=None, paragraphs=()) for k, e in ours.entries.items()}
    assert theirs.entries == plain


def test_an_unknown_column_of_the_chart_is_named() -> None:
    told = rendering.title_15(embedded(), rendering.MANNERS["as told"]).replace(
        b"<TH>AT 2<", b"<TH>ZZ 9<"
    )
    with pytest.raises(ParseError, match="ZZ 9"):
        read_xml([("title-15.xml", told)], "v", date(2026, 7, 23))


def rendered(*swaps: tuple[str, str], day: str = DAY) -> list[tuple[str, bytes]]:
    """Title 15 as the publisher writes it, with some of its text swapped."""
    text = rendering.title_15(embedded(), rendering.MANNERS["as told"], day).decode()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return [("title-15.xml", text.encode())]


def test_footnotes_at_the_foot_of_the_chart_are_no_countries() -> None:
    foot = '<TFOOT><TR><TD colspan="17"><sup>5</sup> Refer to Switzerland.</TD></TR></TFOOT>'
    tables = read_xml(
        rendered(("</TBODY></TABLE>", f"</TBODY>{foot}</TABLE>")), "v", None
    )
    assert tables is not None
    assert tables.chart.marks == embedded().chart.marks
    assert tables.chart.texts[5].startswith("Refer to Switzerland")


def test_a_heading_of_countries_may_span_both_rows() -> None:
    head = "<TR><TH></TH><TH>CB 1</TH>"
    tables = read_xml(rendered((head, "<TR><TH>CB 1</TH>")), "v", None)
    assert tables is not None
    assert tables.chart.marks == embedded().chart.marks


def test_a_row_of_the_chart_that_lacks_a_cell_is_refused() -> None:
    with pytest.raises(ParseError, match="'Andorra' has 15 cells for 16 columns"):
        read_xml(
            rendered(("<TD>Andorra</TD><TD>X</TD>", "<TD>Andorra</TD>")), "v", None
        )


def test_a_listed_country_of_group_b_that_is_unknown_is_named() -> None:
    told = rendering.title_15(embedded(), rendering.MANNERS["lower-case tables"], DAY)
    told = told.replace(b"<LI>Albania</LI>", b"<LI>Atlantis</LI>")
    with pytest.raises(ParseError, match="Atlantis"):
        read_xml([("title-15.xml", told)], "v", None)


def test_parts_of_different_days_are_refused() -> None:
    other = rendered(day="2026-01-02")
    with pytest.raises(ParseError, match="different days"):
        read_xml([*rendered(), *other], "v", None)


def test_an_eccn_in_bold_under_the_title_of_another_category_opens_nothing() -> None:
    titles = (
        ("<HD1>Category 0</HD1>", "<HD1>Category 1—Materials</HD1>"),
        ("<P><B>2A983</B>", "<HD1>Category 2—Processing</HD1><P><B>2A983</B>"),
        (
            "<P><B>List of Items Controlled</B></P>",
            "<P><B>2D983</B> Software, of which more stands there.</P>"
            "<P><B>List of Items Controlled</B></P>",
        ),
    )
    tables = read_xml(rendered(*titles), "v", None)
    assert tables is not None
    assert tables.entries["2D983"].heading == embedded().entries["2D983"].heading
    assert tables.entries.keys() == embedded().entries.keys()


def test_a_reserved_entry_is_none() -> None:
    reserved = "<HD1>Category 0</HD1><P><B>0A018</B> [Reserved]</P>"
    tables = read_xml(rendered(("<HD1>Category 0</HD1>", reserved)), "v", None)
    assert tables is not None
    assert "0A018" not in tables.entries


def test_sections_of_part_740_name_the_exceptions() -> None:
    section = (
        '<DIV8 N="740.4" TYPE="SECTION"><HEAD>&#xA7; 740.4 Shipments to Country Group B '
        "countries (GBS).</HEAD></DIV8>"
    )
    anchor = '<DIV8 N="740.1" TYPE="SECTION">'
    tables = read_xml(rendered((anchor, section + anchor)), "v", None)
    assert tables is not None
    (told,) = tables.exceptions
    assert (told.symbol, told.section) == ("GBS", "740.4")
    assert told.title == "Shipments to Country Group B countries"


@pytest.mark.parametrize(
    ("heading", "items", "whole"),
    [
        ("Circuits as follows (see List of Items Controlled).", "abc", "abc"),
        ("Circuits as follows (see List of Items Controlled).", "bc", "abc"),
        # The lists of notes stand among the paragraphs: d is only in theirs.
        ("Circuits as follows (see List of Items Controlled).", "aabcdbabcdc", "abc"),
        ("Circuits as follows (see List of Items Controlled).", "ace", ""),
        ("Circuits as follows (see List of Items Controlled) and parts.", "abc", ""),
    ],
)
def test_a_list_that_is_all_of_an_entry_is_known(
    heading: str, items: str, whole: str
) -> None:
    assert whole_list(heading, [(letter, "Some") for letter in items]) == tuple(whole)


def test_reserved_paragraphs_are_none() -> None:
    heading = "Systems as follows (see List of Items Controlled)."
    items = [("a", "Some"), ("b", "[Reserved]"), ("c", "Some")]
    assert whole_list(heading, items) == ("a", "c")


def test_a_published_date_against_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="contradicts the files"):
        update_ear(tmp_path, rendered()[0][1], "t.xml", published=date(2026, 8, 1))
    assert not (tmp_path / "ear").exists()


def test_files_without_a_day_are_dated_by_the_user_or_by_retrieval(
    tmp_path: Path,
) -> None:
    data = rendered(day="")[0][1]
    (taken,) = update_ear(tmp_path, data, "t.xml", published=date(2026, 8, 1)).lists
    assert taken.version.dated_by.value == "user"
    report = update_ear(tmp_path / "other", data, "t.xml")
    assert report.lists[0].version.dated_by.value == "retrieval"
    assert "give --published" in report.sentences[0]
    kept = ear_files(tmp_path)[0]
    assert (kept.published_at, kept.dated_by.value) == (date(2026, 8, 1), "user")


def test_of_two_files_of_one_day_the_one_loaded_last_serves(tmp_path: Path) -> None:
    for heading in ("First", "Second", "Third"):
        swap = ("<P><B>1A004</B> ", f"<P><B>1A004</B> {heading}")
        update_ear(tmp_path, rendered(swap)[0][1], "t.xml")
        last = ear_files(tmp_path)[-1]
        assert load(last.path.read_bytes()).entries["1A004"].heading == heading


def test_what_an_older_program_kept_is_read_anew(tmp_path: Path) -> None:
    data = rendered()[0][1]
    update_ear(tmp_path, data, "t.xml")
    (kept,) = ear_files(tmp_path)
    new = kept.path.read_bytes()
    document = json.loads(new)
    document["entries"] = [row[:6] for row in document["entries"]]
    kept.path.write_text(json.dumps(document))
    assert load(kept.path.read_bytes()).entries.keys() == embedded().entries.keys()
    assert "read anew" in update_ear(tmp_path, data, "t.xml").sentences[0]
    assert kept.path.read_bytes() == new
    assert "nothing changed" in update_ear(tmp_path, data, "t.xml").sentences[0]


@pytest.mark.parametrize("packed", [False, True])
def test_the_whole_title_is_known_by_what_stands_far_in_it(packed: bool) -> None:
    filler = '<DIV5 N="700" TYPE="PART">' + "<P>Nothing of this.</P>" * 500 + "</DIV5>"
    anchor = '<DIV5 N="738" TYPE="PART">'
    data = rendered((anchor, filler + anchor))[0][1]
    assert is_ear(gzip.compress(data) if packed else data)
    entity_list = '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"/>'
    both = rendered((anchor, filler + entity_list + anchor))[0][1]
    assert not is_ear(gzip.compress(both) if packed else both)


def test_xml_that_tells_no_day_asks_for_one() -> None:
    with pytest.raises(ParseError, match="--published"):
        read_xml(xml(), "v", None)


def test_xml_may_tell_its_day() -> None:
    told = """hierarchy_metadata='{"path":"/on/2024-01-02/title-15"}'"""
    tables = read_xml(xml(told), "v", None)
    assert tables is not None
    assert tables.published_at == date(2024, 1, 2)


def test_the_control_list_comes_from_the_ecfr_in_one_file_of_a_day() -> None:
    (address,) = plan(["us-ear"], edition=date(2024, 1, 2))
    assert address.codes == ("us-ear",)
    assert address.has_editions
    assert "subchapter=C" in address.url


def test_a_control_list_is_taken_once_and_an_older_one_is_history(
    tmp_path: Path,
) -> None:
    def folder(day: str) -> Path:
        place = tmp_path / day
        place.mkdir()
        for name, data in members(
            *({**p, "ecfr_issue_date": day} for p in (CCL, CHART, GROUPS))
        ):
            (place / name).write_bytes(data)
        return place

    gate = listgate.open(tmp_path / "home")
    newer = folder("2026-07-23")
    assert gate.update(newer, codes=("us-ear",)).lists[0].outcome.value == "serving"
    assert gate.update(newer).lists[0].outcome.value == "known"
    assert gate.update(folder("2024-01-02")).lists[0].outcome.value == "history"
    shown = [s for s in gate.lists() if s.version.code == "us-ear"]
    assert [s.serving for s in shown] == [False, True]
    asked = {"destination": "AL", "item": {"eccn": "2A983", "subject_to_ear": True}}
    told = gate.determine({**asked, "on": "2024-06-01"}).to_dict()
    assert told["item_outcome"] == "license-required"
    before = gate.determine({**asked, "on": "2019-01-01"}).to_dict()
    assert before["item_outcome"] == "undetermined"
    assert "2024-01-02" in before["human_checks"][0]
    with pytest.raises(QueryError, match="not on the control list of 2024-01-02"):
        gate.determine(
            {**asked, "on": "2024-06-01", "item": {"eccn": "3A001", "origin": "US"}}
        )
