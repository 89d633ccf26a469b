import tomllib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from listgate.names import words
from listgate.names.fold import fold
from listgate.names.words import Kinship, WordCount, counts, load

DATA = Path(words.__file__).with_name("data")
WORDS = tomllib.loads((DATA / "words.toml").read_text("utf-8"))
FORMS = tomllib.loads((DATA / "legal_forms.toml").read_text("utf-8"))["form"]
NAMES = tomllib.loads((DATA / "given_names.toml").read_text("utf-8"))["names"]

OF_VARIANTS = ("abbreviation", "translation", "phrase", "compass", "place_spelling")
OF_LISTS = (*OF_VARIANTS, "acronyms", "countries", "places")


def sorted_once(listed: Sequence[Any]) -> bool:
    return all(a < b for a, b in pairwise(listed))


@pytest.mark.parametrize("section", OF_LISTS)
def test_a_section_is_sorted_and_holds_nothing_twice(section: str) -> None:
    table = WORDS[section]
    assert sorted_once(list(table))
    assert [key for key, listed in table.items() if not sorted_once(listed)] == []


@pytest.mark.parametrize("section", OF_LISTS)
def test_every_word_is_in_folded_form(section: str) -> None:
    listed = [word for values in WORDS[section].values() for word in values]
    assert [word for word in listed if fold(word) != word] == []


def test_word_lists_are_sorted_and_hold_nothing_twice() -> None:
    for section in ("generic", "stop", "particles", "titles"):
        for listed in WORDS[section].values():
            assert sorted_once(listed)
            assert [word for word in listed if " " in word] == []


def test_legal_forms_are_sorted_and_a_phrase_stands_once() -> None:
    keys = [(form["canonical"], form.get("ambiguous", False)) for form in FORMS]
    assert sorted_once(keys)
    assert all(sorted_once(form["phrases"]) for form in FORMS)
    seen = Counter(phrase for form in FORMS for phrase in form["phrases"])
    assert [phrase for phrase, times in seen.items() if times > 1] == []


def test_every_canonical_is_one_word() -> None:
    tables = [list(WORDS[section]) for section in OF_VARIANTS]
    canonicals = [form["canonical"] for form in FORMS] + [w for t in tables for w in t]
    assert [word for word in canonicals if fold(word) != word or " " in word] == []


def test_one_step_leads_to_the_canonical_word() -> None:
    known = load()
    variants = {
        **known.abbreviations,
        **known.translations,
        **known.phrases,
        **known.place_spellings,
    }
    onward = {
        word: variants[canonical]
        for word, canonical in variants.items()
        if variants.get(canonical, canonical) != canonical
    }
    assert onward == {}


def test_a_word_means_the_same_in_every_table() -> None:
    known = load()
    tables = (
        {phrase: form.canonical for phrase, form in known.forms.items()},
        known.abbreviations,
        known.translations,
        known.phrases,
        known.place_spellings,
        known.numbers,
    )
    meant: dict[str, set[str]] = {}
    for table in tables:
        for word, canonical in table.items():
            meant.setdefault(word, set()).add(canonical)
    assert {word: ways for word, ways in meant.items() if len(ways) > 1} == {}


def test_one_or_two_letters_are_legal_forms_only_at_an_end_of_a_name() -> None:
    short = {p: f for p, f in load().forms.items() if len(p.replace(" ", "")) < 3}
    assert [phrase for phrase, form in short.items() if not form.ambiguous] == ["co"]


def test_generic_words_have_one_level_and_places_are_not_legal_forms() -> None:
    known = load()
    assert known.weak & known.mild == frozenset()
    assert set(known.places) & set(known.countries) == set()
    assert (set(known.places) | set(known.countries)) & set(known.forms) == set()


def test_single_roman_letters_are_no_numbers() -> None:
    numbers = load().numbers
    assert not set("ivxlcdm") & set(numbers)
    assert numbers["iv"] == numbers["fourth"] == numbers["4th"] == "4"
    assert numbers["forty four"] == numbers["forty 4"] == "44"
    assert numbers["ninety nine"] == "99"


def test_a_spelling_stands_in_one_group_and_forms_are_folded() -> None:
    forms = [form for row in NAMES for form in row["forms"]]
    assert [form for form in forms if fold(form) != form] == []
    spellings = [row["forms"] for row in NAMES if row["kind"] == Kinship.SPELLING]
    seen = Counter(form for listed in spellings for form in listed)
    assert [form for form, times in seen.items() if times > 1] == []
    assert all(len(set(row["forms"])) == len(row["forms"]) > 1 for row in NAMES)


def test_forms_in_many_languages_have_one_family() -> None:
    forms = load().forms
    limited = (
        "ltd", "co ltd", "llc", "ooo", "gmbh", "sarl", "srl", "s de rl de cv", "doo",
        "sp z oo", "sdn bhd", "pvt ltd", "fze", "youxian gongsi", "pty ltd",
        "obshchestvo s ogranichennoi otvetstvennostyu", "ltd sti", "kft",
    )  # fmt: skip
    stock = (
        "jsc", "pao", "joint stock company", "aktiengesellschaft", "sa de cv", "plc",
        "otkrytoe aktsionernoe obshchestvo", "kabushiki kaisha", "anonim sirketi",
        "gufen youxian gongsi", "akciova spolecnost", "spolka akcyjna", "tbk",
    )  # fmt: skip
    assert {forms[phrase].family for phrase in limited} == {"limited"}
    assert {forms[phrase].family for phrase in stock} == {"joint-stock"}
    assert forms["fgup"].family == forms["federal state unitary enterprise"].family


def test_what_users_write_leads_to_what_lists_write() -> None:
    known = load()
    assert known.abbreviations["intl"] == "international"
    assert known.abbreviations["mfg"] == "manufacturing"
    assert known.translations["tekhnologii"] == "technology"
    assert known.phrases["imp and exp"] == known.phrases["import export"]
    assert "peoples liberation army" in known.acronyms["pla"]
    assert known.place_spellings["peking"] == "beijing"
    assert known.places["hangzhou"] == known.countries["chinese"] == "CN"
    assert "electric" not in known.abbreviations


def test_counts_are_sorted_and_common_words_are_common() -> None:
    rows, companies, persons = counts()
    assert sorted_once([row.word for row in rows])
    assert all(max(row.companies, row.persons) >= 3 for row in rows)
    found = {row.word: row for row in rows}
    assert found["technology"].companies > 1000 > found["technology"].persons
    assert found["muhammad"].persons > found["muhammad"].companies
    assert companies > 50_000
    assert persons > 30_000
    assert isinstance(rows[0], WordCount)


def test_a_phrase_for_two_things_is_refused() -> None:
    with pytest.raises(ValueError, match="stands for two things"):
        words._once([("co", "a"), ("co", "b")], "table")
    with pytest.raises(ValueError, match="not in folded form"):
        words._once([("Co.", "a")], "table")
    with pytest.raises(ValueError, match="can't be what others stand for"):
        words._variants({"a": ["b"], "b": ["c"]}, "table")
