"""The gate: the only place where stored lists and the pure core meet."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgate.days import day_of
from listgate.errors import QueryError
from listgate.history.own import is_cleared
from listgate.history.shelf import Shelf
from listgate.matching.index import Index
from listgate.records import Births, ListEntry, Party
from listgate.screening.asked import Row, as_party, named_in, party_type
from listgate.screening.birth import read_birth
from listgate.screening.decision import Screening
from listgate.screening.screen import Asking, screen
from listgate.screening.thresholds import Threshold, thresholds
from listgate.service_index import Indexes, program
from listgate.settings import Settings
from listgate.uncollected import uncollected

if TYPE_CHECKING:
    from fractions import Fraction

    from listgate.cases.watches import Watches
    from listgate.fetch.client import Tell, Tools
    from listgate.fetch.taking import Delivery
    from listgate.history.counts import Count
    from listgate.history.diff import Diff
    from listgate.history.reconcile import Reconciliation
    from listgate.history.story import Story
    from listgate.history.updates import UpdateReport
    from listgate.history.versions import ListStatus
    from listgate.license.determination import Determination
    from listgate.license.owned import Report
    from listgate.ownership.graph import Graph
    from listgate.service_determine import Answer, Determiner

_TRANSACTIONS = 512  # of a block whose parties are screened together
BLOCK = 2048  # parties a kernel call: enough to spread its cost, small enough to stay in cache


class Gate:
    """Screening and list history over one data folder and the embedded list.

    Not thread-safe: open one a thread; they share the mapped index.
    """

    def __init__(self, settings: Settings, today: date | None = None) -> None:
        self.settings = settings
        self._today = today
        self._shelf = Shelf(settings.database)
        self._indexes = Indexes(self._shelf, settings.home)
        self._determiner: tuple[Index, Determiner] | None = None

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
        birth_date: str | None = None,
        birth_place: str | None = None,
        on: str | date | None = None,
        lists: Sequence[str] | None = None,
        limit: int = 10,
        match: Threshold | None = None,
        review: Threshold | None = None,
    ) -> Screening:
        """The outcome of screening one party.

        Args:
            party: A name, or a mapping with ``name`` and the other fields.
            country: ISO code or English name of the party's country.
            address: The party's address.
            identifier: Registration, tax, IMO or other numbers.
            alias: Other names, screened as well.
            type: ``person``, ``organization``, ``vessel`` or ``aircraft``.
            birth_date: When a person was born, whole (``1962-09-03``) or in part
                (``1962``, ``circa 1962``).
            birth_place: Where.
            on: The legal date asked about; today when left out.
            lists: Codes of the lists asked; all when left out.
            limit: Most hits.
            match: Least score of a match, 0 to 1; a mapping gives it by list code, with
                ``*`` for all other lists.
            review: Least score of a hit, likewise.

        Raises:
            QueryError: A field is of no known form.
        """
        if type:
            party_type(type)  # an argument of no known form is a mistake, not a row
        if birth_date and read_birth(birth_date) is None:
            raise QueryError(
                "birth_date",
                f"{birth_date!r} is no date; write it as 1962-09-03 or 1962",
            )
        given = {
            "country": country,
            "address": address,
            "identifier": identifier,
            "alias": alias,
            "type": type,
            "birth_date": birth_date,
            "birth_place": birth_place,
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
        match: Threshold | None = None,
        review: Threshold | None = None,
    ) -> list[Screening]:
        """Outcomes of some thousand parties, in their order.

        A row that is no party comes back with status ``error`` and the reason.
        """
        asking = self._asking(on, lists, limit, match, review)
        parties: list[Party | str] = []
        errors: dict[int, Screening] = {}
        with uncollected:
            for number, row in enumerate(rows):
                try:
                    parties.append(as_party(row))
                except QueryError as error:
                    errors[number] = Screening(named_in(row), "error", (), str(error))
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
        match: Threshold | None = None,
        review: Threshold | None = None,
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
        day = day_of(on) if on is not None else None
        found = self._shelf.statuses(self.today, day, codes)
        home = self.settings.home
        if not (home / "ear").is_dir():
            return found
        from listgate.ear_files import ear_statuses

        return (*found, *ear_statuses(home, self.today, day, codes))

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
        from listgate import control_lists
        from listgate.history.arrival import read_path

        name, data = read_path(str(path))
        day = day_of(published) if published is not None else None
        if control_lists.asked_for(codes, data, name):
            home = self.settings.home
            self._determiner = None
            return control_lists.update_ear(
                home, data, name, published=day, force=force
            )
        self._indexes.forget()
        report = self._shelf.update(
            data,
            name,
            codes=codes,
            published=day,
            force=force,
            now=datetime.now(UTC),
        )
        return report if codes else control_lists.mentioned(report, data, name)

    def download(
        self,
        codes: Sequence[str] = (),
        *,
        everything: bool = False,
        url: str = "",
        edition: str | date | None = None,
        published: str | date | None = None,
        force: bool = False,
        hosts: Sequence[str] = (),
        tell: Tell | None = None,
        tools: Tools | None = None,
    ) -> Iterator[Delivery]:
        """Gets lists from their publishers and takes them; one delivery a file.

        What cannot be had or is refused comes back as a delivery with an ``error``; the
        version before it still serves.

        Args:
            codes: The lists; when empty, the file of all U.S. lists.
            everything: Every list whose publisher gives a file.
            url: The user's own address of a file, instead of the publishers'.
            edition: The day whose text is asked for, of lists in the eCFR.
            published: The publisher's date, where a file states none.
            force: Take files that have lost many entries; ask for them anew.
            hosts: Hosts to which addresses may redirect.
            tell: Called with address, bytes so far and bytes in all, from any thread.
            tools: Limits and clock of the client.

        Raises:
            QueryError: A code or date cannot be meant.
        """
        from listgate.fetch.plan import Address, plan
        from listgate.updating import download

        day = day_of(edition) if edition is not None else None
        if url:
            wanted: tuple[Address, ...] = (
                Address(url, tuple(codes), frozenset(hosts), day),
            )
        else:
            wanted = plan(codes, everything=everything, edition=day, hosts=hosts)
        return self._announced(
            download(
                self._shelf,
                self.settings.home / "downloads",
                wanted,
                published=day_of(published) if published is not None else None,
                force=force,
                today=self.today,
                now=_now,
                tell=tell,
                tools=tools,
            )
        )

    def _announced(self, deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
        """The deliveries; after each, the next question is asked of the new lists."""
        for delivery in deliveries:
            self._indexes.forget()
            yield delivery

    def update_own(
        self,
        code: str,
        path: str | Path,
        *,
        kind: str = "parties",
        parties: str | Path | None = None,
        mapping: Mapping[str, Sequence[str]] | None = None,
        encoding: str = "",
        sheets: Sequence[str] = (),
        published: str | date | None = None,
        force: bool = False,
    ) -> UpdateReport:
        """Takes a file as the newest version of a list of the user's own.

        Args:
            code: The list, ``own:NAME``.
            path: A file in any form that parties are read in.
            kind: ``parties``, to be screened against beside the public lists (columns as
                for parties, and ``reason``, ``until``); or ``cleared``, pairs of a party
                and an entry that is not it (``party,entry,by,when,why,until``).
            parties: For ``cleared``, the file with the parties' rows.
            mapping: Columns by field (``reason`` and ``until`` among them), where they
                have other names.
            encoding: The file's encoding, if it is not the one recognized.
            sheets: The sheets of a workbook, or the file of an archive.
            published: The date of the list; today when left out.
            force: Take a file that has lost many rows.

        Raises:
            SourceError: A row cannot be read, or the file has fallen by a tenth.
            QueryError: The name, the kind or the file cannot be meant.
        """
        from listgate.tables.reader import Reading
        from listgate.updating import take_own

        report = take_own(
            self._shelf,
            lambda: self.index,
            code,
            path,
            kind=kind,
            parties=parties,
            how=Reading(mapping or {}, encoding, tuple(sheets)),
            published=day_of(published) if published is not None else None,
            force=force,
            today=self.today,
            now=_now(),
        )
        self._indexes.forget()
        return report

    def show(self, entry: str, on: str | date | None = None) -> ListEntry:
        """One entry whole, as it held on a day.

        Raises:
            QueryError: There is no such entry, or it did not hold then.
        """
        return self._shelf.entry(entry, self._on(on))

    def entries(
        self, on: str | date | None = None, lists: Sequence[str] | None = None
    ) -> Iterator[ListEntry]:
        """Every entry that held on a day, whole, list by list."""
        day = self._on(on)
        self._shelf.check(lists or ())
        for story in self._shelf.stories(tuple(lists or ())):
            if (entry := story.on(day)) is not None:
                yield entry

    def reconcile(
        self, lists: Sequence[str] | None = None
    ) -> tuple[tuple[Reconciliation, ...], tuple[str, ...]]:
        """The consolidated file against the publishers' own texts, list by list.

        Returns:
            The lists of which both texts are at hand, with every difference explained as
            far as it can be; and a sentence on each list of which only one is.
        """
        return self._shelf.reconciled(tuple(lists or ()))

    def diff(
        self,
        from_day: str | date,
        to_day: str | date,
        *,
        lists: Sequence[str] | None = None,
    ) -> Diff:
        """What was added, removed and changed between two days."""
        first, last = day_of(from_day), day_of(to_day)
        if first > last:
            raise QueryError("diff", f"{first} is after {last}; give the earlier first")
        return self._shelf.diff(first, last, tuple(lists or ()))

    def counts(
        self,
        by: str = "year",
        *,
        since: str | date | None = None,
        on: str | date | None = None,
        lists: Sequence[str] | None = None,
    ) -> tuple[Count, ...]:
        """How many entries were added and removed, and how many held.

        Args:
            by: ``year``, ``month``, ``country`` or ``list``.
            since: The first day that counts; that of the first addition when left out.
            on: The last day; today when left out.
            lists: Codes of the lists; all when left out.

        Raises:
            QueryError: ``by`` is none of these, or the days are the wrong way round.
        """
        from listgate.service_history import counted

        first = day_of(since) if since is not None else None
        return counted(self._shelf, by, first, self._on(on), tuple(lists or ()))

    def history(
        self, what: str, *, lists: Sequence[str] | None = None
    ) -> tuple[Story, ...]:
        """The dated stories of an entry, or of the entries that a name matches.

        Raises:
            QueryError: Nothing at hand is meant by it.
        """
        from listgate.service_history import told

        return told(self, self._shelf, what, lists)

    # Determination

    def determine(self, given: Mapping[str, Any]) -> Determination:
        """What the rules ask of one transaction; see the contract for its fields.

        Raises:
            QueryError: A field is of no known form.
        """
        return self._determines().determine(given)

    def determine_many(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Answer]:
        """Answers to any number of transactions, in their order, in constant memory.

        A transaction of no known form has its error beside it and stops no other.
        """
        rows, first = iter(rows), 1
        while block := list(itertools.islice(rows, _TRANSACTIONS)):
            yield from self._determines().block(block, first)
            first += len(block)

    def _determines(self) -> Determiner:
        from listgate.service_determine import Determiner

        if self._determiner is None or self._determiner[0] is not self.index:
            self._determiner = self.index, Determiner(self)
        return self._determiner[1]

    def ownership(
        self,
        name: str,
        graph: Graph | str | Path,
        *,
        on: str | date | None = None,
        threshold: Fraction | None = None,
    ) -> Report:
        """Who owns a party, what share of it is listed, and what rule that meets.

        Args:
            name: The party's name, or its identifier in the graph.
            graph: The holdings, or a file of them: CSV, FollowTheMoney or BODS.
            on: The legal date asked about; today when left out.
            threshold: The joint share that counts, 0 to 1; one half when left out.

        Raises:
            QueryError: The file cannot be read, or no party is called so.
        """
        from listgate.license.owned import countings, report
        from listgate.license.rule_files import rulebook
        from listgate.ownership import HALF
        from listgate.ownership.readers import read_graph
        from listgate.tables.lines import text_lines

        if isinstance(graph, str | Path):
            graph = read_graph(text_lines(graph), str(graph))
        day = self._on(on)
        rules = countings(rulebook(), day, threshold or HALF)
        return report(graph, name, partial(self.screen_many, on=day), rules, on=day)

    # Portfolios

    def watches(self) -> Watches:
        """The portfolios that are kept screened as lists change; to be closed."""
        from listgate.cases.watches import Watches

        return Watches(self.settings.database, self)

    def prepare_watching(self) -> None:
        """Compiles the index where a portfolio waits for it, so that no run has to."""
        if self.index_is_ready():
            return
        with self.watches() as watches:
            if watches.portfolios():
                self.index  # noqa: B018 - made when it is first needed

    def births(self) -> Births:
        """When and where listed persons were born, by entry."""
        return self._indexes.births()

    def standing(self) -> tuple[str, str]:
        """What names the scores of this program, and the pairs that users have cleared."""
        cleared = (v.version for v in self._shelf.versions() if is_cleared(v.code))
        return program(), " ".join(cleared)

    def stories(self, codes: Collection[str]) -> tuple[Story, ...]:
        """The stories of all entries of some lists."""
        return self._shelf.stories(codes)

    # What stands behind both

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self._today or datetime.now(UTC).date()

    @property
    def index(self) -> Index:
        """The compiled index of all versions at hand, made when it is first needed."""
        return self._indexes.current

    def index_is_ready(self) -> bool:
        """Whether screening can start at once, without compiling an index first."""
        return self._indexes.ready()

    def _on(self, on: str | date | None) -> date:
        return self.today if on is None else day_of(on)

    def _asking(
        self,
        on: str | date | None,
        lists: Sequence[str] | None,
        limit: int,
        match: Threshold | None,
        review: Threshold | None,
    ) -> Asking:
        if limit < 1:
            raise QueryError("limit", "must be 1 or more")
        index = self.index
        most, least, levels = thresholds(match, review, index.lists)
        return Asking(
            *(self._on(on), index.lists_bits(lists), limit, most, least),
            levels,
            self._indexes.decisions,
            self._indexes.births,
        )


def _now() -> datetime:
    return datetime.now(UTC)
