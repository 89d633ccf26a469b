"""Latin renderings of Korean names in Hangul."""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.names.han_tables import read_words

_BASE, _MEDIALS, _FINALS = 0xAC00, 21, 28

# Letter values. Revised Romanization first, then McCune-Reischauer without its marks.
_RR_INITIAL = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_MR_INITIAL = "k kk n t tt r m p pp s ss - ch tch ch k t p h"
_RR_MEDIAL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_MR_MEDIAL = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"
_INITIAL = (_RR_INITIAL.split(), _MR_INITIAL.split())
_MEDIAL = (_RR_MEDIAL.split(), _MR_MEDIAL.split())
_CODA = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_FINAL = _CODA.split()
# A final before a vowel is spoken, and written, as that vowel's initial.
_LINKED = "- g kk g n n n d r g m b s t p r m b b s ss ng j ch k t p -"
_LIAISON = _LINKED.split()
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    return read_words("hangul_words.toml")


def _letters(char: str) -> tuple[int, int, int]:
    index = ord(char) - _BASE
    return index // (_MEDIALS * _FINALS), index // _FINALS % _MEDIALS, index % _FINALS


@lru_cache(maxsize=16384)
def spell(word: str, style: int = 0) -> str:
    """A Hangul word in Latin letters.

    Args:
        word: Hangul syllables.
        style: 0 Revised Romanization, 1 McCune-Reischauer without marks.
    """
    out = ""
    previous = 0
    for position, char in enumerate(word):
        initial, medial, final = _letters(char)
        start = _INITIAL[style][initial]
        if position:
            out, start = _join(out, previous, initial, start, style)
        out += ("" if start == "-" else start) + _MEDIAL[style][medial]
        previous = final
    if previous:
        out += _FINAL[previous]
    return out


def _join(
    out: str, final: int, initial: int, start: str, style: int
) -> tuple[str, str]:
    """The syllable boundary: what the last final and this initial become."""
    silent, rieul, nieun, mieum = 11, 5, 2, 6
    if not final:
        return out, _VOICED.get(start, start) if style == 1 and _plain(
            initial
        ) else start
    spoken = _FINAL[final]
    if initial == silent:
        return out + (spoken if spoken == "ng" else _LIAISON[final]), start
    if initial == rieul:
        if spoken in {"l", "n"}:
            return out + "l", "l"
        return out + {"k": "ng", "p": "m", "t": "n"}.get(spoken, spoken), "n"
    if initial in {nieun, mieum}:
        nasal = {"k": "ng", "p": "m", "t": "n"}.get(spoken, spoken)
        return (
            (out + "l", "l")
            if spoken == "l" and initial == nieun
            else (out + nasal, start)
        )
    if style == 1 and spoken in {"n", "m", "ng", "l"} and _plain(initial):
        start = _VOICED.get(start, start)
    return out + spoken, start


def _plain(initial: int) -> bool:
    """Whether the initial is a lax stop, voiced between voiced sounds."""
    return initial in {0, 3, 7, 12}


@lru_cache(maxsize=8192)
def renderings(text: str) -> tuple[str, ...]:
    """ASCII renderings of a text with Hangul, 1 to 6, best first.

    A personal name gives its usual surname spellings with the given name in the old
    (press, North Korea) and the Revised way; a company's generic words are translated.
    """
    compact = "".join(text.split())
    family = surname(compact)
    if family and _is_person(compact, family):
        return _person(compact, family)
    lines = [
        _sentence(text, style=1, translate=True),
        _sentence(text, style=0, translate=True),
        _sentence(text, style=1, translate=False),
        _sentence(text, style=0, translate=False),
    ]
    return tuple(dict.fromkeys(filter(None, lines)))


def surname(text: str) -> str:
    """The surname a Korean name begins with, ``""`` when with none."""
    names = _tables()["surnames"]
    if text[:2] in names and len(text) > 2:
        return text[:2]
    return text[:1] if text[:1] in names else ""


def _is_person(text: str, family: str) -> bool:
    if not _HANGUL.fullmatch(text) or not 1 <= len(text) - len(family) <= 2:
        return False
    return not any(word in text for word in _tables()["words"] if len(word) > 1)


def _person(text: str, family: str) -> tuple[str, ...]:
    given = text[len(family) :]
    # The press writes J at the head of a given name's syllable, not Ch: Kim Jong Un.
    old = " ".join(_syllable(syllable) for syllable in given)
    new = spell(given, 0)
    spaced = " ".join(spell(syllable, 0) for syllable in given)
    names = _tables()["surnames"][family]
    lines = [f"{names[0]} {old}", f"{names[0]} {new}", f"{names[0]} {spaced}"]
    lines.extend(f"{name} {old}" for name in names[1:])
    return tuple(dict.fromkeys(lines))[:6]


def _syllable(char: str) -> str:
    jieut = 12
    spelled = spell(char, 1)
    return "j" + spelled[2:] if _letters(char)[0] == jieut else spelled


def _sentence(text: str, *, style: int, translate: bool) -> str:
    out: list[str] = []
    last = 0
    for match in _HANGUL.finditer(text):
        out.append(text[last : match.start()])
        out.append(" " + _words(match.group(), style, translate) + " ")
        last = match.end()
    out.append(text[last:])
    line = "".join(out)
    if not line.isascii():
        from listgate.names.scripts import any_ascii

        line = any_ascii(line)
    return " ".join(line.split())


def _words(run: str, style: int, translate: bool) -> str:
    """A run cut at the known words, longest first; those in English if asked."""
    table = _tables()["words"]
    out: list[str] = []
    start = loose = 0
    while start < len(run):
        for size in range(min(8, len(run) - start), 1, -1):
            word = run[start : start + size]
            if word in table:
                if loose < start:
                    out.append(spell(run[loose:start], style))
                out.append(table[word][0] if translate else spell(word, style))
                start += size
                loose = start
                break
        else:
            start += 1
    if loose < len(run):
        out.append(spell(run[loose:], style))
    return " ".join(out)
