"""Where a name ends and its address begins in a cell that only commas divide.

The regulation writes ``Gulf Gate Sea Cargo LLC, Gulzaad Market Building, 4th Floor,
Kabul, Afghanistan.`` with nothing between name and address that a name could not hold
too. Names that another text of the list knows decide; else the first part that begins
like an address; else the first part behind which only places follow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from listgate.sources.countries import address_country
from listgate.sources.destinations import heading_code

# What an address begins with.
_FIRST = re.compile(
    r"""(?:and\s+)?(?:
    \(?[A-Zl]{0,2}-?\d
  | [#№] | N[o°º]s?\b\.?:?-?\s*[\dA-Z] | Nos?[.:] | N\.?\s?\d | F/\d
  | (?i:Lot|Plot|Block|Blk|Bldg|Building|Buildings|Flat|Flat/R(?:oo)?m|Room|Rm|Rooms|Unit|Units
      |Suite|Ste|Shop|Level|Floor|Fl|Office|Offices|App?t|Apartment|House|Hse|Villa|Warehouse
      |Whse|Hangar|Stand|Stall|Gate|Door|Entrance|Box|Station|Village|Vill|Sector|Phase|Zone
      |Parcel|Lobby|Str|Street|Pos|Pom|Litera|Lit|Korp|Korpus|Dom|Bld|Tower|Estate|Ward|Hamlet
      |Group|Mezzanine|Basement|Penthouse|Premises|Area|Courtyard|Workshop|Card|Bud)\b
      [\s.:]*(?:\(or\s\w+\)\s*)?(?:\#|Nos?\b|Number\b|(?-i:[A-Z]{0,3}-?\d|[A-Z]\b|[IVX]+\b|One\b|Two\b))
  | (?i:Rm|Blk|Bldg|Flat|Unit)\d
  | P\.?\s?O\.?\s?(?:Box|B\.?)\b | G\.?P\.?O\.?\b | Post(?:al)?\s(?:Office|Box|Code)\b
  | c/o\b | C/O\b | Care\sof\b | Address(?:es)?\b | Locat(?:ed|ion)\b | Headquarters\b
  | Near\b | Opp(?:osite|\.)? | Next\sto\b | Behind\b | Beside\b | Adjacent\b | In\sfront\b
  | Corner\b | Between\b | (?:East|West|North|South)\s(?:of|side|Campus|Unit)\b
  | Intersection\b | Main\s(?:Factory\s)?Building\b | The\sfollowing\saddress
  | (?:[Uu]l|[Pp]rosp|[Pp]r-kt|[Pp]r|[Pp]er|[Nn]ab|[Pp]l|[Ss]h|[Dd]|[Gg]|[Pp]os|[Pp]gt|Vul
      |Bul|Ave?|Blvd|Jl|JI|Jln|Kg|Mah|Cad|Sok|[Kk]om|[Oo]f|[Oo]fis)\.\s?[\w"'“]
  | (?:Ulitsa|ulitsa|Prospekt|prospekt|Pereulok|Naberezhnaya|Ploshchad|Shosse|shosse
      |Proezd|proyezd|Proyezd|Bulvar|Kilometr|Via|Rue|Calle|Avenida|Carrera|Carretera|Rua
      |Immeuble|Jalan|Lorong|Kampung|Taman|Menara|Wisma|Km|km|KM|Pgt|Ul|ul)\b\.?\s
  | (?:Ground|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Top|Upper
      |Lower|Entire|Whole)\s(?:and\s\w+\s)?(?:Floor|Fl\b)
  | [A-Z][^\d,;.]{2,40}\s\#?\d{1,5}[A-Za-z]?(?:[-/]\d+\w?)?\s*[,;](?=.*,)
  )""",
    re.VERBOSE,
)
# What names a street or a building within the first part of an address.
_STREET = re.compile(
    r"""\b(?:
    Streets?|St|Str|Roads?|Rd|Avenue|Aven|Ave|Boulevard|Blvd|Bulvd|Lane|Ln|Highway|Hwy
  | Drive|Way|Square|Sq|Alley|Embankment|Pr?ospe[kc]t|Shosse|ulitsa|Ulitsa|naberezhnaya
  | Stra(?:ss|ß)e|\w+stra(?:ss|ß)e|\w+str|\w+gatan|\w+vej|\w+weg|\w+katu|\w+tie|\w+laan
  | \w+straat|\w+plein|Cadd?esi|Cad|Cd|Sokak|Soka[gğ][iı]|Sok|Sk|Bulvar[iı]|Blv|Mahalles[iı]
  | Mah|Floor|Building|Bldg|Towers?|Mansion|House|Complex|Township|Village|District|County
  | Town|Province|Prefecture|Baz+aa?r|Market|Colony|Bungalows?|Crescent|Court|Close
  | Terrace|Parkway|Boulevar|Circle|Junction|Roundabout|Free\sZone|Freezone|Economic\sZone
  | Industrial\s(?:Zone|Park|Estate|Area|District|City|Site|Region)|Techno?park|Airport
  | Business\s(?:Park|Bay|Center|Centre)|Science\s(?:and\sTechnology\s)?Park|Software\sPark
  | High-?Tech\w*\s(?:Zone|Park)|Development\s(?:Zone|Area)|Free\sTrade|Trade\sZone
  | Estate|Plaza|Mall|Arcade|Enclave|Heights|Gardens?|Apartments?|Box|Chowk|Nagar|Marg
  | Saray[iı]|Plaza|Han[iı]|Merkez[iı]|Bay|Zone
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
# Legal forms and bodies: a part that holds one belongs to a name.
_BODY = re.compile(
    r"""\b(?:
    Ltd|Limited|L\.?L\.?C|Inc|Incorporated|Corp|Corporations?|Compan(?:y|ies)|GmbH|S\.?A\.?R\.?L
  | P\.?L\.?C|Pte|Pvt|Pty|Sdn|Bhd|F\.?Z\.?E|FZCO?|FZ-?LLC|DMCC|D\.M\.C\.C|[POZN]?AO|OOO|OOD|EOOD
  | [OCP]?JSC|JSCB?|FGUP|FSUE|FKU|FGBU|FGAOU|NPO|NPP|KFT|A/?S|A\.S|S\.A\.?S?|S\.P\.A|S\.R\.[OL]
  | B\.?V|N\.?V|Oy|AG|KG|UG|LLP|LP|Sti|Co|Sirketi|[sS]irket|Ltda|S\.?L|Est
  | Institutes?|Institut|Universit\w+|Academ\w+|Bureau|Divisions?|Departments?|Laborator\w+
  | Branch|Agency|Ministry|Organi[sz]ation|Research|Subsidiar\w+|Subordinate|Affiliate\w*
  | Enterprises?|Technolog\w+|Electronics?|Systems?|Trading|Import|Export|Engineering
  | Holdings?|Group|Industr(?:y|ies)|Manufactur\w+|Aviation|Airlines|Logistics|Shipping
  | Design|Factory|Instrument\w*|Equipment|Scientific|Communications?|Semiconductors?
  | Directorate|Command|Council|Committee|Foundation|Association|Fund|Forces
    )\b""",
    re.VERBOSE,
)
_NUMBERED_BODY = re.compile(
    r"\s*\d+(?:st|nd|rd|th)?\s+(?:[\w&-]+\s+){0,4}?(?:Research|Institute|Plant|Factory|Academy"
    r"|Department|Design|Bureau|Center|Centre|Aircraft|Repair|Arsenal|Military|Brigade"
    r"|Laboratory|Base|Unit|Office of|Division)\b"
)
_FORM_ONLY = re.compile(
    r"\s*(?:and\s+)?(?:Ltd|Limited|L\.?L\.?C|Inc|Corp|GmbH|P\.?L\.?C|Pte|Pvt|Pty|Sdn|Bhd|F\.?Z\.?E"
    r"|FZCO?|FZ-?LLC|DMCC|[POZN]?AO|OOO|OOD|[OCP]?JSC|FGUP|FSUE|LLP|LP|Sti|Co|S\.?A|S\.?L|AG|KG|A\.?S"
    r"|S\.R\.[OL]|S\.P\.A|B\.?V|N\.?V|Oy|Jr|Sr|III?|Ph\.?D|Est|NPO|NPP|DP|PT|PE|OE|AD|including)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\.\s+[\w#“\"'‘]")
# The full stop of `A. Pappas`, `V.P. Chkalova`, `St. Petersburg` and `Dr. Parsi`.
_INITIAL = re.compile(r"(?:^|[\s.,(\-])(?:[A-Z]|St|Dr|Mr|Mrs|Eng|Im|IM|AND|them|No)$")
_HONG_KONG = re.compile(r"\bHong Kong\W+(?:(?:P\.?R\.?\s*)?China)?\W*\d*\W*$", re.I)
_NEXT = re.compile(r";|,?\s+and\s+(?=[A-Z\d])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s.,(])(?:Ltd|Co|Inc|Corp|Sti|Pvt|Pte|Pty|Sdn|Bhd|Jr|Sr|Bros|Ltda|Est|No|St"
    r"|Dr|Mr|Mrs|Eng|[A-Za-z](?:\.[A-Za-z])*|Tic|San|Dis|Ith|Ihr|Mfg|Tech|Intl|Int'l|Elec"
    r"|Univ|Dept|Inst|Assoc|Mah|Cad)\.$"
)


def fold_name(text: str) -> str:
    """Letters and digits in lower case: how names are looked up here."""
    return "".join(char for char in text.casefold() if char.isalnum())


def split_name(
    text: str, heading: str = "", known: Collection[str] = ()
) -> tuple[str, str]:
    """The name that a text begins with, and the address behind it, if any.

    Args:
        text: Name and address, white space folded.
        heading: ISO code of the country heading that the cell stands under.
        known: Names of the list as other texts have them, folded by ``fold_name``.
    """
    ends = list(_boundaries(text))
    if known:
        for left, right in reversed([(text, ""), *_parts(text, ends)][1:]):
            if fold_name(left) in known and not _FORM_ONLY.match(right):
                return tidy(left), right
        if fold_name(text) in known:
            return tidy(text), ""
    for left, right in _parts(text, ends):
        if begins_address(right) or _only_places(right, heading):
            return tidy(left), right
    return tidy(text), ""


def begins_address(text: str) -> bool:
    """Whether a text begins as an address does."""
    part = text.split(",", 1)[0].split(";", 1)[0]
    if _FORM_ONLY.match(part) or _NUMBERED_BODY.match(part):
        return False
    if _FIRST.match(text):
        return True
    return bool(_STREET.search(part)) and not _BODY.search(part)


def tidy(name: str) -> str:
    """A name without the marks that only end it."""
    name = name.strip(" ,;:")
    while name.endswith(".") and not _ABBREVIATION.search(name):
        name = name[:-1].rstrip(" ,;:")
    return name


def _only_places(text: str, heading: str) -> bool:
    """Whether a text is places alone, the last of them the country of the heading."""
    text = _NEXT.split(text, maxsplit=1)[0]
    country = _country(text)
    if not country or (heading and country not in (heading, "HK", "MO", "UA", "RU")):
        return False
    parts = [part.strip() for part in text.split(",")]
    return not _FORM_ONLY.match(parts[0]) and not any(_BODY.search(p) for p in parts)


@lru_cache(maxsize=4096)
def _country(text: str) -> str:
    text = text.strip(" .,;")
    last = text.rsplit(",", 1)[-1].strip()
    words = last.split()
    return (
        address_country(text)
        or heading_code(last)
        # `St. Petersburg 197374 Russia`: no comma before the country.
        or (heading_code(words[-1]) if words else "")
        or (heading_code(" ".join(words[-2:])) if len(words) > 1 else "")
        or (heading_code(" ".join(words[-3:])) if len(words) > 2 else "")
    )


def country_of(text: str, heading: str = "") -> str:
    """The country that an address ends with; that of the heading where it tells none."""
    found = _country(text) or heading
    # `Tsim Sha Tsui Hong Kong, China`: the regulation has the territory under China.
    return "HK" if found == "CN" and _HONG_KONG.search(text) else found


def _parts(text: str, ends: list[int]) -> Iterator[tuple[str, str]]:
    for at in ends:
        right = text[at + 1 :].strip(" ,;")
        if right:
            yield text[: at + (text[at] == ".")], right


def _boundaries(text: str) -> Iterator[int]:
    """Commas, semicolons and full stops outside brackets, where a name could end."""
    depth = 0
    # A bracket that is never closed hides nothing.
    open_for_good = text.count("(") != text.count(")")
    for at, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif depth and not open_for_good:
            continue
        elif char in ",;" or (
            char == "."
            and _GOES_ON.match(text, at)
            and not _INITIAL.search(text, max(0, at - 8), at)
        ):
            yield at
