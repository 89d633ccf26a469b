"""Two names that both stand in Chinese characters: sound alone does not make them one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from listgate.matching.compile import MAX_RENDERINGS
from listgate.matching.explain import Comparison, explain
from listgate.matching.index import Index
from listgate.names.latin import renderings
from listgate.names.scripts import has_han
from listgate.screening.decision import MATCH, REVIEW

# Below this likeness two Chinese names that sound alike are not one name.
SAME_CHARACTERS = 0.7

# A name of other characters is a sound-alike, however alike it reads in Latin letters.
SOUNDS_ALIKE = REVIEW - 0.01
# The same where the entry's Latin name agrees, but none of its Chinese ones: it may be
# a Chinese name that no table knows.
LATIN_ONLY = MATCH - 0.01


def agree(a: str, b: str) -> bool:
    """Whether the characters let two names be one; true where one of them has none."""
    if not (has_han(a) and has_han(b)):
        return True
    from listgate.names.han import same_han

    return same_han(a, b) >= SAME_CHARACTERS


def compared_by_characters(
    a: str, b: str, found: Comparison, most: float = SOUNDS_ALIKE
) -> Comparison:
    """The comparison, held below review where the characters differ."""
    if agree(a, b) or found.score <= most:
        return found
    said = f"“{a}” and “{b}” sound alike but are written in other characters"
    return replace(found, score=most, remarks=(said,))


def by_characters(
    names: Sequence[str], found: list[tuple[int, int, float]], index: Index
) -> list[tuple[int, int, float]]:
    """Hits of a party with a name in Chinese script, sound-alikes put below the others.

    Args:
        names: All names of the party.
        found: Entry number, index line and score of each hit.
        index: The index they come from.

    Returns:
        The same entries, likest first; a hit that rests on sound alone is held below
        review, unless another name of the entry, or of the party, agrees better.
    """
    out = []
    for number, line, score in found:
        listed = index.name(line)
        if has_han(listed) and score > SOUNDS_ALIKE:
            agreeing = [n for n in names if agree(n, listed)]
            if len(agreeing) < len(names):
                line, score = _by_the_rest(names, number, line, index)
        if score > LATIN_ONLY and not _written(names, number, index):
            score = LATIN_ONLY
        out.append((number, line, score))
    return sorted(out, key=lambda h: (-h[2], h[0]))


def _written(names: Sequence[str], number: int, index: Index) -> bool:
    """Whether a party's name may be one of an entry's Chinese names, if it has any.

    A Latin name of the party needs none.
    """
    if not all(map(has_han, names)):
        return True
    known = {index.name(line) for line in index.lines_of(number)}
    written = [name for name in known if has_han(name)]
    return not written or any(agree(n, w) for n in names for w in written)


def _by_the_rest(
    names: Sequence[str], number: int, line: int, index: Index
) -> tuple[int, float]:
    """The best line of an entry and its score, where characters count."""
    tried = [
        (other, score_of(index, name, other, number))
        for other in index.lines_of(number)
        for name in names
        if agree(name, index.name(other))
    ]
    return max([(line, SOUNDS_ALIKE), *tried], key=lambda t: (t[1], -t[0]))


def score_of(index: Index, name: str, line: int, number: int) -> float:
    """The score of a name against one listed name of an entry."""
    kind = index.entry_type[number]
    return max(
        min(explain(index.kernel, a, b, kind).score, index.cap(line))
        for a in renderings(name)
        for b in renderings(index.name(line))[:MAX_RENDERINGS]
    )


# A Chinese company name is place, trade name, business and form, and the list often has
# the trade name alone. That it agrees is a question, not an answer.
TRADE_NAME_CAP = 0.80
_TELLING = 3  # characters; two are borne by too many


def trade_names(name: str) -> tuple[str, ...]:
    """Latin renderings of the trade name alone in a longer Chinese name; often none."""
    if not has_han(name):
        return ()
    from listgate.names.han import han_key

    trade = han_key(name).trade
    if len(trade) < _TELLING or trade == name.strip() or not has_han(trade):
        return ()
    return renderings(trade)[:2]
