"""The bodies that a unit's Chinese name begins with: 中国科学院 of 中国科学院物理研究所."""

from __future__ import annotations

from functools import lru_cache

from listgate.names.han_words import cut, normalize

# What a body that has units is, by the end of its name, and what a unit of it is. A
# company of a group is no unit: it is a party of its own, and named in full.
_BODIES = ("集团", "公司", "科学院", "大学", "学院", "研究院", "总院", "院", "局", "部")
_UNITS = ("所", "院", "室", "厂", "中心", "部", "系", "站", "分公司", "基地", "分院")


@lru_cache(maxsize=4096)
def parents_of(name: str) -> tuple[str, ...]:
    """The names of bodies that a Chinese name places its party under, shortest first.

    Args:
        name: A name in Han script, in any characters.

    Returns:
        Beginnings of the name, in Simplified characters; none where it names no unit
        of a body that stands before it.
    """
    parts = [part for part in cut(normalize(name)) if not part.bracketed]
    if len(parts) < 2 or not parts[-1].text.endswith(_UNITS):
        return ()
    begun, found = "", []
    for part in parts[:-1]:
        begun += part.text
        if part.text.endswith(_BODIES):
            found.append(begun)
    return tuple(found)
