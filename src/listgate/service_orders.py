"""What is known of a denial order: of its story, and of the embedded list's row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from listgate.license.screened import DenialOrder
from listgate.records import ListEntry

if TYPE_CHECKING:
    from listgate.history.story import Story

DENIED = "us-bis-dpl"


def denial_order(told: Sequence[Story], entry: str, day: date) -> DenialOrder:
    """The order behind an entry of the Denied Persons List, as of a day.

    Args:
        told: The entry's stories, one a stay on the list.
        entry: The entry's id.
        day: The day asked about.
    """
    if not told:
        return DenialOrder()
    story = next((s for s in told if s.holds(day)), told[0])
    row, _ = story.text(day)
    known = [row, *(e for _, e in story.states), *_embedded_orders().get(entry, ())]
    details = [dict(e.details) for e in known]
    kind = next((d["type_of_denial"] for d in details if d.get("type_of_denial")), "")
    flag = next((d["standard_order"] for d in details if d.get("standard_order")), "")
    standard = None
    if kind:
        standard = kind.strip().lower() == "standard"
    if flag.strip().upper() == "N":
        standard = False
    elif flag and standard is None:
        standard = True
    return DenialOrder(
        standard=standard,
        started=next((e.start_date for e in known if e.start_date), None),
        ends=_end(known, day),
        unconfirmed=_unconfirmed(known),
    )


def _end(rows: Iterable[ListEntry], day: date) -> date | None:
    """The last day of the order that covers a day, else the latest that is known.

    Temporary orders are renewed: one source has the order of one year, another that of
    a later one.
    """
    told = [e for e in rows if e.end_date is not None]
    covering = [
        e.end_date
        for e in told
        if e.end_date
        and day <= e.end_date
        and (e.start_date is None or e.start_date <= day)
    ]
    if covering:
        return min(covering)
    return max((e.end_date for e in told if e.end_date), default=None)


_EXPORT = re.compile(r"not in the publisher's own export of (\d{4}-\d\d-\d\d)")


def _unconfirmed(rows: Iterable[ListEntry]) -> date | None:
    """The day of the publisher's export that lacks an order, as its note says."""
    for row in rows:
        for note in row.notes:
            if found := _EXPORT.search(note):
                return date.fromisoformat(found[1])
    return None


@cache
def _embedded_orders() -> Mapping[str, Sequence[ListEntry]]:
    """The rows of the embedded Denied Persons List by their entry."""
    from listgate.sources.embedded import load as load_lists

    rows: dict[str, list[ListEntry]] = {}
    for _, entries in load_lists([DENIED]).versions:
        for row in entries:
            rows.setdefault(row.entry, []).append(row)
    return rows
