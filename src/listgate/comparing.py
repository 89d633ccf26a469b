"""Two names against each other, without any list."""

from __future__ import annotations

from functools import cache

from listgate.matching.compile import TYPES
from listgate.matching.explain import Comparison, explain
from listgate.matching.kernel import Kernel, tables
from listgate.names.latin import renderings
from listgate.screening.asked import party_type
from listgate.screening.characters import compared_by_characters


def compare(a: str, b: str, type: str = "organization") -> Comparison:
    """Scores a name against a listed one and says why, on the scale of screening.

    The second is taken as the listed name: what it has and the first lacks counts less
    than the other way round.

    Args:
        a: The name asked about, in any script.
        b: The listed name.
        type: What both are: ``person``, ``organization``, ``vessel``, ``aircraft``.

    Raises:
        QueryError: ``type`` is none of these.
    """
    kind = TYPES[party_type(type)]
    kernel = _kernel()
    found = max(
        (explain(kernel, x, y, kind) for x in renderings(a) for y in renderings(b)),
        key=lambda comparison: comparison.score,
    )
    if a.isascii() or b.isascii():
        return found
    return compared_by_characters(a, b, found)


@cache
def _kernel() -> Kernel:
    return Kernel(tables())
