"""What an alignment says, as numbers; their meaning is listed in matching/features.py."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from listgate.matching.features import NAMES
from listgate.matching.reference.align import (
    ACRONYM,
    AIRCRAFT,
    BONES,
    EDIT,
    INITIAL,
    JOIN,
    NICKNAME,
    SHORT,
    SOUND,
    VESSEL,
    Link,
    Pairing,
    total,
)
from listgate.matching.reference.letters import distance
from listgate.matching.reference.words import FORM, PERSON, Token
from listgate.matching.tables import KNOWN, LEGAL, NUMBER, PATRONYM, PLACE, STOP

_MOST_LETTERS = 64
_TELLING = 0.3  # weight from which a word's likeness counts by itself
_FAR = 0.6  # weight from which a word left over names somebody else


def _run(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens)[:_MOST_LETTERS]


def _letters(tokens: Sequence[Token], without: Collection[int] = ()) -> str:
    """Letters of the tokens that are no part of a legal form, run together."""
    return _run(
        token
        for i, token in enumerate(tokens)
        if not token.flags & FORM and i not in without
    )


def _alike(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    return 1.0 - distance(a, b) / max(len(a), len(b))


def _told(tokens: Sequence[Token]) -> list[int]:
    """Places of the tokens that are neither forms nor fillers."""
    return [i for i, token in enumerate(tokens) if not token.flags & (FORM | STOP)]


def _linked_features(p: Pairing) -> dict[str, float]:
    """Features of the words that agree."""
    links = [
        link
        for link in p.links
        if not (link.single and p.q[link.q].flags & p.t[link.t].flags & LEGAL)
    ]
    words = [link for link in links if link.kind != INITIAL]
    telling = [link for link in words if link.weight >= _TELLING]

    def weight(*kinds: int) -> float:
        return total(link.weight for link in links if link.kind in kinds)

    def count(*kinds: int) -> int:
        return sum(link.kind in kinds for link in links)

    def both(link: Link, flag: int) -> bool:
        return bool(p.q[link.q].flags & p.t[link.t].flags & flag)

    fuzzy = [x for x in links if x.single and x.kind in (EDIT, SOUND, BONES, SHORT)]
    close = [link for link in links if link.sim >= 0.97]
    told = sorted((link.weight * link.sim for link in words), reverse=True)
    acronyms = [link for link in links if link.kind == ACRONYM]
    return {
        "matched": total(link.weight * link.sim for link in links),
        "loss": total(link.weight * (1.0 - link.sim) for link in links),
        "exact": total(link.weight for link in close),
        "top_exact": max((link.weight for link in close), default=0.0),
        "top_matched": told[0] if told else 0.0,
        "second": told[1] if len(told) > 1 else 0.0,
        "worst": min((link.sim for link in telling), default=1.0),
        "short_sim": min(
            (
                link.sim
                for link in telling
                if link.single
                and max(len(p.q[link.q].text), len(p.t[link.t].text)) <= 4
            ),
            default=1.0,
        ),
        "n_matched": sum(max(link.qn, link.tn) for link in words),
        "letters_m": sum(len(p.q[link.q].text) for link in words),
        "first_diff": sum(
            link.single
            and link.sim < 1.0
            and p.q[link.q].text[0] != p.t[link.t].text[0]
            for link in words
        ),
        "known_fuzzy": max((x.weight for x in fuzzy if both(x, KNOWN)), default=0.0),
        "q_known_fuzzy": max(
            (x.weight for x in fuzzy if p.q[x.q].flags & KNOWN), default=0.0
        ),
        "place_m": total(x.weight for x in links if x.single and both(x, PLACE)),
        "num_m": sum(both(link, NUMBER) for link in links),
        "generic_m": total(link.weight for link in links if link.weight < 0.5),
        "sound_w": weight(SOUND),
        "nick_w": weight(NICKNAME),
        "edit_w": weight(EDIT),
        "edits": sum(link.edits for link in links if link.kind in (EDIT, JOIN)),
        "n_fuzzy": count(SOUND, BONES, EDIT),
        "n_bones": count(BONES),
        "n_join": count(JOIN),
        "n_initial": count(INITIAL),
        "n_short": count(SHORT),
        "n_acr": count(ACRONYM),
        "acr_len": (
            min(len(p.q[acronyms[-1].q].text), len(p.t[acronyms[-1].t].text))
            if acronyms
            else 0
        ),
        "inv": _inversions(p, links),
    }


def _inversions(p: Pairing, links: Collection[Link]) -> float:
    """Share of pairs of links in another order; two legal forms make none."""
    pairs = turned = 0
    for k, link in enumerate(p.links):
        if link not in links:
            continue
        for other in p.links[:k]:
            pairs += 1
            turned += (link.q < other.q) != (link.t < other.t)
    return turned / pairs if pairs else 0.0


def _ends_linked(p: Pairing) -> dict[str, float]:
    """Whether the first words agree, and the last ones."""
    q, t = _told(p.q), _told(p.t)

    def linked(i: int, j: int) -> bool:
        return any(
            link.q <= i < link.q + link.qn and link.t <= j < link.t + link.tn
            for link in p.links
        )

    return {
        "nq": len(q),
        "nt": len(t),
        "first": bool(q and t and linked(q[0], t[0])),
        "last": bool(q and t and linked(q[-1], t[-1])),
    }


@dataclass(frozen=True, slots=True)
class _Left:
    """Words of one name that nothing on the other side stands for."""

    at: tuple[int, ...]
    weights: tuple[float, ...]
    flags: tuple[int, ...]
    initials: int

    def weight(self, flag: int = -1) -> float:
        """Weight of those with a flag."""
        return total(
            w
            for w, f in zip(self.weights, self.flags, strict=True)
            if f & flag or flag < 0
        )

    def count(self, flag: int) -> int:
        """Number of those with a flag."""
        return sum(bool(f & flag) for f in self.flags)

    def top(self, *, known: bool | None = None) -> float:
        """Weight of the most telling one, of those that are real words or are not."""
        return max(
            (
                w
                for w, f in zip(self.weights, self.flags, strict=True)
                if known is None or bool(f & KNOWN) == known
            ),
            default=0.0,
        )

    def far(self) -> int:
        """Number of those that name somebody."""
        return sum(w >= _FAR for w in self.weights)


def _left(
    tokens: Sequence[Token], weights: Sequence[float], used: Collection[int]
) -> _Left:
    at = tuple(i for i, t in enumerate(tokens) if i not in used and not t.flags & LEGAL)
    return _Left(
        at=at,
        weights=tuple(weights[i] for i in at),
        flags=tuple(tokens[i].flags for i in at),
        initials=sum(len(tokens[i].text) == 1 for i in at),
    )


def _same_slot(p: Pairing, i: int, j: int) -> bool:
    """Whether words left stand at the same place between linked ones."""
    links = [link for link in p.links if not p.q[link.q].flags & LEGAL]
    before = max((x for x in links if x.q < i), key=lambda x: x.q, default=None)
    after = min((x for x in links if x.q > i), key=lambda x: x.q, default=None)
    return (before is None or before.t < j) and (after is None or after.t > j)


def _left_features(p: Pairing) -> dict[str, float]:
    """Features of the words left over on either side."""
    q, t = _left(p.q, p.wq, p.used_q), _left(p.t, p.wt, p.used_t)
    numbers_q, numbers_t = q.count(NUMBER) > 0, t.count(NUMBER) > 0
    clashes = [min(p.wq[i], p.wt[j]) for i in q.at for j in t.at if _same_slot(p, i, j)]
    return {
        "left_q": q.weight(),
        "left_t": t.weight(),
        "left_min": min(q.weight(), t.weight()),
        "top_q": q.top(),
        "top_t": t.top(),
        "top_min": min(q.top(), t.top()),
        "far_q": q.far(),
        "far_t": t.far(),
        "place_q": q.weight(PLACE),
        "place_t": t.weight(PLACE),
        "num_clash": numbers_q and numbers_t,
        "num_one": numbers_q != numbers_t,
        "left_known": q.top(known=True),
        "left_new": q.top(known=False),
        "init_clash": bool((q.initials and t.far()) or (t.initials and q.far())),
        "patr_clash": bool(q.count(PATRONYM) and t.count(PATRONYM)),
        "n_patr": q.count(PATRONYM) + t.count(PATRONYM),
        "slot_clash": max(clashes, default=0.0),
    }


def _form_features(p: Pairing) -> dict[str, float]:
    """Features of the legal forms."""
    forms_q = [token for token in p.q if token.flags & LEGAL]
    forms_t = [token for token in p.t if token.flags & LEGAL]
    same = any(
        a.family is not None and a.family == b.family for a in forms_q for b in forms_t
    )
    return {
        "legal_same": same,
        "legal_diff": bool(forms_q and forms_t and not same),
        "legal_miss": bool(forms_q) != bool(forms_t),
    }


def _in_query_order(p: Pairing) -> list[Token]:
    """The listed name's tokens in the order of the query's, then those left."""
    order = [
        j
        for link in sorted(p.links, key=lambda link: link.q)
        for j in range(link.t, link.t + link.tn)
    ]
    order += [j for j in range(len(p.t)) if j not in order]
    return [p.t[j] for j in order]


def _whole_features(p: Pairing) -> dict[str, float]:
    """Features of all the letters, whatever the words."""
    asked, listed = _letters(p.q), _letters(p.t)
    order = _in_query_order(p)
    turned = _letters(order)
    left_q, left_t = _letters(p.q, p.used_q), _letters(p.t, p.used_t)
    all_q = _run(p.q)
    fewest = min(distance(all_q, _run(p.t)), distance(all_q, _run(order)))
    longest = max(len(all_q), len(_run(p.t)), 1)
    return {
        "whole": _alike(asked, listed),
        "ordered": _alike(asked, turned),
        "left_like": _alike(left_q, left_t),
        "full": 1.0 - fewest / longest,
        "edits_all": min(distance(asked, listed), distance(asked, turned)),
        "min_len": min(len(asked), len(listed)),
        "max_len": max(len(asked), len(listed)),
        "left_len_q": len(left_q),
        "left_len_t": len(left_t),
    }


def measure(p: Pairing) -> tuple[float, ...]:
    """The features of two aligned names, in the order of ``matching.features``."""
    f = {
        **_linked_features(p),
        **_ends_linked(p),
        **_left_features(p),
        **_form_features(p),
        **_whole_features(p),
    }
    f["all_q"] = f["matched"] + f["loss"] + f["left_q"]
    f["all_t"] = f["matched"] + f["loss"] + f["left_t"]
    f["cov_q"] = f["matched"] / f["all_q"] if f["all_q"] > 0.0 else 0.0
    f["cov_t"] = f["matched"] / f["all_t"] if f["all_t"] > 0.0 else 0.0
    f["cov_both"] = math.sqrt(f["cov_q"] * f["cov_t"])
    f["type"] = 1 if p.type == PERSON else 2 if p.type in (VESSEL, AIRCRAFT) else 0
    return tuple(float(f[name]) for name in NAMES)
