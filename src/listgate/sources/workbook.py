"""An Excel workbook of a publisher → the rows of its sheets, as texts.

Only what a list needs: cell texts, in the order of the sheets. Formulas count by the
value that was stored with them; styles, dates as numbers and merged cells are left as
they stand.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from listgate.errors import ParseError
from listgate.sources.markup import parse_xml, tag_of
from listgate.sources.unpack import budget

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_COLUMN = re.compile(r"[A-Z]{1,3}(?![A-Z])")  # no sheet has four letters
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, IndexError, NotImplementedError, RuntimeError),
)


def looks_like_workbook(data: bytes) -> bool:
    """Whether bytes are a workbook: a zip folder with a workbook part."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as folder:
            return "xl/workbook.xml" in folder.namelist()
    except _DAMAGED:
        return False


def read_workbook(data: bytes, *, name: str = "") -> list[list[list[str]]]:
    """The rows of each sheet; empty rows are left out.

    Raises:
        ParseError: the workbook is damaged, or grows too large when unpacked.
    """
    most = budget(len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as folder:
            if sum(info.file_size for info in folder.infolist()) > most:
                raise ParseError(
                    name,
                    f"{name or 'The file'} grows too large when unpacked; it is not a "
                    "list.",
                )
            names = folder.namelist()
            shared = (
                _shared(folder.read("xl/sharedStrings.xml"), name)
                if "xl/sharedStrings.xml" in names
                else []
            )
            sheets = sorted(
                (int(found[1]), n) for n in names if (found := _SHEET.fullmatch(n))
            )
            return [
                list(_rows(folder.read(sheet), shared, name)) for _, sheet in sheets
            ]
    except _DAMAGED as error:
        raise ParseError(
            name, f"{name or 'The file'} is a damaged workbook; download it again."
        ) from error


def _shared(data: bytes, name: str) -> list[str]:
    """The texts that cells point at; phonetic guides above Japanese text are none."""
    texts = []
    for item in parse_xml(data, name=name):
        parts = []
        for element in item.iter():
            parent = element.getparent()
            guide = parent is not None and tag_of(parent) == "rPh"
            if tag_of(element) == "t" and not guide:
                parts.append(element.text or "")
        texts.append("".join(parts))
    return texts


def _rows(data: bytes, shared: list[str], name: str) -> Iterator[list[str]]:
    for row in parse_xml(data, name=name).iter("{*}row"):
        cells: list[str] = []
        for cell in row:
            place = _place(cell.get("r") or "")
            cells += [""] * ((len(cells) if place is None else place) - len(cells))
            value = "".join(
                element.text or ""
                for element in cell.iter()
                if tag_of(element) in ("v", "t")
            )
            cells.append(
                shared[int(value)] if cell.get("t") == "s" and value else value
            )
        if any(text.strip() for text in cells):
            yield cells


def _place(reference: str) -> int | None:
    """The column of a reference such as ``C7``, from 0."""
    found = _COLUMN.match(reference)
    if not found:
        return None
    place = 0
    for letter in found[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
