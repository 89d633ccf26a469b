"""Every version of every list at hand, loaded and embedded: what the service asks.

Nothing is opened or read before it is needed, and SQLAlchemy not at all unless loaded
entries are.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from listgate.errors import QueryError
from listgate.history.glance import loaded_entries, loaded_versions
from listgate.history.own import is_cleared, list_of, shown
from listgate.history.versions import ListStatus, rank, statuses, versions_digest
from listgate.records import ListEntry, ListVersion, ParsedList
from listgate.sources import embedded

if TYPE_CHECKING:
    from listgate.history.diff import Diff
    from listgate.history.reconcile import Reconciliation
    from listgate.history.store import Store
    from listgate.history.story import Story
    from listgate.history.updates import UpdateReport

Versioned = tuple[ListVersion, tuple[ListEntry, ...]]

# Changes when stories come out otherwise for the same versions, so that what was
# compiled from them is compiled anew.
STORY_FORM = 3


class Shelf:
    """The lists that can answer, under one database URL."""

    def __init__(self, url: str) -> None:
        self._url = url

    def digest(self, codes: Collection[str] = (), *, salt: str = "") -> str:
        """A digest that names the versions in use, told in milliseconds.

        It is the key of what is compiled from their stories: the index of matching.

        Args:
            codes: Only these lists; all when empty.
            salt: What else the compiled thing depends on.
        """
        ours = sorted(embedded.versions(self._embedded_codes(codes)))
        key = "\n".join([f"stories {STORY_FORM}", *map(" ".join, ours), salt])
        return versions_digest(
            (
                v
                for v in loaded_versions(self._url)
                if (not codes or v.code in codes) and not is_cleared(v.code)
            ),
            salt=hashlib.sha256(key.encode()).hexdigest(),
        )

    def versions(self, codes: Collection[str] = ()) -> tuple[ListVersion, ...]:
        """The loaded and embedded versions, quarantined ones too."""
        loaded = (v for v in loaded_versions(self._url) if not codes or v.code in codes)
        return (*loaded, *embedded.heads(self._embedded_codes(codes)))

    def statuses(
        self, today: date, on: date | None = None, codes: Collection[str] = ()
    ) -> tuple[ListStatus, ...]:
        """What ``listgate lists`` shows: one status a version."""
        found = statuses(self.versions(), today, on)
        return tuple(
            replace(s, version=replace(s.version, code=code), kind="cleared")
            if code != s.version.code
            else s
            for s in found
            if (code := shown(s.version.code)) in codes or not codes
        )

    def versioned(self, codes: Collection[str] = ()) -> tuple[Versioned, ...]:
        """The versions that count, with their entries, under one set of ids."""
        counting = [
            v
            for v in loaded_versions(self._url)
            if not v.quarantined
            and (not codes or v.code in codes)
            and not is_cleared(v.code)
        ]
        entries_of = loaded_entries(self._url, counting)
        loaded = list(zip(counting, entries_of, strict=True))
        by_code: dict[str, list[Versioned]] = {}
        for version, entries in loaded:
            by_code.setdefault(version.code, []).append((version, entries))
        ours = [
            _with_ids_of(by_code.get(version.code, ()), (version, entries))
            for version, entries in embedded.load(self._embedded_codes(codes)).versions
        ]
        return (*loaded, *ours)

    def stories(self, codes: Collection[str] = ()) -> tuple[Story, ...]:
        """The stories of all entries of these lists; of all lists when left out."""
        from listgate.history.merge import stories

        earlier = {
            entry: texts
            for code in self._embedded_codes(codes)
            for entry, texts in embedded.earlier_texts(code).items()
        }
        with _uncollected():
            return stories(self.versioned(codes), earlier)

    def check(self, codes: Collection[str]) -> None:
        """Refuses codes of lists that are not at hand.

        Raises:
            QueryError: there is no version of one, or it holds no entries.
        """
        at_hand = {v.code for v in self.versions()} | set(embedded.EXTRA_CODES)
        for code in codes:
            if code not in at_hand or is_cleared(code):
                raise QueryError(
                    "list", f"{code!r} is not loaded; see `listgate lists`"
                )

    def cleared(self) -> tuple[tuple[ListVersion, tuple[ListEntry, ...]], ...]:
        """The pairs that users have cleared: the newest version of each such list.

        Told in a millisecond where there are none.
        """
        kept = [
            v
            for v in loaded_versions(self._url)
            if is_cleared(v.code) and not v.quarantined
        ]
        if not kept:
            return ()
        newest = list({v.code: v for v in sorted(kept, key=rank)}.values())
        return tuple(zip(newest, loaded_entries(self._url, newest), strict=True))

    def story(self, entry: str) -> tuple[Story, ...]:
        """The stories of one entry: one for each stay on its list, oldest first.

        Raises:
            QueryError: no list at hand has an entry of that id.
        """
        code = list_of(entry)
        at_hand = {v.code for v in loaded_versions(self._url)}
        if code in at_hand or code in embedded.EMBEDDED_CODES + embedded.EXTRA_CODES:
            found = tuple(s for s in self.stories([code]) if s.entry == entry)
            if found:
                return found
        raise QueryError("entry", f"no list at hand has an entry {entry!r}")

    def entry(self, entry: str, day: date) -> ListEntry:
        """One entry whole as it held on a day, with the publisher's own columns.

        Raises:
            QueryError: no list at hand has the entry, or it did not hold on that day.
        """
        told = self.story(entry)
        for story in told:
            found = story.on(day)
            if found is not None:
                return self._with_columns(found, story, day)
        stays = "; ".join(
            f"from {s.held_from or 'an unknown day'}"
            + (f" until {s.held_to}" if s.held_to else "")
            + (f" ({s.ended_by})" if s.ended_by else " at the latest" * bool(s.held_to))
            for s in told
        )
        raise QueryError("entry", f"{entry} is not listed on {day}; it is {stays}")

    def diff(self, from_day: date, to_day: date, codes: Collection[str] = ()) -> Diff:
        """What was added, removed and changed between two days."""
        from listgate.history.diff import diff

        self.check(codes)
        with _uncollected():
            return diff(self.stories(codes), from_day, to_day)

    def reconciled(
        self, codes: Collection[str] = ()
    ) -> tuple[tuple[Reconciliation, ...], tuple[str, ...]]:
        """The consolidated file against the publishers' own texts, list by list.

        The newest version of each counts; where no consolidated file is loaded, the
        embedded list stands for the one that it was made from.

        Returns:
            The lists of which both are at hand, and a sentence on each that was asked for
            and is not.
        """
        from listgate.history.destinations import destinations
        from listgate.history.reconcile import is_consolidated, reconcile

        found: dict[str, dict[bool, Versioned]] = {}
        counting = [
            v
            for v in loaded_versions(self._url)
            if not v.quarantined
            and not v.code.startswith("own:")
            and (not codes or v.code in codes)
            and not is_cleared(v.code)
        ]
        if counting:
            with self._store() as store:
                for version in sorted(counting, key=rank):
                    rows = store.entries(version, published=True)
                    sides = found.setdefault(version.code, {})
                    # What was carried along is not in the regulation's own text.
                    own = tuple(filter(destinations, rows)) or rows
                    sides[is_consolidated(rows)] = (version, own)
        reports: list[Reconciliation] = []
        for code, sides in found.items():
            if True not in sides and (ours := self._made_from_consolidated(code)):
                sides[True] = ours
            if len(sides) == 2:
                reports.append(reconcile(sides[True], sides[False]))
        done = {r.code for r in reports}
        sentences = tuple(
            f"{code}: only one text is at hand; load the publisher's own with `listgate "
            f"update {code}` and the consolidated file with `listgate update`."
            for code in codes or ("us-bis-el",)
            if code not in done
        )
        return tuple(reports), sentences

    def _made_from_consolidated(self, code: str) -> Versioned | None:
        """The embedded version of a list that the consolidated file holds."""
        from listgate.sources.catalog import by_code

        if code not in embedded.EMBEDDED_CODES or not by_code(code).csl_source:
            return None
        return embedded.load([code]).versions[0]

    def update(
        self,
        data: bytes,
        name: str = "",
        *,
        codes: Collection[str] = (),
        published: date | None = None,
        force: bool = False,
        now: datetime,
        lists: Sequence[ParsedList] | None = None,
        salt: str = "",
        served: date | None = None,
        some: bool = False,
    ) -> UpdateReport:
        """Takes a published file; see ``history.updates.update``."""
        from listgate.history.updates import update

        with self._store() as store:
            return update(
                store,
                data,
                name,
                codes=codes,
                published=published,
                force=force,
                now=now,
                lists=lists,
                salt=salt,
                served=served,
                some=some,
            )

    def _with_columns(self, found: ListEntry, story: Story, day: date) -> ListEntry:
        """The entry with the columns of the version that gives its text."""
        code = found.list
        having = [
            v
            for v in loaded_versions(self._url)
            if v.code == code and v.version in story.versions and not v.quarantined
        ]
        if not having:
            return found
        before = [v for v in having if v.published_at <= day]
        version = before[-1] if before else having[0]
        with self._store() as store:
            rows = store.entries(version, published=True)
        columns = next((r.published for r in rows if r.entry == found.entry), ())
        return replace(found, published=columns)

    def _embedded_codes(self, codes: Collection[str]) -> tuple[str, ...]:
        if not codes:
            return embedded.EMBEDDED_CODES
        every = embedded.EMBEDDED_CODES + embedded.EXTRA_CODES
        return tuple(c for c in every if c in codes)

    @contextmanager
    def _store(self) -> Iterator[Store]:
        from listgate.history.store import Store

        store = Store.open(self._url)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Holds the garbage collector off.

    Building 26,000 entries makes no rings, and looking for some takes a third of the
    time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _with_ids_of(loaded: Sequence[Versioned], ours: Versioned) -> Versioned:
    """The embedded version under the ids that the loaded ones gave.

    They are the same as a rule. But an entry first seen in a loaded file has a code of
    this store, and a later package may know it by its own; the store's stays.
    """
    version, entries = ours
    given = {e.entry for _, rows in loaded for e in rows}
    mine = {e.entry for e in entries}
    left: dict[str, ListEntry] = {}
    for _, rows in loaded:
        left.update((e.entry, e) for e in rows if e.entry not in mine)
    right = [i for i, e in enumerate(entries) if e.entry not in given]
    if not left or not right:
        return ours
    # Imported here: screening from a compiled index never comes this far.
    from listgate.history.identity import pair

    texts = list(left.values())
    renamed = {
        right[j]: texts[i].entry for i, j in pair(texts, [entries[r] for r in right])
    }
    if not renamed:
        return ours
    return version, tuple(
        replace(e, entry=renamed[i]) if i in renamed else e
        for i, e in enumerate(entries)
    )
