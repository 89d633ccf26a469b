"""Brackets in a name → the name without them, and the names that stood in them.

An acronym that shortens the name (``… Research Institute (CETC 13)``), a second spelling
and a company name are names. A place, a legal form, a nationality and an explanation are
not: they stay where they are, save that an explanation is left out of the bare name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from listgate.records import Alias, AliasQuality
from listgate.sources.party_type import tells

_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]\s*")
_EXPLAINS = re.compile(
    r"^(?:[\w .-]+\s)?(?:entity|individual|national|citizen)$"
    r"|^(?:an?|the|parent|see|including|located|deceased)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][\w&./'’-]*(?:[ -](?:\d{1,4}|[A-Z]{2,}))?")
_FORM_WORD = re.compile(
    r"\b(?:ltd|limited|inc|corp|corporation|company|co|llc|gmbh|jsc|group|institute)\b\.?",
    re.IGNORECASE,
)
# Upper-case words in brackets that are a place, a legal form or a size, not a name.
_NOT_NAME = """
HK H.K H.K. PRC P.R.C UK U.K UAE U.A.E USA U.S.A US U.S DPRK PTY PTE PVT SMC M
RUSSIA CHINA INDIA IRAN PRIVATE PUBLIC GROUP HOLDING HOLDINGS PROPRIETARY SA
EAST NORTH SOUTH WEST ASIA AFRICA EUROPE OVERSEAS INTERNATIONAL LTD LLC INC CO
FZE FZC L.L.C FZ S.A OAO OOO ZAO PAO AO JSC OJSC CJSC PJSC RF EU MALAYSIA
SINGAPORE THAILAND SHANGHAI BEIJING SHENZHEN CYPRUS PAKISTAN I II III IV VI VII
JR SR
"""
_NOT_NAMES = frozenset(_NOT_NAME.split())
_FORMS_ONLY = re.compile(
    r"\b(?:closed|open|public|joint|stock|limited|liability|company|co|ltd|llc|inc|corp|"
    r"corporation|jsc|ojsc|cjsc|pjsc|group|sal|s\.a|gmbh|fze|plc)\b|\([^()]*\)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^['’]s\s+|^[,-]\s*")
_STRONG = AliasQuality.STRONG
_SMALL_WORDS = """
of and the for in on de la le et des
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_SHORT = 3  # letters; shorter acronyms belong to too many parties to alarm alone


@dataclass(frozen=True, slots=True)
class Inner:
    """A name that stood in brackets; ``parent`` when it shortens the parent's name only."""

    name: str
    quality: AliasQuality
    parent: bool = False


def bracketed(name: str, *, plain: bool = False) -> tuple[str, tuple[Inner, ...]]:
    """The name without understood brackets, and the names that stood inside them.

    An acronym with words behind it (``… Corporation (CSSC) 704th Research Institute``)
    shortens what stands before it, which is the parent; acronym and words together are
    the unit once more.

    Args:
        name: The name, white space folded.
        plain: Only an acronym made of the name's own first letters counts.
    """
    inner: list[Inner] = []
    if "(" not in name and "[" not in name:
        return name, ()

    def judge(match: re.Match[str]) -> str:
        inside = match[1].strip(" ,;")
        after = name[match.end() :].strip()
        outside = f"{name[: match.start()]} {after}".strip()
        # Without the bracket something telling must be left, or the bracket stays.
        left = " " if tells(outside) else match[0]
        if not inside or not outside:
            return match[0]
        if not plain and _EXPLAINS.search(inside):
            return left
        quality = _as_name(inside, outside, plain)
        if quality is None:
            return match[0]
        rest = _FORMS_ONLY.sub("", _POSSESSIVE.sub("", after)).strip(" ,.;-")
        if rest and not re.search(r"[\d\s]", inside):
            inner.append(Inner(inside, AliasQuality.WEAK, parent=True))
            inner.append(Inner(f"{inside} {_POSSESSIVE.sub('', after)}", _STRONG))
        else:
            inner.append(Inner(inside, quality))
        return left

    bare = " ".join(_BRACKET.sub(judge, name).split())
    bare = re.sub(r"\s+([,.;]|['’]s\b|-(?=\w))", r"\1", bare).strip(" ,;")
    return bare or name, tuple(inner)


def with_acronyms(names: Iterable[Alias]) -> tuple[Alias, ...]:
    """Names each once, then what acronyms at their ends set apart.

    Publishers that have a row for every name still write ``X Front (XF)`` as one; a name
    that has a row of its own is of that row's quality.
    """
    rows = dict.fromkeys(names)
    known = {alias.name for alias in rows}
    apart = (one for alias in rows for one in _apart(alias) if one.name not in known)
    return tuple(dict.fromkeys((*rows, *apart)))


def _apart(alias: Alias) -> Iterator[Alias]:
    """The bare name and the acronym of a name that ends with its acronym."""
    if not alias.name.endswith(")") or alias.name.count("(") > 1:
        return
    bare, inner = bracketed(alias.name, plain=True)
    if inner and bare != alias.name:
        yield replace(alias, name=bare)
        for one in inner:
            weak = AliasQuality.WEAK in (alias.quality, one.quality)
            quality = AliasQuality.WEAK if weak else AliasQuality.STRONG
            yield replace(alias, name=one.name, quality=quality)


def _as_name(inside: str, outside: str, plain: bool) -> AliasQuality | None:
    """The quality of the bracket's content as a name; None where it is none."""
    letters = re.sub(r"[\W\d_]", "", inside)
    if inside.upper().rstrip(".") in _NOT_NAMES or len(letters) < 2:
        return None
    upper = sum(char.isupper() for char in letters)
    words = inside.split()
    if plain and not _shortens(letters, outside):
        return None
    if _ACRONYM.fullmatch(inside) and upper >= 2:
        if len(words) == 1 and outside.isupper() and not _shortens(letters, outside):
            return None  # in a name all in capitals any word looks like an acronym
        if upper * 2 >= len(letters) or _shortens(letters, outside):
            short = len(letters) <= _SHORT and not re.search(r"\d", inside)
            return AliasQuality.WEAK if short else AliasQuality.STRONG
    if (
        not plain
        and len(words) > 1
        and (
            _FORM_WORD.search(inside)
            or _shortens(re.sub(r"[\W\d_]", "", outside), inside)
            or (len(words) > 2 and _shared(inside, outside))
        )
    ):
        return AliasQuality.STRONG
    return None


def _shortens(acronym: str, name: str) -> bool:
    """Whether the letters are, in order, first letters of the name's words."""
    initials = [
        word[0].casefold()
        for word in re.split(r"[\s/.,'’-]+", name)
        if word and word[0].isalpha() and word.casefold() not in _SMALL
    ]
    letters = acronym.casefold()
    if not 2 <= len(letters) <= 12:
        return False
    at = 0
    for letter in letters:
        while at < len(initials) and initials[at] != letter:
            at += 1
        if at == len(initials):
            return False
        at += 1
    return True


def _shared(inside: str, outside: str) -> bool:
    words = set(re.findall(r"[^\W\d_]{2,}", outside.casefold()))
    return any(word in words for word in re.findall(r"[^\W\d_]{2,}", inside.casefold()))
