"""The words of an answer, each family from the strictest to the mildest."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class ListOutcome(StrEnum):
    """What a party's listing asks."""

    PROHIBITED = "prohibited"
    LICENSE_REQUIRED = "license-required"
    UNDETERMINED = "undetermined"
    RESTRICTED = "restricted"
    NONE = "none"


class ItemOutcome(StrEnum):
    """What the item's classification asks for the destination."""

    EMBARGO = "embargo"
    LICENSE_REQUIRED = "license-required"
    UNDETERMINED = "undetermined"
    NOT_REQUIRED = "not-required"
    NOT_SUBJECT = "not-subject"
    NOT_EVALUATED = "not-evaluated"


class Policy(StrEnum):
    """How an application would be judged."""

    DENIAL = "policy-of-denial"
    PRESUMED_DENIAL = "presumption-of-denial"
    AS_STATED = "as-stated"
    CASE_BY_CASE = "case-by-case"
    PRESUMED_APPROVAL = "presumption-of-approval"
    NONE = "none"


_POLICY_ORDER = {p: n for n, p in enumerate(Policy)}


def strictest_policy(policies: Iterable[Policy]) -> Policy:
    """The strictest policy; ``none`` of nothing."""
    return min(policies, key=_POLICY_ORDER.__getitem__, default=Policy.NONE)


def overall(by_list: ListOutcome, by_item: ItemOutcome) -> str:
    """The strictest of both; ``no-license-required`` only when nothing is open."""
    if by_list is ListOutcome.PROHIBITED:
        return "prohibited"
    if by_item is ItemOutcome.EMBARGO:
        return "embargo"
    if "license-required" in (by_list, by_item):
        return "license-required"
    if by_list is ListOutcome.UNDETERMINED or by_item in (
        ItemOutcome.UNDETERMINED,
        ItemOutcome.NOT_EVALUATED,
    ):
        return "undetermined"
    if by_list is ListOutcome.RESTRICTED:
        return "restricted"
    return "no-license-required"
