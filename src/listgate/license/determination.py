"""The answer: a determination as a value and as canonical JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from listgate.license.finding import Basis
from listgate.license.item import ItemFinding
from listgate.license.outcome import ItemOutcome, ListOutcome, Policy
from listgate.license.screened import CLEAR, Listing, Screened

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What the rules ask because of one party."""

    name: str
    role: str
    status: str
    entry: str
    list: str
    outcome: ListOutcome
    basis: tuple[Basis, ...]
    screened: Screened = CLEAR
    owners: tuple[tuple[str, Screened], ...] = ()  # all of them, by name


@dataclass(frozen=True, slots=True)
class Regime:
    """What another regime says of a party, beside the answer under the EAR."""

    regime: str
    party: str
    list: str
    entry: str
    text: str
    citation: str


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Digests and versions that the answer is a function of.

    Many answers share one, which equals only itself.
    """

    lists: tuple[str, ...] = ()
    rules: str = ""
    control_list: str = ""
    matcher: str = ""
    settings: str = ""
    decisions: str = ""
    own_lists: str = ""
    graph: str = ""

    def with_rules(self, rules: str, control_list: str) -> Inputs:
        """The same, with the versions of the rules and of the control list."""
        return _with_rules(self, rules, control_list)


@dataclass(frozen=True, slots=True)
class Determination:
    """What the rules ask of one transaction; see the contract for the words."""

    on: str
    outcome: str
    list_outcome: ListOutcome
    item_outcome: ItemOutcome
    review_policy: Policy
    license_exceptions: str | tuple[str, ...]
    parties: tuple[PartyAnswer, ...]
    eccn: str
    item: ItemFinding
    conditions: tuple[str, ...]
    human_checks: tuple[str, ...]
    not_evaluated: tuple[str, ...]
    other_regimes: tuple[Regime, ...]
    policy_text: str
    asked: Mapping[str, Any]
    inputs: Inputs

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the outside surface, with its digest."""
        out = self._object()
        out["digest"] = _digest(out, self.inputs)
        return out

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of all but the digest itself."""
        return _digest(self._object(), self.inputs)

    def _object(self) -> dict[str, Any]:
        exceptions = self.license_exceptions
        return {
            "on": self.on,
            "outcome": self.outcome,
            "list_outcome": self.list_outcome.value,
            "item_outcome": self.item_outcome.value,
            "review_policy": self.review_policy.value,
            "review_policy_text": self.policy_text,
            "license_exceptions": exceptions
            if isinstance(exceptions, str)
            else list(exceptions),
            "parties": [_party(p) for p in self.parties],
            "item": _item(self.eccn, self.item),
            "conditions": list(self.conditions),
            "human_checks": list(self.human_checks),
            "not_evaluated": list(self.not_evaluated),
            "other_regimes": [
                {
                    "regime": r.regime,
                    "party": r.party,
                    "list": r.list,
                    "entry": r.entry,
                    "text": r.text,
                    "citation": r.citation,
                }
                for r in self.other_regimes
            ],
            "asked": dict(self.asked),
            "inputs": _versions(self.inputs),
        }


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: keys sorted, no white space, UTF-8."""
    return _ENCODER.encode(value).encode("utf-8", "replace")


def _digest(out: Mapping[str, Any], inputs: Inputs) -> str:
    """SHA-256 over ``canonical(out)``; what answers share is put into words once."""
    before = {k: v for k, v in out.items() if k < "inputs"}
    after = {k: v for k, v in out.items() if k > "inputs"}
    digest = hashlib.sha256(canonical(before)[:-1])
    digest.update(_shared(inputs))
    digest.update(canonical(after)[1:])
    return f"sha256:{digest.hexdigest()}"


@lru_cache(maxsize=4096)
def _shared(inputs: Inputs) -> bytes:
    return b',"inputs":' + canonical(_versions(inputs)) + b","


@lru_cache(maxsize=4096)
def _with_rules(inputs: Inputs, rules: str, control_list: str) -> Inputs:
    return replace(inputs, rules=rules, control_list=control_list)


def _versions(inputs: Inputs) -> dict[str, Any]:
    return {
        "lists": list(inputs.lists),
        "rules": inputs.rules,
        "control_list": inputs.control_list,
        "matcher": inputs.matcher,
        "settings": inputs.settings,
        "decisions": inputs.decisions,
        "own_lists": inputs.own_lists,
        "graph": inputs.graph,
    }


def _party(p: PartyAnswer) -> dict[str, Any]:
    return {
        "name": p.name,
        "role": str(p.role),
        "status": p.status,
        "entry": p.entry or None,
        "list": p.list or None,
        "outcome": p.outcome.value,
        "basis": [
            {"rule": b.rule, "text": b.text, "citations": list(b.citations)}
            for b in p.basis
        ],
        "hits": [_hit(x) for x in p.screened.listings],
        "owners": [
            {
                "name": name,
                "status": found.status,
                "hits": [_hit(x) for x in found.listings],
            }
            for name, found in p.owners
        ],
    }


def _hit(listing: Listing) -> dict[str, Any]:
    """An entry that screening found, as screening tells it."""
    since = listing.effective_from
    return {
        "entry": listing.entry,
        "list": listing.list,
        "name": listing.name,
        "status": "match" if listing.certain else "review",
        "score": round(listing.score, 4),
        "effective_from": since.isoformat() if since else None,
        "citations": [
            {"cite": cite, "printed": printed}
            for cite, printed in zip(listing.citations, listing.printed, strict=False)
        ],
        "reasons": list(listing.notes),
    }


def _item(eccn: str, item: ItemFinding) -> dict[str, Any]:
    return {
        "eccn": eccn,
        "controls": [
            {
                "reason": c.reason,
                "column": c.column,
                "applies": c.applies,
                "rule": c.rule,
                "text": c.text,
            }
            for c in item.controls
        ],
        "exceptions_to_look_at": [
            {"exception": e.symbol, "condition": e.text} for e in item.exceptions
        ],
    }
