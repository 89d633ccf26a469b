"""Encodings told from bytes."""

from __future__ import annotations

import codecs

import pytest

from listgate.tables.encoding import recognize

GERMAN = "id,name\n1,Größe & Söhne GmbH\n2,Müller\n3,Société Générale – “Café”\n"
CHINESE = (
    "id,name\n1,杭州海康威视数字技术股份有限公司\n2,浙江大华技术股份有限公司（中国）\n"
)


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (b"id,name\n1,Acme\n", "utf-8"),
        (CHINESE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + CHINESE.encode(), "utf-8-sig"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (CHINESE.encode("utf-32"), "utf-32"),
        (GERMAN.encode("utf-16-le"), "utf-16-le"),
        (GERMAN.encode("utf-16-be"), "utf-16-be"),
        (GERMAN.encode("cp1252"), "cp1252"),
        ("name\nGröße\n".encode("cp1252"), "cp1252"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode() + b"3,M\xfcller\n", "utf-8"),
    ],
)
def test_an_encoding_is_told(content: bytes, codec: str) -> None:
    found = recognize([content])
    assert found is not None
    assert found.codec == codec


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Иванов\nПетров\nСидоров", "cp1251"),
        ("株式会社日立製作所\nソニーグループ株式会社", "shift-jis"),
        ("台灣積體電路製造股份有限公司\n鴻海精密工業", "big5"),
    ],
)
def test_an_encoding_that_is_not_sure_is_not_guessed(text: str, codec: str) -> None:
    assert recognize([text.encode(codec)]) is None


def test_a_late_accent_still_counts() -> None:
    blocks = [b"name\n" + b"Acme\n" * 50_000, "Müller\n".encode("cp1252")]
    found = recognize(blocks)
    assert found is not None
    assert found.name == "Windows-1252"


def test_a_sign_cut_between_two_blocks_is_whole() -> None:
    content = CHINESE.encode()
    found = recognize([content[:12], content[12:]])
    assert found is not None
    assert found.codec == "utf-8"
