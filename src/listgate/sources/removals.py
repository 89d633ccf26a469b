"""Which rule took an entry off its list, as far as that is known."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from listgate.errors import RuleError
from listgate.sources.rules import Rule, rule_of, rule_of_document

_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Removal:
    """One rule that took entries off a list, and what says so."""

    list: str
    rule: Rule
    names: tuple[str, ...]
    source: str

    @property
    def day(self) -> date:
        """The day from which they were off the list."""
        return self.rule.in_force_from

    @property
    def cite(self) -> str:
        """The rule's first page; its document's number where no page is known."""
        return self.rule.cite or f"document {self.rule.document}"


@cache
def removals() -> tuple[Removal, ...]:
    """Every removal of the registry.

    Raises:
        RuleError: a removal names a rule that the registry of rules has not.
    """
    text = files(__package__).joinpath("data/removals.toml").read_text("utf-8")
    return tuple(
        Removal(
            row["list"],
            _rule(row.get("cite", ""), row.get("document", "")),
            tuple(row["names"]),
            row["source"],
        )
        for row in tomllib.loads(text)["removal"]
    )


def removals_of(code: str, name: str) -> tuple[Removal, ...]:
    """The rules that took an entry of that name off a list, oldest first."""
    return _by_name().get((code, _fold(name)), ())


@cache
def _by_name() -> dict[tuple[str, str], tuple[Removal, ...]]:
    found: dict[tuple[str, str], tuple[Removal, ...]] = {}
    for removal in sorted(removals(), key=lambda r: r.day):
        for name in removal.names:
            key = removal.list, _fold(name)
            found[key] = (*found.get(key, ()), removal)
    return found


def _fold(name: str) -> str:
    """Letters and digits; a lost apostrophe or none is the same."""
    return _LETTERS.sub("", name.casefold())


def _rule(cite: str, document: str) -> Rule:
    rule = rule_of(cite) if cite else rule_of_document(document)
    if rule is None:
        raise RuleError("removals", cite or document, "the registry has no such rule")
    return rule
