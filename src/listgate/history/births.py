"""When and where listed persons were born, as a small file beside the index.

An index holds what every screening needs; births are looked at only where a party's own
is given, so they are read then and not before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from listgate.history.story import Story
from listgate.records import Births

_KEYS = {"date_of_birth": 0, "place_of_birth": 1}


def pack(stories: Iterable[Story]) -> bytes:
    """What all texts of each entry say, as bytes that ``unpack`` reads."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for story in stories:
        for _, entry in story.states:
            for key, text in entry.details:
                if (at := _KEYS.get(key)) is not None:
                    found.setdefault(story.entry, ({}, {}))[at][text] = None
    rows = {entry: [list(d), list(p)] for entry, (d, p) in found.items()}
    return json.dumps(rows, ensure_ascii=False).encode()


def unpack(data: bytes) -> Births:
    """What ``pack`` wrote."""
    rows = json.loads(data)
    return {entry: (tuple(d), tuple(p)) for entry, (d, p) in rows.items()}
