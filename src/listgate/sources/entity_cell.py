"""The entity cell of the supplements to part 744 → name, aliases, addresses.

One cell holds all three: the name; ``a.k.a., the following three aliases:`` and the
aliases, each behind a dash; the addresses, joined by ``; and``; and cross references to
the entity's other entries, ``(See alternate address under Pakistan)``. Where the address
hangs on the last alias without a line of its own, ``name_end`` tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from listgate.sources.countries import country_code
from listgate.sources.destinations import heading_code
from listgate.sources.entity_units import Unit, apart
from listgate.sources.name_end import begins_address, country_of, split_name, tidy

_LIST = re.compile(
    r"[,;]?\s*\(?\b(?P<mark>a\.?\s?k\.?\s?a\b\.?|f\.?\s?k\.?\s?a\b\.?|n\.?\s?k\.?\s?a\b\.?"
    r"|also\s+known\s+as|formerly\s+known\s+as)[,:]?\s*(?:including\s+)?(?:the\s+)?"
    r"following\s+(?:(?P<count>[\w-]+)\s+)?(?:\w+\s+)?(?:alias(?:es)?|names?)\s*[:;,.]?\s*",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?:^|(?<=[\s;:,.]))[—–―]\s*|(?:^|(?<=\n))\s*-{1,2}\s*(?=\S)")
_REFERENCE = re.compile(
    r"[,;]?\s*\(\s*(?:\(\s*)?See\b(?P<words>(?:[^()]|\([^()]*\))*?)(?:\)|$)\s*\.?"
    r"|(?:(?<=[.;,])|^)\s*See\s+(?:also\s+)?(?P<bare>(?:alternat\w+|additional|also)?\s*"
    r"address(?:es)?\s[^.;]*)\.?",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:under|in)\s+(?:the\s+)?(?P<places>.+?)(?:\s+for\s+this\b.*)?$", re.IGNORECASE
)
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_AND_END = re.compile(r"[\s,;]*\b(?:and|or)\s*$|[\s,;]+$", re.IGNORECASE)
_AND_FIRST = re.compile(r"^[\s,;]*(?:and\s+|or\s+(?=[A-Z\d]))?", re.IGNORECASE)
_LABEL = re.compile(r"^[(\s]*Address(?:es)?\s*:\s*", re.IGNORECASE)
_JOINED = re.compile(r";\s*(?:and\s+)?|\.\s+and\s+(?=[A-Z\d#])|\n(?:and\s+)?")
_REPEATED = re.compile(r",?\s+and\s+(?=[A-Z\d#])")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split(),
        1,
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}


@dataclass(frozen=True, slots=True)
class Entity:
    """What one entity cell says.

    ``see_also`` are the ISO codes of the countries that the entity has other entries
    under; ``stated`` is the number of aliases that the cell announces, if it does;
    ``units`` are affiliates and subordinate institutions that it lists inside.
    """

    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    stated: int | None = None
    units: tuple[Unit, ...] = ()


def read_entity(
    lines: Sequence[str],
    heading: str = "",
    known: Collection[str] = (),
    *,
    units: bool = True,
) -> Entity:
    """The entity that a cell names.

    Args:
        lines: The cell's lines, white space folded.
        heading: ISO code of the country heading that the cell stands under.
        known: Names of the list as other texts have them, folded by ``fold_name``.
        units: Whether affiliates and subordinate institutions are set apart.
    """
    references: list[str] = []

    def keep(match: re.Match[str]) -> str:
        words = match["words"] if match["words"] is not None else match["bare"]
        references.append(" ".join(words.split()).strip(" ."))
        return ""

    text = _REFERENCE.sub(keep, "\n".join(lines)).strip()
    text, inside = apart(text) if units else (text, ())
    lists = list(_LIST.finditer(text))
    aliases: list[str] = []
    former: list[str] = []
    stated = None
    if not lists:
        name, rest = _head(text, heading, known)
    else:
        name, rest = tidy(_line(text[: lists[0].start()])), ""
        ends = [*(m.start() for m in lists[1:]), len(text)]
        for match, end in zip(lists, ends, strict=True):
            count = number_of(match["count"] or "")
            found, rest = _items(text[match.end() : end], count, heading, known)
            (former if match["mark"][0] in "fF" else aliases).extend(found)
            stated = (stated or 0) + count if count else stated
    return Entity(
        name=name,
        aliases=tuple(aliases),
        former=tuple(former),
        addresses=tuple(split_places(rest, heading)),
        see_also=tuple(dict.fromkeys(c for r in references for c in _places(r))),
        references=tuple(references),
        stated=stated,
        units=inside,
    )


def number_of(word: str) -> int | None:
    """The number that a word or digits name, up to the fifties; else None."""
    word = word.casefold()
    if word.isdigit():
        return int(word)
    tens, _, ones = word.partition("-")
    if tens in _TENS and (not ones or ones in _NUMBERS):
        return _TENS[tens] + _NUMBERS.get(ones, 0)
    return _NUMBERS.get(word)


def split_places(text: str, heading: str = "") -> Iterator[str]:
    """The addresses in the rest of a cell, without the marks that join them."""
    for piece in _JOINED.split(_LABEL.sub("", text.strip())):
        for part in _apart(_AND_FIRST.sub("", piece), heading):
            part = _LABEL.sub("", _line(part)).strip(" ,;").rstrip(".").rstrip(" ,;")
            # A country alone is no place.
            if part and not country_code(part) and not heading_code(part):
                yield part


def _apart(text: str, heading: str) -> Iterable[str]:
    """Addresses that only `and` joins: both sides must end in a country."""
    pieces = _REPEATED.split(text)
    if len(pieces) == 1:
        return pieces
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if country_of(joined[-1]) and (begins_address(piece) or country_of(piece)):
            joined.append(piece)
        else:
            return [text]
    return joined


def _head(text: str, heading: str, known: Collection[str]) -> tuple[str, str]:
    """Name and address of a cell without a list of aliases."""
    first, _, rest = text.partition("\n")
    name, place = split_name(_line(first), heading, known)
    return name, "\n".join(part for part in (place, rest) if part)


def _items(
    text: str, count: int | None, heading: str, known: Collection[str]
) -> tuple[list[str], str]:
    """The aliases of one list, and what stands behind the last of them."""
    pieces = [p for p in _DASH.split(text) if p.strip()]
    if len(pieces) == 1 and (count or 2) > 1 and ";" in pieces[0]:
        pieces = _without_dashes(pieces[0], count)
    behind: list[str] = []
    if count and len(pieces) > count:
        # Addresses behind dashes too; an alias more than announced stays an alias.
        extra = [p for p in pieces[count:] if begins_address(p.strip())]
        if len(extra) == len(pieces) - count:
            pieces, behind = pieces[:count], extra
    found: list[str] = []
    rest = ""
    for place, piece in enumerate(pieces):
        if place < len(pieces) - 1:
            found.append(_line(piece))
            continue
        first, _, rest = piece.strip().partition("\n")
        if rest or behind:
            found.append(_line(first))
        else:
            alias, rest = split_name(_line(first), heading, known)
            found.append(alias)
    names = [tidy(_AND_END.sub("", name)) for name in found]
    return [n for n in names if n], "\n".join(p for p in (rest, *behind) if p)


def _without_dashes(text: str, count: int | None) -> list[str]:
    """Aliases that semicolons alone part; what is beyond the announced ones stays joined."""
    pieces = [
        _AND_FIRST.sub("", p)
        for p in text.split(";", (count or 0) - 1 if count else -1)
    ]
    return [p for p in pieces if p.strip()]


def _places(reference: str) -> Iterator[str]:
    """The countries that a cross reference names."""
    under = _UNDER.search(reference)
    if not under:
        under = re.match(r"(?:also\s+)?(?P<places>.+)$", reference)
    if not under:
        return
    whole = under["places"].strip(" .()")
    if code := heading_code(whole):
        yield code
        return
    for place in _BETWEEN.split(whole):
        # `under Allied Trading Co. in Pakistan`
        last = place.rpartition(" in ")[2]
        if code := heading_code(last.strip(" .()")):
            yield code


def _line(text: str) -> str:
    return " ".join(text.split())
