"""Many determinations as text, row by row: JSON lines, one document, CSV, a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from listgate.cli import printing
from listgate.cli.determine import OUTCOMES
from listgate.tables.cells import cell, csv_text, readable
from listgate.tables.text import fit, one_line

COLUMNS = (
    "row",
    "id",
    "on",
    "destination",
    "eccn",
    "outcome",
    "list_outcome",
    "item_outcome",
    "review_policy",
    "license_exceptions",
    "parties",
    "error",
    "digest",
)
_ASKED = ("id", "on", "destination")
_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_NOTHING_ASKED = ("none", "not-required", "not-subject")

Told = Mapping[str, Any]  # a determination's JSON object, or that of an error


class Jsonl:
    """One object a line."""

    def __init__(self, out: BinaryIO) -> None:
        self._write = out.write

    def put(self, text: str) -> None:
        """Writes text as UTF-8."""
        self._write(text.encode("utf-8", "replace"))

    def head(self) -> None:
        """What stands before the first answer."""

    def row(self, number: int, told: Told) -> None:
        """One answer."""
        self.put(_ENCODE(told) + "\n")

    def foot(self, counts: Mapping[str, int]) -> None:
        """What stands after the last; ``counts`` are by outcome."""


class Json(Jsonl):
    """One document."""

    _between = '{"results": [\n'

    def row(self, number: int, told: Told) -> None:
        """One answer, behind a comma where it is not the first."""
        self.put(self._between + _ENCODE(told))
        self._between = ",\n"

    def foot(self, counts: Mapping[str, int]) -> None:
        """The document's end."""
        self.put("\n]}\n")


class Csv(Jsonl):
    """One row a transaction; formulas neutralized."""

    def head(self) -> None:
        """The names of the columns."""
        self.put(csv_text([COLUMNS]))

    def row(self, number: int, told: Told) -> None:
        """One answer."""
        self.put(csv_text([_cells(number, told)]))


class Table(Jsonl):
    """One line a transaction, and how many came out how."""

    _names = ("row", "id", "to", "eccn", "outcome", "because of")

    def __init__(self, out: BinaryIO) -> None:
        super().__init__(out)
        # Fixed beforehand, since rows are written as they come.
        fixed = (6, 12, 6, 8, 19)
        room = printing.columns() - sum(fixed) - 2 * len(fixed)
        self._widths = (*fixed, max(24, room))

    def head(self) -> None:
        """The names of the columns, and a rule."""
        self._line(self._names)
        self._line(["─" * width for width in self._widths])

    def row(self, number: int, told: Told) -> None:
        """One answer; an error is told whole, however long the line."""
        row, id_, _, to, eccn, outcome, *_ = _cells(number, told)
        asked = (row, id_, to, eccn, outcome)
        if error := told.get("error"):
            self._line(asked, readable(error))
        else:
            self._line((*asked, _because(told)))

    def foot(self, counts: Mapping[str, int]) -> None:
        """The counts, the strictest first."""
        words = (*OUTCOMES, "no-license-required", "error")
        shown = ", ".join(f"{counts[w]} {w}" for w in words if counts[w])
        self.put(f"\n{shown}\n")

    def _line(self, texts: Iterable[str], whole: str = "") -> None:
        parts = [*map(fit, map(readable, texts), self._widths), one_line(whole)]
        self.put("  ".join(parts).rstrip() + "\n")


WRITERS = {"jsonl": Jsonl, "json": Json, "csv": Csv, "table": Table}


def _cells(number: int, told: Told) -> list[str]:
    """The texts of a row, in the order of the columns."""
    asked = told["asked"] or {}
    known: dict[str, Any] = {**told, "row": str(number)}
    known |= {key: asked.get(key) for key in _ASKED}
    if "error" in told:
        item = asked.get("item")
        known["eccn"] = item.get("eccn") if isinstance(item, dict) else None
    else:
        known["eccn"] = told["item"]["eccn"]
        known["parties"] = [f"{p['name']}={p['outcome']}" for p in told["parties"]]
    return [readable(cell(known.get(name))) for name in COLUMNS]


def _because(told: Told) -> str:
    """The parties and the item that ask something; how, where it is not the outcome."""
    asks = [(p["name"], p["outcome"]) for p in told["parties"]]
    asks.append(("item", told["item_outcome"]))
    return "; ".join(
        name if word == told["outcome"] else f"{name} ({word})"
        for name, word in asks
        if word not in _NOTHING_ASKED
    )
