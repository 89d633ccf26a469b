"""The country headings of the supplements to part 744 → ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.sources.countries import country_code

# Headings and short forms that the table of countries writes otherwise.
_OTHERWISE = {
    "china, people's republic of": "CN",
    "people's republic of china": "CN",
    "crimea region of ukraine": "UA",
    "crimea": "UA",
    "u.a.e": "AE",
    "uae": "AE",
    "u.k": "GB",
    "korea, south": "KR",
    "korea, north": "KP",
    "cote d'ivoire": "CI",
}
_OF = re.compile(r"^(?P<rest>[^,]+),\s*(?P<title>.+ of(?: the)?)$", re.IGNORECASE)
_STYLE = re.compile(r"\s*\((?:occupied|burma|macau|[a-z]{2})\)\s*$", re.IGNORECASE)


@lru_cache(maxsize=512)
def heading_code(heading: str) -> str:
    """The code of a country heading, or the empty string.

    A heading may stand reversed (``CHINA, PEOPLE'S REPUBLIC OF``); footnote digits
    behind it (``Albania 2 3``) are left aside.
    """
    text = re.sub(r"[\s\d]+$", "", " ".join(heading.split())).strip(" .,;:")
    text = text.replace("’", "'")
    if text.casefold().startswith("the "):
        text = text[4:]
    found = _OTHERWISE.get(text.casefold()) or country_code(text)
    if found:
        return found
    turned = _OF.match(text)
    if turned:
        return country_code(f"{turned['title']} {turned['rest']}") or country_code(
            turned["rest"]
        )
    bare = _STYLE.sub("", text)
    return country_code(bare) if bare != text else ""
