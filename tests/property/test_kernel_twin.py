"""The compiled kernel and its slow twin say the same, to the last bit."""

from __future__ import annotations

import ctypes as c
import random
import string
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgate.history.story import Story
from listgate.matching import reference
from listgate.matching.features import NAMES
from listgate.matching.index import Index
from listgate.matching.kernel import N_FEATURES, TABLES, Kernel, library, tables
from listgate.names.fold import fold, fold_lines
from listgate.records import PartyType
from listgate.screening.decision import MATCH, REVIEW
from listgate.sources.embedded import load

DAY = date(2026, 1, 1)
LETTERS = string.ascii_lowercase + string.digits
TWIN = reference.read_tables(TABLES.read_bytes())
KERNEL = Kernel(tables())
TYPES = range(6)
PLACES = (
    "beijing shanghai hong kong moscow tehran dubai istanbul xian guangdong".split()
)
TRADES = (
    "technology trading electronics shipping science petroleum bank aviation".split()
)
FORMS = (
    "co ltd", "ltd", "limited liability company", "gmbh", "ooo", "sa", "fzco", "jsc",
    "joint stock company", "sdn bhd", "as", "public joint stock company", "llc", "ao",
)  # fmt: skip
GIVEN = "muhammad mohamed aleksandr alexander ivan li ly xu hsu jose bob robert".split()
FATHERS = "ivanovich ivanovna petrovich hasanoglu abd al bin van de mr general".split()


def _listed() -> tuple[tuple[str, PartyType], ...]:
    """Listed names in plain letters, folded, with the types of their parties."""
    found = {}
    for _, entries in load(["us-bis-el", "us-ofac-sdn", "us-dod-1260h"]).versions:
        for entry in entries:
            for name in (entry.name, *(alias.name for alias in entry.aliases)):
                if name.isascii() and entry.type is not PartyType.ADDRESS:
                    found[fold(name)] = entry.type
    return tuple(sorted((n, t) for n, t in found.items() if n))


LISTED = _listed()


def _damaged(name: str, rng: random.Random) -> str:
    """A name as someone in a hurry would write it."""
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        words, at = name.split(), rng.randrange(len(name) + 1)
        letter = rng.choice(LETTERS)
        shuffled = rng.sample(words, len(words))
        fewer = words[: rng.randrange(len(words) + 1)]
        name = rng.choice(
            (
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
                name[:at] + " " + name[at:],
                name.replace(" ", "", 1),
                " ".join(shuffled),
                " ".join(fewer),
                "".join(w[0] for w in words),
            )
        )
    return name


def _made_up(rng: random.Random) -> str:
    """A company, a person, numbers, or nothing that anyone is called."""
    word = "".join(rng.choice(LETTERS[:26]) for _ in range(rng.randint(2, 12)))
    kind = rng.randrange(5)
    if kind == 0:
        trade, form = rng.choice(TRADES), rng.choice(FORMS)
        return f"{rng.choice(PLACES)} {word} {trade} {form}"
    if kind == 1:
        return " ".join((rng.choice(GIVEN), word[0], rng.choice(FATHERS), word))
    if kind == 2:
        number = rng.choice(("9", "009", "ninth", "204th", "1st", "7a", "12345678901"))
        return f"{word} {number} research institute no {rng.randrange(30)}"
    if kind == 3:
        return "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 90)))
    return " ".join(rng.choice(LISTED)[0] for _ in range(rng.randint(2, 8)))


def _pair(rng: random.Random) -> tuple[str, str]:
    listed = rng.choice(LISTED)[0] if rng.random() < 0.8 else _made_up(rng)
    way = rng.randrange(8)
    if way < 5:
        return _damaged(listed, rng), listed
    if way == 5:
        return rng.choice(LISTED)[0], listed
    if way == 6:
        return _made_up(rng), listed
    return f"{_damaged(listed, rng)} {_made_up(rng)}", listed


def _of_kernel(asked: str, listed: str, type_: int) -> tuple[float, dict[str, float]]:
    a, b = asked.encode(), listed.encode()
    features = (c.c_double * N_FEATURES)()
    nothing = (None,) * 5
    score = library().lg_score(
        KERNEL.handle, a, len(a), b, len(b), type_, features, *nothing
    )
    return score, dict(zip(NAMES, features, strict=True))


def _of_twin(asked: str, listed: str, type_: int) -> tuple[float, dict[str, float]]:
    features = reference.features(TWIN, asked, listed, type_)
    score = reference.score(TWIN, asked, listed, type_)
    return score, dict(zip(NAMES, features, strict=True))


def _assert_same(asked: str, listed: str, type_: int) -> None:
    fast, fast_features = _of_kernel(asked, listed, type_)
    slow, slow_features = _of_twin(asked, listed, type_)
    apart = {
        n: (v, slow_features[n])
        for n, v in fast_features.items()
        if v != slow_features[n]
    }
    assert not apart, (asked, listed, type_)
    assert fast == slow, (asked, listed, type_)


def _sample(seed: int, size: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(size):
        _assert_same(*_pair(rng), rng.choice(TYPES))


words = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12),
    st.text("abhkszct", min_size=1, max_size=45),
    st.text("0123456789a", min_size=1, max_size=8),
    st.sampled_from(PLACES + TRADES + list(FORMS) + GIVEN + FATHERS),
    st.sampled_from(sorted(w.text for w in TWIN.words)),
    st.sampled_from(sorted(TWIN.phrases)),
)
lines = st.lists(words, max_size=30).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(lines, lines, st.sampled_from(TYPES))
def test_any_two_lines_of_words_score_alike_in_kernel_and_twin(
    asked: str, listed: str, type_: int
) -> None:
    _assert_same(asked, listed, type_)


@settings(max_examples=100, deadline=None)
@given(lines, st.integers(0, 2**32), st.sampled_from(TYPES))
def test_a_line_and_its_damaged_self_score_alike_in_kernel_and_twin(
    line: str, seed: int, type_: int
) -> None:
    _assert_same(_damaged(line, random.Random(seed)), line, type_)  # noqa: S311


def test_listed_names_and_made_up_ones_score_alike_in_kernel_and_twin() -> None:
    _sample(1, 400)


@pytest.mark.slow
def test_many_more_names_score_alike_in_kernel_and_twin() -> None:
    _sample(2, 6_000)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("", ""),
        ("", "huawei"),
        (" huawei  technologies ", "huawei technologies"),
        ("ltd", "llc"),
        ("a " * 30, "a " * 30),  # more links than there is room for
        ("word " * 70 + "landcompany", "word ltd"),  # more words than are kept
        ("x" * 300, "x" * 300),
        ("0007", "7"),
        ("joint sock company alpha", "joint stock company alpha"),
        # Both names have 64 letters with their legal forms and without.
        ("limited liability company " + "abcdefgh " * 9, "abcdefgi " * 9 + "ltd"),
    ],
)
def test_odd_lines_score_alike_in_kernel_and_twin(asked: str, listed: str) -> None:
    for type_ in TYPES:
        _assert_same(asked, listed, type_)


IndexOf = Callable[[Iterable[Story]], Index]
KINDS = {
    PartyType.UNKNOWN: 0,
    PartyType.PERSON: 1,
    PartyType.ORGANIZATION: 2,
    PartyType.VESSEL: 3,
    PartyType.AIRCRAFT: 4,
}


@dataclass(slots=True)
class Missed:
    """Names that the twin scores so high, and how many of them were no hits."""

    likely: int = 0
    likely_missed: int = 0
    matching: int = 0
    matching_missed: int = 0

    def count(self, score: float, *, hit: bool) -> None:
        if score >= REVIEW:
            self.likely += 1
            self.likely_missed += not hit
        if score >= MATCH:
            self.matching += 1
            self.matching_missed += not hit


def _search_beside_twin(
    story_of: Callable[..., Story], index_of: IndexOf, n_names: int, n_asked: int
) -> Missed:
    """Screens damaged names of a small list, and holds each hit against the twin."""
    rng = random.Random(n_names)  # noqa: S311
    chosen = rng.sample(LISTED, n_names)
    index = index_of(
        story_of(f"own:{i:05}", kind, name) for i, (name, kind) in enumerate(chosen)
    )
    names = [
        reference.Listed(reference.tokens(TWIN, name), KINDS[kind])
        for name, kind in chosen
    ]
    asked = [
        _damaged(rng.choice(chosen)[0], rng) if rng.random() < 0.9 else _made_up(rng)
        for _ in range(n_asked)
    ]
    block, offsets = fold_lines(asked)
    found = index.search(block, offsets, day=DAY, floor=REVIEW, limit=n_names)
    missed = Missed()
    for line, text in enumerate(asked):
        places = range(line * n_names, line * n_names + found.counts[line])
        hits = {found.entries[i]: found.scores[i] for i in places}
        for entry, score in enumerate(reference.search_all(TWIN, names, text)):
            # Entries stand in the order of their ids, and these in that of the names.
            assert hits.get(entry, score) == score, (text, chosen[entry])
            missed.count(score, hit=entry in hits)
    return missed


def test_screening_a_small_list_finds_what_the_twin_finds(
    story_of: Callable[..., Story], index_of: IndexOf
) -> None:
    missed = _search_beside_twin(story_of, index_of, 150, 24)
    assert missed.matching > 10
    assert missed.matching_missed == 0
    assert missed.likely_missed <= 0.1 * missed.likely


@pytest.mark.slow
def test_screening_a_larger_list_finds_nearly_all_that_the_twin_finds(
    story_of: Callable[..., Story], index_of: IndexOf
) -> None:
    # Of 400 names and 1,000 queries, 1 % of matches and 3.5 % of reviews were missed:
    # what is lacking is words that are misspelt and glued or cut at once.
    missed = _search_beside_twin(story_of, index_of, 400, 200)
    assert missed.matching > 100
    assert missed.matching_missed <= 0.03 * missed.matching
    assert missed.likely_missed <= 0.12 * missed.likely


def _hits(index: Index, asked: list[str]) -> list[list[tuple[int, float]]]:
    block, offsets = fold_lines(asked)
    found = index.search(block, offsets, day=DAY, floor=0.0, limit=5)
    return [
        [(found.entries[i], found.scores[i]) for i in range(5 * n, 5 * n + count)]
        for n, count in enumerate(found.counts)
    ]


def test_an_answer_does_not_depend_on_what_was_asked_before(
    story_of: Callable[..., Story], index_of: IndexOf
) -> None:
    # The same letters are a known name, and parts put together on the chance.
    asked = ["giu seppe", "giuseppe"]
    stories = [story_of("own:1", PartyType.PERSON, "Yosef")]
    forth, back = _hits(index_of(stories), asked), _hits(index_of(stories), asked[::-1])
    assert forth == back[::-1]
    assert forth[1]


def test_many_glued_words_are_screened_beside_their_listed_neighbors(
    story_of: Callable[..., Story], index_of: IndexOf
) -> None:
    rng = random.Random(4)  # noqa: S311
    parts = ["".join(rng.sample(LETTERS[:26], 4)) for _ in range(96)]
    glued = ["".join(parts[i : i + 4]) for i in range(0, 96, 4)]
    listed = [*parts, *(word[:-1] + "0" for word in glued)]
    index = index_of(
        story_of(f"own:{i:05}", PartyType.ORGANIZATION, name)
        for i, name in enumerate(listed)
    )
    many, single = _hits(index, [" ".join(glued), glued[0]])
    assert single
    assert len(many) <= 5


def test_a_word_without_end_is_screened_in_no_time(small_index: Index) -> None:
    start = time.perf_counter()
    assert _hits(small_index, ["z" * 100_000]) == [[]]
    assert time.perf_counter() - start < 1.0
