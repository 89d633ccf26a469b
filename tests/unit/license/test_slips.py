"""Slips of writing: what is put right, and what is never guessed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from listgate.license.eccn import parse_eccn
from listgate.license.facts import Item
from listgate.license.policy import parse_policy
from listgate.license.requirement import parse_requirement
from listgate.license.slips import mend
from listgate.license.words import mended
from listgate.sources import embedded


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("presumtion of denail", "presumption of denial"),
        ("for al itmes subejct tothe ear", "for all items subject to the ear"),
        ("semiconducto rs", "semiconductors"),
        ("item s on the ccl", "items on the ccl"),
        ("pre sumption of approval", "presumption of approval"),
        ("apartfrom food", "apart from food"),
    ],
)
def test_a_word_that_is_none_becomes_the_one_that_fits(text: str, meant: str) -> None:
    assert mend(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "excluding items",  # one letter pair from "including"
        "unnecessary",
        "unauthorized",
        "nor items",
        "fot items",  # "for" or "not"
        "many items",
        "(ii)",
        "1a004.c and d",
    ],
)
def test_what_denies_narrows_or_fits_twice_stays(text: str) -> None:
    assert mend(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "See §744.11 of the EAR",
        "See &sect;744.11&nbsp;of the EAR",
        "See &#167; 744.11 of\r\nthe EAR",
        "See ?744.11 of the EAR",
        "See Sec. 744.11 of the EAR",
        "See section 744.11of the EAR",
        "See § 744.11 of the Export Administration Regulations (EAR)",
    ],
)
def test_a_reference_is_one_in_every_manner_of_writing(text: str) -> None:
    assert mended(text) == "see § 744.11 of the ear"


ITEMS = (
    Item(None),
    Item(None, note_to="1A995"),
    *(Item(None, purpose=p) for p in ("food-medicine", "infectious-disease", "iss")),
    *(
        Item(parse_eccn(code))
        for code in "1A004 1A004.a 1A004.c 1A995 2A983 3B001 3B001.c 3B001.e 5A992.c".split()
    ),
)


def policy(text: str) -> object:
    found = parse_policy(text)
    return tuple(found.judge(i).policy for i in ITEMS) if found.understood else None


def requirement(text: str) -> object:
    found = parse_requirement(text)
    if not found.understood:
        return None
    told = (found.scope, found.exclusions, found.hs_codes, found.projects, found.gov)
    return (*told, found.footnotes, found.leaked_policy, found.worldwide)


def letters(text: str) -> list[int]:
    words = re.finditer(r"(?<![\w.])[A-Za-z]{3,}(?!\w)", text)
    return [m.start() + n for m in words for n in range(len(m[0]))]


def slip(text: str, by: random.Random) -> str:
    at = by.choice(letters(text))
    letter = by.choice("abcdefghijklmnopqrstuvwxyz")
    swapped = text[at + 1 : at + 2] + text[at] + text[at + 2 :]
    ways = (letter + text[at + 1 :], text[at + 1 :], letter + text[at:], swapped)
    return text[:at] + by.choice((*ways, " " + text[at:]))


def two_slips(text: str, by: random.Random) -> str:
    return slip(slip(text, by), by)


def unglued(text: str, by: random.Random) -> str:
    at = by.choice([n for n, c in enumerate(text) if c == " "])
    return text[:at] + by.choice(("", "  ", "\n", "&nbsp;")) + text[at + 1 :]


TEXTS = [
    (parse, text)
    for parse, texts in (
        (requirement, "license_requirement"),
        (policy, "license_review_policy"),
    )
    for text in sorted(
        {
            getattr(e, texts)
            for e in embedded.load(["us-bis-el"]).versions[0][1]
            if " " in getattr(e, texts)
        }
    )
]


@pytest.mark.parametrize("change", [slip, two_slips, unglued])
def test_a_text_written_badly_is_read_alike_or_not_at_all(
    change: Callable[[str, random.Random], str],
) -> None:
    by = random.Random(20260731)  # noqa: S311
    assert len(TEXTS) > 100
    wrong, alike, tried = [], 0, 0
    for parse, text in TEXTS:
        for _ in range(5):
            found = parse(changed := change(text, by))
            tried += 1
            alike += found == parse(text)
            if found is not None and found != parse(text):
                wrong.append(changed)
    assert wrong == []
    assert alike > tried / 2


NARROWING = (
    *("not", "except", "other than", "only", "no", "unless licensed", "excluding"),
    *("without", "never", "exempt", "until 2027", "when destined to Macau", "but"),
)


def test_a_word_that_denies_or_narrows_is_never_read_over() -> None:
    by = random.Random(20260731)  # noqa: S311
    over = []
    for parse, text in TEXTS:
        for word in NARROWING:
            words = text.split()
            words.insert(by.randrange(len(words) + 1), word)
            if parse(changed := " ".join(words)) is not None:
                over.append(changed)
    assert over == []
