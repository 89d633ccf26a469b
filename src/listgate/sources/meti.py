"""Japan's Foreign End User List → entries: METI's own table, and a JSON reading of it.

METI publishes the list as a PDF and as a workbook with the columns number, country or
region, company or organization, also known as, type of weapon of concern. Names stand in
Latin letters with the name in Chinese characters behind them in brackets; other names are
joined by the middle dot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from listgate.errors import ParseError
from listgate.records import Alias, AliasKind, ListEntry, ParsedList
from listgate.sources.citations import parse_date
from listgate.sources.countries import country_code
from listgate.sources.destinations import heading_code
from listgate.sources.party_type import infer_type

_CODE = "jp-meti-eul"
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿぀-ヺー]")
_BULLET = re.compile(r"(?:^|\s)・\s*\S")
_SCRIPT = re.compile(r"[㐀-䶿一-鿿豈-﫿぀-ヿ々・·]+")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_TITLES = re.compile(
    r"^(?:Islamic |People's |Democratic |Syrian Arab |Federal |State of )*"
    r"(?:Republic of |State of )?(?:the )?",
)
_COUNTRIES = {
    "north korea": "KP",
    "people's republic of china": "CN",
    "syrian arab republic": "SY",
    "state of israel": "IL",
    "russian federation": "RU",
    "hong kong": "HK",
}
_PAGE_DATE = re.compile(r"/(20\d\d)(\d\d)(\d\d)\d*/")
_COLUMNS = {
    "number": re.compile(r"^\s*no\.?\s*$|番号", re.IGNORECASE),
    "country": re.compile(r"country|region|国名", re.IGNORECASE),
    "name": re.compile(r"company|organization|企業名", re.IGNORECASE),
    "aliases": re.compile(r"also\s+known|別名", re.IGNORECASE),
    "weapons": re.compile(r"type\s+of\s+wmd|weapon|懸念", re.IGNORECASE),
}


def looks_like_json(document: Any) -> bool:
    """Whether a JSON document is a reading of the list, row by row."""
    return (
        isinstance(document, list)
        and bool(document)
        and isinstance(document[0], Mapping)
        and document[0].get("list_id") == "jp-end-user-list"
    )


def looks_like_table(columns: Iterable[str]) -> bool:
    """Whether column names are those of METI's table."""
    fields = _fields(columns)
    return {"country", "name", "aliases"} <= set(fields)


def parse_json(document: Sequence[Mapping[str, Any]], *, name: str = "") -> ParsedList:
    """The list in a JSON reading: one object a row.

    Raises:
        ParseError: no row has a name.
    """
    rows = (
        (
            str(row.get("id") or "").rpartition("-")[2],
            " ".join(row.get("addresses") or ()),
            [str(row.get("entity_name") or ""), *map(str, row.get("aliases") or ())],
            str(row.get("reason") or ""),
            str(row.get("source_url") or ""),
            tuple((k, str(v)) for k, v in row.items() if v),
        )
        for row in document
    )
    dates = {
        day
        for row in document
        if (found := _PAGE_DATE.search(str(row.get("source_url") or "")))
        and (day := parse_date("-".join(found.groups())))
    }
    return _list(rows, name, max(dates, default=None))


def parse_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, name: str = ""
) -> ParsedList:
    """The list in METI's own table.

    Args:
        columns: The heads of the columns, Japanese or English or both.
        rows: The cells of the rows below them.
        name: What the caller calls the file, for messages.

    Raises:
        ParseError: no row has a name.
    """
    fields = _fields(columns)

    def read() -> Iterator[_Row]:
        for cells in rows:
            values = dict.fromkeys(_COLUMNS, "")
            for field, cell in zip(fields, cells, strict=False):
                if field:  # two columns tell of weapons since 2025
                    values[field] = " ".join(
                        filter(None, (values[field], cell.strip()))
                    )
            names = [values["name"], *_aliases(values["aliases"])]
            yield (
                values["number"].strip(),
                _last_latin(values["country"]),
                names,
                values["weapons"],
                "",
                tuple(
                    (columns[at] if at < len(columns) else f"column {at + 1}", v)
                    for at, v in enumerate(cells)
                    if v
                ),
            )

    unknown = [c for c, f in zip(columns, fields, strict=True) if not f and c.strip()]
    parsed = _list(read(), name, None)
    remarks = [
        f"{_CODE}: the column {column.strip()[:60]!r} is not known and is kept as "
        "published."
        for column in unknown
    ]
    return ParsedList(_CODE, parsed.entries, None, (*parsed.remarks, *remarks))


def _aliases(cell: str) -> list[str]:
    """The names of an alias cell: each behind a bullet, else each on its line.

    Where bullets stand a line end only wraps a long name; between Japanese words the
    same dot joins them.
    """
    return re.split(r"(?<![ァ-ヿ])・\s*(?=\S)" if _BULLET.search(cell) else "\n", cell)


_Row = tuple[str, str, list[str], str, str, tuple[tuple[str, str], ...]]


def _list(rows: Iterable[_Row], name: str, day: date | None) -> ParsedList:
    entries, remarks = [], []
    for number, place, names, reason, source, published in rows:
        entry = _entry(number, place, names, reason, source, published)
        if entry:
            entries.append(entry)
        elif any(n.strip() for n in names):
            remarks.append(
                f"{_CODE}: row {number or '?'} has no name that can be read."
            )
    if not entries:
        raise ParseError(name, f"{name or 'The file'} has no row of METI's list.")
    return ParsedList(_CODE, tuple(entries), day, tuple(remarks))


def _entry(
    number: str,
    place: str,
    names: Sequence[str],
    reason: str,
    source: str,
    published: tuple[tuple[str, str], ...],
) -> ListEntry | None:
    latin: list[str] = []
    script: list[str] = []
    country, behind = place_code(place)
    for text in (*names, behind):
        plain, characters = split_script(text)
        latin += [plain] if plain else []
        script += characters
    latin, script = list(dict.fromkeys(latin)), list(dict.fromkeys(script))
    if not latin and not script:
        return None
    # Four rows of 2025 are written in Japanese alone.
    main = latin[0] if latin else script[0]
    return ListEntry(
        list=_CODE,
        name=main,
        type=infer_type(main),
        aliases=(
            *(Alias(n) for n in latin[1:]),
            *(Alias(h, AliasKind.SCRIPT) for h in script if h != main),
        ),
        countries=(country,) if country else (),
        programs=weapons(reason),
        details=tuple((k, v) for k, v in (("row", number), ("source", source)) if v),
        published=published,
    )


def weapons(reason: str) -> tuple[str, ...]:
    """The letters of concern: biological B, chemical C, missile M, nuclear N, and CW."""
    return tuple(dict.fromkeys(re.findall(r"\b(?:CW|[BCMN])\b", reason)))


def place_code(text: str) -> tuple[str, str]:
    """The code of a country with its official title, and what stands behind it.

    Some cells of the table run on into the name: ``People's Republic of China 23rd
    Research Institute``.
    """
    text = " ".join(text.split())
    plain = _TITLES.sub("", text)
    code = (
        _COUNTRIES.get(text.casefold())
        or country_code(text)
        or country_code(plain)
        or heading_code(text)
    )
    if code:
        return code, ""
    for title, found in _COUNTRIES.items():
        if text.casefold().startswith(f"{title} "):
            return found, text[len(title) :].strip()
    return "", ""


def split_script(text: str) -> tuple[str, list[str]]:
    """A name's Latin part, and the names in Chinese characters beside it."""
    script: list[str] = []
    for inside in _BRACKETS.findall(text):
        if _HAN.search(inside):
            script += [
                "".join(s.split())
                for s in re.split(r"[、;,／/]", inside)
                if _HAN.search(s)
            ]
    plain = _BRACKETS.sub(lambda m: "" if _HAN.search(m[1]) else m[0], text)
    if _HAN.search(plain):
        script.append("".join(_SCRIPT.findall(plain)))
        plain = _SCRIPT.sub(" ", plain)
    plain = re.sub(r"[(（]\s*[)）]", " ", plain)
    return " ".join(plain.split()).strip(" ・"), script


def _last_latin(text: str) -> str:
    """The English words of a cell that says it in Japanese first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    latin = [line for line in lines if not _HAN.search(line)]
    return " ".join(latin or [_SCRIPT.sub(" ", text)])


def _fields(columns: Iterable[str]) -> tuple[str, ...]:
    """The field of each column; empty for one that is not known."""
    return tuple(
        next((f for f, words in _COLUMNS.items() if words.search(column)), "")
        for column in columns
    )
