"""The parties on the page: what was asked of them, what screening found, what rules say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from listgate.report.pieces import country, safe, shown, table, word
from listgate.sources.catalog import CATALOG

_TITLES = {known.code: known.title for known in CATALOG}
_PARTY = {
    "id": "Number",
    "alias": "Other name",
    "address": "Address",
    "identifier": "Identifier",
    "type": "Kind",
    "birth_date": "Born",
    "birth_place": "Born at",
}


def parties_section(
    parties: Sequence[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]]
) -> str:
    """The parties in one table, then each of which something is known or found.

    Args:
        parties: The determination's answers, party by party.
        asked: The parties as they were given, in the same order.
    """
    if not parties:
        return (
            "<p>None was named, and none was screened: the answer is of item and "
            "destination alone. Name purchaser, consignees and end user.</p>"
        )
    given = list(asked) + [{}] * (len(parties) - len(asked))
    rows = [
        (
            p["name"],
            p["role"].replace("-consignee", " consignee"),
            country(g.get("country")),
            p["status"],
            _entry(p),
            word(p["outcome"]),
        )
        for p, g in zip(parties, given, strict=False)
    ]
    head = ("Party", "Role", "Country", "Screening", "Entry", "Outcome")
    out = table(head, rows, (25, 14, 11, 12, 22, 16), kind="rules")
    for party, facts in zip(parties, given, strict=False):
        out += _party(party, facts)
    return out


def _entry(party: Mapping[str, Any]) -> str:
    if not party["entry"]:
        return ""
    through = "through owners: " if party["status"] == "clear" else ""
    return through + _listing(party["list"], party["entry"])


def _listing(code: str, entry: str) -> str:
    return f"{_TITLES.get(code, code)}\n{entry}"


def _party(party: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    basis, hits = party["basis"], party.get("hits", ())
    given, found = facts.get("owners") or (), party.get("owners", ())
    known = [(f"{w} given", facts[k]) for k, w in _PARTY.items() if facts.get(k)]
    if not (basis or hits or given or known):
        return ""
    out = [f"<h3>{safe(party['name'])}</h3>"]
    for label, value in known:
        out.append(f'<p class="lead">{label}: {safe(shown(value))}</p>')
    if hits:
        out.append(_lead("Found by screening") + _hits(hits))
    if given:
        statuses = iter([owner["status"] for owner in found])
        out.append(_lead("Owners given") + _owners(given, statuses))
    for owner in found:
        if owner["hits"]:
            title = f"Found by screening for the owner {owner['name']}"
            out.append(_lead(title) + _hits(owner["hits"]))
    if basis:
        out.append(_lead("What the rules say") + _basis(basis))
    return "".join(out)


def _lead(text: str) -> str:
    return f'<p class="lead">{safe(text)}:</p>'


def _basis(basis: Iterable[Mapping[str, Any]]) -> str:
    rows = [(b["rule"], b["text"], "\n".join(b["citations"])) for b in basis]
    head = ("Rule", "What it says here", "Citations")
    return table(head, rows, (22, 62, 16), kind="rules")


def _hits(hits: Iterable[Mapping[str, Any]]) -> str:
    """The entries that a name was found to be, or to be perhaps."""
    rows = [
        (
            "\n".join((hit["name"], *_why(hit["reasons"]))),
            _listing(hit["list"], hit["entry"]),
            hit["effective_from"] or "not known",
            f"{hit['status']}, {hit['score']:.2f}",
            "\n".join(map(_printed, hit["citations"])),
        )
        for hit in hits
    ]
    head = ("Listed as", "List and entry", "Since", "Score", "Rule and page")
    return table(head, rows, (28, 24, 12, 12, 24), kind="hits")


def _why(reasons: Sequence[str]) -> Iterable[str]:
    if reasons:
        yield f"Why: {'; '.join(reasons)}"


def _printed(citation: Mapping[str, str]) -> str:
    """A rule's first page, and the page that the list prints where it is another."""
    cite, printed = citation["cite"], citation["printed"]
    if printed in ("", cite):
        return cite
    volume = f"{cite.rpartition(' ')[0]} "
    return f"{cite}, at {printed.removeprefix(volume)}"


def _owners(owners: Iterable[Mapping[str, Any]], statuses: Iterator[str]) -> str:
    """Owners as given, each with what screening said; ``statuses`` in their order."""
    points = []
    for owner in owners:
        share = owner.get("percent")
        held = (
            "unknown share"
            if share is None
            else f"{str(share).strip().removesuffix('%').strip()} percent"
        )
        place = f" ({country(owner['country'])})" if owner.get("country") else ""
        status = next(statuses, "")
        screened = f"; screening: {status}" if status else ""
        above = owner.get("owners") or ()
        points.append(
            f"<li>{safe(owner.get('name', ''))}{safe(place)}: {safe(held)}"
            f"{safe(screened)}{_owners(above, statuses) if above else ''}</li>"
        )
    return f"<ul>{''.join(points)}</ul>"
