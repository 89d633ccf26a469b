"""Whatever a publisher writes into a row is kept, told of, or the file is refused.

A word that stands nowhere else is put into one place of a row: a cell, an element, an
attribute, a value, or a column that the form does not know.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from listgate.errors import ParseError
from listgate.records import ParsedList
from listgate.sources import federal_register, ofac_csv
from listgate.sources.markup import parse_xml
from listgate.sources.recognise import read_lists

EXCERPTS = Path(__file__).parents[1] / "sources" / "excerpts"
TOKEN = "Zyqvexon"  # noqa: S105 - a word that no list has
# Elements that are rows or parts of rows.
XML_ROWS = {
    "un-consolidated.xml": ("INDIVIDUAL", "ENTITY"),
    "eu-fsf.xml": ("sanctionEntity",),
    "gb-fcdo.xml": ("Designation",),
    "ofac-enhanced.xml": ("entity",),
    "ofac-advanced.xml": ("DistinctParty", "SanctionsEntry"),
    "ecfr-part-744.xml": ("TD",),
}
# What ties the parts of a party together: with another word there it is another party's,
# and a part that belongs to none is told by its count.
TIES = re.compile(r"@?(?:\w*ID|FixedRef|id|[A-Za-z-]*Id)$|^ent_num$")


def lost(data: bytes) -> bool:
    """Whether the word has gone without a word."""
    try:
        lists = read_lists(data)
    except ParseError:
        return False
    return not any(map(tells, lists))


def tells(parsed: ParsedList) -> bool:
    return TOKEN in repr(parsed.remarks) or any(
        TOKEN in text for e in parsed.entries for _, text in e.published
    )


def xml_places(name: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every text and attribute of a row, and a new element and attribute in it."""
    root = etree.fromstring((EXCERPTS / name).read_bytes())
    for row in root.iter():
        if etree.QName(row).localname not in XML_ROWS[name]:
            continue
        for element in row.iter():
            label = etree.QName(element).localname
            if (after := element.getnext()) is not None and after.text == "[Reserved]":
                continue  # a country's heading, which goes to the rows below it
            if (element.text or "").strip() or name.startswith("ecfr"):
                yield label, partial(with_text, root, element)
            if name.startswith("ecfr"):
                continue  # attributes there say how the table looks
            for key in map(str, element.attrib):
                if not TIES.search(key):
                    yield f"@{key}", partial(with_value, root, element, key)
        if not name.startswith("ecfr"):
            yield "new element", partial(with_child, root, row)
            yield "new attribute", partial(with_value, root, row, "novelty")


@cache
def all_places(name: str) -> list[tuple[str, Callable[[], bytes]]]:
    return list(xml_places(name))


def with_text(root: Any, element: Any) -> bytes:
    before, element.text = element.text, f"{element.text or ''} {TOKEN}"
    try:
        return etree.tostring(root)
    finally:
        element.text = before


def with_value(root: Any, element: Any, key: str) -> bytes:
    before = element.attrib.get(key)
    element.attrib[key] = TOKEN
    try:
        return etree.tostring(root)
    finally:
        if before is None:
            del element.attrib[key]
        else:
            element.attrib[key] = before


def with_child(root: Any, element: Any) -> bytes:
    child = etree.SubElement(element, "novelty")
    child.text = TOKEN
    try:
        return etree.tostring(root)
    finally:
        element.remove(child)


@pytest.mark.parametrize("name", XML_ROWS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_word_in_an_element_is_not_lost(name: str, data: st.DataObject) -> None:
    places = all_places(name)
    label, write = places[data.draw(st.integers(0, len(places) - 1))]
    assert not lost(write()), (name, label)


@pytest.mark.parametrize(
    ("name", "delimiter", "head"),
    [("bis-dpl.txt", "\t", 0), ("gb-fcdo.csv", ",", 1), ("csl-2022-04.csv", ",", 0)],
)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_word_in_a_cell_is_not_lost(
    name: str, delimiter: str, head: int, data: st.DataObject
) -> None:
    text = (EXCERPTS / name).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    extra = data.draw(st.integers(0, len(rows[head])))
    title = data.draw(st.sampled_from(["Novelty", rows[head][0], ""]))
    for at, row in enumerate(rows[head:]):
        row.insert(extra, "" if at else title)
    row = rows[data.draw(st.integers(head + 1, len(rows) - 1))]
    column = data.draw(st.integers(0, len(row) - 1))
    row[column] = f"{row[column]} {TOKEN}"
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    assert not lost(out.getvalue().encode()), rows[head][column]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_word_in_one_of_the_classic_files_is_not_lost(data: st.DataObject) -> None:
    folder = EXCERPTS / data.draw(st.sampled_from(["ofac-sdn", "ofac-cons"]))
    paths = sorted(folder.iterdir())
    chosen = data.draw(st.sampled_from(paths))
    wide = data.draw(st.booleans())
    tables = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path == chosen:
            rows = list(csv.reader(io.StringIO(text.rstrip("\x1a"), newline="")))
            for one in rows if wide else ():
                one.append("-0-")
            row = rows[data.draw(st.integers(0, len(rows) - 1))]
            row[data.draw(st.integers(1, len(row) - 1))] = TOKEN
            out = io.StringIO()
            csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
            text = out.getvalue()
        if (part := ofac_csv.looks_like_part(text)) is None:
            return  # refused as no part at all
        tables.append(ofac_csv.read_part(text, part))
    try:
        lists = ofac_csv.parse_tables(tables)
    except ParseError:
        return
    assert any(map(tells, lists))


EXTRACT = {
    "list_id": "bis-dpl",
    "count": 1,
    "entities": [
        {
            "name": "ACME LTD",
            "aliases": ["ACME"],
            "address": "1 Road, Beirut, Lebanon",
            "country": "Lebanon",
            "status": "active",
            "effective_date": "2020-01-02",
            "federal_register": "85 FR 100",
            "notes": "Type of denial: Standard",
        }
    ],
}
METI = [
    {
        "id": "jp-eul-306",
        "list_id": "jp-end-user-list",
        "entity_name": "Choson Central Bank (朝鮮中央銀行)",
        "aliases": ["Central Bank of DPRK"],
        "addresses": ["North Korea"],
        "reason": "核 N",
        "source_url": "https://www.meti.go.jp/press/2025/09/20250929006/x.html",
    }
]
EU = [
    {
        "eu_reference_number": "EU.1.1",
        "logical_id": "7",
        "subject_type": {"code": "person", "classification_code": "P"},
        "regulations": [{"number_title": "1/2020", "publication_url": "https://x.eu"}],
        "name_aliases": [
            {"whole_name": "Jan Novak", "strong": True, "function": "clerk"},
            {"whole_name": "J. Novak", "strong": False, "name_language": "CS"},
        ],
        "birthdates": [{"circa": False, "year": 1960, "city": "Brno"}],
        "addresses": [{"city": "Brno", "country_iso2_code": "CZ"}],
        "identifications": [
            {"identification_type_code": "passport", "number": "AB12345"}
        ],
    }
]
UK = [
    {
        "unique_id": "AFG0001",
        "names": {"names": [{"name6": "ACME", "name_type": "Primary Name"}]},
        "non_latin_names": {"names": [{"name_non_latin_script": "صرافی"}]},
        "addresses": {"addresses": [{"address_line1": "Road", "address_country": "X"}]},
        "regime_name": "Regulations 2020",
        "individual_entity_ship": "Entity",
        "other_information": "Trader.",
    }
]
CSL = json.loads((EXCERPTS / "csl-2026-07.json").read_text(encoding="utf-8"))
FTM = [
    {
        "id": "NK-1",
        "schema": "Company",
        "caption": "ACME",
        "datasets": ["eu_fsf"],
        "target": True,
        "properties": {
            "name": ["ACME"],
            "notes": ["Trader."],
            "addressEntity": ["ad-1"],
        },
    },
    {
        "id": "s-1",
        "schema": "Sanction",
        "properties": {"entity": ["NK-1"], "program": ["EU"], "reason": ["Trade."]},
    },
    {"id": "ad-1", "schema": "Address", "properties": {"full": ["1 Road, Brno"]}},
    {
        "id": "pp-1",
        "schema": "Passport",
        "properties": {"holder": ["NK-1"], "number": ["AB12345"]},
    },
]


def json_places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all texts inside a value, and of a new key in each object."""
    if isinstance(value, dict):
        if path:
            yield (*path, "novelty")
        for key, part in value.items():
            yield from json_places(part, (*path, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from json_places(part, (*path, at))
    elif isinstance(value, str):
        yield path


def put(value: Any, path: tuple[Any, ...]) -> Any:
    copy = json.loads(json.dumps(value))
    inside = copy
    for step in path[:-1]:
        inside = inside[step]
    before = inside.get(path[-1]) if isinstance(inside, dict) else inside[path[-1]]
    inside[path[-1]] = f"{before} {TOKEN}" if before else TOKEN
    return copy


def as_lines(rows: list[Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.mark.parametrize(
    ("document", "rows", "write"),
    [
        (CSL, ("results",), lambda d: json.dumps(d).encode()),
        (EXTRACT, ("entities",), lambda d: json.dumps(d).encode()),
        (METI, (), lambda d: json.dumps(d).encode()),
        (EU, (), as_lines),
        (UK, (), as_lines),
        (FTM, (), as_lines),
    ],
    ids=["consolidated", "extract", "meti", "eu", "uk", "ftm"],
)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_word_in_a_json_row_is_not_lost(
    document: Any,
    rows: tuple[str, ...],
    write: Callable[[Any], bytes],
    data: st.DataObject,
) -> None:
    inside = document
    for step in rows:
        inside = inside[step]
    places = [
        (*rows, *path)
        for path in json_places(inside)
        # What a row is tied to another by, and what tells the form.
        if path[-1] not in ("id", "schema", "list_id", "entity", "holder")
        and path[-2:-1] not in (("entity",), ("holder",), ("addressEntity",))
    ]
    path = data.draw(st.sampled_from(places))
    assert not lost(write(put(document, path))), path


def test_a_word_on_the_page_of_the_uflpa_is_not_lost() -> None:
    page = (EXCERPTS / "uflpa.html").read_text(encoding="utf-8")
    cells = [found.end(1) for found in re.finditer(r"<td[^>]*>(.*?)</td>", page)]
    assert len(cells) > 20
    for at in cells:
        changed = f"{page[:at]} {TOKEN}{page[at:]}"
        assert not lost(changed.encode()), page[at - 60 : at]


def test_a_word_in_a_rule_of_the_federal_register_is_not_lost() -> None:
    root = parse_xml((EXCERPTS / "fr-2023-03929.xml").read_bytes())
    checked = 0
    for entry in root.iter("ENT"):
        (head, *_) = entry.getparent().iter("ENT")  # type: ignore[union-attr]
        text = entry.text or ""
        if not text.strip() or "*" in text or head.text == "Country":
            continue
        before, entry.text = entry.text, f"{entry.text} {TOKEN}"
        rule = federal_register.parse_rule(root)
        found = [t for e in (*rule.added, *rule.revised) for _, t in e.published]
        assert any(TOKEN in text for text in found), before
        entry.text = before
        checked += 1
    assert checked > 20


FACTS = """
[[list]]
code = "us-ndaa-889"
published = 2026-07-31
source = "Pub. L. 115-232, section 889(f)(3)"
note = "Any subsidiary or affiliate too."
novelty = "new"

[[list.entry]]
name = "Hytera Communications Corporation"
aliases = ["Hytera"]
addresses = ["1 Road, Shenzhen, China"]
countries = ["CN"]
cite = "84 FR 40216"
novelty = "new"
notes = ["Named in the act."]
identifiers = { uscc = "91440300279422189D" }
"""


def test_a_word_in_facts_is_not_lost() -> None:
    texts = list(re.finditer(r'(?<=[^=\]]) = .*?"([^"]+)"', FACTS))
    assert len(texts) > 8
    for text in texts:
        changed = f"{FACTS[: text.end(1)]} {TOKEN}{FACTS[text.end(1) :]}"
        assert tomllib.loads(changed)
        assert not lost(changed.encode()), text[0]


KINDS: tuple[Any, ...] = (None, 7, True, [], {}, "", [None], ["x", 7], [{"a": [1]}])


@pytest.mark.parametrize(
    ("document", "write"),
    [
        (CSL, lambda d: json.dumps(d).encode()),
        (EXTRACT, lambda d: json.dumps(d).encode()),
        (METI, lambda d: json.dumps(d).encode()),
        (EU, as_lines),
        (UK, as_lines),
        (FTM, as_lines),
    ],
    ids=["consolidated", "extract", "meti", "eu", "uk", "ftm"],
)
@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_value_of_another_kind_is_read_or_refused(
    document: Any, write: Callable[[Any], bytes], data: st.DataObject
) -> None:
    paths = [path for path in json_places(document) if path[-1] != "novelty"]
    path = data.draw(st.sampled_from(paths))
    # The text itself, or the list or object that it stands in.
    path = path[: data.draw(st.integers(1, len(path)))]
    copy = json.loads(json.dumps(document))
    inside = copy
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = data.draw(st.sampled_from(KINDS))
    with contextlib.suppress(ParseError):
        read_lists(write(copy))
