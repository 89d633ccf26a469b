"""Compiles what is known of words, and the learned trees, into the kernel's tables.

The result is committed as ``matching/data/tables.bin``; ``scripts/make_tables.py`` makes
it again and continuous integration compares. Shapes are those of ``kernel/words.h`` and
``kernel/trees.h``.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from listgate.matching.container import pack

NONE = 0xFFFFFFFF
LEGAL, STOP, WEAK, MILD, PLACE, PARTICLE, TITLE = 1, 2, 4, 8, 16, 32, 64
NUMBER, COMPASS, PHRASE, KNOWN, PATRONYM = 128, 256, 512, 1024, 2048
FORM_PART = 4096
AT_EDGE, CORRECTABLE = 1, 2
MAX_PHRASE_WORDS = 15

_WORD = struct.Struct("<IIIIIffHBB")
_PHRASE = struct.Struct("<III")
_NODE = struct.Struct("<fHHHH")
_GATE = struct.Struct("<dQ")


@dataclass(slots=True)
class Known:
    """What the tables say of one word before it is compiled."""

    flags: int = 0
    canonical: str = ""
    group: int = NONE
    nick: int = NONE
    family: int = NONE
    at_edge: bool = False
    correctable: bool = False
    longest_phrase: int = 0
    org: float = 1.0
    per: float = 1.0


@dataclass(slots=True)
class Vocabulary:
    """Words by their folded form, and phrases by theirs."""

    words: dict[str, Known] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)

    def word(self, text: str) -> Known:
        """The word, made when it is new."""
        return self.words.setdefault(text, Known())

    def add_phrase(self, phrase: str, canonical: str) -> None:
        """Makes a run of words stand for ``canonical``; single words become spellings."""
        parts = phrase.split()
        if len(parts) == 1:
            if phrase != canonical:
                self.word(phrase).canonical = canonical
            return
        if len(parts) > MAX_PHRASE_WORDS:
            return
        self.phrases[phrase] = canonical
        first = self.word(parts[0])
        first.flags |= PHRASE
        first.longest_phrase = max(first.longest_phrase, len(parts))
        for part in parts:
            if len(part) > 4:
                self.word(part).correctable = True
            else:
                self.word(part)


def rarity(count: int, commonest: int) -> float:
    """How much a word tells that stands in ``count`` names: 1 unseen, 0.08 everywhere."""
    told = 1.0 - math.log2(1 + count) / math.log2(1 + commonest)
    return round(min(1.0, max(0.08, told)), 3)


def hash_text(data: bytes, seed: int) -> int:
    """The kernel's hash of some letters (``kernel/base.h``)."""
    h = 2166136261 ^ (seed * 16777619 & NONE)
    for byte in data:
        h = (h ^ byte) * 16777619 & NONE
    h ^= h >> 15
    h = h * 0x85EBCA6B & NONE
    return h ^ h >> 13


def _slots(keys: Sequence[bytes], seed: int) -> bytes:
    size = 8
    while size < 2 * len(keys):
        size *= 2
    slots = [0] * size
    for number, key in enumerate(keys):
        at = hash_text(key, seed) & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = number + 1
    return struct.pack(f"<{size}I", *slots)


def _near(words: Mapping[str, Known], numbers: Mapping[str, int]) -> dict[str, bytes]:
    """Spelling keys: each correctable word, whole and with one letter left out."""
    pairs = set()
    for text, known in words.items():
        if not known.correctable or not 5 <= len(text) <= 30:
            continue
        raw = text.encode()
        for i in range(-1, len(raw)):
            cut = raw if i < 0 else raw[:i] + raw[i + 1 :]
            pairs.add((hash_text(cut, 3), numbers[text]))
    rows = sorted(pairs)
    bits = 8
    while 1 << bits < len(rows) // 2:
        bits += 1
    starts = [0] * ((1 << bits) + 1)
    for key, _ in rows:
        starts[(key >> (32 - bits)) + 1] += 1
    for i in range(1, len(starts)):
        starts[i] += starts[i - 1]
    return {
        "near.starts": struct.pack(f"<{len(starts)}I", *starts),
        "near.keys": struct.pack(f"<{len(rows)}I", *(k for k, _ in rows)),
        "near.words": struct.pack(f"<{len(rows)}I", *(w for _, w in rows)),
    }


def _forms(words: Mapping[str, Known], numbers: Mapping[str, int]) -> dict[str, bytes]:
    """The parts of legal forms that misspelt ones are held against, with their letters."""
    parts = [
        text
        for text, known in words.items()
        if known.flags & FORM_PART and 5 <= len(text) <= 20
    ]
    letters = [
        sum({1 << "abcdefghijklmnopqrstuvwxyz0123456789".index(c) for c in text})
        for text in parts
    ]
    return {
        "form.words": struct.pack(f"<{len(parts)}I", *(numbers[p] for p in parts)),
        "form.letters": struct.pack(f"<{len(parts)}Q", *letters),
    }


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree: nodes of (feature or -1, threshold, left, right, mean value below)."""

    nodes: tuple[tuple[int, float, int, int, float], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Trees over the features, and the curve from their sum to a score of 0 to 1."""

    trees: tuple[Tree, ...] = ()
    curve: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    gates: tuple[tuple[int, float], ...] = ()  # after so many trees, the least sum


def _at_most(threshold: float) -> float:
    """The greatest 32-bit value not above a threshold: features are compared as such."""
    near = struct.unpack("<f", struct.pack("<f", threshold))[0]
    if near > threshold:
        bits = struct.unpack("<i", struct.pack("<f", near))[0]
        bits += -1 if near > 0 else 1
        near = struct.unpack("<f", struct.pack("<i", bits))[0]
    return float(near)


def _depth(tree: Tree, node: int) -> int:
    feature, _, left, right, _ = tree.nodes[node]
    return 0 if feature < 0 else 1 + max(_depth(tree, left), _depth(tree, right))


def _model_sections(model: Model) -> dict[str, bytes]:
    if any(a[0] >= b[0] for a, b in pairwise(model.curve)):
        raise ValueError("the score curve must ascend")
    nodes: list[bytes] = []
    values: list[float] = []
    roots = []
    depths = []
    for tree in model.trees:
        roots.append(len(nodes))
        depths.append(_depth(tree, 0))
        for number, (feature, threshold, left, right, value) in enumerate(tree.nodes):
            if feature < 0:
                nodes.append(_NODE.pack(math.inf, 0, number, number, 0))
            else:
                nodes.append(_NODE.pack(_at_most(threshold), feature, left, right, 0))
            values.append(value)
    flat = [v for point in model.curve for v in point]
    return {
        "trees.nodes": b"".join(nodes),
        "trees.depths": struct.pack(f"<{len(depths)}I", *depths),
        "trees.values": struct.pack(f"<{len(values)}d", *values),
        "trees.gates": b"".join(_GATE.pack(least, n) for n, least in model.gates),
        "trees.roots": struct.pack(f"<{len(roots)}I", *roots),
        "trees.curve": struct.pack(f"<{len(flat)}d", *flat),
    }


def compile_tables(vocabulary: Vocabulary, model: Model) -> bytes:
    """The tables file for these words and trees."""
    words = dict(sorted(vocabulary.words.items()))
    for canonical in {k.canonical for k in words.values() if k.canonical} | set(
        vocabulary.phrases.values()
    ):
        words.setdefault(canonical, Known())
    words = dict(sorted(words.items()))
    numbers = {text: i for i, text in enumerate(words)}
    blob = bytearray()
    records = []
    for text, known in words.items():
        bits = (AT_EDGE if known.at_edge else 0) | (
            CORRECTABLE if known.correctable else 0
        )
        records.append(
            _WORD.pack(
                len(blob),
                numbers[known.canonical] if known.canonical else NONE,
                known.group,
                known.nick,
                known.family,
                known.org,
                known.per,
                known.flags,
                min(len(text), 255),
                bits | known.longest_phrase << 4,
            )
        )
        blob += text.encode("ascii")
    phrases = sorted(vocabulary.phrases)
    phrase_records = []
    for phrase in phrases:
        canonical = vocabulary.phrases[phrase]
        phrase_records.append(_PHRASE.pack(len(blob), numbers[canonical], len(phrase)))
        blob += phrase.encode("ascii")
    return pack(
        {
            "words.text": bytes(blob),
            "words": b"".join(records),
            "words.slots": _slots([w.encode() for w in words], 1),
            "phrases": b"".join(phrase_records),
            "phrases.slots": _slots([p.encode() for p in phrases], 2),
            **_near(words, numbers),
            **_forms(words, numbers),
            **_model_sections(model),
        }
    )


def weigh(
    vocabulary: Vocabulary,
    counts: Iterable[tuple[str, int, int]],
    commonest: tuple[int, int],
) -> None:
    """Sets how much each word tells, from the names it stands in.

    Args:
        vocabulary: Changed in place; new words are added.
        counts: Word, number of company names, number of person names.
        commonest: The counts at which a word tells nothing, companies and persons.
    """
    for text, companies, persons in counts:
        word = vocabulary.word(text)
        word.org = rarity(companies, commonest[0])
        word.per = rarity(persons, commonest[1])
