"""The gate: the only place where stored lists and the pure core meet."""

from __future__ import annotations

import hashlib
import itertools
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgate.errors import QueryError
from listgate.history.shelf import Shelf
from listgate.matching.compile import FORMAT, TYPES
from listgate.matching.explain import Comparison, explain
from listgate.matching.index import Index
from listgate.matching.kernel import TABLES, Kernel, tables
from listgate.names.latin import renderings
from listgate.records import ListEntry, Party, PartyType
from listgate.screening.decision import MATCH, REVIEW, Screening
from listgate.screening.screen import Asking, screen
from listgate.settings import Settings

if TYPE_CHECKING:
    from listgate.history.diff import Diff
    from listgate.history.story import Story
    from listgate.history.updates import UpdateReport
    from listgate.history.versions import ListStatus

Row = Mapping[str, Any] | str
BLOCK = 2048  # parties a kernel call: enough to spread its cost, small enough to stay in cache
KEPT_INDEXES = 4


class Gate:
    """Screening and list history over one data folder and the embedded list.

    Not thread-safe: open one a thread; they share the mapped index.
    """

    def __init__(self, settings: Settings, today: date | None = None) -> None:
        self.settings = settings
        self._today = today
        self._shelf = Shelf(settings.database)
        self._index: Index | None = None
        self._digest = ""

    # Screening

    def screen(
        self,
        party: Row,
        *,
        country: str | None = None,
        address: str | None = None,
        identifier: str | Sequence[str] | None = None,
        alias: str | Sequence[str] | None = None,
        type: str | None = None,
        on: str | date | None = None,
        lists: Sequence[str] | None = None,
        limit: int = 10,
        match: float | None = None,
        review: float | None = None,
    ) -> Screening:
        """The outcome of screening one party.

        Args:
            party: A name, or a mapping with ``name`` and the other fields.
            country: ISO code or English name of the party's country.
            address: The party's address.
            identifier: Registration, tax, IMO or other numbers.
            alias: Other names, screened as well.
            type: ``person``, ``organization``, ``vessel`` or ``aircraft``.
            on: The legal date asked about; today when left out.
            lists: Codes of the lists asked; all when left out.
            limit: Most hits.
            match: Least score of a match, 0 to 1.
            review: Least score of a hit, 0 to 1.

        Raises:
            QueryError: A field is of no known form.
        """
        if type:
            _party_type(type)  # an argument of no known form is a mistake, not a row
        given = {
            "country": country,
            "address": address,
            "identifier": identifier,
            "alias": alias,
            "type": type,
        }
        given = {k: v for k, v in given.items() if v}
        row: Row = party
        if given:
            row = {**({"name": party} if isinstance(party, str) else party), **given}
        asking = self._asking(on, lists, limit, match, review)
        return screen([as_party(row)], self.index, asking)[0]

    def screen_block(
        self,
        rows: Sequence[Row],
        *,
        on: str | date | None = None,
        lists: Sequence[str] | None = None,
        limit: int = 10,
        match: float | None = None,
        review: float | None = None,
    ) -> list[Screening]:
        """Outcomes of some thousand parties, in their order.

        A row that is no party comes back with status ``error`` and the reason.
        """
        asking = self._asking(on, lists, limit, match, review)
        parties: list[Party | str] = []
        errors: dict[int, Screening] = {}
        for number, row in enumerate(rows):
            try:
                parties.append(as_party(row))
            except QueryError as error:
                errors[number] = Screening(_name_only(row), "error", (), str(error))
        found = screen(parties, self.index, asking)
        if not errors:
            return found
        rest = iter(found)
        return [errors[n] if n in errors else next(rest) for n in range(len(rows))]

    def screen_many(
        self,
        rows: Iterable[Row],
        *,
        on: str | date | None = None,
        lists: Sequence[str] | None = None,
        limit: int = 10,
        match: float | None = None,
        review: float | None = None,
    ) -> Iterator[Screening]:
        """Outcomes of any number of parties, in their order, in constant memory."""
        rows = iter(rows)
        while block := list(itertools.islice(rows, BLOCK)):
            yield from self.screen_block(
                block, on=on, lists=lists, limit=limit, match=match, review=review
            )

    # Lists and their history

    def lists(
        self, on: str | date | None = None, codes: Collection[str] = ()
    ) -> tuple[ListStatus, ...]:
        """Every version at hand, and which answers for the day."""
        day = _day(on) if on is not None else None
        return self._shelf.statuses(self.today, day, codes)

    def update(
        self,
        path: str | Path,
        *,
        codes: Sequence[str] = (),
        published: str | date | None = None,
        force: bool = False,
    ) -> UpdateReport:
        """Takes a published file or folder, whole or not at all.

        Raises:
            SourceError: The file is damaged, unknown, or too much smaller than the
                version before it.
            QueryError: ``published`` contradicts the file.
        """
        from listgate.history.arrival import read_path

        name, data = read_path(str(path))
        day = _day(published) if published is not None else None
        self._index = None
        return self._shelf.update(
            data,
            name,
            codes=codes,
            published=day,
            force=force,
            now=datetime.now(UTC),
        )

    def show(self, entry: str, on: str | date | None = None) -> ListEntry:
        """One entry whole, as it held on a day.

        Raises:
            QueryError: There is no such entry, or it did not hold then.
        """
        return self._shelf.entry(entry, self._on(on))

    def diff(
        self,
        from_day: str | date,
        to_day: str | date,
        *,
        lists: Sequence[str] | None = None,
    ) -> Diff:
        """What was added, removed and changed between two days."""
        first, last = _day(from_day), _day(to_day)
        if first > last:
            raise QueryError("diff", f"{first} is after {last}; give the earlier first")
        return self._shelf.diff(first, last, tuple(lists or ()))

    def history(
        self, what: str, *, lists: Sequence[str] | None = None
    ) -> tuple[Story, ...]:
        """The dated stories of an entry, or of the entries that a name matches.

        Raises:
            QueryError: Nothing at hand is meant by it.
        """
        if ":" in what and " " not in what:
            return self._shelf.story(what)
        found = self.screen(what, lists=lists)
        best = [h for h in found.hits if h.score >= MATCH] or list(found.hits[:1])
        if not best:
            raise QueryError("history", f"no listed name is like {what!r}")
        return tuple(
            s for h in dict.fromkeys(h.entry for h in best) for s in self._shelf.story(h)
        )

    # What stands behind both

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self._today or datetime.now(UTC).date()

    @property
    def index(self) -> Index:
        """The compiled index of all versions at hand, made when it is first needed."""
        if self._index is None:
            self._index = self._opened()
        return self._index

    def index_is_ready(self) -> bool:
        """Whether screening can start at once, without compiling an index first."""
        return self._index is not None or self._index_path().exists()

    def _opened(self) -> Index:
        path = self._index_path()
        if not path.exists():
            path = self._compiled(path)
        return Index(path)

    def _index_path(self) -> Path:
        salt = f"index {FORMAT} {_tables_digest()}"
        return self._cache() / f"{self._shelf.digest(salt=salt)[:32]}.index"

    def _compiled(self, path: Path) -> Path:
        # Imported here: a compiled index needs neither.
        from listgate.matching.compile import compile_index, write_whole

        write_whole(path, compile_index(self._shelf.stories()))
        older = sorted(path.parent.glob("*.index"), key=lambda p: p.stat().st_mtime)
        for old in older[:-KEPT_INDEXES]:
            old.unlink(missing_ok=True)
        return path

    def _cache(self) -> Path:
        home = self.settings.home
        folder = home / "indexes"
        if folder.exists() or os.access(_existing(home), os.W_OK):
            return folder
        return Path(tempfile.gettempdir()) / "listgate-indexes"

    def _on(self, on: str | date | None) -> date:
        return self.today if on is None else _day(on)

    def _asking(
        self,
        on: str | date | None,
        lists: Sequence[str] | None,
        limit: int,
        match: float | None,
        review: float | None,
    ) -> Asking:
        if limit < 1:
            raise QueryError("limit", "must be 1 or more")
        least = REVIEW if review is None else review
        most = max(MATCH, least) if match is None else match
        if not 0 <= least <= most <= 1:
            raise QueryError("match", "thresholds must be 0 <= review <= match <= 1")
        return Asking(
            self._on(on), self.index.lists_bits(lists), limit, most, least
        )


def compare(a: str, b: str, type: str = "organization") -> Comparison:
    """Scores a name against a listed one and says why, on the scale of screening.

    The second is taken as the listed name: what it has and the first lacks counts less
    than the other way round.

    Args:
        a: The name asked about, in any script.
        b: The listed name.
        type: What both are: ``person``, ``organization``, ``vessel``, ``aircraft``.

    Raises:
        QueryError: ``type`` is none of these.
    """
    kind = TYPES[_party_type(type)]
    kernel = _kernel()
    found = max(
        (explain(kernel, x, y, kind) for x in renderings(a) for y in renderings(b)),
        key=lambda comparison: comparison.score,
    )
    if a.isascii() or b.isascii():
        return found
    from listgate.screening.characters import by_characters

    return by_characters(a, b, found)


@cache
def _kernel() -> Kernel:
    return Kernel(tables())


@cache
def _tables_digest() -> str:
    return hashlib.sha256(TABLES.read_bytes()).hexdigest()[:16]


def _existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _day(value: str | date) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError("on", f"{value!r} is no date; write it as 2019-10-09") from None


def _party_type(text: str) -> PartyType:
    known = {"company": "organization", "entity": "organization", "individual": "person"}
    text = text.strip().lower()
    try:
        return PartyType(known.get(text, text))
    except ValueError:
        kinds = ", ".join(t.value for t in TYPES)
        raise QueryError("type", f"{text!r} is none of {kinds}") from None


def _told_type(value: Any) -> PartyType:
    """The type a row gives; unknown where it is in words of the user's own."""
    try:
        return _party_type(str(value)) if value else PartyType.UNKNOWN
    except QueryError:
        return PartyType.UNKNOWN


def _name_only(row: Row) -> str:
    return row if isinstance(row, str) else str(row.get("name", ""))


def _several(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(text for v in values if (text := str(v).strip()))


def as_party(row: Row) -> Party | str:
    """The party a row asks about; a plain name where nothing else is given.

    Raises:
        QueryError: A field is of no known form, or nothing is asked.
    """
    if isinstance(row, str):
        if not row.strip():
            raise QueryError("name", "is empty")
        return row
    name = str(row.get("name") or "").strip()
    country = str(row.get("country") or "").strip()
    party = Party(
        name=name,
        id=str(row["id"]) if row.get("id") not in (None, "") else "",
        aliases=_aliases(row.get("alias")),
        address=str(row.get("address") or "").strip(),
        country=_country(country) if country else "",
        type=_told_type(row.get("type")),
        identifiers=_several(row.get("identifier")),
    )
    if not (name or party.aliases or party.address or party.identifiers):
        raise QueryError("name", "is empty")
    return party


def _aliases(value: Any) -> tuple[str, ...]:
    """Other names; one cell may hold several, joined by semicolons."""
    return tuple(
        part.strip() for text in _several(value) for part in text.split(";") if part.strip()
    )


@cache
def _country(text: str) -> str:
    from listgate.sources.countries import country_code

    # A word that is no country confirms nothing and refutes nothing.
    return country_code(text) or ""
