"""What brings lists in: publishers' addresses, and files of the user's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgate.errors import ParseError, QueryError
from listgate.history.own import MOST, OWN, is_cleared, kept_as, shown
from listgate.history.shelf import Shelf
from listgate.history.updates import content_of
from listgate.history.versions import rank
from listgate.records import ListEntry, ListVersion, ParsedList, Party
from listgate.screening.asked import as_party
from listgate.screening.decisions import Clearance, Decisions

if TYPE_CHECKING:
    from listgate.fetch.client import Tell, Tools
    from listgate.fetch.plan import Address
    from listgate.fetch.taking import Delivery
    from listgate.history.updates import UpdateReport
    from listgate.matching.index import Index
    from listgate.tables.reader import Reading

_EVIDENCE = (
    *("alias", "address", "country", "type", "identifier"),
    *("birth_date", "birth_place"),
)


def download(
    shelf: Shelf,
    folder: Path,
    wanted: Sequence[Address],
    *,
    published: date | None,
    force: bool,
    today: date,
    now: Callable[[], datetime],
    tell: Tell | None = None,
    tools: Tools | None = None,
) -> Iterator[Delivery]:
    """Gets files side by side and takes each as it comes; one delivery a file.

    Args:
        shelf: Where the lists are kept.
        folder: Where downloads leave their traces.
        wanted: The addresses, and which lists to take from each.
        published: The publisher's date, where the files state none.
        force: Take files that have lost many entries; ask for them anew.
        today: The day that counts as today.
        now: Gives the moment of retrieval.
        tell: Called with address, bytes so far and bytes in all, from any thread.
        tools: Limits and clock of the client.
    """
    from listgate.fetch.client import Tools as Patience
    from listgate.fetch.memory import Memory
    from listgate.fetch.plan import CONTROL_LIST
    from listgate.fetch.taking import Desk, deliver

    def take(
        data: bytes, name: str, codes: tuple[str, ...], day: date | None
    ) -> UpdateReport:
        if codes == (CONTROL_LIST,):
            from listgate.control_lists import update_ear

            when = published or day
            return update_ear(folder.parent, data, name, published=when, force=force)
        return shelf.update(
            data,
            name,
            codes=codes,
            published=published,
            served=day,
            some=True,
            force=force,
            now=now(),
        )

    def has(version: str, codes: tuple[str, ...]) -> bool:
        known = {v.code for v in shelf.versions() if v.version == version}
        return bool(known) and known.issuperset(codes)

    return deliver(
        wanted,
        Desk(
            Memory(folder),
            today,
            take,
            has,
            anew=force,
            tell=tell,
            tools=tools or Patience(),
        ),
    )


def take_own(
    shelf: Shelf,
    index: Callable[[], Index],
    code: str,
    path: str | Path,
    *,
    kind: str = "parties",
    parties: str | Path | None = None,
    how: Reading | None = None,
    published: date | None = None,
    force: bool = False,
    today: date,
    now: datetime,
) -> UpdateReport:
    """Takes a user's file as the newest version of an own list, whole or not at all.

    Args:
        shelf: Where the lists are kept.
        index: Gives the index, from which the text of cleared entries is told.
        code: The list, ``own:NAME``.
        path: The file.
        kind: ``parties`` or ``cleared``.
        parties: The file of the parties whose pairs are cleared, so that a clearance
            ends when a party's row changes.
        how: How the user wants the file to be read.
        published: The date of the list; today when None.
        force: Take a file that has lost many rows.
        today: The day that counts as today.
        now: The moment.

    Raises:
        ParseError: a row cannot be read or means nothing.
        RefusedError: the file has fallen by a tenth.
        QueryError: the name, the kind or the file cannot be meant.
    """
    from listgate.history.arrival import read_path
    from listgate.history.own_files import read_cleared, read_entities, read_parties
    from listgate.tables.reader import AS_IT_IS

    how = how or AS_IT_IS
    kept = kept_as(code, kind)
    known = shelf.versions()
    _check_name(known, code, kept)
    if Path(path).is_dir():
        raise QueryError("--from", f"{path} is a folder; name one file")
    name, data = read_path(path)
    told: list[str] = []
    if kind == "parties":
        if parties is not None:
            raise QueryError("--parties", "goes with --kind cleared")
        parsed = read_entities(data, kept, name) or read_parties(path, kept, name, how)
    else:
        parsed = _with_texts(
            read_cleared(path, kept, name, parties, how), name, index(), today
        )
        before = next((e for v, e in shelf.cleared() if v.code == kept), ())
        parsed = replace(parsed, entries=_carried(parsed.entries, before))
        bare = sum(not _is_whole(dict(e.details)) for e in parsed.entries)
        if bare:
            told.append(
                f"{code}: {bare:,} of {len(parsed.entries):,} pairs give the party's "
                "name alone; they do not count for a row that says more which speaks "
                "for the entry (--parties FILE gives the rows)."
            )
    report = shelf.update(
        data,
        name,
        published=published,
        force=force,
        now=now,
        lists=(parsed,),
        salt=_salt(known, kept, data, parties),
    )
    lists = tuple(
        replace(t, version=replace(t.version, code=shown(t.version.code)))
        for t in report.lists
    )
    sentences = [s.replace(kept, code) for s in report.sentences]
    return replace(report, lists=lists, sentences=(*sentences, *told))


def _check_name(known: Sequence[ListVersion], code: str, kept: str) -> None:
    """Refuses a name that a list of the other kind bears, and one list too many."""
    mine = {v.code for v in known if v.code.startswith(OWN) or is_cleared(v.code)}
    other = next((c for c in mine if shown(c) == code and c != kept), None)
    if other is not None:
        holds = "cleared pairs" if is_cleared(other) else "parties"
        raise QueryError("list", f"{code} is a list of {holds}; choose another name")
    if kept not in mine and len(mine) >= MOST:
        raise QueryError("list", f"there are {MOST} own lists already")


def _salt(
    known: Sequence[ListVersion],
    kept: str,
    data: bytes,
    parties: str | Path | None,
) -> str:
    """What names a version beside its bytes: the parties' rows, or that it came back.

    A user who puts yesterday's file back means it to count from now on.
    """
    if parties is not None:
        return hashlib.sha256(Path(parties).read_bytes()).hexdigest()

    mine = [v.version for v in sorted((v for v in known if v.code == kept), key=rank)]
    digest, content = content_of(data, "")
    if f"sha256:{digest}" not in mine or mine[-1] == f"sha256:{digest}":
        return ""
    for replaced in mine:
        named = hashlib.sha256(content + replaced.encode()).hexdigest()
        if mine[-1] == f"sha256:{named}":
            return replaced  # it has come back already
    return mine[-1]


def _carried(
    entries: Sequence[ListEntry], before: Sequence[ListEntry]
) -> tuple[ListEntry, ...]:
    """Cleared pairs, those that were there before with what was recorded then.

    Else each new row of a file would renew all the old ones, also those whose entry or
    party has changed in the meantime. A pair judged again bears another date or reason.
    """
    recorded = {_judgment(e): e for e in before}
    out = []
    for entry in entries:
        old = recorded.get(_judgment(entry))
        if old is None:
            out.append(entry)
            continue
        was, is_now = dict(old.details), dict(entry.details)
        source = old if _is_whole(was) or not _is_whole(is_now) else entry
        kept = [d for d in source.details if d[0] not in ("until", "text")]
        until = [d for d in entry.details if d[0] == "until"]
        out.append(replace(entry, details=(*kept, *until, ("text", was["text"]))))
    return tuple(out)


def _judgment(entry: ListEntry) -> tuple[str, ...]:
    """What makes two rows one judgment of one person."""
    cells = dict(entry.details)
    return tuple(cells.get(c, "") for c in ("party", "entry", "by", "when", "why"))


def _with_texts(parsed: ParsedList, name: str, index: Index, today: date) -> ParsedList:
    """Cleared pairs with the digest of what each entry says today.

    Raises:
        ParseError: an entry is on no list at hand.
    """
    entries = []
    for row, entry in enumerate(parsed.entries, 1):
        cells = dict(entry.details)
        card = index.card_of(cells["entry"], today)
        if card is None:
            raise ParseError(
                name,
                f"{name}, row {row}: no list at hand has an entry {cells['entry']!r}.",
                f"row {row}",
            )
        text = card.text(today, index.phrases).digest
        entries.append(replace(entry, details=(*entry.details, ("text", text))))
    return replace(parsed, entries=tuple(entries))


def decisions(shelf: Shelf) -> Decisions | None:
    """The cleared pairs at hand; None where there are none."""
    found = [
        _clearance(version.code, entry)
        for version, entries in shelf.cleared()
        for entry in entries
    ]
    return Decisions(found) if found else None


def _clearance(code: str, entry: ListEntry) -> Clearance:
    cells = dict(entry.details)
    row: dict[str, Any] = {"name": cells.get("name") or cells["party"]}
    for field in _EVIDENCE:
        row[field] = [text for name, text in entry.details if name == field]
    party = as_party({k: v[0] if k == "type" and v else v for k, v in row.items() if v})
    return Clearance(
        list=shown(code),
        party=party if isinstance(party, Party) else Party(party),
        whole=_is_whole(cells),
        entry=cells["entry"],
        text=cells["text"],
        by=cells["by"],
        when=date.fromisoformat(cells["when"]),
        why=cells["why"],
        until=date.fromisoformat(cells["until"]) if cells.get("until") else None,
    )


def _is_whole(cells: Mapping[str, str]) -> bool:
    """Whether a cleared pair says all that the party's row said."""
    return "whole" in cells or any(field in cells for field in _EVIDENCE)
