"""A file of unknown form → the lists in it, recognized by content alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from listgate.errors import ParseError
from listgate.records import ParsedList
from listgate.sources import bis_dpl, csl, gb_fcdo_csv, ofac_csv
from listgate.sources.citations import RuleOf
from listgate.sources.csv_rows import header
from listgate.sources.json_text import load_json, of_its_form, outline
from listgate.sources.recognise_others import from_bytes, from_json, from_text
from listgate.sources.recognise_xml import looks_like_xml, read_xml
from listgate.sources.unpack import unpack

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BINARY = (
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
)


def read_lists(
    data: bytes, *, name: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The lists in a published file, plain or packed; all of it or nothing.

    Args:
        data: The file's bytes.
        name: What the caller calls the file, for messages only.
        first_page: Gives the first page of the rule that a printed citation belongs to;
            without it a citation stands as printed.

    Raises:
        ParseError: the file is empty, damaged, cut off, or of a form that is not known;
            the message is one sentence.
    """
    if (found_whole := from_bytes(data, name)) is not None:
        return found_whole
    lists: list[ParsedList] = []
    parts: list[ofac_csv.Table] = []
    for member, content in unpack(data, name=name):
        found = _read(content, member or name, first_page)
        if isinstance(found, ofac_csv.Table):
            parts.append(found)
        else:
            lists.extend(found)
    if parts:
        lists.extend(ofac_csv.parse_tables(parts, name=name))
    seen: set[str] = set()
    for parsed in lists:
        if parsed.code in seen:
            raise ParseError(
                name, f"{_file(name)} holds the list {parsed.code} more than once."
            )
        seen.add(parsed.code)
    return tuple(lists)


def _read(
    data: bytes, name: str, first_page: RuleOf | None
) -> tuple[ParsedList, ...] | ofac_csv.Table:
    """The lists in one file, or one part of a list that comes in several files."""
    if not data.strip(b"\0 \t\r\n"):
        raise ParseError(name, f"{_file(name)} is empty.", "byte 0")
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise ParseError(name, f"{_file(name)} is {what}, not a list.", "byte 0")
    if looks_like_xml(data) and not _HTML.match(_head(data)):
        return read_xml(data, name)
    text, remarks = _text(data, name)
    if (others := from_text(text, name, first_page)) is not None:
        return others
    start = text.lstrip("\ufeff \t\r\n")[:256]
    if _HTML.match(start):
        raise ParseError(
            name,
            f"{_file(name)} is a web page{_title(text)}, not a list; the publisher's "
            "address may have moved or be down.",
            "line 1",
        )
    if start.startswith(("{", "[")):
        return _read_json(text, name, first_page)
    if part := ofac_csv.looks_like_part(text):
        table = ofac_csv.read_part(text, part, name=name)
        return replace(table, remarks=(*remarks, *table.remarks))
    if gb_fcdo_csv.looks_like_uk(text):
        return gb_fcdo_csv.parse(text, name=name)
    columns = header(text)
    if bis_dpl.looks_like_dpl(columns):
        return tuple(
            replace(parsed, remarks=(*remarks, *parsed.remarks))
            for parsed in bis_dpl.parse(text, name=name, first_page=first_page)
        )
    if csl.looks_like_csl(columns):
        return csl.parse_csv(text, name=name, first_page=first_page)
    shown = ", ".join(columns[:4])[:80]
    raise ParseError(
        name,
        f"{_file(name)} is not a list of a known form: its first line is {shown!r}.",
        "line 1",
    )


def _head(data: bytes) -> str:
    """The first characters, read well enough to tell a web page from XML."""
    return data[:1024].replace(b"\0", b"").decode("ascii", "ignore").lstrip()


def _text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """A file's text, and what is odd about its encoding.

    Text that is not UTF-8 is refused, save in the two old forms whose publishers have
    used Windows' letters.
    """
    try:
        return _decode(data, name), ()
    except ParseError:
        head = data[:65536].decode("ascii", "replace")
        old = ofac_csv.looks_like_part(head) or bis_dpl.looks_like_dpl(header(head))
        if not old or b"\0" in data[:1024]:
            raise
        note = f"{_file(name)} is not UTF-8 and was read as Windows-1252 text."
        return data.decode("cp1252", "replace"), (note,)


def _decode(data: bytes, name: str) -> str:
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), "")
    encoding = encoding or _without_mark(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":
            raise ParseError(
                name,
                f"{_file(name)} ends in the middle of a character: it is a broken "
                "download, so nothing of it was taken.",
                f"byte {error.start}",
            ) from error
        before = data[: error.start].decode(encoding, "replace")
        line = before.count("\n") + 1
        if b"\0" in data[:1024]:
            raise ParseError(
                name, f"{_file(name)} is not text and of no known form.", "byte 0"
            ) from error
        raise ParseError(
            name,
            f"{_file(name)} is not UTF-8 text: line {line} has a byte that is none.",
            f"line {line}",
        ) from error


def _without_mark(data: bytes) -> str:
    """UTF-16 that lacks its mark: nearly every other byte of a list's text is zero."""
    head = data[:1024]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = head[start::2], head[1 - start :: 2]
        if 10 * high.count(0) > 9 * len(high) > 0 and 0 not in low:
            return encoding
    return ""


def _read_json(
    text: str, name: str, first_page: RuleOf | None
) -> tuple[ParsedList, ...]:
    document = load_json(text, name)
    first = _first_row(document)
    with of_its_form(name):
        if first is not None and csl.looks_like_csl(first):
            return csl.parse_json(document, name=name, first_page=first_page)
        if (others := from_json(document, name, first_page)) is not None:
            return others
    raise ParseError(
        name,
        f"{_file(name)} is JSON of a form that is not known: {outline(document)}.",
    )


def _first_row(document: Any) -> Mapping[str, Any] | None:
    rows = document.get("results") if isinstance(document, Mapping) else document
    if isinstance(rows, list) and rows and isinstance(rows[0], Mapping):
        return rows[0]
    return None


def _title(text: str) -> str:
    found = re.search(r"<title[^>]*>\s*([^<]{1,60})", text[:4096], re.IGNORECASE)
    return f" ({' '.join(found[1].split())!r})" if found else ""


def _file(name: str) -> str:
    return name or "The file"
