"""Splits a name by script and hands each run to what knows that script."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from listgate.names.latin import strip_marks

_MOST = 6

# First code point of a range, and the script there; "" is what has no script.
_RANGES = (
    (0x0000, ""), (0x0041, "latin"), (0x005B, ""), (0x0061, "latin"), (0x007B, ""),
    (0x0370, "other"), (0x0400, "cyrillic"), (0x0530, "other"), (0x0600, "arabic"),
    (0x0700, "other"), (0x0750, "arabic"), (0x0780, "other"), (0x1100, "hangul"),
    (0x1200, "other"), (0x2000, ""), (0x2C00, "other"), (0x3000, ""), (0x3005, "han"),
    (0x3006, ""), (0x3007, "han"), (0x3008, ""), (0x3041, "kana"), (0x3100, "other"),
    (0x3130, "hangul"), (0x3190, "other"), (0x31F0, "kana"), (0x3200, "other"),
    (0x3400, "han"), (0xA000, "other"), (0xAC00, "hangul"), (0xD7B0, "other"),
    (0xF900, "han"), (0xFB00, "other"), (0xFB50, "arabic"), (0xFE00, ""),
    (0xFE70, "arabic"), (0xFF00, ""), (0xFF66, "kana"), (0xFFA0, "other"),
    (0x20000, "han"), (0x32000, "other"),
)  # fmt: skip
_STARTS = [start for start, _ in _RANGES]


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    return _RANGES[bisect_right(_STARTS, ord(char)) - 1][1]


# Latin letters typed within a Cyrillic word: Aкционерное, Олексiй.
_LOOKALIKES = re.compile(r"[A-Za-z]+(?=[\u0400-\u052f])|(?<=[\u0400-\u052f])[A-Za-z]+")
_TWINS = str.maketrans("ABCEHIKMOPTXYaceiopxyS", "АВСЕНІКМОРТХУасеіорхуЅ")


def romanize(text: str) -> tuple[str, ...]:
    """Renderings of a name that is not in Latin letters alone, 1 to 6, best first."""
    text = strip_marks(text)
    scripts = _scripts(text)
    if scripts == {"latin", "cyrillic"}:
        text = _LOOKALIKES.sub(lambda match: match.group().translate(_TWINS), text)
        scripts = _scripts(text)
    parts = _parts(text) if "latin" in scripts and len(scripts) > 1 else []
    whole = _whole(text, scripts)
    found = [*whole[: 2 if parts else _MOST], *parts]
    folded = (" ".join(line.split()) for line in found)
    return tuple(dict.fromkeys(filter(None, folded)))[:_MOST] or ("",)


def _scripts(text: str) -> set[str]:
    return set(map(_script, text)) - {""}


def _whole(text: str, scripts: set[str]) -> tuple[str, ...]:
    """Renderings of the whole text."""
    if "kana" in scripts:
        from listgate.names import japanese

        return japanese.renderings(text)
    if "han" in scripts:
        from listgate.names import han

        if scripts - {"han", "latin"}:
            text = "".join(
                char if _script(char) in {"han", ""} else any_ascii(char)
                for char in text
            )
        return han.renderings(text)
    if "hangul" in scripts:
        from listgate.names import hangul

        return hangul.renderings(text)
    if "arabic" in scripts:
        from listgate.names import arabic

        return arabic.renderings(text)
    if "cyrillic" in scripts:
        from listgate.names import cyrillic

        return cyrillic.renderings(text)
    return (any_ascii(text),)


def any_ascii(text: str) -> str:
    """ASCII of any script as anyascii gives it, white space folded."""
    from anyascii import anyascii

    return " ".join(anyascii(text).split()) if text.strip() else text


# A Latin part that says only this is no name of its own.
_SAYS_NOTHING = (
    "co ltd limited inc corp corporation company group llc jsc ojsc pjsc gmbh ag sa the "
    "of and branch office china russia iran technology trading international no pte pty "
    "hk prc"
)
_GENERIC = frozenset(_SAYS_NOTHING.split())
_BRACKET = re.compile(r"[()\[\]/|]")
_BREAK = re.compile(r"[\s()\[\]/|,;:\-]+")


def _parts(text: str) -> list[str]:
    """Renderings of the parts in one script, where space or brackets part them."""
    latin: list[str] = []
    other: list[str] = []
    for piece in filter(None, _BREAK.split(text)):
        found = _scripts(piece)
        if found == {"latin"}:
            latin.append(piece)
        elif "latin" in found:
            return []
        else:
            other.append(piece)
    if not latin or not other:
        return []
    # Dahua 电子 is one name: a Latin part stands alone beside a part that names too.
    if not _BRACKET.search(text) and not _names(" ".join(other)):
        return []
    out: list[str] = []
    words = {word.strip(".,").lower() for word in latin}
    if any(len(w) > 2 and not w.isdigit() for w in words - _GENERIC):
        out.append(" ".join(latin))
    rest = " ".join(other)
    out.extend(_whole(rest, _scripts(rest))[:3])
    return out


def _names(text: str) -> bool:
    """Whether a part in another script has words that name, not only describe."""
    if "han" not in _scripts(text):
        return True
    from listgate.names import han

    return bool(han.han_key(text).trade)


def has_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return any("\u3400" <= ch <= "\u9fff" or "\uf900" <= ch <= "\ufaff" for ch in text)
