"""What a file is told by its content, and what is refused in one sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from listgate.errors import ParseError
from listgate.sources.recognise import read_lists
from listgate.sources.unpack import unpack

EXCERPTS = Path(__file__).parent / "excerpts"
CSV = (EXCERPTS / "csl-2022-04.csv").read_bytes()
JSON = (EXCERPTS / "csl-2026-07.json").read_bytes()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(CSV),
        lzma.compress(CSV),
        bz2.compress(CSV),
        zipped(consolidated=CSV),
        zipped(consolidated=gzip.compress(CSV)),
        gzip.compress(CSV[:5000]) + gzip.compress(CSV[5000:]),
        b"\xef\xbb\xbf" + CSV,
        CSV.decode().encode("utf-16"),
        CSV.replace(b"\n", b"\r\n"),
    ],
    ids=["gzip", "xz", "bzip2", "zip", "zip of gzip", "two", "BOM", "UTF-16", "CRLF"],
)
def test_the_packing_makes_no_difference(packed: bytes) -> None:
    found = [e.name for p in read_lists(packed) for e in p.entries]
    assert found == [e.name for p in read_lists(CSV) for e in p.entries]


def refused(data: bytes) -> str:
    with pytest.raises(ParseError) as caught:
        read_lists(data, name="list.dat")
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert "list.dat" in message
    return message


def test_a_web_page_is_told_from_a_list() -> None:
    page = b"<!DOCTYPE html><html><head><title>503 Down</title></head></html>"
    assert "web page ('503 Down')" in refused(page)
    assert "web page" in refused(b"\n  <HTML><body>x</body></HTML>")


@pytest.mark.parametrize("data", [b"", b"  \n\n", b"\0" * 64, gzip.compress(b"")])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "empty" in refused(data)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 ...", b"PAR1abc", b"id,name\n1,x\n", b'{"a": 1}', b"[1, 2]", b"<a/>"],
)
def test_an_unknown_form_is_refused(data: bytes) -> None:
    refused(data)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress])
def test_a_packed_file_that_ends_too_early_is_refused(pack) -> None:  # type: ignore[no-untyped-def]
    whole = pack(CSV)
    for share in (0.3, 0.6, 0.9, 0.999):
        refused(whole[: int(len(whole) * share)])


def test_a_damaged_archive_is_refused() -> None:
    whole = zipped(a=CSV)
    refused(whole[: len(whole) // 2])
    spoiled = bytearray(gzip.compress(CSV))
    spoiled[len(spoiled) // 2] ^= 0xFF
    refused(bytes(spoiled))
    assert "stray" in refused(gzip.compress(CSV) + b"<html>")


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(ParseError, match="too large"):
        unpack(gzip.compress(b"\0" * 5_000_000), limit=1_000_000)
    with pytest.raises(ParseError, match="too large"):
        unpack(zipped(a=b"\0" * 5_000_000), limit=1_000_000)
    nest = CSV
    for _ in range(6):
        nest = gzip.compress(nest)
    with pytest.raises(ParseError, match="packed more than"):
        unpack(nest)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress])
def test_a_file_that_shrank_more_than_lists_do_is_refused_early(
    pack: Callable[[bytes], bytes],
) -> None:
    bomb = pack(b" " * (120 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(ParseError, match="too large"):
            unpack(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 << 20


def row_ends() -> set[int]:
    """Byte positions at which a row of the excerpt ends, outside quotes."""
    quoted, ends = False, set()
    for at, byte in enumerate(CSV):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x0A and not quoted:
            ends.add(at + 1)
    return ends


def test_a_csv_cut_in_the_middle_of_any_row_is_refused() -> None:
    ends = row_ends()
    tail = range(len(CSV) - 120, len(CSV) - 1)
    for at in sorted({*range(1, len(CSV), 61), *tail} - ends):
        refused(CSV[:at])


TABLE = "source,name,programs,entity_number,source_list_url\n" + "".join(
    f"Entity List (EL) - Bureau of Industry and Security,N{n},,,{{}}\n"
    for n in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        (("http://bit.ly/1", "http://bit.ly/2", "http://bit.ly/1"), True),
        (("http://bit.ly/1", "http://bit.ly/2", "http://bit.ly/"), False),
        (("http://bit.ly/1", "http://bit.ly/12", "http://bit.ly/1"), False),
        (("http://bit.ly/1", "http://bit.ly/2", ""), False),
        (('"a, b"', '"c, d"', '"e, f"'), True),
        (('"a, b"', '"c ""d"""', '"e, f"'), False),
        (('"a, b"', '"c, d"', '"e, f'), False),
    ],
)
def test_a_last_row_without_its_line_end_must_show_that_it_is_whole(
    cells: tuple[str, str, str], whole: bool
) -> None:
    data = TABLE.format(*cells).rstrip("\n").encode()
    if whole:
        assert len(read_lists(data)[0].entries) == 3
    else:
        assert "row 4" in refused(data)


def test_a_json_cut_anywhere_is_refused() -> None:
    for at in [*range(1, len(JSON), 97), *range(len(JSON) - 20, len(JSON))]:
        refused(JSON[:at])


def test_a_row_with_cells_missing_or_left_over_is_refused_by_its_number() -> None:
    rows = CSV.split(b"\n")
    rows[3] = rows[3] + b",more"
    assert "row 4" in refused(b"\n".join(rows))


def test_a_total_that_disagrees_with_the_rows_is_refused() -> None:
    document = json.loads(JSON)
    document["total"] += 1
    assert "says it has" in refused(json.dumps(document).encode())


def test_a_row_without_name_or_list_is_refused() -> None:
    document = json.loads(JSON)
    document["results"][3]["name"] = ""
    assert "row 4" in refused(json.dumps(document).encode())
    document = json.loads(JSON)
    document["results"][3]["source"] = "2019-10-09"
    assert "row 4" in refused(json.dumps(document).encode())


def test_a_list_given_twice_in_a_zip_is_refused() -> None:
    with pytest.raises(ParseError, match="more than once"):
        read_lists(zipped(a=CSV, b=CSV), name="both.zip")


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "line 2" in refused(CSV[:400] + b"\xff" + CSV[400:])


def test_text_in_utf_16_without_its_mark_is_read() -> None:
    text = (EXCERPTS / "bis-dpl.txt").read_text(encoding="utf-8")
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read_lists(text.encode(encoding)) == read_lists(text.encode())


def test_json_of_no_known_form_says_what_it_looks_like() -> None:
    for document, said in (
        ([{"a": 1, "b": 2}, {}], "a list of 2 values; the first has a, b."),
        ({"rows": []}, "one object with rows."),
        ([], "a list of 0 values."),
    ):
        with pytest.raises(ParseError) as caught:
            read_lists(json.dumps(document).encode(), name="x.json")
        assert str(caught.value).endswith(said)
