"""License requirements of list entries: the publisher's words → structure.

The words vary without legal difference (brackets, full stops, ``744.2l`` with a
letter, footnote digits glued to words), so every known clause is taken out of the text
by its own pattern; what is left over was not understood, and the text then stands as it
is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from listgate.license.eccn import EccnSet
from listgate.license.listed import LIST, listed
from listgate.license.words import mended
from listgate.sources.footnotes import parse_footnotes


class Scope(StrEnum):
    """Which items a requirement reaches."""

    ALL = "all items subject to the EAR"
    CCL = "items on the CCL"
    ECCNS = "items of the ECCNs named"
    CCL_AND_SUPP_7 = "items on the CCL, and EAR99 items in Supp. No. 7 to part 746"
    SUPP_2 = "items in Supp. No. 2 to part 744"
    UNSTATED = "not stated"


class Exclusion(StrEnum):
    """What a requirement leaves out."""

    EAR99 = "EAR99 items"
    ECCNS = "items of the ECCNs named"
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
        eccns: The ECCNs it is bound to, where the scope is that.
        not_eccns: The ECCNs it leaves out.
        hs_codes: HS codes of the fuels it leaves out.
        projects: The section whose projects it is bound to; empty when to none.
        sections: Sections of the EAR it cites.
        footnotes: Footnotes of Supplement No. 4 it stands under.
        footnote_open: Whether it stands, or may stand, under a footnote not told.
        gov: The condition under which License Exception GOV is left; empty when not.
        worldwide: Whether it says that it reaches the entity wherever located.
        leaked_policy: Review policy that stands in this column, to be read with the other.
        cut: Whether the source broke the text off; what followed is not known.
        left_over: Words not understood; empty when all were.
    """

    text: str
    scope: Scope
    exclusions: tuple[Exclusion, ...] = ()
    eccns: EccnSet = field(default_factory=EccnSet)
    not_eccns: EccnSet = field(default_factory=EccnSet)
    hs_codes: tuple[str, ...] = ()
    projects: str = ""
    sections: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    footnote_open: bool = False
    gov: str = ""
    worldwide: bool = False
    leaked_policy: str = ""
    cut: bool = False
    left_over: str = ""

    @property
    def understood(self) -> bool:
        """Whether every word has its place in the structure."""
        return not (self.left_over or self.cut or self.scope is Scope.UNSTATED)


# Letters stand for digits in some published references (``744.2l``).
_SECTION = r"\d{3}\.\d[\dlio]*(?:[a-z]\b|(?:\s?\([0-9a-z]{1,4}(?:\)|(?=[\s.,;(]|$)))*)"
_EXCEPT = (
    r"(?:except(?: for| from)?|apart from|other than|excluding|with the exception of)"
)
_CLASSED = (
    r"(?:that are |which are )?(?:classified|controlled|described|designated|identified|"
    r"listed|specified)(?: as| by| in| on| under)?(?: the following)? eccns? "
)
_SCOPES = tuple(
    (meant, re.compile(pattern))
    for meant, pattern in (
        (
            Scope.CCL_AND_SUPP_7,
            r"(?:for )?(?:all )?items on the ccl,? and (?:(?:for )?ear99 items )?listed in "
            r"supplement no\. 7 to part 746(?: of the ear)?",
        ),
        (
            Scope.SUPP_2,
            r"(?:for )?(?:any|all) items? subject to the ear (?:that (?:is|are) )?listed in "
            r"supplement no\. 2 to part 744(?: of the ear)?",
        ),
        (
            Scope.ECCNS,
            rf"(?:for )?(?:all |any )?items? (?:subject to the ear )?{_CLASSED}{LIST}",
        ),
        (
            Scope.CCL,
            r"(?:for )?(?:all |any )?items? (?:subject to the ear )?(?:that are |which are )?"
            r"(?:listed |specified |identified )?(?:on|in) the ccl(?: of the ear)?",
        ),
        (
            Scope.CCL,
            r"(?:for )?(?:all|any) items? subject to the ear (?:having|with) a classification "
            r"other than ear99(?! or\b)",
        ),
        (Scope.ALL, r"(?:for )?(?:all|any) items? subjects? to the ear(?![\w-])"),
    )
)
_PROJECTS = re.compile(
    rf",? ?when used in (?:the )?projects specified in ?§* ?({_SECTION})(?: of the ear)?"
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
    rf"{_EXCEPT} food (?:or|and) medicine designated as ear99(?![\w-])"
    r"(, or eccns? 5a992\.?c (?:and|or) 5d992\.?c unless for (\w+) government end users"
    r" and \2 state-owned enterprises \(soes\)(?: to (?:russia|belarus))?)?"
)
_EAR99 = re.compile(
    rf",? ?{_EXCEPT} (?:all )?(?:items (?:designated|classified) as )?ear99"
    r"(?: items)?(?= ?(?:[.;(]|$))"
)
_NOT_ECCNS = re.compile(
    rf",? ?{_EXCEPT} (?:items |those )?(?:{_CLASSED}|eccns? ){LIST}(?= ?(?:[.;(]|$))"
)
_TREASURY = re.compile(
    rf",? ?{_EXCEPT} items that are related to transactions that are authorized "
    r"by the department of the treasury'?s office of foreign assets control pursuant to "
    r"general license no\. ?\w+ of [a-z]+ \d+, \d{4}"
    r"(?:\. russia does not include the crimea region of ukraine ?,? as that term is "
    r"defined in section 8\(d\) of e\.o\. ?13685)?"
)
_UAV = re.compile(
    rf"{_EXCEPT} ear99-designated technology for the operation, maintenance,? or repair of "
    r"unmanned aerial vehicles \(uav\) released to this entity by the operator of the uav"
)
_FUELS = re.compile(
    rf"{_EXCEPT}: ?-? ?crude oil, (?:aromatics|and|compressed|condensates|gas|hydrocarbon|"
    r"liquefied|liquids|natural|petroleum|plant|products|refined|synthetic|[, ])+ under the "
    rf"following harmonized system \(hs\) codes: (\d{{4,10}}(?:, \d{{4,10}})*)(?= ?(?:[;.]|$))"
)
_VENTURES = re.compile(
    r"; or ?-? ?(?:items )?required for the continued operation of joint ventures with persons "
    r"from countries in country group a:1 in supplement no\. 1 to part 740 of the ear not "
    r"operating in (?:the south china sea|any body of water, or the airspace above any body "
    r"of water, within the following coordinates: [^a-z]*(?:(?:upper|lower) (?:left|right): "
    r"[\d.,°'\s]+n [\d.,°'\s]+e(?:; )?)+)"
)
_STANDARDS = re.compile(
    r",? except for technology subject to the ear that is designated as ear99, or controlled on "
    r"the ccl for anti-terrorism reasons only, when released to members of "
    r"an? standards organization \(see ?§ ?772\.1 ?\) for the purpose of contributing to the "
    r"revision or development of an? standard \(see ?§ ?772\.1 ?\)"
)
_LEAKED = re.compile(
    r"with (case-by-case (?:basis|review) for items listed on the ccl)(?! of| except)"
)
_SEE = re.compile(
    rf"(?:see ?(?:part ?)?|(?<![a-z] )(?=§ ?{_SECTION}))"
    rf"(?:§+|and\b|of the ear\b|of this part\b|,|\.|\(|\)|\s|{_SECTION}"
    r"|[1-5](?=[\s,.;)]|$|§))+"
)
_REST = re.compile(r"[\s.,;:§]+|\((?!\d\))|(?<!\(\d)\)")
_DIGIT = re.compile(r"(?<![\w(])(?<!\d\.)[1-5](?![\w(]|\.\d)")
_GLUED = re.compile(r"\^([1-5])")
# Clauses that a source may break off: what is left of one tells which it is.
_BROKEN_OFF = (
    "the license requirements under this entry also extend to any export, reexport and "
    "transfer (in-country) to the entity wherever located worldwide",
    "except for ear99-designated technology for the operation, maintenance, or repair of "
    "unmanned aerial vehicles (uav) released to this entity by the operator of the uav",
    "apart from items that are related to transactions that are authorized by the "
    "department of the treasury's office of foreign assets control pursuant to general "
    "license no. 0 of january 1, 2000",
)
_LEAST = 30  # letters of a clause that tell which one it is
# 15 CFR 734.9, 744.11(a)(2), 746.8(a)(3); and 736.2(b)(3)(vi), where the footnote 1 rule
# stood until February 2022.
_BY_SECTION = {
    "734.9(e)(1)": 1,
    "734.9(e)(2)": 4,
    "734.9(e)(3)": 5,
    "734.9(g)": 3,
    "736.2(b)(3)(vi)": 1,
    "744.11(a)(2)(i)": 1,
    "744.11(a)(2)(ii)": 4,
    "744.11(a)(2)(v)": 5,
    "746.8(a)(3)": 3,
}


@lru_cache(maxsize=8192)
def parse_requirement(text: str) -> Requirement:
    """The structure of one license requirement."""
    rest, cut = _whole(mended(text))
    digits = _GLUED.findall(rest)
    rest = _GLUED.sub("", rest)
    taken: dict[str, re.Match[str]] = {}

    def take(name: str, pattern: re.Pattern[str]) -> bool:
        nonlocal rest
        found = pattern.search(rest)
        if found is None:
            return False
        taken[name] = found
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        return True

    scope = _first_scope(rest)
    for meant, pattern in _SCOPES:
        if meant is scope and take("scope", pattern):
            break
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
    if take("ear99", _EAR99):
        exclusions.append(Exclusion.EAR99)
    if take("not eccns", _NOT_ECCNS):
        exclusions.append(Exclusion.ECCNS)
    take("leaked", _LEAKED)
    cited: list[str] = []
    while take("see", _SEE):
        cited += re.findall(_SECTION, taken["see"][0])
        digits += _DIGIT.findall(re.sub(_SECTION, " ", taken["see"][0]))
    digits += _DIGIT.findall(rest)
    rest = _REST.sub(" ", _DIGIT.sub(" ", rest))
    sections = tuple(dict.fromkeys(map(_section, cited)))
    footnotes, open_ = _footnotes(text, sections, digits)
    eccns = _named(taken, "scope") if scope is Scope.ECCNS else EccnSet()
    not_eccns = _named(taken, "not eccns") if "not eccns" in taken else EccnSet()
    if eccns is None or not_eccns is None:
        rest += " ECCNs named unclearly"
    gov = taken.get("gov")
    codes = taken["fuels"][1] if "fuels" in taken else ""
    return Requirement(
        text=" ".join(text.split()),
        scope=scope,
        exclusions=tuple(exclusions),
        eccns=eccns or EccnSet(),
        not_eccns=not_eccns or EccnSet(),
        hs_codes=tuple(dict.fromkeys(re.findall(r"\d+", codes))),
        projects=_section(taken["projects"][1]) if "projects" in taken else "",
        sections=sections,
        footnotes=footnotes,
        # A digit that was not understood may be a footnote's.
        footnote_open=open_ or (not footnotes and re.search(r"\d", rest) is not None),
        gov=f"{gov[1].replace(' and e', ' and (e)')}{gov[2]}" if gov else "",
        worldwide=worldwide,
        leaked_policy=taken["leaked"][1] if "leaked" in taken else "",
        cut=cut,
        left_over=" ".join(rest.split()),
    )


def _first_scope(text: str) -> Scope:
    """The scope named first: the words of a later one belong to another clause."""
    found = [
        (match.start(), n, meant)
        for n, (meant, pattern) in enumerate(_SCOPES)
        if (match := pattern.search(text))
    ]
    return min(found)[2] if found else Scope.UNSTATED


def _whole(text: str) -> tuple[str, bool]:
    """The text with a clause made whole that the source broke off; whether it did."""
    if not text.endswith("..."):
        return text, False
    text = text.rstrip(". ")
    for clause in _BROKEN_OFF:
        start = text.find(clause[:_LEAST])
        if start >= 0 and clause.startswith(text[start:]):
            return text[:start] + clause, True
    return text, True


def _section(text: str) -> str:
    """A section as the regulation numbers it."""
    found = re.sub(r"\s", "", text)
    number, bracket, paragraphs = found.partition("(")
    number = number.translate(str.maketrans("lio", "110"))
    return number + re.sub(r"(?<=[0-9a-z])(?=\(|$)", ")", bracket + paragraphs)


def _named(taken: dict[str, re.Match[str]], name: str) -> EccnSet | None:
    return listed(taken[name]["eccns"])


def _footnotes(
    text: str, sections: tuple[str, ...], digits: list[str]
) -> tuple[tuple[int, ...], bool]:
    """Footnotes by digit or by the rule cited, and whether a rule is cited without one."""
    found, _ = parse_footnotes(text)
    numbers = {*found, *map(int, digits)}
    numbers |= {_BY_SECTION[s] for s in sections if s in _BY_SECTION}
    # Footnote 2 stands beside footnote 1 only.
    open_ = numbers == {2} or (
        not numbers and any(s.startswith("734.9") for s in sections)
    )
    return tuple(sorted(numbers)), open_
