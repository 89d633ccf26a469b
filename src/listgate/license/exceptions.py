"""Which license exceptions of an entry are worth looking at (15 CFR part 740).

An entry says of each list-based exception for which paragraphs, values and reasons it
may be used; part 740 adds destinations, and 740.2 what no exception reaches. Only what
is surely out is left out: whether one may be used stays a person's judgment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from listgate.license.case import Case
from listgate.license.eccn import Eccn, EccnSet, named_eccns
from listgate.license.logic import Tri
from listgate.license.scope import Some, named_by
from listgate.license.tables import CclEntry


@dataclass(frozen=True, slots=True)
class ExceptionTold:
    """A license exception to look at, with its main condition as printed."""

    symbol: str
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an exception goes at all, and the only reasons for control it overcomes."""

    groups: tuple[str, ...]
    without: frozenset[str]
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A restriction of 740.2: what it is about, where, and what it leaves."""

    reason: str
    eccns: EccnSet
    series: bool
    groups: tuple[str, ...]
    countries: frozenset[str]
    not_groups: tuple[str, ...]
    not_countries: frozenset[str]
    leaves: frozenset[str]

    def holds(self, case: Case, eccn: Eccn, reasons: Collection[str]) -> bool:
        """Whether it surely holds for an item controlled for ``reasons``."""
        country, groups = case.tx.destination, case.groups
        if country in self.not_countries or groups.any_holds(self.not_groups, country):
            return False
        if (self.groups or self.countries) and not (
            country in self.countries or groups.any_holds(self.groups, country)
        ):
            return False
        if self.reason and self.reason not in reasons:
            return False
        if self.series and not re.fullmatch(r"\d[A-E](?:515|6\d\d)", eccn.base):
            return False
        return not self.eccns.named or self.eccns.holds(eccn) is True


@cache
def _data() -> tuple[dict[str, _Place], tuple[_Bar, ...]]:
    rows = tomllib.loads(
        (files(__package__) / "data" / "entries.toml").read_text("utf-8")
    )
    places = {
        row["symbol"]: _Place(
            tuple(row["groups"]),
            frozenset(row.get("except", ())),
            frozenset(row.get("reasons", ())),
        )
        for row in rows["exception"]
    }
    return places, tuple(_bar(row) for row in rows["bar"])


def _bar(row: dict[str, Any]) -> _Bar:
    return _Bar(
        row.get("reason", ""),
        EccnSet(named_eccns(row.get("eccns", ""))),
        bool(row.get("series")),
        tuple(row.get("groups", ())),
        frozenset(row.get("countries", ())),
        tuple(row.get("not_groups", ())),
        frozenset(row.get("not_countries", ())),
        frozenset(row.get("leaves", ())),
    )


def exceptions_of(
    case: Case, eccn: Eccn, entry: CclEntry, reasons: Collection[str]
) -> Iterator[ExceptionTold]:
    """The exceptions to look at.

    Args:
        case: The transaction and the rules.
        eccn: The item's ECCN.
        entry: Its entry.
        reasons: The reasons for control that surely ask for a license.
    """
    places, bars = _data()
    told = [
        (symbol, text)
        for symbol, text in entry.exceptions
        if _open(case, eccn, symbol, text, reasons)
        and _goes(case, places.get(symbol), reasons)
        and not (symbol == "LVS" and _too_much(case, text))
    ]
    for bar in bars:
        if bar.holds(case, eccn, reasons):
            told = [(s, t) for s, t in told if s in bar.leaves]
    # 740.2(a)(22): what IEC is for, no other exception of the list reaches.
    own = [
        (s, t)
        for s, t in told
        if s == "IEC" and _terms(t, eccn.base).holds(eccn) is True
    ]
    yield from (ExceptionTold(s, t) for s, t in own or told)


def _goes(case: Case, place: _Place | None, reasons: Collection[str]) -> bool:
    if place is None:
        return True
    country = case.tx.destination
    if country in place.without or not case.groups.any_holds(place.groups, country):
        return False
    return not place.reasons or place.reasons.issuperset(reasons)


def _too_much(case: Case, text: str) -> bool:
    value = case.item.value_usd
    limits = [int(n.replace(",", "")) for n in re.findall(r"\$(\d[\d,]*)", text)]
    return value is not None and bool(limits) and value > max(limits)


def _open(
    case: Case, eccn: Eccn, symbol: str, text: str, reasons: Collection[str]
) -> bool:
    if symbol == "STA":
        return True  # what stands there are its conditions
    terms = _terms(text, eccn.base)
    country = case.tx.destination
    if country in terms.countries or case.groups.any_holds(terms.groups, country):
        return False
    return terms.holds(eccn) is not False and not terms.reasons.intersection(reasons)


_NOTHING = Some()


@dataclass(frozen=True, slots=True)
class _Terms:
    """What an entry says of an exception: for what, less what; None: for nothing."""

    for_: Some | None
    less: Some = _NOTHING
    reasons: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()

    def holds(self, item: Eccn) -> Tri:
        """Whether an item is among what it is for."""
        if self.for_ is None:
            return False
        inside = self.for_.holds(item)
        out = self.less.holds(item)
        if inside is False or out is True:
            return False
        return None if out is None else inside


_MARK = re.compile(r"(;|\bexcept(?: N/A)?(?: for)?\b|\bN/A for\b)")
_GIVEN = re.compile(r"^\s*(?:Yes|\$[\d,]+)[,:]?(?:\s+for\b)?\s*")
_SEE = re.compile(r"[,.]?\s*see §.*$", re.IGNORECASE)
_GROUP = re.compile(r"\b([A-E]:\d)\b")
_REASON = re.compile(r"\b(MT|NP|NS|RS|UN|CB)\b")


@lru_cache(maxsize=2048)
def _terms(text: str, base: str) -> _Terms:
    clean = re.sub(r"\([^()]*\)", "", text.replace("“", '"').replace("”", '"'))
    clean = _SEE.sub("", clean)
    if re.fullmatch(r"\s*(?:N/A|No)\s*\.?\s*", clean):
        return _Terms(None)
    entry = Eccn(base)
    given, less = Some(), Some()
    barred: list[str] = []
    out, spoken = False, False
    for piece in _MARK.split(clean):
        if piece == ";":
            out = False
        elif _MARK.fullmatch(piece):
            out = True
        elif out:
            less |= named_by(piece, base)
            barred.append(piece)
        elif piece.strip(" ,."):
            spoken = True
            named = named_by(_GIVEN.sub("", piece), base)
            given |= named if named.sure or named.perhaps else Some((entry,))
    words = " ".join(barred)
    return _Terms(
        given if spoken else Some((entry,)),
        Some(less.sure, less.perhaps),
        frozenset(_REASON.findall(words)),
        tuple(_GROUP.findall(words)),
        frozenset({"MO"} if "Macau" in words else ()),
    )
