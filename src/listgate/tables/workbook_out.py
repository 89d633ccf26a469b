"""Answers as a workbook that an officer opens: rows, the rules cited, what was asked.

Written straight into the archive, so that a million rows need no more memory than ten.
The same rows give the same bytes: nothing in the file tells when it was made.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import BinaryIO

from listgate.tables import sheet_xml
from listgate.tables.sheet import column_letters
from listgate.tables.sheet_xml import LINK_STYLES, LINKED, SHEET_ROWS, text_cell
from listgate.tables.text import width
from listgate.tables.workbook_styles import styles_xml

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_BLOCK = 1 << 20
_MOST_LINKS = 65_000  # Excel drops a sheet's links from 65,531 on
_SAMPLE = 300  # rows whose cells tell how wide a column is
_LINK = re.compile(
    rb'<c r="([A-Z]+\d+)" s="(?:%s)" t="inlineStr"><is><t[^>]*>([^<]*)</t>'
    % b"|".join(str(style).encode() for style in LINK_STYLES)
)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"[^>]*>(?:<is><t[^>]*>|<v>)([^<]*)')


@dataclass(frozen=True, slots=True)
class About:
    """What the last sheet tells: facts by label, then a table under its heads."""

    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class _Links:
    """The links of one sheet, and how often each rule is cited on all of them."""

    cited: Counter[str]
    places: list[tuple[str, str]] = field(default_factory=list)
    rest: bytes = b""

    def gather(self, text: bytes) -> None:
        """Finds the linked cells of whole lines."""
        for place, told in _LINK.findall(text):
            cites = LINKED.findall(unescape(told.decode()))
            self.cited.update(cites)
            if cites and len(self.places) < _MOST_LINKS:
                self.places.append((place.decode(), cites[0]))


def citation_address(cite: str) -> str:
    """Where the Federal Register shows a page, such as that of ``84 FR 54002``."""
    return f"https://www.federalregister.gov/citation/{cite.replace(' ', '-')}"


def write_workbook(
    body: BinaryIO,
    rows: int,
    header: Sequence[str],
    inputs: int,
    about: About,
    out: BinaryIO,
) -> None:
    """Writes the workbook.

    Args:
        body: Rows as ``sheet_xml.party_rows`` renders them.
        rows: How many.
        header: All columns' names.
        inputs: How many of them are the input's.
        about: What the last sheet tells.
        out: Where to write.
    """
    sheets = max(1, -(-rows // SHEET_ROWS))
    names = ["Parties", *(f"Parties {n}" for n in range(2, sheets + 1))]
    with zipfile.ZipFile(out, "w") as archive:
        book = _Archive(archive)
        book.put("[Content_Types].xml", _content_types(sheets + 2))
        book.put("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        ends = [min(SHEET_ROWS, rows - n * SHEET_ROWS) + 1 for n in range(sheets)]
        last = column_letters(len(header) - 1)
        areas = [f"$A$1:${last}${end}" for end in ends]
        book.put("xl/workbook.xml", _workbook([*names, "Citations", "About"], areas))
        parts = [f"worksheets/sheet{n}.xml" for n in range(1, sheets + 3)]
        kinds = [("worksheet", part) for part in parts]
        book.put(
            "xl/_rels/workbook.xml.rels", _relations([*kinds, ("styles", "styles.xml")])
        )
        book.put("xl/styles.xml", styles_xml())
        cited: Counter[str] = Counter()
        columns = ""
        lines = _Lines(body)
        for number in range(1, sheets + 1):
            if number == 1:
                columns = _columns(header, inputs, lines.sample())
            links = _Links(cited)
            pieces = _party_sheet(
                header, columns, ends[number - 1], lines, links, first=number == 1
            )
            book.stream(f"xl/worksheets/sheet{number}.xml", pieces)
            book.put_links(number, links.places)
        _put_citations(book, sheets + 1, cited)
        book.put(f"xl/worksheets/sheet{sheets + 2}.xml", _about_sheet(about))


class _Archive:
    """Puts parts into the archive, none of them with a time of its own."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def put(self, part: str, text: str) -> None:
        self.stream(part, [text.encode()])

    def stream(self, part: str, pieces: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info._compresslevel = 4  # type: ignore[attr-defined]  # public from 3.13 on
        with self._archive.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)

    def put_links(self, number: int, places: Sequence[tuple[str, str]]) -> None:
        """The addresses that a sheet's links lead to."""
        if places:
            targets = [citation_address(c) for c in dict.fromkeys(c for _, c in places)]
            self.put(f"xl/worksheets/_rels/sheet{number}.xml.rels", _addresses(targets))


class _Lines:
    """The body in blocks of whole lines, sheet by sheet."""

    def __init__(self, body: BinaryIO) -> None:
        self._body = body
        self._held = b""

    def sample(self) -> list[str]:
        """The first rows, which are read again later."""
        self._held = self._body.read(_BLOCK)
        whole = self._held[: self._held.rfind(b"\n") + 1]
        return whole.decode().split("\n")[:_SAMPLE]

    def sheet(self) -> Iterator[bytes]:
        """The lines up to where the next sheet's second row begins."""
        began = False
        while True:
            block = self._held + self._body.read(_BLOCK)
            self._held = b""
            if not block:
                return
            cut = block.rfind(b"\n") + 1
            block, self._held = block[:cut], block[cut:]
            start = 0 if began else 1
            began = True
            if start == 0 and block.startswith(b'<row r="2"'):
                self._held = block + self._held
                return
            following = block.find(b'\n<row r="2"', start)
            if following >= 0:
                self._held = block[following + 1 :] + self._held
                yield block[: following + 1]
                return
            yield block


def _party_sheet(
    header: Sequence[str],
    columns: str,
    end: int,
    lines: _Lines,
    links: _Links,
    *,
    first: bool,
) -> Iterator[bytes]:
    """One sheet of parties."""
    head = "".join(
        text_cell(f"{column_letters(i)}1", name or " ", sheet_xml.HEADER)
        for i, name in enumerate(header)
    )
    yield _sheet_head(columns, frozen=True, selected=first).encode()
    yield f'<row r="1" ht="22" customHeight="1">{head}</row>\n'.encode()
    for block in lines.sheet():
        links.gather(block)
        yield block
    area = f"A1:{column_letters(len(header) - 1)}{end}"
    yield (
        f'</sheetData><autoFilter ref="{area}"/>{_hyperlinks(links.places)}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" '
        'footer="0.3"/><pageSetup orientation="landscape" fitToHeight="0"/>'
        f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/>'
        "</ignoredErrors></worksheet>"
    ).encode()


def _sheet_head(columns: str, *, frozen: bool, selected: bool = False) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    shown = ' tabSelected="1"' if selected else ""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheetPr><pageSetUpPr '
        f'fitToPage="1"/></sheetPr><sheetViews><sheetView{shown} workbookViewId="0">'
        f"{pane if frozen else ''}</sheetView></sheetViews>{columns}<sheetData>"
    )


def _columns(header: Sequence[str], inputs: int, sample: Sequence[str]) -> str:
    """How wide the columns are: as their first rows need, within reason."""
    needed = {column_letters(i): width(name) + 5 for i, name in enumerate(header)}
    for line in sample:
        for letters, text in _CELL.findall(line):
            needed[letters] = max(needed.get(letters, 0), width(unescape(text)) + 2)
    widths = [
        sheet_xml.WIDTHS.get(name, 12)
        if i >= inputs
        else max(9, min(50, needed[column_letters(i)]))
        for i, name in enumerate(header)
    ]
    return _cols(widths)


def _cols(widths: Sequence[int]) -> str:
    each = (
        f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>'
        for i, w in enumerate(widths, 1)
    )
    return f"<cols>{''.join(each)}</cols>"


def _hyperlinks(places: Sequence[tuple[str, str]]) -> str:
    """The links of a sheet; one address for all cells that cite one rule."""
    if not places:
        return ""
    ids = {c: n for n, c in enumerate(dict.fromkeys(c for _, c in places), 1)}
    each = (
        f'<hyperlink ref="{place}" r:id="rId{ids[cite]}" tooltip="{cite}"/>'
        for place, cite in places
    )
    return f"<hyperlinks>{''.join(each)}</hyperlinks>"


def _put_citations(book: _Archive, number: int, cited: Counter[str]) -> None:
    """A sheet of all rules cited, each with its link and how many parties cite it."""
    order = sorted(cited, key=lambda cite: [int(x) for x in cite.split(" FR ")])
    rows = [_row(1, ["citation", "parties", "address"], sheet_xml.HEADER)]
    places = []
    for at, cite in enumerate(order, 2):
        address = citation_address(cite)
        cells = [
            text_cell(f"A{at}", cite, sheet_xml.LINK),
            f'<c r="B{at}"><v>{cited[cite]}</v></c>',
            text_cell(f"C{at}", address, sheet_xml.TEXT),
        ]
        rows.append(f'<row r="{at}">{"".join(cells)}</row>')
        places.append((f"A{at}", cite))
    book.put(
        f"xl/worksheets/sheet{number}.xml",
        f"{_sheet_head(_cols([18, 10, 60]), frozen=True)}"
        f"{''.join(rows)}</sheetData>{_hyperlinks(places)}</worksheet>",
    )
    book.put_links(number, places)


def _about_sheet(about: About) -> str:
    """The sheet that says what was asked, of which lists, and what came out."""
    rows = []
    at = 0
    for label, value in about.facts:
        at += 1
        cells = [text_cell(f"A{at}", label, sheet_xml.LABEL)]
        if value:
            cells.append(text_cell(f"B{at}", value, sheet_xml.WRAPPED))
        rows.append(f'<row r="{at}">{"".join(cells)}</row>')
    if about.heads:
        at += 2
        rows.append(_row(at, about.heads, sheet_xml.HEADER))
        for row in about.rows:
            at += 1
            rows.append(_row(at, row, sheet_xml.TEXT))
    head = _sheet_head(_cols([22, 60, 14, 14, 12, 76]), frozen=False)
    return f"{head}{''.join(rows)}</sheetData></worksheet>"


def _row(at: int, texts: Sequence[str], style: int) -> str:
    cells = (
        text_cell(f"{column_letters(i)}{at}", text, style)
        for i, text in enumerate(texts)
        if text
    )
    return f'<row r="{at}">{"".join(cells)}</row>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    each = (
        f'<Relationship Id="rId{n}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_RELS}">{"".join(each)}</Relationships>'


def _addresses(addresses: Sequence[str]) -> str:
    each = (
        f'<Relationship Id="rId{n}" Type="{_KIND}/hyperlink" Target="{address}" '
        'TargetMode="External"/>'
        for n, address in enumerate(addresses, 1)
    )
    return f'{_XML}<Relationships xmlns="{_RELS}">{"".join(each)}</Relationships>'


def _content_types(sheets: int) -> str:
    each = (
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        f'ContentType="{_TYPE}worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPE}sheet.main+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{_TYPE}styles+xml"/>{"".join(each)}</Types>'
    )


def _workbook(names: Sequence[str], areas: Sequence[str]) -> str:
    """The list of sheets; their filters; the header repeated on each page printed."""
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"'{names[n]}'!{area}</definedName>"
        for n, area in enumerate(areas)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">'
        f"'{names[n]}'!$1:$1</definedName>"
        for n in range(len(areas))
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{sheets}</sheets><definedNames>{filters}{titles}"
        "</definedNames></workbook>"
    )
