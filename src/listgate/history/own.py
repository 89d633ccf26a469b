"""A user's own lists: how they are named and kept."""

from __future__ import annotations

import re

from listgate.errors import QueryError

OWN = "own:"
CLEARED = "cleared:"  # how pairs that were cleared are kept; users name them own: too
MOST = 32  # an index has room for 64 lists

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


def list_of(entry: str) -> str:
    """The code of the list that an entry's id names."""
    return entry.rpartition(":")[0]


def is_cleared(code: str) -> bool:
    """Whether what is kept under a code are cleared pairs, to which no one is compared."""
    return code.startswith(CLEARED)


def shown(code: str) -> str:
    """A code as users write it."""
    return OWN + code.removeprefix(CLEARED) if is_cleared(code) else code


def kept_as(code: str, kind: str) -> str:
    """The code under which an own list of a kind is kept.

    Args:
        code: As the user writes it, ``own:NAME``.
        kind: ``parties`` or ``cleared``.

    Raises:
        QueryError: the name or the kind is none.
    """
    name = code.removeprefix(OWN)
    if not code.startswith(OWN) or not _NAME.fullmatch(name):
        raise QueryError(
            "list",
            f"{code!r} is no name of an own list: own: and then small letters, digits "
            "and dashes, as in own:watched",
        )
    if kind not in ("parties", "cleared"):
        raise QueryError("kind", f"{kind!r} is neither parties nor cleared")
    return code if kind == "parties" else CLEARED + name
