"""The public files that the score is learned from, read into names and pairs."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from listgate.matching.compile import TYPES
from listgate.names.fold import one_line
from listgate.records import AliasKind
from listgate.sources.recognise import read_lists

UNKNOWN, PERSON, ORGANIZATION, VESSEL = 0, 1, 2, 3
LISTED = "csl/consolidated-2026-07-31.json.gz"
EUROPE = "eu/eu-fsf-2026-05-01.jsonl.xz"
BRITAIN = "uk/uk-sanctions-list-2026-08-22.jsonl.xz"
COMPANIES = "names/listed_companies_dev.csv.gz"
LABELED = "names/name_bench_dev.csv"
COMPLAINTS = "names/complaints_dev.csv"
VARIANTS = "names/un_person_variants_dev.csv"
REGISTRANTS = "names/us_registrants_dev.csv"
FILES = (
    *(LISTED, EUROPE, BRITAIN, COMPANIES),
    *(LABELED, COMPLAINTS, VARIANTS, REGISTRANTS),
)
_TYPES = {
    **{"Person": PERSON, "person": PERSON, "vessel": VESSEL, "Vessel": VESSEL},
    **{"aircraft": 4, "Individual": PERSON, "Ship": VESSEL},
}


@dataclass(frozen=True, slots=True)
class Parties:
    """Names, the party that each belongs to, and each party's type."""

    names: tuple[str, ...]
    owners: tuple[int, ...]
    types: tuple[int, ...]

    def typed(self, kind: int) -> list[str]:
        """The ASCII names of parties of one type."""
        return [
            name
            for name, owner in zip(self.names, self.owners, strict=True)
            if self.types[owner] == kind and name.isascii()
        ]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that someone has judged."""

    asked: str
    listed: str
    type: int
    same: bool
    weight: float
    source: str
    expected: str


def digests(folder: Path) -> list[dict[str, str]]:
    """Each input's name and SHA-256."""
    return [
        {
            "name": name,
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in FILES
    ]


def listed(folder: Path) -> Parties:
    """The parties of the U.S. consolidated list; a parent's name is not the unit's."""
    names: list[str] = []
    owners: list[int] = []
    types: list[int] = []
    for parsed in read_lists((folder / LISTED).read_bytes()):
        for entry in parsed.entries:
            own = [a.name for a in entry.aliases if a.kind is not AliasKind.PARENT]
            for name in (entry.name, *own):
                names.append(one_line(name))
                owners.append(len(types))
            types.append(TYPES[entry.type])
    return Parties(tuple(names), tuple(owners), tuple(types))


def _europe(path: Path) -> Iterator[tuple[int, list[str]]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            person = row["subject_type"]["code"] == "person"
            names = [a.get("whole_name") or "" for a in row["name_aliases"]]
            yield PERSON if person else ORGANIZATION, names


def _britain(path: Path) -> Iterator[tuple[int, list[str]]]:
    parts = [f"name{i}" for i in range(1, 7)]
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            names = [
                " ".join(str(n[p]) for p in parts if n.get(p))
                for n in row["names"]["names"]
            ]
            other = (row.get("non_latin_names") or {}).get("names", [])
            names += [n.get("name_non_latin_script") or "" for n in other]
            kind = row.get("individual_entity_ship") or row.get("type") or ""
            yield _TYPES.get(kind, ORGANIZATION if kind == "Entity" else UNKNOWN), names


def abroad(folder: Path) -> Parties:
    """The subjects of the EU and UK lists with their spellings in all scripts."""
    names: list[str] = []
    owners: list[int] = []
    types: list[int] = []
    for kind, spelled in (*_europe(folder / EUROPE), *_britain(folder / BRITAIN)):
        for name in dict.fromkeys(" ".join(n.split()) for n in spelled):
            if 0 < len(name) < 90:
                names.append(name)
                owners.append(len(types))
        types.append(kind)
    return Parties(tuple(names), tuple(owners), tuple(types))


def _rows(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def companies(folder: Path) -> list[str]:
    """Names of companies on the stock exchanges of the world."""
    return [row["name"] for row in _rows(folder / COMPANIES)]


def registrants(folder: Path) -> list[str]:
    """Names of SEC registrants: for thresholds only, never learned from."""
    return [row["name"] for row in _rows(folder / REGISTRANTS)]


_SURE = {"STRONG": 3.0, "MEDIUM": 1.0, "WEAK": 0.5}
_COMPLAINT = {
    "match": (True, 1.0),
    "review-or-match": (True, 0.8),
    "not-match": (False, 0.7),
    "clear": (False, 1.5),
}


def judged(folder: Path) -> list[Pair]:
    """Pairs that people have judged, with how much each counts."""
    pairs = [
        Pair(
            *(row["name1"], row["name2"], _TYPES.get(row["schema"], ORGANIZATION)),
            *(row["is_match"] == "true", _SURE[row["quality"]]),
            *("bench", row["quality"]),
        )
        for row in _rows(folder / LABELED)
    ]
    for row in _rows(folder / COMPLAINTS):
        if row["id"].startswith("N"):  # only a birth date tells these apart
            continue
        same, weight = _COMPLAINT[row["expected"]]
        kind = _TYPES.get(row["type"], ORGANIZATION)
        pairs.append(
            Pair(
                *(row["query"], row["listed_name"], kind, same, weight),
                *("complaint", row["expected"]),
            )
        )
    pairs += [
        Pair(row["query"], row["listed_name"], PERSON, True, 0.5, "variant", "")
        for row in _rows(folder / VARIANTS)
    ]
    return pairs
