"""How surely two addresses are one place, and in which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from listgate.matching.address import Place, same_number, same_unit

# Both addresses having words of their own speaks against them (another town); one
# that only says more than the other hardly does.
CONFLICT, SURPLUS = 0.35, 0.05
# Least joint weight of the names that both have: a town alone never is enough.
LEAST_SHARED = 0.55
LEAST_LIKENESS = 0.75


class Extent(StrEnum):
    """How far two addresses of one building agree."""

    SAME = "same"
    PART = "part"  # one says less than the other
    OTHER_UNIT = "other-unit"  # another room, floor or building of the place


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two addresses that agree: how surely, 0 to 1, and how far."""

    likeness: float
    extent: Extent


def agreement(
    asked: Place, listed: Place, tells: Callable[[str], float]
) -> Agreement | None:
    """What two addresses have in common; None where they are not one place.

    House numbers that differ refute (555 Qianmo Road is not 700 Qianmo Road), and the
    names in common must tell something: a town, or a number in a town, does not.

    Args:
        asked: The party's address.
        listed: The entry's.
        tells: What a word tells, 0 to 1.
    """
    number = same_number(asked, listed)
    if number is False:
        return None
    both, mine, theirs = _compared(asked.words, listed.words)
    shared = sum(map(tells, both))
    boxed = any(n.startswith("box") for n in asked.numbers & listed.numbers)
    if shared < LEAST_SHARED and not (boxed and both):
        return None
    left = sorted((sum(map(tells, mine)), sum(map(tells, theirs))))
    likeness = shared / (shared + CONFLICT * left[0] + SURPLUS * left[1])
    unit = same_unit(asked, listed)
    if number is None:
        # No house number in one of them: the same words are the same place only where
        # nothing is left over on both sides and a street or building is named.
        if not (asked.built and listed.built) or left[0] or shared < 2 * LEAST_SHARED:
            return None
        likeness *= 0.97
        unit = None if unit else unit
    if likeness < LEAST_LIKENESS:
        return None
    extent = Extent.PART if unit is None else Extent.SAME if unit else Extent.OTHER_UNIT
    return Agreement(min(likeness, 1.0), extent)


def _compared(
    a: tuple[str, ...], b: tuple[str, ...]
) -> tuple[list[str], list[str], list[str]]:
    """Words that both have, that only the first has, and that only the second has."""
    mine, theirs = list(a), list(b)
    both = [w for w in mine if w in b]
    mine = [w for w in mine if w not in b]
    theirs = [w for w in theirs if w not in a]
    for short, long in ((mine, theirs), (theirs, mine)):
        for word in short[:]:
            parts = _spelled_apart(word, long)
            if parts:
                both.append(word)
                short.remove(word)
                for part in parts:
                    long.remove(part)
    for word in mine[:]:
        twin = next((w for w in theirs if _one_letter_off(word, w)), None)
        if twin is not None:
            both.append(word)
            mine.remove(word)
            theirs.remove(twin)
    return both, mine, theirs


def _spelled_apart(word: str, others: list[str]) -> list[str]:
    """Neighbors among the others that together spell a word: Fa Yuen is Fayuen."""
    for i in range(len(others)):
        joined = others[i]
        for j in range(i + 1, min(i + 4, len(others))):
            joined += others[j]
            if joined == word:
                return others[i : j + 1]
    return []


def _one_letter_off(a: str, b: str) -> bool:
    """Whether two longer words differ in one letter, or two that changed places."""
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        swapped = a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :]
        return swapped or a[i + 1 :] == b[i + 1 :]
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[i + 1 :] == shorter[i:]
