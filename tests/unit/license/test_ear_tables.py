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
from listgate.license.tables import EarTables

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


# Supplements No. 1 to parts 738, 740 and 774 of 15 CFR in the eCFR's own markup, text of
# 2026-07-23, shortened: a work of the U.S. Government, in the public domain.
REAL = """<ECFR><DIV5 N="738" hierarchy_metadata='{"path":"/on/_SUBSTITUTE_DATE_/title-15"}'>
<DIV9 N="Supplement No. 1 to Part 738" TYPE="APPENDIX"><DIV class="gpotbl_div"><TABLE><THEAD>
<TR><TH rowspan="2">Countries</TH><TH colspan="3">Chemical and biological weapons</TH></TR>
<TR><TH>CB<br/>1</TH><TH>CB<br/>2</TH><TH>CB<br/>3</TH></TR></THEAD>
<TFOOT><TR><TD colspan="4"><sup>2</sup> See &#xA7; 742.4(a).</TD></TR></TFOOT><TBODY>
<TR><TD>Albania <sup>2</sup> <SU>3</SU></TD><TD>X</TD><TD>X <sup>2</sup></TD><TD/></TR>
<TR><TD>Cuba</TD><TD colspan="3">See part 746 of the EAR.</TD></TR></TBODY></TABLE></DIV></DIV9></DIV5>
<DIV9 N="Supplement No. 1 to Part 740" TYPE="APPENDIX">
<TABLE><THEAD><TR><TH>Country</TH><TH>[A:1]<br/>Wassenaar <sup>1</sup></TH><TH>[A:2]</TH></TR></THEAD><TBODY>
<TR><TD>Albania <sup>2</sup></TD><TD/><TD>X 3</TD></TR>
<TR><TD>1 Country Group A:1 is a list of the Wassenaar Arrangement Participating States, except for
Malta, Russia and Ukraine.</TD><TD/><TD/></TR>
<TR><TD>Germany</TD><TD>X</TD><TD>X</TD></TR></TBODY></TABLE>
<HD1>Country Group B&#x2014;Countries</HD1><SCOL2><LI>Albania</LI><LI>Cote d'lvoire</LI></SCOL2>
<HD1>Country Group C&#x2014;[Reserved]</HD1></DIV9>
<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX">%s</DIV9></ECFR>"""
REAL_LIST = """<HD1>Category 0&#x2014;Nuclear Materials</HD1><HD1>E. &#x201C;Technology&#x201D;</HD1>
<FP-2><B>0E982 &#x201C;Technology&#x201D; for equipment controlled by 0A982</B> or 0A503.</FP-2>
<DIV><TABLE><THEAD><TR><TH>Control(s)</TH></TR></THEAD><TBODY><TR><TD>CC applies to
&#x201C;technology&#x201D;.</TD></TR></TBODY></TABLE></DIV>
<HD1>Category 1&#x2014;Materials</HD1><HD1>C. &#x201C;Materials&#x201D;</HD1>
<FP-2><B>1C351 Human and animal pathogens, as follows (see List of Items Controlled).</B></FP-2>
<FP-1><E T="04">License Requirements</E></FP-1>
<FP-1><I>Reason for Control:</I> CB, CW, AT</FP-1><DIV><TABLE><THEAD><TR><TD>Control (s)</TD>
<TD>Country chart (see Supp. No. 1 to part 738)</TD></TR></THEAD><TBODY>
<TR><TD colspan="2">CB applies to entire entry CB Column 2.</TD></TR></TBODY></TABLE></DIV>
<P>CW applies to 1C351.d.15 and .16.</P><DIV><TABLE><THEAD><TR><TH/><TH>Country Chart</TH></TR></THEAD>
<TBODY><TR><TD>AT applies to entire entry</TD><TD>Column 1.</TD></TR></TBODY></TABLE></DIV>
<HD1>D. &#x201C;Software&#x201D;</HD1><FP-2><B>1D002 &#x201C;Software&#x201D; for laminates.</B></FP-2>
<FP-1><E T="04">List of Items Controlled</E></FP-1>
<FP-1><E T="04">List Based License Exceptions (See Part 740)</E></FP-1><FP-1><I>TSR:</I> Yes</FP-1>
<FP-1><I>Related Controls:</I> See 22 CFR parts 120 through 130.</FP-1>
<FP-2><B>1D018 &#x201C;Software&#x201D; for 1B018.b.</B></FP-2><TABLE><TBODY>
<TR><TD>MT applies to &#x201C;software&#x201D;</TD><TD/></TR></TBODY></TABLE>
<HD1>Category 2&#x2014;Materials Processing</HD1><HD1>E. &#x201C;Technology&#x201D;</HD1>
<FP-2><B>2E003 Other &#x201C;technology&#x201D;, as follows (see List of Items Controlled).</B></FP-2>
<FP-1><I>List of Items Controlled</I></FP-1><HD1>Category 2E&#x2014;Deposition Techniques</HD1>
<TABLE><TR><TH>1. Coating Process</TH><TH>2. Substrate</TH></TR>
<TR><TD>D. Plasma spraying</TD><TD>&#x201C;Superalloys&#x201D;</TD></TR></TABLE>
<HD1>Category 3&#x2014;Electronics</HD1><HD1>A. &#x201C;End Items&#x201D;</HD1>
<FP-2><B>3A090 Integrated circuits as follows (see List of Items Controlled).</B></FP-2>
<HD1>List Based License Exceptions (See Part 740)</HD1><FP-1><I>LVS:</I> N/A</FP-1>
<HD1>Special Conditions for Strategic Trade Authorization (STA)</HD1><HD1>List of Items Controlled</HD1><FP-1><I>Related Controls:</I> See ECCNs 3D001, 3E001.</FP-1>
<FP><I>Items:</I></FP><P>a. Integrated circuits.</P><P>b. Integrated circuits.</P>
<HD1>Category 5&#x2014;Telecommunications</HD1><HD1>Part 1</HD1><HD1>A. &#x201C;End Items&#x201D;</HD1>
<FP-2><B>5A001 Telecommunications systems as follows (see List of Items Controlled).</B></FP-2>
<FP-1><E T="04">List of Items Controlled</E></FP-1><FP-1><I>Related Controls:</I> Category XI.</FP-1>
<P>a. Any type of equipment.</P><P>b. Radio.</P><HD1>Part 2</HD1><P>c. No items of 5A001.</P>
<HD1>A. &#x201C;End Items&#x201D;</HD1><FP-2><B>5A980 Interception devices.</B></FP-2>
<FP-1><I>Control(s):</I> SL and AT apply to entire entry.</FP-1>
<HD1>Category 6&#x2014;Sensors</HD1><HD1>E. &#x201C;Technology&#x201D;</HD1>
<FP-2><B>6E003 Other &#x201C;technology&#x201D; as follows (see List of Items Controlled).</B></FP-2>
<FP-1><E T="04">List of Items Controlled</E></FP-1><FP><I>Items:</I></FP><HD2>Acoustics</HD2>
<P>a. [Reserved]</P><HD2>Optics</HD2><P>b. Technology.</P>
<HD1>Category 8&#x2014;Marine</HD1><HD1>C. &#x201C;Materials&#x201D;</HD1>
<FP-2><B>8C609 Materials.</B></FP-2><TABLE><TBODY>
<TR><TD>RS applies to entire entry</TD><TD>RS Column 1</TD></TR></TBODY></TABLE>
<HD1>D. &#x201C;Software&#x201D;</HD1><FP-1><B>8D001 &#x201C;Software&#x201D; for 8A</B>.</FP-1>
<FP-1><E T="04">License Requirements</E></FP-1><TABLE><TBODY>
<TR><TD>NS applies to entire entry</TD><TD>NS Column 1</TD></TR></TBODY></TABLE>
<HD1>Category 9&#x2014;Aerospace</HD1><HD1>D. &#x201C;Software&#x201D;</HD1>
<FP-2><B>9D604 Software, as follows (see List of Items Controlled).</B></FP-2>
<FP><I>Items</I> a. &#x201C;Software&#x201D; for 9A604.</FP><P>b. [Reserved]</P>"""


@pytest.fixture(scope="module")
def real() -> EarTables:
    tables = read_xml(
        [("t.xml", (REAL % REAL_LIST).encode())], "v", None, date(2026, 7, 24)
    )
    assert tables is not None
    return tables


def test_the_services_xml_tells_no_day(real: EarTables) -> None:
    assert (real.published_at, real.dated_by.value) == (date(2026, 7, 24), "retrieval")


def test_the_chart_and_groups_are_read_in_the_services_markup(real: EarTables) -> None:
    assert real.chart.marks == {"AL": frozenset({"CB 1", "CB 2"})}
    assert real.chart.footnotes == {"AL": (2, 3)}
    assert real.chart.texts == {2: "See § 742.4(a)."}
    assert real.chart.embargoed == {"CU": "See part 746 of the EAR."}
    members = {"A:1": {"DE"}, "A:2": {"AL", "DE"}, "B": {"AL", "CI"}}
    assert real.groups.members == members


@pytest.mark.parametrize(
    ("eccn", "rows"),
    [
        ("0E982", [("CC applies to “technology”.", "")]),
        (
            "1C351",
            [
                ("CB applies to entire entry CB Column 2.", ""),
                ("AT applies to entire entry", "Column 1."),
            ],
        ),
        ("1D018", [("MT applies to “software”", "")]),
        ("2E003", []),
        ("5A980", []),  # in words: the rulebook knows such entries
        ("8C609", [("RS applies to entire entry", "RS Column 1")]),
        ("8D001", [("NS applies to entire entry", "NS Column 1")]),
    ],
)
def test_license_tables_are_read_in_the_services_markup(
    real: EarTables, eccn: str, rows: list[tuple[str, str]]
) -> None:
    assert [(c.applies, c.column) for c in real.entries[eccn].controls] == rows


@pytest.mark.parametrize(
    ("eccn", "paragraphs"),
    [("3A090", "ab"), ("5A001", "ab"), ("6E003", "b"), ("9D604", "a")],
)
def test_lists_of_items_are_read_in_the_services_markup(
    real: EarTables, eccn: str, paragraphs: str
) -> None:
    assert real.entries[eccn].paragraphs == tuple(paragraphs)


def test_entries_and_exceptions_are_read_in_the_services_markup(
    real: EarTables,
) -> None:
    assert " ".join(real.entries) == (
        "0E982 1C351 1D002 1D018 2E003 3A090 5A001 5A980 6E003 8C609 8D001 9D604"
    )
    heading = "“Technology” for equipment controlled by 0A982 or 0A503."
    assert real.entries["0E982"].heading == heading
    assert real.entries["8D001"].heading == "“Software” for 8A."
    assert real.entries["1C351"].reasons == "CB, CW, AT"
    assert real.entries["1D002"].exceptions == (("TSR", "Yes"),)
    assert real.entries["3A090"].exceptions == (("LVS", "N/A"),)


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
