"""Control list, chart and groups: JSON extracts and the eCFR's XML → the same tables."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import listgate
from listgate.errors import ParseError, QueryError
from listgate.fetch.plan import plan
from listgate.license.ear_codec import dump, embedded, load
from listgate.license.ear_json import read_json
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
    plain = {k: replace(e, since=None) for k, e in ours.entries.items()}
    assert theirs.entries == plain


def test_an_unknown_column_of_the_chart_is_named() -> None:
    told = rendering.title_15(embedded(), rendering.MANNERS["as told"]).replace(
        b"<TH>AT 2<", b"<TH>ZZ 9<"
    )
    with pytest.raises(ParseError, match="ZZ 9"):
        read_xml([("title-15.xml", told)], "v", date(2026, 7, 23))


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
