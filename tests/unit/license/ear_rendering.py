"""Tables of the item side → the markup the eCFR serves, in the ways it is known to vary."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from listgate.license.ear_xml import COLUMNS
from listgate.license.tables import CclEntry, EarTables


@cache
def _names() -> dict[str, str]:
    text = files("listgate.sources").joinpath("data/countries.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line[:1] not in "#")
    return {row[0]: row[1] for row in rows}


def country_name(code: str) -> str:
    return _names()[code]


@dataclass(frozen=True)
class Manner:
    """One way of writing; the publisher's own varies between and inside its parts."""

    heading: str = "<P><B>{code}</B> {heading}</P>"
    title: str = "<P><B>{}</B></P>"
    reasons: str = "<P><I>Reason for Control:</I> {}</P>"
    exception: str = "<P><I>{}:</I> {}</P>"
    exceptions_together: bool = False
    empty: str = "<TD/>"
    notes: str = "<sup>{}</sup>"
    note: str = "<P><sup>{}</sup> {}</P>"
    group: str = "[{}]"
    two_heads: bool = True
    group_b: str = "table"
    lower: bool = False


MANNERS = {
    "as told": Manner(),
    "whole heading in bold": Manner(
        heading="<P><B>{code} {heading}</B></P>",
        title="<HD2>{}</HD2>",
        empty='<TD align="center" class="gpotbl_cell"></TD>',
        note="<P>{} {}</P>",
    ),
    "typeface marks": Manner(
        heading='<FP><E T="04">{code}</E> <E T="04">{heading}</E></FP>',
        title='<FP><E T="04">{}</E></FP>',
        reasons='<FP><E T="03">Reason for Control</E>: {}</FP>',
        exception='<FP><E T="03">{}</E>: {}</FP>',
        notes=" {}",
        note="<FP><SU>{}</SU>{}</FP>",
        group="[{}] ",
        two_heads=False,
    ),
    "lines in one paragraph": Manner(
        heading="<P>\n  <STRONG>{code}</STRONG>&#x2003;{heading}\n</P>",
        title="",
        reasons="<P><B>License Requirements</B><br/><I>Reason for Control:</I> {}</P>",
        exceptions_together=True,
        empty="<TD> </TD>",
        notes=" <sup>{}</sup>",
        note="<P><sup>{}</sup>{}</P>",
        group_b="paragraphs",
    ),
    "lower-case tables": Manner(lower=True, group_b="list"),
}


def title_15(tables: EarTables, manner: Manner, day: str = "") -> bytes:
    """Title 15 with the first supplements of parts 738, 740 and 774."""
    told = f""" hierarchy_metadata='{{"path":"/on/{day}/title-15"}}'""" if day else ""
    parts = [
        ("738", "Commerce Country Chart", _chart(tables, manner)),
        ("740", "Country Groups", _groups(tables, manner)),
        ("774", "The Commerce Control List", _list(tables, manner)),
    ]
    body = "".join(
        f'<DIV5 N="{part}" TYPE="PART"><HEAD>PART {part}</HEAD>'
        f'<DIV8 N="{part}.1" TYPE="SECTION"><HEAD>&#xA7; {part}.1 Introduction.</HEAD>'
        "<P>3A001 is an ECCN.</P></DIV8>"
        f'<DIV9 N="Supplement No. 1 to Part {part}" TYPE="APPENDIX">'
        f"<HEAD>Supplement No. 1 to Part {part}&#x2014;{title}</HEAD>{text}</DIV9></DIV5>"
        for part, title, text in parts
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<DIV1 N="15" TYPE="TITLE"{told}>'
        f"{body}</DIV1>"
    ).encode()


def _escaped(text: str) -> str:
    return (
        html.escape(text, quote=False).replace("§", "&#xA7;").replace("“", "&#x201C;")
    )


def _table(head: str, rows: str, manner: Manner) -> str:
    text = (
        f'<DIV width="100%"><DIV class="gpotbl_div"><TABLE border="1"><THEAD>{head}'
        f"</THEAD><TBODY>{rows}</TBODY></TABLE></DIV></DIV>"
    )
    if manner.lower:
        for tag in ("TABLE", "THEAD", "TBODY", "TR", "TH", "TD"):
            text = text.replace(f"<{tag}", f"<{tag.lower()}")
            text = text.replace(f"</{tag}>", f"</{tag.lower()}>")
    return text


def _chart(tables: EarTables, manner: Manner) -> str:
    chart = tables.chart
    kinds = [c.split()[0] for c in COLUMNS]
    first = "".join(
        f'<TH colspan="{kinds.count(k)}" scope="col">{k}</TH>'
        for k in dict.fromkeys(kinds)
    )
    head = f"<TR><TH>Countries</TH>{first}</TR>" if manner.two_heads else ""
    head += "<TR><TH></TH>" + "".join(f"<TH>{c}</TH>" for c in COLUMNS) + "</TR>"
    rows = []
    for code in sorted({*chart.marks, *chart.embargoed}):
        numbers = chart.footnotes.get(code, ())
        raised = manner.notes.format(" ".join(map(str, numbers))) if numbers else ""
        name = f"<TD>{_escaped(country_name(code))}{raised}</TD>"
        if code in chart.embargoed:
            words = _escaped(chart.embargoed[code])
            rows.append(f'<TR>{name}<TD colspan="16">{words}</TD></TR>')
            continue
        marks = "".join(
            "<TD>X</TD>" if c in chart.marks[code] else manner.empty for c in COLUMNS
        )
        rows.append(f"<TR>{name}{marks}</TR>\n")
    notes = "".join(manner.note.format(n, _escaped(t)) for n, t in chart.texts.items())
    return _table(head, "".join(rows), manner) + notes


def _groups(tables: EarTables, manner: Manner) -> str:
    out = []
    members = tables.groups.members
    for letter in "ADE":
        labels = [k for k in sorted(members) if k.startswith(f"{letter}:")]
        if not labels:
            continue
        head = "<TR><TH>Country</TH>" + "".join(
            f"<TH>{manner.group.format(k)} Regime</TH>" for k in labels
        )
        rows = "".join(
            f"<TR><TD>{_escaped(country_name(c))}</TD>"
            + "".join("<TD>X</TD>" if c in members[k] else manner.empty for k in labels)
            + "</TR>"
            for c in sorted(frozenset().union(*(members[k] for k in labels)))
        )
        out.append(f"<HD1>Country Group {letter}</HD1>")
        out.append(_table(f"{head}</TR>", rows, manner))
    names = [_escaped(country_name(c)) for c in sorted(members.get("B", ()))]
    if names and manner.group_b == "table":
        rows = "".join(f"<TR><TD>{n}</TD></TR>" for n in names)
        out.append(_table("<TR><TH>Country Group B</TH></TR>", rows, manner))
    elif names:
        tag = "P" if manner.group_b == "paragraphs" else "LI"
        out.append("<HD1>Country Group B</HD1><HD2>Countries</HD2>")
        out.append("".join(f"<{tag}>{n}</{tag}>" for n in names))
    out.append("<HD1>Country Group C</HD1><P>[Reserved]</P>")
    return "".join(out)


def _list(tables: EarTables, manner: Manner) -> str:
    return "<HD1>Category 0</HD1>" + "".join(
        _entry(e, manner) for e in tables.entries.values()
    )


def _entry(entry: CclEntry, manner: Manner) -> str:
    out = [manner.heading.format(code=entry.eccn, heading=_escaped(entry.heading))]
    if manner.title:
        out.append(manner.title.format("License Requirements"))
    if entry.reasons:
        out.append(manner.reasons.format(_escaped(entry.reasons)))
    if entry.controls:
        rows = "".join(
            f"<TR><TD>{_escaped(c.applies)}</TD><TD>{_escaped(c.column)}</TD></TR>"
            for c in entry.controls
        )
        head = "<TR><TH><I>Control(s)</I></TH><TH><I>Country chart</I></TH></TR>"
        out.append(_table(head, rows, manner))
    if entry.exceptions:
        if manner.title:
            out.append(manner.title.format("List Based License Exceptions"))
        told = [(s, _escaped(t)) for s, t in entry.exceptions]
        if manner.exceptions_together:
            lines = "<br/>".join(f"<I>{s}:</I> {t}" for s, t in told)
            out.append(f"<P>{lines}</P>")
        else:
            out.extend(manner.exception.format(s, t) for s, t in told)
    title = manner.title or "<P><B>{}</B></P>"
    out.append(title.format("List of Items Controlled"))
    out.append(
        "<P><I>Related Controls:</I> See also <B>1A004</B>.</P><P><B>3A001</B> is not "
        "meant here.</P><P><I>Items:</I></P><P>a. Items of paragraph .a;</P>"
    )
    return "".join(out)
