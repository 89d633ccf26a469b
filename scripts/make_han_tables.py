"""Writes the character tables that the names package reads for Han script.

``han_pinyin.tsv``: one line a toneless syllable, then every character of the CJK
Unified Ideographs block whose first reading it is. ``han_simplified.tsv``: traditional
and Japanese characters with the Simplified one that stands for them. ``han_cantonese.tsv``: one line
a syllable as Hong Kong spells names, then the characters of GB 2312 read so.

Shipping two small tables instead of importing the libraries keeps a first check of a
Chinese name fast: importing pypinyin alone takes longer than all else together.

Sources: pypinyin (MIT) for readings, OpenCC (Apache-2.0) for character forms,
ToJyutping (BSD-2-Clause) for Cantonese readings; these are not needed at run time.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import opencc
import ToJyutping
from pypinyin import Style, pinyin

DATA = Path(__file__).parents[1] / "src" / "listgate" / "names" / "data"
BLOCK = range(0x4E00, 0xA000)

# Readings that names use where the dictionary's first one is another word's.
NAME_READINGS = {
    "长": "chang", "重": "zhong", "行": "hang", "乐": "le", "盛": "sheng",
    "曾": "zeng", "单": "dan", "仇": "qiu", "解": "jie", "朴": "pu", "和": "he",
    "都": "du", "藏": "zang", "厂": "chang", "车": "che", "调": "diao", "传": "chuan",
    "参": "can", "校": "xiao", "铅": "qian", "隆": "long", "女": "nv", "吕": "lv",
    "绿": "lv", "旅": "lv", "律": "lv", "铝": "lv", "率": "lv", "奇": "qi", "石": "shi",
    "莎": "sha", "会": "hui", "省": "sheng", "广": "guang", "宁": "ning", "柏": "bai",
    "茄": "qie", "丰": "feng", "弹": "dan", "澄": "cheng", "薄": "bo", "系": "xi",
    "降": "jiang", "空": "kong", "更": "geng", "兴": "xing", "种": "zhong", "区": "qu",
    "地": "di", "得": "de", "的": "de", "还": "huan", "大": "da", "中": "zhong",
    "发": "fa", "正": "zheng", "相": "xiang", "鸟": "niao", "能": "neng", "应": "ying",
    "干": "gan", "冠": "guan", "观": "guan", "华": "hua", "合": "he", "卡": "ka",
    "提": "ti", "朝": "chao", "塔": "ta", "阿": "a", "可": "ke", "于": "yu", "洗": "xi",
    "泊": "bo", "尔": "er", "伯": "bo", "格": "ge", "什": "shi", "若": "ruo",
    "曲": "qu", "术": "shu", "创": "chuang", "尽": "jin", "号": "hao", "巷": "xiang",
    "夏": "xia", "厦": "xia", "吉": "ji", "台": "tai", "沈": "shen", "冲": "chong",
}  # fmt: skip


# Variants that OpenCC leaves alone.
VARIANTS = {"厰": "厂", "厛": "厅", "滙": "汇", "銹": "锈", "鉄": "铁", "囯": "国"}


def is_simplified(char: str) -> bool:
    """Whether the character is in GB 2312: a Japanese 芸 is a Chinese 芸 too."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def readings() -> dict[str, str]:
    """Character → syllables in ASCII, ``ü`` written ``v``."""
    table: dict[str, list[str]] = defaultdict(list)
    for code in BLOCK:
        char = chr(code)
        (found,) = pinyin(char, style=Style.NORMAL, errors="ignore") or [[""]]
        syllable = NAME_READINGS.get(char, found[0]).replace("ü", "v").replace("ê", "e")
        if syllable.isascii() and syllable.isalpha():
            table[syllable].append(char)
    return {syllable: "".join(chars) for syllable, chars in sorted(table.items())}


def simplified() -> dict[str, str]:
    """Simplified character → the traditional and Japanese ones it stands for."""
    to_simplified = opencc.OpenCC("t2s")
    from_japanese = opencc.OpenCC("jp2t")
    table: dict[str, list[str]] = defaultdict(list)
    for code in BLOCK:
        char = chr(code)
        plain = VARIANTS.get(char) or to_simplified.convert(char)
        if plain == char and not is_simplified(char):
            plain = to_simplified.convert(from_japanese.convert(char))
        if plain != char and len(plain) == 1:
            table[plain].append(char)
    return {plain: "".join(chars) for plain, chars in sorted(table.items())}


# Jyutping → the customary spelling of names in Hong Kong, which has no strict rule.
INITIALS = (
    ("gw", "kw"), ("kw", "kw"), ("ng", "ng"), ("b", "p"), ("d", "t"), ("g", "k"),
    ("z", "ch"), ("c", "ch"), ("j", "y"),
)  # fmt: skip
FINALS = {
    "aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang",
    "aap": "ap", "aat": "at", "aak": "ak", "an": "an", "at": "at", "ou": "o",
    "eoi": "ui", "eon": "un", "eot": "ut", "oeng": "eung", "oek": "euk", "oe": "eu",
    "yu": "yu", "yun": "uen", "yut": "uet", "oi": "oi", "eng": "eng",
}  # fmt: skip
WHOLE = {
    "jyu": "yu", "jyun": "yuen", "jyut": "yuet", "ji": "yi", "jin": "yin", "jing": "ying",
    "jim": "yim", "jiu": "yiu", "jau": "yau", "jan": "yan", "jam": "yam", "jung": "yung",
    "joeng": "yeung", "jeoi": "yui", "si": "sze", "zi": "chi", "ci": "chi", "zyu": "chu",
    "cyu": "chu", "syu": "shu", "syun": "suen", "zan": "chun", "can": "chan", "san": "sun",
    "seon": "shun", "seoi": "shui", "siu": "siu", "wong": "wong", "wu": "wu", "sam": "sum",
    "lei": "lee", "lou": "lo", "gwok": "kwok", "ng": "ng", "zau": "chau", "saang": "sang",
    "ziu": "chiu", "zing": "ching", "zoeng": "cheung", "zung": "chung", "hoi": "hoi",
    "guk": "kuk", "kyun": "kuen", "gyun": "kuen", "man": "man", "ban": "pan", "fan": "fan",
}  # fmt: skip


def hong_kong(jyutping: str) -> str:
    """Customary spelling of a Jyutping syllable without its tone."""
    if jyutping in WHOLE:
        return WHOLE[jyutping]
    start, rest = "", jyutping
    for initial, spelled in INITIALS:
        if jyutping.startswith(initial) and len(jyutping) > len(initial):
            start, rest = spelled, jyutping[len(initial) :]
            break
    else:
        if jyutping[0] not in "aeiou":
            start, rest = jyutping[0], jyutping[1:]
    return start + FINALS.get(rest, rest)


def cantonese() -> dict[str, str]:
    """Hong Kong syllable → the Simplified characters read so."""
    to_traditional = opencc.OpenCC("s2hk")
    table: dict[str, list[str]] = defaultdict(list)
    for code in BLOCK:
        char = chr(code)
        if not is_simplified(char):
            continue
        found = ToJyutping.get_jyutping_list(to_traditional.convert(char))
        if found and found[0][1]:
            table[hong_kong(found[0][1].rstrip("123456"))].append(char)
    return {syllable: "".join(chars) for syllable, chars in sorted(table.items())}


def write(path: Path, rows: dict[str, str]) -> None:
    """Writes ``key<TAB>characters`` lines."""
    path.write_text(
        "".join(f"{key}\t{chars}\n" for key, chars in rows.items()), "utf-8"
    )
    print(f"{path.name}: {len(rows)} rows, {sum(map(len, rows.values()))} characters")


if __name__ == "__main__":
    write(DATA / "han_pinyin.tsv", readings())
    write(DATA / "han_simplified.tsv", simplified())
    write(DATA / "han_cantonese.tsv", cantonese())
