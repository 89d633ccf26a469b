"""Identity documents on the Security Council's list → identifiers.

The number's cell often holds more than the number: the kind of document and its country
before it, the day on which it expires behind it (``Diplomatic Passport D014433``,
``403062567 (US)``, ``R00012098, South Sudan``). Where the cell is empty the number may
stand in the note or in the second kind. A number that carries such words finds nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from listgate.sources.countries import country_code
from listgate.sources.identifiers import id_kind, split_label
from listgate.sources.party_facts import Facts
from listgate.sources.xml_rows import Value, word

# Two capitals at most belong to a number (`SE 012820`, `DE- 473900`); more are a word.
_NUMBER = re.compile(
    r"(?P<words>(?:.*?[\s:.])??)"
    r"(?:[Nn]o\.?|N°|№)?(?P<number>(?:\b[A-Z]{1,2}(?:-[A-Z]?)?\s+)?[A-Z]{0,6}[/-]?\d[^\s,(]*"
    r"(?:\s+(?:No\.\s+)?\d[^\s,(]*)*)"
    r"(?P<rest>[\s,(].*)?"
)
_ENOUGH = 5  # digits: what a note says of days and years has fewer
_PASSPORT = re.compile(r"passport|passeport|pasaporte", re.IGNORECASE)


def read_document(document: Value, facts: Facts) -> None:
    """Adds one document to what is known of its party."""
    kinds = [word(document, step) for step in ("TYPE_OF_DOCUMENT2", "TYPE_OF_DOCUMENT")]
    number = word(document, "NUMBER")
    extra = [word(document, s) for s in ("DATE_OF_ISSUE", "CITY_OF_ISSUE", "NOTE")]
    said = " ".join(filter(None, (*kinds, number, *extra)))
    found = next(_numbers(number, kinds[0], extra[-1]), None)
    if found is None:
        facts.detail("document", said)
        return
    bare = split_label(found["number"])[1]
    facts.identifier(
        _kind(f"{found['words'].strip()} {' '.join(kinds)}", bare),
        bare,
        _country(document, found["words"], found["rest"] or ""),
    )
    if any(extra) or bare != number:
        facts.detail("document_dates", said)


def _numbers(number: str, second_kind: str, note: str) -> Iterator[re.Match[str]]:
    """Where the number stands, the likeliest place first."""
    for text in (number, second_kind) if not number else (number,):
        if match := _NUMBER.fullmatch(text):
            yield match
    match = _NUMBER.fullmatch(note) if not number else None
    if match and len(re.findall(r"\d", match["number"])) >= _ENOUGH:
        yield match


def _kind(text: str, number: str) -> str:
    if _PASSPORT.search(text):
        return "passport"
    kind = id_kind(text, number) or "other"
    # `alien registration number`: on this list only persons have documents.
    return "national-id" if kind == "registration" else kind


def _country(document: Value, before: str, behind: str) -> str:
    """The issuer's code: its own cell, else a country's name beside the number."""
    own = word(document, "ISSUING_COUNTRY") or word(document, "COUNTRY_OF_ISSUE")
    return next(
        filter(None, map(country_code, (own, before, behind.strip(" ,()")))), ""
    )
