"""Count in how many company and person names each word stands.

    python scripts/make_token_weights.py DATA [--out FILE] [--check]

DATA is a directory that holds the public files named in ``INPUTS``. A word's weight
in matching rests on these counts: `technology` stands in thousands of company names
and says little, `hikvision` in two. Each distinct folded name counts once.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # the UN's own file, named by its digest

from listgate.names.fold import fold
from listgate.names.latin import strip_marks
from listgate.names.words import load

OUT = Path(__file__).parents[1] / "src/listgate/names/data/token_weights.tsv"
ROUNDS = 5  # after which the rarest words hardly change any more
LEAST = 3  # a word seen in fewer names in both columns is left out: rare by definition

Reader = Callable[[bytes], Iterator[tuple[bool, str]]]  # is it a person, its name


@dataclass(frozen=True, slots=True)
class Input:
    """One public file and the terms under which its facts are used."""

    path: str
    what: str
    licence: str


INPUTS = (
    Input(
        "names/listed_companies_dev.csv.gz",
        "companies on stock exchanges of the world (FinanceDatabase)",
        "MIT",
    ),
    Input(
        "names/us_registrants_dev.csv",
        "company names of SEC registrants",
        "U.S. public domain",
    ),
    Input(
        "csl/consolidated-2026-07-31.json.gz",
        "U.S. Consolidated Screening List",
        "U.S. public domain",
    ),
    Input(
        "eu/eu-fsf-2026-05-01.jsonl.xz",
        "EU consolidated financial sanctions",
        "EU reuse terms, source: European Commission",
    ),
    Input(
        "uk/uk-sanctions-list-2026-08-22.jsonl.xz",
        "UK Sanctions List",
        "Open Government Licence v3",
    ),
    Input(
        "un/consolidated.xml.gz",
        "UN Security Council consolidated list",
        "UN, free to use",
    ),
)

LISTS = frozenset(source.path for source in INPUTS[2:])

# What a price list adds to a share's name: par value, form of the share.
_SHARE = re.compile(
    r"\s+(?:(?:INH|REG|NAM|ORD)\.?\s+)?(?:DL|EO|LS|HD|YC|SF|SK|NK|DK|RC|AD|SD|TB|O\.N\.)"
    r"\s?-?[,.]?\d*\s*$"
)


def folded(text: str) -> str:
    """The name in the form names are compared in; empty for one of another script."""
    plain = strip_marks(text)
    return fold(plain) if plain.isascii() else ""


def _exchanges(data: bytes) -> Iterator[tuple[bool, str]]:
    """Yield the companies; rows without country and sector are bonds and warrants."""
    for row in csv.DictReader(data.decode().splitlines()):
        if row["country"] or row["sector"]:
            yield False, _SHARE.sub("", row["name"])


def _registrants(data: bytes) -> Iterator[tuple[bool, str]]:
    for row in csv.DictReader(data.decode().splitlines()):
        yield False, row["name"]


def _consolidated(data: bytes) -> Iterator[tuple[bool, str]]:
    """Yield (is a person, name) of the U.S. list; vessels and aircraft are skipped."""
    # Lists that give no type but hold next to no persons.
    of_companies = ("(EL)", "(UVL)", "(MEU)", "(CMIC)")
    for row in json.loads(data)["results"]:
        kind = row["type"]
        if kind is None and any(mark in row["source"] for mark in of_companies):
            kind = "Entity"
        if kind in ("Entity", "Individual"):
            for name in (row["name"], *row["alt_names"]):
                yield kind == "Individual", name


def _europe(data: bytes) -> Iterator[tuple[bool, str]]:
    for line in data.decode().splitlines():
        row = json.loads(line)
        person = row["subject_type"]["code"] == "person"
        for alias in row.get("name_aliases") or ():
            yield person, alias.get("whole_name") or ""


def _britain(data: bytes) -> Iterator[tuple[bool, str]]:
    kinds = {"Individual": True, "Entity": False}
    for line in data.decode().splitlines():
        row: dict[str, Any] = json.loads(line)
        person = kinds.get(row.get("individual_entity_ship", ""))
        if person is None:
            continue
        for name in (row.get("names") or {}).get("names") or ():
            parts = (name.get(f"name{i}", "") for i in range(1, 7))
            yield person, " ".join(part for part in parts if part)


def _united_nations(data: bytes) -> Iterator[tuple[bool, str]]:
    fields = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    root = ElementTree.fromstring(data)  # noqa: S314
    for tag, person in (("INDIVIDUAL", True), ("ENTITY", False)):
        for node in root.iter(tag):
            yield person, " ".join(node.findtext(f) or "" for f in fields)
            for alias in node.iter(f"{tag}_ALIAS"):
                yield person, alias.findtext("ALIAS_NAME") or ""


READERS: dict[str, Reader] = {
    "names/listed_companies_dev.csv.gz": _exchanges,
    "names/us_registrants_dev.csv": _registrants,
    "csl/consolidated-2026-07-31.json.gz": _consolidated,
    "eu/eu-fsf-2026-05-01.jsonl.xz": _europe,
    "uk/uk-sanctions-list-2026-08-22.jsonl.xz": _britain,
    "un/consolidated.xml.gz": _united_nations,
}


def _unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(raw)
    return lzma.decompress(raw) if path.suffix == ".xz" else raw


def _counted(names: Iterable[str]) -> Counter[str]:
    return Counter(token for name in names for token in set(name.split()))


def _of_companies(companies: Iterable[str], listed: Iterable[str]) -> Counter[str]:
    """In how many names of companies a word stands that is not what names the company.

    A list holds a hundred companies of one group: their common name is not common. So
    a listed name does not count for its rarest word, places and forms left aside.
    """
    unrelated = _counted(companies)
    told = [sorted(set(name.split())) for name in listed]
    common = _common()
    found = unrelated + Counter(token for name in told for token in name)
    for _ in range(ROUNDS):
        rest = Counter(unrelated)
        for name in told:
            own = [token for token in name if token not in common]
            head = min(own, key=lambda t: (found[t], t), default="")
            rest.update(token for token in name if token != head)
        found = rest
    return found


def _common() -> frozenset[str]:
    """Words that name no company: legal forms, places, lines of business, fillers."""
    words = load()
    single = (word for phrase in words.forms for word in phrase.split())
    return frozenset(
        (
            *(*single, *words.weak, *words.mild, *words.stop),
            *(*words.abbreviations, *words.translations, *words.numbers),
            *(*words.compass, *words.places, *words.countries, *words.place_spellings),
        )
    )


def table(root: Path) -> str:
    """The whole text of the table for the inputs under ``root``."""
    companies: set[str] = set()
    listed: set[str] = set()
    persons: set[str] = set()
    head = [
        "# In how many distinct folded names a word stands: word, companies, persons.",
        f"# Words that stand in {LEAST} or more names of one kind. Made by",
        "# scripts/make_token_weights.py from:",
    ]
    for source in INPUTS:
        path = root / source.path
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        head += [f"# {source.what}; {source.licence};", f"#   SHA-256 {digest}"]
        for person, name in READERS[source.path](_unpacked(path)):
            if plain := folded(name):
                own = listed if source.path in LISTS else companies
                (persons if person else own).add(plain)
    of_companies = _of_companies(companies, listed - companies)
    of_persons = _counted(persons)
    kept = [
        token
        for token in sorted(of_companies.keys() | of_persons.keys())
        if max(of_companies[token], of_persons[token]) >= LEAST
    ]
    head.append(f"# companies {len(companies | listed)}")
    head.append(f"# persons {len(persons)}")
    rows = [f"{token}\t{of_companies[token]}\t{of_persons[token]}" for token in kept]
    return "\n".join([*head, *rows]) + "\n"


def main() -> int:
    """Write the table, or with ``--check`` tell whether it is the committed one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    text = table(args.data)
    if args.check:
        same = args.out.exists() and args.out.read_text("utf-8") == text
        print("the same" if same else f"{args.out} differs")
        return 0 if same else 1
    args.out.write_text(text, encoding="utf-8")
    print(f"{args.out}: {text.count(chr(10))} lines, {len(text.encode()) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
