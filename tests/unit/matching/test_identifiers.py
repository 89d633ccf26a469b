from __future__ import annotations

import pytest

from listgate.matching.identifiers import (
    Number,
    contradicts,
    decides,
    given_number,
    is_imo,
    is_isin,
    is_lei,
    is_tail,
    is_uscc,
    listed_number,
    one_family,
    slip,
)

HIKVISION = "91330000733796106P"
NOWHERE: frozenset[str] = frozenset()


def test_check_digits_are_checked() -> None:
    assert is_uscc(HIKVISION)
    assert not is_uscc("91330000733796106X")
    assert is_imo("9187629")
    assert not is_imo("9187628")
    assert is_isin("CNE100000PM8")
    assert not is_isin("CNE100000PM7")
    assert is_lei("549300MLUDYVRQOOXS22")
    assert not is_lei("549300MLUDYVRQOOXS23")


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("IMO 9187629", "imo", "9187629"),
        ("imo no. 9187629", "imo", "9187629"),
        (HIKVISION, "uscc", HIKVISION),
        ("USCC: 9133 0000 7337 9610 6P", "uscc", HIKVISION),
        ("Unified Social Credit Code 91330000733796106P", "uscc", HIKVISION),
        ("Passport A1234567", "passport", "A1234567"),
        ("Reg. No. HRB-12345", "registration", "HRB12345"),
        ("https://www.bmi.ir/en", "", "BMIIR"),
        ("123456", "", "123456"),
        ("tail EP-MMH", "aircraft-tail", "EPMMH"),
        ("Aircraft Registration: G-VAIR", "aircraft-tail", "GVAIR"),
        ("Tail No. N200VR", "aircraft-tail", "N200VR"),
        ("Mode S 140AE7", "aircraft-mode-s", "140AE7"),
        ("aircraft mode-s code 400065", "aircraft-mode-s", "400065"),
        ("SWIFT BEGNIRTH", "bic", "BEGNIRTH"),
        ("BIC: VTBRRUMM", "bic", "VTBRRUMM"),
        ("UN reference QDi.006", "un-reference", "QDI006"),
        ("UN Permanent Reference No. QDi 43", "un-reference", "QDI043"),
        ("UN Ref. TAe.010", "un-reference", "TAE010"),
        ("QDi.006", "un-reference", "QDI006"),
        ("KPe 5", "un-reference", "KPE005"),
        ("OFSI Group ID 13925", "ofsi-group", "13925"),
        ("DUNS 54-295-7624", "duns", "542957624"),
        # A word before something that is no number of its kind tells nothing.
        ("Tail Winds Trading", "", "TAILWINDSTRADING"),
        ("Swift Haulage", "", "SWIFTHAULAGE"),
        ("unit 12", "", "UNIT12"),
        # Passports and licenses are written as tails are: the listed kind decides.
        ("EP-12345", "", "EP12345"),
        ("", "", ""),
    ],
)
def test_a_given_number_tells_its_kind(text: str, kind: str, key: str) -> None:
    number = given_number(text)
    assert (number.kind, number.key) == (kind, key)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("\u0131mo 9187629", "imo", "9187629"),
        ("\u0130MO\u00a09187629", "imo", "9187629"),
        (f"u\u017fcc {HIKVISION}", "uscc", HIKVISION),
        ("NATIONAL \u0131D 12345678", "national-id", "12345678"),
        ("un\u0131fied \u017focial credit 12345678", "uscc", "12345678"),
        ("pa\u017fsport A1234567", "passport", "A1234567"),
        ("O\u212aPO 12345678", "okpo", "12345678"),
        ("Reg\u00e9 12345678", "", "REG12345678"),  # another word
    ],
)
def test_letters_that_are_i_and_s_in_other_dress_are_read_as_these(
    text: str, kind: str, key: str
) -> None:
    number = given_number(text)
    assert (number.kind, number.key) == (kind, key)


def test_numbers_of_different_kinds_are_different_numbers() -> None:
    ship = listed_number("imo", "9187629", "")
    assert one_family(given_number("IMO 9187629"), ship)
    assert not one_family(given_number("Passport 9187629"), ship)
    # A Chinese company's one code is its registration and its tax number.
    assert one_family(
        given_number("Tax ID 91330000733796106P"),
        listed_number("uscc", HIKVISION, "CN"),
    )


def test_a_short_number_of_no_kind_decides_nothing() -> None:
    listed = listed_number("registration", "C44102", "MT")
    assert not decides(given_number("C44102"), listed, NOWHERE)
    assert decides(given_number("Reg. No. C44102"), listed, NOWHERE)


def test_a_national_number_of_another_country_decides_nothing() -> None:
    listed = listed_number("passport", "A1234567", "IR")
    given = given_number("Passport A1234567")
    assert decides(given, listed, NOWHERE)
    assert decides(given, listed, frozenset({"IR", "AE"}))
    assert not decides(given, listed, frozenset({"PK"}))


def test_a_website_is_shared_by_a_group() -> None:
    listed = listed_number("website", "www.bmi.ir", "")
    assert listed.key == given_number("https://bmi.ir/").key
    assert not decides(given_number("https://bmi.ir/"), listed, NOWHERE)


def test_another_number_of_one_kind_contradicts() -> None:
    listed = listed_number("imo", "9187629", "")
    assert contradicts(given_number("IMO 1234567"), listed)
    assert not contradicts(given_number("IMO 9187629"), listed)
    assert not contradicts(given_number("MMSI 123456789"), listed)
    # Ministries count in different forms: only numbers of one length exclude another.
    assert not contradicts(
        given_number("Reg. No. 123"), listed_number("registration", "12345678", "RU")
    )


def test_a_mistyped_number_is_told() -> None:
    assert slip(given_number("USCC 91330000733796106X"))
    assert not slip(given_number(HIKVISION))


def test_numbers_are_shown_with_their_kind() -> None:
    assert Number("imo", "9187629", "9187629").told == "IMO 9187629"
    assert Number("", "77", "77").told == "77"


@pytest.mark.parametrize(
    "text",
    "EP-MMH YI-NAE G-VAIR 2-WGLP M-IABU RA-82010 9H-ABC 4X-EKA VP-BRT T7-ABC HB-JEA "
    "N12345 N1 N200VR N1A YV2040 YV-378T JA8089 HL7620 ep-mmh".split(),
)
def test_a_tail_is_known_by_its_form(text: str) -> None:
    assert is_tail(text)


@pytest.mark.parametrize(
    "text", "N0123 N123456 N12ABC EPMMH QQ-ABC EP- A1234567 EP-MMH/1".split()
)
def test_what_no_state_writes_is_no_tail(text: str) -> None:
    assert not is_tail(text)


@pytest.mark.parametrize("text", ["EP-MMH", "tail EP-MMH", "ep-mmh"])
def test_an_exact_tail_decides(text: str) -> None:
    listed = listed_number("aircraft-tail", "EP-MMH", "")
    given = given_number(text)
    assert given.key == listed.key
    assert one_family(given, listed)
    assert decides(given, listed, NOWHERE)


def test_a_number_in_the_form_of_a_tail_may_be_a_passport() -> None:
    listed = listed_number("passport", "EP12345", "IR")
    given = given_number("EP-12345")
    assert one_family(given, listed)
    assert not decides(given, listed, NOWHERE)
    # Not written as a tail, five letters are no more than that.
    plane = listed_number("aircraft-tail", "EP-MMH", "")
    assert not decides(given_number("EPMMH"), plane, NOWHERE)


def test_the_councils_number_decides_in_any_spelling() -> None:
    listed = listed_number("un-reference", "QDi.043", "")
    for text in ("QDi.043", "UN ref QDi 43", "UN reference number: qdi.43"):
        assert given_number(text).key == listed.key
        assert decides(given_number(text), listed, NOWHERE)
    assert listed.told == "UN reference QDi.043"
    group = listed_number("ofsi-group", "13925", "")
    assert decides(given_number("OFSI group 13925"), group, NOWHERE)
    assert not decides(given_number("13925"), group, NOWHERE)
