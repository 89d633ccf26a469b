"""Numbers that name a party: how users and lists write them, and when two are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from listgate.sources.un_reference import un_reference

# Numbers of one family may be the same number under two names: a Chinese company's
# unified social credit code is its registration and its tax number.
_FAMILY = {
    **dict.fromkeys(("uscc", "registration", "tax-id", "okpo", "duns"), "company"),
    **dict.fromkeys(("passport", "national-id"), "person"),
    **dict.fromkeys(("website", "email"), "web"),
}
_BRIDGES = {("tax-id", "national-id"), ("national-id", "tax-id")}

# Kinds that name one party in the world, and kinds that do within a country.
# The Security Council's number and the British group number were made to name a party
# across lists.
WORLD = frozenset(
    "uscc imo lei mmsi isin bic duns aircraft-serial aircraft-tail aircraft-mode-s "
    "crypto-wallet un-reference ofsi-group".split()
)
NATIONAL = frozenset("registration tax-id okpo passport national-id".split())
# A shared one of these is a red flag, not an identity.
SHARED = frozenset("website email phone ticker bik other".split())

# A party has one of these at a time, so that another one speaks against it.
_ONE_ONLY = frozenset("uscc imo lei".split())
_MOSTLY_ONE = frozenset("passport national-id tax-id registration".split())

# Letters that a case-blind pattern takes for i, s and k; lower() would leave some of
# them as they are and make two of another.
_PLAIN = str.maketrans("\u0131\u0130\u017f\u212a", "iisk")
# The words are plain letters; what stands around them may be any space or letter.
_PREFIX = re.compile(
    r"^\s*(?P<word>(?a:imo|uscc|unified social credit(?: code)?|lei|mmsi|isin|"
    r"d-?u-?n-?s|inn|ogrn|okpo|passport|registration|reg|company|tax(?:payer)?|vat|ein|swift|bic|"
    r"national id|id card|cedula|ticker|(?:aircraft )?tail|aircraft reg(?:istration)?|"
    r"(?:aircraft )?mode[ -]?s|msn|wallet|phone|tel|email|e-mail|website|url|"
    r"un (?:permanent )?ref(?:erence)?|ofsi(?: group)?))"
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
    "aircraft tail": "aircraft-tail", "aircraft reg": "aircraft-tail",
    "aircraft registration": "aircraft-tail", "ofsi": "ofsi-group",
    "ofsi group": "ofsi-group", "msn": "aircraft-serial",
    "wallet": "crypto-wallet", "phone": "phone", "tel": "phone", "email": "email", "e-mail": "email", "website": "website",
    "url": "website",
}  # fmt: skip
# Words of several spellings, by what they begin with.
_BEGINNINGS = (
    ("uni", "uscc"),
    ("un ", "un-reference"),
    ("d", "duns"),
    ("mode", "aircraft-mode-s"),
    ("aircraft mode", "aircraft-mode-s"),
)
_WEB = re.compile(r"^(?:https?://)?(?:www\.)?|/.*$", re.IGNORECASE)
_NOT_KEY = re.compile(r"[^0-9A-Z]")

_TOLD = {
    "uscc": "USCC", "imo": "IMO", "lei": "LEI", "mmsi": "MMSI",
    "un-reference": "UN reference", "ofsi-group": "OFSI group",
}  # fmt: skip

# Numbers that may be all letters: the word before them tells little without their shape.
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")  # ISO 9362
_LEAST_WALLET = 20
_UN = re.compile(r"[A-Z]{2}[ie][. ]?\d{1,3}")

# Nationality and common marks of aircraft, as the States have told ICAO (Annex 7,
# supplement): those written with a hyphen before the registration mark, and those
# without one.
_HYPHENED = (
    "2|3A|3B|3C|3D|3X|4K|4L|4O|4R|4W|4X|5A|5B|5H|5N|5R|5T|5U|5V|5W|5X|5Y|6O|6V|6Y|7O|7P|"
    "7Q|7T|8P|8Q|8R|9A|9G|9H|9J|9L|9M|9N|9Q|9S|9U|9V|9XR|9Y|A2|A3|A40|A4O|A5|A6|A7|A8|"
    "A9C|AP|B|C|C2|C3|C5|C6|C9|CC|CN|CP|CR|CS|CU|CX|D|D2|D4|D6|DQ|E3|E5|E7|EC|EI|EJ|EK|"
    "EP|ER|ES|ET|EW|EX|EY|EZ|F|G|H4|HA|HB|HC|HH|HI|HK|HP|HR|HS|HZ|I|J2|J3|J5|J6|J7|J8|"
    "JU|JY|LN|LV|LX|LY|LZ|M|OB|OD|OE|OH|OK|OM|OO|OY|P|P2|P4|PH|PJ|PK|PP|PR|PS|PT|PU|PZ|"
    "RA|RDPL|RF|RP|S2|S5|S7|S9|SE|SP|SN|ST|SU|SX|T2|T3|T7|T8A|T9|TC|TF|TG|TI|TJ|TL|TN|TR|"
    "TS|TT|TU|TY|TZ|UK|UN|UP|UR|V2|V3|V4|V5|V6|V7|V8|VH|VN|VP|VQ|VT|XA|XB|XC|XT|XU|XV|XY|"
    "XZ|YA|YI|YJ|YK|YL|YN|YR|YS|YU|YV|Z|Z3|ZA|ZJ|ZK|ZL|ZM|ZP|ZS|ZT|ZU"
)
_TAIL = re.compile(
    rf"(?:{_HYPHENED})-[A-Z0-9]{{2,6}}"
    r"|N[1-9](?:\d{0,4}|\d{0,3}[A-Z]|\d{0,2}[A-Z]{2})"  # 14 CFR 47.15
    r"|JA\d[0-9A-Z]{3}|HL\d{4}|HI\d{3,4}|UK\d{5}|YV-?[0-9O]{3,4}[A-Z]?"
)

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
        name = _TOLD.get(self.kind) or self.kind.replace("-", " ")
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
    found = _PREFIX.match(text.translate(_PLAIN))  # which is as long as the text
    if found:
        word = found["word"].lower()
        begins = (kind for start, kind in _BEGINNINGS if word.startswith(start))
        kind = _WORDS.get(word) or next(begins, "")
        value = text[found.end() :].strip()
        many = sum(ch.isdigit() for ch in value) > 2
        if kind and (many or _has_shape(kind, value)):
            return _given(kind, value)
    if _UN.fullmatch(text.strip()):
        return _given("un-reference", text.strip())
    key = number_key(text)
    return Number(_by_shape(text, key), text.strip(), key)


def _given(kind: str, value: str) -> Number:
    spelled = un_reference(value) if kind == "un-reference" else value
    return Number(kind, value, number_key(spelled, kind))


def _has_shape(kind: str, value: str) -> bool:
    """Whether a number with few digits or none is one of a kind that needs none."""
    if kind in ("email", "website"):
        return True
    if kind == "aircraft-tail":
        return is_tail(value)
    if kind == "bic":
        return _BIC.fullmatch(value.replace(" ", "").upper()) is not None
    if kind == "un-reference":
        return _UN.fullmatch(un_reference(value)) is not None
    return kind == "crypto-wallet" and len(value) >= _LEAST_WALLET


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


def is_tail(text: str) -> bool:
    """Whether a number is written as an aircraft's nationality and registration mark.

    Source:
        ICAO, Annex 7, section 3, and the supplement of marks told to ICAO.
    """
    return _TAIL.fullmatch(text.strip().upper()) is not None


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
    if listed.kind == "aircraft-tail" and is_tail(given.value):
        # Not read as a tail from the start: passports and licenses are written so too.
        return True
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
