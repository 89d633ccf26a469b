"""Files of the smaller publishers → lists: workbooks, web pages, facts, JSON readings."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from listgate.errors import ParseError
from listgate.records import ParsedList
from listgate.sources import extracts, facts, ftm, meti, uflpa
from listgate.sources.citations import RuleOf
from listgate.sources.json_text import of_its_form
from listgate.sources.readings import looks_like_reading, parse_readings
from listgate.sources.workbook import looks_like_workbook, read_workbook

Lists = tuple[ParsedList, ...]
_HEAD = 1 << 16
# The head of a table stands in one of its first rows, under a title.
_TITLES = 8


def from_bytes(data: bytes, name: str) -> Lists | None:
    """The lists of a workbook; None where the bytes are none.

    Raises:
        ParseError: it is a workbook without a table that is known.
    """
    if not looks_like_workbook(data):
        return None
    for rows in read_workbook(data, name=name):
        if found := _from_rows(rows, name):
            return found
    raise ParseError(
        name, f"{name or 'The file'} is an Excel workbook without a list that is known."
    )


def from_text(text: str, name: str, first_page: RuleOf | None) -> Lists | None:
    """The lists of a page, of facts, of JSON lines or of METI's table; else None."""
    head = text[:_HEAD]
    if uflpa.looks_like_uflpa(text) and head.lstrip("\ufeff \t\r\n").startswith("<"):
        return (uflpa.parse_page(text, name=name),)
    if facts.looks_like_facts(head):
        return facts.parse_facts(text, name=name, first_page=first_page)
    if ftm.looks_like_ftm(head):
        with of_its_form(name):
            return ftm.parse_ftm(text, name=name, first_page=first_page)
    if "Also Known As" in head or "別名" in head:
        return _from_rows(list(csv.reader(io.StringIO(text, newline=""))), name)
    return None


def from_json(document: Any, name: str, first_page: RuleOf | None) -> Lists | None:
    """The lists of a JSON reading; None where the document is none."""
    if extracts.looks_like_extract(document):
        return extracts.parse_extract(document, name=name, first_page=first_page)
    if meti.looks_like_json(document):
        return (meti.parse_json(document, name=name),)
    if isinstance(document, list) and document and looks_like_reading(document[0]):
        return parse_readings(document, name=name)
    return None


def _from_rows(rows: Sequence[Sequence[str]], name: str) -> Lists | None:
    for at, row in enumerate(rows[:_TITLES]):
        if meti.looks_like_table(row):
            return (meti.parse_table(row, rows[at + 1 :], name=name),)
    return None
