"""Chinese-script addresses in the words that lists use: 阡陌路555号 is 555 Qianmo Road."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

from listgate.names.han import pinyin
from listgate.names.han_tables import cantonese
from listgate.names.han_words import normalize, number, ordinal

_NUMERALS = "〇零一二三四五六七八九十百"
_NUMBERED = re.compile(
    rf"(第?[0-9A-Za-z][0-9A-Za-z\-–~/]*|第?[{_NUMERALS}]+)"
    r"(号楼|号馆|栋|幢|座|期|号院|號|号|弄|楼|层|樓|室|单元|房|铺)"
)
_COUNTED = {
    **dict.fromkeys(("号楼", "号馆", "栋", "幢", "座", "期"), "building"),
    **dict.fromkeys(("楼", "层"), "floor"),
    **dict.fromkeys(("室", "单元", "房", "铺"), "room"),
    **dict.fromkeys(("号院", "号", "弄"), "no"),
}
_KINDS = {
    "特别行政区": "", "自治区": "region", "经济技术开发区": "zone", "开发区": "zone",
    "高新区": "zone", "商业中心": "commercial centre", "商业大厦": "commercial building",
    "广场": "plaza", "大厦": "building", "大楼": "building", "中心": "centre",
    "工业园": "industrial park", "科技园": "science park", "大道": "avenue",
    "大街": "street", "公路": "highway", "街道": "subdistrict", "自治州": "prefecture",
    "省": "province", "市": "city", "区": "district", "县": "county", "镇": "town",
    "乡": "township", "村": "village", "路": "road", "街": "street", "道": "road",
    "巷": "lane", "胡同": "hutong", "园": "park",
}  # fmt: skip
# 村 in 中关村东路 ends no village: what names a road goes on to it.
_NOT_A_ROAD = r"(?![东西南北中一二三四五六七八九十]{0,2}(?:路|街|大街|大道|道))"
_NAMED = re.compile(
    r"([\u3400-\u9fff]+?)("
    + "|".join(k if k in "路街大道" else k + _NOT_A_ROAD for k in _KINDS)
    + ")"
)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SIDES = {"东": "east", "西": "west", "南": "south", "北": "north", "中": "middle"}
_WAYS = ("路", "街", "大街", "大道")
_HONG_KONG = {
    "香港": "hong kong", "九龙": "kowloon", "新界": "new territories", "澳门": "macau",
    "旺角": "mong kok", "湾仔": "wan chai", "尖沙咀": "tsim sha tsui", "中环": "central",
    "上环": "sheung wan", "铜锣湾": "causeway bay", "观塘": "kwun tong",
    "荃湾": "tsuen wan", "葵涌": "kwai chung", "沙田": "sha tin", "北角": "north point",
    "金钟": "admiralty", "油麻地": "yau ma tei", "深水埗": "sham shui po",
    "元朗": "yuen long", "屯门": "tuen mun",
}  # fmt: skip


@lru_cache(maxsize=4096)
def english(text: str) -> tuple[str, ...]:
    """The address in English words: by Mandarin, in Hong Kong by Cantonese as well."""
    plain = normalize(text)
    plain = _NUMBERED.sub(_numbered, plain)
    # Several readings where the address is of a place that spells by Cantonese.
    spellings: list[Callable[[str], str]] = [pinyin]
    if any(place in plain for place in _HONG_KONG):
        spellings.append(_by_cantonese)
        for place, name in _HONG_KONG.items():
            plain = plain.replace(place, f" {name} ")
    out = []
    for spell in spellings:
        line = _NAMED.sub(partial(_named, spell), plain)
        line = _HAN.sub(partial(_spelled, spell), line)
        out.append(" ".join(line.encode("ascii", "ignore").decode().split()))
    return tuple(dict.fromkeys(out))


def _by_cantonese(text: str) -> str:
    table = cantonese()
    return " ".join(table.get(ch) or pinyin(ch) for ch in text)


def _numbered(match: re.Match[str]) -> str:
    count, kind = match[1].removeprefix("第"), match[2]
    if count[0] in _NUMERALS:
        count = number(count)
    return f" {_COUNTED[kind]} {count} "


def _spelled(spell: Callable[[str], str], match: re.Match[str]) -> str:
    return f" {spell(match[0])} "


def _named(spell: Callable[[str], str], match: re.Match[str]) -> str:
    """`中关村东` + 路 is `zhongguancun east road`; `科谷一` + 街 is `kegu 1st street`."""
    stem, kind = match.groups()
    side = turn = ""
    if kind in _WAYS:
        if len(stem) > 2 and stem[-1] in _NUMERALS:
            turn, stem = ordinal(number(stem[-1])), stem[:-1]
        if len(stem) > 1 and stem[-1] in _SIDES:
            side, stem = _SIDES[stem[-1]], stem[:-1]
    return f" {spell(stem)} {side} {turn} {_KINDS[kind]} "
