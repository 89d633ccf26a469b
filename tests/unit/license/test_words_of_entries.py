"""License requirements and review policies: published words → structure."""

from __future__ import annotations

import pytest

from listgate.license.eccn import parse_eccn
from listgate.license.facts import Item
from listgate.license.outcome import Policy
from listgate.license.policy import parse_policy
from listgate.license.requirement import Exclusion, Scope, parse_requirement
from listgate.sources import embedded

FORMULA = (
    "Case-by-case review for ECCNs 1A004.c, 1A004.d, 1A995, 1A999.a, 1D003, 2A983, 2D983, "
    "and 2E983, and for EAR99 items described in the Note to ECCN 1A995; casa-by-case "
    "review for items necessary to detect, identify and treat infectious disease; and "
    "presumption of denial for all other items subject to the EAR."
)


def item(code: str, **more: str) -> Item:
    return Item(None if code == "EAR99" else parse_eccn(code), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "more", "policy"),
    [
        ("1A004.c", {}, Policy.CASE_BY_CASE),
        ("1A004.c.1", {}, Policy.CASE_BY_CASE),
        ("1A004.a", {}, Policy.PRESUMED_DENIAL),
        ("1A004", {}, Policy.PRESUMED_DENIAL),
        ("2A983", {}, Policy.CASE_BY_CASE),
        ("2A984", {}, Policy.PRESUMED_DENIAL),
        ("EAR99", {}, Policy.PRESUMED_DENIAL),
        ("EAR99", {"note_to": "1A995"}, Policy.CASE_BY_CASE),
        ("5A992.c", {"purpose": "infectious-disease"}, Policy.CASE_BY_CASE),
    ],
)
def test_the_formula_of_2019_judges_by_item(
    code: str, more: dict[str, str], policy: Policy
) -> None:
    parsed = parse_policy(FORMULA)
    assert parsed.understood
    assert parsed.judge(item(code, **more)).policy is policy


def test_a_claim_that_was_not_made_is_named_as_milder() -> None:
    judged = parse_policy(FORMULA).judge(item("EAR99"))
    assert {c.for_.name for c in judged.milder} == {"NOTE", "DISEASE"}


def test_runs_of_paragraphs_are_filled_in() -> None:
    parsed = parse_policy(
        "Presumption of denial except case-by-case for items not described in ECCN "
        "3B001.a.4, .c, .d, f.1.b.2, .k to .p; 3B002.c, 3B993, or 3B994"
    )
    assert parsed.judge(item("3B001.m")).policy is Policy.PRESUMED_DENIAL
    assert parsed.judge(item("3B001.q")).policy is Policy.CASE_BY_CASE
    assert parsed.judge(item("3B993")).policy is Policy.PRESUMED_DENIAL
    assert parsed.judge(item("3B001")).policy is Policy.PRESUMED_DENIAL


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("Presumption for denial", Policy.PRESUMED_DENIAL),
        ("Policy of denial See §§ 746.8(b) and 744.21(e).", Policy.DENIAL),
        (
            "Policy of Denial. Case-by-case basis for items for U.S. Government supported use in the International Space Station (ISS).",
            Policy.DENIAL,
        ),
        ("See §744.2 (d) of the EAR", Policy.AS_STATED),
        (
            "For all items subject to the EAR. (See § 744.11 of the EAR)",
            Policy.AS_STATED,
        ),
        ("Presumption of denial on Tuesdays", Policy.AS_STATED),
        ("", Policy.AS_STATED),
    ],
)
def test_words_vary_and_what_is_not_understood_stands_as_stated(
    text: str, policy: Policy
) -> None:
    assert parse_policy(text).judge(item("EAR99")).policy is policy


@pytest.mark.parametrize(
    ("text", "footnotes"),
    [
        (
            "For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.2l(b) of the EAR)",
            (3,),
        ),
        (
            "For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2",
            (1, 2),
        ),
        (
            "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)",
            (4,),
        ),
        (
            "For all items subject to the EAR (See §§734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5",
            (5,),
        ),
    ],
)
def test_footnotes_are_told_by_digit_or_by_rule(
    text: str, footnotes: tuple[int, ...]
) -> None:
    parsed = parse_requirement(text)
    assert parsed.understood
    assert parsed.scope is Scope.ALL
    assert parsed.footnotes == footnotes


def test_a_rule_cited_without_its_paragraph_leaves_the_footnote_open() -> None:
    parsed = parse_requirement(
        "For all items subject to the EAR. (See §734.9(e) and §744.11 of the EAR)"
    )
    assert parsed.footnote_open


def test_what_a_requirement_leaves_out_is_told() -> None:
    parsed = parse_requirement(
        "All items subject to the EAR except for food or medicine designated as EAR99, or "
        "ECCN 5A992.c and 5D992.c unless for Russian “government end users” and Russian "
        "state-owned enterprises (SoEs) to Russia. (See §§ 734.9(g),3 746.8(a)(3), and "
        "744.21(b) of the EAR). This license requirement may be overcome by License "
        "Exception GOV under § 740.11(b)(2) and (e)."
    )
    assert parsed.exclusions == (Exclusion.FOOD_MEDICINE, Exclusion.MASS_MARKET)
    assert parsed.gov.startswith("740.11(b)(2)")
    assert parsed.understood


def test_words_left_over_are_kept() -> None:
    parsed = parse_requirement("For all items subject to the EAR on Tuesdays")
    assert not parsed.understood
    assert parsed.left_over == "on tuesdays"


@pytest.mark.parametrize(
    ("text", "scope", "eccns", "exclusions"),
    [
        (
            "For items on the CCL and EAR 99 items listed in supplement no. 7 to part 746",
            Scope.CCL_AND_SUPP_7,
            "",
            (),
        ),
        ("For all items subject to the EAR listed on the CCL", Scope.CCL, "", ()),
        (
            "For items classified under ECCNs 3A001, 5A002.a and .c, and 5D002.",
            Scope.ECCNS,
            "3A001 5A002.a 5A002.c 5D002",
            (),
        ),
        (
            "All items subject to the EAR (See § 744.11 of the EAR), except for EAR99 items",
            Scope.ALL,
            "",
            (Exclusion.EAR99,),
        ),
        (
            "All items subject to the EAR apart from items described in ECCN 5A992.c.",
            Scope.ALL,
            "",
            (Exclusion.ECCNS,),
        ),
    ],
)
def test_which_items_a_requirement_names(
    text: str, scope: Scope, eccns: str, exclusions: tuple[Exclusion, ...]
) -> None:
    parsed = parse_requirement(text)
    assert parsed.understood
    assert parsed.scope is scope
    assert " ".join(map(str, parsed.eccns.named)) == eccns
    assert parsed.exclusions == exclusions


@pytest.mark.parametrize(
    "text",
    [
        "For no items subject to the EAR",
        "For items on the CCL in unusual words",
        "All items subject to the EAR except for food or medicine not designated as EAR99",
        "For items classified under ECCNs 3A001 unless for medical use",
        "For items classified under ECCNs 3B001.a.4 to .c",
        "For all items subject to the EAR. (See § 744.11 of the EAR)6",
    ],
)
def test_a_requirement_in_other_words_is_not_understood(text: str) -> None:
    assert not parse_requirement(text).understood


@pytest.mark.parametrize(
    ("text", "footnotes", "open_"),
    [
        ("(See § 744.11 of the EAR4)", (4,), False),
        ("(See § 744.11 of the EAR.4)", (4,), False),
        ("(See § 744.11 of the EAR)⁴", (4,), False),
        ("(See § 744.11)4", (4,), False),
        ("(See §§ 746.8(a)(3), and 744.21(b) of the EAR)", (3,), False),
        ("(See § 744.11 of the EAR2)", (2,), True),
        ("(See § 744.11 of the EAR)6", (), True),
        ("(See § 744.11 of the EAR)", (), False),
    ],
)
def test_a_footnotes_digit_is_seen_wherever_it_sticks(
    text: str, footnotes: tuple[int, ...], open_: bool
) -> None:
    parsed = parse_requirement(f"For all items subject to the EAR. {text}")
    assert parsed.footnotes == footnotes
    assert parsed.footnote_open is open_


def test_a_text_that_the_source_breaks_off_is_told() -> None:
    parsed = parse_requirement(
        "All items subject to the EAR. The license requirements under this entry also "
        "extend to any export, reexport and tr..."
    )
    assert (parsed.cut, parsed.worldwide, parsed.left_over) == (True, True, "")
    parsed = parse_requirement("All items subject to the EAR except for: crude o...")
    assert parsed.cut
    assert parsed.left_over


@pytest.mark.parametrize(
    "text",
    [
        "Policy of denial. Case-by-case basis.",
        "Presumption of denial except case-by-case for items not described in ECCN "
        "3B001.c, .d, or 3B994 when for use in a fab",
        FORMULA.replace("1A995, 1A999.a", "1A995 except 1A999.a"),
        FORMULA.replace("1A004.c", "1A0004.c"),
        FORMULA.replace("1A004.c, 1A004.d", "1A004; c, 1A004.d"),
        FORMULA.replace("necessary to", "not necessary to"),
    ],
)
def test_a_policy_in_other_words_stands_as_stated(text: str) -> None:
    assert not parse_policy(text).understood
    assert parse_policy(text).judge(item("2A983")).policy is Policy.AS_STATED


NODES = (
    "Presumption of denial for items uniquely required for production of semiconducto rs "
    "at advanced technology nodes (10 nanometers and below, including extreme ultraviolet "
    "technology); Case by case for all other items"
)


@pytest.mark.parametrize(
    ("code", "purpose", "policy", "asked"),
    [
        ("3B001", "", Policy.PRESUMED_DENIAL, True),
        ("EAR99", "", Policy.CASE_BY_CASE, True),
        ("EAR99", "advanced-nodes", Policy.PRESUMED_DENIAL, False),
        ("EAR99", "infectious-disease", Policy.CASE_BY_CASE, False),
    ],
)
def test_a_stricter_policy_that_hangs_on_the_use_is_asked_about(
    code: str, purpose: str, policy: Policy, asked: bool
) -> None:
    judged = parse_policy(NODES).judge(item(code, purpose=purpose))
    assert judged.policy is policy
    assert bool(judged.open) is asked


SPACE = "Policy of denial; Case-by-case basis for "


@pytest.mark.parametrize(
    ("text", "purpose", "policy"),
    [
        ("U.S. Government supported space programs.", "iss", Policy.CASE_BY_CASE),
        (
            "items for U.S. Government supported use in the International Space Station "
            "(ISS).",
            "us-government-space",
            Policy.DENIAL,
        ),
    ],
)
def test_the_space_station_is_one_program_of_several(
    text: str, purpose: str, policy: Policy
) -> None:
    judged = parse_policy(SPACE + text).judge(item("EAR99", purpose=purpose))
    assert judged.policy is policy


def test_every_text_of_the_embedded_entity_list_is_understood() -> None:
    entries = embedded.load(["us-bis-el"]).versions[0][1]
    requirements = {e.license_requirement for e in entries}
    policies = {e.license_review_policy for e in entries}
    assert len(requirements) > 60
    assert [t for t in requirements if not parse_requirement(t).understood] == []
    odd = [t for t in policies if not parse_policy(t).understood]
    # Two entries hold requirement text in the policy's column.
    assert all(parse_policy(t).misplaced for t in odd)
    assert len(odd) <= 2
