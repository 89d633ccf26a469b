"""License requirements of list entries: the publisher's words → structure.

The words vary without legal difference (brackets, full stops, ``744.2l`` with a
letter, footnote digits glued to words), so every known clause is taken out of the text
by its own pattern; what is left over was not understood, and the text then stands as it
is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from listgate.license.words import plain
from listgate.sources.footnotes import parse_footnotes


class Scope(StrEnum):
    """Which items a requirement reaches."""

    ALL = "all items subject to the EAR"
    CCL = "items on the CCL"
    CCL_AND_SUPP_7 = "items on the CCL, and EAR99 items in Supp. No. 7 to part 746"
    SUPP_2 = "items in Supp. No. 2 to part 744"
    UNSTATED = "not stated"


class Exclusion(StrEnum):
    """What a requirement leaves out."""

    FOOD_MEDICINE = "food and medicine designated as EAR99"
    MASS_MARKET = "ECCN 5A992.c and 5D992.c unless for government end users or state-owned enterprises"
    TREASURY_LICENSE = "transactions that a general license of the Treasury authorizes"
    OPERATOR_TECHNOLOGY = "EAR99 technology for a UAV, released by its operator"
    FUELS = "oil and gas products under the HS codes named"
    JOINT_VENTURES = "continued operation of joint ventures with A:1 persons outside the waters named"
    STANDARDS_2020 = "EAR99 or AT-only technology released to a standards organization"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A license requirement.

    Attributes:
        text: The publisher's words, white space folded.
        scope: Which items.
        exclusions: What it leaves out.
        hs_codes: HS codes of the fuels it leaves out.
        projects: The section whose projects it is bound to; empty when to none.
        sections: Sections of the EAR it cites.
        footnotes: Footnotes of Supplement No. 4 it stands under.
        footnote_open: Whether it cites a footnote's rule without telling which.
        gov: The condition under which License Exception GOV is left; empty when not.
        worldwide: Whether it says that it reaches the entity wherever located.
        leaked_policy: Review policy that stands in this column, to be read with the other.
        left_over: Words not understood; empty when all were.
    """

    text: str
    scope: Scope
    exclusions: tuple[Exclusion, ...] = ()
    hs_codes: tuple[str, ...] = ()
    projects: str = ""
    sections: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    footnote_open: bool = False
    gov: str = ""
    worldwide: bool = False
    leaked_policy: str = ""
    left_over: str = ""

    @property
    def understood(self) -> bool:
        """Whether every word has its place in the structure."""
        return not self.left_over and self.scope is not Scope.UNSTATED


_SECTION = r"\d{3}\.\d[\dl]*(?:\s?\([0-9a-z]{1,4}\))*"
_SCOPES = (
    (
        Scope.CCL_AND_SUPP_7,
        r"(?:for )?items on the ccl and (?:ear99 items )?listed in supplement no\. ?7 to part 746(?: of the ear)?",
    ),
    (
        Scope.SUPP_2,
        r"(?:for )?(?:any|all) items? subject to the ear listed in supplement no\. ?2 to part 744(?: of the ear)?",
    ),
    (Scope.ALL, r"(?:for )?(?:all|any) items? subjects? to the ear"),
    (
        Scope.CCL,
        r"(?:for )?(?:all )?items (?:listed )?on the (?:ccl|commerce control list)",
    ),
)
_PROJECTS = re.compile(
    rf"when used in projects specified in ?§* ?({_SECTION})(?: of the ear)?"
)
_GOV = re.compile(
    r"this license requirement may be overcome by license exception gov under ?§* ?"
    r"(740\.11\(b\)(?:\(2\))?(?: and \(?e\)?)?)((?: when used by the u\.s\.? geological survey)?)"
    r"(?:[.\s]*\(e\))?"
)
_WORLDWIDE = re.compile(
    r"the license requirements? under this entry also extends? to any export, reexport,? "
    r"and transfer \(in-country\) to the entity wherever located worldwide"
)
_FOOD = re.compile(
    r"(?:except|apart from)(?: for)? food (?:or|and) medicine designated as ear99"
    r"(, or eccns? 5a992\.c (?:and|or) 5d992\.c unless for (\w+) \"government end users\""
    r" and \2 state-owned enterprises \(soes\)(?: to (?:russia|belarus))?)?"
)
_TREASURY = re.compile(
    r",? ?(?:apart from|except for) items that are related to transactions that are authorized "
    r"by the department of the treasury's office of foreign assets control pursuant to "
    r"general license no\. ?\w+ of [a-z]+ \d+, \d{4}"
    r"(?:\. russia does not include the \"crimea region of ukraine,?\",? as that term is "
    r"defined in section 8\(d\) of e\.o\. ?13685)?"
)
_UAV = re.compile(
    r"except for ear99-designated technology for the operation, maintenance, or repair of "
    r"unmanned aerial vehicles \(uav\) released to this entity by the operator of the uav"
)
_FUELS = re.compile(
    r"except for: ?-? ?crude oil, [a-z, ]+ under the following harmonized system \(hs\) "
    r"codes: ([\d, ]+)"
)
_VENTURES = re.compile(
    r"; or ?-? ?(?:items )?required for the continued operation of joint ventures with persons "
    r"from countries in country group a:1 in supplement no\. 1 to part 740 of the ear not "
    r"operating in (?:the south china sea|any body of water, or the airspace above any body "
    r"of water, within the following coordinates: [^a-z]*(?:(?:upper|lower) (?:left|right): "
    r"[\d.,°'\"\s]+n [\d.,°'\"\s]+e(?:; )?)+)"
)
_STANDARDS = re.compile(
    r",? except for technology subject to the ear that is designated as ear99, or controlled on "
    r"the commerce control list for anti-terrorism reasons only, when released to members of "
    r"a \"standards organization\" \(see ?§ ?772\.1\) for the purpose of contributing to the "
    r"revision or development of a \"standard\" \(see ?§ ?772\.1\)"
)
_LEAKED = re.compile(
    r"with (case[- ]by[- ]case (?:basis|review) for items listed on the ccl)"
)
_SEE = re.compile(
    rf"see ?(?:part ?)?(?:§+|and|of the ear|of this part|,|\.|\(|\)|\s|{_SECTION}"
    r"|[1-5](?=[\s,.;)]|$|§))+"
)
_REST = re.compile(r"[\s.,;:()§]+|\b[1-5]\b(?=[\s.,;)]|$)")


@lru_cache(maxsize=8192)
def parse_requirement(text: str) -> Requirement:
    """The structure of one license requirement."""
    rest = plain(text)
    scope = Scope.UNSTATED
    for meant, pattern in _SCOPES:
        rest, n = re.subn(pattern, " ", rest, count=1)
        if n:
            scope = meant
            break
    taken: dict[str, re.Match[str]] = {}

    def take(name: str, pattern: re.Pattern[str]) -> bool:
        nonlocal rest
        found = pattern.search(rest)
        if found is None:
            return False
        taken[name] = found
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        return True

    exclusions: list[Exclusion] = []
    if take("standards", _STANDARDS):
        exclusions.append(Exclusion.STANDARDS_2020)
    take("projects", _PROJECTS)
    take("gov", _GOV)
    worldwide = take("worldwide", _WORLDWIDE)
    if take("food", _FOOD):
        exclusions.append(Exclusion.FOOD_MEDICINE)
        if taken["food"][1]:
            exclusions.append(Exclusion.MASS_MARKET)
    if take("treasury", _TREASURY):
        exclusions.append(Exclusion.TREASURY_LICENSE)
    if take("uav", _UAV):
        exclusions.append(Exclusion.OPERATOR_TECHNOLOGY)
    if take("ventures", _VENTURES):
        exclusions.append(Exclusion.JOINT_VENTURES)
    if take("fuels", _FUELS):
        exclusions.append(Exclusion.FUELS)
    take("leaked", _LEAKED)
    cited: list[str] = []
    while take("see", _SEE):
        cited += re.findall(_SECTION, taken["see"][0])
    sections = tuple(
        dict.fromkeys(re.sub(r"\s", "", s).replace("l", "1") for s in cited)
    )
    footnotes, open_ = _footnotes(text, sections)
    gov = taken.get("gov")
    codes = taken["fuels"][1] if "fuels" in taken else ""
    return Requirement(
        text=" ".join(text.split()),
        scope=scope,
        exclusions=tuple(exclusions),
        hs_codes=tuple(dict.fromkeys(re.findall(r"\d+", codes))),
        projects=taken["projects"][1].replace(" ", "") if "projects" in taken else "",
        sections=sections,
        footnotes=footnotes,
        footnote_open=open_,
        gov=f"{gov[1]}{gov[2]}" if gov else "",
        worldwide=worldwide,
        leaked_policy=taken["leaked"][1] if "leaked" in taken else "",
        left_over=" ".join(_REST.sub(" ", rest).split()),
    )


def _footnotes(text: str, sections: tuple[str, ...]) -> tuple[tuple[int, ...], bool]:
    """Footnotes by digit or by the rule cited, and whether a rule is cited without one."""
    found, _ = parse_footnotes(text)
    numbers = set(found)
    # The footnote 1 rule stood in 736.2(b)(3)(vi) until February 2022.
    if "736.2(b)(3)(vi)" in sections:
        numbers.add(1)
    open_ = not numbers - {2} and any(s.startswith("734.9(e)") for s in sections)
    return tuple(sorted(numbers)), open_
