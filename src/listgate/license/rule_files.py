"""The rules' files → the rulebook: read once, checked field by field.

Rules stand in ``data/*.toml`` so that a lawyer can read and correct them without Python.
"""

from __future__ import annotations

import hashlib
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from listgate.errors import RuleError
from listgate.license.eccn import Eccn, EccnSet, named_eccns, parse_eccn
from listgate.license.outcome import Policy
from listgate.license.rulebook import (
    Bypass,
    DirectProductRule,
    EndUseRule,
    GroupChange,
    NoMinimum,
    Notice,
    Region,
    Rule,
    Rulebook,
    Savings,
    Supplement2,
    region_key,
)

FILES = (
    "rules",
    "direct_product",
    "supplement_2",
    "notices",
    "entries",
    "groups",
    "end_use",
    "regions",
)
_SURE = ("read", "recalled")


@cache
def rulebook() -> Rulebook:
    """The rules that come with the package.

    Raises:
        RuleError: The tables contradict themselves or miss a field.
    """
    folder = files(__package__) / "data"
    texts = {name: (folder / f"{name}.toml").read_bytes() for name in FILES}
    return read_rules(texts)


def read_rules(texts: Mapping[str, bytes]) -> Rulebook:
    """The rulebook of some TOML files, by name without ending.

    Raises:
        RuleError: They contradict themselves or miss a field.
    """
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for name in FILES:
        digest.update(texts[name])
        tables[name] = tomllib.loads(texts[name].decode())
    main, product = tables["rules"], tables["direct_product"]
    rules = tuple(_rule(row) for row in main["rule"])
    _check_intervals(rules)
    notices = tuple(_notice(row) for row in tables["notices"]["notice"])
    level = main["de_minimis"]
    checked = main["checked_through"]
    return Rulebook(
        version=f"{checked.isoformat()} sha256:{digest.hexdigest()[:16]}",
        checked_through=checked,
        rules=rules,
        savings=tuple(
            Savings(s["rule"], s["effective"], s["text"], s.get("last_export"))
            for s in main["savings"]
        ),
        notices=notices,
        percent=Fraction(level["percent"]),
        percent_embargoed=Fraction(level["percent_embargoed"]),
        embargoed_groups=tuple(level["embargoed_groups"]),
        no_minimum=tuple(_no_minimum(row) for row in level["none"]),
        direct_product=tuple(_product(row, product) for row in product["rule"]),
        direct_product_text_of=product["text_of"],
        supplement_2=_supplement_2(tables["supplement_2"]),
        bypasses=tuple(_bypass(row) for row in tables["entries"]["entry"]),
        group_changes=tuple(_change(row) for row in tables["groups"]["change"]),
        end_use=tuple(_end_use(row) for row in tables["end_use"]["rule"]),
        regions={
            region_key(name): region
            for row in tables["regions"]["region"]
            for region, name in _region(row)
        },
        texts=_by(rules, "id"),
        beside=_by(notices, "list"),
        any_item=tuple(
            r for r in rules if r.id.startswith("military-end-user-all-items")
        ),
    )


_Row = TypeVar("_Row")


def _by(rows: Iterable[_Row], field: str) -> dict[str, tuple[_Row, ...]]:
    """Rows by one of their fields, in their order."""
    out: dict[str, list[_Row]] = {}
    for row in rows:
        out.setdefault(getattr(row, field), []).append(row)
    return {key: tuple(found) for key, found in out.items()}


_OF_RULE = ("id", "title", "citation", "from", "scope", "effect", "sure", "checked")


def _rule(row: Mapping[str, Any]) -> Rule:
    name, cite = str(row.get("id", "?")), str(row.get("citation", "?"))
    missing = [field for field in _OF_RULE if field not in row]
    if missing:
        raise RuleError(name, cite, f"lacks {', '.join(missing)}")
    if row["sure"] not in _SURE:
        raise RuleError(name, cite, f"`sure` is none of {', '.join(_SURE)}")
    until = row.get("until")
    if until is not None and until < row["from"]:
        raise RuleError(name, cite, "ends before it begins")
    return Rule(
        id=name,
        title=row["title"],
        citation=cite,
        from_=row["from"],
        until=until,
        scope=row["scope"],
        effect=row["effect"],
        sure=row["sure"],
        checked=row["checked"],
        values={k: v for k, v in row.items() if k not in _OF_RULE and k != "until"},
    )


def _check_intervals(rules: Iterable[Rule]) -> None:
    """No two texts of one rule may hold on one day."""
    by_id: dict[str, list[Rule]] = {}
    for rule in rules:
        by_id.setdefault(rule.id, []).append(rule)
    for same in by_id.values():
        same.sort(key=lambda r: r.from_)
        for before, after in itertools.pairwise(same):
            if before.until is None or before.until >= after.from_:
                raise RuleError(
                    after.id, after.citation, f"overlaps its text from {before.from_}"
                )


def _notice(row: Mapping[str, Any]) -> Notice:
    if row["who"] not in ("any", "supplier"):
        raise RuleError(
            row["list"], row["citation"], "`who` is neither any nor supplier"
        )
    return Notice(
        row["list"],
        row["regime"],
        row["citation"],
        row["from"],
        row.get("until"),
        row["who"],
        row["text"],
        bool(row.get("affiliates")),
    )


def _no_minimum(row: Mapping[str, Any]) -> NoMinimum:
    return NoMinimum(
        row["citation"],
        row["effect"],
        EccnSet(named_eccns(row.get("eccns", ""))),
        bool(row.get("series")),
        tuple(row.get("groups", ())),
        row.get("from"),
    )


def _product(row: Mapping[str, Any], table: Mapping[str, Any]) -> DirectProductRule:
    words = ("any", "ns", "9x515", "600", "ccl", "ccl-3-9")
    items = row["items"]
    named = () if items in words else named_eccns(items)
    products = row["products"]
    text = products
    for name in ("set_a", "set_b"):
        text = text.replace(name, table[name])
    return DirectProductRule(
        paragraph=row["paragraph"],
        title=row["title"],
        from_=row["from"],
        wider_from=row.get("wider_from"),
        items=items if items in words else "",
        item_set=EccnSet(named, named_eccns(row.get("not_items", ""))),
        products=products if products in ("any-de", "any-de-3-9", "600") else "",
        product_set=EccnSet(named_eccns(text)),
        groups=tuple(row.get("groups", ())),
        countries=tuple(row.get("countries", ())),
        footnote=row.get("footnote", 0),
        anywhere=bool(row.get("anywhere")),
        end_use=row.get("end_use", ""),
        open=row.get("open", ""),
        hts_items=row.get("hts_items", ""),
        license=row["license"],
        cites=tuple(row.get("federal_register", ())),
    )


def _supplement_2(table: Mapping[str, Any]) -> Supplement2:
    cite = table["citation"]
    both = set(table["whole"]) & set(table["some"])
    if both:
        raise RuleError("supplement-2", cite, f"{sorted(both)} stand twice")
    change = table["change"]
    dated = [code for row in change for code in (*row["came"], *row.get("widened", ()))]
    known = {code: parse_eccn(code) for code in (*table["whole"], *table["some"])}
    unread = [code for code, eccn in known.items() if eccn is None]
    bases = {eccn.base for eccn in known.values() if eccn is not None}
    unread += [code for code in dated if code not in bases]
    if unread:
        raise RuleError("supplement-2", cite, f"{unread} are no ECCNs of it")
    return Supplement2(
        table["text_of"],
        EccnSet(named_eccns("; ".join(table["whole"]))),
        EccnSet(named_eccns("; ".join(table["some"]))),
        {code: row["from"] for row in change for code in row["came"]},
        {
            code: row["from"] - timedelta(days=1)
            for row in change
            for code in row.get("widened", ())
        },
    )


def _bypass(row: Mapping[str, Any]) -> Bypass:
    eccns: tuple[Eccn, ...] = named_eccns(row["eccns"])
    if not eccns:
        raise RuleError("entries", row["citation"], f"{row['eccns']!r} names no ECCN")
    return Bypass(
        EccnSet(eccns),
        row["reason"],
        tuple(row.get("except", ())),
        tuple(row.get("only", ())),
        row["citation"],
        row["text"],
        bool(row.get("open")),
    )


def _change(row: Mapping[str, Any]) -> GroupChange:
    begin, until = row.get("from", date.min), row["until"]
    if row["sure"] not in _SURE or until < begin:
        raise RuleError("groups", row["citation"], "is of no known form")
    return GroupChange(
        row["group"], row["country"], row["in"], begin, until, row["citation"]
    )


def _region(row: Mapping[str, Any]) -> Iterator[tuple[Region, str]]:
    if row["sure"] not in _SURE:
        raise RuleError(row["name"], row["citation"], "`sure` is of no known form")
    cites = tuple(row.get("federal_register", ()))
    region = Region(
        row["name"], row["country"], row["from"], row["citation"], row["text"], cites
    )
    for name in row["names"]:
        yield region, name


def _end_use(row: Mapping[str, Any]) -> EndUseRule:
    if row["items"] not in ("any", "supplement-2"):
        raise RuleError(
            row["id"], row["citation"], "`items` is neither any nor supplement-2"
        )
    return EndUseRule(
        _rule(row),
        tuple(row["words"]),
        row["items"],
        tuple(row.get("countries", ())),
        tuple(row.get("groups", ())),
        tuple(row.get("without", ())),
        row.get("since", {}),
        f"{row['citation']} ({row['title']}): {row['question']}",
        Policy(row.get("policy", Policy.AS_STATED)),
    )
