import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgate.names.han import HanKey, han_key, pinyin, renderings, same_han
from listgate.names.han_words import cut, normalize, number, ordinal


@pytest.mark.parametrize(
    ("name", "english"),
    [
        (
            "杭州海康威视数字技术股份有限公司",
            "hangzhou hikvision digital technology co ltd",
        ),
        ("浙江大华技术股份有限公司", "zhejiang dahua technology co ltd"),
        ("乌鲁木齐市公安局", "urumqi public security bureau"),
        ("阿克陶县公安局", "akto county public security bureau"),
        ("上海丙至国際貿易有限公司", "shanghai bingzhi international trade co ltd"),
        ("鼐实鑫电子(深圳)有限公司", "naishixin electronics shenzhen co ltd"),
        ("哈爾濱工業大學", "harbin institute of technology"),
        ("南京理工大学", "nanjing university of science and technology"),
        (
            "中国电子科技集团公司第五十二研究所",
            "china electronics technology group corporation 52nd research institute",
        ),
        (
            "新疆生产建设兵团第八师",
            "xinjiang production and construction corps 8th division",
        ),
    ],
)
def test_a_company_comes_out_in_the_english_such_names_have(
    name: str, english: str
) -> None:
    assert renderings(name)[0] == english


def test_a_brand_is_also_given_in_pinyin_joined_and_in_words() -> None:
    found = renderings("海康威视")
    assert found == ("hikvision", "haikangweishi", "haikang weishi")


def test_no_rendering_leaves_the_trade_name_out() -> None:
    for line in renderings("三河市戎邦光电设备股份有限公司"):
        assert "rongbang" in line


def test_traditional_characters_and_full_width_forms_make_no_difference() -> None:
    plain = renderings("华为技术(深圳)有限公司")
    assert renderings("華為技術（深圳）有限公司") == plain


def test_a_short_brand_inside_a_longer_trade_name_is_not_that_brand() -> None:
    assert renderings("易大华科技有限公司")[0] == "yidahua technology co ltd"


def test_a_group_prefix_keeps_its_meaning_before_an_unknown_name() -> None:
    assert renderings("中航金林科技有限公司")[0].startswith("avic jinlin")


def test_a_place_in_the_middle_is_still_a_place() -> None:
    assert (
        renderings("盈科香港電子有限公司")[0] == "yingke hong kong electronics co ltd"
    )


def test_an_unknown_county_is_read_as_a_county() -> None:
    assert (
        renderings("湖南省某丘县公安局")[0]
        == "hunan mouqiu county public security bureau"
    )


def test_a_space_from_a_line_end_inside_a_han_name_is_dropped() -> None:
    assert renderings("大眾科技有限 公司") == renderings("大众科技有限公司")


@pytest.mark.parametrize(
    ("numerals", "digits"),
    [
        ("五十二", "52"),
        ("十", "10"),
        ("二〇", "20"),
        ("七〇二", "702"),
        ("一百零三", "103"),
        ("38", "38"),
    ],
)
def test_numerals_are_read_as_digits(numerals: str, digits: str) -> None:
    assert number(numerals) == digits


def test_ordinals_end_as_english_ones() -> None:
    assert [ordinal(n) for n in ("1", "2", "3", "11", "52", "113")] == [
        "1st", "2nd", "3rd", "11th", "52nd", "113th",
    ]  # fmt: skip


def test_a_digit_institute_is_numbered_like_a_written_one() -> None:
    assert renderings("中电科第52研究所")[0] == renderings("中电科第五十二研究所")[0]


def test_pinyin_is_joined_without_tones() -> None:
    assert pinyin("吕梁绿色") == "lulianglvse".replace("v", "u")


@pytest.mark.parametrize(
    ("name", "first", "also"),
    [
        ("習近平", "xi jinping", "hsi chin-ping"),
        ("李嘉誠", "li jiacheng", "lee ka sing"),
        ("欧阳震华", "ouyang zhenhua", "au yeung chun wa"),
        ("单田芳", "shan tianfang", "shan tien-fang"),
    ],
)
def test_a_person_is_spelled_surname_first(name: str, first: str, also: str) -> None:
    found = renderings(name)
    assert found[0] == first
    assert also in found


def test_a_company_of_three_characters_is_no_person() -> None:
    assert "huawei" in renderings("华为")[0]
    assert renderings("王府井集团")[0].endswith("group")


def test_the_key_says_what_each_word_does() -> None:
    assert han_key("杭州海康威視數字技術股份有限公司") == HanKey(
        place=("杭州",), trade="海康威视", terms=("数字技术",), form="股份有限公司"
    )


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("華為技術有限公司", "华为技术有限公司", 1.0, 1.0),
        ("海康威视", "杭州海康威视数字技术股份有限公司", 0.85, 1.0),
        ("海康", "海康威视", 0.7, 0.9),
        ("大华", "达华", 0.0, 0.3),
        ("浙江大华技术股份有限公司", "沧州大华股份有限公司", 0.0, 0.6),
        ("广东大疆科技有限公司", "深圳市大疆科技有限公司", 0.95, 1.0),
        (
            "中国电子科技集团公司第五十二研究所",
            "中国电子科技集团公司第五十四研究所",
            0.0,
            0.2,
        ),
        ("乌鲁木齐市公安局", "喀什地区公安局", 0.0, 0.2),
    ],
)
def test_names_are_compared_by_their_characters(
    a: str, b: str, low: float, high: float
) -> None:
    assert low <= same_han(a, b) <= high
    assert same_han(a, b) == pytest.approx(same_han(b, a))


def test_the_words_of_a_name_put_together_are_the_name() -> None:
    text = normalize("北京市海淀区中关村某某信息技术有限责任公司第三分公司")
    assert "".join(p.text for p in cut(text)).replace("3", "第三") == text


_NAMES = st.text(
    st.sampled_from(
        "北京市深圳海康大华科技电子信息第二十五研究所公安局有限公司集团厂院区县()A7 ·"
    ),
    min_size=1,
    max_size=24,
)


@given(_NAMES)
def test_any_name_has_one_to_six_renderings_in_ascii(name: str) -> None:
    found = renderings(name)
    assert len(found) <= 6
    assert all(line.isascii() and line == line.strip() for line in found)


@given(_NAMES, _NAMES)
def test_likeness_is_symmetric_and_between_zero_and_one(a: str, b: str) -> None:
    score = same_han(a, b)
    assert 0 <= score <= 1
    assert score == pytest.approx(same_han(b, a))
