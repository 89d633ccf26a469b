"""A folded name's tokens: phrases taken together, forms and generic words known as such.

Misspelt generic words are recognized, and spaces mended where a common word was cut or
glued to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from listgate.matching.reference.letters import (
    MAX_TOKEN,
    bones_of,
    distance,
    is_vowel,
    sound_of,
)
from listgate.matching.reference.tables import Tables, Word
from listgate.matching.tables import (
    COMPASS,
    FORM_PART,
    KNOWN,
    LEGAL,
    MILD,
    NUMBER,
    PARTICLE,
    PATRONYM,
    PHRASE,
    PLACE,
    STOP,
    TITLE,
    WEAK,
)

MAX_TOKENS = 24  # tokens kept of one name
MAX_WORDS = 64  # words kept of one line
PERSON = 1
FORM = LEGAL | FORM_PART
_COMMON = FORM | WEAK | MILD
_PASSED_ON = FORM | WEAK | MILD | PLACE | STOP
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_PATRONYMS = tuple(
    "ovich evich ovych evych ovna evna ivna yevich ogly oglu qizi kyzy".split()
)
_MOST_MADE, _MOST_PHRASE = 500, 250  # letters that the kernel has room for


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a name; ``id`` is the word it stands for, equal over spellings."""

    text: str
    id: str
    flags: int = 0
    org: float = 1.0
    per: float = 1.0
    group: int | None = None
    nick: int | None = None
    family: int | None = None
    sound: str = ""
    bones: str = ""


@dataclass(slots=True)
class _Written:
    """A word as written: its number and that of what was meant, None if unknown."""

    text: str
    word: int | None
    meant: int | None


def is_number(text: str) -> bool:
    """Whether a token is digits, with one letter at most."""
    digits = sum("0" <= letter <= "9" for letter in text)
    return digits > 0 and len(text) - digits <= 1 and len(text) <= 18


def _is_patronym(text: str) -> bool:
    return any(text.endswith(e) and len(text) > len(e) + 2 for e in _PATRONYMS)


def _one_edit_away(text: str) -> set[str]:
    cuts = [(text[:i], text[i:]) for i in range(len(text) + 1)]
    left_out = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + x + b[1:] for a, b in cuts if b for x in _LETTERS}
    more = {a + x + b for a, b in cuts for x in _LETTERS}
    return (left_out | swapped | other | more) - {text}


def _word_near(tables: Tables, text: str) -> int | None:
    """The first correctable word that is one edit away."""
    if not 5 <= len(text) <= 30:
        return None
    near = [tables.meant[w] for w in _one_edit_away(text) if w in tables.meant]
    return min(near, default=None)


def _form_near(tables: Tables, text: str, *, between: bool) -> int | None:
    """The part of a legal form that a word beside another such part was meant to be."""
    if not 4 <= len(text) <= 20:
        return None
    best, best_distance = None, 3
    for number in tables.forms:
        form = tables.words[number].text
        reach = 2 if len(form) >= 7 or between else 1
        if abs(len(form) - len(text)) > reach:
            continue
        apart = distance(text, form)
        if apart <= reach and apart < best_distance:
            best, best_distance = number, apart
    return best


def _canon(tables: Tables, number: int) -> Word:
    return tables.words[tables.words[number].canon]


def _flags(tables: Tables, number: int | None) -> int:
    if number is None:
        return 0
    return tables.words[number].flags | _canon(tables, number).flags


def _bare_form(tables: Tables, text: str) -> bool:
    """Whether this is a legal form that can hardly be the end of a word: ltd, gmbh."""
    if any(is_vowel(letter) or letter < "a" for letter in text):
        return False
    number = tables.numbers.get(text)
    return number is not None and bool(tables.words[number].flags & LEGAL)


def _common_end(tables: Tables, text: str) -> int:
    """Where an unknown word is to be cut that has a common one glued to it, 0 if not."""
    n = len(text)
    if n >= 8:
        for i in range(3, n - 4):
            if _flags(tables, tables.numbers.get(text[i:])) & FORM:
                return i
        for i in range(n - 3, 4, -1):
            if _flags(tables, tables.numbers.get(text[:i])) & FORM:
                return i
    for m in (4, 3):
        if n - m < 3:
            continue
        if _bare_form(tables, text[n - m :]):
            return n - m
        if _bare_form(tables, text[:m]):
            return m
    return 0


def _push(tables: Tables, words: list[_Written], text: str) -> None:
    if len(words) >= MAX_WORDS:
        return
    word = meant = tables.numbers.get(text)
    if word is None and not is_number(text):
        meant = _word_near(tables, text)
    words.append(_Written(text, word, meant))


def _read(tables: Tables, line: str) -> list[_Written]:
    """The words of a line, with spaces and parts of legal forms mended."""
    words: list[_Written] = []
    made = 0
    for text in line.split(" "):
        if not text:
            continue
        _push(tables, words, text)
        cut = 0
        if words[-1].meant is None and len(text) >= 6:
            cut = _common_end(tables, text)
        if cut:
            words.pop()
            _push(tables, words, text[:cut])
            _push(tables, words, text[cut:])
        elif len(words) > 1 and (words[-1].word is None or words[-2].word is None):
            whole = words[-2].text + words[-1].text
            number = tables.numbers.get(whole)
            if (
                6 <= len(whole) <= 30
                and made + len(whole) < _MOST_MADE
                and number is not None
                and tables.words[number].flags & _COMMON
            ):
                made += len(whole)
                del words[-2:]
                _push(tables, words, whole)
    for i, word in enumerate(words):  # `joint sock company`
        if _flags(tables, word.meant) & _COMMON:
            continue
        before = i > 0 and bool(_flags(tables, words[i - 1].meant) & FORM_PART)
        after = i + 1 < len(words) and bool(
            _flags(tables, words[i + 1].meant) & FORM_PART
        )
        if not (before or after) or (word.word is not None and not (before and after)):
            continue
        between = before and after and word.word is None
        meant = _form_near(tables, word.text, between=between)
        if meant is not None:
            word.meant, word.word = meant, None
    return words


def _token(tables: Tables, text: str, number: int | None) -> Token:
    """A token from its letters and, where the tables know it, its word."""
    token = Token("", text[:MAX_TOKEN])
    if number is not None:
        word = _canon(tables, number)
        # Numbers and phrases are compared in the form that stands for them.
        if not text or is_number(word.text):
            text = word.text
        token = Token(
            text="",
            id=word.text,
            flags=word.flags | KNOWN,
            org=word.org,
            per=word.per,
            group=word.group,
            nick=word.nick,
            family=word.family,
        )
    text = text[:MAX_TOKEN]
    flags = token.flags
    if is_number(text):
        flags |= NUMBER
    if _is_patronym(text):
        flags |= PATRONYM
    sound = sound_of(text)
    bones = "" if flags & NUMBER else bones_of(sound)
    return replace(token, text=text, flags=flags, sound=sound, bones=bones)


def _phrase(tables: Tables, words: Sequence[_Written]) -> tuple[int | None, int]:
    """The word that stands for the longest phrase these begin with, and its length."""
    first = words[0].meant
    if first is None or not tables.words[first].flags & PHRASE:
        return None, 1
    phrases = []
    joined = ""
    for word in words[: tables.words[first].longest_phrase]:
        text = word.text if word.meant is None else tables.words[word.meant].text
        if len(joined) + len(text) + 1 > _MOST_PHRASE:
            break
        joined = f"{joined} {text}" if joined else text
        phrases.append(joined)
    for length in range(len(phrases), 1, -1):
        found = tables.phrases.get(phrases[length - 1])
        if found is not None:
            return found, length
    return None, 1


def _corrected(tables: Tables, token: Token, number: int) -> Token:
    """A misspelt word's token, with what the word tells that was meant."""
    word = _canon(tables, number)
    return replace(
        token,
        org=word.org,
        per=word.per,
        flags=token.flags | word.flags & _PASSED_ON,
        family=word.family,
        id=word.text if word.flags & FORM else token.id,
    )


def analyze(tables: Tables, line: str) -> tuple[Token, ...]:
    """The tokens of one folded line."""
    words = _read(tables, line)
    out: list[Token] = []
    edge: list[bool] = []
    at = 0
    while at < len(words) and len(out) < MAX_TOKENS:
        word = words[at]
        found, took = _phrase(tables, words[at:])
        if found is not None:
            token = _token(tables, "", found)
        else:
            token = _token(tables, word.text, word.word)
            if word.word is None and word.meant is not None:
                token = _corrected(tables, token, word.meant)
        out.append(token)
        edge.append(
            found is None and word.word is not None and tables.words[word.word].at_edge
        )
        at += took
    # An ambiguous form (sa, as, ag …) is one only at the start or end of the name.
    first, last = 0, len(out) - 1
    while last > 0 and out[last].flags & LEGAL:
        last -= 1
    while first < len(out) - 1 and out[first].flags & LEGAL:
        first += 1
    return tuple(
        replace(token, flags=token.flags & ~LEGAL)
        if edge[i] and first < i < last
        else token
        for i, token in enumerate(out)
    )


def weight_of(token: Token, type_: int) -> float:
    """How much a token tells of a party of this type, 0 to 1."""
    if token.flags & LEGAL:
        return 0.05
    if token.flags & FORM_PART and type_ != PERSON:
        return 0.10
    if type_ == PERSON:
        if token.flags & PARTICLE:
            return 0.10
        if token.flags & TITLE:
            return 0.15
        return 0.20 if len(token.text) == 1 else token.per
    if token.flags & STOP:
        return 0.05
    most = [token.org]
    if token.flags & WEAK:
        most.append(0.25)
    if token.flags & COMPASS:
        most.append(0.30)
    if token.flags & (MILD | PLACE):
        most.append(0.45)
    if token.flags & NUMBER:
        most.append(0.60)
    if len(token.text) == 1:
        most.append(0.30)
    return min(most)
