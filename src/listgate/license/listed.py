"""ECCNs as requirements and policies list them: ``3B001.a.4, .c, .k to .p; or 3B993``.

The list is a grammar and nothing else may stand in it: a word between two ECCNs
(``except``, ``when``) would change what is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.license.eccn import Eccn, EccnSet

_PATH = r"(?:\.[a-z0-9]{1,3}(?![a-z0-9]))"
_ENTRY = rf"\d[a-e]\d{{3}}(?:(?![a-z0-9]){_PATH}*|[a-z](?![a-z0-9]){_PATH}*)"
# A bare letter is a paragraph where the list goes on, or ends, behind it; never the
# article.
_BARE = rf"(?:\.[a-z](?![a-z0-9]){_PATH}*|[a-z]{_PATH}+|[b-z](?=\s*(?:[,;.]|$|and |or |to )))"
_JOIN = r"(?:\s*[,;]\s*(?:and |or )?|\s+(?:and|or)\s+|\s+(?:to|through)\s+|\s?-\s?)"
LIST = rf"(?P<eccns>{_ENTRY}(?:{_JOIN}(?:{_ENTRY}|{_BARE}))*)"
_STEP = re.compile(rf"(?P<join>{_JOIN})?(?:(?P<entry>{_ENTRY})|(?P<bare>{_BARE}))")


@lru_cache(maxsize=256)
def listed(text: str) -> EccnSet | None:
    """The ECCNs of a list; None where it cannot be told what is meant.

    That is a run between unlike ends, and a paragraph of an entry just named whole.
    """
    out: list[Eccn] = []
    base = ""
    for step in _STEP.finditer(text):
        if step["entry"]:
            base = step["entry"][:5].upper()
            here = Eccn(base, _path(step["entry"][5:]))
        else:
            if out and out[-1].base == base and not out[-1].path:
                return None
            here = Eccn(base, _path(step["bare"]))
        join = (step["join"] or "").strip()
        if out and join in ("to", "through", "-"):
            between = _run(out[-1], here)
            if between is None:
                return None
            out.extend(between)
        out.append(here)
    return EccnSet(tuple(dict.fromkeys(out)))


def _path(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+|\d+", text))


def _run(first: Eccn, last: Eccn) -> list[Eccn] | None:
    """What lies between the ends of a run; None where they are not of one kind."""
    if not first.path and not last.path and first.base[:2] == last.base[:2]:
        low, high = int(first.base[2:]), int(last.base[2:])
        return (
            [Eccn(f"{first.base[:2]}{n:03d}") for n in range(low + 1, high)]
            if low < high
            else None
        )
    if first.base != last.base or first.path[:-1] != last.path[:-1]:
        return None
    if not first.path or len(first.path) != len(last.path):
        return None
    head, a, b = first.path[:-1], first.path[-1], last.path[-1]
    if a.isdigit() and b.isdigit() and int(a) < int(b):
        return [Eccn(first.base, (*head, str(n))) for n in range(int(a) + 1, int(b))]
    if len(a) == len(b) == 1 and a.isalpha() and b.isalpha() and a < b:
        return [Eccn(first.base, (*head, chr(n))) for n in range(ord(a) + 1, ord(b))]
    return None
