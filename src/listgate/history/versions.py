"""Which version of a list answers, among those loaded and the embedded one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from listgate.records import ListVersion, Origin

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ListStatus:
    """One version of one list, and whether it answers for the day asked about."""

    version: ListVersion
    serving: bool
    age_days: int
    kind: str = ""  # ``cleared``: pairs that users have cleared, no parties

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``lists --format json``."""
        v = self.version
        return {
            "code": v.code,
            "version": v.version,
            "published": v.published_at.isoformat(),
            "dated_by": v.dated_by.value,
            "origin": v.origin.value,
            "entries": v.entries,
            "serving": self.serving,
            "quarantined": v.quarantined,
            "fetched": v.fetched_at.isoformat() if v.fetched_at else None,
            "age_days": self.age_days,
            **({"kind": self.kind} if self.kind else {}),
        }


def rank(version: ListVersion) -> tuple[date, bool, datetime]:
    """Orders versions of one list, the one that counts last.

    Of two with one date the loaded one counts; of two loaded ones, the later fetched.
    """
    fetched = version.fetched_at or _LONG_AGO
    if fetched.tzinfo is None:
        fetched = fetched.replace(tzinfo=UTC)
    return version.published_at, version.origin is Origin.LOADED, fetched


def serving(
    versions: Iterable[ListVersion], day: date | None = None
) -> dict[str, ListVersion]:
    """The version of each list that answers for a day, by code.

    That is the newest on or before it; for a day before all of them, the oldest, which
    then answers by its citations. Quarantined versions answer for no day.

    Args:
        versions: Versions of any lists.
        day: The day asked about; the newest version answers when it is left out.
    """
    found: dict[str, ListVersion] = {}
    for v in sorted(versions, key=rank):
        if v.quarantined:
            continue
        held = found.get(v.code)
        if held is None or day is None or v.published_at <= day:
            found[v.code] = v
        elif held.published_at == v.published_at:
            found[v.code] = v  # both after the day: of one date the later counts
    return found


def statuses(
    versions: Iterable[ListVersion], today: date, on: date | None = None
) -> tuple[ListStatus, ...]:
    """Every version with its age, by code and date.

    Args:
        versions: Versions of any lists.
        today: The day that ages are counted to.
        on: Marks the versions that answer for this day; for today when left out.
    """
    known = tuple(versions)
    answers = serving(known, on)
    return tuple(
        ListStatus(
            version=v,
            serving=answers.get(v.code) == v,
            age_days=max(0, (today - v.published_at).days),
        )
        for v in sorted(known, key=lambda v: (v.code, rank(v)))
    )


def versions_digest(versions: Iterable[ListVersion], *, salt: str = "") -> str:
    """A digest that names a set of versions: the key of what is compiled from them.

    Args:
        versions: The versions in use, in any order; quarantined ones do not count.
        salt: What else the compiled thing depends on.
    """
    lines = sorted(
        f"{v.code} {v.version} {v.published_at.isoformat()} {v.origin.value} "
        f"{rank(v)[2].isoformat()}"
        for v in versions
        if not v.quarantined
    )
    text = "\n".join([salt, *lines])
    return hashlib.sha256(text.encode()).hexdigest()
