"""End-use rules of part 744: which are open, and which the end use told speaks of.

They hang on what the exporter knows, so none of them is answered here: each is named as
a question where item and destination can meet it, and an end use that speaks of one
leaves the answer open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from listgate.license.case import Case
from listgate.license.finding import Basis, Finding
from listgate.license.outcome import ListOutcome
from listgate.license.rulebook import EndUseRule


def open_questions(case: Case) -> list[str]:
    """The end-use rules that the item and the destination can meet, as questions.

    Those that the end use told speaks of are no longer only questions.
    """
    told = _told(case)
    return [
        one.asked
        for one in _meeting(case)
        if not told or _pattern(one.words).search(told) is None
    ]


def spoken_of(case: Case) -> Iterator[Finding]:
    """The rules that the end use as told speaks of: undetermined until a person reads."""
    told = _told(case)
    if not told:
        return
    for one in _meeting(case):
        found = _pattern(one.words).search(told)
        if found is None:
            continue
        text = (
            f"The end use told (“{told}”) speaks of {one.rule.title.lower()}: whether it "
            f"is one of {one.rule.citation} is for a person. {one.rule.effect}"
        )
        yield Finding(
            ListOutcome.UNDETERMINED,
            policy=one.policy,
            basis=(Basis(one.rule.citation, one.rule.scope, one.rule.cites),),
            checks=(text,),
        )


def _told(case: Case) -> str:
    end_use = case.tx.end_use
    return f"{end_use.text} {end_use.user}".strip()


def _meeting(case: Case) -> list[EndUseRule]:
    destination, day, groups = case.tx.destination, case.day, case.groups
    if case.subject.value is False or destination == "US":
        return []
    return [
        one
        for one in case.rules.end_use
        if one.rule.from_ <= day
        and (one.everywhere or one.goes(destination, groups))
        and (one.items == "any" or _reaches(case))
        and one.rule.holds(day)
    ]


def _reaches(case: Case) -> bool:
    """Whether the item is one of Supplement No. 2, or any item counts."""
    rules, destination = case.rules, case.tx.destination
    for rule in rules.any_item:
        if rule.values["country"] == destination and rule.holds(case.day):
            return True
    eccn = case.item.eccn
    if eccn is None:
        return False
    return eccn.base in rules.supplement_2 or eccn.base in rules.supplement_2_some


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
