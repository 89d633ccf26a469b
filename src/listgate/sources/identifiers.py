"""The ``ids`` column → identifiers with kinds, and what else Treasury keeps there.

A CSV cell joins items by ``; ``. An item is ``country, expiry, issue, number, type``,
what is unknown left out: ``CN, 91330000733796106P, Unified Social Credit Code (USCC)``.
Numbers themselves may hold commas and semicolons. The JSON form has objects instead.
Much of the column is no number at all (``Male, Gender``): it goes to the details.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from listgate.records import Identifier
from listgate.sources.countries import country_code

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")

# The first pattern that the type's text matches gives the kind; order matters.
_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"uni(?:fied|ted) social credit|\bUSCC", "uscc"),
        (r"vessel registration", "imo"),
        (r"\bMMSI\b|maritime mobile", "mmsi"),
        (r"legal entity (number|identifier)|\bLEI\b", "lei"),
        (r"\bISIN\b", "isin"),
        (r"equity ticker|\bticker\b", "ticker"),
        (r"SWIFT|\bBIC\b", "bic"),
        (r"\bBIK\b", "bik"),
        (r"passport", "passport"),
        (r"government gazette", "okpo"),  # Treasury's words for the Russian OKPO code
        (r"electoral|visa|military registration|^LE number", "national-id"),
        (r"global intermediary", "other"),  # a financial institution's, not a person's
        (r"D-?U-?N-?S", "duns"),
        (r"digital currency address", "crypto-wallet"),
        (r"aircraft tail", "aircraft-tail"),
        (r"aircraft.*serial|aircraft construction number", "aircraft-serial"),
        (r"aircraft mode s", "aircraft-mode-s"),
        (r"IMO number", "imo"),
        (
            r"\btax\b|V\.?A\.?T|fiscal|\bN\.?I\.?[TF]\b|^NIT|\bR\.?F\.?C|RUC|\bR\.?I\.?F|"
            r"\bC\.?I\.?F|NUIT|\bRSIN|FEIN|\bEIN\b|\bTIN\b|\bINN\b|\bPAN\b|\bC\.?U\.?I\.?T|\bN\.?I\.?E\b|\bRTN\b|"
            r"ИНН|УНП",
            "tax-id",
        ),
        (
            r"registr(ation|y)|C\.R\. No|company (number|id)|business (number|reg)|"
            r"trade license|folio mercantil|matricula|chamber of comm|romanian C\.R|enterprise "
            r"number|commercial|certificate of incorporation|okpo|OGRN|\bKRS\b|ОГРН|КПП|"
            r"license$|^license",
            "registration",
        ),
        (
            r"national|identi(ty|fication)|\bID (card|no)|cedula|C\.?U\.?R\.?P|D\.?N\.?I|"
            r"\bSSN\b|social security|driver|birth certificate|personal|citizen|"
            r"electoral|tazkira|kenyan id|refugee|residen|(?:numero|tarjeta) de identidad|"
            r"C\.U\.I|I\.F\.E\b|"
            r"identification|seafarer|military|militar",
            "national-id",
        ),
        (r"\bphone|\bfax\b|telephone", "phone"),
        (r"e-?mail", "email"),
        (r"website", "website"),
        (r"(\bno\.?|number|#|code|\bid)\s*$", "other"),
    )
)
# Types that describe the party or the sanctions; no number names anybody here.
_NO_NUMBER = re.compile(
    r"gender|sanctions|date|determination|directive|executive order|information|model|"
    r"operator|organization type|flag|target type|issuer|prohibited|nationality of|"
    r"registration country|locode|manufacture|caatsa|section|risk|effective|listing|chinese commercial code",
    re.IGNORECASE,
)
_NUMBER_TYPE = re.compile(
    r"serial number|construction number|vessel registration", re.I
)

# `UK Company no. 06527449`, `ИНН 7717653542`: what a number is, and the number.
_LABELED = re.compile(
    r"(?P<label>(?=(?:[\d\W_]*[^\W\d_]){3})\D*?\W)"
    r"(?P<number>[A-Z]{0,3}[ -]?\d[\dA-Z ./-]*(?:\s[Nn]o\.?\s\d+)?)"
)
_SERIES = re.compile(r"(?<=\d)\s+[Nn]o\.?\s+(?=\d+$)")  # `Series 4503 No 498240`
_SHAPES = {
    "imo": re.compile(r"(?:IMO )?\d{7}"),
    "lei": re.compile(r"[0-9A-Z]{18}\d{2}"),
    "uscc": re.compile(r"[0-9A-Z]{18}"),
}

Found = tuple[tuple[Identifier, ...], tuple[tuple[str, str], ...], tuple[str, ...]]


def split_ids(cell: str) -> Found:
    """Identifiers, details and countries in a CSV cell, each in the cell's order."""
    if not cell:
        return (), (), ()
    items: list[str] = []
    for part in cell.split("; "):
        # An item has a comma before its type; a part without one continues a number.
        if items and ", " not in items[-1]:
            items[-1] += "; " + part
        else:
            items.append(part)
    if len(items) > 1 and ", " not in items[-1]:
        items[-2:] = ["; ".join(items[-2:])]
    return _gather(_item(item) for item in items)


def read_ids(values: Iterable[Any]) -> Found:
    """Identifiers, details and countries in a JSON list of objects."""
    items = []
    for value in values:
        if isinstance(value, Mapping):
            items.append(
                (
                    str(value.get("type") or "").strip(),
                    " ".join(str(value.get("number") or "").split()),
                    country_code(str(value.get("country") or "")),
                )
            )
        elif value:
            items.append(_item(str(value)))
    return _gather(items)


@lru_cache(maxsize=1 << 15)
def _item(text: str) -> tuple[str, str, str]:
    """Type, number and country of one item."""
    parts = text.strip().split(", ")
    kind = parts.pop() if len(parts) > 1 else ""
    country = ""
    if len(parts) > 1 and _COUNTRY.fullmatch(parts[0]) and country_code(parts[0]):
        country = country_code(parts.pop(0))
    while len(parts) > 1 and _ISO_DAY.fullmatch(parts[0]):
        parts.pop(0)  # expiry and issue stay in the published text
    return kind, " ".join(", ".join(parts).split()), country


def _gather(items: Iterable[tuple[str, str, str]]) -> Found:
    identifiers: dict[Identifier, None] = {}
    details: dict[tuple[str, str], None] = {}
    countries: dict[str, None] = {}
    for kind_text, number, country in items:
        if country:
            countries[country] = None
        if not number:
            continue
        kind = id_kind(kind_text, number)
        if kind:
            value = number.removeprefix("IMO ") if kind == "imo" else number
            identifiers[Identifier(kind, value, country)] = None
        else:
            details[_detail(kind_text), number] = None
    return tuple(identifiers), tuple(details), tuple(countries)


def split_label(text: str) -> tuple[str, str]:
    """What a number is by the words before it, and the number without them.

    The kind is empty where no words stand there, or none that are known: ``HRB 81573``
    and ``HE 123456`` are numbers whole.
    """
    text = " ".join(text.split())
    found = _LABELED.fullmatch(text)
    label = found["label"].strip(" .:#()-") if found else ""
    kind = "passport" if label.casefold() == "series" else _kind_of(label)
    number = found["number"].strip() if found and kind else text
    return kind, _SERIES.sub(" ", number)


def id_kind(text: str, number: str = "") -> str:
    """The kind of identifier that a publisher's type text means; empty for none.

    A number under a type that no pattern knows is an identifier of kind ``other``; a
    number that has not the shape of its kind is too.
    """
    kind = _kind_of(text)
    shape = _SHAPES.get(kind)
    if shape and number and not shape.fullmatch(number):
        return "other"
    if not kind and not _describes(text) and len(re.findall(r"\d", number)) > 3:
        return "other"
    return kind


@lru_cache(maxsize=1024)
def _describes(text: str) -> bool:
    return bool(_NO_NUMBER.search(text)) and not _NUMBER_TYPE.search(text)


@lru_cache(maxsize=1024)
def _kind_of(text: str) -> str:
    if _describes(text):
        return ""
    for pattern, kind in _KINDS:
        if pattern.search(text):
            return kind
    return ""


@lru_cache(maxsize=1024)
def _detail(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_") or "id"
