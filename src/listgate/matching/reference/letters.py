"""Letters: how a token sounds, and how far two are apart."""

from __future__ import annotations

from functools import lru_cache

MAX_TOKEN = 40  # letters kept of one token
_READ_AS = dict(zip("0123456789", "olzeasgtbg", strict=True))
# Two or three letters that are one sound, and letters that sound like others.
_SOUNDS = {
    "kh": "h", "ks": "s", "ch": "c", "ck": "k", "cz": "c", "gh": "g", "zh": "j",
    "sch": "s", "sh": "s", "sz": "s", "th": "t", "ts": "s", "tz": "s", "tch": "c",
    "dh": "d", "dj": "j", "dzh": "j", "dz": "s", "ph": "f",
    "q": "k", "c": "k", "z": "s", "x": "s", "w": "v",
}  # fmt: skip
_VOICED = str.maketrans("gdbvj", "ktpfc")


def is_vowel(letter: str) -> bool:
    """Whether a letter is a vowel; `y` is one."""
    return letter in ("a", "e", "i", "o", "u", "y")


def _consonant(letter: str, rest: str) -> tuple[str, int]:
    """The sound that begins with a letter before ``rest``, and how many letters it is."""
    for more in (2, 1):
        sound = _SOUNDS.get(letter + rest[:more]) if len(rest) >= more else None
        if sound:
            return sound, 1 + more
    if letter == "c" and rest[:1] in ("e", "i", "y"):
        return "s", 1
    return _SOUNDS.get(letter, letter), 1


def sound_of(text: str) -> str:
    """How a token sounds once the habits of transliteration are folded together.

    A run of vowels is one of a, u, i; kh and h, q and k, zh and j, ts and c, z and s, w
    and v, double and single letters are the same. Digits inside a word are read as the
    letters they are taken for.
    """
    written = sum(letter >= "a" for letter in text)
    read_digits = len(text) > 2 and written > len(text) - written
    out: list[str] = []
    before = ""
    at = 0
    while at < len(text):
        letter = text[at]
        if read_digits:
            letter = _READ_AS.get(letter, letter)
        if is_vowel(letter):
            run = letter
            at += 1
            while at < len(text) and _goes_on(text, at):
                run += text[at]
                at += 1
            before = "a" if "a" in run else "u" if set(run) & set("ouw") else "i"
            out.append(before)
            continue
        if letter == "h" and at + 1 == len(text) and out and before in ("a", "i", "u"):
            break  # mute at the end: Abdullah
        sound, length = _consonant(letter, text[at + 1 : at + 3])
        if sound != before:
            out.append(sound)
        before = sound
        at += length
    return "".join(out)[:MAX_TOKEN]


def _goes_on(text: str, at: int) -> bool:
    """Whether a run of vowels goes on: `w` belongs to it unless a vowel follows."""
    if text[at] == "w":
        return not (at + 1 < len(text) and is_vowel(text[at + 1]))
    return is_vowel(text[at])


def bones_of(sound: str) -> str:
    """The consonants of a sound, voiced and unvoiced taken together; none below three."""
    bones = ""
    for letter in sound.translate(_VOICED):
        if letter not in "auih" and not bones.endswith(letter):
            bones += letter
    return bones if len(bones) >= 3 else ""


@lru_cache(maxsize=1 << 16)
def distance(a: str, b: str) -> int:
    """Letters to insert, delete or replace, or neighbors to swap, to make ``a`` ``b``.

    Optimal string alignment: no letter is changed twice.
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[len(b)]


def letters_apart(a: str, b: str) -> int:
    """How many letters only one of two texts has, however often."""
    return len(set(a) ^ set(b))
