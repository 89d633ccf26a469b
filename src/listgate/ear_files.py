"""The loaded control lists, found again on disk by their names.

One file in ``LISTGATE_HOME/ear`` is one day's control list, Country Chart, Country
Groups and license exceptions; its name tells the day, the digest and the entries.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from listgate.license.tables import LIST_CODE
from listgate.records import DatedBy, ListVersion, Origin

if TYPE_CHECKING:
    from listgate.history.versions import ListStatus

FOLDER = "ear"


@dataclass(frozen=True, slots=True)
class EarFile:
    """A loaded control list: one file, whose name tells what it is."""

    published_at: date
    version: str
    entries: int
    path: Path
    dated_by: DatedBy = DatedBy.CONTENT

    @classmethod
    def of(cls, path: Path) -> EarFile:
        """What a file's name tells: day, digest, number of entries, who dated it."""
        day, digest, entries, *dated_by = path.stem.split("_")
        return cls(
            date.fromisoformat(day),
            f"sha256:{digest}",
            int(entries),
            path,
            DatedBy(dated_by[0]) if dated_by else DatedBy.CONTENT,
        )

    def list_version(self) -> ListVersion:
        """The version that it is."""
        return ListVersion(
            LIST_CODE,
            self.version,
            self.published_at,
            self.dated_by,
            Origin.LOADED,
            self.entries,
            datetime.fromtimestamp(self.path.stat().st_mtime, UTC),
        )


def ear_files(home: Path) -> list[EarFile]:
    """The loaded control lists, oldest first; of one day, in the order of loading."""
    folder = home / FOLDER
    if not folder.is_dir():
        return []
    found = (EarFile.of(p) for p in folder.glob("*_*_*.json"))
    return sorted(
        found, key=lambda f: (f.published_at, f.path.stat().st_mtime_ns, f.version)
    )


def ear_statuses(
    home: Path, today: date, on: date | None, codes: Collection[str]
) -> tuple[ListStatus, ...]:
    """What ``listgate lists`` shows of the loaded control lists."""
    from listgate.history.versions import ListStatus

    if codes and LIST_CODE not in codes:
        return ()
    kept = ear_files(home)
    day = on or today
    before = [f for f in kept if f.published_at <= day]
    serving = (before or kept)[-1 if before else 0] if kept else None
    return tuple(
        ListStatus(f.list_version(), f is serving, (today - f.published_at).days)
        for f in kept
    )
