"""Who is who across versions of one list, and the ids that say so.

A publisher's number decides where there is one. Elsewhere a row is carried along by
its name, with country, citations, addresses and aliases telling twins apart, and by a
respelling of it; pairs are one to one and chosen together. Two parties in one pair is
the costlier mistake: a change then hides an addition and a removal, so what is not
sure stays apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from listgate.history.assignment import best_pairs
from listgate.history.evidence import (
    Traits,
    clash,
    fold,
    respelling_score,
    same_name_score,
    traits,
)
from listgate.records import ListEntry

# Least score of a respelling. Set on the two consolidated files of 2022-04 and
# 2026-07 and looked at pair by pair, on all lists without numbers.
RESPELT = 0.8
# A three-letter group that many names hold tells nothing about a candidate.
_COMMON_GRAM = 60
_CANDIDATES = 24

# No 0/o and 1/l/i, which people mix up when they copy an id by hand.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 6


def identify(
    rows: Sequence[ListEntry],
    known: Iterable[ListEntry],
    taken: Collection[str] = (),
) -> tuple[ListEntry, ...]:
    """The rows of one version, each with its id.

    Args:
        rows: Entries of one version of one list, in the publisher's order.
        known: Entries of other versions of that list, with ids; nearest version
            first. One id may come several times, once for each text of it.
        taken: Further ids that may not be given anew.

    Returns:
        The same rows in the same order; no two with one id.
    """
    texts = list(known)
    ids: list[str] = list(dict.fromkeys(t.entry for t in texts))
    position = {entry: i for i, entry in enumerate(ids)}
    owner = [position[t.entry] for t in texts]
    given: dict[int, str] = {}
    for pool, row in _pairs(texts, owner, rows):
        given[row] = ids[pool]
    used = set(taken) | set(ids)
    codes = _new_codes([r for i, r in enumerate(rows) if i not in given], used)
    return tuple(
        replace(row, entry=given[i] if i in given else next(codes))
        for i, row in enumerate(rows)
    )


def pair(old: Sequence[ListEntry], new: Sequence[ListEntry]) -> list[tuple[int, int]]:
    """Positions of the rows of two versions that are one party, one to one."""
    return _pairs(old, list(range(len(old))), new)


def _pairs(
    texts: Sequence[ListEntry], owner: Sequence[int], rows: Sequence[ListEntry]
) -> list[tuple[int, int]]:
    """Pairs (owner, row): by number, then by name, then by respelling."""
    pairs = _by_number(texts, owner, rows)
    gone = {p for p, _ in pairs}
    done = {r for _, r in pairs}
    numbered = {owner[i] for i, t in enumerate(texts) if t.number}
    left = [i for i in range(len(texts)) if owner[i] not in gone]
    right = [j for j in range(len(rows)) if j not in done]
    # Two numbers of one publisher are two parties, so names decide only where at least
    # one side has none.
    if all(rows[j].number for j in right):
        left = [i for i in left if owner[i] not in numbered]
    if all(owner[i] in numbered for i in left):
        right = [j for j in right if not rows[j].number]
    if not left or not right:
        return pairs
    seen = {i: traits(texts[i]) for i in left}
    asked = {j: traits(rows[j]) for j in right}

    alone = _alone(texts, owner) & _alone(rows, range(len(rows)))

    def allowed(i: int, j: int) -> bool:
        return not (rows[j].number and owner[i] in numbered) and not clash(
            seen[i], asked[j], alone=asked[j].name in alone
        )

    scores: dict[tuple[int, int], float] = {}
    by_name: dict[str, list[int]] = defaultdict(list)
    for i in left:
        by_name[seen[i].name].append(i)
    # Between twins, the id that more of the known versions carry goes on.
    carried = Counter(owner)
    for j in right:
        for i in by_name.get(asked[j].name, ()):
            if allowed(i, j):
                score = same_name_score(seen[i], asked[j]) + 0.02 * carried[owner[i]]
                _keep(scores, owner[i], j, score)
    named = best_pairs(scores)
    gone |= {p for p, _ in named}
    done |= {r for _, r in named}
    left = [i for i in left if owner[i] not in gone]
    right = [j for j in right if j not in done]
    scores = {}
    for i, j in _candidates(left, right, seen, asked):
        if allowed(i, j) and (s := respelling_score(seen[i], asked[j])) >= RESPELT:
            _keep(scores, owner[i], j, s)
    return sorted([*pairs, *named, *best_pairs(scores)])


def _alone(texts: Sequence[ListEntry], owner: Sequence[int]) -> set[str]:
    """The names, folded, that one owner alone bears."""
    owners: dict[str, set[int]] = defaultdict(set)
    for text, of in zip(texts, owner, strict=True):
        owners[fold(text.name)].add(of)
    return {name for name, found in owners.items() if len(found) == 1}


def _by_number(
    texts: Sequence[ListEntry], owner: Sequence[int], rows: Sequence[ListEntry]
) -> list[tuple[int, int]]:
    """Pairs that a publisher's number makes.

    Where it stands in several rows (the Bank of Kunlun had two under one number), the
    first of the same name goes on, and the others are entries of their own.
    """
    holder: dict[str, int] = {}
    for i, text in enumerate(texts):
        if text.number:
            holder.setdefault(text.number, i)  # the nearest version comes first
    found: dict[str, int] = {}
    for j, row in enumerate(rows):
        if row.number in holder:
            at = found.setdefault(row.number, j)
            name = texts[holder[row.number]].name
            if rows[at].name != name == row.name:
                found[row.number] = j
    pairs = {owner[holder[number]]: j for number, j in reversed(found.items())}
    return sorted(pairs.items())


def _keep(
    scores: dict[tuple[int, int], float], pool: int, row: int, score: float
) -> None:
    """Notes the best score that any text of one id has with a row."""
    if score > scores.get((pool, row), 0.0):
        scores[pool, row] = score


def _candidates(
    left: Sequence[int],
    right: Sequence[int],
    seen: dict[int, Traits],
    asked: dict[int, Traits],
) -> Iterator[tuple[int, int]]:
    """Pairs that share an alias, an identifier or rare three-letter groups."""
    keys: dict[object, list[int]] = defaultdict(list)
    for j in right:
        for key in _keys(asked[j]):
            keys[key].append(j)
    for i in left:
        votes: Counter[int] = Counter()
        for key in _keys(seen[i]):
            holders = keys.get(key, ())
            if len(holders) <= _COMMON_GRAM:
                # A name or an identifier in common is worth any number of letters.
                weight = 1 if isinstance(key, str) else 20
                for j in holders:
                    votes[j] += weight
        for j, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:_CANDIDATES]:
            yield i, j


def _keys(t: Traits) -> set[object]:
    """What two texts of one party will have in common."""
    names = {t.name, t.bare, *t.others, *("".join(h) for h in t.heads)}
    return {
        *(t.name[k : k + 3] for k in range(len(t.name) - 2)),
        *(("name", n) for n in names),
        *(("words", w) for w in (" ".join(sorted(t.words)),)),
        *t.identifiers,
    }


def _new_codes(rows: Sequence[ListEntry], used: set[str]) -> Iterator[str]:
    """Ids for rows first seen here: the publisher's number, else a code.

    The code is made of what the row says, so that it comes out the same on every
    machine that sees the row first in the same version.
    """
    twins: Counter[str] = Counter()
    for row in rows:
        entry = f"{row.list}:{row.number}"
        if not row.number or entry in used:
            base = "|".join(
                (row.list, fold(row.name) or row.name, ",".join(sorted(row.countries)))
            )
            twins[base] += 1
            entry = f"{row.list}:{code_of(base, twins[base])}"
            turn = twins[base]
            while entry in used:
                turn += 1000
                entry = f"{row.list}:{code_of(base, turn)}"
        used.add(entry)
        yield entry


def code_of(base: str, turn: int) -> str:
    """A short code made of a text; ``turn`` tells rows apart that read the same."""
    number = int.from_bytes(hashlib.sha256(f"{base}|{turn}".encode()).digest()[:8])
    code = ""
    for _ in range(_CODE_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        code += _ALPHABET[digit]
    return code
