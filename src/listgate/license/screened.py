"""The outcome of screening, as far as the rules need it.

The rules never look into an index or a list file: whoever screens fills these values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class DenialOrder:
    """What is known of a denial order.

    Attributes:
        standard: Whether it is a standard order; None when no source says.
        started: First day by the publisher's file.
        ends: Last day; None where no end is known.
        open_ended: Whether a source says that the order has no end.
        unconfirmed: The day of the publisher's own export, where the order stands in
            the consolidated file but not in that export.
    """

    standard: bool | None = None
    started: date | None = None
    ends: date | None = None
    open_ended: bool = False
    unconfirmed: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry that a party is, or may be, as it read on the day asked about.

    Attributes:
        list: The list's code.
        entry: The entry's id.
        name: The listed name.
        certain: Whether screening counts the party as this entry.
        score: Screening's score, 0 to 1.
        is_address: Whether the entry is only an address (15 CFR 744.16).
        requirement: License requirement in the entry's words.
        policy: License review policy in the entry's words.
        footnotes: Footnotes of Supplement No. 4 to part 744.
        citations: First pages of the rules cited.
        printed: The pages that the source prints for them, in the same order.
        programs: Sanctions programs.
        countries: ISO codes the entry is listed under.
        effective_from: First day; None where it is not known.
        absent_on: The day of the last version without the entry, where its first day is
            not known; ``seen_from`` then that of the first version with it.
        doubt: Why the entry may have ended by the day, naming both dates; else empty.
        as_stated: The day of the text, where it is a later one that may have said
            something else on the day asked about.
        later_text: The day of the text, where it is only known from a later day.
        order: The denial order behind an entry of the Denied Persons List.
        notes: Sentences that screening gives with the entry.
        by_name: Whether a name led to the entry, and not only an address or a number.
        beside: Whether the party is another listed one, by its exact name: the entry is
            told as a red flag and decides nothing.
    """

    list: str
    entry: str
    name: str
    certain: bool = True
    score: float = 1.0
    is_address: bool = False
    requirement: str = ""
    policy: str = ""
    footnotes: tuple[int, ...] = ()
    citations: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    effective_from: date | None = None
    absent_on: date | None = None
    seen_from: date | None = None
    doubt: str = ""
    as_stated: date | None = None
    later_text: date | None = None
    order: DenialOrder | None = None
    notes: tuple[str, ...] = ()
    by_name: bool = True
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening found for one party or owner."""

    status: str = "clear"  # match, review, clear or error
    listings: tuple[Listing, ...] = ()
    error: str = ""


CLEAR = Screened()


# A name that agrees in every word, and one that agrees in part, as a unit's with that of
# its group.
_EXACT, _FAR = 0.98, 0.80


def told_apart(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
    """Entries of one party, those marked that only are like it while another is its own.

    A group is not its listed unit: one that stands by its exact name on another list
    (SenseTime Group on that of companies whose shares may not be traded) is that party,
    and not the unit on the Entity List whose name is partly the same.
    """
    if not any(
        x.by_name and x.score >= _EXACT and not x.list.startswith("own:")
        for x in listings
    ):
        return listings
    return tuple(
        replace(x, beside=True) if x.by_name and x.score < _FAR else x for x in listings
    )
