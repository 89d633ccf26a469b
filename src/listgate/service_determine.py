"""From a transaction to its determination: screening and tables joined with the rules.

The pure work stands in ``license``; here parties are screened and the control list of
the day is found.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from listgate.ear_files import FOLDER, EarFile, ear_files
from listgate.errors import QueryError
from listgate.history.own import OWN
from listgate.license.determination import Determination, Inputs
from listgate.license.determine import determine
from listgate.license.ear_codec import embedded, load
from listgate.license.facts import Transaction
from listgate.license.facts_json import parse_transaction
from listgate.license.rule_files import rulebook
from listgate.license.screened import CLEAR, DenialOrder, Listing, Screened, told_apart
from listgate.license.tables import EarTables, Shelf
from listgate.periods import Periods
from listgate.screening.decision import MATCH, REVIEW, Hit, Screening
from listgate.service_orders import DENIED, denial_order

if TYPE_CHECKING:
    from listgate.history.story import Story
    from listgate.history.versions import ListStatus
    from listgate.settings import Settings

# Hits of one list this near its best are one party told twice (an entry a country, or a
# list that names a body twice); those further off are other parties of a like name.
_ONE_PARTY = 0.005
# Nanoseconds after which a folder's own time is sure to differ at the next change.
_SETTLED = 2_000_000_000
_NEVER = -1
_ADDRESS = "address"


class Screens(Protocol):
    """What a determination asks of a gate."""

    settings: Settings

    @property
    def today(self) -> date:
        """The day that counts as today."""

    def screen_block(
        self, rows: Sequence[Mapping[str, Any] | str], *, on: str | date | None = None
    ) -> list[Screening]:
        """Outcomes of some parties, in their order."""

    def lists(self, on: str | date | None = None) -> tuple[ListStatus, ...]:
        """Every version at hand, and which answers for the day."""

    def stories(self, codes: Collection[str]) -> tuple[Story, ...]:
        """The stories of all entries of some lists."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one of many transactions: its determination, or why there is none.

    ``row`` counts from 1 in the order given.
    """

    row: int
    determination: Determination | None
    error: str = ""


class Determiner:
    """Determinations over one gate; keeps what does not change between two of them."""

    def __init__(self, gate: Screens) -> None:
        self.gate = gate
        published = [s.version.published_at for s in gate.lists()]
        self._inputs = Periods(published, lambda day: _inputs_of(gate.lists(on=day)))
        self._after = Periods(published, self._published_after)
        self._tables: dict[str, EarTables] = {}
        self._orders: dict[str, tuple[Story, ...]] = {}
        self._shelves: Periods[Shelf] = Periods((), lambda _: Shelf(embedded()))
        self._shelved = _NEVER  # time of the folder that the shelves are of

    def determine(self, given: Mapping[str, Any]) -> Determination:
        """The determination of one transaction.

        Raises:
            QueryError: A field is of no known form, or the ECCN is on no control list.
        """
        self._look_again()
        tx = parse_transaction(given, self.gate.today)
        return self.decided(tx, given, self.screened([tx])[0])

    def block(
        self, rows: Sequence[Mapping[str, Any]], first: int = 1
    ) -> Iterator[Answer]:
        """The answers to some hundred transactions, in their order.

        Their parties are screened together, so that each costs what it costs in a file.
        """
        self._look_again()
        asked: dict[int, Transaction] = {}
        errors: dict[int, str] = {}
        for number, given in enumerate(rows):
            try:
                asked[number] = parse_transaction(given, self.gate.today)
            except QueryError as error:
                errors[number] = str(error)
        found = dict(zip(asked, self.screened(list(asked.values())), strict=True))
        for number, given in enumerate(rows):
            told = None
            if number in asked:
                try:
                    told = self.decided(asked[number], given, found[number])
                except QueryError as error:
                    errors[number] = str(error)
            yield Answer(first + number, told, errors.get(number, ""))

    def decided(
        self,
        tx: Transaction,
        given: Mapping[str, Any],
        screenings: Sequence[Screening],
    ) -> Determination:
        """The determination of a transaction whose parties are screened.

        Raises:
            QueryError: A party cannot be screened, or the ECCN is on no control list.
        """
        for number, found in enumerate(screenings):
            if found.status == "error":
                where, who = tx.place_of(number)
                why = (found.error or "cannot be screened").removeprefix("name: ")
                raise QueryError(f"{where}.name", f"{who.name!r} {why}")
        return determine(
            tx,
            [self._screened(s, tx.on) for s in screenings],
            rulebook(),
            self._shelves.on(tx.on),
            inputs=self._inputs.on(tx.on),
            asked=_asked(given, tx),
        )

    def screened(self, asked: Sequence[Transaction]) -> list[list[Screening]]:
        """What screening says of every party and owner, by their numbers.

        All parties of one day are one question.
        """
        out: list[list[Screening]] = [[] for _ in asked]
        rows: dict[date, tuple[list[Mapping[str, Any] | str], list[int]]] = {}
        for number, tx in enumerate(asked):
            today, of = rows.setdefault(tx.on, ([], []))
            for who in tx.people():
                row = who.row
                # Nothing but a name is asked as one, which is the shortest way.
                today.append(who.name if row is None or len(row) == 1 else row)
                of.append(number)
        for day, (today, of) in rows.items():
            if today:
                for number, found in zip(
                    of, self.gate.screen_block(today, on=day), strict=True
                ):
                    out[number].append(found)
        return out

    def _look_again(self) -> None:
        """Reads the loaded control lists anew where their folder has changed."""
        changed = self._folder_changed()
        if changed == self._shelved:
            return
        kept = ear_files(self.gate.settings.home)
        self._shelves = Periods(
            (f.published_at for f in kept), lambda day: self._shelf(kept, day)
        )
        settled = time.time_ns() - changed >= _SETTLED
        self._shelved = changed if settled else _NEVER

    def _shelf(self, kept: Sequence[EarFile], day: date) -> Shelf:
        """The control list that answers for a day, and the embedded one."""
        if not kept:
            return Shelf(embedded())
        chosen = [f for f in kept if f.published_at <= day][-1:]
        tables = tuple(self._table(f.path) for f in chosen)
        later = None if chosen else self._table(kept[0].path)
        return Shelf(embedded(), tables, kept[0].published_at, later)

    def _folder_changed(self) -> int:
        """When the folder of loaded control lists was last changed; 0 without one."""
        try:
            folder = f"{self.gate.settings.home}/{FOLDER}"
            return os.stat(folder).st_mtime_ns  # noqa: PTH116 (faster)
        except OSError:
            return 0

    def _table(self, path: Path) -> EarTables:
        key = str(path)
        if key not in self._tables:
            self._tables[key] = load(path.read_bytes())
        return self._tables[key]

    def _screened(self, found: Screening, day: date) -> Screened:
        if not found.hits:
            return CLEAR
        listings = told_apart(tuple(self._listings(found.hits, day)))
        return Screened(found.status, listings, found.error or "")

    def _listings(self, hits: Sequence[Hit], day: date) -> Iterator[Listing]:
        """The entries that a party is or may be: the best of each list."""
        best: dict[tuple[str, bool], float] = {}
        for hit in hits:
            if hit.suppressed:
                continue  # a person has judged that the entry is another party
            kind = (hit.list, hit.type == _ADDRESS)
            if hit.score < best.setdefault(kind, hit.score) - _ONE_PARTY:
                continue
            yield self._listing(hit, day)

    def _listing(self, hit: Hit, day: date) -> Listing:
        text, card = hit.text, hit.card
        doubt = ""
        if hit.in_doubt:
            doubt = (
                f"{hit.name} may have ended: listed on {card.doubtful_from}, not on "
                f"{card.held_to}."
            )
        as_stated = None
        if text.later is not None:
            then = card.text(text.later, hit.index.phrases)
            if set(then.citations) - set(text.citations):
                as_stated = text.later
        return Listing(
            list=hit.list,
            entry=hit.entry,
            name=hit.name,
            certain=hit.score >= MATCH,
            score=hit.score,
            is_address=text.type == _ADDRESS,
            requirement=text.license_requirement,
            policy=text.license_review_policy,
            footnotes=text.footnotes,
            citations=text.citations,
            printed=text.printed,
            programs=text.programs,
            countries=text.countries,
            effective_from=card.held_from,
            absent_on=card.absent_on,
            seen_from=card.seen_from,
            doubt=doubt,
            as_stated=as_stated,
            # An entry without any day stands as far back as asked, in the oldest text.
            later_text=text.later
            or (None if card.held_from else self._after.on(day).get(hit.list)),
            order=self._order(hit.entry, day) if hit.list == DENIED else None,
            notes=() if hit.score >= MATCH else tuple(hit.reasons),
            by_name=hit.by_name,
        )

    def _published_after(self, day: date) -> dict[str, date]:
        """Lists whose oldest version is of a later day than the one asked about."""
        return {
            s.version.code: s.version.published_at
            for s in self.gate.lists(on=day)
            if s.serving and s.version.published_at > day
        }

    def _order(self, entry: str, day: date) -> DenialOrder:
        """What is known of the order behind an entry of the Denied Persons List."""
        if not self._orders:
            for story in self.gate.stories([DENIED]):
                self._orders[story.entry] = (*self._orders.get(story.entry, ()), story)
        return denial_order(self._orders.get(entry, ()), entry, day)


def _inputs_of(statuses: Iterable[ListStatus]) -> Inputs:
    """What the versions that answer make of the record."""
    lists: list[str] = []
    own: list[str] = []
    cleared: list[str] = []
    for status in (s for s in statuses if s.serving):
        version = status.version
        told = f"{version.code} {version.version} {version.published_at}"
        if status.kind:
            cleared.append(told)
        elif version.code.startswith(OWN):
            own.append(told)
        else:
            lists.append(told)
    return Inputs(
        lists=tuple(lists),
        matcher=_matcher(),
        settings=f"match {MATCH}, review {REVIEW}",
        decisions="; ".join(cleared) or "none",
        own_lists="; ".join(own) or "none",
        graph="owners as given",
    )


def _matcher() -> str:
    from importlib.metadata import version

    from listgate.matching.kernel import TABLES

    digest = hashlib.sha256(TABLES.read_bytes()).hexdigest()[:16]
    return f"listgate {version('listgate')} tables {digest}"


def _asked(given: Mapping[str, Any], tx: Transaction) -> dict[str, Any]:
    """The input as given, as JSON has it: for the record."""
    try:
        return {str(k): _plain(v) for k, v in {**given, "on": tx.on}.items()}
    except RecursionError:
        raise QueryError("transaction", "is nested too deeply") from None


_SCALARS = frozenset({type(None), bool, int, float, str})


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is dict:  # nearly all; the lines below say the same of their like
        return {
            str(k): v if type(v) in _SCALARS else _plain(v) for k, v in value.items()
        }
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else str(value)
