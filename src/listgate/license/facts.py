"""The facts of one transaction, as frozen values; a fact left out stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from listgate.license.eccn import EAR99, Eccn
from listgate.license.rulebook import Region


class Role(StrEnum):
    """What a party does in the transaction (15 CFR 748.5)."""

    PURCHASER = "purchaser"
    INTERMEDIATE = "intermediate-consignee"
    ULTIMATE = "ultimate-consignee"
    END_USER = "end-user"
    SUPPLIER = "supplier"
    OTHER = "other"


# 15 CFR 748.5(c) to (f): the parties whose listing asks for a license.
RECEIVING = frozenset({Role.PURCHASER, Role.INTERMEDIATE, Role.ULTIMATE, Role.END_USER})
FORMS = ("commodity", "software", "technology")
ACTIVITIES = ("standards-related",)
# Purposes that some requirement, policy or release asks about.
PURPOSES = (
    "200mm-wafers",
    "advanced-nodes",
    "civil-aviation-safety",
    "consumer-communications",
    "existing-handsets",
    "existing-networks",
    "food-medicine",
    "infectious-disease",
    "iss",
    "security-research",
    "telecommunications",
    "uav-operation",
    "us-government-space",
)


@dataclass(frozen=True, slots=True)
class Item:
    """The item; ``eccn`` is None for EAR99.

    ``us_content`` is the percentage of controlled U.S. content; ``direct_product_of``
    the ECCNs whose direct product a foreign-made item is: empty for none, None for
    unknown.
    """

    eccn: Eccn | None
    description: str = ""
    subject_to_ear: bool | None = None
    origin: str = ""
    us_content: Fraction | None = None
    direct_product_of: tuple[Eccn, ...] | None = None
    note_to: str = ""
    purpose: str = ""
    form: str = ""
    activity: str = ""
    specified_for_standards: bool | None = None
    hts: str = ""
    value_usd: Fraction | None = None

    @property
    def is_ear99(self) -> bool:
        """Whether the item is subject to the EAR but on no entry of the control list."""
        return self.eccn is None

    @property
    def code(self) -> str:
        """``EAR99`` or the ECCN."""
        return EAR99 if self.eccn is None else str(self.eccn)


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner; ``low`` and ``high`` bound its share, 0 to 1 where it is not known."""

    number: int
    name: str
    low: Fraction
    high: Fraction
    country: str = ""
    owners: tuple[Owner, ...] = ()
    row: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TransactionParty:
    """A party; ``number`` is its place among all parties and owners to be screened."""

    number: int
    name: str
    role: Role
    country: str = ""
    address: str = ""
    owners: tuple[Owner, ...] = ()
    row: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class EndUse:
    """What the end use is, as far as a requirement hangs on it.

    ``projects`` are the sections whose projects the item goes to (``746.5``), None
    where nothing is said; ``user`` is the kind of user, such as ``government``.
    """

    text: str = ""
    projects: tuple[str, ...] | None = None
    user: str = ""


NOTHING_TOLD = EndUse()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction on its day.

    ``destination`` is an ISO code, ``region`` the part of that country, where the EAR
    treat it as a destination of its own.
    """

    on: date
    destination: str
    item: Item
    parties: tuple[TransactionParty, ...] = ()
    end_use: EndUse = NOTHING_TOLD
    ordered_on: date | None = None
    loaded_on: date | None = None
    region: Region | None = None

    def people(self) -> Iterator[TransactionParty | Owner]:
        """Every party and owner in the order of their numbers."""
        for party in self.parties:
            yield party
            yield from owners_of(party.owners)

    def place_of(self, number: int) -> tuple[str, TransactionParty | Owner]:
        """Where in the input the party or owner of a number stands, and who it is."""
        for at, party in enumerate(self.parties):
            for where, who in _places(f"parties[{at}]", party):
                if who.number == number:
                    return where, who
        raise KeyError(number)


def _places(
    where: str, who: TransactionParty | Owner
) -> Iterator[tuple[str, TransactionParty | Owner]]:
    yield where, who
    for at, owner in enumerate(who.owners):
        yield from _places(f"{where}.owners[{at}]", owner)


def owners_of(owners: tuple[Owner, ...]) -> Iterator[Owner]:
    """Owners and the owners of these, in the order of their numbers."""
    for owner in owners:
        yield owner
        yield from owners_of(owner.owners)
