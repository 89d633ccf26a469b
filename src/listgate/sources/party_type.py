"""What kind of party a name without a type belongs to, told only where it is certain.

Treasury's rows carry a type; those of Commerce and State do not. A wrong guess costs a
hit, an honest ``unknown`` only a little precision, so every rule here is narrow.
"""

from __future__ import annotations

import re

from listgate.records import PartyType

_BY_WORD = {
    "individual": PartyType.PERSON,
    "entity": PartyType.ORGANIZATION,
    "vessel": PartyType.VESSEL,
    "aircraft": PartyType.AIRCRAFT,
}
_ADDRESS = re.compile(r"Address(?:es)?\s+(?:No\.?\s*)?\d+", re.IGNORECASE)
_ORGANIZATION = re.compile(
    r"\b(?:"
    # legal forms
    r"l\.?l\.?c|l\.?l\.?p|ltd|limited|inc|incorporated|corp|corporations?|compan(?:y|ies)|"
    r"co|gmbh|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|plc|pte|pty|pvt|sdn|bhd|fze|fzco?|fzc|"
    r"fz-?llc|dmcc|jsc|ojsc|cjsc|pjsc|fgup|fsue|fgbu|kft|zrt|d\.o\.o|sp\. ?z ?o\.?o|"
    r"s\.r\.o|s\.?a\.? ?de ?c\.?v|ooo|oao|zao|oy|obshchestvo|aktsionernoe|zavod|predpriyatie|"
    # what an organization calls itself
    r"academy|administration|aeronautics|agency|air(?:lines?|ways)|arsenal|associates|"
    r"association|authority|aviation|bank|battalion|branch|brigade|brothers|bureau|"
    r"cargo|cent(?:er|re|ro)|chemicals?|clinic|club|college|combine|command|commission|"
    r"committee|communications?|computers?|concern|consortium|construction|"
    r"consult(?:ing|ants?)|contract(?:ing|ors?)|council|department|design|development|"
    r"directorate|distribut(?:ion|ors?)|division|electric(?:al)?|electronics?|"
    r"elektronika?|energy|engineering|enterprises?|equipment|establishment|exchange|"
    r"export(?:s|ers?)?|facility|factory|federation|firm|fleet|forces?|forward(?:ers|ing)|"
    r"foundation|freight|fund|global|government|group|guard|hardware|havacilik|"
    r"holdings?|hospital|import(?:s|ers?)?|industr(?:y|ies|ial)|"
    r"institut(?:e|es|ion|o|t)?|instruments?|international|investments?|"
    r"laborator(?:y|ies)|labs?|logistics?|lojistik|manufactur(?:ing|ers?)|maritime|"
    r"market(?:ing)?|materials?|metals?|microelectronics|mining|ministry|motors|movement|"
    r"municipality|network|observatory|office|openlab|optics|organi[sz]ation|"
    r"partners(?:hip)?|petrochemical|petroleum|plant|police|polytechnic|procurement|"
    r"production|products|project|refinery|regiment|republic|research|resources|school|"
    r"sciences?|scientific|semiconductors?|services?|servis|shipping|shipyard|society|"
    r"software|solutions|stores?|studies|supermarket|suppl(?:y|ies|iers?)|systems?|tech|"
    r"technik|technique|technolog(?:y|ies)|telecom(?:munications?)?|ticaret|trade|"
    r"traders?|trading|transport(?:ation)?|union|univers(?:ity|ities|itet)|ventures?|works|"
    r"workshop|vneshtorg\w*"
    r")\b",
    re.IGNORECASE,
)
# Forms that are also syllables of personal names: only in capitals, first or last, in a
# name that is not all in capitals.
_SHORT_FORM = re.compile(
    r"^(?:OOO|OAO|ZAO|PAO|AO|NPO|NPP|NAO)\b|\b(?:OOO|OAO|ZAO|PAO|AO|AG|AS|A/S|AD|SA|AB|"
    r"KG|BV|B\.V\.|NV|N\.V\.|S\.A\.|EOOD|OOD)$"
)
_PERSON_TAIL = re.compile(
    r"\((?:[\w .-]+ )?(?:individual|national|citizen)\)", re.IGNORECASE
)
# A title, a generation or a patronymic.
_PERSON = re.compile(
    r",?\s(?:Jr|Sr)\.?$|^(?:Mr|Mrs|Ms|Dr|Gen|Col)\. "
    r"|^(?:[^\W\d_]+ ){1,2}[^\W\d_]+(?:ovich|evich|ovna|evna)(?: [^\W\d_]+)?$",
    re.IGNORECASE,
)
_ENTITY_TAIL = re.compile(r"\((?:[\w .-]+ )?entity\)", re.IGNORECASE)
# `Peter K. Spitz`: a middle initial with its full stop between two plain words.
_MIDDLE_INITIAL = re.compile(
    r"[A-Z][\w'’-]+ (?:[A-Z]\. )+(?:[A-Z][a-z]+ ?)?[A-Z][\w'’-]+(?: I{2,3}| IV)?"
)
_PRISONER = re.compile(r"\b(?:inm\w*|register|usm|prisoner)\s*(?:no|number|#)", re.I)


_FILLER_WORDS = """
joint stock closed open public private state federal national central first
second third the and for financial joint-stock unitary
"""
_FILLER = frozenset(_FILLER_WORDS.split())


def tells(name: str) -> bool:
    """Whether some word of the name is more than a legal form or a line of business."""
    left = re.findall(r"[^\W\d_]{2,}", _ORGANIZATION.sub(" ", name).casefold())
    return any(word not in _FILLER for word in left)


def stated_type(word: str) -> PartyType:
    """The type that the publisher's own word names; unknown where there is none."""
    return _BY_WORD.get(word.strip().casefold(), PartyType.UNKNOWN)


def infer_type(name: str, *, address: str = "") -> PartyType:
    """The type that the name, or its address as published, makes certain."""
    if _ADDRESS.fullmatch(name.strip()):
        return PartyType.ADDRESS
    if _ENTITY_TAIL.search(name):
        return PartyType.ORGANIZATION
    if _PERSON_TAIL.search(name):
        return PartyType.PERSON
    if _ORGANIZATION.search(name):
        return PartyType.ORGANIZATION
    if _SHORT_FORM.search(name) and not name.isupper():
        return PartyType.ORGANIZATION
    if _PERSON.search(name) or _MIDDLE_INITIAL.fullmatch(name.strip()):
        return PartyType.PERSON
    if _PRISONER.search(address):
        return PartyType.PERSON
    return PartyType.UNKNOWN
