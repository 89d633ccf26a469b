"""The footnotes of Supplement No. 4 that a license requirement stands under.

The regulation prints a footnote as a superscript; flattened into text it is a digit
glued to what stands before it (``of the EAR)4``, ``734.9(g),3``). The direct-product
rule that a footnote brings is cited too (``734.9(e)(2)``), at times without the digit:
either tells, and a disagreement is said.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ASKED = re.compile(
    r"(?:see\s+)?footnotes?\s+(?P<nos>\d(?:\s*(?:,|and|&)\s*\d)*)", re.I
)
_SECTION = re.compile(r"734\.9\s*(\([a-z]\)(?:\s*\(\d\))?)")
# The digit stands behind the rule it belongs to, or behind the whole reference.
_GLUED = re.compile(
    r"(?:734\.9\s*(?:\([a-z]\)\s*)?(?:\(\d\))?,?|\bEAR[.)]{0,2})\s?([1-5])"
    r"(?=[\s,;)]|\.(?!\d)|$)"
)
_OPEN_SECTION = re.compile(r"734\.9\b")
_BY_SECTION = {
    "(e)(1)": (1,),
    "(e)(2)": (4,),
    "(e)(3)": (5,),
    "(g)": (3,),
}


@lru_cache(maxsize=4096)
def parse_footnotes(requirement: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Footnote numbers, ascending, and a note where digit and section disagree."""
    printed = {int(digit) for digit in _GLUED.findall(requirement)}
    for match in _ASKED.finditer(requirement):
        printed.update(int(no) for no in re.findall(r"\d", match["nos"]))
    implied = {
        number
        for section in _SECTION.findall(requirement)
        for number in _BY_SECTION.get(re.sub(r"\s", "", section), ())
    }
    if not implied and not printed and _OPEN_SECTION.search(requirement):
        return (), ("The requirement cites 734.9 without telling which footnote.",)
    # Footnote 2 is the carve-out that stands beside footnote 1 and cites no section.
    without_digit = implied - printed
    without_section = printed - implied - {2}
    notes = []
    if without_digit:
        notes.append(
            f"The requirement cites the rule of footnote {_list(without_digit)} "
            "without printing the footnote."
        )
    if without_section and implied:
        notes.append(
            f"The requirement prints footnote {_list(without_section)} but does not "
            "cite its rule."
        )
    return tuple(sorted(printed | implied)), tuple(notes)


def _list(numbers: set[int]) -> str:
    return " and ".join(str(number) for number in sorted(numbers))
