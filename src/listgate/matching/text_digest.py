"""A short digest of what an entry says: it changes when any of that changes."""

from __future__ import annotations

from hashlib import blake2b

from listgate.records import ListEntry


def text_digest(entry: ListEntry) -> str:
    """The digest, 16 letters long.

    Where a name or an address was taken from, and what Listgate itself noted, is not
    what the entry says.
    """
    said = (
        entry.name,
        entry.type.value,
        [(a.name, a.kind.value, a.quality.value) for a in entry.aliases],
        [(a.text, a.country) for a in entry.addresses],
        [(i.kind, i.value, i.country) for i in entry.identifiers],
        entry.countries,
        entry.programs,
        entry.license_requirement,
        entry.license_review_policy,
        entry.footnotes,
        [c.printed for c in entry.citations],
        entry.end_date and entry.end_date.isoformat(),
        entry.details,
    )
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()
