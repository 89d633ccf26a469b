"""Every text of a publisher's row is found again in what an entry keeps of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from listgate.records import ListEntry
from listgate.sources import ofac_csv, xml_rows
from listgate.sources.ofac_csv import Part
from listgate.sources.recognise import read_lists

EXCERPTS = Path(__file__).parent / "excerpts"
ROWS = {
    "un-consolidated.xml": ("INDIVIDUAL", "ENTITY"),
    "eu-fsf.xml": ("sanctionEntity",),
    "gb-fcdo.xml": ("Designation",),
    "ofac-enhanced.xml": ("entity",),
    "ofac-advanced.xml": ("DistinctParty", "IDRegDocument", "SanctionsEntry"),
}


def texts(value: Any) -> Iterator[str]:
    """Every text inside a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    else:
        yield fold(str(value))


def fold(text: str) -> str:
    return " ".join(text.split())


def kept(entry: ListEntry) -> set[str]:
    """Every text that an entry keeps as published."""
    found = set()
    for _, text in entry.published:
        found.add(fold(text))
        if text[:1] in ("{", "["):
            try:
                found.update(texts(json.loads(text)))
            except json.JSONDecodeError:
                continue
    return found


@pytest.mark.parametrize("name", ROWS)
def test_every_text_of_an_xml_row_is_kept(name: str) -> None:
    data = (EXCERPTS / name).read_bytes()
    found = set().union(*(kept(e) for p in read_lists(data) for e in p.entries))
    checked = 0
    for row in etree.fromstring(data).iter():
        if etree.QName(row).localname not in ROWS[name]:
            continue
        for element in row.iter():
            for text in (element.text, *element.attrib.values()):
                if text and text.strip():
                    checked += 1
                    assert fold(str(text)) in found, (element.tag, text)
    assert checked > 100


@pytest.mark.parametrize("name", ["bis-dpl.txt", "gb-fcdo.csv", "csl-2022-04.csv"])
def test_every_cell_of_a_table_is_kept(name: str) -> None:
    text = (EXCERPTS / name).read_text(encoding="utf-8")
    found = set().union(
        *(kept(e) for p in read_lists(text.encode()) for e in p.entries)
    )
    delimiter = "\t" if name.endswith("txt") else ","
    for row in list(csv.reader(io.StringIO(text), delimiter=delimiter))[2:]:
        for cell in row:
            assert not cell.strip() or fold(cell) in found, cell


@pytest.mark.parametrize("folder", ["ofac-sdn", "ofac-cons"])
def test_every_cell_of_the_classic_files_is_kept(folder: str) -> None:
    tables = []
    cells: list[str] = []
    for path in sorted((EXCERPTS / folder).iterdir()):
        text = path.read_text(encoding="utf-8")
        part = ofac_csv.looks_like_part(text)
        assert part is not None
        tables.append(ofac_csv.read_part(text, part))
        for row in csv.reader(io.StringIO(text.rstrip("\x1a"))):
            cells.extend(row)
    entries = [e for p in ofac_csv.parse_tables(tables) for e in p.entries]
    found = set().union(*(kept(e) for e in entries))
    for cell in cells:
        assert cell.strip() in ("", ofac_csv.NULL) or fold(cell) in found, cell


WORDS = st.text(
    st.characters(whitelist_categories=("L", "N", "P", "Zs"), blacklist_characters='"'),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(WORDS, min_size=10, max_size=10), st.sampled_from(list(ofac_csv._TYPES))
)
def test_whatever_stands_in_a_cell_is_kept(cells: list[str], kind: str) -> None:
    row = ["7", cells[0], kind, *cells[1:]]
    written = ",".join(c if c == ofac_csv.NULL else f'"{c}"' for c in row) + "\r\n"
    table = ofac_csv.read_part(written, Part.MAIN)
    if not fold(cells[0]) or cells[0].strip() == ofac_csv.NULL:
        return
    found = set().union(
        *(kept(e) for p in ofac_csv.parse_tables([table]) for e in p.entries)
    )
    assert {fold(c) for c in row if c.strip() and c.strip() != ofac_csv.NULL} <= found


NAMES = st.sampled_from(["name", "part", "value", "note"])
TREES: st.SearchStrategy[Any] = st.recursive(
    st.tuples(NAMES, st.dictionaries(NAMES, WORDS, max_size=2), WORDS, st.just([])),
    lambda inner: st.tuples(
        NAMES,
        st.dictionaries(NAMES, WORDS, max_size=2),
        WORDS,
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


def written(tree: Any) -> str:
    name, attributes, text, children = tree
    said = "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items())
    inner = escape(text) + "".join(written(child) for child in children)
    return f"<{name}{said}>{inner}</{name}>"


def said(tree: Any) -> Iterator[str]:
    _, attributes, text, children = tree
    yield from (fold(v) for v in (*attributes.values(), text))
    for child in children:
        yield from said(child)


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_whatever_stands_in_an_element_is_kept(tree: Any) -> None:
    data = f"<list><row>{written(tree)}</row></list>".encode()
    rows = list(xml_rows.read_rows(data, ("row",)))
    found = set(texts(rows[1][1]))
    assert {text for text in said(tree) if text} <= found
