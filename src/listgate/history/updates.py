"""Taking a published file into the store, by the contract's *Versions*."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from listgate.errors import ParseError, QueryError
from listgate.history.dating import date_lists
from listgate.history.destinations import carried, joined
from listgate.history.falls import SMALL, base_of, check_whole, fall_message, fell
from listgate.history.identity import identify
from listgate.history.store import StoredFile
from listgate.history.versions import rank
from listgate.records import ListEntry, ListVersion, Origin, ParsedList
from listgate.sources import embedded
from listgate.sources.catalog import by_code
from listgate.sources.recognise import read_lists
from listgate.sources.rules import rule_of
from listgate.sources.unpack import unpack

if TYPE_CHECKING:
    from listgate.history.store import Batch, Store

Versioned = tuple[ListVersion, tuple[ListEntry, ...]]
Embedded = Callable[[str], "Versioned | None"]


class Outcome(StrEnum):
    """What became of one list of a file."""

    SERVING = "serving"  # taken, and it answers for today
    HISTORY = "history"  # taken; a newer version answers for today
    QUARANTINED = "quarantined"  # kept aside until --force; the old version answers
    RELEASED = "released"  # was quarantined, and counts from now on
    KNOWN = "known"  # had been taken before; nothing changed


@dataclass(frozen=True, slots=True)
class Taken:
    """One list of a file, and what became of it."""

    version: ListVersion
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did; ``sentences`` are for the user.

    ``lists`` are those of the file that were asked for, with what became of each.
    """

    file: str
    digest: str
    lists: tuple[Taken, ...]
    sentences: tuple[str, ...] = ()

    @property
    def taken(self) -> tuple[ListVersion, ...]:
        """The versions that are in the store now, quarantined ones too."""
        return tuple(t.version for t in self.lists)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any(t.outcome is not Outcome.KNOWN for t in self.lists)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``update --format json``."""
        return {
            "file": self.file,
            "version": self.digest,
            "lists": [
                {
                    "code": t.version.code,
                    "version": t.version.version,
                    "published": t.version.published_at.isoformat(),
                    "dated_by": t.version.dated_by.value,
                    "entries": t.version.entries,
                    "outcome": t.outcome.value,
                }
                for t in self.lists
            ],
            "sentences": list(self.sentences),
        }


def embedded_list(code: str) -> Versioned | None:
    """The embedded version of a list; None where there is none."""
    if code not in embedded.EMBEDDED_CODES + embedded.EXTRA_CODES:
        return None
    return embedded.load([code]).versions[0]


def update(
    store: Store,
    data: bytes,
    name: str = "",
    *,
    codes: Collection[str] = (),
    published: date | None = None,
    force: bool = False,
    now: datetime,
    embedded: Embedded = embedded_list,
    lists: Sequence[ParsedList] | None = None,
    salt: str = "",
    served: date | None = None,
    some: bool = False,
) -> UpdateReport:
    """Takes the lists of a published file, whole or not at all.

    Args:
        store: Where versions are kept; it is left as it was when anything is raised.
        data: The file's bytes, plain or packed.
        name: What the user calls the file.
        codes: Only these lists of the file; all when empty.
        published: The file's date, where the file itself states none.
        force: Also take what has fallen by a tenth, and lift quarantines.
        now: The moment of retrieval, with its zone.
        embedded: Gives the embedded version of a list.
        lists: What was read from the file, where it is none of a publisher's.
        salt: Names the version beside its bytes, for a file that comes back.
        served: The date that the publisher's server gave with the file.
        some: Be content with those of ``codes`` that the file holds, if any.

    Raises:
        ParseError: the file is damaged or of no known form.
        RefusedError: the file as a whole has fallen by a tenth.
        QueryError: a code is unknown or not in the file, or ``published`` is in the
            future or contradicts the file.
    """
    if lists is None:
        lists = read_lists(data, name=name, first_page=_first_page)
    if not any(p.entries for p in lists):
        raise ParseError(name, f"{name or 'The file'} holds no entries.")
    lacking = [c for c in codes if c not in {p.code for p in lists}] if some else []
    if len(lacking) < len(codes):
        codes = [c for c in codes if c not in lacking]
    wanted = _wanted(lists, codes, name)
    dates = date_lists(lists, published, now.date(), name, served)
    digest, content = content_of(data, name)
    if salt:
        digest = hashlib.sha256(content + salt.encode()).hexdigest()
    file = StoredFile(digest, name, content)
    incoming = {
        p.code: ListVersion(
            code=p.code,
            version=f"sha256:{digest}",
            published_at=dates[p.code][0],
            dated_by=dates[p.code][1],
            origin=Origin.LOADED,
            entries=len(p.entries),
            fetched_at=now,
        )
        for p in lists
    }
    with store.batch() as batch:
        loaded = batch.versions()
        messages = [
            f"{c}: this file does not hold the list; its version still counts."
            for c in lacking
        ]
        known = {(v.code, v.version) for v in loaded}
        fresh = [p for p in wanted if (p.code, incoming[p.code].version) not in known]
        # A file that was taken before, by force perhaps, is not measured again.
        missing = (
            check_whole(
                batch.file_of,
                loaded,
                incoming,
                name,
                consolidated=any(p.consolidated for p in lists),
                force=force,
            )
            if fresh
            else []
        )
        taken: list[Taken] = []
        for p in wanted:
            version = incoming[p.code]
            if (p.code, version.version) in known:
                taken.append(_again(batch, loaded, version, force=force))
                continue
            ours = embedded(p.code)
            known_entries = _known(batch, loaded, version, ours)
            rows = joined(p.entries, known_entries)
            if len(rows) < len(p.entries):
                messages.append(_joined_message(version, len(rows)))
            base = base_of(loaded, version)
            if base is not None and fell(version.entries, base.entries):
                messages.append(fall_message(version, base, force=force))
                version = replace(
                    version, quarantined=base.entries >= SMALL and not force
                )
            entries = identify(rows, known_entries)
            entries += carried(entries, _before(batch, loaded, version, ours))
            batch.add(version, entries, file, p.remarks)
            older = _answers_later(loaded, version, ours)
            taken.append(
                Taken(
                    version,
                    Outcome.QUARANTINED
                    if version.quarantined
                    else Outcome.HISTORY
                    if older
                    else Outcome.SERVING,
                )
            )
            if older and not version.quarantined:
                messages.append(_history_message(version, older))
        # What the parser could not place is said once, whatever lists it concerns.
        messages.extend(dict.fromkeys(r for p in fresh for r in p.remarks))
        messages.extend(missing if not codes else ())
        messages.extend(_again_messages(taken))
    return UpdateReport(
        file=name,
        digest=f"sha256:{digest}",
        lists=tuple(taken),
        sentences=tuple(_grouped(messages)),
    )


def _first_page(printed: str, day: date | None) -> str | None:
    rule = rule_of(printed, day)
    return rule.cite if rule else None


def _wanted(
    lists: Sequence[ParsedList], codes: Collection[str], name: str
) -> tuple[ParsedList, ...]:
    """The lists of the file that were asked for."""
    for code in codes:
        by_code(code)
        if code not in {p.code for p in lists}:
            raise QueryError("list", f"{name or 'the file'} does not hold {code}")
    return tuple(p for p in lists if not codes or p.code in codes)


def content_of(data: bytes, name: str) -> tuple[str, bytes]:
    """The publisher's bytes and their SHA-256, whatever they were packed in.

    A folder of several files has no such bytes; there they are the packed folder's.
    """
    members = unpack(data, name=name)
    content = members[0][1] if len(members) == 1 else data
    return hashlib.sha256(content).hexdigest(), content


def _again(
    batch: Batch, loaded: Iterable[ListVersion], version: ListVersion, *, force: bool
) -> Taken:
    """A version that is kept already: nothing changes, save that force releases it."""
    kept = next(
        v for v in loaded if (v.code, v.version) == (version.code, version.version)
    )
    if kept.quarantined and force:
        batch.release(kept)
        return Taken(replace(kept, quarantined=False), Outcome.RELEASED)
    return Taken(kept, Outcome.KNOWN)


def _again_messages(taken: Iterable[Taken]) -> Iterable[str]:
    """A sentence for each list that was there already."""
    for t in taken:
        if t.outcome is Outcome.RELEASED:
            yield f"{t.version.code}: this version counts from now on."
        elif t.outcome is Outcome.KNOWN and t.version.quarantined:
            yield f"{t.version.code}: this version is kept aside until --force."
        elif t.outcome is Outcome.KNOWN:
            yield f"{t.version.code}: this version was taken before; nothing changed."


def _known(
    batch: Batch,
    loaded: Iterable[ListVersion],
    version: ListVersion,
    ours: Versioned | None,
) -> list[ListEntry]:
    """Entries that ids are carried along from: those of the versions next to this one."""
    others = sorted((v for v in loaded if v.code == version.code), key=rank)
    older = [v for v in others if rank(v) <= rank(version)][-1:]
    newer = [v for v in others if rank(v) > rank(version)][:1]
    known: list[ListEntry] = []
    for near in (*older, *newer):
        known.extend(batch.entries(near))
    if ours is not None:
        known.extend(ours[1])
    # Entries that were gone from the neighbors come back under their first name.
    have = {e.entry for e in known}
    known.extend(
        ListEntry(list=version.code, name=name, entry=entry)
        for entry, name in batch.names(version.code).items()
        if entry not in have
    )
    return known


def _before(
    batch: Batch,
    loaded: Iterable[ListVersion],
    version: ListVersion,
    ours: Versioned | None,
) -> tuple[ListEntry, ...]:
    """The entries of the newest version, loaded or embedded, that is not younger."""
    older = [
        v
        for v in loaded
        if v.code == version.code and not v.quarantined and rank(v) <= rank(version)
    ]
    best = max(older, key=rank, default=None)
    if (
        ours is not None
        and rank(ours[0]) <= rank(version)
        and (best is None or rank(ours[0]) > rank(best))
    ):
        return ours[1]
    return batch.entries(best) if best is not None else ()


def _joined_message(version: ListVersion, count: int) -> str:
    return (
        f"{version.code}: {version.entries:,} entries of the regulation are {count:,} "
        "parties here, since it lists some under several countries."
    )


def _answers_later(
    loaded: Iterable[ListVersion], version: ListVersion, ours: Versioned | None
) -> ListVersion | None:
    """The version that answers for today although this one was taken."""
    others = [v for v in loaded if v.code == version.code and not v.quarantined]
    if ours is not None:
        others.append(ours[0])
    best = max(others, key=rank, default=None)
    return best if best is not None and rank(best) > rank(version) else None


def _history_message(version: ListVersion, newer: ListVersion) -> str:
    kind = "embedded" if newer.origin is Origin.EMBEDDED else "loaded"
    return (
        f"{version.code}: the version of {version.published_at} is older than the "
        f"{kind} one of {newer.published_at} and was taken as history."
    )


def _grouped(messages: Iterable[str]) -> list[str]:
    """Sentences that differ in the list alone, joined into one."""
    groups: dict[str, list[str]] = {}
    for message in messages:
        head, colon, rest = message.partition(": ")
        if colon and " " not in head:
            groups.setdefault(rest, []).append(head)
        else:
            groups.setdefault(message, [])
    return [
        f"{', '.join(codes)}: {rest}" if codes else rest
        for rest, codes in groups.items()
    ]
