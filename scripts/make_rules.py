"""Makes ``sources/data/rules.toml``: the registry of Federal Register rules.

Run ``python scripts/make_rules.py --data DIR --reference DIR``. ``DIR`` holds the
publishers' files named in ``INPUTS``; each one's SHA-256 is written at the head of the
output, so that anyone can see what the registry was made from.

A rule is known by its first page. Lists print different pages of one rule: the
consolidated file mostly the first one, the regulation's text the page of the amendment
with the day of publication. So pages cited on one day that lie close together are one
rule, the least of them its first page as far as known; ``rules_by_hand.toml`` gives what
the lists cannot.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import itertools
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

OUTPUT = Path(__file__).parents[1] / "src/listgate/sources/data/rules.toml"
BY_HAND = Path(__file__).with_name("rules_by_hand.toml")
INPUTS = (
    "bis/entity-list-2026-07-09.json.gz",
    "bis/military-end-users-2026-07-09.json.gz",
    "bis/federal-register-rules.csv",
    "csl/consolidated-2022-04.csv.gz",
    "csl/consolidated-2026-07-31.json.gz",
)
REFERENCE = "federal_register_rules.csv"

# Pages cited on one day that lie further apart than this belong to two rules; measured:
# rules of one day start 11 pages or more after the last page cited of the one before,
# save where rules_by_hand.toml says so.
GAP = 9
# The consolidated file's page may be this much before the regulation's of one rule.
REACH = 16

_CITE = re.compile(
    r"(\d{2,3})\s*F\.?\s*R\.?\s*(\d[\d,]*\d|\d)"
    r"(?:[^\d;]{0,30}?(\d{1,2})/(\d{1,2})/(\d{4}|\d{2}))?"
)
_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        2,
    )
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule in the making; ``published`` is always known."""

    published: date
    volume: int = 0
    page: int = 0
    last_page: int = 0
    effective: date | None = None
    document: str = ""
    list: str = "us-bis-el"
    title: str = ""
    added: int | None = None
    removed: int | None = None
    revised: int | None = None
    source: str = ""
    first_page_known: bool = False
    recalled: bool = False
    cited_by: int = field(default=0, compare=False)


def main() -> None:
    """Writes the registry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    args = parser.parse_args()
    text = make(args.data, args.reference)
    args.output.write_text(text, encoding="utf-8")
    print(f"{args.output}: {text.count('[[rule]]')} rules")


def make(data: Path, reference: Path) -> str:
    """The registry as TOML text; the same inputs give the same text."""
    hand = list(by_hand())
    dated, undated = cited_pages(data)
    rules = overlay(without_misprints(clusters(dated, undated, hand)), hand)
    rules = with_documents(rules, documents(data, reference))
    rules.sort(key=lambda r: (r.published, r.volume, r.page, r.document))
    check(rules)
    digests = [(name, digest(data / name)) for name in INPUTS]
    digests.append((REFERENCE, digest(reference / REFERENCE)))
    digests.append((BY_HAND.name, digest(BY_HAND)))
    return "".join(render(rules, digests))


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def by_hand() -> Iterator[Draft]:
    """The rules of ``rules_by_hand.toml``."""
    for row in tomllib.loads(BY_HAND.read_text(encoding="utf-8"))["rule"]:
        volume, page = row["cite"].split(" FR ")
        yield Draft(
            published=row["published"],
            volume=int(volume),
            page=int(page),
            last_page=row.get("last_page", int(page)),
            effective=row.get("effective"),
            document=row.get("document", ""),
            list=row["list"],
            title=row["title"],
            added=row.get("added"),
            removed=row.get("removed"),
            revised=row.get("revised"),
            source=row["source"],
            first_page_known=row.get("first_page_known", True),
            recalled=row.get("recalled", False),
        )


def cited_pages(
    data: Path,
) -> tuple[dict[tuple[int, int], tuple[date, str, int]], Counter[tuple[int, int]]]:
    """Pages that the regulation's text cites with a day, and pages cited without one.

    Returns:
        ``(volume, page)`` to (day, list code, count), and a count of the consolidated
        file's pages. A page printed with two days keeps the more frequent one.
    """
    days: dict[tuple[int, int], Counter[date]] = defaultdict(Counter)
    lists: dict[tuple[int, int], str] = {}
    for name, code in ((INPUTS[0], "us-bis-el"), (INPUTS[1], "us-bis-meu")):
        for row in json.loads(gzip.decompress((data / name).read_bytes()))["entities"]:
            for volume, page, day in cites(row["federal_register"] or ""):
                # Volume 84 is the year 2019: a day of another year is a slip.
                if day and day.year == volume + 1935:
                    days[volume, page][day] += 1
                    lists.setdefault((volume, page), code)
    dated = {
        key: (max(sorted(c), key=lambda d: (c[d], d)), lists[key], c.total())
        for key, c in days.items()
    }
    undated: Counter[tuple[int, int]] = Counter()
    for text in consolidated_citations(data):
        undated.update((v, p) for v, p, _ in cites(text))
    return dated, undated


def consolidated_citations(data: Path) -> Iterator[str]:
    """The citation cells of the Entity and Military End User lists, both years."""
    wanted = ("Entity List", "Military End User")
    text = gzip.decompress((data / INPUTS[3]).read_bytes()).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        if row["source"].startswith(wanted):
            yield row["federal_register_notice"] or ""
    for row in json.loads(gzip.decompress((data / INPUTS[4]).read_bytes()))["results"]:
        if row["source"].startswith(wanted):
            yield row["federal_register_notice"] or ""


def cites(text: str) -> Iterator[tuple[int, int, date | None]]:
    """Volume, page and day (where printed) of each citation in a cell."""
    for m in _CITE.finditer(text):
        volume, page = int(m[1]), int(m[2].replace(",", ""))
        day = None
        if m[3]:
            year = int(m[5])
            if year < 100:
                year += 2000 if year < 60 else 1900
            try:
                day = date(year, int(m[3]), int(m[4]))
            except ValueError:
                day = None
        yield volume, page, day


def clusters(
    dated: dict[tuple[int, int], tuple[date, str, int]],
    undated: Counter[tuple[int, int]],
    hand: Iterable[Draft],
) -> list[Draft]:
    """One draft per rule that the regulation's text cites with a day."""
    starts = {(r.volume, r.page) for r in hand}
    groups: dict[tuple[int, date], set[int]] = defaultdict(set)
    for (volume, page), (day, _, _) in dated.items():
        groups[volume, day].add(page)
    rules = []
    for (volume, day), pages in groups.items():
        near = {
            p
            for (v, p), n in undated.items()
            # A page cited once may be a misprint, unless a later one confirms it.
            if v == volume
            and any(0 <= q - p <= REACH for q in pages)
            and (n > 1 or any(0 <= q - p <= GAP for q in pages))
            and (volume, p) not in dated
        }
        near = {p for p in near if nearest_day(volume, p, dated) == day}
        every = sorted(
            pages
            | near
            | {
                p
                for v, p in starts
                if v == volume
                and any(-GAP <= q - p <= REACH for q in pages)
                and any(
                    h.published == day for h in hand if (h.volume, h.page) == (v, p)
                )
            }
        )
        run: list[int] = []
        for page in every:
            # A hand-named first page opens a rule of its own.
            if run and (page - run[-1] > GAP or (volume, page) in starts):
                rules.append(draft(volume, day, run, pages, dated, undated))
                run = []
            run.append(page)
        rules.append(draft(volume, day, run, pages, dated, undated))
    return rules


def without_misprints(rules: list[Draft]) -> list[Draft]:
    """``rules`` without pages that one entry alone cites and a digit explains.

    ``87 FR 60022`` of 2022-10-04 stands once, ``87 FR 60066`` of that day 56 times.
    """
    return [
        r
        for r in rules
        if r.cited_by > 1
        or not any(
            o.published == r.published
            and o.cited_by >= 10
            and any(
                sum(a != b for a, b in zip(str(r.page), str(p), strict=False)) <= 2
                for p in range(o.page, o.last_page + 1)
            )
            for o in rules
        )
    ]


def nearest_day(
    volume: int, page: int, dated: dict[tuple[int, int], tuple[date, str, int]]
) -> date | None:
    """The day of the next page after ``page`` that the regulation cites with a day."""
    after = [(p, d[0]) for (v, p), d in dated.items() if v == volume and p >= page]
    return min(after)[1] if after else None


def draft(
    volume: int,
    day: date,
    run: list[int],
    pages: set[int],
    dated: dict[tuple[int, int], tuple[date, str, int]],
    undated: Counter[tuple[int, int]],
) -> Draft:
    """The rule of one run of pages."""
    codes = Counter(dated[volume, p][1] for p in run if p in pages)
    return Draft(
        published=day,
        volume=volume,
        page=run[0],
        last_page=run[-1],
        list=codes.most_common(1)[0][0] if codes else "us-bis-el",
        source="pages cited by the list's entries",
        # The consolidated file names the first page where it names an earlier one.
        first_page_known=run[0] not in pages and undated[volume, run[0]] > 1,
        cited_by=sum(dated[volume, p][2] for p in run if p in pages),
    )


def overlay(rules: list[Draft], hand: list[Draft]) -> list[Draft]:
    """``rules`` with the facts of ``hand`` laid over them; ``hand`` wins."""
    for fact in hand:
        same = [
            r
            for r in rules
            if r.volume == fact.volume
            and r.published == fact.published
            and fact.page <= r.last_page
            and r.page <= max(fact.last_page, fact.page + REACH)
            and not any(
                h is not fact and h.volume == r.volume and fact.page < h.page <= r.page
                for h in hand
            )
        ]
        last = max([fact.last_page, *(r.last_page for r in same)])
        rules = [r for r in rules if r not in same]
        rules.append(
            replace(fact, last_page=last, cited_by=sum(r.cited_by for r in same))
        )
    return rules


def documents(data: Path, reference: Path) -> list[Draft]:
    """Documents of the two tables that concern lists, as rules without a page."""
    found: dict[str, Draft] = {}
    text = (data / INPUTS[2]).read_text(encoding="utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        title = row["title"]
        code = list_of(title)
        if not code:
            continue
        counts = counted(row["abstract"])
        found[row["document_number"]] = Draft(
            published=date.fromisoformat(row["publication_date"]),
            document=row["document_number"],
            list=code,
            source="Federal Register index",
            title=own_title(title, code),
            added=counts.get("added"),
            removed=counts.get("removed"),
            revised=counts.get("revised"),
        )
    text = (reference / REFERENCE).read_text(encoding="utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        code = list_of(row["title"]) or "us-bis-el"
        number = row["document"]
        if not number:
            continue
        old = found.get(number)
        base = old or Draft(
            published=date.fromisoformat(row["published"]),
            document=number,
            list=code,
            source="Federal Register index",
            title=own_title(row["title"], code),
        )
        found[number] = replace(
            base,
            effective=date.fromisoformat(row["effective"])
            if row["effective"]
            else base.effective,
            added=int(row["adds"]) if row["adds"] else base.added,
            removed=int(row["removes"]) if row["removes"] else base.removed,
        )
    return sorted(found.values(), key=lambda r: (r.published, r.document))


def list_of(title: str) -> str:
    """The list a document's title speaks of; empty for none."""
    if "Entity List" in title and "Uyghur" in title:
        return "us-dhs-uflpa"
    if "Entity List" in title or "Entities" in title:
        return "us-bis-el"
    if "Unverified List" in title:
        return "us-bis-uvl"
    return ""


def own_title(title: str, code: str) -> str:
    """A few words of our own that say what a document did."""
    name = {
        "us-bis-el": "Entity List",
        "us-bis-uvl": "Unverified List",
        "us-dhs-uflpa": "UFLPA Entity List",
    }[code]
    acts = [
        word
        for word, sign in (
            ("additions", r"\bAddition"),
            ("removals", r"\bRemoval"),
            ("revisions", r"\bRevis|\bModification"),
            ("correction", r"\bCorrection"),
        )
        if re.search(sign, title)
    ]
    return f"{name}: {', '.join(acts) or 'change'}"


def counted(abstract: str) -> dict[str, int]:
    """Numbers of entities added, removed and revised that an abstract states."""
    found: dict[str, int] = {}
    number = r"((?:[a-z]+[ -])*?[a-z]+|\d+)\s*(?:\((\d+)\)\s*)?"
    what = r"(?:new |existing |additional )?(?:entit|person|address|entr)"
    for key, verb in (
        ("added", "adding"),
        ("removed", "removing"),
        ("revised", "(?:revising|revises|modifying|modifies)"),
    ):
        m = re.search(rf"\b{verb} {number}{what}", abstract, re.IGNORECASE)
        if m:
            n = int(m[2]) if m[2] else number_of(m[1])
            if n:
                found[key] = n
    return found


def number_of(text: str) -> int:
    """An English number in words or digits; 0 when it is none."""
    if text.isdigit():
        return int(text)
    total = 0
    for word in re.split(r"[ -]+", text.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _WORDS:
            total += _WORDS[word]
        elif word != "and":
            return 0
    return total


def with_documents(rules: list[Draft], docs: list[Draft]) -> list[Draft]:
    """Rules joined with documents of the same day; the rest of these stand alone."""
    taken: set[str] = {r.document for r in rules if r.document}
    out = []
    for rule in rules:
        doc = next((d for d in docs if d.document == rule.document), None)
        if not rule.document:
            same = [
                d
                for d in docs
                if d.published == rule.published
                and d.document not in taken
                and d.list in ("us-bis-el", rule.list)
            ]
            rivals = [
                r
                for r in rules
                if r.published == rule.published and not r.document and r.page
            ]
            # Only an unambiguous pair is joined: a wrong number would be worse than none.
            if len(same) == 1 and len(rivals) == 1:
                doc = same[0]
                taken.add(doc.document)
        if doc:
            rule = replace(
                rule,
                document=doc.document,
                effective=rule.effective or doc.effective,
                title=rule.title or doc.title,
                added=rule.added if rule.added is not None else doc.added,
                removed=rule.removed if rule.removed is not None else doc.removed,
                revised=rule.revised if rule.revised is not None else doc.revised,
            )
        out.append(rule)
    out += [d for d in docs if d.document not in taken]
    return out


def check(rules: list[Draft]) -> None:
    """Stops at ranges that overlap: one page must name one rule."""
    paged = sorted((r for r in rules if r.page), key=lambda r: (r.volume, r.page))
    for a, b in itertools.pairwise(paged):
        if a.volume == b.volume and b.page <= a.last_page:
            raise SystemExit(
                f"{a.volume} FR {a.page}-{a.last_page} overlaps {b.volume} FR {b.page}"
            )


def render(rules: list[Draft], digests: list[tuple[str, str]]) -> Iterator[str]:
    """The registry's TOML, piece by piece."""
    yield (
        "# Registry of Federal Register rules; made by scripts/make_rules.py, not by hand.\n"
        "# U.S. public domain facts. Inputs:\n"
    )
    for name, value in digests:
        yield f"#   {name} sha256:{value}\n"
    names = {"us-bis-el": "Entity List", "us-bis-meu": "Military End-User List"}
    for r in rules:
        yield "\n[[rule]]\n"
        if r.page:
            yield f'cite = "{r.volume} FR {r.page}"\nlast_page = {r.last_page}\n'
            yield f"first_page_known = {str(r.first_page_known).lower()}\n"
        if r.document:
            yield f'document = "{r.document}"\n'
        yield f"published = {r.published}\n"
        if r.effective:
            yield f"effective = {r.effective}\n"
        title = r.title or f"{names.get(r.list, r.list)} rule"
        yield f'list = "{r.list}"\ntitle = {json.dumps(title)}\n'
        for key in ("added", "removed", "revised"):
            value = getattr(r, key)
            if value is not None:
                yield f"{key} = {value}\n"
        yield f"source = {json.dumps(r.source)}\n"
        if r.recalled:
            yield "recalled = true\n"


if __name__ == "__main__":
    main()
