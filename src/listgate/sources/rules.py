"""The registry of Federal Register rules: which rule a citation means, and its days.

Sources print different pages of one rule: the Entity List rule that starts at
84 FR 54002 is cited as 54002 by the consolidated file and as 54004 by the regulation's
text. So a rule is found by the range of its pages, and a day of publication, where a
citation has one, must agree. The data are made by ``scripts/make_rules.py``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from listgate.records import Basis, Citation

# Pages past the last one seen of a rule that still count as its own. Undated citations
# get a few (the tables in a list rule run long), dated ones more, since the day confirms.
_SPAN = 6
_DATED_SPAN = 30
# A dated page as far off as this is a misprint of the one rule of its day and volume.
_MISPRINT = 120
# Volume 1 of the Federal Register is of 1936, and each year has one.
_BEFORE_VOLUME_1 = 1935
_MOST_VOLUMES = 150  # more is a misprint

# Lists of orders, which bind from their own day and not from that of a rule.
OF_ORDERS = frozenset({"us-bis-dpl"})

_CITE = re.compile(r"(\d{1,3})\s*F\.?\s*R\.?\s*(\d[\d,]*\d|\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as published.

    ``cite`` is its first page (``84 FR 54002``), or the first page that any list cites
    when ``first_page_known`` is false; it is empty for a document whose page is not
    known. ``last_page`` is the last page known to be its own. ``effective_at`` is None
    where no source gives it: then the day of publication is what is known.
    ``recalled`` marks a fact that was not read in a source.
    """

    cite: str
    last_page: int
    published_at: date
    effective_at: date | None = None
    document: str = ""
    list: str = ""
    title: str = ""
    added: int | None = None
    removed: int | None = None
    revised: int | None = None
    source: str = ""
    first_page_known: bool = True
    recalled: bool = False

    @property
    def in_force_from(self) -> date:
        """The day the rule took effect; its publication where nothing else is known."""
        return self.effective_at or self.published_at

    @property
    def volume(self) -> int:
        """The Federal Register's volume; 0 when the page is not known."""
        return int(self.cite.split(" ")[0]) if self.cite else 0

    @property
    def first_page(self) -> int:
        """The first page; 0 when it is not known."""
        return int(self.cite.rsplit(" ", 1)[1]) if self.cite else 0


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the registry, oldest first."""
    text = files(__package__).joinpath("data/rules.toml").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in tomllib.loads(text)["rule"])


@lru_cache(maxsize=4096)  # many entries cite one rule
def rule_of(cite: str, published_at: date | None = None) -> Rule | None:
    """The rule that a citation means, by the range of its pages.

    Args:
        cite: A citation such as ``84 FR 54004``; the first one counts.
        published_at: The day printed with it, if any: a rule of another day is not it.

    Returns:
        The rule, or None when the registry has none for that page. Ranges never
        overlap, so the answer is the same whatever else the registry holds.
    """
    found = _CITE.search(cite)
    if found is None:
        return None
    return _rule_at(int(found[1]), int(found[2].replace(",", "")), published_at)


def volume_begins(cite: str) -> date | None:
    """The first day of the year that a volume of the Federal Register is of."""
    found = _CITE.search(cite)
    if found is None or not 1 <= int(found[1]) <= _MOST_VOLUMES:
        return None
    return date(_BEFORE_VOLUME_1 + int(found[1]), 1, 1)


def rule_of_document(number: str) -> Rule | None:
    """The rule with that Federal Register document number (``2019-22210``)."""
    return _documents().get(number)


def first_page(cite: str, published_at: date | None = None) -> str | None:
    """The cite of the rule's first page, or None where no rule is known."""
    rule = rule_of(cite, published_at)
    return rule.cite if rule else None


def cited(printed: str, published_at: date | None = None) -> Citation:
    """A citation as the registry knows it: the rule's first page beside the printed one.

    The day is the printed one and stays None without one: what the registry knows of an
    undated citation is asked for with ``rule_of``.
    """
    found = _CITE.search(printed)
    if found is None:
        return Citation(cite=printed, printed=printed, published_at=published_at)
    text = f"{int(found[1])} FR {found[2].replace(',', '')}"
    return Citation(
        cite=first_page(text, published_at) or text,
        printed=text,
        published_at=published_at,
    )


def since(
    citations: Iterable[Citation], start_date: date | None = None, code: str = ""
) -> tuple[date | None, Basis]:
    """The first day of an entry, and what that day rests on.

    The earliest citation is the addition, later ones are changes. Citations printed
    with a day outrank those without one (the consolidated file gives NetPosa the rule
    of 2019-10-09; the regulation, with its day, that of 2020-06-05), and any citation
    outranks the file's start date.

    A denial order is no rule: it binds from its own day (15 CFR 766.24 and 766.25), which
    the list gives as the start; the Federal Register prints it days or months later, and
    a renewed order starts anew while its first citation stays. There the earliest day of
    all counts.

    Args:
        citations: The entry's citations in any order.
        start_date: The file's start date, used only when no citation tells a day.
        code: The list's code.

    Returns:
        The day and its basis; ``(None, Basis.UNKNOWN)`` when nothing tells.
    """
    dated: list[tuple[date, Basis]] = []
    undated: list[tuple[date, Basis]] = []
    for c in citations:
        rule = rule_of(c.printed, c.published_at) or rule_of(c.cite, c.published_at)
        if c.published_at is None:
            if rule is not None:
                undated.append((rule.in_force_from, Basis.FILE_CITATION))
        elif rule is not None:
            dated.append((rule.in_force_from, Basis.RULE))
        else:
            dated.append((c.published_at, Basis.CITATION))
    if code in OF_ORDERS and start_date is not None:
        known = [*dated, *undated, (start_date, Basis.START_DATE)]
        return min(known, key=lambda f: f[0])
    for found in (dated, undated):
        if found:
            return min(found, key=lambda f: f[0])
    if start_date is not None:
        return start_date, Basis.START_DATE
    return None, Basis.UNKNOWN


@cache
def _rule_at(volume: int, page: int, day: date | None) -> Rule | None:
    starts, of_volume = _by_volume().get(volume, ((), ()))
    if day is not None and day.year != volume + 1935:
        day = None  # volume 84 is the year 2019: the day is a slip, the page decides
    at = bisect_right(starts, page) - 1
    if at >= 0:
        rule = of_volume[at]
        span = _SPAN if day is None else _DATED_SPAN
        if page <= rule.last_page + span and day in (None, rule.published_at):
            return rule
    if day is None:
        return None
    # A page before the first known one, or a misprint of it, with the day right.
    same = [r for r in of_volume if r.published_at == day]
    near = [r for r in same if abs(r.first_page - page) <= _DATED_SPAN]
    if len(near) == 1:
        return near[0]
    if len(same) == 1 and abs(same[0].first_page - page) <= _MISPRINT:
        return same[0]
    return None


@cache
def _by_volume() -> dict[int, tuple[tuple[int, ...], tuple[Rule, ...]]]:
    table: dict[int, list[Rule]] = {}
    for rule in rules():
        if rule.cite:
            table.setdefault(rule.volume, []).append(rule)
    out = {}
    for volume, found in table.items():
        found.sort(key=lambda r: r.first_page)
        out[volume] = (tuple(r.first_page for r in found), tuple(found))
    return out


@cache
def _documents() -> dict[str, Rule]:
    return {r.document: r for r in rules() if r.document}


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        cite=row.get("cite", ""),
        last_page=row.get("last_page", 0),
        published_at=row["published"],
        effective_at=row.get("effective"),
        document=row.get("document", ""),
        list=row["list"],
        title=row["title"],
        added=row.get("added"),
        removed=row.get("removed"),
        revised=row.get("revised"),
        source=row.get("source", ""),
        first_page_known=row.get("first_page_known", False),
        recalled=row.get("recalled", False),
    )
