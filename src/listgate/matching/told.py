"""What an index is compiled from, whoever tells it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from listgate.records import Basis, ListEntry


class Told(Protocol):
    """One entry's life on one list; ``history.story.Story`` is one."""

    @property
    def entry(self) -> str:
        """The entry's id."""

    @property
    def states(self) -> tuple[tuple[date, ListEntry], ...]:
        """The texts, each with the day from which it counts, ascending."""

    @property
    def held_from(self) -> date | None:
        """First day; None when it holds as far back as asked."""

    @property
    def first_day(self) -> date | None:
        """The first day on which it may stand, where ``held_from`` is not known either."""

    @property
    def absent_on(self) -> date | None:
        """The day of the last version without it, where nothing tells the first day."""

    @property
    def seen_from(self) -> date | None:
        """The day of the first version that has it, where an earlier one lacks it."""

    @property
    def basis(self) -> Basis:
        """What the first day rests on."""

    @property
    def held_to(self) -> date | None:
        """The day by which it had ended; None while it stands."""

    @property
    def doubtful_from(self) -> date | None:
        """From this day to ``held_to`` it may have ended already."""

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that have it, oldest first."""
