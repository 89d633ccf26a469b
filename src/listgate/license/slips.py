"""Slips of writing in requirements and policies: a word that is none, made whole.

These texts are made of few words, so one that is not among them, and that one of them
alone fits (``presumtion``, ``subect``, ``ofthe``, ``semiconducto rs``), is that word. A
word that denies or narrows is never guessed at: a text with one that the patterns do not
know is not understood, which is better than understood wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_WORDS = frozenset(
    """
    a above accordance according administration advanced all also an and anti any apart
    applications application applies approval are aromatics as associated at authorized
    aviation bank based basis be belarus belarusian below body bureau by case category ccl
    chapter chips civil classification classified codes coordinates commerce communications
    compressed condensates considered consumer continued contributing control controlled
    countries country crimea crude december defense defined denial department described
    designated designed destined detect development devices disease diseases ear eccn eccns
    end enterprises entire entity entities entry equipment except exception export extend
    extends extreme following food foods foreign for from gas general geological government
    gov group harmonized have having hydrocarbon identified identify in including
    infectious infrastructure international is iss issued item items its joint left license
    licenses liquefied liquid liquids listed located lower maintenance march medicine
    medicines members nanometers natural necessary no node nodes note not number numbered
    of office on operated operating operation operator or organization organizations other
    overcome owned paragraph paragraphs part parts party pursuant persons petroleum plant
    policy presumption procedure production products programs projects purpose reasons
    reexport refined region related release released repair required requirement
    requirements review reviewed revision right russia russian safety section sections see
    semiconductor semiconductors soes software space specified standard standards state
    station subject subjects subsection supplement supported survey synthetic system
    technology telecommunications terrorism that the these this those through to
    transactions transfer treasury treat uav ultraviolet under uniquely unless unmanned
    upper use used user users vehicles ventures wafer wafers water waters when where
    wherever which will with within worldwide does include list term ukraine airspace aerial aircraft federal facility
    facilities oil number south china sea treatment assets january february april may june
    july august september october november
    """.split()
)
# Words that deny, narrow or count: neither changed nor guessed.
_GUARDED = frozenset(
    """
    after although another before besides beyond both but cannot each either ever excepted
    excluded excludes excluding exclusive exempt exempted few if into least less lacking
    many minus more most neither never no nobody non none nor not notwithstanding off one
    only onto otherwise out outside own partly prior save solely some than two unless unlike
    until upon whenever whether without yet
    """.split()
)
_TARGETS = _WORDS - _GUARDED
_KNOWN = _WORDS | _GUARDED
# Not the letters of a paragraph, as in ``(ii)`` or ``.c``.
_WORD = re.compile(r"(?<![\w.])(?!(?<=\()[a-z]{1,4}\))[a-z]+(?!\w)(?!\.\w)")
# From so many letters on, two slips are put right.
_LONG = 8
# No requirement or policy is longer by far: a longer text is no formula badly typed.
_LONGEST = 4_000


def mend(text: str) -> str:
    """The text, in small letters, with slips of writing put right."""
    if len(text) > _LONGEST:
        return text
    found = list(_WORD.finditer(text))
    out: list[str] = []
    at = 0
    for n, one in enumerate(found):
        word = one[0]
        if one.start() < at or word == "a" or (len(word) > 1 and word in _KNOWN):
            continue
        near = (found[m] for m in (n + 1, n - 1) if 0 <= m < len(found))
        start, end, meant = next(_joined(text, one, near, at), (*one.span(), ""))
        if not meant and len(word) > 1:
            meant = _meant(word)
        if meant:
            out += text[at:start], meant
            at = end
    return "".join((*out, text[at:]))


def _joined(
    text: str, one: re.Match[str], near: Iterable[re.Match[str]], at: int
) -> Iterator[tuple[int, int, str]]:
    """The word that one torn in two by a space makes with its neighbor."""
    for other in near:
        a, b = sorted((one, other), key=re.Match.start)
        whole = a[0] + b[0]
        if a.start() >= at and text[a.end() : b.start()] == " " and whole in _TARGETS:
            yield a.start(), b.end(), whole


@lru_cache(maxsize=1024)
def _meant(word: str) -> str:
    """The one word, or run of words, that was meant; empty where none or several fit."""
    fitting = {w for w in _KNOWN if _fits(word, w)} | set(_split(word, 3))
    if not fitting and len(word) >= _LONG:
        fitting = {w for w in _KNOWN if w[:2] == word[:2] and _edits(word, w) == 2}
    return fitting.pop() if len(fitting) == 1 and not fitting & _GUARDED else ""


def _fits(word: str, meant: str) -> bool:
    if len(meant) < 3 or abs(len(word) - len(meant)) > 1:
        return sorted(word) == sorted(meant)
    return _edits(word, meant) == 1


def _split(word: str, parts: int) -> Iterator[str]:
    """Ways to cut a word into known ones of two letters at least."""
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        if head not in _WORDS:
            continue
        if tail in _WORDS:
            yield f"{head} {tail}"
        if parts > 2:
            yield from (f"{head} {rest}" for rest in _split(tail, parts - 1))


def _edits(a: str, b: str) -> int:
    """Letters put in, left out, changed or swapped with their neighbor."""
    last: list[int] = []
    row = list(range(len(b) + 1))
    for n, x in enumerate(a, 1):
        older, last, row = last, row, [n]
        for m, y in enumerate(b, 1):
            cost = min(last[m] + 1, row[m - 1] + 1, last[m - 1] + (x != y))
            if n > 1 and m > 1 and x == b[m - 2] and a[n - 2] == y:
                cost = min(cost, older[m - 2] + 1)
            row.append(cost)
    return row[-1]
