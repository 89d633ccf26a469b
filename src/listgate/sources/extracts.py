"""Third-party JSON readings of U.S. lists (``list_id``, ``entities``) → entries.

The lists of Commerce, Homeland Security, War and the FCC without a machine-readable file
are read from text and PDF by others and passed on in one shape. Their known faults are
mended: an address that hangs on the last alias, an alias list swallowed in a name,
subsidiaries in the notes, product classes among the companies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from listgate.errors import ParseError
from listgate.records import (
    Address,
    Alias,
    Identifier,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.citations import RuleOf, parse_citations, parse_date
from listgate.sources.countries import country_code
from listgate.sources.destinations import heading_code
from listgate.sources.gpo_cells import Cell
from listgate.sources.name_end import fold_name, split_name
from listgate.sources.part_744 import Row, entries_of, known_names
from listgate.sources.party_type import infer_type
from listgate.sources.subsidiaries import subsidiaries

_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_TOGETHER = re.compile(r"Listed together with subsidiaries: ([^|]+)")
_CLASS = "Category listing"
_ID = re.compile(
    r"(?P<kind>USCC|ISIN|C\.R\. No\.|LEI|[^;:]*Ticker[^;:]*): (?P<value>[^;(]+)"
)
_ID_KINDS = {"USCC": "uscc", "ISIN": "isin", "LEI": "lei", "C.R. No.": "registration"}


def looks_like_extract(document: Any) -> bool:
    """Whether a JSON document is such a reading."""
    return (
        isinstance(document, Mapping)
        and "list_id" in document
        and isinstance(document.get("entities"), list)
    )


def parse_extract(
    document: Mapping[str, Any], *, name: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The list of one reading.

    Raises:
        ParseError: the reading is of a list that is not known, holds fewer rows than it
            says, or a row has no name.
    """
    form = _FORMS.get(str(document["list_id"]))
    if form is None:
        raise ParseError(
            name,
            f"{name or 'The file'} is a reading of {document['list_id']!r}, which is not a "
            "list that is known here.",
        )
    rows = document["entities"]
    count = document.get("count")
    if count is not None and count != len(rows):
        raise ParseError(
            name,
            f"{name or 'The file'} says it has {count} rows but holds {len(rows)}; it is "
            "cut off.",
            f"row {len(rows)}",
        )
    entries: list[ListEntry] = []
    left: list[str] = []
    for at, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or not str(row.get("name") or "").strip():
            raise ParseError(
                name, f"{name or 'The file'}: row {at} has no name.", f"row {at}"
            )
        if str(row.get("notes") or "").startswith(_CLASS):
            left.append(str(row["name"]))
            continue
        entries.extend(form.read(row, form.code, first_page))
    remarks = []
    if left:
        remarks.append(
            f"{form.code}: {len(left)} rows name a class of products, no party, and were "
            f"not taken ({'; '.join(left)[:120]})."
        )
    cut = sum(bool(_CUT.search(str(row.get("notes") or ""))) for row in rows)
    if cut:
        remarks.append(
            f"{form.code}: the notes of {cut} rows were cut before they came."
        )
    return (
        ParsedList(
            form.code,
            tuple(_joined(entries) if form.joined else entries),
            _of_source(document) or parse_date(str(document.get("extracted") or "")),
            tuple(remarks),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Form:
    code: str
    read: Callable[[Mapping[str, Any], str, RuleOf | None], Iterator[ListEntry]]
    joined: bool = False  # rows of one name are one entry


def _supplement(
    row: Mapping[str, Any], code: str, first_page: RuleOf | None
) -> Iterator[ListEntry]:
    """A row of a supplement to part 744, brought back into the cell that it was."""
    heading = str(row.get("country") or "")
    country = heading_code(heading)
    known = known_names(code)
    name, aliases = str(row["name"]), [str(a) for a in row.get("aliases") or ()]
    address = str(row.get("address") or "")
    if not address and aliases:
        last, address = split_name(" ".join(aliases[-1].split()), country, known)
        aliases[-1] = last
    elif not address:
        name, address = split_name(" ".join(name.split()), country, known)
    lines = [name]
    if aliases:
        lines[0] += f", a.k.a., the following {len(aliases)} aliases:"
        lines += [f"—{alias}" for alias in aliases]
        lines += [address] if address else []
    elif address:
        lines.append(address)
    notes = str(row.get("notes") or "")
    meu = code == "us-bis-meu"
    entries = entries_of(
        Row(
            heading,
            Cell(tuple(lines)),
            Cell(() if meu or not notes else (notes,)),
            Cell(),
            Cell((str(row.get("federal_register") or ""),)),
        ),
        code,
        known=known,
        first_page=first_page,
        units=False,
    )
    for entry in entries:
        said = (*entry.notes, notes) if meu and notes else entry.notes
        yield replace(entry, notes=said, published=_published(row))


def _plain(
    row: Mapping[str, Any], code: str, first_page: RuleOf | None
) -> Iterator[ListEntry]:
    """A row with a name, a date and perhaps an address and a citation."""
    name = " ".join(str(row["name"]).split())
    country = country_code(str(row.get("country") or ""))
    address = " ".join(str(row.get("address") or "").split())
    citations, notes = parse_citations(
        str(row.get("federal_register") or ""), first_page=first_page
    )
    said = str(row.get("notes") or "")
    kind = infer_type(name, address=address)
    company = code in ("us-dod-1260h", "us-dhs-uflpa", "us-fcc-covered", "us-ofac-cmic")
    yield ListEntry(
        list=code,
        name=name,
        type=PartyType.ORGANIZATION if company else kind,
        aliases=tuple(
            Alias(a)
            for text in row.get("aliases") or ()
            if (a := " ".join(str(text).split())) and a != name
        ),
        addresses=(Address(address, country),) if address else (),
        identifiers=tuple(
            Identifier(_ID_KINDS.get(m["kind"], "ticker"), m["value"].strip(), country)
            for m in _ID.finditer(said)
        )
        if code == "us-ofac-cmic"
        else (),
        countries=(country,) if country else (),
        programs=tuple(re.findall(r"Sec\. 2\(d\)\(2\)\(B\)\(\w+\)", said)),
        citations=citations,
        start_date=_date(str(row.get("effective_date") or "")),
        end_date=_found_day(r"Expires: (\d{4}-\d\d-\d\d)", said),
        details=tuple(_details(said, code)),
        notes=(*((said,) if said else ()), *notes),
        published=_published(row),
    )


def _details(said: str, code: str) -> Iterator[tuple[str, str]]:
    if code == "us-bis-dpl":
        kind = re.search(r"Type of denial: ([\w-]+)", said)
        yield "type_of_denial", kind[1] if kind else "not stated"
    if born := re.search(r"Date of birth: (.+?)(?:;|$)", said):
        yield "date_of_birth", born[1].strip()


def _companies(
    row: Mapping[str, Any], code: str, first_page: RuleOf | None
) -> Iterator[ListEntry]:
    """A Chinese military company, and the subsidiaries listed together with it.

    The notice prints the whole list anew, so its day is not the day of listing.
    """
    (entry,) = _plain(row, code, first_page)
    notice = ("notice", str(row.get("federal_register") or ""))
    entry = replace(entry, start_date=None, citations=(), details=(notice,))
    yield entry
    together = _TOGETHER.match(str(row.get("notes") or ""))
    for unit, aliases in subsidiaries(together[1] if together else ""):
        yield ListEntry(
            list=code,
            name=unit,
            type=PartyType.ORGANIZATION,
            aliases=tuple(Alias(a) for a in aliases),
            details=(notice, ("listed_under", entry.name)),
            notes=(f"Listed as a subsidiary of {entry.name}.",),
            published=_published(row),
        )


def _joined(entries: list[ListEntry]) -> Iterator[ListEntry]:
    """Entries of one name as one: a reading repeats those that stand in two tables."""
    found: dict[str, ListEntry] = {}
    for entry in entries:
        key = fold_name(
            re.sub(r"\s*\([A-Z]+\)$|,? and subsidiaries$", "", entry.name, flags=re.I)
        )
        first = found.get(key)
        if first is None:
            found[key] = entry
            continue
        days = [d for d in (first.start_date, entry.start_date) if d]
        found[key] = replace(
            first,
            aliases=tuple(dict.fromkeys((*first.aliases, *entry.aliases))),
            programs=tuple(dict.fromkeys((*first.programs, *entry.programs))),
            notes=tuple(dict.fromkeys((*first.notes, *entry.notes))),
            start_date=min(days, default=None),
            published=(*first.published, *entry.published),
        )
    return iter(found.values())


def _published(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, "; ".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in row.items()
        if value
    )


def _of_source(document: Mapping[str, Any]) -> date | None:
    """The day of the publisher's file, where its name or its one notice tells it."""
    file = str(document.get("source_file") or "")
    if found := re.search(r"(20\d\d)(\d\d)(\d\d)(?!\d)", file):
        return parse_date("-".join(found.groups()))
    if found := re.search(r"(?<!\d)(\d\d)(\d\d)(20\d\d)(?!\d)", file):
        return parse_date(f"{found[3]}-{found[1]}-{found[2]}")
    notices = {
        (row.get("federal_register"), row.get("effective_date"))
        for row in document["entities"]
        if isinstance(row, Mapping)
    }
    if len(notices) == 1:
        cite, day = next(iter(notices))
        return parse_date(str(day or "")) if cite else None
    return None


def _date(text: str) -> date | None:
    if day := parse_date(text):
        return day
    try:
        return datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def _found_day(pattern: str, text: str) -> date | None:
    found = re.search(pattern, text)
    return parse_date(found[1]) if found else None


_FORMS = {
    "bis-entity-list": _Form("us-bis-el", _supplement),
    "bis-meu": _Form("us-bis-meu", _supplement),
    "bis-uvl": _Form("us-bis-uvl", _supplement),
    "bis-dpl": _Form("us-bis-dpl", _plain),
    "dow-1260h": _Form("us-dod-1260h", _companies),
    "dhs-uflpa": _Form("us-dhs-uflpa", _plain, joined=True),
    "fcc-covered": _Form("us-fcc-covered", _plain),
    "ofac-nscmic": _Form("us-ofac-cmic", _plain),
    "state-debarred-statutory": _Form("us-dos-dtc", _plain),
}
