import pytest

from listgate.names.pinyin import is_pinyin, split, to_wade_giles, variants


@pytest.mark.parametrize(
    ("token", "syllables"),
    [
        ("haikangweishi", ("hai", "kang", "wei", "shi")),
        ("xian", ("xian",)),
        ("xi'an", ("xi", "an")),
        ("zhongguo", ("zhong", "guo")),
        ("hikvision", ()),
        ("", ()),
    ],
)
def test_joined_pinyin_is_split(token: str, syllables: tuple[str, ...]) -> None:
    assert split(token) == syllables


def test_an_english_word_is_no_pinyin() -> None:
    assert not is_pinyin("technology")
    assert is_pinyin("shenzhen")


@pytest.mark.parametrize(
    ("syllable", "spelled"),
    [
        ("jin", "chin"),
        ("xi", "hsi"),
        ("zhong", "chung"),
        ("guo", "kuo"),
        ("si", "ssu"),
        ("qian", "chien"),
    ],
)
def test_pinyin_is_respelled_in_wade_giles(syllable: str, spelled: str) -> None:
    assert to_wade_giles(syllable) == spelled


@pytest.mark.parametrize(
    ("token", "modern"),
    [
        ("Chungking", "chongqing"),
        ("Peking", "beijing"),
        ("Tsinghua", "qinghua"),
        ("Hsiao-p'ing", "xiaoping"),
    ],
)
def test_old_spellings_have_a_pinyin_variant(token: str, modern: str) -> None:
    assert modern in variants(token)


def test_a_modern_spelling_has_no_variant() -> None:
    assert variants("shenzhen") == ()
    assert variants("huawei") == ()
