"""What one rule says of one party: the values that an answer is put together from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from listgate.license.outcome import ListOutcome, Policy
from listgate.license.screened import Listing


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule applied: where it stands, what it says here, and what it is cited by."""

    rule: str
    text: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """A listing that a party stands under.

    Attributes:
        listing: The entry.
        chain: How ownership carries it to the party, as text; empty for its own.
        open: Why it may not carry, as a sentence; empty when it does.
    """

    listing: Listing
    chain: str = ""
    open: str = ""

    @property
    def certain(self) -> bool:
        """Whether the party stands under the entry beyond a person's doubt."""
        return self.listing.certain and not self.listing.doubt and not self.open


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule for one party.

    Attributes:
        outcome: As the contract has it.
        listing: The entry behind it, if any.
        policy: Review policy that applies, or would.
        exceptions: License exceptions that are left; None where none is restricted.
        basis: The rules applied.
        conditions: What the answer hangs on.
        checks: What a person must look at.
        policy_text: The entry's words for the review policy.
    """

    outcome: ListOutcome
    listing: Listing | None = None
    policy: Policy = Policy.NONE
    exceptions: tuple[str, ...] | None = None
    basis: tuple[Basis, ...] = ()
    conditions: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    policy_text: str = ""

    def on(self, *basis: Basis) -> Finding:
        """The same on further rules."""
        return replace(self, basis=(*self.basis, *basis))

    def asking(self, *checks: str) -> Finding:
        """The same with further things for a person to look at."""
        return replace(self, checks=(*self.checks, *checks))


@dataclass(slots=True)
class Notes:
    """Sentences gathered while rules are applied."""

    conditions: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)


def softened(finding: Finding, carried: Carried) -> Finding:
    """The finding where screening or ownership leaves a doubt: undetermined at most.

    The doubt names the entry and what it would mean.
    """
    if carried.certain or finding.outcome is ListOutcome.NONE:
        return finding
    listing = carried.listing
    if carried.open:
        why = carried.open
    elif listing.doubt:
        why = listing.doubt
    else:
        seen = f": {'; '.join(listing.notes)}" if listing.notes else ""
        why = (
            f"Screening asks a person whether this is {listing.name} ({listing.entry}, "
            f"score {listing.score:.2f}{seen})."
        )
    meaning = f"{why} If so: {finding.outcome.value}."
    return Finding(
        ListOutcome.UNDETERMINED,
        finding.listing,
        finding.policy,
        finding.exceptions,
        finding.basis,
        finding.conditions,
        (meaning, *finding.checks),
        finding.policy_text,
    )
