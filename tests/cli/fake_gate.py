"""A small gate for tests of the command line: it knows three entries and no matching."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from listgate.errors import QueryError, RefusedError
from listgate.history.versions import ListStatus
from listgate.records import (
    Address,
    Alias,
    Basis,
    Citation,
    DatedBy,
    ListEntry,
    ListVersion,
    Origin,
    PartyType,
    Status,
)
from listgate.settings import Settings

DAHUA = ListEntry(
    list="us-bis-el",
    name="Dahua Technology",
    type=PartyType.ORGANIZATION,
    entry="us-bis-el:d4hu4",
    aliases=(Alias("浙江大华技术股份有限公司"),),
    addresses=(
        Address("807, Block A, Meike Times International, Hangzhou, China", "CN"),
    ),
    countries=("CN",),
    license_requirement="For all items subject to the EAR.",
    license_review_policy="Presumption of denial.",
    citations=(Citation("84 FR 54002", "84 FR 54004", date(2019, 10, 9)),),
    effective_from=date(2019, 10, 9),
    effective_from_basis=Basis.RULE,
)


@dataclass(frozen=True)
class Hit:
    entry: str
    list: str
    name: str
    matched_name: str
    score: float
    reasons: tuple[str, ...]
    countries: tuple[str, ...] = ("CN",)
    type: PartyType = PartyType.ORGANIZATION
    effective_from: date | None = date(2019, 10, 9)
    license_requirement: str = "For all items subject to the EAR."
    license_review_policy: str = "Presumption of denial."
    citations: tuple[str, ...] = ("84 FR 54002",)

    def to_dict(self) -> dict[str, Any]:
        day = self.effective_from
        return {
            "entry": self.entry,
            "list": self.list,
            "name": self.name,
            "matched_name": self.matched_name,
            "score": self.score,
            "reasons": list(self.reasons),
            "effective_from": day.isoformat() if day else None,
            "citations": list(self.citations),
        }


@dataclass(frozen=True)
class Screening:
    query: dict[str, Any]
    status: Status
    hits: tuple[Hit, ...] = ()
    error: str = ""

    def to_dict(self) -> dict[str, Any]:
        if self.status == Status.ERROR:
            return {"query": self.query, "status": "error", "error": self.error}
        return {
            "query": self.query,
            "status": str(self.status),
            "hits": [hit.to_dict() for hit in self.hits],
        }


def version(name: str, day: date) -> ListVersion:
    """A version of the Entity List."""
    return ListVersion(
        "us-bis-el", f"sha256:{name}", day, DatedBy.CONTENT, Origin.EMBEDDED, 3420
    )


class FakeGate:
    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings

    def screen(self, name: str, *, on: Any = None, **options: Any) -> Screening:
        if not name.strip():
            raise QueryError("name", "is empty.")
        known = {
            k: options[k]
            for k in ("country", "address", "identifier", "alias", "type")
            if options.get(k)
        }
        return self._answer({"name": name, **known}, options.get("match"))

    def screen_block(self, rows: Sequence[Any], **options: Any) -> list[Screening]:
        return [self._answer(row, options.get("match")) for row in rows]

    def _answer(self, query: dict[str, Any], match: float | None) -> Screening:
        name = query.get("name", "").lower()
        if query.get("type") == "ship":
            return Screening({"name": name}, Status.ERROR, (), "type: no ship.")
        if "unscreenable" in name:
            return Screening(query, Status.ERROR, (), "no letter in this name")
        if "dahua" in name:
            hit = Hit(
                DAHUA.entry, DAHUA.list, DAHUA.name, "Dahua", 0.97, ("same: dahua",)
            )
            status = Status.MATCH if (match or 0.9) <= 0.97 else Status.REVIEW
            return Screening(query, status, (hit,))
        if "dahau" in name:
            hit = Hit(
                DAHUA.entry, DAHUA.list, DAHUA.name, "=Dahua", 0.8, ("near: dahau",)
            )
            return Screening(query, Status.REVIEW, (hit,))
        return Screening(query, Status.CLEAR)

    def lists(self, on: date | None = None) -> tuple[ListStatus, ...]:
        new, old = version("aa", date(2026, 7, 31)), version("bb", date(2022, 4, 7))
        return (ListStatus(old, False, 1578), ListStatus(new, True, 1))

    def index_is_ready(self) -> bool:
        return True

    def prepare_watching(self) -> None:
        pass

    def show(self, entry: str, on: date | None = None) -> ListEntry:
        if entry != DAHUA.entry:
            raise QueryError("entry", f"there is no {entry}.")
        return DAHUA

    def update(self, path: Any, **options: Any) -> Any:
        raise RefusedError("us-bis-el", "the file is cut off; the old version serves.")


def open_gate(settings: Settings) -> Any:
    return FakeGate(settings)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


class Dying(FakeGate):
    def screen_block(self, rows: Sequence[Any], **options: Any) -> Any:
        os._exit(9)


class Refusing(FakeGate):
    def screen_block(self, rows: Sequence[Any], **options: Any) -> Any:
        raise QueryError("type", "there is no type ship.")


def dying(settings: Settings) -> Any:
    return Dying(settings)


def closed(settings: Settings) -> Any:
    raise QueryError("LISTGATE_HOME", "cannot be opened.")


def refusing(settings: Settings) -> Any:
    return Refusing(settings)
