"""A person's birth, as given and as listed: whether one speaks for or against the other.

Day, month and year are compared each, since lists and forms of customers have all kinds
of slips: a digit, the day for the month. A listed ``circa`` date or a range of years
widens what agrees. Where an entry has several dates the one that fits best counts, and
an entry without any is never the less likely for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import lru_cache

from listgate.names.fold import fold
from listgate.names.latin import strip_marks
from listgate.records import Births, Party
from listgate.sources.partial_dates import partial_date

_PARTS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# Forms of users beside those of lists. A sign between the parts stands twice.
_TIME = re.compile(
    r"(?:T|\s+)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?"
    r"\s*(?:Z|UTC|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(
    r"\b([A-Z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?\s(\d{4})\b", re.IGNORECASE
)
_MONTH_WORD = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?[\s./-]{1,2}([A-Z]{3,9})[\s./-]{1,2}(\d{4})\b",
    re.IGNORECASE,
)
_MONTHS = 12
# Years by which a `circa` widens what agrees.
_ABOUT = 2
# From so many years on, two dates that agree in nothing are two people's.
_FAR = 2
_FAR_BY_YEAR = 5


class Fit(IntEnum):
    """How two births agree, the worst first."""

    APART = 0  # another person's
    FAR = 1  # does not agree, but a slip could make it so
    NEAR = 2  # nearly: neither for nor against
    YEAR = 3  # as far as both are known, which is not whole
    WHOLE = 4  # day, month and year


@dataclass(frozen=True, slots=True)
class Birth:
    """One date: what is known of day and month; the years that it may be of.

    Where ``either`` is set the day may be the month and the month the day.
    """

    first: int
    last: int
    month: int = 0
    day: int = 0
    about: bool = False
    either: bool = False


@lru_cache(maxsize=4096)
def read_birth(text: str) -> Birth | None:
    """The date that a text names, in any form that lists and users write.

    Beside the forms of lists these are ``3.9.1962``, ``03-09-1962``, ``1962/09/03``,
    ``September 3, 1962``, ``3-Sep-1962``, ``19620903`` and a date with a time of day,
    which is left out. With points and hyphens the day comes first, unless it can only be
    the month. With slashes ``03/09/1962`` is September 3 in one country and March 9 in
    another: its year is read, and its day and month as an unordered pair (``either``),
    unless one of them is over 12.

    None where it names none.
    """
    text, either = _common(text)
    form = partial_date(text)
    about = form.startswith("circa ")
    ends = [
        _PARTS.fullmatch(part) for part in form.removeprefix("circa ").split(" to ")
    ]
    if len(ends) == 1 and (only := ends[0]):
        year, month, day = (int(part or 0) for part in only.groups())
        if not _is_day(year, month, day):
            return None
        return Birth(year, year, month, day, about, either)
    if len(ends) == 2 and ends[0] and ends[1]:
        return Birth(int(ends[0][1]), int(ends[1][1]), about=about)
    return None


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the date; 0 stands for what is not known."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return bool(month or not day)


def _common(text: str) -> tuple[str, bool]:
    """A text with its dates as lists write them; whether day and month may be turned."""
    text = _TIME.sub("", " ".join(text.replace(",", " ").split()))
    text = _RUN.sub(r"\1-\2-\3", text)
    text = _YEAR_FIRST.sub(r"\1-\3-\4", text)
    text = _MONTH_FIRST.sub(r"\2 \1 \3", text)
    text = _MONTH_WORD.sub(r"\1 \2 \3", text)
    either = False

    def day_first(found: re.Match[str]) -> str:
        nonlocal either
        day, month = int(found[1]), int(found[3])
        either = found[2] == "/" and day != month and min(day, month) > 0
        either = either and max(day, month) <= _MONTHS
        if month > _MONTHS >= day:
            day, month = month, day
        return f"{day}/{month}/{found[4]}"

    return _YEAR_LAST.sub(day_first, text), either


def fit(given: Birth, listed: Birth) -> Fit:
    """How far two dates of birth agree; it is the same the other way round.

    Of a day and month that may be turned the order that agrees best counts.
    """
    return max(_fit(one, other) for one in _orders(given) for other in _orders(listed))


def _orders(birth: Birth) -> tuple[Birth, ...]:
    if not birth.either:
        return (birth,)
    return birth, replace(birth, month=birth.day, day=birth.month)


def _fit(given: Birth, listed: Birth) -> Fit:
    slack = _ABOUT if given.about or listed.about else 0
    off = max(given.first - listed.last, listed.first - given.last, 0)
    whole = all(b.day and b.first == b.last and not b.about for b in (given, listed))
    if whole:
        same = (
            (given.day == listed.day)
            + (given.month == listed.month)
            + (given.first == listed.first)
        )
        if same == 3:
            return Fit.WHOLE
        turned = (given.day, given.month) == (listed.month, listed.day)
        if same == 2 or (turned and not off):
            return Fit.NEAR
        return Fit.APART if off > _FAR else Fit.FAR
    if off <= slack:
        months = {given.month, listed.month} - {0}
        return Fit.NEAR if len(months) > 1 and not slack else Fit.YEAR
    if off <= slack + 1:
        return Fit.NEAR
    return Fit.APART if off >= slack + _FAR_BY_YEAR else Fit.FAR


def best_fit(given: str, listed: Iterable[str]) -> tuple[Fit, str] | None:
    """How the given date agrees with the listed one that it agrees with best.

    None where nothing can be compared.
    """
    asked = [b for part in given.split(";") if (b := read_birth(part))]
    found = [
        (fit(one, other), text)
        for text in listed
        if (other := read_birth(text))
        for one in asked
    ]
    return max(found, key=lambda pair: pair[0], default=None)


def same_place(given: str, listed: Iterable[str]) -> bool | None:
    """Whether a place of birth is a listed one; None where nothing tells.

    A town is the same where all its words stand in the listed place; it is another one
    where both name their countries and these differ.
    """
    from listgate.sources.countries import address_country  # its tables are large

    asked = _words(given.partition(",")[0])
    country = address_country(given)
    others = set()
    for text in listed:
        if asked and asked <= _words(text) and _agree(country, address_country(text)):
            # `Iran` is no town: where only the country is given it tells nothing.
            if not address_country(given.partition(",")[0]):
                return True
            continue
        others.add(address_country(text))
    if country and others and "" not in others and country not in others:
        return False
    return None


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _words(text: str) -> set[str]:
    plain = strip_marks(text).encode("ascii", "ignore").decode()
    return set(fold(plain).split())


# What a birth adds to a score or takes from it; an exact date takes half of the doubt
# that is left, and one that is another person's leaves a name that is the listed one to
# be looked at, and nothing of a name that is only like it.
_TAKEN = 0.5
_ADDED = 0.05
_LESS = -0.10
_APART = -0.25
_PLACE = 0.03


def weigh_birth(
    party: Party, births: Births, entry: str, score: float, most: float, limit: float
) -> tuple[float, list[str]]:
    """The score with birth date and place counted, and what to say of them.

    Args:
        party: Whom the user asks about.
        births: What the lists say.
        entry: The entry's id.
        score: What the hit is worth without, 0 to 1.
        most: What a confirmation can lift it to.
        limit: What it is at most where something speaks against it.
    """
    dates, places = births.get(entry, ((), ()))
    said = [
        f"birth date {part.strip()!r} could not be read"
        for part in party.birth_date.split(";")
        if part.strip() and read_birth(part) is None
    ]
    if party.birth_date and (found := best_fit(party.birth_date, dates)):
        agreed, listed = found
        score, remark = _dated(agreed, listed, party.birth_date, score, most, limit)
        said.append(remark)
    if party.birth_place and places:
        same = same_place(party.birth_place, places)
        told = "; ".join(places[:2])
        if same:
            score = max(score, min(score + _PLACE, most))
            said.append(f"birth place {told} agrees")
        elif same is False:
            score = min(score + _LESS, limit)
            said.append(f"born in {party.birth_place}; the listed person in {told}")
    return score, said


def _dated(
    agreed: Fit, listed: str, given: str, score: float, most: float, limit: float
) -> tuple[float, str]:
    if agreed is Fit.WHOLE:
        raised = min(score + (1 - score) * _TAKEN, most)
        return max(score, raised), f"birth date {listed} agrees"
    if agreed is Fit.YEAR:
        return max(score, min(score + _ADDED, most)), f"birth date {listed} agrees"
    told = f"born {given}; the listed person {listed}"
    if agreed is Fit.NEAR:
        return score, f"{told}, which is nearly the same"
    return min(score + (_LESS if agreed is Fit.FAR else _APART), limit), told
