"""Country codes and names, as U.S. publishers write them → ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_STATES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT
NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY
"""
_US_STATES = frozenset(_STATES.split())
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_POSTCODE = re.compile(r"[\s\d-]+$")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    table = files("listgate.sources") / "data" / "countries.tsv"
    known = {"AN": "AN"}  # Netherlands Antilles, until 2010
    for line in table.read_text(encoding="utf-8").splitlines():
        code, *names = line.split("\t")
        known[code] = code
        known.update((_fold(name), code) for name in names)
    return known


def _fold(name: str) -> str:
    return re.sub(r"[\s.]+", " ", name.casefold()).strip()


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The code of a country given by code or by name, or the empty string."""
    text = text.strip()
    known = _names()
    if len(text) == 2 and text.isascii():
        return known.get(text.upper()) or known.get(_fold(text), "")
    return known.get(_fold(text), "")


def address_country(address: str) -> str:
    """The country that an address ends with, or the empty string.

    Only the last part between commas is looked at, since cities and provinces carry
    the names of countries (``Georgia``, ``Lebanon, NH``). A U.S. state before a ZIP
    code tells the country too; a postcode behind the country's name does not hide it.
    """
    parts = [part.strip() for part in address.rstrip(" .,;").split(",")]
    last = parts[-1]
    if len(last) == 2 and last.isupper():
        return country_code(last) or ("US" if last in _US_STATES else "")
    if _ZIP.fullmatch(last):
        return "US" if len(parts) > 1 and parts[-2] in _US_STATES else ""
    return country_code(last) or country_code(_POSTCODE.sub("", last))
