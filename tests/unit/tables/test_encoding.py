"""Encodings told from bytes."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from listgate.tables.encoding import Encoding, Undecided, recognize
from listgate.tables.reader import Table

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
    assert isinstance(found, Encoding)
    assert found.codec == codec


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Größe", "cp1252"),
        ("Crédit Agricole\nPremière Française\nCôte d'Azur – Frères", "cp1252"),
        ("Première", "cp1252"),
        ("Telefónica España\nCompañía Núñez", "cp1252"),
        ("Construções São João\nPetróleo Brasileiro", "cp1252"),
        ("A.P. Møller - Mærsk\nØrsted\nÅlborg", "cp1252"),
        ("Größe\nSociété Première\nEspaña\nMøller Ålborg\nSão João", "cp1252"),
        ("Þórður Ísland\nEimskipafélag Íslands ehf.", "cp1252"),
        ("Acme – “Beta”", "cp1252"),
        ("Zakłady Mięsne\nGrupa Żywiec", "cp1250"),
        ("Škoda Plzeň Dvořák\nČeské dráhy", "cp1250"),
        ("Kovačević Đorđe\nŽeljeznice", "cp1250"),
        ("Lietuvos geležinkeliai\nŽemės ūkio bankas", "cp1257"),
        ("Иванов\nПетров\nСидоров", "cp1251"),
        ("ООО РОМАШКА\nОАО ГАЗПРОМ", "cp1251"),
        ("Иванов\nПетров\nСидоров", "koi8-r"),
        ("Ελληνικά Πετρέλαια\nΔημόσια Επιχείρηση", "cp1253"),
        ("شركة النفط الوطنية\nمحمد عبد الله", "cp1256"),
        ("王伟\n李强\n张敏", "gb18030"),
        ("鴻海精密工業\n陳水扁", "big5"),
        ("株式会社日立製作所\nソニーグループ株式会社", "shift-jis"),
        ("三菱電機\n川崎重工業", "euc_jp"),
        ("三菱電機\n川崎重工業", "iso2022_jp"),
        ("삼성전자 주식회사\n현대자동차", "cp949"),
        ("华为技术有限公司\n杭州海康", "utf-16-le"),
        ("华为技术有限公司\n杭州海康", "utf-16-be"),
    ],
)
def test_an_old_encoding_is_told_by_what_reads_like_names(
    text: str, codec: str
) -> None:
    content = f"name\n{text}\n".encode(codec)
    found = recognize([content])
    assert isinstance(found, Encoding)
    assert content.decode(found.codec) == f"name\n{text}\n"
    assert found.guessed


@pytest.mark.parametrize(
    "content",
    [
        b"name\n\x81\x8d\x8f\x90\n",
        "Yolları Şirketi\n".encode("cp1254"),
    ],
)
def test_an_encoding_that_is_not_sure_is_not_guessed(content: bytes) -> None:
    found = recognize([content])
    assert isinstance(found, Undecided)
    assert "with --encoding" in str(found)


def test_a_late_accent_still_counts() -> None:
    blocks = [b"name\n" + b"Acme\n" * 50_000, "Müller\n".encode("cp1252")]
    found = recognize(blocks)
    assert isinstance(found, Encoding)
    assert found.name == "Windows-1252"


@pytest.mark.parametrize(
    ("codec", "named", "said"),
    [
        ("utf-8", "", []),
        ("utf-8-sig", "", ["p.csv: read as UTF-8, as its byte order mark says."]),
        ("utf-16", "", ["p.csv: read as UTF-16, as its byte order mark says."]),
        ("utf-16", "utf-16", []),
    ],
)
def test_a_byte_order_mark_is_said_unless_the_encoding_was_named(
    tmp_path: Path, codec: str, named: str, said: list[str]
) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes("name\nMüller\n".encode(codec))
    table = Table(file, {}, encoding=named)
    assert [note.replace(str(tmp_path) + "/", "") for note in table.notes] == said
    table.close()


def test_a_sign_cut_between_two_blocks_is_whole() -> None:
    content = CHINESE.encode()
    found = recognize([content[:12], content[12:]])
    assert isinstance(found, Encoding)
    assert found.codec == "utf-8"
