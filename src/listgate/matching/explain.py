"""Says in words why two names are alike, part by part, and how far apart.

The words come from the alignment that the score is made of, and each part's share of
the score is the sum of what its features changed along the trees.
"""

from __future__ import annotations

import ctypes as c
import struct
from dataclasses import dataclass
from functools import cache
from typing import Any

from listgate.matching.kernel import MAX_TOKENS, Kernel, library
from listgate.matching.shares import shares
from listgate.names.fold import fold_lines, one_line

EXACT, SPELLING, NICKNAME, SOUND, EDIT, JOIN, INITIAL, SHORT, ACRONYM, BONES = range(10)
LEGAL, STOP, WEAK, MILD, PLACE, PARTICLE, TITLE, NUMBER = 1, 2, 4, 8, 16, 32, 64, 128
FORM_PART = 4096
_MOST_TIES = 200
PERSON = 1  # the kernel's number for the type
FORM = "legal form"
ALL_SAME = 0.97

_HOW = {
    SPELLING: "another spelling of",
    NICKNAME: "a short or cognate form of",
    SOUND: "sounds like",
    INITIAL: "an initial of",
    SHORT: "shortened from",
    ACRONYM: "the first letters of",
    BONES: "the same consonants as",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A token as the kernel saw it."""

    text: str
    flags: int
    tells: float

    @property
    def role(self) -> str:
        """What a reader should know of the word, empty for a distinctive one."""
        if self.flags & (LEGAL | FORM_PART):
            return FORM
        if self.flags & NUMBER:
            return "number"
        if self.flags & PLACE:
            return "place"
        if self.flags & (WEAK | MILD):
            return "common word"
        if self.flags & STOP:
            return "filler"
        return ""

    @property
    def told(self) -> str:
        """The word with its role."""
        if self.role == FORM:
            # The tables' word for `Co., Ltd.` is written nowhere.
            return "a legal form"
        return f"“{self.text}”" + (f" ({self.role})" if self.role else "")


@dataclass(frozen=True, slots=True)
class Tie:
    """Words of one name that stand for words of the other."""

    asked: tuple[Word, ...]
    listed: tuple[Word, ...]
    likeness: float
    weight: float
    kind: int
    edits: int

    @property
    def legal(self) -> bool:
        """Whether these are words of a legal form and nothing else."""
        return all(w.role == FORM for w in (*self.asked, *self.listed))

    @property
    def plain(self) -> bool:
        """Whether equal words agree that tell little: a place, a line of business."""
        alike = [w.text for w in self.asked] == [w.text for w in self.listed]
        return self.legal or (alike and any(w.role for w in self.listed))

    def short(self) -> str:
        """The words in a list of such."""
        if self.legal:
            same = self.likeness >= ALL_SAME
            return "the legal form" if same else "a legal form of the same kind"
        return ", ".join(w.told for w in self.listed)

    def sentence(self) -> str:
        """The tie in words."""
        a = " ".join(w.text for w in self.asked)
        b = " ".join(w.text for w in self.listed)
        roles = {w.role for w in self.listed}
        role = roles.pop() if len(roles) == 1 else ""
        tail = f" ({role})" if role else ""
        if a == b:
            return f"“{a}” agrees{tail}"
        if self.kind == JOIN:
            how = "is written together with or apart from"
            if self.edits:
                how += f", {_letters(self.edits)},"
            return f"“{a}” {how} “{b}”{tail}"
        if self.kind == EDIT:
            return f"“{a}” is “{b}” but for {_letters(self.edits)}{tail}"
        if self.kind in (INITIAL, SHORT, ACRONYM) and len(a) > len(b):
            return f"“{b}” is {_HOW[self.kind]} “{a}”{tail}"
        if self.kind == BONES:
            return f"“{a}” has {_HOW[self.kind]} “{b}”{tail}"
        verb = "" if self.kind == SOUND else "is "
        return f"“{a}” {verb}{_HOW.get(self.kind, 'is')} “{b}”{tail}"


def _letters(n: int) -> str:
    return "one letter" if n == 1 else f"{n} letters"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names held against each other.

    ``score`` is 0 to 1 on the scale of screening; ``features`` and ``parts`` are what
    the trees saw and what each feature changed of their sum.
    """

    score: float
    ties: tuple[Tie, ...]
    only_asked: tuple[Word, ...]
    only_listed: tuple[Word, ...]
    features: tuple[float, ...]
    parts: tuple[float, ...]
    remarks: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the score is what it is, a sentence each, the most telling first."""
        ties = sorted(
            self.ties, key=lambda t: (-t.weight * t.likeness, t.asked[0].text)
        )
        out = [*self.remarks, *(t.sentence() for t in ties if not t.plain)]
        plain = list(dict.fromkeys(t.short() for t in ties if t.plain))
        if plain:
            out.append(f"{'also ' if out else ''}alike: {', '.join(plain)}")
        for words, whose in (
            (self.only_listed, "the listed name also has"),
            (self.only_asked, "the listed name lacks"),
        ):
            if words:
                telling = sorted(words, key=lambda w: -w.tells)
                told = dict.fromkeys(w.told for w in telling)
                out.append(f"{whose} {', '.join(told)}")
        return tuple(out)

    @property
    def raw(self) -> float:
        """The trees' sum, from which a curve makes the score; no unit."""
        return sum(self.parts)

    @property
    def shares(self) -> dict[str, float]:
        """What each kind of evidence adds to the raw score; they sum to it."""
        return shares(self.parts)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the library keeps what of a token."""

    size: int
    text: int
    tells: dict[bool, int]
    flags: int
    length: int


@cache
def _layout() -> _Layout:
    lib = library()
    at = (c.c_uint32 * 5)()
    lib.lg_token_layout(at)
    text, organization, person, flags, length = at
    tells = {False: organization, True: person}
    return _Layout(int(lib.lg_token_size()), text, tells, flags, length)


def _words(raw: bytes, first: int, n: int, person: bool) -> list[Word]:
    where = _layout()
    words = []
    for i in range(first, first + n):
        token = raw[i * where.size : (i + 1) * where.size]
        (tells,) = struct.unpack_from("<f", token, where.tells[person])
        (flags,) = struct.unpack_from("<H", token, where.flags)
        text = token[where.text : where.text + token[where.length]]
        words.append(Word(text.decode("ascii", "replace"), flags, tells))
    return words


def score(kernel: Kernel, asked: str, listed: str, type_: int) -> float:
    """The score alone of two names in plain ASCII, 0 to 1; see ``explain``."""
    (a, _), (b, _) = fold_lines([one_line(asked)]), fold_lines([one_line(listed)])
    nothing = (None,) * 6
    return float(
        library().lg_score(kernel.handle, a, len(a), b, len(b), type_, *nothing)
    )


def explain(kernel: Kernel, asked: str, listed: str, type_: int) -> Comparison:
    """Compares two names in plain ASCII, and keeps what was seen.

    Args:
        kernel: Any open kernel; no index is needed.
        asked: The name asked about.
        listed: The listed name.
        type_: The kernel's number of the party's type.
    """
    lib = library()
    size, n_features = _layout().size, int(lib.lg_n_features())
    (a, _), (b, _) = fold_lines([one_line(asked)]), fold_lines([one_line(listed)])
    features = (c.c_double * n_features)()
    parts = (c.c_double * (n_features + 1))()
    rows = (c.c_double * (8 * _MOST_TIES))()
    n_rows = c.c_int()
    tokens = (c.c_char * (2 * MAX_TOKENS * size))()
    n_tokens = (c.c_int * 2)()
    score = lib.lg_score(
        *(kernel.handle, a, len(a), b, len(b), type_, features, parts, rows),
        *(c.byref(n_rows), tokens, n_tokens),
    )
    raw, person = bytes(tokens), type_ == PERSON
    q = _words(raw, 0, n_tokens[0], person)
    t = _words(raw, MAX_TOKENS, n_tokens[1], person)
    ties = []
    used_q: set[int] = set()
    used_t: set[int] = set()
    for i in range(n_rows.value):
        row: list[Any] = rows[8 * i : 8 * i + 8]
        qi, qn, ti, tn = (int(v) for v in row[:4])
        used_q.update(range(qi, qi + qn))
        used_t.update(range(ti, ti + tn))
        ties.append(
            Tie(
                tuple(q[qi : qi + qn]),
                tuple(t[ti : ti + tn]),
                float(row[4]),
                float(row[5]),
                int(row[6]),
                int(row[7]),
            )
        )
    return Comparison(
        score=float(score),
        ties=tuple(ties),
        only_asked=tuple(w for i, w in enumerate(q) if i not in used_q),
        only_listed=tuple(w for i, w in enumerate(t) if i not in used_t),
        features=tuple(features),
        parts=tuple(parts),
    )
