"""Makes the embedded lists in ``sources/data/embedded`` from the publishers' files.

Run ``python scripts/make_embedded.py --data DIR``. ``DIR`` holds the files of ``INPUTS``
(their publishers are named in docs/explanation/sources.md); each list records the names
and SHA-256 of those it was made from. Ids of parties known from the output that is
already there are carried on, so that an id once shipped stays. The same inputs, with the
same output before, give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import embedded_inputs as inputs
from embedded_earlier import earlier_texts
from embedded_inputs import HanRow, Remarks
from embedded_join import fold, found_addresses, join

from listgate.history.identity import identify, pair
from listgate.records import (
    Alias,
    AliasKind,
    AliasQuality,
    Citation,
    DatedBy,
    ListEntry,
    PartyType,
)
from listgate.sources.compact import Input, PackedList, read, write
from listgate.sources.embedded import EMBEDDED_CODES, EXTRA_CODES
from listgate.sources.recognise import read_lists
from listgate.sources.rules import rule_of

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "src/listgate/sources/data/embedded"
HAN_NAMES = ROOT / "src/listgate/sources/data/han_names.toml"
BY_HAND = Path(__file__).with_name("embedded_by_hand.toml")

CSL = "csl/consolidated-2026-07-31.json.gz"
CSL_2022 = "csl/consolidated-2022-04.csv.gz"
SUPPLEMENT_4 = "bis/entity-list-2026-07-09.json.gz"
SUPPLEMENT_7 = "bis/military-end-users-2026-07-09.json.gz"
DENIED = "bis/denied-persons-2026-04-14.json.gz"
DENIED_2022 = "bis/dpl.txt.gz"
CMIC = "ofac/ns-cmic-2026-07-09.json.gz"
ALIASES = ("ofac/alt.csv.gz", "ofac/cons_alt.csv.gz")
REMARKS = (
    "ofac/sdn.csv.gz",
    "ofac/sdn_comments.csv.gz",
    "ofac/cons_prim.csv.gz",
    "ofac/cons_comments.csv.gz",
)
DEBARRED = "state/aeca-debarred-2025-08-25.json.gz"
UFLPA = "dhs/uflpa-entity-list-2026-07-09.json.gz"
SECTION_1260H = "dow/section-1260h-2026-06-10.json.gz"
FCC = "fcc/covered-list-2026-07-09.json.gz"
METI = "jp/meti-foreign-end-user-list-2025-09-29.json.gz"
MOFCOM = "cn/mofcom-lists-2026-07-19.json.gz"

PUBLISHED = date(2026, 7, 31)
SEEN_2022 = date(2022, 4, 21)  # the newest start date in that file
FROM_2022 = "Consolidated Screening List, April 2022"
FROM_SUPPLEMENT_4 = "15 CFR 744 Supp. 4, 2026-07-09"
FROM_SUPPLEMENT_7 = "15 CFR 744 Supp. 7, 2026-07-09"
FROM_EXPORT = "BIS export, 2026-04-14"
FROM_DENIED_2022 = "BIS export, September 2022"
FROM_CMIC = "OFAC NS-CMIC list, 2026-07-09"
NOT_IN_EXPORT = (
    "Stands in the consolidated file of 2026-07-31 but not in the publisher's own export "
    "of 2026-04-14: read the order."
)


def main() -> None:
    """Writes the lists and prints what was joined and what was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    args = parser.parse_args()
    remarks = Remarks()
    made = make(args.data, before(args.output), remarks)
    args.output.mkdir(parents=True, exist_ok=True)
    total = 0
    heads = []
    for packed in made:
        data = write(packed)
        total += len(data)
        heads.append(
            [
                packed.code,
                f"sha256:{hashlib.sha256(data).hexdigest()}",
                packed.published_at.isoformat(),
                packed.dated_by.value,
                len(packed.entries),
            ]
        )
        (args.output / f"{packed.code}.json.xz").write_bytes(data)
        print(f"{packed.code:16} {len(packed.entries):6} entries {len(data):8} bytes")
    text = json.dumps(sorted(heads), indent=0)
    (args.output / "heads.json").write_text(text + "\n", encoding="utf-8")
    print(f"{'all':16} {sum(len(p.entries) for p in made):6} entries {total:8} bytes")
    for what, count in sorted(remarks.counts.items()):
        print(f"{count:6}  {what}")
        for example in remarks.examples.get(what, [])[:8]:
            print(f"          {example}")


def before(output: Path) -> dict[str, tuple[ListEntry, ...]]:
    """Entries of the output that is already there, whose ids are carried on."""
    return {
        path.name.removesuffix(".json.xz"): read(path.read_bytes()).entries
        for path in sorted(output.glob("*.json.xz"))
    }


def make(
    data: Path, known: dict[str, tuple[ListEntry, ...]], remarks: Remarks
) -> list[PackedList]:
    """Every embedded list, in the order of its code in the catalog."""
    new = {p.code: p.entries for p in read_lists((data / CSL).read_bytes(), name=CSL)}
    old = {
        p.code: p.entries
        for p in read_lists((data / CSL_2022).read_bytes(), name=CSL_2022)
    }
    used: dict[str, list[str]] = {code: [CSL, CSL_2022] for code in new}
    published = dict.fromkeys(new, PUBLISHED)
    lists: dict[str, Sequence[ListEntry]] = {}
    for code, entries in new.items():
        lists[code] = with_2022(entries, old.get(code, ()), remarks)
    lists["us-bis-el"] = entity_list(data, lists["us-bis-el"], remarks)
    used["us-bis-el"].append(SUPPLEMENT_4)
    lists["us-bis-meu"] = military(data, lists["us-bis-meu"], remarks)
    used["us-bis-meu"].append(SUPPLEMENT_7)
    lists["us-bis-dpl"] = denied(data, lists["us-bis-dpl"], remarks)
    used["us-bis-dpl"] += [DENIED, DENIED_2022]
    lists["us-dos-dtc"] = debarred(data, lists["us-dos-dtc"], remarks)
    used["us-dos-dtc"].append(DEBARRED)
    lists["us-ofac-cmic"] = cmic(data, lists["us-ofac-cmic"], remarks)
    used["us-ofac-cmic"].append(CMIC)
    for code in [c for c in lists if c.startswith("us-ofac")]:
        lists[code] = graded(data, lists[code], remarks)
        used[code] += [*ALIASES, *REMARKS]
    rows: Sequence[ListEntry]
    by_hand, earlier_rows = inputs.by_hand(BY_HAND)
    meti, han = inputs.meti(data / METI)
    for code, day, rows, name in (
        ("us-dhs-uflpa", date(2026, 7, 9), inputs.uflpa(data / UFLPA), UFLPA),
        (
            "us-dod-1260h",
            date(2026, 6, 10),
            inputs.section_1260h(data / SECTION_1260H),
            SECTION_1260H,
        ),
        (
            "us-fcc-covered",
            date(2026, 7, 9),
            inputs.fcc_covered(data / FCC, remarks),
            FCC,
        ),
        ("jp-meti-eul", date(2025, 9, 29), meti, METI),
        *((c, d, e, BY_HAND.name) for c, d, e in by_hand),
    ):
        lists[code], published[code], used[code] = rows, day, [name]
    lists = with_han(
        lists,
        [*inputs.han_table(HAN_NAMES), *han, *inputs.mofcom(data / MOFCOM)],
        remarks,
    )
    for code in lists:
        if code.startswith("us-"):
            used[code] += [HAN_NAMES.name, METI]
    made = []
    for code in (*EMBEDDED_CODES, *EXTRA_CODES):
        entries = identify([plain(e) for e in lists[code]], known.get(code, ()))
        texts = (
            earlier_texts(
                entries, old[code], earlier_rows, SEEN_2022, FROM_2022, remarks
            )
            if code in ("us-bis-el", "us-bis-meu")
            else ()
        )
        names = sorted(set(used[code]))
        made.append(
            PackedList(
                code,
                published[code],
                DatedBy.CONTENT
                if code not in ("us-ndaa-889", "us-bis-mieu")
                else DatedBy.USER,
                entries,
                texts,
                tuple(Input(n, digest(data, n)) for n in names),
            )
        )
    return made


def digest(data: Path, name: str) -> str:
    """SHA-256 of an input, which lies in the data or in the repository."""
    own = {BY_HAND.name: BY_HAND, HAN_NAMES.name: HAN_NAMES}
    return hashlib.sha256((own.get(name) or data / name).read_bytes()).hexdigest()


def plain(entry: ListEntry) -> ListEntry:
    """The entry without what is given anew at reading."""
    return replace(
        entry,
        published=(),
        versions=(),
        effective_from=None,
        countries=tuple(dict.fromkeys(entry.countries)),
        aliases=tuple(dict.fromkeys(a for a in entry.aliases if a.name != entry.name)),
    )


def with_2022(
    entries: Sequence[ListEntry], old: Sequence[ListEntry], remarks: Remarks
) -> list[ListEntry]:
    """Entries with the addresses, numbers, details and days of the 2022 file.

    Treasury's rows are joined by number, the others by identity of names.
    """
    code = entries[0].list
    numbers = {e.number: e for e in old if e.number}
    found: dict[int, ListEntry] = {
        i: numbers[e.number] for i, e in enumerate(entries) if e.number in numbers
    }
    if not numbers and old:
        found = {new: old[o] for o, new in pair(old, entries)}
    out = []
    for place, entry in enumerate(entries):
        known = found.get(place)
        if known is None:
            out.append(entry)
            continue
        remarks.add(f"{code}: entries also in the 2022 file")
        have = {k for k, _ in entry.details}
        out.append(
            replace(
                entry,
                addresses=entry.addresses
                + tuple(replace(a, source=FROM_2022) for a in known.addresses),
                identifiers=entry.identifiers or known.identifiers,
                details=entry.details
                + tuple(d for d in known.details if d[0] not in have),
                start_date=entry.start_date or known.start_date,
                end_date=entry.end_date or known.end_date,
                countries=entry.countries or known.countries,
                type=known.type if entry.type is PartyType.UNKNOWN else entry.type,
            )
        )
    return out


def entity_list(
    data: Path, entries: Sequence[ListEntry], remarks: Remarks
) -> list[ListEntry]:
    """The Entity List with the regulation's addresses and dated citations."""
    rows = inputs.regulation(data / SUPPLEMENT_4, FROM_SUPPLEMENT_4)
    joined = join(entries, rows, remarks)
    out = []
    for place, entry in enumerate(entries):
        found = joined.get(place, ())
        places = found_addresses(entry, found, FROM_SUPPLEMENT_4, remarks)
        dated = dict.fromkeys(c for row in found for c in row.citations)
        if places:
            remarks.add("Entity List entries with addresses of the regulation")
        elif entry.addresses:
            remarks.add("Entity List entries with addresses of 2022 only")
        else:
            remarks.add("Entity List entries without an address", entry.name)
        if any(c.published_at for c in dated):
            remarks.add("Entity List entries with dated citations")
        citations, notes = merged(entry, list(dated))
        out.append(
            replace(
                entry,
                addresses=places or entry.addresses,
                citations=citations,
                notes=entry.notes + notes,
                # The regulation's citations outrank the file's start date.
                start_date=None if dated else entry.start_date,
                countries=entry.countries
                or tuple(dict.fromkeys(r.country for r in found)),
            )
        )
    return out


def merged(
    entry: ListEntry, dated: list[Citation]
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """The regulation's citations, then those of the file that name later rules.

    A rule that the file alone cites and that is older than all of the regulation's is
    not the entry's: a note keeps it.
    """
    if not dated:
        return entry.citations, ()
    first = min((c.published_at for c in dated if c.published_at), default=None)
    seen = {c.cite for c in dated}
    kept, notes = list(dated), []
    for c in entry.citations:
        rule = rule_of(c.printed, c.published_at)
        day = c.published_at or (rule.published_at if rule else None)
        cite = rule.cite if rule else c.cite
        if cite in seen:
            continue
        if first and (day is None or day < first):
            notes.append(
                f"The consolidated file also cites {c.printed}; the regulation does not."
            )
        else:
            kept.append(replace(c, cite=cite))
            seen.add(cite)
    return tuple(kept), tuple(notes)


def military(
    data: Path, entries: Sequence[ListEntry], remarks: Remarks
) -> list[ListEntry]:
    """The Military End-User List with the regulation's addresses and dated citations."""
    rows = inputs.regulation(data / SUPPLEMENT_7, FROM_SUPPLEMENT_7)
    joined = join(entries, rows, Remarks())
    out = []
    for place, entry in enumerate(entries):
        found = joined.get(place, ())
        remarks.add(
            "Military End-User entries joined"
            if found
            else "Military End-User entries not joined",
            "" if found else entry.name,
        )
        places = found_addresses(entry, found, FROM_SUPPLEMENT_7, Remarks())
        dated = list(dict.fromkeys(c for row in found for c in row.citations))
        citations, notes = merged(entry, dated)
        out.append(
            replace(
                entry,
                addresses=places or entry.addresses,
                citations=citations,
                notes=entry.notes + notes,
                start_date=None if dated else entry.start_date,
            )
        )
    return out


def denied(
    data: Path, entries: Sequence[ListEntry], remarks: Remarks
) -> list[ListEntry]:
    """The publisher's export, then what only the consolidated file has, marked so."""
    export = inputs.denied_persons(data / DENIED, FROM_EXPORT)
    older = inputs.denied_persons_2022(data / DENIED_2022, FROM_DENIED_2022)
    by_name: dict[str, list[ListEntry]] = defaultdict(list)
    for entry in entries:
        by_name[fold(entry.name)].append(entry)
    out = []
    for row in export:
        same = by_name.get(fold(row.name), [])
        aliases = dict.fromkeys(a for e in same for a in e.aliases)
        kinds = [e.type for e in same if e.type is not PartyType.UNKNOWN]
        if not same:
            remarks.add(
                "Denied Persons of the export that the consolidated file lacks",
                row.name,
            )
        out.append(
            replace(
                row,
                aliases=tuple(aliases),
                type=kinds[0] if kinds else row.type,
                countries=row.countries
                or tuple(dict.fromkeys(c for e in same for c in e.countries)),
            )
        )
    names = {fold(e.name) for e in export}
    for entry in entries:
        if fold(entry.name) in names:
            continue
        known = older.get(entry.name)
        remarks.add("Denied Persons kept from the consolidated file alone")
        if known or entry.start_date:
            remarks.add("… of which an older file gives the order's days")
        out.append(
            replace(
                entry,
                addresses=entry.addresses or (known.addresses if known else ()),
                start_date=entry.start_date or (known.start_date if known else None),
                end_date=entry.end_date or (known.end_date if known else None),
                details=entry.details
                + tuple(
                    d
                    for d in (known.details if known else ())
                    if d not in entry.details
                ),
                notes=(*entry.notes, NOT_IN_EXPORT),
            )
        )
    return out


def debarred(
    data: Path, entries: Sequence[ListEntry], remarks: Remarks
) -> list[ListEntry]:
    """State's debarments with the days and births of its own file."""
    known = inputs.debarred(data / DEBARRED)
    out = []
    for entry in entries:
        row = known.get(inputs.words_key(entry.name))
        remarks.add(
            f"us-dos-dtc: entries {'with' if row else 'without'} a day of State's own file"
        )
        if row is None:
            out.append(entry)
            continue
        have = {k for k, _ in entry.details}
        out.append(
            replace(
                entry,
                start_date=row.start_date or entry.start_date,
                details=entry.details
                + tuple(d for d in row.details if d[0] not in have),
            )
        )
    return out


def cmic(data: Path, entries: Sequence[ListEntry], remarks: Remarks) -> list[ListEntry]:
    """The NS-CMIC list with the addresses, numbers and days of Treasury's own file."""
    known = {fold(k): v for k, v in inputs.cmic(data / CMIC, FROM_CMIC).items()}
    out = []
    for entry in entries:
        row = next((known[n] for n in map(fold, entry.names()) if n in known), None)
        remarks.add(
            f"us-ofac-cmic: entries {'with' if row else 'without'} a row of Treasury's file"
        )
        if row is None:
            out.append(entry)
            continue
        numbers = {(i.kind, i.value) for i in entry.identifiers}
        out.append(
            replace(
                entry,
                addresses=row.addresses or entry.addresses,
                identifiers=entry.identifiers
                + tuple(i for i in row.identifiers if (i.kind, i.value) not in numbers),
                start_date=row.start_date or entry.start_date,
                details=entry.details + row.details,
            )
        )
    return out


def graded(
    data: Path, entries: Sequence[ListEntry], remarks: Remarks
) -> list[ListEntry]:
    """Treasury's entries with weak and former aliases told apart.

    The consolidated JSON gives neither; the classic files print weak aliases in quotes
    among the remarks and the kind of the others in a column.
    """
    weak = inputs.weak_aliases(data / n for n in REMARKS)
    kinds = inputs.alias_kinds(data / n for n in ALIASES)
    out = []
    for entry in entries:
        aliases = []
        for alias in entry.aliases:
            name = alias.name.casefold()
            if name.strip("'\"") in weak.get(entry.number, ()):
                alias = replace(alias, quality=AliasQuality.WEAK)
                remarks.add("weak aliases of Treasury")
            if kinds.get((entry.number, name)) == "fka":
                alias = replace(alias, kind=AliasKind.FKA)
            aliases.append(alias)
        out.append(replace(entry, aliases=tuple(aliases)))
    return out


def with_han(
    lists: dict[str, Sequence[ListEntry]], rows: Iterable[HanRow], remarks: Remarks
) -> dict[str, Sequence[ListEntry]]:
    """Lists with Chinese-script names, each alias with its source."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    heads: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for code, entries in lists.items():
        if not code.startswith("us-"):
            continue
        for place, entry in enumerate(entries):
            if entry.type in (PartyType.VESSEL, PartyType.AIRCRAFT):
                continue
            heads[fold(entry.name)].append((code, place))
            for name in {fold(n) for n in entry.names()}:
                places[name].append((code, place))
    given: dict[tuple[str, int], dict[str, Alias]] = defaultdict(dict)
    for row in rows:
        own = bool(row.list)
        found = {
            at
            for name in row.names
            if len(fold(name)) >= (1 if own else 8)
            for at in (heads if own else places).get(fold(name), ())
            if not row.countries
            or not lists[at[0]][at[1]].countries
            or set(row.countries) & set(lists[at[0]][at[1]].countries)
        }
        if own and not any(code == row.list for code, _ in found):
            remarks.add(
                "Chinese-script names without their entry", f"{row.list}|{row.names[0]}"
            )
        for at in sorted(found):
            for name in row.han:
                given[at].setdefault(
                    name, Alias(name, AliasKind.SCRIPT, source=row.source)
                )
    out: dict[str, Sequence[ListEntry]] = {}
    for code, entries in lists.items():
        out[code] = [
            replace(e, aliases=e.aliases + tuple(given[code, i].values()))
            if (code, i) in given
            else e
            for i, e in enumerate(entries)
        ]
    per_list = Counter(code for code, _ in given)
    for code, count in per_list.items():
        remarks.add(f"{code}: entries with Chinese-script names", n=count)
    return out


if __name__ == "__main__":
    main()
