"""The field's values: what a list says, what a user asks, what came out.

All values are frozen; dates are ``datetime.date``; countries are ISO 3166-1 alpha-2
codes in capitals. ``*_dict`` functions give the JSON objects of the outside surface.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fractions import Fraction


class PartyType(StrEnum):
    """What kind of party a name belongs to; each is matched by its own rules."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    ADDRESS = "address"  # entries of 15 CFR 744.16 that are only an address
    UNKNOWN = "unknown"


class AliasKind(StrEnum):
    """How an other name relates to the first one."""

    AKA = "aka"
    FKA = "fka"
    UNIT = "unit"  # the unit of a composite name (`… Subordinate Institution - …`)
    PARENT = "parent"  # the parent of a composite name
    REPAIR = "repair"  # a spelling whose lost character was put back
    SCRIPT = "script"  # the name in its own script


class AliasQuality(StrEnum):
    """OFAC's two grades: a weak alias alone should raise no alarm."""

    STRONG = "strong"
    WEAK = "weak"


class Status(StrEnum):
    """Outcome of screening one party."""

    MATCH = "match"
    REVIEW = "review"
    CLEAR = "clear"
    ERROR = "error"


class DatedBy(StrEnum):
    """What gave a list version its date."""

    CONTENT = "content"  # the file states it
    USER = "user"  # --published
    PUBLISHER = (
        "publisher"  # its server: the edition asked for, or when it was modified
    )
    ENTRIES = "entries"  # newest start or citation date in it, not after retrieval
    RETRIEVAL = "retrieval"  # the day of retrieval


class Origin(StrEnum):
    """Whether a version was loaded by the user or came with the package."""

    LOADED = "loaded"
    EMBEDDED = "embedded"


class Basis(StrEnum):
    """What an entry's first day rests on, strongest first."""

    RULE = "rule"  # the registry of Federal Register rules
    CITATION = "citation"  # a dated citation of the regulation's text
    FILE_CITATION = "file-citation"  # the consolidated file's citation
    START_DATE = "start-date"  # the file's start date
    UNKNOWN = "unknown"  # since when unknown: holds as far back as asked


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a listed party; ``source`` is ``publisher`` or says whose it is."""

    name: str
    kind: AliasKind = AliasKind.AKA
    quality: AliasQuality = AliasQuality.STRONG
    source: str = "publisher"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as written; ``country`` is an ISO code or empty when unknown."""

    text: str
    country: str = ""
    source: str = "publisher"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names a party; ``kind`` is ``uscc``, ``imo``, ``lei``, ``passport``, and so on."""

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A Federal Register citation.

    ``cite`` is the rule's first page where known, ``printed`` the page as the source
    prints it; they are equal where no rule is known. ``published_at`` is the day of
    publication when the source gives one.
    """

    cite: str
    printed: str
    published_at: date | None = None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row of one list.

    ``entry`` is the id (``us-ofac-sdn:12187``); it is empty when a parser has just read
    the row and given by ``history.identity``. ``number`` is the publisher's own number,
    if any. ``published`` keeps what the publisher wrote, column by column, unchanged.
    ``details`` holds what is neither name, address nor number (``date_of_birth``,
    ``vessel_flag``, ``remarks`` …) as pairs.
    """

    list: str
    name: str
    type: PartyType = PartyType.UNKNOWN
    entry: str = ""
    number: str = ""
    aliases: tuple[Alias, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    countries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    license_requirement: str = ""
    license_review_policy: str = ""
    footnotes: tuple[int, ...] = ()
    citations: tuple[Citation, ...] = ()
    start_date: date | None = None
    end_date: date | None = None
    effective_from: date | None = None
    effective_from_basis: Basis = Basis.UNKNOWN
    effective_to: date | None = None
    details: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    published: tuple[tuple[str, str], ...] = ()

    def names(self) -> Iterable[str]:
        """Every name of the party, the first one first."""
        yield self.name
        for alias in self.aliases:
            yield alias.name

    def but(self, **fields: Any) -> ListEntry:
        """The entry with other fields: ``dataclasses.replace``, four times as fast."""
        values = list(_values(self))
        for name, value in fields.items():
            values[_PLACES[name]] = value
        return ListEntry(*values)


_PLACES = {f.name: place for place, f in enumerate(dataclass_fields(ListEntry))}
_values = attrgetter(*_PLACES)


@dataclass(frozen=True, slots=True)
class SourceList:
    """One published list: a catalog row.

    ``url`` is the page for people. ``download`` is the publisher's own file, empty where
    none is published in a form a program can read.
    """

    code: str
    title: str
    publisher: str
    url: str
    legal_effect: str
    authority: str
    csl_source: str = ""  # the consolidated file's word for it, up to the first " ("
    download: str = ""  # the file itself; ``{edition}`` stands for a date of the text
    hosts: tuple[str, ...] = ()  # other hosts that the publisher sends a download to


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One state of one list, named by ``code`` and ``version`` (``sha256:…``)."""

    code: str
    version: str
    published_at: date
    dated_by: DatedBy
    origin: Origin
    entries: int
    fetched_at: datetime | None = None
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class ParsedList:
    """One list as read from one file, before it has a version of its own."""

    code: str
    entries: tuple[ListEntry, ...]
    published_at: date | None = None  # only where the file itself states it
    remarks: tuple[str, ...] = ()  # what the parser could not place, a sentence each
    consolidated: bool = False  # whether its file joins all lists: none may lack
    newest: date | None = None  # newest day of its rows that no start or citation holds


@dataclass(frozen=True, slots=True)
class Party:
    """Whom the user asks about; ``row`` holds the input's columns unchanged."""

    name: str
    id: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""
    country: str = ""
    type: PartyType = PartyType.UNKNOWN
    identifiers: tuple[str, ...] = ()
    row: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    birth_date: str = ""
    birth_place: str = ""


# Dates and places of birth as listed, by the entry's id.
Births = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Holding:
    """One party's direct share in another, as one source states it.

    ``owner`` and ``owned`` are identifiers: names where there are no better ones.
    ``low`` and ``high`` bound the share, 0 to 1; a share that is not known is 0 to 1.
    It is held on both of its days; None is as far back, or as long, as asked.
    """

    owner: str
    owned: str
    low: Fraction
    high: Fraction
    held_from: date | None = None
    held_until: date | None = None
    source: str = ""

    def held_on(self, day: date) -> bool:
        """Whether the share was held on that day."""
        return (self.held_from is None or self.held_from <= day) and (
            self.held_until is None or day <= self.held_until
        )


def citation_dict(citation: Citation) -> dict[str, Any]:
    """The JSON object of one citation."""
    day = citation.published_at
    return {
        "cite": citation.cite,
        "printed": citation.printed,
        "date": day.isoformat() if day else None,
    }


def entry_dict(entry: ListEntry) -> dict[str, Any]:
    """The JSON object of one entry, as ``show``, ``diff`` and the API give it."""
    return {
        "entry": entry.entry,
        "list": entry.list,
        "type": entry.type.value,
        "name": entry.name,
        "aliases": [
            {
                "name": a.name,
                "kind": a.kind.value,
                "quality": a.quality.value,
                "source": a.source,
            }
            for a in entry.aliases
        ],
        "addresses": [
            {"text": a.text, "country": a.country or None, "source": a.source}
            for a in entry.addresses
        ],
        "identifiers": [{"kind": i.kind, "value": i.value} for i in entry.identifiers],
        "countries": list(entry.countries),
        "programs": list(entry.programs),
        "license_requirement": entry.license_requirement or None,
        "license_review_policy": entry.license_review_policy or None,
        "footnotes": list(entry.footnotes),
        "citations": [citation_dict(c) for c in entry.citations],
        "effective_from": (
            entry.effective_from.isoformat() if entry.effective_from else None
        ),
        "effective_from_basis": entry.effective_from_basis.value,
        "effective_to": entry.effective_to.isoformat() if entry.effective_to else None,
        "details": _grouped(entry.details),
        "notes": list(entry.notes),
        "versions": list(entry.versions),
        "published": dict(entry.published),
    }


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Pairs by key; a key that comes several times has a list of its values."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {k: v[0] if len(v) == 1 else v for k, v in found.items()}
