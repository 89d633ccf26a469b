"""Thresholds, which may differ by list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from listgate.errors import QueryError
from listgate.records import Status
from listgate.screening.decision import MATCH, REVIEW, Hit

# A number for all lists, or numbers by code; ``*`` stands for all other lists.
Threshold = float | Mapping[str, float]
OTHERS = "*"


class ByList(dict[str, float]):
    """Thresholds by list code that a reader can read."""

    def __str__(self) -> str:
        """As a user gives them: ``0.85 us-bis-el=0.9``."""
        return " ".join(
            str(x) if code == OTHERS else f"{code}={x}" for code, x in self.items()
        )


@dataclass(frozen=True, slots=True)
class Levels:
    """The thresholds of each list, in the order of the index's lists."""

    match: tuple[float, ...]
    review: tuple[float, ...]

    def kept(
        self, hits: list[tuple[int, int, float]], entry_list: Sequence[int]
    ) -> list[tuple[int, int, float]]:
        """The hits that reach the review threshold of their own list."""
        return [h for h in hits if h[2] >= self.review[entry_list[h[0]]]]

    def status(self, hits: Sequence[Hit], entry_list: Sequence[int]) -> str:
        """The outcome of hits that were kept."""
        for hit in hits:
            if hit.score >= self.match[entry_list[hit.number]] and not hit.in_doubt:
                return Status.MATCH.value
        return Status.REVIEW.value if hits else Status.CLEAR.value


def thresholds(
    match: Threshold | None, review: Threshold | None, lists: Sequence[str]
) -> tuple[float, float, Levels | None]:
    """The thresholds for match and review, and those of each list if they differ.

    Where they differ, the two numbers are the least of all.

    Args:
        match: Least score of a match, 0 to 1; the documented one when None.
        review: Least score of a hit, 0 to 1; the documented one when None.
        lists: The codes of the index's lists, in its order.

    Raises:
        QueryError: a number is out of range, or a code is no list.
    """
    if not isinstance(match, Mapping) and not isinstance(review, Mapping):
        most, least = _pair(match, review)
        return most, least, None
    for given in (match, review):
        if isinstance(given, Mapping):
            unknown = sorted(set(given) - {OTHERS, *lists})
            if unknown:
                raise QueryError(
                    "list", f"{unknown[0]!r} is not loaded; see `listgate lists`"
                )
    pairs = [_pair(_of(match, code), _of(review, code)) for code in lists]
    levels = Levels(tuple(m for m, _ in pairs), tuple(r for _, r in pairs))
    return (
        min(levels.match, default=MATCH),
        min(levels.review, default=REVIEW),
        levels,
    )


def _of(given: Threshold | None, code: str) -> float | None:
    if not isinstance(given, Mapping):
        return given
    return given.get(code, given.get(OTHERS))


def _pair(match: float | None, review: float | None) -> tuple[float, float]:
    # Where only one of the two is given, the other stands, or moves with it.
    least = REVIEW if review is None else review
    most = max(MATCH, least) if match is None else match
    if not 0 <= least <= most <= 1:
        raise QueryError("match", "thresholds must be 0 <= review <= match <= 1")
    return most, least
