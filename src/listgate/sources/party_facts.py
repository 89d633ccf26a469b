"""What a publisher says about a party beside names and addresses, label by label.

Every publisher has labels for birth dates, passports, vessels and the like. Here a label
and its text become an identifier with its kind, or a detail under the name that the
consolidated file gives it, so that a thing has one name whatever list it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from listgate.records import Identifier
from listgate.sources.countries import country_code
from listgate.sources.identifiers import id_kind
from listgate.sources.partial_dates import partial_date

_DETAILS = {
    "birthdate": "date_of_birth",
    "dob": "date_of_birth",
    "place of birth": "place_of_birth",
    "pob": "place_of_birth",
    "nationality country": "nationality",
    "nationality": "nationality",
    "citizenship country": "citizenship",
    "citizen": "citizenship",
    "vessel call sign": "call_sign",
    "vessel gross tonnage": "gross_tonnage",
    "vessel tonnage": "gross_tonnage",
    "vessel gross registered tonnage": "gross_registered_tonnage",
    "other vessel call sign": "other_vessel_call_sign",
}
_COUNTRIES = frozenset(("nationality", "citizenship"))
_IDENTIFIERS = {
    "vessel call sign": "call-sign",
    "other vessel call sign": "call-sign",
    "aircraft mode s transponder code": "aircraft-mode-s",
    "d-u-n-s number": "duns",
}
_DOCUMENTS = {
    # What the general table of kinds would take for something else.
    "chinese commercial code": "",
    "mmsi": "mmsi",
    "ssn": "national-id",
    "vessel registration identification": "imo",
}
_COIN = re.compile(r"digital currency address\s*-\s*(\w+)", re.IGNORECASE)


@dataclass(slots=True)
class Facts:
    """What has been read about one party beside its names and addresses."""

    identifiers: dict[Identifier, None] = field(default_factory=dict)
    details: dict[tuple[str, str], None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)

    def identifier(self, kind: str, value: str, country: str = "") -> None:
        """Adds an identifier; ``value`` is as published."""
        if kind == "imo":
            value = re.sub(r"^IMO[\s:]*", "", value, flags=re.IGNORECASE)
        self.identifiers[Identifier(kind, value, country)] = None

    def detail(self, key: str, value: str) -> None:
        """Adds a detail under a key of the consolidated file."""
        if value:
            self.details[key, value] = None

    def feature(self, label: str, value: str) -> None:
        """Adds what the publisher says under one of its labels."""
        label = " ".join(label.strip(" :-").split())
        value = " ".join(value.split())
        if not value:
            return
        plain = label.casefold()
        key = detail_key(label)
        if coin := _COIN.match(label):
            self.identifier("crypto-wallet", value)
            self.detail("currency_of_wallet", f"{value} {coin[1]}")
            return
        if key in _COUNTRIES:
            code = country_code(value)
            if code:
                self.countries[code] = None
            self.detail(key, code or value)
            return
        if key == "date_of_birth":
            self.detail(key, partial_date(value))
            return
        kind = _IDENTIFIERS.get(plain) or feature_kind(label, value)
        if kind:
            self.identifier(kind, value)
        if not kind or plain in _DETAILS:
            self.detail(key, partial_date(value) if "date" in key else value)

    def document(self, label: str, number: str, country: str = "") -> None:
        """Adds a registration or identity document."""
        number = " ".join(number.split())
        if not number:
            return
        code = country_code(country)
        kind = document_kind(label, number)
        if kind:
            self.identifier(kind, number, code)
        else:
            self.detail(detail_key(label), number)


@lru_cache(maxsize=1024)
def detail_key(label: str) -> str:
    """The name that the consolidated file gives to a label: words joined by ``_``."""
    plain = label.strip(" :-").casefold()
    if plain in _DETAILS:
        return _DETAILS[plain]
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "other"


def feature_kind(label: str, value: str) -> str:
    """The kind of identifier that a feature's value is; empty for a description."""
    plain = label.casefold()
    if plain.startswith(("aircraft model", "aircraft manufacture date")):
        return ""
    kind = id_kind(label, value)
    return (
        "" if kind == "other" and not re.search(r"number|code|\bno\b", plain) else kind
    )


def document_kind(label: str, number: str) -> str:
    """The kind of identifier that a document's number is; empty where it is none."""
    plain = label.strip(" .:").casefold()
    if plain in _DOCUMENTS:
        kind = _DOCUMENTS[plain]
        if kind == "imo" and not re.search(r"\b\d{7}\b", number):
            return "registration"
        return kind
    kind = id_kind(label, number)
    return kind if kind else "other"
