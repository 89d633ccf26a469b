"""Romanized Chinese: pinyin syllables, Wade-Giles, and old spellings of places."""

from __future__ import annotations

from functools import lru_cache

_LISTED = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca
    cai can cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou
    chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai
    dan dang dao de dei den deng di dian diao die ding diu dong dou du duan dui dun duo
    e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen
    geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng
    hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing
    jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan
    kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin
    ling liu lo long lou lu luan lue lun luo lv lve lyu ma mai man mang mao me mei men
    meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni
    nian niang niao nie nin ning niu nong nou nu nuan nue nuo nv nve nyu o ou pa pai pan
    pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie
    qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru ruan rui
    run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng
    shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo
    ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa
    wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu
    xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan
    zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou
    zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
    """
SYLLABLES = frozenset(_LISTED.split())
_LONGEST = 6

_INITIALS = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("p", "p"), ("d", "t"),
    ("t", "t"), ("g", "k"), ("k", "k"), ("j", "ch"), ("q", "ch"), ("x", "hs"),
    ("r", "j"), ("z", "ts"), ("c", "ts"), ("s", "s"), ("m", "m"), ("f", "f"),
    ("n", "n"), ("l", "l"), ("h", "h"), ("y", "y"), ("w", "w"),
)  # fmt: skip
_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu",
    "si": "ssu", "yi": "i", "you": "yu", "ye": "yeh", "yan": "yen", "yong": "yung",
    "yue": "yueh", "er": "erh", "ge": "ko", "ke": "ko", "he": "ho", "gui": "kuei",
    "kui": "kuei", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "e": "o",
}  # fmt: skip

# Spellings of the postal system and of names that kept an old form.
_OLD = {
    "peking": "beijing", "peiping": "beijing", "nanking": "nanjing",
    "chungking": "chongqing", "tsingtao": "qingdao", "tientsin": "tianjin",
    "canton": "guangzhou", "kwangchow": "guangzhou", "hangchow": "hangzhou",
    "soochow": "suzhou", "foochow": "fuzhou", "wenchow": "wenzhou", "amoy": "xiamen",
    "swatow": "shantou", "sian": "xian", "singan": "xian", "mukden": "shenyang",
    "dairen": "dalian", "luta": "dalian", "hankow": "hankou", "hanyang": "hanyang",
    "wuchang": "wuchang", "changsha": "changsha", "chengtu": "chengdu",
    "kunming": "kunming", "kweilin": "guilin", "kweiyang": "guiyang",
    "lanchow": "lanzhou", "chengchow": "zhengzhou", "tsinan": "jinan",
    "chefoo": "yantai", "kiangsu": "jiangsu", "kiangsi": "jiangxi",
    "chekiang": "zhejiang", "fukien": "fujian", "hopei": "hebei", "hupeh": "hubei",
    "honan": "henan", "shantung": "shandong", "shansi": "shanxi", "shensi": "shaanxi",
    "kwangtung": "guangdong", "kwangsi": "guangxi", "kansu": "gansu",
    "szechwan": "sichuan", "szechuan": "sichuan", "kweichow": "guizhou",
    "yunnan": "yunnan", "sinkiang": "xinjiang", "tsinghai": "qinghai",
    "ninghsia": "ningxia", "chinghai": "qinghai", "heilungkiang": "heilongjiang",
    "kirin": "jilin", "tibet": "xizang", "urumchi": "urumqi", "kashgar": "kashi",
    "hotan": "hetian", "khotan": "hetian", "yangtze": "changjiang",
    "tsinghua": "qinghua", "whampoa": "huangpu", "quemoy": "jinmen",
    "soong": "song", "sun yat-sen": "sun zhongshan", "fudan": "fudan",
    "tsingtau": "qingdao", "ningpo": "ningbo", "wusih": "wuxi", "yangchow": "yangzhou",
    "pengpu": "bengbu", "tangshan": "tangshan", "paoting": "baoding",
    "taiyuan": "taiyuan", "kaifeng": "kaifeng", "loyang": "luoyang",
}  # fmt: skip


def to_wade_giles(syllable: str) -> str:
    """Wade-Giles spelling of a pinyin syllable, without apostrophes and umlauts.

    Anything that is no pinyin syllable comes back unchanged.
    """
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    if syllable not in SYLLABLES:
        return syllable
    initial, start = next(
        ((old, new) for old, new in _INITIALS if syllable.startswith(old)), ("", "")
    )
    final = syllable[len(initial) :].replace("v", "u")
    if final == "ong":
        final = "ung"
    elif final in {"ian", "iong"}:
        final = {"ian": "ien", "iong": "iung"}[final]
    elif final == "ie":
        final = "ieh"
    elif final == "ue":
        final = "ueh"
    elif final == "uo":
        final = "o"
    return start + final


@lru_cache(maxsize=1)
def _from_wade_giles() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for syllable in sorted(SYLLABLES):
        if "v" not in syllable and "yu" not in syllable[1:]:
            table.setdefault(to_wade_giles(syllable), []).append(syllable)
    return {spelling: tuple(found) for spelling, found in table.items()}


@lru_cache(maxsize=65536)
def split(token: str) -> tuple[str, ...]:
    """Pinyin syllables of a joined lowercase token, ``()`` when it is none.

    Of several ways the one with the fewest syllables; among these, the longest first
    syllables, as readers do (``xian`` is one syllable). An apostrophe parts syllables.
    """
    if "'" in token:
        pieces = [split(piece) for piece in token.split("'") if piece]
        return () if not all(pieces) else tuple(s for piece in pieces for s in piece)
    if not token.isascii() or not token.isalpha():
        return ()
    size = len(token)
    best: list[tuple[str, ...] | None] = [None] * (size + 1)
    best[size] = ()
    for start in range(size - 1, -1, -1):
        for end in range(min(size, start + _LONGEST), start, -1):
            rest = best[end]
            if rest is None or token[start:end] not in SYLLABLES:
                continue
            found = (token[start:end], *rest)
            held = best[start]
            if held is None or len(found) < len(held):
                best[start] = found
    return best[0] or ()


def is_pinyin(token: str) -> bool:
    """Whether a lowercase token reads as pinyin from end to end."""
    return bool(split(token))


def variants(token: str) -> tuple[str, ...]:
    """Pinyin spellings of a token in an older romanization, ``()`` when none is known.

    Knows the postal spellings of places (``chungking``) and Wade-Giles syllables,
    joined by hyphens or alone where pinyin has no such syllable (``hsiao-ping``,
    ``tsung``). At most four.
    """
    token = token.lower().replace("'", "").replace("\u2019", "")
    if token in _OLD:
        return (_OLD[token],) if _OLD[token] != token else ()
    table = _from_wade_giles()
    pieces = token.split("-")
    if not all(piece in table for piece in pieces):
        return ()
    if len(pieces) == 1 and token in SYLLABLES and table[token][0] == token:
        return ()
    found = [""]
    for piece in pieces:
        found = [head + tail for head in found for tail in table[piece]]
    return tuple(word for word in found if word != token)[:4]
