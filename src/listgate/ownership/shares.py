"""Shares of ownership as sources write them, and as people read them.

A share is 0 to 1 and exact. Registers give bands, minima and words instead of numbers;
they become bounds. A bound that is itself left out (`more than 25 %`) is taken one
billionth of the whole inside it, so that bounds can be summed and compared exactly.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from listgate.errors import QueryError

INSIDE = Fraction(1, 10**9)
UNKNOWN = (Fraction(0), Fraction(1))

# An exponent of two digits is more than any share needs, and quick to look at.
_NUMBER = r"(\d+(?:[.,]\d*)?(?:e[+-]?\d{1,2})?|[.,]\d+)"
_ONE = re.compile(_NUMBER)
_BAND = re.compile(rf"(?:between\s*)?{_NUMBER}\s*(?:-|to|and|\.\.+|<)\s*{_NUMBER}")
_RATIO = re.compile(r"(\d+)\s*/\s*(\d+)")
_ONE_MORE = re.compile(r"50 ?(?:\+|plus|and) ?(?:1|one)(?: shares?)?")
_PHRASES = re.compile(r"\bbut\b|\band\b|,\s|(?<=\d)\s*(?=up to|not more|<|≤)")
_REGISTER = "ownership-of-shares-"
_LONGEST = 100  # letters
# What stands before or after a number, and which side it bounds; the longer ones first.
_BOUNDS = (
    ("not more than", "at most"),
    ("no more than", "at most"),
    ("not less than", "at least"),
    ("more than", "above"),
    ("less than", "below"),
    ("at least", "at least"),
    ("at most", "at most"),
    ("or more", "at least"),
    ("or less", "at most"),
    ("up to", "at most"),
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("over", "above"),
    ("above", "above"),
    ("under", "below"),
    ("below", "below"),
    (">=", "at least"),
    ("<=", "at most"),
    ("≥", "at least"),
    ("≤", "at most"),
    (">", "above"),
    ("<", "below"),
    ("+", "at least"),
)
_WORDS = dict.fromkeys(
    (
        *("", "-", "?", "n/a", "na", "nan", "none", "null", "unknown", "undisclosed"),
        *("not known", "not disclosed", "not available", "nd", "n.a.", "n.a", "n/d"),
    ),
    UNKNOWN,
) | {
    "majority": (Fraction(1, 2) + INSIDE, Fraction(1)),
    "minority": (Fraction(0), Fraction(1, 2) - INSIDE),
    "sole": (Fraction(1), Fraction(1)),
    "wholly": (Fraction(1), Fraction(1)),
    "wholly owned": (Fraction(1), Fraction(1)),
    "all": (Fraction(1), Fraction(1)),
}

Bounds = tuple[Fraction, Fraction]


def percent_bounds(value: object) -> Bounds:
    """Bounds, 0 to 1, of a share given in percent; 0 to 1 for one that is not known.

    Takes numbers and what registers write: ``51``, ``51,5 %``, ``1/3``, ``25-50``,
    ``> 50``, ``75 or more``, ``majority``, None.

    Raises:
        QueryError: It is no share, or outside 0 to 100 %.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, Fraction):
        return _checked(value / 100, value / 100, str(value))
    return _bounds(str(value), 100)


def part_bounds(value: object) -> Bounds:
    """The same for a share given as part of one, ``0.51``; with a ``%``, as percent.

    Raises:
        QueryError: It is no share, or outside 0 to 1.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, Fraction):
        return _checked(value, value, str(value))
    text = str(value)
    return _bounds(text, 100 if "%" in text else 1)


@lru_cache(maxsize=1 << 16)
def _bounds(text: str, whole: int) -> Bounds:
    if len(text) > _LONGEST:
        raise QueryError("percent", f"{text[:20]!r}… is no share")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    told = " ".join(text.strip().lower().replace("per cent", "%").split())
    told = told.replace("percent", "%").replace("–", "-").replace("—", "-")
    if told in _WORDS:
        return _WORDS[told]
    # British registers: `ownership-of-shares-25-to-50-percent`, `75% or more`.
    if told.startswith(_REGISTER):
        told = told.removeprefix(_REGISTER)
        told = re.sub(r"-(as-.*|registered-overseas-entity)$", "", told)
        told = told.replace("-", " ")
    told = told.replace("%", " ").rstrip(" -")
    told = " ".join(told.split())
    if ratio := _RATIO.fullmatch(told):
        above, below = int(ratio[1]), int(ratio[2])
        if not below:
            raise QueryError("percent", f"{text!r} is no share")
        part = Fraction(above, below)
        return _checked(part, part, text)
    if _ONE_MORE.fullmatch(told):
        return Fraction(1, 2) + INSIDE, Fraction(1, 2) + INSIDE
    if one := _ONE.fullmatch(told):
        part = _part(one[1], whole)
        return _checked(part, part, text)
    if band := _BAND.fullmatch(told):
        return _checked(_part(band[1], whole), _part(band[2], whole), text)
    return _bounded(told, whole, text)


def _bounded(told: str, whole: int, text: str) -> Bounds:
    """Bounds from numbers with words: `more than 25 but not more than 50`."""
    low, high = UNKNOWN
    rest = told
    for phrase in _PHRASES.split(rest):
        phrase = phrase.strip()
        side = next((side for word, side in _BOUNDS if word in phrase), "")
        for word, _ in _BOUNDS:
            phrase = phrase.replace(word, " ")
        one = _ONE.fullmatch(phrase.strip())
        if not side or not one:
            raise QueryError("percent", f"{text!r} is no share")
        part = _part(one[1], whole)
        _checked(part, part, text)
        if side in ("above", "at least"):
            low = part + INSIDE if side == "above" and part < 1 else part
        else:
            high = part - INSIDE if side == "below" and part > 0 else part
    return _checked(low, high, text)


def _part(number: str, whole: int) -> Fraction:
    if number.startswith((".", ",")):
        number = "0" + number
    return Fraction(number.replace(",", ".").rstrip(".")) / whole


def _checked(low: Fraction, high: Fraction, text: str) -> Bounds:
    if not 0 <= low <= 1 or not 0 <= high <= 1:
        raise QueryError("percent", f"{text!r} is beyond 100 %; a share is 0 to 100 %")
    if low > high:
        raise QueryError("percent", f"{text!r} has its bounds the wrong way round")
    return low, high


def share_text(low: Fraction, high: Fraction) -> str:
    """Bounds as people read them: ``51 %``, ``25 to 50 %``, ``unknown``."""
    if low == high:
        return f"{_number(low)} %"
    if (low, high) == UNKNOWN:
        return "an unknown share"
    above, below = _is_inside(low - INSIDE), _is_inside(high + INSIDE)
    least = f"more than {_number(low - INSIDE)}" if above else _number(low)
    most = f"less than {_number(high + INSIDE)}" if below else _number(high)
    if high == 1:
        return f"{least} %" if above else f"{least} % or more"
    if low == 0:
        return f"{most} %" if below else f"up to {most} %"
    return f"{least} to {most} %"


def _number(share: Fraction) -> str:
    """Percent in at most seven decimals, a `…` where there are more."""
    scaled = share * 10**9
    whole = scaled.numerator // scaled.denominator
    digits = f"{whole // 10**7}.{whole % 10**7:07d}".rstrip("0").rstrip(".")
    return digits if scaled.denominator == 1 else f"{digits}…"


def _is_inside(bound: Fraction) -> bool:
    """Whether a bound is a billionth beside a rounder one."""
    return 0 <= bound <= 1 and (bound * 10**4).denominator == 1
