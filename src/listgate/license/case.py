"""One case under the rules: the transaction with everything the rules may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from listgate.license.facts import Item, Transaction
from listgate.license.geography import Groups
from listgate.license.logic import Tri
from listgate.license.rulebook import Rulebook
from listgate.license.tables import CclEntry, EarTables


@dataclass(frozen=True, slots=True)
class Subject:
    """Whether the item is subject to the EAR, why, and what is open."""

    value: Tri
    text: str
    rule: str = "15 CFR 734.3"
    missing: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    footnote: int = 0  # the footnote whose direct-product rule makes it subject


@dataclass(frozen=True, slots=True)
class Case:
    """A transaction, the rules, and the tables that answer for its day.

    ``entry`` is the item's entry on the control list, from the tables at hand, whatever
    their day: only slow-moving facts are read from it (whether AT is its only reason).
    """

    tx: Transaction
    rules: Rulebook
    groups: Groups
    tables: EarTables | None
    entry: CclEntry | None
    subject: Subject

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.tx.on

    @property
    def item(self) -> Item:
        """The item."""
        return self.tx.item
