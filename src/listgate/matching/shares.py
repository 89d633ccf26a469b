"""What each kind of evidence in two names adds to their raw score, in named groups.

The trees are sums, so each feature's part is what it changed along their paths; this
module only says which features a reader would take together. ``kernel/features.h``
has the features in this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

_ALIKE = "words that agree"
_LEFT = "words left over"
_SPELLED = "spelling"
_NUMBERS = "numbers"
_ORDER = "order"
_FORM = "legal form"
_WHOLE = "the letters as a whole"
_LENGTH = "length of the names"
_PLACES = "places"
_KIND = "kind of party"
_FATHERS = "patronymics"

# Group and how many features in a row belong to it.
_RUNS = (
    (_ALIKE, 5), (_LEFT, 6), (_SPELLED, 2), (_LEFT, 1), (_ALIKE, 1), (_NUMBERS, 3),
    (_ORDER, 3), (_SPELLED, 12), (_FORM, 3), (_WHOLE, 2), (_LENGTH, 4), (_ALIKE, 2),
    (_LEFT, 2), (_PLACES, 3), (_ALIKE, 1), (_KIND, 1), (_LENGTH, 1), (_ALIKE, 2),
    (_SPELLED, 2), (_LEFT, 3), (_SPELLED, 1), (_LEFT, 1), (_FATHERS, 1), (_WHOLE, 1),
    (_ALIKE, 1), (_LENGTH, 1), (_FATHERS, 1), (_LEFT, 2),
)  # fmt: skip
GROUPS = tuple(group for group, count in _RUNS for _ in range(count))
START, OTHER = "any two names", "other"


def shares(parts: Sequence[float]) -> dict[str, float]:
    """The raw score by groups, the largest first; they sum to it.

    Args:
        parts: What each feature changed of the sum, and last the sum's start, which is
            the same for any two names.
    """
    *changed, start = parts
    named = [GROUPS[i] if i < len(GROUPS) else OTHER for i in range(len(changed))]
    pairs = sorted(zip(named, changed, strict=True), key=lambda pair: pair[0])
    sums = {
        group: sum(value for _, value in run)
        for group, run in groupby(pairs, key=lambda pair: pair[0])
    }
    told = {g: v for g, v in sums.items() if v}
    ordered = sorted(told.items(), key=lambda item: (-abs(item[1]), item[0]))
    return {START: start, **dict(ordered)}
