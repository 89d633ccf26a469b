"""Printing: data to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_STYLES = {"match": "1;31", "review": "33", "clear": "32", "error": "35", "bold": "1"}

_MOST = 240  # letters of a long text in a table


def put(text: str) -> None:
    """Writes text to standard output as UTF-8, whatever the terminal's own encoding."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        buffer.write(text.encode("utf-8", "replace"))
        buffer.flush()


def say(sentence: str) -> None:
    """A sentence for the user, on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def columns() -> int:
    """Columns of the terminal; 100 where there is none."""
    try:
        told = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        try:
            told = os.get_terminal_size(1).columns
        except OSError:
            told = 100
    return max(60, told or 100)


def styled(text: str, style: str) -> str:
    """The text in a color, on a terminal whose user has not said NO_COLOR."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or style not in _STYLES:
        return text
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def cut(text: str) -> str:
    """A text short enough for two or three lines; JSON has all of it."""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def put_json(document: Any) -> None:
    """One document, indented for reading."""
    put(_safe(json.dumps(document, ensure_ascii=False, indent=1)) + "\n")


def put_jsonl(objects: Iterable[Any]) -> None:
    """One object a line."""
    put("".join(_safe(json.dumps(o, ensure_ascii=False)) + "\n" for o in objects))


def put_csv(
    head: Sequence[str], rows: Iterable[Sequence[Any]], *, raw: bool = False
) -> None:
    """Rows under a header; formulas neutralized unless ``raw``."""
    from listgate.tables.cells import cell, csv_text

    texts = [[_safe(cell(value)) for value in row] for row in [head, *rows]]
    put(csv_text(texts, raw=raw))


def write_chart(path: str, picture: str) -> None:
    """Writes a picture to a file, and says so."""
    Path(path).write_text(_safe(picture), encoding="utf-8")
    say(f"The chart is in {path}.")


def _safe(text: str) -> str:
    """The text without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode()
