"""Readers of the publishers' files that only the embedded list is made from.

Each gives entries of a list, or rows to be joined with the entries of another file; what
they could not place they say in ``remarks``. The consolidated file itself is read by
``listgate.sources``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from listgate.records import (
    Address,
    Alias,
    AliasKind,
    Citation,
    Identifier,
    ListEntry,
    PartyType,
)
from listgate.sources.citations import parse_citations
from listgate.sources.countries import address_country, country_code
from listgate.sources.rules import first_page

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_SEE_ALTERNATE = re.compile(
    r"\(?\s*\(?See alternate address\w*[^)]*\)?\.?\)?", re.IGNORECASE
)
_JOINED = re.compile(r";\s*(?:and\s+)?|\.\s+and\s+(?=[A-Z0-9])")
_TAIL = re.compile(r"\s*\((?:a\.?\s?k\.?\s?a|f\.?\s?k\.?\s?a).*$", re.IGNORECASE)

# Names of the regulation's headings that the country table writes otherwise.
_HEADINGS = {"Crimea Region of Ukraine": "UA", "Burma": "MM", "U.A.E.": "AE"}


@dataclass(frozen=True, slots=True)
class RegulationRow:
    """One row of a supplement to part 744, as a third party read it."""

    name: str
    names: tuple[str, ...]
    country: str
    addresses: tuple[Address, ...]
    aliases: tuple[str, ...]
    citations: tuple[Citation, ...]
    requirement: str = ""


@dataclass(slots=True)
class Remarks:
    """What could not be placed, counted and with examples."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, example: str = "", n: int = 1) -> None:
        """Notes one case, or ``n`` of them."""
        self.counts[what] = self.counts.get(what, 0) + n
        if example:
            self.examples.setdefault(what, []).append(example)


def load_json(path: Path) -> Any:
    """The JSON value in a file compressed by gzip."""
    return json.loads(gzip.decompress(path.read_bytes()))


def regulation(path: Path, source: str) -> list[RegulationRow]:
    """The rows of Supplement No. 4 or 7 to part 744."""
    return [_row(r, source) for r in load_json(path)["entities"]]


def _row(row: dict[str, Any], source: str) -> RegulationRow:
    heading = row["country"] or ""
    code = _HEADINGS.get(heading) or country_code(heading)
    # Addresses that hang on the last alias are found by the join, which knows the names.
    names = [row["name"], _TAIL.sub("", row["name"]), *row["aliases"]]
    citations, _ = parse_citations(row["federal_register"] or "", first_page=first_page)
    return RegulationRow(
        name=row["name"],
        names=tuple(dict.fromkeys(n for n in names if n)),
        country=code,
        addresses=tuple(addresses(row["address"] or "", heading, code, source)),
        aliases=tuple(row["aliases"]),
        citations=citations,
        requirement=row["notes"] or "",
    )


def addresses(text: str, heading: str, code: str, source: str) -> Iterator[Address]:
    """The addresses in a cell of the regulation, without its cross references."""
    text = _SEE_ALTERNATE.sub("", " ".join(text.split()))
    text = re.sub(r"^Address(?:es)?:\s*", "", text)
    if heading:
        text = re.sub(rf"(?<={re.escape(heading)}),?\s+and\s+(?=[A-Z0-9])", "; ", text)
    for part in _JOINED.split(text):
        part = re.sub(r"^(?:and|or)\s+", "", part).strip(" .,;")
        # A country alone is no place.
        if part and part != heading and not country_code(part):
            yield Address(part, address_country(part) or code, source)


def denied_persons(path: Path, source: str) -> list[ListEntry]:
    """The Denied Persons List of the publisher's export: one entry per name and order."""
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in load_json(path)["entities"]:
        key = (
            row["name"].strip(),
            row["effective_date"] or "",
            row["federal_register"] or "",
        )
        found.setdefault(key, []).append(row)
    entries = []
    for (name, start, cites), rows in found.items():
        places: dict[Address, None] = {}
        countries: dict[str, None] = {}
        for row in rows:
            code = country_code(row["country"] or "")
            if code:
                countries[code] = None
            if row["address"]:
                places[Address(row["address"], code, source)] = None
        notes = rows[0]["notes"] or ""
        kind = re.search(r"Type of denial: ([\w-]+)", notes)
        end = re.search(r"Expires: (\d{4}-\d\d-\d\d)", notes)
        citations, _ = parse_citations(cites, first_page=first_page)
        entries.append(
            ListEntry(
                list="us-bis-dpl",
                name=name,
                addresses=tuple(places),
                countries=tuple(countries),
                citations=citations,
                start_date=_iso(start),
                end_date=date.fromisoformat(end[1]) if end else None,
                details=(("type_of_denial", kind[1] if kind else "not stated"),),
            )
        )
    return entries


def denied_persons_2022(path: Path, source: str) -> dict[str, ListEntry]:
    """The Denied Persons List's tab-separated file by name: dates, order, addresses."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    found: dict[str, ListEntry] = {}
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        name = " ".join((row["Name"] or "").split())
        parts = (
            row["Street_Address"],
            row["City"],
            row["State"],
            row["Postal_Code"],
            row["Country"],
        )
        text_ = ", ".join(p.strip() for p in parts if p and p.strip())
        code = country_code(row["Country"] or "")
        old = found.get(name)
        place = (Address(text_, code, source),) if text_ else ()
        standard = {"Y": "Standard", "N": "Non-Standard"}.get(
            (row["Standard_Order"] or "").strip()
        )
        found[name] = ListEntry(
            list="us-bis-dpl",
            name=name,
            addresses=tuple(dict.fromkeys((*(old.addresses if old else ()), *place))),
            start_date=_us_day(row["Effective_Date"]),
            end_date=_us_day(row["Expiration_Date"]),
            details=(("type_of_denial", standard),) if standard else (),
        )
    return found


def uflpa(path: Path) -> list[ListEntry]:
    """The UFLPA Entity List of the official page."""
    entries = []
    for row in load_json(path)["entities"]:
        day = row["effective_date"]
        notes = [n.strip() for n in (row["notes"] or "").split(";") if n.strip()]
        entries.append(
            ListEntry(
                list="us-dhs-uflpa",
                name=_line(row["name"]),
                type=PartyType.ORGANIZATION,
                aliases=_aliases(row["aliases"]),
                countries=_countries(row["country"]),
                start_date=datetime.strptime(day, "%B %d, %Y").date() if day else None,  # noqa: DTZ007
                programs=tuple(
                    m[0]
                    for n in notes
                    for m in [re.search(r"Sec\. 2\(d\)\(2\)\(B\)\(\w+\)", n)]
                    if m
                ),
            )
        )
    return entries


def section_1260h(path: Path) -> list[ListEntry]:
    """The Section 1260H list, the subsidiaries named in a row as entries of their own.

    The notice prints the whole list anew, so its day is not the day of listing.
    """
    entries = []
    for row in load_json(path)["entities"]:
        notice = (("notice", row["federal_register"] or ""),)
        name = _line(row["name"])
        entries.append(
            ListEntry(
                list="us-dod-1260h",
                name=name,
                type=PartyType.ORGANIZATION,
                aliases=_aliases(row["aliases"]),
                countries=_countries(row["country"]),
                details=notice,
            )
        )
        listed = re.match(
            r"Listed together with subsidiaries: ([^|]+)", row["notes"] or ""
        )
        for unit, aliases in subsidiaries(listed[1] if listed else ""):
            entries.append(
                ListEntry(
                    list="us-dod-1260h",
                    name=unit,
                    type=PartyType.ORGANIZATION,
                    aliases=_aliases(aliases),
                    details=(*notice, ("listed_under", name)),
                    notes=(f"Listed as a subsidiary of {name}.",),
                )
            )
    return entries


_FORM_NEXT = r"(?:Ltd|Inc|LLC|L\.L\.C|Limited|Corp|PLC|S\.L\.U|Co\b|Americas)"


def subsidiaries(text: str) -> Iterator[tuple[str, list[str]]]:
    """The companies in ``A Co., Ltd. (AB), B Inc., and C``, each with its aliases."""
    text = text.replace(". .", ".").strip()
    text = re.sub(r"\bCorporation (?=Shanghai)", "Corporation, ", text)
    text = re.sub(rf",\s+(?={_FORM_NEXT})", "\0", text)
    # Commas inside brackets belong to the alias.
    depth, parts, start = 0, [], 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    for part in parts:
        for piece in re.split(r"(?<=Ltd\.)\s+\.?\s*(?=[A-Z])", part):
            piece = re.sub(r"^\s*and\s+", "", piece).replace("\0", ", ").strip(" .")
            if not piece:
                continue
            found = [
                a.strip() for a in re.findall(r"\(([^()]*(?:\([^()]*\))?)\)", piece)
            ]
            aliases, name = [], piece
            for alias in found:
                former = re.match(r"formerly\s+(.*)", alias)
                if former or re.search(r"\(" + re.escape(alias) + r"\)\s*$", piece):
                    plain = former[1] if former else alias
                    aliases.append(re.sub(r"\s*\([^()]*\)", "", plain))
                    name = name.replace(f"({alias})", "").strip()
            if re.search(r"(Ltd|Inc|Co)$", name):
                name += "."
            yield _line(name), aliases


def fcc_covered(path: Path, remarks: Remarks) -> list[ListEntry]:
    """The named producers of the FCC Covered List; product classes name nobody."""
    entries = []
    for row in load_json(path)["entities"]:
        if (row["notes"] or "").startswith("Category listing"):
            remarks.add("FCC rows that are product classes, left out", row["name"])
            continue
        entries.append(
            ListEntry(
                list="us-fcc-covered",
                name=_line(row["name"]),
                type=PartyType.ORGANIZATION,
                aliases=_aliases(row["aliases"]),
                countries=_countries(row["country"]),
                start_date=_iso(row["effective_date"] or ""),
            )
        )
    return entries


def by_hand(
    path: Path,
) -> tuple[list[tuple[str, date, list[ListEntry]]], list[dict[str, Any]]]:
    """The lists and the earlier texts of ``embedded_by_hand.toml``."""
    doc = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = []
    for row in doc["list"]:
        entries = [
            ListEntry(
                list=row["code"],
                name=e["name"],
                type=PartyType.ORGANIZATION,
                aliases=_aliases(e.get("aliases", [])),
                countries=tuple(e["countries"]),
                license_requirement=row.get("requirement", ""),
                license_review_policy=row.get("policy", ""),
                start_date=e.get("start", row.get("start")),
                details=(("source", row["source"]),),
                notes=(row["note"], *e.get("notes", [])),
            )
            for e in row["entry"]
        ]
        lists.append((row["code"], row["published"], entries))
    return lists, doc["earlier"]


@dataclass(frozen=True, slots=True)
class HanRow:
    """Names of one party in Latin letters and in Chinese script, with their source."""

    list: str  # empty: any list
    names: tuple[str, ...]
    han: tuple[str, ...]
    source: str
    countries: tuple[str, ...] = ()


def han_table(path: Path) -> list[HanRow]:
    """The rows of ``han_names.toml``."""
    if not path.exists():
        return []
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("name", [])
    return [
        HanRow(r["list"], (r["listed"],), tuple(r["han"]), r["source"]) for r in rows
    ]


def meti(path: Path) -> tuple[list[ListEntry], list[HanRow]]:
    """Japan's end-user list, and its names in Chinese characters beside the Latin ones."""
    entries, han = [], []
    for row in load_json(path):
        latin, script = [], []
        for text in (row["entity_name"], *(row.get("aliases") or [])):
            plain, characters = split_script(text)
            latin += [plain] if plain else []
            script += characters
        countries: tuple[str, ...] = ()
        for text in row.get("addresses") or []:
            # Some cells hold a name behind the country's title.
            title, _, rest = text.partition("People's Republic of China ")
            code = heading_code(text) or ("CN" if rest and not title else "")
            latin += [rest] if rest and code else []
            countries += (code,) if code and code not in countries else ()
        latin = list(dict.fromkeys(latin))
        script = list(dict.fromkeys(script))
        if not latin:
            continue
        source = row["source_url"]
        entries.append(
            ListEntry(
                list="jp-meti-eul",
                name=latin[0],
                type=PartyType.UNKNOWN,
                aliases=(
                    *_aliases(latin[1:]),
                    *(Alias(h, AliasKind.SCRIPT, source=source) for h in script),
                ),
                countries=countries,
                programs=weapons(row.get("reason") or ""),
            )
        )
        if script:
            han.append(HanRow("", tuple(latin), tuple(script), source, countries))
    return entries, han


def weapons(reason: str) -> tuple[str, ...]:
    """The letters of concern in METI's reason: B, C, M, N and CW."""
    return tuple(dict.fromkeys(re.findall(r"\b(?:CW|[BCMN])\b", reason)))


def heading_code(text: str) -> str:
    """The code of a country given with its official title."""
    plain = re.sub(
        r"^(?:Islamic |People's |Democratic |Syrian Arab |Federal )*Republic of (?:the )?",
        "",
        text,
    )
    return (
        country_code(text)
        or country_code(plain)
        or {
            "North Korea": "KP",
            "People's Republic of China": "CN",
            "Syrian Arab Republic": "SY",
            "State of Israel": "IL",
            "Russian Federation": "RU",
        }.get(text, "")
    )


def split_script(text: str) -> tuple[str, list[str]]:
    """A name's Latin part, and the names in Chinese characters beside it."""
    script = []
    for inside in _BRACKETS.findall(text):
        if HAN.search(inside):
            script += [
                s.strip() for s in re.split(r"[、;,／/]", inside) if HAN.search(s)
            ]
    plain = _BRACKETS.sub(lambda m: "" if HAN.search(m[1]) else m[0], text)
    if HAN.search(plain):
        script.append(_line("".join(c for c in plain if HAN.match(c))))
        plain = "".join(" " if HAN.match(c) else c for c in plain)
    return _line(plain), script


def mofcom(path: Path) -> list[HanRow]:
    """China's own lists: the Chinese names of foreign companies."""
    return [
        HanRow(
            "",
            (row["entity_name"],),
            tuple(a for a in row["aliases"] if HAN.search(a)),
            row["source_url"],
        )
        for row in load_json(path)
    ]


_CMIC_ID = re.compile(
    r"(?P<kind>USCC|ISIN|C\.R\. No\.|LEI|Equity Ticker|[^;:]*Ticker[^;:]*): (?P<value>[^;(]+)"
)


def cmic(path: Path, source: str) -> dict[str, ListEntry]:
    """The NS-CMIC list by name in capitals: addresses, numbers and days."""
    kinds = {"USCC": "uscc", "ISIN": "isin", "LEI": "lei", "C.R. No.": "registration"}
    found = {}
    for row in load_json(path)["entities"]:
        notes = row["notes"] or ""
        ids = tuple(
            Identifier(kinds.get(m["kind"], "ticker"), m["value"].strip(), "")
            for m in _CMIC_ID.finditer(notes)
        )
        listed = re.search(r"Listing Date \(CMIC\): (\d\d \w{3} \d{4})", notes)
        details = []
        if listed:
            day = datetime.strptime(listed[1], "%d %b %Y").date()  # noqa: DTZ007
            details.append(("listing_date", day.isoformat()))
        place = row["address"]
        found[row["name"].upper()] = ListEntry(
            list="us-ofac-cmic",
            name=row["name"],
            addresses=(Address(place, country_code(row["country"] or ""), source),)
            if place
            else (),
            identifiers=ids,
            start_date=_iso(row["effective_date"] or ""),
            details=tuple(details),
        )
    return found


def weak_aliases(paths: Iterable[Path]) -> dict[str, set[str]]:
    """Aliases that Treasury prints in quotes among the remarks, by its number."""
    found: dict[str, set[str]] = {}
    for path in paths:
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        for row in csv.reader(io.StringIO(text)):
            if len(row) > 1:
                for name in re.findall(r"a\.k\.a\. '([^']+)'", row[-1]):
                    found.setdefault(row[0], set()).add(name.casefold())
    return found


def alias_kinds(paths: Iterable[Path]) -> dict[tuple[str, str], str]:
    """Treasury's kind (``aka``, ``fka``, ``nka``) by number and alias."""
    found = {}
    for path in paths:
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        for row in csv.reader(io.StringIO(text)):
            if len(row) > 3:
                found[row[0], row[3].casefold()] = row[2]
    return found


def debarred(path: Path) -> dict[str, ListEntry]:
    """State's statutory debarments by the sorted words of the name."""
    found = {}
    for row in load_json(path)["entities"]:
        born = re.search(r"Date of birth: (.+?)(?:;|$)", row["notes"] or "")
        found[words_key(row["name"])] = ListEntry(
            list="us-dos-dtc",
            name=row["name"],
            start_date=_iso(row["effective_date"] or ""),
            details=(("date_of_birth", born[1].strip()),) if born else (),
        )
    return found


def words_key(name: str) -> str:
    """The words of a name in one order, so that ``Acety, Edwin`` is ``Edwin Acety``."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _aliases(names: Iterable[str]) -> tuple[Alias, ...]:
    return tuple(Alias(n) for n in dict.fromkeys(_line(n) for n in names) if n)


def _countries(name: str | None) -> tuple[str, ...]:
    code = country_code(name or "")
    return (code,) if code else ()


def _line(text: str) -> str:
    return " ".join(text.split())


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _us_day(text: str | None) -> date | None:
    found = re.fullmatch(r"\s*(\d\d?)/(\d\d?)/(\d{4})\s*", text or "")
    return date(int(found[3]), int(found[1]), int(found[2])) if found else None
