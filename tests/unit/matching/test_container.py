from __future__ import annotations

import pytest

from listgate.matching.container import pack, unpack


def test_what_was_packed_comes_out() -> None:
    parts = {"a": b"one", "b.long.name": b"", "c": bytes(range(256))}
    found = unpack(memoryview(pack(parts)))
    assert {name: bytes(view) for name, view in found.items()} == parts


def test_sections_are_aligned_to_cache_lines() -> None:
    whole = pack({"a": b"x", "b": b"yy"})
    assert whole.index(b"yy") % 64 == 0


@pytest.mark.parametrize("cut", [0, 3, 7, 20, 40, 64])
def test_a_container_cut_short_is_refused(cut: int) -> None:
    whole = pack({"a": b"x" * 100})
    with pytest.raises(ValueError, match=r"container|short"):
        unpack(memoryview(whole[:cut]))


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not a container"):
        unpack(memoryview(b"<!doctype html>" * 10))
