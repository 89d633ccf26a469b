import pytest

from listgate.names import arabic, cyrillic, hangul, japanese


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "Евгений Пригожин",
            {"yevgeny prigozhin", "yevgeniy prigozhin", "evgenii prigozhin"},
        ),
        ("Сергей Лавров", {"sergey lavrov", "sergei lavrov"}),
        ("Володимир Зеленський", {"volodymyr zelensky", "volodymyr zelenskyy"}),
        ("Київ", {"kyiv"}),
        ("Ђорђе Петровић", {"djordje petrovic"}),
        ("Щукин", {"shchukin"}),
        ("Александр", {"aleksandr", "alexandr"}),
    ],
)
def test_cyrillic_names_follow_the_passport_and_the_press(
    name: str, expected: set[str]
) -> None:
    assert expected <= set(cyrillic.renderings(name))


def test_russian_legal_forms_and_generic_words_are_also_translated() -> None:
    found = cyrillic.renderings('Публичное акционерное общество "Сбербанк"')
    assert "public joint stock company sberbank" in found


def test_a_bulgarian_hard_sign_is_a_vowel() -> None:
    assert cyrillic.renderings("България")[0] == "balgariya"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("محمد حسين الأسد", "mohammed hussein al-assad"),
        ("عبد الله بن سالم", "abdullah bin salem"),
        ("حسن روحانی", "hasan rouhani"),
        ("بنك سوريا الدولي الإسلامي", "bank syria international islamic"),
    ],
)
def test_arabic_names_are_spelled_as_the_press_does(name: str, expected: str) -> None:
    assert arabic.renderings(name)[0] == expected


def test_unknown_arabic_words_get_likely_vowels() -> None:
    assert arabic.renderings("كرداس")[0] == "kardas"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("김정은", "kim jong un"),
        ("리선권", "ri son kwon"),
        ("문재인", "moon jae in"),
        ("조선무역은행", "korea foreign trade bank"),
        ("삼성전자 주식회사", "samsung electronics co ltd"),
    ],
)
def test_korean_names_follow_family_habits(name: str, expected: str) -> None:
    assert hangul.renderings(name)[0] == expected


def test_korean_sounds_join_as_the_revised_romanization_writes_them() -> None:
    assert hangul.spell("신라") == "silla"
    assert hangul.spell("한국어") == "hangugeo"
    assert hangul.spell("독립") == "dongnip"


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("トウキョウ", "tokyo"),
        ("ニッサン", "nissan"),
        ("マッチ", "matchi"),
        ("ファナック", "fanakku"),
    ],
)
def test_kana_are_spelled_in_hepburn(kana: str, latin: str) -> None:
    assert japanese.hepburn(kana) == latin


def test_katakana_words_of_companies_come_out_in_english() -> None:
    assert japanese.renderings("東京エレクトロン株式会社")[0] == "tokyo electron co ltd"


def test_a_katakana_that_stands_for_a_numeral_is_read_as_one() -> None:
    assert "702nd research institute" in japanese.renderings("第七○ニ研究所")[0]
