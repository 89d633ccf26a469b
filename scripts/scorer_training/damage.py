"""Names as customers' files have them: one or two things gone wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FORMS = (
    *("LLC", "Ltd", "Co Ltd", "Inc", "GmbH", "JSC", "OOO", "SA", "Corp", "Limited"),
    *("FZE", "Pvt Ltd", "AG", "BV", "S.r.l.", "Company"),
)
_FORM = re.compile(
    r"(?i)(?<!\w)(limited liability company|(?:public |open |closed )?joint[- ]stock "
    r"company|co\.?,? ?ltd\.?|company limited|private limited|pvt\.? ltd\.?|ltd\.?|"
    r"limited|llc|l\.l\.c\.?|inc\.?|corp\.?|corporation|company|jsc|ooo|oao|zao|ao|pao|"
    r"gmbh|s\.?a\.?|fze|fzco|sdn bhd|ltda\.?|s\.?r\.?l\.?)(?!\w)\.?"
)
_PLACES = (
    "Shenzhen Guangzhou Kyiv Minsk Ankara Doha Muscat Karachi Lahore Paris Berlin Vienna "
    "Zurich Warsaw Prague Canada USA UK Nigeria Kenya Kazakhstan Uzbekistan Vietnam Seoul "
    "Tokyo Jakarta Beirut Damascus Baghdad Kabul Delhi Mumbai Madrid Rome Milan Hongkong "
    "Taiwan Almaty Novosibirsk Tianjin Chengdu Dubai Istanbul Moscow Shanghai Beijing "
    "Singapore Europe Asia China Russia Turkey Germany India"
).split()
_COMMON = (
    "Technology Technologies Trading Group Holding Holdings International Global Industries "
    "Industry Services Solutions Systems Electronics Import Export Investment Development "
    "Construction Engineering Shipping Logistics Energy Capital Company Branch Division "
    "Department Office Partners Consulting Management Enterprises Digital Scientific "
    "Research Equipment Machinery Supply"
).split()
# Habits of transliteration, and letters that are taken for others; both ways.
_SOUNDS = tuple(
    pair.split("/")
    for pair in (
        "kh/h kh/x ou/u ph/f q/k q/g w/v zh/j ts/c ts/tz ch/tch sh/sch dj/j ee/i oo/u aa/a "
        "ii/i iy/y y/i y/j ei/ey ai/ay o/u e/i a/e x/ks yu/iu ya/ia ya/ja gh/g th/t dh/d "
        "s/z c/k ck/k ss/s ll/l mm/m nn/n tt/t h/ v/b ks/x oy/oi ev/yev e/ye f/v g/k d/t b/p"
    ).split()
)
_LOOKS = tuple(
    pair.split("/")
    for pair in (
        "o/0 l/1 i/1 i/l rn/m m/rn m/nn s/5 b/8 cl/d d/cl u/v v/u g/q q/g e/c c/e h/b n/h "
        "w/vv t/f z/2 a/o g/9"
    ).split()
)
_SHORT = {
    word: forms.split(",")
    for word, forms in (
        entry.split("=")
        for entry in (
            "international=Intl,Int technology=Tech,Technol technologies=Tech "
            "corporation=Corp company=Co limited=Ltd manufacturing=Mfg,Manuf "
            "university=Univ,U institute=Inst industries=Ind,Inds industry=Ind "
            "development=Dev,Develop national=Natl,Nat and=& electronics=Elec,Electr "
            "engineering=Eng,Engg research=Res science=Sci equipment=Equip trading=Trdg "
            "general=Gen organization=Org department=Dept services=Svcs systems=Sys "
            "communications=Comm information=Info management=Mgmt association=Assn "
            "group=Grp academy=Acad aviation=Avn construction=Constr import=Imp export=Exp "
            "machinery=Mach investment=Inv petroleum=Petro state=St scientific=Sci "
            "production=Prod enterprise=Ent republic=Rep"
        ).split()
    )
}


def slip(text: str, random: Random) -> str:
    """The text with one slip of the keyboard."""
    i = random.randrange(1, len(text)) if random.random() < 0.9 else 0
    kind = random.random()
    if kind < 0.35:
        return text[:i] + random.choice(_LETTERS) + text[i + 1 :]
    if kind < 0.62:
        return text[:i] + text[i + 1 :]
    if kind < 0.86:
        return text[:i] + random.choice(_LETTERS) + text[i:]
    if i + 1 < len(text):
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text[:i]


def _swapped(text: str, table: tuple[list[str], ...], random: Random) -> str | None:
    fitting = [
        (a, b)
        for pair in table
        for a, b in (pair, pair[::-1])
        if a and text.find(a, 1) > 0
    ]
    if not fitting:
        return None
    a, b = random.choice(fitting)
    i = random.choice([j for j in range(1, len(text)) if text.startswith(a, j)])
    return text[:i] + b + text[i + len(a) :]


def formless(text: str) -> str:
    """The name without its legal form."""
    return " ".join(_FORM.sub(" ", text).split()).strip(" ,.")


def _slips(times: int) -> Callable[[str, Random], str | None]:
    def run(text: str, random: Random) -> str | None:
        for _ in range(times):
            if len(text) < 2:
                return None
            text = slip(text, random)
        return text

    return run


def _swap(text: str, random: Random) -> str | None:
    words = text.split()
    if len(words) < 3:
        return None
    i = random.randrange(len(words) - 1)
    words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


def _shuffled(text: str, random: Random) -> str | None:
    words = text.split()
    if len(words) < 2:
        return None
    random.shuffle(words)
    return " ".join(words)


def _no_form(text: str, random: Random) -> str | None:
    return formless(text) if _FORM.search(text) else None


def _other_form(text: str, random: Random) -> str | None:
    return f"{formless(text)} {random.choice(_FORMS)}"


def _no_common(text: str, random: Random) -> str | None:
    words = text.split()
    common = {w.lower() for w in _COMMON}
    kept = [w for w in words if w.lower().strip(",.") not in common]
    return " ".join(kept) if 2 <= len(kept) < len(words) else None


def _joined(text: str, random: Random) -> str | None:
    words = text.split()
    if len(words) < 3:
        return None
    i = random.randrange(len(words) - 1)
    return " ".join([*words[:i], words[i] + words[i + 1], *words[i + 2 :]])


def _glued(text: str, random: Random) -> str | None:
    words = text.split()
    return "".join(words) if len(words) < 4 else None


def _upper(text: str, random: Random) -> str | None:
    return text.upper()


def _split(text: str, random: Random) -> str | None:
    words = text.split()
    long = [i for i, word in enumerate(words) if len(word) > 5]
    if not long:
        return None
    i = random.choice(long)
    j = random.randrange(2, len(words[i]) - 2)
    return " ".join([*words[:i], words[i][:j], words[i][j:], *words[i + 1 :]])


def _dropped(times: int, least: int) -> Callable[[str, Random], str | None]:
    def run(text: str, random: Random) -> str | None:
        words = text.split()
        if len(words) < least:
            return None
        kept = sorted(random.sample(range(len(words)), len(words) - times))
        return " ".join(words[i] for i in kept)

    return run


def _first_dropped(text: str, random: Random) -> str | None:
    words = text.split()
    return " ".join(words[1:]) if len(words) > 2 else None


def _half(text: str, random: Random) -> str | None:
    words = text.split()
    return " ".join(words[: max(2, len(words) // 2)]) if len(words) > 3 else None


def _shortened(text: str, random: Random) -> str | None:
    words = [
        random.choice(_SHORT.get(w.lower().strip(",."), [w])) for w in text.split()
    ]
    made = " ".join(words)
    return made if made != " ".join(text.split()) else None


def _place_added(text: str, random: Random) -> str | None:
    place = random.choice(_PLACES)
    return f"{text} {place}" if random.random() < 0.6 else f"{place} {text}"


def _common_added(text: str, random: Random) -> str | None:
    return f"{text} {random.choice(_COMMON)}"


def _sounding(text: str, random: Random) -> str | None:
    return _swapped(text.lower(), _SOUNDS, random)


def _sounding_twice(text: str, random: Random) -> str | None:
    once = _sounding(text, random)
    return _sounding(once, random) if once else None


def _looking(text: str, random: Random) -> str | None:
    return _swapped(text.lower(), _LOOKS, random)


def _transposed(text: str, random: Random) -> str | None:
    if len(text) < 4:
        return None
    i = random.randrange(len(text) - 1)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def initialed(text: str, random: Random) -> str | None:
    """The name of a person with one word cut to its initial."""
    words = text.split()
    if len(words) < 2:
        return None
    i = random.randrange(len(words))
    return " ".join([*words[:i], words[i][0] + ".", *words[i + 1 :]])


_KINDS: tuple[Callable[[str, Random], str | None], ...] = (
    *(_slips(1), _slips(2)) * 2,
    *(_slips(3), _swap, _no_form, _no_common, _joined, _upper, _split, _dropped(1, 3)),
    *(_other_form, _shortened, _place_added, _common_added, _sounding, _sounding_twice),
    *(_looking, _transposed, _first_dropped, _dropped(2, 5), _shuffled, _half, _glued),
)


def _once(text: str, random: Random, words: list[str], person: bool) -> str | None:
    """One kind of damage; None where it does not fit the name."""
    kind = random.randrange(len(_KINDS) + 2)
    if kind == len(_KINDS):
        parts = text.split()
        i = random.randrange(len(parts) + 1)
        return " ".join([*parts[:i], random.choice(words), *parts[i:]])
    if kind > len(_KINDS):
        return initialed(text, random) if person else None
    return _KINDS[kind](text, random)


def damaged(text: str, random: Random, words: list[str], person: bool) -> str | None:
    """The name with one kind of damage, often two; None where it does not fit.

    Args:
        text: A name as listed.
        random: Where chance comes from.
        words: Words of other names, to be added.
        person: Initials are for persons.
    """
    made = _once(text, random, words, person)
    if made and random.random() < 0.22:
        made = _once(made, random, words, person) or made
    return made


def turned(name: str, random: Random) -> str:
    """`SURNAME, Given` as people write it, about half the time."""
    if name.count(", ") == 1 and random.random() < 0.45:
        last, first = name.split(", ")
        return f"{first} {last}"
    return name
