"""To which items of an entry a control applies: the left cell of its requirements.

``NS applies to entire entry, except .e, .x, and .y`` names paragraphs, and words beside
them (``when usable in "missiles"``) hang on a fact of the item that is not told. A cell
is read in clauses, since words of one do not qualify what another names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from listgate.license.eccn import Eccn, Named, named_in, spelled_out
from listgate.license.logic import Tri, some
from listgate.sources.countries import country_code


@dataclass(frozen=True, slots=True)
class Some:
    """Items that a text names.

    ``sure`` are paragraphs as they are, ``perhaps`` those on which words beside them
    decide; ``loose`` says that words decide which name no paragraph.
    """

    sure: tuple[Eccn, ...] = ()
    perhaps: tuple[Eccn, ...] = ()
    loose: bool = False

    def holds(self, item: Eccn) -> Tri:
        """Whether an item is among them."""
        inside = some(item.within(e) for e in self.sure)
        if inside is False and (
            self.loose or any(item.within(e) is not False for e in self.perhaps)
        ):
            return None
        return inside

    def __or__(self, other: Some) -> Some:
        return Some(
            self.sure + other.sure,
            self.perhaps + other.perhaps,
            self.loose or other.loose,
        )

    def worded(self) -> Some:
        """The same where further words qualify all of it."""
        return Some((), self.sure + self.perhaps, self.loose)


@dataclass(frozen=True, slots=True)
class Applies:
    """What a control applies to: ``only`` these (None: the entire entry), less ``but``.

    ``doubt`` are paragraphs of which a note says more, ``but_to`` destinations for which
    an exception stands in words.
    """

    reason: str
    only: Some | None = None
    but: Some = Some()
    doubt: Some = Some()
    but_to: frozenset[str] = frozenset()

    def to(self, item: Eccn) -> Tri:
        """Whether it applies to an item."""
        inside: Tri = True if self.only is None else self.only.holds(item)
        out = self.but.holds(item)
        if inside is False or out is True:
            return False
        if out is None or self.doubt.holds(item) is not False:
            return None
        return inside

    def named(self) -> Iterator[Eccn]:
        """Every paragraph named, whichever way."""
        for one in (self.only or Some(), self.but, self.doubt):
            yield from one.sure
            yield from one.perhaps


_HEAD = re.compile(
    r"^(?P<reason>[A-Z]{2}|Russian industry sector sanctions?)\b\s*(?:appl(?:ies|y))?"
    r"(?:\s*to)?(?:\s+only to)?[\s:]*"
)
_ALSO = re.compile(r"[A-Z]{2} also appl(?:ies|y) to\s+")
_ENTIRE = re.compile(r"^(?:the )?entire entry", re.I)
_EXCEPT = re.compile(r"\bexcept(?:ing)?\b(?: for)?[:,]?\s*", re.I)
_ASIDE = re.compile(r"\s*\(except\s+([^()]*(?:\([^()]*\)[^()]*)*)\)", re.I)
_SENTENCE = re.compile(r"\.\s+(?=[A-Z])")
_CLAUSE = re.compile(
    r";|\b(?:and|or)\s+to\s+|\band\s+(?=paragraphs?\b)|,?\s*\bas well as\b"
)
_AND_ECCN = re.compile(r",\s+and\s+(?=\d[A-E]\d{3}\.)")
_QUALIFIES = re.compile(
    r"\b(?:for|if|that|unless|when|where|which|with|having|except)\b|specially designed"
)
# What may stand beside paragraphs without saying more than they do; all that a software
# or technology entry holds is software or technology.
_FILLER = re.compile(
    r'"?\b(?:software|technology)\b,?"?|[\s,.;:]+'
    r"|\b(?:and|or|to|through|paragraphs?|eccns?|all|items|controlled|by|in|under|of|this"
    r"|entry|only|the|regardless of end user)\b",
    re.I,
)
_BESIDE = re.compile(r"^,?\s*(?:and|or)\s+(?!when\b|if\b)[a-z]{3,}")


@lru_cache(maxsize=4096)
def parse_applies(text: str, base: str) -> Applies:
    """The structure of a left cell of the entry ``base``."""
    clean = " ".join(text.split()).replace("“", '"').replace("”", '"')
    head = _HEAD.match(clean)
    reason = head["reason"] if head else clean[:2]
    rest = clean[head.end() :] if head else clean
    entire = _ENTIRE.match(rest)
    if entire:
        return _entire(reason, rest[entire.end() :].strip(" ,"), base)
    asides = Some()
    for aside in _ASIDE.findall(rest):
        asides |= named_by(aside, base)
    rest = _ASIDE.sub("", rest)
    rest, _, exception = _split(_EXCEPT, rest)
    only = Some()
    for sentence in _SENTENCE.split(rest):
        also = _ALSO.match(sentence)
        only |= named_by(sentence[also.end() :] if also else sentence, base)
    but_to = _destinations(exception)
    if exception and not but_to:
        only = only.worded()
    return Applies(reason, only, asides, but_to=but_to)


def _entire(reason: str, tail: str, base: str) -> Applies:
    """The entire entry, less what the rest of the cell takes out again."""
    before, found, exception = _split(_EXCEPT, tail)
    if before.strip(" ,."):
        # A sentence of its own, or a pointer to another entry, qualifies nothing.
        loose = before[0].islower()
        return Applies(reason, Some(loose=True) if loose else None)
    if not found:
        return Applies(reason)
    exception, *notes = _SENTENCE.split(exception)
    doubt = Some()
    for note in notes:
        doubt |= Some(perhaps=named_by(note, base).worded().perhaps)
    but_to = _destinations(exception)
    but = Some() if but_to else named_by(exception, base)
    return Applies(reason, None, but, doubt, but_to)


def _split(pattern: re.Pattern[str], text: str) -> tuple[str, str, str]:
    found = pattern.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _destinations(exception: str) -> frozenset[str]:
    """The destination that an exception is for (``to Russia for use in …``)."""
    found = re.match(r"(?:exports? )?to ([A-Z][A-Za-z]+)\b", exception)
    code = country_code(found[1]) if found else ""
    return frozenset({code} if code else ())


def named_by(text: str, base: str) -> Some:
    """What of an entry a text names, clause by clause."""
    out = Some()
    for clause in _CLAUSE.split(text):
        first, *others = _AND_ECCN.split(clause)
        # The words of "0A509.a for items for 0A508, and 0A509.d" are of .a alone.
        if others and not _clause(first, base).sure:
            for piece in (first, *others):
                out |= _clause(piece, base)
        else:
            out |= _clause(clause, base)
    return out


def _clause(clause: str, base: str) -> Some:
    named = list(_of_scope(clause, base))
    mine = tuple(e for e in spelled_out(named) if e.base == base)
    if not mine:
        # "mandrels for these machines" speaks of the paragraphs before it.
        return Some(loose=bool(_FILLER.sub("", clause)) and " these " not in clause)
    last = max(n.end for n in named if n.eccn.base == base)
    before, after = clause[: named[0].start], clause[last:]
    between = clause[named[0].start : last]
    for one in reversed(named):
        at = one.start - named[0].start
        between = between[:at] + between[at + one.end - one.start :]
    worded = bool(_FILLER.sub("", before) or _FILLER.sub("", between))
    if not worded and _BESIDE.match(after):
        return Some(mine, loose=True)  # "2B004.b.3 and presses with …"
    if worded or _FILLER.sub("", after):
        return Some((), mine)
    return Some(mine)


def _of_scope(clause: str, base: str) -> Iterator[Named]:
    """What a clause speaks of, without the ECCNs in the words that qualify it."""
    end: int | None = None
    for one in named_in(clause, base):
        if end is not None and _QUALIFIES.search(clause, end, one.start):
            return
        yield one
        if one.eccn.base == base:
            end = one.end


@lru_cache(maxsize=2048)
def paragraphs_named(cells: tuple[str, ...], base: str) -> frozenset[Eccn]:
    """Every paragraph of an entry that the left cells of its rows name."""
    return frozenset(e for cell in cells for e in parse_applies(cell, base).named())
