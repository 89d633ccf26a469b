"""Latin renderings of Japanese names that have kana; kanji are read as Chinese."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from listgate.names.han_tables import read_words

_LISTED = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so
タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he
ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa
ヰ i ヱ e ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da
ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po
ヴ vu キャ kya キュ kyu キョ kyo シャ sha シュ shu ショ sho シェ she チャ cha チュ chu
チョ cho チェ che ニャ nya ニュ nyu ニョ nyo ヒャ hya ヒュ hyu ヒョ hyo ミャ mya ミュ myu
ミョ myo リャ rya リュ ryu リョ ryo ギャ gya ギュ gyu ギョ gyo ジャ ja ジュ ju ジョ jo
ジェ je ビャ bya ビュ byu ビョ byo ピャ pya ピュ pyu ピョ pyo ファ fa フィ fi フェ fe
フォ fo フュ fyu ヴァ va ヴィ vi ヴェ ve ヴォ vo ティ ti ディ di デュ dyu トゥ tu ドゥ du
ウィ wi ウェ we ウォ wo ツァ tsa ツェ tse ツォ tso イェ ye クァ kwa クォ kwo ァ a ィ i
ゥ u ェ e ォ o ャ ya ュ yu ョ yo
"""
_ROWS = _LISTED.split()
_KANA = dict(zip(_ROWS[::2], _ROWS[1::2], strict=True))
_RUN = re.compile(r"[\u3041-\u30ff]+")
# Katakana that stand for the numeral or line they look like, in scanned Chinese.
_LOOKALIKE = str.maketrans({"ニ": "二", "ハ": "八", "ロ": "口", "エ": "工", "カ": "力"})
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff〇○])[ニハロエカ](?=[\u3400-\u9fff])")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    words = read_words("kana_words.toml")["words"]
    return {key: value[0] for key, value in words.items()}


@lru_cache(maxsize=16384)
def hepburn(kana: str) -> str:
    """Hepburn spelling of kana without macrons: トウキョウ is ``tokyo``."""
    text = "".join(
        chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c
        for c in unicodedata.normalize("NFKC", kana)
    )
    out: list[str] = []
    double = False
    index = 0
    while index < len(text):
        pair = text[index : index + 2]
        if text[index] == "ッ":
            double = True
            index += 1
            continue
        found = _KANA.get(pair) if len(pair) == 2 else None
        index += 2 if found else 1
        sound = found or _KANA.get(text[index - 1], "")
        if double and sound:
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
        double = False
        out.append(sound)
    spelled = "".join(out)
    # Long vowels are written once, as in Tokyo and Osaka.
    return re.sub(r"ou|oo|uu", lambda m: m.group()[0], spelled)


@lru_cache(maxsize=8192)
def renderings(text: str) -> tuple[str, ...]:
    """ASCII renderings of a text with kana, 1 to 6, best first.

    Katakana words of company names are given in English, other kana in Hepburn, kanji
    by the words of the Han tables (the reading of a kanji name is not in its writing).
    """
    text = _BETWEEN_HAN.sub(lambda m: m.group().translate(_LOOKALIKE), text)
    english = _RUN.sub(lambda m: f" {_kana(m.group())} ", text)
    spelled = _RUN.sub(lambda m: f" {hepburn(m.group())} ", text)
    found = [*_latin_and_han(english)[:4], *_latin_and_han(spelled)[:2]]
    return tuple(dict.fromkeys(found))


def _latin_and_han(text: str) -> tuple[str, ...]:
    """Renderings of a text whose kana are Latin words by now."""
    text = " ".join(text.split())
    if text.isascii():
        return (text,)
    from listgate.names import han

    return han.renderings(text)


def _kana(run: str) -> str:
    """A run cut at known words, longest first, in English; the rest in Hepburn."""
    table = _words()
    out: list[str] = []
    start = loose = 0
    while start < len(run):
        for size in range(min(12, len(run) - start), 1, -1):
            word = run[start : start + size]
            if word in table:
                if loose < start:
                    out.append(hepburn(run[loose:start]))
                out.append(table[word])
                start += size
                loose = start
                break
        else:
            start += 1
    if loose < len(run):
        out.append(hepburn(run[loose:]))
    return " ".join(filter(None, out))
