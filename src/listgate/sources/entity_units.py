"""Units that an entity cell lists inside another entity's → cells of their own.

Huawei's cell goes on with ``Affiliated entities:`` and a line for each, the cells of some
institutes with ``Subordinate institution`` and its name. The consolidated file has a row
for each of them, named ``… Affiliated Entity: …`` and ``… Subordinate Institution - …``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from listgate.sources.name_end import begins_address

_MARK = re.compile(
    r"(?:^|\n|(?<=[.;:]))[ \t]*(?:And\s+|and\s+)?(?:(?:the\s+)?following\s+)?(?:[\w-]+\s+)?"
    r"(?P<kind>(?:(?<=\w )s|S)ubordinate\s+(?:institutions?|entit(?:y|ies))"
    r"|(?:(?<=\w )a|A)ffiliated\s+entit(?:y|ies))\s*[:.\n—–-]?\s*(?=[\"“A-Z\d])"
)
_INCLUDE = re.compile(
    r"[,;]?\s*(?:and\s+)?to\s+include\s+the\s+following\s+addresses\s+and\s+the\s+"
    r"following\s+[\w-]+\s+affiliated\s+entities\s*:?",
    re.IGNORECASE,
)
_APPLY = re.compile(
    r"\s*The\s+following\s+address(?:es)?\s+appl(?:y|ies)\s+to[^:]*:\s*", re.IGNORECASE
)
_FOR = re.compile(r"(?:^|\n)\s*Address(?:es)?\s+for\s+[^:\n]+:\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z)])\.\s+(?=[A-Z])")
_DASHED = re.compile(r"\s*[—–―-]")
_ANNOUNCES = re.compile(r"alias(?:es)?\s*:\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: how the cell calls it, and its lines."""

    kind: str
    lines: tuple[str, ...]


def apart(text: str) -> tuple[str, tuple[Unit, ...]]:
    """The text of the entity itself, and its units.

    Addresses that apply to all stay with the entity.
    """
    text = _FOR.sub("\n", _INCLUDE.sub("\n", text))
    marks = list(_MARK.finditer(text))
    common = ""
    units: list[Unit] = []
    ends = [*(m.start() for m in marks), len(text)][1:]
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end]
        if shared := _APPLY.search(body):
            common += "\n" + body[shared.end() :]
            body = body[: shared.start()]
        several = mark["kind"].endswith("s")
        label = (
            "Affiliated Entity"
            if mark["kind"].casefold().startswith("affiliated")
            else "Subordinate Institution"
        )
        units.extend(Unit(label, lines) for lines in _bodies(body, several))
    head = text[: marks[0].start()] if marks else text
    return (_APPLY.sub("\n", head) + common).strip(), tuple(units)


def full_name(parent: str, unit: Unit, name: str) -> str:
    """The unit's name beside its parent's, as the consolidated file writes it."""
    joint = ": " if unit.kind == "Affiliated Entity" else " - "
    return f"{parent.rstrip('.')}. {unit.kind}{joint}{name}"


def _bodies(text: str, several: bool) -> Iterator[tuple[str, ...]]:
    """The lines of each unit of one body."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not several:
        if lines:
            yield tuple(lines)
        return
    held: list[str] = []
    for line in lines:
        goes_on = _DASHED.match(line) or (
            held and (begins_address(line) or _ANNOUNCES.search(held[-1]))
        )
        if held and not goes_on:
            yield from _sentences(held)
            held = []
        held.append(line)
    if held:
        yield from _sentences(held)


def _sentences(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Names that stand behind one another in a line, each as a unit."""
    parts = _SENTENCE.split(lines[0]) if len(lines) == 1 else lines[:1]
    if len(parts) == 1 or any(begins_address(part) for part in parts):
        yield tuple(lines)
    else:
        yield from ((part,) for part in parts)
