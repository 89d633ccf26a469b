"""Answers as text: CSV rows, JSON lines, or lines of a table for people."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

from listgate.batch.question import Layout, Screening
from listgate.tables.cells import cell, csv_text, readable
from listgate.tables.columns import Columns
from listgate.tables.rows import Cells, Object, RowError
from listgate.tables.text import fit

OUTCOME = (
    "status",
    "score",
    "entry",
    "list",
    "listed_name",
    "matched_name",
    "effective_from",
    "citations",
    "reasons",
)
THRESHOLDS = ("match_threshold", "review_threshold")
_NOTHING = [""] * (len(OUTCOME) - 1)
_CLEAR = ["clear", *_NOTHING]

Pair = tuple[Any, Screening | RowError]  # a row as read, and its answer


def names(layout: Layout) -> list[str]:
    """All columns' names: the input's, the outcome's, the thresholds where stated."""
    return [*layout.header, *OUTCOME, *(THRESHOLDS if layout.thresholds else ())]


def csv_head(layout: Layout) -> str:
    """The header row."""
    return csv_text([names(layout)], raw=layout.raw)


def csv_rows(layout: Layout, first: int, pairs: Sequence[Pair]) -> str:
    """One row a party: the input's columns, then the outcome of its best hit."""
    return csv_text(flat_rows(layout, pairs), raw=layout.raw)


def sheet_rows(layout: Layout, first: int, pairs: Sequence[Pair]) -> str:
    """The same as rows of a spreadsheet."""
    from listgate.tables.sheet_xml import party_rows

    width = len(layout.header)
    return party_rows(first, flat_rows(layout, pairs), width, names(layout)[width:])


def array_lines(layout: Layout, first: int, pairs: Sequence[Pair]) -> str:
    """The same as JSON arrays, one a line, from which Parquet is made."""
    return "".join(f"{line}\n" for line in _encoded(flat_rows(layout, pairs)))


def flat_rows(layout: Layout, pairs: Sequence[Pair]) -> list[Cells]:
    """One row a party, each with as many cells as there are names."""
    stated = [str(x) for x in layout.thresholds] if layout.thresholds else []
    rows = []
    for row, answer in pairs:
        cells = row if isinstance(row, list) else _cells(row, layout.header)
        if isinstance(answer, RowError) or len(cells) != len(layout.header):
            cells = _squared(cells, len(layout.header))
        rows.append([*cells, *outcome(answer), *stated])
    return rows


def outcome(answer: Screening | RowError) -> list[str]:
    """The cells that tell what came out."""
    if isinstance(answer, RowError):
        return ["error", *_NOTHING[1:], readable(answer.error)]
    if not answer.hits:
        if answer.status == "clear":
            return _CLEAR
        return [str(answer.status), *_NOTHING[1:], answer.error or ""]
    hit = answer.hits[0]
    return [
        str(answer.status),
        str(round(hit.score, 4)),
        hit.entry,
        hit.list,
        hit.name,
        hit.matched_name,
        hit.effective_from.isoformat() if hit.effective_from else "",
        "; ".join(hit.citations),
        "; ".join(hit.reasons),
    ]


def _cells(row: Object | None, header: Sequence[str]) -> Cells:
    """A JSON object's members in the order of the columns."""
    return [cell((row or {}).get(name)) for name in header]


def _squared(cells: Cells, width: int) -> Cells:
    """The cells of an unreadable row, cut or filled to the header's number."""
    kept = [readable(text) for text in cells[:width]]
    return kept + [""] * (width - len(kept))


def json_lines(layout: Layout, first: int, pairs: Sequence[Pair]) -> list[str]:
    """One JSON object a party, each on a line of its own."""
    columns = layout.columns
    has_rest = not isinstance(columns, Columns) or bool(columns.others)
    stated = (
        {"match": layout.thresholds[0], "review": layout.thresholds[1]}
        if layout.thresholds and layout.format == "jsonl"
        else None
    )
    results: list[Any] = []
    for number, (row, answer) in enumerate(pairs, first):
        if isinstance(answer, RowError):
            results.append(_error(layout, number, row, answer))
            continue
        result = answer.to_dict()
        if has_rest and (rest := columns.rest(row)):
            result["columns"] = rest
        if stated:
            result["thresholds"] = stated
        results.append(result)
    return _encoded(results)


# Between two results; nobody who writes a file can know it.
_MARK = secrets.token_hex(16)
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def _encoded(results: Sequence[Any]) -> list[str]:
    """Each result as JSON, by one call: an encoder costs more to set up than a row."""
    if not results:
        return []
    marked = [item for result in results for item in (result, _MARK)]
    return readable(_ENCODE(marked[:-1])[1:-1]).split(f', "{_MARK}", ')


def _error(layout: Layout, number: int, row: Any, error: RowError) -> Object:
    """The object of a row that could not be read."""
    query = layout.columns.known(row) if row else {}
    return {"query": query, "status": "error", "error": error.error, "row": number}


TABLE_HEAD = ("row", "name", "status", "score", "listed name", "list", "since")


def table_head(layout: Layout) -> str:
    """The two lines above a table."""
    widths = _widths(layout.width)
    names = (fit(n, w) for n, w in zip(TABLE_HEAD, widths, strict=True))
    return "  ".join(names).rstrip() + "\n" + "  ".join("─" * w for w in widths) + "\n"


def table_rows(layout: Layout, first: int, pairs: Sequence[Pair]) -> str:
    """A line for each party that is not clear, with its best hit."""
    widths = _widths(layout.width)
    lines = []
    for number, (row, answer) in enumerate(pairs, first):
        if not isinstance(answer, RowError) and _is_bare(answer):
            continue
        status, score, _, code, listed, _, since, _, reasons = outcome(answer)
        if isinstance(row, RowError):
            row = row.row
        known = layout.columns.known(row) if row else {}
        name = known.get("name") or known.get("text") or ""
        name = name if isinstance(name, str) else "; ".join(name)
        score = f"{float(score):.2f}" if score else ""
        listed = reasons if status == "error" else listed
        texts = (str(number), name, status, score, listed, code, since)
        lines.append("  ".join(map(fit, texts, widths)).rstrip() + "\n")
    return readable("".join(lines))


def _is_bare(answer: Screening) -> bool:
    """Whether there is nothing to show; a cleared hit is not dropped."""
    return answer.status == "clear" and not answer.hits


def _widths(columns: int) -> tuple[int, ...]:
    """The columns' widths; fixed beforehand, since rows are written as they come."""
    fixed = (7, 6, 5, 15, 10)  # row, status, score, list, since
    room = max(40, columns - sum(fixed) - 2 * 6)
    name = room * 2 // 5
    return (fixed[0], name, fixed[1], fixed[2], room - name, fixed[3], fixed[4])
