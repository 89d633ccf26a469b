"""The rules as values: what each says, and which hold on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from listgate.license.eccn import Eccn, EccnSet
from listgate.license.geography import Groups
from listgate.license.logic import Tri
from listgate.license.outcome import Policy


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule while it reads as it does; ``until`` is its last day, None while open."""

    id: str
    title: str
    citation: str
    from_: date
    until: date | None
    scope: str
    effect: str
    sure: str
    checked: date
    values: Mapping[str, Any]

    def holds(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.from_ <= day and (self.until is None or day <= self.until)

    @property
    def cites(self) -> tuple[str, ...]:
        """Where else it stands: other sections, and the Federal Register."""
        also = self.values.get("also", ())
        register = self.values.get("federal_register", ())
        return (*also, *((register,) if isinstance(register, str) else register))


@dataclass(frozen=True, slots=True)
class Savings:
    """A savings clause: ``rule`` is the citation or id of the rule it belongs to."""

    rule: str
    effective: date
    text: str
    last_export: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What another list says beside the EAR while it does."""

    list: str
    regime: str
    citation: str
    from_: date
    until: date | None
    who: str
    text: str
    affiliates: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class NoMinimum:
    """A case without a de minimis level (15 CFR 734.4(a))."""

    citation: str
    effect: str
    eccns: EccnSet
    series: bool
    groups: tuple[str, ...]
    from_: date | None


@dataclass(frozen=True, slots=True)
class DirectProductRule:
    """One direct-product rule of 15 CFR 734.9; see ``data/direct_product.toml``."""

    paragraph: str
    title: str
    from_: date
    wider_from: date | None
    items: str
    item_set: EccnSet
    products: str
    product_set: EccnSet
    groups: tuple[str, ...]
    countries: tuple[str, ...]
    footnote: int
    anywhere: bool
    end_use: str
    open: str
    hts_items: str
    license: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bypass:
    """An entry of the control list whose scope stands in prose, not in the chart."""

    eccns: EccnSet
    reason: str
    except_: tuple[str, ...]
    only: tuple[str, ...]
    citation: str
    text: str
    open: bool


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Where a country stood otherwise in a Country Group, through ``until``."""

    group: str
    country: str
    inside: bool
    from_: date
    until: date
    citation: str


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a country that the EAR treat as a destination of its own."""

    name: str
    country: str
    from_: date
    citation: str
    text: str
    cites: tuple[str, ...]


def region_key(name: str) -> str:
    """What a region's name is known by: letters and digits, without case."""
    return "".join(c for c in name.casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class Supplement2:
    """Supplement No. 2 to part 744: the items of the military end-user rule.

    ``whole`` are in it, of ``some`` only what its words leave of them; ``since`` is the
    first day of an entry, ``narrow_until`` the last on which its words narrowed one.
    """

    text_of: date
    whole: EccnSet
    some: EccnSet
    since: Mapping[str, date]
    narrow_until: Mapping[str, date]

    def holds(self, item: Eccn, day: date) -> Tri:
        """Whether an item was in it on a day; None where its words decide."""
        if day < self.since.get(item.base, date.min):
            return False
        inside = self.whole.holds(item)
        if inside is True and day <= self.narrow_until.get(item.base, date.min):
            return None
        if inside is False and self.some.holds(item) is not False:
            return None
        return inside

    def judged(self, item: Eccn | None, day: date) -> tuple[Tri, str]:
        """Whether an item was in it on a day, EAR99 as None, and the sentence."""
        if item is None:
            return False, "EAR99 items are not in Supplement No. 2."
        inside = self.holds(item, day)
        if inside is None:
            return (
                None,
                f"Supplement No. 2 holds {item.base} in part: its words decide.",
            )
        return inside, f"{item} is {'' if inside else 'not '}in Supplement No. 2."

    def later(self, day: date) -> tuple[str, ...]:
        """What to say of a day before its text."""
        if day >= self.text_of:
            return ()
        return (
            f"Supplement No. 2 to part 744 was read in the text of {self.text_of}: "
            f"confirm the item in that of {day}.",
        )


@dataclass(frozen=True, slots=True)
class EndUseRule:
    """A rule that hangs on the end use; see ``data/end_use.toml``."""

    rule: Rule
    words: tuple[str, ...]
    items: str
    countries: tuple[str, ...]
    groups: tuple[str, ...]
    without: tuple[str, ...]
    since: Mapping[str, date]  # of a country or group that came later than the rule
    asked: str
    policy: Policy

    def goes(self, destination: str, groups: Groups, day: date) -> bool:
        """Whether the rule speaks of a destination on a day."""
        if not (self.countries or self.groups):
            return destination not in self.without
        there = [g for g in self.groups if groups.any_holds((g,), destination)]
        if destination in self.countries:
            there.append(destination)
        return any(day >= self.since.get(one, date.min) for one in there)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule, with the digest of their texts and the day they were checked through."""

    version: str
    checked_through: date
    rules: tuple[Rule, ...]
    savings: tuple[Savings, ...]
    notices: tuple[Notice, ...]
    percent: Fraction
    percent_embargoed: Fraction
    embargoed_groups: tuple[str, ...]
    no_minimum: tuple[NoMinimum, ...]
    direct_product: tuple[DirectProductRule, ...]
    direct_product_text_of: date
    supplement_2: Supplement2
    bypasses: tuple[Bypass, ...]
    group_changes: tuple[GroupChange, ...]
    end_use: tuple[EndUseRule, ...]
    regions: Mapping[str, Region]  # by ``region_key``
    texts: Mapping[str, tuple[Rule, ...]]  # of a rule's id
    beside: Mapping[str, tuple[Notice, ...]]  # of a list's code
    any_item: tuple[Rule, ...]  # military end users for whom any item counts

    def __hash__(self) -> int:
        """By the digest of the texts, so that the rules can key what follows from them."""
        return hash(self.version)

    def on(self, rule: str, day: date) -> Rule | None:
        """The rule of that id as it reads on a day; None when it is not in force."""
        for text in self.texts.get(rule, ()):
            if text.holds(day):
                return text
        return None

    def brought(self, footnote: int, citations: Iterable[str]) -> bool:
        """Whether one of some citations is of the rule behind a footnote."""
        return any(
            rule.footnote == footnote and not set(rule.cites).isdisjoint(citations)
            for rule in self.direct_product
        )

    def outside_the_chart(self, base: str) -> frozenset[str]:
        """Reasons for control of an entry that stand in prose, not in its table."""
        return _outside_the_chart(self, base)

    def groups_on(self, groups: Groups, published: date, day: date) -> Groups:
        """Country Groups of the tables of one day as they stood on an earlier one."""
        return _changed(self, groups, published, day)

    def end_use_at(
        self, destination: str, groups: Groups, day: date
    ) -> tuple[EndUseRule, ...]:
        """The end-use rules that speak of a destination on a day."""
        return _end_use_at(self, destination, groups, day)


@lru_cache(maxsize=1024)
def _outside_the_chart(rules: Rulebook, base: str) -> frozenset[str]:
    whole = Eccn(base)
    return frozenset(
        b.reason for b in rules.bypasses if b.eccns.holds(whole) is not False
    )


@lru_cache(maxsize=4096)
def _end_use_at(
    rules: Rulebook, destination: str, groups: Groups, day: date
) -> tuple[EndUseRule, ...]:
    return tuple(
        one
        for one in rules.end_use
        if one.rule.holds(day) and one.goes(destination, groups, day)
    )


@lru_cache(maxsize=4096)
def _changed(rules: Rulebook, groups: Groups, published: date, day: date) -> Groups:
    told = tuple(
        c for c in rules.group_changes if c.from_ <= day <= c.until < published
    )
    return _with(told, groups) if told else groups


@lru_cache(maxsize=256)
def _with(changes: tuple[GroupChange, ...], groups: Groups) -> Groups:
    members = dict(groups.members)
    for change in changes:
        one = members.get(change.group, frozenset())
        who = {change.country}
        members[change.group] = one | who if change.inside else one - who
    return Groups(members)
