"""Two names that both stand in Chinese characters: sound alone does not make them one."""

from __future__ import annotations

from dataclasses import replace

from listgate.matching.explain import Comparison
from listgate.names.han import same_han
from listgate.names.scripts import has_han

# Below this likeness two Chinese names that sound alike are not one name.
SAME_CHARACTERS = 0.7


def agree(a: str, b: str) -> bool:
    """Whether the characters let two names be one; true where one of them has none."""
    if not (has_han(a) and has_han(b)):
        return True
    return same_han(a, b) >= SAME_CHARACTERS


def by_characters(a: str, b: str, found: Comparison, most: float = 0.69) -> Comparison:
    """The comparison, held below review where the characters differ."""
    if agree(a, b) or found.score <= most:
        return found
    said = f"“{a}” and “{b}” sound alike but are written in other characters"
    return replace(found, score=most, remarks=(said,))
