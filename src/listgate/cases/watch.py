"""Screens a portfolio again where the lists have changed, and reports what differs.

A party is screened again when

- a name, address or number of an entry that is new could make it a hit (``parties.led``),
- an entry that was a hit of it is gone, or says anything else than before,
- it had so many hits that entries may have kept each other from being looked at, or
  was named by a number, which leads on to entries of other lists, or
- the program scores otherwise than the one that screened it.
"""

from __future__ import annotations

import itertools
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, Protocol

from listgate.cases import changed, parties
from listgate.cases.store import Block, Found, Known, Portfolio, PortfolioStore
from listgate.errors import QueryError
from listgate.matching.index import Index
from listgate.records import Births
from listgate.screening.decision import MATCH, Hit, Screening
from listgate.screening.screen import CROWDED

# Another score alone is a change from here on, or where it changes the outcome: how
# often words stand in addresses changes with every version, and scores by thousandths.
LEAST_CHANGE = 0.01

_TOGETHER = 64  # blocks looked through side by side

_COMPARED = (
    "name",
    "countries",
    "type",
    "effective_from",
    "license_requirement",
    "license_review_policy",
    "citations",
    "suppressed",
)


class Screener(Protocol):
    """What screens: a gate."""

    @property
    def index(self) -> Index:
        """The lists."""

    @property
    def today(self) -> date:
        """The day asked about."""

    def standing(self) -> tuple[str, str]:
        """What names the program's scores, and the pairs that users have cleared."""

    def births(self) -> Births:
        """When and where listed persons were born."""

    def screen_block(self, rows: Sequence[Mapping[str, Any]]) -> list[Screening]:
        """The outcome of each row."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did with a portfolio."""

    name: str
    parties: int
    screened: int
    new: int
    gone: int
    changed: int

    @property
    def told(self) -> str:
        """The run in a sentence."""
        return (
            f"{self.name}: {self.screened:,} of {self.parties:,} parties screened; "
            f"{self.new:,} new, {self.gone:,} gone, {self.changed:,} changed hits."
        )


def run(
    store: PortfolioStore,
    portfolio: Portfolio,
    screener: Screener,
    *,
    full: bool = False,
) -> Run:
    """Screens what can have changed, and keeps what differs as reports to be given out.

    Args:
        store: Where the portfolio is kept.
        portfolio: As it stands there.
        screener: Screens rows against the lists of today.
        full: Screen every party.

    Raises:
        HistoryError: the portfolio was run or renewed in the meantime.
    """
    work = _Work(store, portfolio, screener, full=full)
    work.all_blocks()
    work.left_over()
    store.keep(portfolio, work.found)
    kinds = [json.loads(line)["change"] for line in work.found.lines]
    return Run(
        portfolio.name,
        portfolio.parties,
        work.screened,
        kinds.count("new"),
        kinds.count("gone"),
        kinds.count("changed"),
    )


class _Work:
    """One run over one portfolio."""

    def __init__(
        self,
        store: PortfolioStore,
        portfolio: Portfolio,
        screener: Screener,
        *,
        full: bool,
    ) -> None:
        self._store, self._portfolio, self._screener = store, portfolio, screener
        self._index, self._day = screener.index, screener.today
        self._ids = changed.ids(self._index)
        self._prints = changed.prints(self._index, self._ids, screener.births())
        shape, cleared = screener.standing()
        program = f"{shape} {changed.FORM}"
        # A clearance may end on a day, so that the day counts where there are any.
        self._judged = f"{cleared} {self._day}" if cleared else ""
        self._states: dict[str, str] = {}
        self.found = Found(
            changed.position(self._index, self._prints, program, self._day)
        )
        self.screened = 0
        old = portfolio.position
        self._leads: changed.Leads | None = None
        self._whole = full or old is None or old.program != program
        if old is not None and not self._whole:
            now = self.found.position
            if now.held != old.held:
                new = changed.new_entries(self._index, self._prints, old, now)
                self._leads = changed.leads(self._index, new, self._day)

    @cached_property
    def _known(self) -> dict[str, list[Known]]:
        """The hits that were reported; those of parties that were seen are taken off."""
        return self._store.hits(self._portfolio)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return changed.numbers(self._index, self._ids, self._day)

    @cached_property
    def _unsettled(self) -> set[str]:
        """Parties with a hit that may be gone or say anything else."""
        return {
            party
            for party, hits in self._known.items()
            if any(h.watch or h.state != self._state(h.entry) for h in hits)
        }

    def all_blocks(self) -> None:
        """Goes through the blocks; what is no party any more is left in ``_known``."""
        waiting = self._store.blocks(self._portfolio)
        while some := list(itertools.islice(waiting, _TOGETHER)):
            for block, wanted in zip(some, self._wanted(some), strict=True):
                self._screen(block, wanted)

    def _wanted(self, blocks: Sequence[Block]) -> list[Sequence[int]]:
        """The places of the parties to be screened, by block."""
        if self._whole:
            return [range(len(b.keys)) for b in blocks]
        waiting: Iterable[set[int]] = (set() for _ in blocks)
        if self._leads is not None:
            packed = [b.prepared for b in blocks]
            waiting = parties.led(packed, self._leads, self._day)
        unsettled = self._unsettled  # told while the kernel looks for the new entries
        led = list(waiting)
        for places, block in zip(led, blocks, strict=True):
            if not unsettled.isdisjoint(block.keys):
                at = enumerate(block.keys)
                places.update(n for n, key in at if key in unsettled)
        return [sorted(places) for places in led]

    def _screen(self, block: Block, wanted: Sequence[int]) -> None:
        lines = parties.unpack_rows(block.rows) if wanted else []
        rows = [json.loads(lines[n]) for n in wanted]
        screenings = self._screener.screen_block(rows)
        if self._whole:
            crowded = (n for n, s in enumerate(screenings) if s.crowded)
            self.found.prepared[block.number] = parties.prepare(rows, crowded).packed()
        self.screened += len(rows)
        for place, row, screening in zip(wanted, rows, screenings, strict=True):
            self._compare(block.keys[place], row, screening)
        for key in self._known.keys() & block.keys:
            del self._known[key]

    def left_over(self) -> None:
        """The hits of parties that are no longer in the portfolio are gone."""
        for hits in self._known.values():
            for hit in hits:
                self._report("gone", hit.report, why="the party left the portfolio")
                self.found.gone.append((hit.party, hit.entry))

    def _compare(
        self, party: str, row: Mapping[str, Any], screening: Screening
    ) -> None:
        """What differs between the hits of a party that were reported and those now."""
        before = {h.entry: h for h in self._known.get(party, ())}
        # A number leads on to other lists, and many hits hide others: see above.
        watch = screening.crowded or len(screening.hits) >= CROWDED
        watch = watch or bool(row.get("identifier") and screening.hits)
        if screening.error is not None:
            watch = True
        now: dict[str, Hit | None] = {}
        for hit in screening.hits or ([None] if screening.error is not None else []):
            now.setdefault(hit.entry if hit else "", hit)
        for entry, hit in now.items():
            state = self._state(entry)
            held = before.pop(entry, None)
            report = held.report if held else None
            # Why a hit is one takes most of the time to tell; it is not compared.
            fields = _differs(report, _light(screening, hit)) if report else []
            if report and not fields:
                if held and (state, watch) == (held.state, held.watch):
                    continue
            else:
                told = _told(row, screening, hit)
                if report:
                    self._report("changed", told, fields=fields, before=report["hit"])
                else:
                    self._report("new", told)
                report = told
            self.found.hits.append(
                Known(party, entry, state, watch, json.dumps(report))
            )
        for entry, held in before.items():
            self._report("gone", {**held.report, "status": screening.status})
            self.found.gone.append((party, entry))

    def _report(self, change: str, told: Mapping[str, Any], **more: Any) -> None:
        line = {
            "portfolio": self._portfolio.name,
            "change": change,
            "on": self._day.isoformat(),
            **told,
            **more,
        }
        self.found.lines.append(json.dumps(line, ensure_ascii=False))

    def _state(self, entry: str) -> str:
        """What an entry says and is compared by; empty where it does not hold."""
        if entry not in self._states:
            number = self._numbers.get(entry)
            self._states[entry] = state_of(
                self._index, self._prints, number, self._day, self._judged
            )
        return self._states[entry]


def _light(screening: Screening, hit: Hit | None) -> dict[str, Any]:
    """What is compared of a hit, as it would be told."""
    found: dict[str, Any] = {"status": screening.status, "hit": None, "in_doubt": False}
    if hit is None:
        return {**found, "error": screening.error}
    return {**found, "in_doubt": hit.in_doubt, "hit": hit.to_dict(reasons=False)}


def _told(
    row: Mapping[str, Any], screening: Screening, hit: Hit | None
) -> dict[str, Any]:
    """What is told of a hit, or of a row that names nobody."""
    light = _light(screening, hit)
    whole = hit.to_dict() if hit is not None else None
    return {"party": dict(row), **light, "hit": whole}


def state_of(
    index: Index, prints: array[int], number: int | None, day: date, judged: str
) -> str:
    """A digest of all that a hit on an entry can show or depend on; empty for none."""
    if number is None:
        return ""
    card = index.card(number)
    text = card.text(day, index.phrases)
    shown = (text.digest, text.citations, card.held_from, card.in_doubt(day))
    said = repr((prints[number], shown, judged))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields in which a hit is other than it was reported."""
    old, new = before["hit"], after["hit"]
    if old is None or new is None:
        return ["error"] if before.get("error") != after.get("error") else []
    fields = [f for f in _COMPARED if old.get(f) != new.get(f)]
    if abs(old["score"] - new["score"]) >= LEAST_CHANGE:
        fields.insert(0, "score")
    if before["in_doubt"] != after["in_doubt"]:
        fields.insert(0, "in_doubt")
    # Where another hit changed the party's outcome, that hit's report says so.
    own = fields or (old["score"] >= MATCH) != (new["score"] >= MATCH)
    if own and before["status"] != after["status"]:
        fields.insert(0, "status")
    return fields


def check_name(name: str) -> str:
    """A portfolio's name, if it is one.

    Raises:
        QueryError: it is none.
    """
    if 0 < len(name) <= 64 and name.isprintable() and name.strip() == name:
        return name
    raise QueryError(
        "portfolio", f"{name!r} is no name: up to 64 letters, no line breaks"
    )
