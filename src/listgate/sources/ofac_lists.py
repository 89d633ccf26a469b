"""Which of Treasury's lists a title or a program means."""

from __future__ import annotations

import re
from collections.abc import Iterable

SDN = "us-ofac-sdn"
# The first pattern that a list's own title matches names it.
_TITLES = (
    (re.compile(r"\bSDN List\b(?<!Non-SDN List)", re.I), SDN),
    (re.compile(r"sectoral sanctions|\bSSI\b", re.I), "us-ofac-ssi"),
    (re.compile(r"CMIC|Chinese Military", re.I), "us-ofac-cmic"),
    (re.compile(r"menu.based|\bMBS\b", re.I), "us-ofac-mbs"),
    (re.compile(r"palestinian|\bPLC\b", re.I), "us-ofac-plc"),
    (re.compile(r"\bFSE\b|evaders", re.I), "us-ofac-fse"),
    (re.compile(r"CAPTA|correspondent|\b561\b", re.I), "us-ofac-capta"),
    (re.compile(r"specially designated", re.I), SDN),
)
# Titles that name no list of their own: the non-SDN lists together.
_TOGETHER = re.compile(r"^consolidated(?: list)?$|^non-sdn(?: list)?$", re.IGNORECASE)


def code_of_title(title: str) -> str:
    """The list that a title of Treasury's names; empty for none that is known."""
    title = " ".join(title.split())
    if _TOGETHER.match(title):
        return ""
    return next((code for form, code in _TITLES if form.search(title)), "")


def is_together(title: str) -> bool:
    """Whether a title stands for all non-SDN lists together."""
    return bool(_TOGETHER.match(" ".join(title.split())))


# Programs that only the non-SDN lists use, or nearly so.
_BY_PROGRAM = (
    (re.compile(r"NS-PLC"), "us-ofac-plc"),
    (re.compile(r"CMIC"), "us-ofac-cmic"),
    (re.compile(r"FSE-"), "us-ofac-fse"),
    (re.compile(r"UKRAINE-EO13662"), "us-ofac-ssi"),
    (re.compile(r"561|CAPTA"), "us-ofac-capta"),
)
# Directives under E.O. 14024 that put a party on a further list.
_MENU = re.compile(r"EO 14024 Directive (?:1a|3|4)\b", re.IGNORECASE)
_CAPTA = re.compile(r"EO 14024 Directive 2\b", re.IGNORECASE)
# Said of parties that are blocked as well: the directive then adds no list.
_BLOCKED = "Section 11 of Executive Order 14024"


def codes_by_program(programs: Iterable[str], remarks: str) -> tuple[str, ...]:
    """The non-SDN lists that a row of the joint non-SDN file is on.

    That file names programs, not lists. The program decides where it belongs to one
    list; directives show in the remarks. Checked against the enhanced XML of the same
    day, which names the lists: all 442 rows came out the same.
    """
    found = [
        code
        for program in programs
        for form, code in _BY_PROGRAM
        if form.search(program)
    ]
    if _BLOCKED not in remarks:
        if _MENU.search(remarks):
            found.append("us-ofac-mbs")
        if _CAPTA.search(remarks) and "correspondent" in remarks:
            found.append("us-ofac-capta")
    return tuple(dict.fromkeys(found)) or ("us-ofac-mbs",)


def as_remarks(details: Iterable[tuple[str, str]]) -> str:
    """Details as ``codes_by_program`` wants them, where a form has no remarks cell."""
    return "; ".join(f"{key.replace('_', ' ')} {text}" for key, text in details)


def is_non_sdn(programs: Iterable[Iterable[str]]) -> bool:
    """Whether rows with these programs are of the non-SDN file: most show it."""
    total = shown = 0
    for row in programs:
        total += 1
        shown += any(form.search(p) for p in row for form, _ in _BY_PROGRAM)
    return shown * 2 > total
