"""Numbers that name a party: how users and lists write them, and when two are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Numbers of one family may be the same number under two names: a Chinese company's
# unified social credit code is its registration and its tax number.
_FAMILY = {
    **dict.fromkeys(("uscc", "registration", "tax-id", "okpo", "duns"), "company"),
    **dict.fromkeys(("passport", "national-id"), "person"),
    **dict.fromkeys(("website", "email"), "web"),
}
_BRIDGES = {("tax-id", "national-id"), ("national-id", "tax-id")}

# Kinds that name one party in the world, and kinds that do within a country.
WORLD = frozenset(
    "uscc imo lei mmsi isin bic duns aircraft-serial aircraft-tail aircraft-mode-s "
    "crypto-wallet".split()
)
NATIONAL = frozenset("registration tax-id okpo passport national-id".split())
# A shared one of these is a red flag, not an identity.
SHARED = frozenset("website email phone ticker bik other".split())

# A party has one of these at a time, so that another one speaks against it.
_ONE_ONLY = frozenset("uscc imo lei".split())
_MOSTLY_ONE = frozenset("passport national-id tax-id registration".split())

_PREFIX = re.compile(
    r"^\s*(?P<word>imo|uscc|unified social credit(?: code)?|lei|mmsi|isin|d-?u-?n-?s|"
    r"inn|ogrn|okpo|passport|registration|reg|company|tax(?:payer)?|vat|ein|swift|bic|"
    r"national id|id card|cedula|ticker|tail|msn|wallet|phone|tel|email|e-mail|website|url)"
    r"(?:[\s.]*(?:id|no|nr|number|code|card))?\b[\s:.#=]*(?=\S)",
    re.IGNORECASE,
)
_WORDS = {
    "imo": "imo", "uscc": "uscc", "lei": "lei", "mmsi": "mmsi", "isin": "isin",
    "inn": "tax-id", "ogrn": "registration", "okpo": "okpo", "passport": "passport",
    "registration": "registration", "reg": "registration", "company": "registration",
    "tax": "tax-id", "taxpayer": "tax-id", "vat": "tax-id", "ein": "tax-id",
    "swift": "bic", "bic": "bic", "national id": "national-id", "id card": "national-id",
    "cedula": "national-id", "ticker": "ticker", "tail": "aircraft-tail",
    "msn": "aircraft-serial", "wallet": "crypto-wallet", "phone": "phone",
    "tel": "phone", "email": "email", "e-mail": "email", "website": "website",
    "url": "website",
}  # fmt: skip
_WEB = re.compile(r"^(?:https?://)?(?:www\.)?|/.*$", re.IGNORECASE)
_NOT_KEY = re.compile(r"[^0-9A-Z]")

LEAST_KEY = 5
# Shorter numbers of no told kind are numbers of many things.
TELLING_KEY = 8


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier as compared; ``kind`` and ``country`` are empty where unknown."""

    kind: str
    value: str
    key: str
    country: str = ""

    @property
    def told(self) -> str:
        """The number with its kind, as a reader knows it."""
        names = {"uscc": "USCC", "imo": "IMO", "lei": "LEI", "mmsi": "MMSI"}
        name = names.get(self.kind) or self.kind.replace("-", " ")
        if self.value.upper().startswith(name.upper()):
            return self.value
        return f"{name} {self.value}".strip()


def number_key(value: str, kind: str = "") -> str:
    """An identifier in the form it is compared in: letters and digits, capitals."""
    if kind in ("website", "") and "." in value and "@" not in value:
        value = _WEB.sub("", value.strip())
    return _NOT_KEY.sub("", value.upper())


def listed_number(kind: str, value: str, country: str) -> Number:
    """An identifier as a list gives it."""
    return Number(kind, value, number_key(value, kind), country)


@lru_cache(maxsize=4096)
def given_number(text: str) -> Number:
    """An identifier as a user gives it: its kind by a word before it or by its shape."""
    found = _PREFIX.match(text)
    if found:
        word = found["word"].lower()
        kind = _WORDS.get(word) or ("uscc" if word.startswith("uni") else "duns")
        value = text[found.end() :].strip()
        if sum(ch.isdigit() for ch in value) > 2 or kind in ("email", "website"):
            return Number(kind, value, number_key(value, kind))
    key = number_key(text)
    return Number(_by_shape(text, key), text.strip(), key)


def _by_shape(text: str, key: str) -> str:
    if "@" in text:
        return "email"
    if is_uscc(key):
        return "uscc"
    if is_lei(key):
        return "lei"
    return "isin" if is_isin(key) else ""


def is_uscc(key: str) -> bool:
    """Whether a key is a unified social credit code with a right check character."""
    # GB 32100-2015: 31 signs, weights are powers of 3 modulo 31.
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(key) != 18 or any(ch not in signs for ch in key):
        return False
    total = sum(signs.index(ch) * pow(3, i, 31) for i, ch in enumerate(key[:17]))
    return signs[-total % 31] == key[17]


def is_lei(key: str) -> bool:
    """Whether a key is a legal entity identifier with right check digits (ISO 17442)."""
    if len(key) != 20 or not key[18:].isdigit():
        return False
    return int("".join(str(int(ch, 36)) for ch in key)) % 97 == 1


def is_imo(key: str) -> bool:
    """Whether seven digits are a ship's number with a right check digit."""
    if len(key) != 7 or not key.isdigit():
        return False
    return sum(int(d) * (7 - i) for i, d in enumerate(key[:6])) % 10 == int(key[6])


def is_isin(key: str) -> bool:
    """Whether a key is a security's number with a right check digit (ISO 6166)."""
    if len(key) != 12 or not key[:2].isalpha() or not key[-1].isdigit():
        return False
    digits = "".join(str(int(ch, 36)) for ch in key)
    total = 0
    for i, ch in enumerate(reversed(digits)):
        d = int(ch) * (2 if i % 2 else 1)
        total += d - 9 if d > 9 else d
    return total % 10 == 0


def one_family(given: Number, listed: Number) -> bool:
    """Whether equal numbers of these kinds can be one number."""
    a, b = given.kind, listed.kind
    if not a or a == b or "other" in (a, b) or (a, b) in _BRIDGES:
        return True
    return a in _FAMILY and _FAMILY[a] == _FAMILY.get(b)


def decides(given: Number, listed: Number, countries: frozenset[str]) -> bool:
    """Whether an equal number says that the parties are one.

    Args:
        given: The party's number.
        listed: The entry's number.
        countries: The party's countries, as far as known.
    """
    if listed.kind in SHARED:
        return False
    if listed.kind in WORLD:
        return bool(given.kind) or len(given.key) >= TELLING_KEY or is_imo(given.key)
    if countries and listed.country and listed.country not in countries:
        return False
    return bool(given.kind) or len(given.key) >= TELLING_KEY


def contradicts(given: Number, listed: Number) -> bool:
    """Whether a number speaks against the parties being one."""
    if given.kind != listed.kind or given.key == listed.key:
        return False
    if given.kind in _ONE_ONLY:
        return True
    return given.kind in _MOSTLY_ONE and len(given.key) == len(listed.key)


def slip(given: Number) -> str:
    """What is wrong with a number itself, in words; empty where nothing shows."""
    checks = {"uscc": is_uscc, "lei": is_lei, "imo": is_imo}
    check = checks.get(given.kind)
    return "" if check is None or check(given.key) else "its check digit is wrong"
