"""ECCNs as requirements and policies list them."""

from __future__ import annotations

import re

import pytest

from listgate.license.listed import LIST, listed


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("1a004.c, 1a004.d, 1a995, and 2e983", "1A004.c 1A004.d 1A995 2E983"),
        ("1a004.c and .d", "1A004.c 1A004.d"),
        ("1a004c or d; 1a995", "1A004.c 1A004.d 1A995"),
        (
            "3b001.a.4, .c, f.1.b.2, .k to .m; 3b002.c",
            "3B001.a.4 3B001.c 3B001.f.1.b.2 3B001.k 3B001.l 3B001.m 3B002.c",
        ),
        ("3b001.k-.m", "3B001.k 3B001.l 3B001.m"),
        ("3b991 through 3b993", "3B991 3B992 3B993"),
    ],
)
def test_lists_are_read_with_their_runs(text: str, named: str) -> None:
    found = listed(text)
    assert found is not None
    assert " ".join(map(str, found.named)) == named


@pytest.mark.parametrize(
    "text", ["3b001.a.4 to .c", "3b001.m to .k", "3b001.a to 3b002.c", "1a004; c"]
)
def test_what_can_be_read_twice_is_not_read(text: str) -> None:
    assert re.fullmatch(LIST, text)
    assert listed(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1a004.c except 1a995",
        "1a0004.c",
        "1a04.c",
        "1ao04",
        "3b001 for a fab",
        "3b001 a",
    ],
)
def test_no_other_word_stands_in_a_list(text: str) -> None:
    assert re.fullmatch(LIST, text) is None
