"""What held on a user's own list on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from listgate.history.story import Story
from listgate.history.versions import rank
from listgate.records import Basis, ListEntry, ListVersion


def own_stories(
    versions: Sequence[tuple[ListVersion, tuple[ListEntry, ...]]],
) -> list[Story]:
    """The stories of one own list.

    Its keeper is here, so nothing about it is in doubt: an entry ends on the day that
    it gives, or with the version that lacks it. It holds as far back as asked, or from
    the version with which it came back.

    Args:
        versions: The versions of the list, with their entries, which carry ids.
    """
    ordered = sorted(versions, key=lambda v: rank(v[0]))
    # Of two versions with one date the later counts.
    counting = list({v.published_at: (v, entries) for v, entries in ordered}.values())
    told: list[Story] = []
    left: set[str] = set()
    open_: dict[str, list[tuple[int, ListEntry]]] = {}
    for at, (_, entries) in enumerate(counting):
        here = {e.entry: e for e in entries}
        gone = [e for e in open_ if e not in here]
        told.extend(_story(open_.pop(e), counting, left) for e in gone)
        left.update(gone)
        for entry, text in here.items():
            open_.setdefault(entry, []).append((at, text))
    told.extend(_story(stay, counting, left) for stay in open_.values())
    return told


def _story(
    stay: list[tuple[int, ListEntry]],
    counting: Sequence[tuple[ListVersion, tuple[ListEntry, ...]]],
    left: set[str],
) -> Story:
    """The story of one stay on the list; ``left`` are those that had left it before."""
    first, last = stay[0][0], stay[-1][0]
    entry = stay[0][1].entry
    came_back = counting[first][0].published_at if entry in left else None
    states: list[tuple[date, ListEntry]] = []
    for at, text in stay:
        if not states:
            states.append((came_back or date.min, text))
        elif states[-1][1] != text:
            states.append((counting[at][0].published_at, text))
    ends = [stay[-1][1].end_date]
    if last + 1 < len(counting):
        ends.append(counting[last + 1][0].published_at)
    return Story(
        entry=entry,
        states=tuple(states),
        held_from=came_back,
        basis=Basis.START_DATE if came_back else Basis.UNKNOWN,
        held_to=min((d for d in ends if d), default=None),
        seen_from=counting[first][0].published_at if first else None,
        versions=tuple(counting[at][0].version for at, _ in stay),
    )
