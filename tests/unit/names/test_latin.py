import pytest

from listgate.names.latin import renderings, strip_marks


def test_ascii_comes_back_as_it_is() -> None:
    assert renderings("Hikvision Digital") == ("Hikvision Digital",)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Müller Straße", "Muller Strasse"),
        ("Ørsted", "Orsted"),
        ("Łódź Æther Þór Ðuro", "Lodz AEther Thor Duro"),
        ("İstanbul Işık", "Istanbul Isik"),
        ("Nguyễn Phú Trọng", "Nguyen Phu Trong"),
        ("Hǎikāng wēishì", "Haikang weishi"),
        ("Lüliang", "Luliang"),
        ("Mu\u0308ller", "Muller"),
        ("ＨＩＫＶＩＳＩＯＮ", "HIKVISION"),
        ("L’Oréal – Paris", "L'Oreal - Paris"),
    ],
)
def test_latin_letters_lose_their_marks(name: str, plain: str) -> None:
    assert renderings(name) == (plain,)


def test_marks_that_carry_sound_in_other_scripts_are_kept() -> None:
    assert strip_marks("Алексеи\u0306") == "Алексей"


def test_a_name_in_two_scripts_also_gives_each_part() -> None:
    found = renderings("Hikvision 海康威视")
    assert found[0] == "hikvision"
    assert "Hikvision" in found
    assert "haikangweishi" in found


def test_a_latin_trade_name_before_generic_han_words_never_stands_alone() -> None:
    assert "Dahua" not in renderings("Dahua 电子有限公司")


def test_a_latin_trade_name_joined_to_a_han_form_stays_one_name() -> None:
    assert renderings("TDK株式会社")[0] == "tdk co ltd"


@pytest.mark.parametrize(
    "name",
    ["Ελληνική Τράπεζα", "საქართველო", "דני כהן", "สวัสดี", "अजय", "𠮷野", "💡 光", "·"],
)
def test_every_script_comes_out_in_ascii(name: str) -> None:
    found = renderings(name)
    assert 1 <= len(found) <= 6
    assert all(line.isascii() for line in found)
