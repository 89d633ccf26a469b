"""Which token of one name stands for which of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from listgate.matching.reference.letters import (
    MAX_TOKEN,
    distance,
    letters_apart,
    sound_of,
)
from listgate.matching.reference.words import PERSON, Token, weight_of
from listgate.matching.tables import LEGAL, NUMBER, PATRONYM, STOP

UNKNOWN, ORGANIZATION, VESSEL, AIRCRAFT = 0, 2, 3, 4
EXACT, SPELLING, NICKNAME, SOUND, EDIT, JOIN, INITIAL, SHORT, ACRONYM, BONES = range(10)
_MOST_LINKS = 160  # that the kernel has room for before it chooses
_LONGEST_RUN = 4


class Link(NamedTuple):
    """Tokens ``q`` to ``q + qn`` of the query that stand for ``t`` to ``t + tn``."""

    q: int
    qn: int
    t: int
    tn: int
    sim: float
    weight: float
    kind: int
    edits: int

    @property
    def single(self) -> bool:
        """Whether it links one token to one."""
        return self.qn == 1 and self.tn == 1


@dataclass(slots=True)
class Pairing:
    """Two names' tokens with their weights, and the links that were chosen."""

    q: Sequence[Token]
    t: Sequence[Token]
    wq: Sequence[float]
    wt: Sequence[float]
    type: int
    links: list[Link] = field(default_factory=list)
    used_q: set[int] = field(default_factory=set)
    used_t: set[int] = field(default_factory=set)


def total(values: Iterable[float]) -> float:
    """The sum, added one by one: ``sum`` of floats rounds otherwise on newer Pythons."""
    total = 0.0
    for value in values:
        total += value
    return total


def pair_up(q: Sequence[Token], t: Sequence[Token], type_: int) -> Pairing:
    """Two names side by side, nothing linked yet."""
    wq = [weight_of(token, type_) for token in q]
    return Pairing(q, t, wq, [weight_of(token, type_) for token in t], type_)


def _same_number(a: str, b: str) -> bool:
    return (a[:-1].lstrip("0") + a[-1]) == (b[:-1].lstrip("0") + b[-1])


def _plain_likeness(q: Token, t: Token) -> tuple[float, int] | None:
    """Likeness that needs no measuring, and its kind; None where the letters decide."""
    if q.text == t.text:
        return 1.0, EXACT
    if q.id == t.id:
        return 0.98, SPELLING
    if (q.flags | t.flags) & NUMBER:
        both = q.flags & t.flags & NUMBER
        return float(bool(both) and _same_number(q.text, t.text)), EXACT
    if q.flags & t.flags & LEGAL:
        same = q.family is not None and q.family == t.family
        return (0.95 if same else 0.0), SPELLING
    if len(q.text) == 1 or len(t.text) == 1:
        return (0.5 if q.text[0] == t.text[0] else 0.0), INITIAL
    if q.group is not None and q.group == t.group:
        return 0.95, SPELLING
    return None


def _sound_likeness(q: str, t: str) -> float:
    longer, shorter = max(len(q), len(t)), min(len(q), len(t))
    if shorter < 2 or longer - shorter > 2:
        return 0.0
    if q == t:
        return 0.93
    if shorter < 3:
        return 0.0
    likeness = 0.92 * (1.0 - distance(q, t) / longer)
    return likeness if likeness >= 0.6 else 0.0


def similar(q: Token, t: Token, type_: int) -> tuple[float, int, int]:
    """Likeness of two tokens, 0 where they cannot stand for each other; kind; edits."""
    plain = _plain_likeness(q, t)
    if plain is not None:
        return (*plain, 0)
    best, kind, edits = 0.0, EDIT, 0
    if type_ != ORGANIZATION and q.nick is not None and q.nick == t.nick:
        best, kind = 0.85, NICKNAME
    shorter, longer = sorted((len(q.text), len(t.text)))
    if shorter < 3:
        # Two letters agree only as a sound: Li and Ly, Xu and Hsu do not.
        if best == 0.0 and len(q.sound) > 1 and q.sound == t.sound:
            return 0.75, SOUND, 0
        return best, kind, 0
    patronym = bool((q.flags ^ t.flags) & PATRONYM)
    # Words that differ in more than six letters of the alphabet are not measured.
    if longer - shorter <= 3 and letters_apart(q.text, t.text) <= 6:
        d = distance(q.text, t.text)
        likeness = 1.0 - d / longer
        if likeness >= 0.6 and (not patronym or d == 1) and likeness > best:
            best, kind, edits = likeness, EDIT, d
    if patronym:
        return best, kind, edits
    if best < 0.93:
        likeness = _sound_likeness(q.sound, t.sound)
        if likeness > best:
            best, kind, edits = likeness, SOUND, 0
    if best < 0.93 and q.bones and q.bones == t.bones:
        # Only vowels and voicing differ: nearer than the letters say.
        likeness = min(0.5 + 0.5 * best, 0.93) if best > 0.44 else 0.72
        if likeness > best:
            best, kind, edits = likeness, BONES, 0
    if longer - shorter >= 2 and q.text[:shorter] == t.text[:shorter]:
        likeness = 0.55 + 0.35 * shorter / longer
        if likeness > best:
            best, kind, edits = likeness, SHORT, 0
    return best, kind, edits


def _joined(one: Token, run: str) -> tuple[float, int]:
    """Likeness of one token and a run of others written together; edits."""
    if one.text == run:
        return 0.97, 0
    if len(run) < 5:
        return 0.0, 0
    d, longer = distance(run, one.text), max(len(run), len(one.text))
    if d <= (3 if longer >= 12 else 2 if longer >= 8 else 1):
        return 0.97 * (1.0 - d / longer), d
    sound = sound_of(run[:MAX_TOKEN])
    return (0.90 if len(sound) > 3 and sound == one.sound else 0.0), d


def _runs(
    many: Sequence[Token], weights: Sequence[float], one: Token, weight: float
) -> Iterator[tuple[int, int, float, float, int]]:
    """First, count, likeness, weight and edits of runs that are one token."""
    if len(one.text) < 4 and not one.flags & NUMBER:
        return
    for i in range(len(many) - 1):
        together = weights[i]
        for n in range(2, min(_LONGEST_RUN, len(many) - i) + 1):
            together += weights[i + n - 1]
            run = "".join(token.text for token in many[i : i + n])
            if len(run) > len(one.text) + 3:
                break
            if len(run) < len(one.text) - 3 or letters_apart(run, one.text) > 5:
                continue
            sim, edits = _joined(one, run)
            if one.flags & NUMBER and sim < 0.97:
                continue
            if sim > 0.0:
                yield i, n, sim, min(weight, together), edits


def _every_link(p: Pairing) -> list[Link]:
    links = []
    for i, q in enumerate(p.q):
        for j, t in enumerate(p.t):
            sim, kind, edits = similar(q, t, p.type)
            if sim >= 0.5:
                weight = min(p.wq[i], p.wt[j])
                links.append(Link(i, 1, j, 1, sim, weight, kind, edits))
    for j, t in enumerate(p.t):
        for i, n, sim, weight, edits in _runs(p.q, p.wq, t, p.wt[j]):
            links.append(Link(i, n, j, 1, sim, weight, JOIN, edits))
    for i, q in enumerate(p.q):
        for j, n, sim, weight, edits in _runs(p.t, p.wt, q, p.wq[i]):
            links.append(Link(i, 1, j, n, sim, weight, JOIN, edits))
    return links[:_MOST_LINKS]


def _rank(link: Link) -> tuple[float, float, int, int, int, int]:
    away = abs(link.q - link.t)
    return -link.sim, -link.weight, away, link.q, link.t, link.qn + link.tn


def _initials_run(
    tokens: Sequence[Token], start: int, stop: int | None, word: str, *, stops: bool
) -> int:
    """How many tokens from ``start`` a word is the first letters of, 0 if of none.

    Token ``stop`` must not be among them. Stop words are left out, or may stand for a
    letter where ``stops`` says so.
    """
    if tokens[start].text[0] != word[0]:
        return 0
    found, at = 0, start
    while at < len(tokens) and at != stop and found < len(word):
        is_stop = bool(tokens[at].flags & STOP)
        if stops or not is_stop:
            if tokens[at].text[0] == word[found]:
                found += 1
            elif not is_stop:
                return 0
        at += 1
    return at - start if found == len(word) and at - start >= 3 else 0


def _initials(
    tokens: Sequence[Token], word: Token, stop: int | None
) -> Iterator[range]:
    """Runs of tokens that a word is the first letters of, from left to right."""
    if not 3 <= len(word.text) <= 8 or word.flags & (NUMBER | LEGAL):
        return
    for i in range(len(tokens) - 2):
        run = _initials_run(tokens, i, stop, word.text, stops=False)
        run = run or _initials_run(tokens, i, stop, word.text, stops=True)
        if run:
            yield range(i, i + run)


def _link_acronyms(p: Pairing, *, query_side: bool) -> None:
    """Links tokens that are the first letters of a run on the other side."""
    if query_side:
        many, one, wm, wo = p.q, p.t, p.wq, p.wt
        used_many, used_one = p.used_q, p.used_t
    else:
        many, one, wm, wo = p.t, p.q, p.wt, p.wq
        used_many, used_one = p.used_t, p.used_q
    for j, word in enumerate(one):
        if j in used_one:
            continue
        for run in _initials(many, word, None):
            if used_many & set(run):
                continue
            i, n = run.start, len(run)
            weight = min(wo[j], total(wm[k] for k in run))
            at = (i, n, j, 1) if query_side else (j, 1, i, n)
            p.links.append(Link(*at, 0.8, weight, ACRONYM, 0))
            used_many.update(run)
            used_one.add(j)
            break


def _cover_own(tokens: Sequence[Token], used: set[int]) -> None:
    """Takes for linked what a linked token of the same name is the first letters of.

    `Beijing University of Aeronautics and Astronautics (BUAA)`.
    """
    for j, word in enumerate(tokens):
        if j in used:
            for run in _initials(tokens, word, j):
                used.update(run)
                break


def align(p: Pairing) -> None:
    """Links tokens, best likeness first, each token once."""
    for link in sorted(_every_link(p), key=_rank):
        q, t = range(link.q, link.q + link.qn), range(link.t, link.t + link.tn)
        if p.used_q & set(q) or p.used_t & set(t):
            continue
        p.used_q.update(q)
        p.used_t.update(t)
        p.links.append(link)
    if p.type == PERSON:
        return
    _link_acronyms(p, query_side=True)
    _link_acronyms(p, query_side=False)
    if p.links and len(p.t) > 3:
        _cover_own(p.t, p.used_t)
    if p.links and len(p.q) > 3:
        _cover_own(p.q, p.used_q)
