"""An XLSX workbook's parts: which sheets it has, its texts, how its numbers are shown.

Read with expat, part by part, so that a sheet of a million rows needs no more memory than
its distinct texts. Document types and entities are refused: no spreadsheet has them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pyexpat import ExpatError, ParserCreate
from typing import Any, BinaryIO, cast

from listgate.errors import QueryError
from listgate.tables.cells import readable

BLOCK = 1 << 18
_LONGEST_TOKEN = 1 << 24  # bytes without an element's end in them: no sheet, an attack
_MOST_TEXT = 1 << 30  # bytes of the shared texts, which are held in memory
_SMALL_PART = 1 << 26
_SHRINKS = 250  # times that no true list of texts, each of them once, is packed
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, where it lies in the archive, whether users see it."""

    name: str
    part: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a number is shown: as a date, a time or both, or with leading zeros."""

    date: bool = False
    time: bool = False
    digits: int = 0


PLAIN = Look()


class Workbook:
    """An opened workbook."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        """Reads everything but the sheets themselves.

        Raises:
            QueryError: A part is missing or damaged.
        """
        self.name = name
        self._archive = archive
        self.from_1904 = False
        main = self._target("", "/officeDocument") or "xl/workbook.xml"
        self.sheets = self._sheets(main)
        styles = self._target(main, "/styles")
        self.looks = self._looks(styles) if styles else (PLAIN,)
        strings = self._target(main, "/sharedStrings")
        self.strings = self._strings(strings) if strings else []

    def blocks(self, part: str, most: int = 0) -> Iterator[bytes]:
        """The bytes of a part, in blocks.

        Raises:
            QueryError: The part is missing, damaged, or longer than ``most``.
        """
        read = 0
        try:
            with self._archive.open(part) as stream:
                while block := stream.read(BLOCK):
                    read += len(block)
                    if most and read > most:
                        raise QueryError(
                            self.name,
                            f"{part} is too long; save the sheet as CSV UTF-8.",
                        )
                    yield block
        except KeyError:
            raise QueryError(self.name, f"the workbook lacks its {part}.") from None
        except RuntimeError:
            raise QueryError(
                self.name, "the workbook has a password; save it without one."
            ) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise QueryError(
                self.name,
                f"the workbook is damaged or cut off ({error}); get it again.",
            ) from None

    def parse(
        self, part: str, start: Start, end: End, text: Text, *, most: int = 0
    ) -> Iterator[None]:
        """Parses a part block by block; the caller takes what has come after each.

        Names of elements come without their prefix.
        """
        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise QueryError(self.name, f"{part} declares a document type; refused.")

        def started(name: str, attributes: dict[str, str]) -> None:
            start(name.rpartition("}")[2], attributes)

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = started
        parser.EndElementHandler = lambda name: end(name.rpartition("}")[2])
        parser.CharacterDataHandler = text
        fed = 0
        try:
            for block in self.blocks(part, most):
                parser.Parse(block, False)
                fed += len(block)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise QueryError(self.name, f"{part} is no sheet that can be read.")
                yield
            parser.Parse(b"", True)
            yield
        except ExpatError as error:
            raise QueryError(
                self.name, f"the workbook is damaged: {part}: {error}."
            ) from None

    def _elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """Beginnings (with attributes) and ends (``/name``) of a small part."""
        found: list[tuple[str, dict[str, str]]] = []
        for _ in self.parse(
            part,
            lambda name, attributes: found.append((name, attributes)),
            lambda name: found.append((f"/{name}", {})),
            lambda text: None,
            most=_SMALL_PART,
        ):
            pass
        return found

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of each relation of a part, by its id."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self._archive.NameToInfo:
            return {}
        found = {}
        for name, at in self._elements(rels):
            if name == "Relationship" and at.get("TargetMode") != "External":
                target = at.get("Target", "")
                whole = target if target.startswith("/") else f"{folder}/{target}"
                place = posixpath.normpath(whole).lstrip("/")
                found[at.get("Id", "")] = (at.get("Type", ""), place)
        return found

    def _target(self, part: str, kind: str) -> str:
        """The part that another refers to as of this kind; empty for none."""
        for told, place in self._relations(part).values():
            if told.endswith(kind):
                return place
        return ""

    def _sheets(self, main: str) -> tuple[Sheet, ...]:
        relations = self._relations(main)
        found = []
        for name, at in self._elements(main):
            if name == "workbookPr":
                self.from_1904 = at.get("date1904", "") in ("1", "true")
            if name == "sheet":
                ids = [v for k, v in at.items() if k.rpartition("}")[2] == "id"]
                kind, place = relations.get(ids[0] if ids else "", ("", ""))
                if kind.endswith("/worksheet"):
                    hidden = at.get("state", "visible") != "visible"
                    found.append(Sheet(at.get("name", ""), place, hidden))
        return tuple(found)

    def _strings(self, part: str) -> list[str]:
        """The texts that cells refer to by number; of rich text only the letters."""
        found: list[str] = []
        pieces: list[str] = []
        inside = [0, 0]  # depth within <t>, within <rPh>: how a text is pronounced

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "si":
                pieces.clear()
            elif name == "t":
                inside[0] = not inside[1]
            elif name == "rPh":
                inside[1] = 1

        def end(name: str) -> None:
            if name == "si":
                found.append(unescaped("".join(pieces)))
            elif name == "t":
                inside[0] = 0
            elif name == "rPh":
                inside[1] = 0

        def text(letters: str) -> None:
            if inside[0]:
                pieces.append(letters)

        info = self._archive.NameToInfo.get(part)
        packed = info.compress_size if info else 0
        most = min(_MOST_TEXT, max(_SMALL_PART, _SHRINKS * packed))
        for _ in self.parse(part, start, end, text, most=most):
            pass
        return found

    def _looks(self, part: str) -> tuple[Look, ...]:
        """How numbers are shown, by the number of a cell's style."""
        codes: dict[int, str] = {}
        looks: list[Look] = []
        inside = False
        for name, at in self._elements(part):
            if name == "numFmt":
                codes[_whole(at.get("numFmtId"))] = at.get("formatCode", "")
            elif name in ("cellXfs", "/cellXfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                looks.append(_look(_whole(at.get("numFmtId")), codes))
        return tuple(looks) or (PLAIN,)


def open_workbook(stream: Any, name: str) -> Workbook:
    """The workbook in a stream that can be sought in.

    Raises:
        QueryError: It is damaged.
    """
    try:
        return Workbook(zipfile.ZipFile(cast(BinaryIO, stream)), name)
    except zipfile.BadZipFile as error:
        raise QueryError(
            name, f"the workbook is damaged or cut off ({error}); get it again."
        ) from None


def unescaped(text: str) -> str:
    """The text behind ``_x000D_`` and its like, which XML cannot hold."""
    if "_x" in text:
        text = readable(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    return text


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


# ECMA-376 part 1, 18.8.30: the formats that a file need not spell out; 27-36 and 50-58
# are East Asian dates.
_DATES = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}
_TIMES = {18, 19, 20, 21, 22, 45, 46, 47}
_TEXT_IN_FORMAT = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE
)


def _look(number: int, codes: dict[int, str]) -> Look:
    """What a format shows; a code of the file's own overrules the built-in one."""
    code = codes.get(number)
    if code is None:
        return Look(number in _DATES, number in _TIMES)
    shown = _TEXT_IN_FORMAT.sub("", code.split(";")[0]).lower()
    if shown in ("general", "@"):
        return PLAIN
    time = "h" in shown or "s" in shown
    date = "y" in shown or "d" in shown or ("m" in shown and not time)
    digits = len(shown) if len(shown) > 1 and set(shown) == {"0"} else 0
    return Look(date, time, digits)
