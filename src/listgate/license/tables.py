"""The control list, chart, groups and exceptions of one day: the item side's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from listgate.license.eccn import Eccn
from listgate.license.geography import Chart, Groups
from listgate.records import DatedBy

LIST_CODE = "us-ear"


@dataclass(frozen=True, slots=True)
class Control:
    """One row of an entry's license requirements, in the publisher's words.

    ``applies`` is the left cell (``RS applies to 1A004.d``), ``column`` the right one
    (``RS Column 2``).
    """

    applies: str
    column: str


@dataclass(frozen=True, slots=True)
class CclEntry:
    """One entry of the Commerce Control List.

    ``reasons`` are the reasons for control as printed (``RS, AT``); ``exceptions`` what
    the entry says of list-based license exceptions (``LVS``: ``N/A``). ``since`` is the
    first day for which the row is known to read so; None where only its own day is.
    ``paragraphs`` are those of an entry that holds nothing beside them (``a.1``); empty
    where that is not known.
    """

    eccn: str
    heading: str
    reasons: str = ""
    controls: tuple[Control, ...] = ()
    exceptions: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    paragraphs: tuple[str, ...] = ()

    @property
    def at_only(self) -> bool:
        """Whether anti-terrorism is the only reason for control."""
        return self.reasons.strip(" .") == "AT"

    @property
    def named_reasons(self) -> frozenset[str]:
        """The reasons for control that the entry names (``NS``), without its words."""
        return frozenset(re.findall(r"\b[A-Z]{2}(?=\d?\b)", self.reasons))

    @property
    def for_ns(self) -> bool:
        """Whether the entry is controlled for national security at all."""
        # Some entries (5E002) leave the line of reasons empty; their rows tell.
        rows = any(c.applies.startswith("NS") for c in self.controls)
        return rows or "NS" in self.named_reasons


@dataclass(frozen=True, slots=True)
class LicenseException:
    """A license exception of part 740."""

    symbol: str
    section: str
    title: str


@dataclass(frozen=True, slots=True)
class EarTables:
    """The tables of one day; ``complete`` is false for the small embedded ones.

    ``dated_by`` says what gave them the day, when they are read from files.
    """

    published_at: date
    version: str
    entries: Mapping[str, CclEntry] = field(default_factory=dict)
    chart: Chart = field(default_factory=Chart)
    groups: Groups = field(default_factory=Groups)
    exceptions: tuple[LicenseException, ...] = ()
    complete: bool = True
    dated_by: DatedBy = DatedBy.CONTENT

    def entry(self, eccn: Eccn) -> CclEntry | None:
        """The entry of an ECCN, whatever the paragraph."""
        return self.entries.get(eccn.base)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every state of the tables at hand: the loaded ones, and the embedded one."""

    embedded: EarTables
    loaded: tuple[EarTables, ...] = ()
    first: date | None = None  # of the oldest ones, where not all are here
    later: EarTables | None = None  # the oldest ones, where all are of later days

    def on(self, day: date) -> EarTables | None:
        """The newest loaded tables published by a day; None before the oldest."""
        before = [t for t in self.loaded if t.published_at <= day]
        return max(before, key=lambda t: t.published_at, default=None)

    def oldest(self) -> date | None:
        """The day of the oldest loaded tables."""
        return self.first or min((t.published_at for t in self.loaded), default=None)

    def known(self, eccn: Eccn, day: date) -> CclEntry | None:
        """The entry of an ECCN in the tables of a day, else in any at hand.

        Good for slow-moving facts only: whether anti-terrorism is its only reason.
        """
        entry = (self.on(day) or self.embedded).entry(eccn)
        if entry is None and self.later is not None:
            entry = self.later.entry(eccn)
        return entry


def by_code(entries: Iterable[CclEntry]) -> dict[str, CclEntry]:
    """Entries by their ECCN."""
    return {e.eccn: e for e in entries}
