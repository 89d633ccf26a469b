"""End-use rules of part 744: which are open, and which the end use told speaks of.

They hang on what the exporter knows, so none of them is answered here: each is named as
a question where item and destination can meet it, and an end use that speaks of one
leaves the answer open.
"""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.license.case import Case
from listgate.license.finding import Basis, Finding
from listgate.license.outcome import ListOutcome
from listgate.license.rulebook import EndUseRule


def looked_at(case: Case) -> tuple[list[str], list[Finding]]:
    """The end-use rules that the item and the destination can meet.

    Returns:
        Those that are only questions, as such; and of those that the end use as told
        speaks of a finding each: undetermined until a person reads.
    """
    meeting = _meeting(case)
    end_use = case.tx.end_use
    told = f"{end_use.text} {end_use.user}".strip()
    if not told:
        return [one.asked for one in meeting], []
    asked: list[str] = []
    spoken: list[Finding] = []
    for one in meeting:
        if _pattern(one.words).search(told) is None:
            asked.append(one.asked)
        else:
            spoken.append(_spoken_of(one, told))
    return asked, spoken


def _spoken_of(one: EndUseRule, told: str) -> Finding:
    text = (
        f"The end use told (“{told}”) speaks of {one.rule.title.lower()}: whether it "
        f"is one of {one.rule.citation} is for a person. {one.rule.effect}"
    )
    return Finding(
        ListOutcome.UNDETERMINED,
        policy=one.policy,
        basis=(Basis(one.rule.citation, one.rule.scope, one.rule.cites),),
        checks=(text,),
    )


def _meeting(case: Case) -> list[EndUseRule]:
    destination, day, groups = case.tx.destination, case.day, case.groups
    if case.subject.value is False or destination == "US":
        return []
    there = case.rules.end_use_at(destination, groups, day)
    return [one for one in there if one.items == "any" or _reaches(case)]


def _reaches(case: Case) -> bool:
    """Whether the item is one of Supplement No. 2, or any item counts."""
    rules, destination = case.rules, case.tx.destination
    for rule in rules.any_item:
        if rule.values["country"] == destination and rule.holds(case.day):
            return True
    eccn = case.item.eccn
    return eccn is not None and rules.supplement_2.holds(eccn, case.day) is not False


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
