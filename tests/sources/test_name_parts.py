"""The small readers behind the consolidated file: names, citations, ids, places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgate.errors import QueryError
from listgate.records import AliasKind, Identifier
from listgate.sources.aliases import read_aliases
from listgate.sources.brackets import bracketed
from listgate.sources.catalog import CATALOG, by_code, by_csl_source
from listgate.sources.citations import parse_citations, parse_date
from listgate.sources.countries import address_country, country_code
from listgate.sources.footnotes import parse_footnotes
from listgate.sources.identifiers import split_ids
from listgate.sources.repair import repair

word = st.from_regex(r"[A-Z][a-z]{3,9}", fullmatch=True)
name = st.lists(word, min_size=1, max_size=4).map(" ".join)


@given(st.lists(name, min_size=1, max_size=6, unique=True))
def test_aliases_joined_in_any_way_come_apart_again(aliases: list[str]) -> None:
    for last in ("; ", "; and ", ";"):
        cell = "; ".join(aliases[:-1]) + (last if len(aliases) > 1 else "")
        found = read_aliases("Quite Another Party", [cell + aliases[-1]])
        assert [a.name for a in found] == list(
            {a.casefold(): a for a in reversed(aliases)}.values()
        )[::-1] or len(found) == len({a.casefold() for a in aliases})


@given(st.text(max_size=80))
def test_no_text_breaks_the_name_readers(text: str) -> None:
    folded = " ".join(text.split()) or "x"
    read_aliases(folded, [text])
    read_aliases(folded, [text], plain=True)
    parse_citations(text)
    parse_footnotes(text)
    split_ids(text)
    address_country(text)
    repair(text)


def test_a_ministry_and_what_is_listed_with_it_are_names_of_the_entry() -> None:
    found = read_aliases(
        "The Ministry of Defence of Ruritania, including the Armed Forces of Ruritania "
        "and all operating units wherever located. This includes the army.",
        [],
    )
    assert [a.name for a in found][:2] == [
        "Ministry of Defence of Ruritania",
        "Armed Forces of Ruritania",
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("X Works (f.k.a., Y Plant)", AliasKind.FKA, ["Y Plant"]),
        ("X Works, formerly Y Plant", AliasKind.FKA, ["Y Plant"]),
        ("FUYI SUN A/K/A FRANK SUN", AliasKind.AKA, ["FUYI SUN", "FRANK SUN"]),
        ("Aka Akanonu Trading", AliasKind.AKA, []),
        ("Imeni I.M. Akademika Grushina", AliasKind.AKA, []),
        ("Optics, Fine Mechanics, and Physics Institute", AliasKind.AKA, []),
        ("Wisdom Import and Export Co., Ltd.", AliasKind.AKA, []),
        ("Sinotech (Hong Kong) Co., Ltd.", AliasKind.AKA, []),
        ("Mecatech (Private) Limited", AliasKind.AKA, []),
        ("Huawei Technologies Co., Ltd., Beijing Institute", AliasKind.AKA, []),
    ],
)
def test_names_inside_a_name(text: str, kind: AliasKind, expected: list[str]) -> None:
    found = [a.name for a in read_aliases(text, []) if a.kind is kind]
    assert found == expected


def test_a_written_out_list_of_companies_comes_apart() -> None:
    found = read_aliases(
        "Z", ["A Group Company, A International Pte Ltd, A Tech Pte Ltd and Core Zing"]
    )
    assert [a.name for a in found] == [
        "A Group Company",
        "A International Pte Ltd",
        "A Tech Pte Ltd",
        "Core Zing",
    ]


def test_a_bracket_never_leaves_a_bare_legal_form() -> None:
    bank = "CLOSED JOINT STOCK COMPANY (TRANSCAPITAL BANK LIMITED)"
    bare, inner = bracketed(bank)
    assert bare == bank
    assert [i.name for i in inner] == ["TRANSCAPITAL BANK LIMITED"]
    center = "Scientific Studies and Research Center (SSRC)"
    assert [i.name for i in bracketed(center)[1]] == ["SSRC"]
    assert bracketed("AKA INTEGRAL SERVICES, S. DE R.L.", plain=True)[1] == ()


@pytest.mark.parametrize(
    ("lost", "back"),
    [
        ("Donetsk People?s Republic", "Donetsk People's Republic"),
        ("Xi?an Wolan", "Xi'an Wolan"),
        ("OOO ?CMT?K?", 'OOO "CMT-K"'),
        ("Plant?Feodosia", "Plant-Feodosia"),
        ("Centre d?Etudes", "Centre d'Etudes"),
        ("Muhammad ?ulwan", "Muhammad 'ulwan"),
        ("??Lazurnaya??", '"Lazurnaya"'),
        ("Xiâ€™an", "Xi’an"),
        ("Müller Markt", "Müller Markt"),
    ],
)
def test_lost_characters_are_put_back(lost: str, back: str) -> None:
    assert repair(lost) == back


@pytest.mark.parametrize(
    ("text", "printed", "days"),
    [
        ("84 FR 61541; 85 FR 14794", ["84 FR 61541", "85 FR 14794"], [None, None]),
        ("84 FR 22961, 84 FR 43495,  85 FR 29852", None, None),
        ("81.F.R. 22576 4/18/2016", ["81 FR 22576"], [date(2016, 4, 18)]),
        ("46 F.R. 46154 9/17/81", ["46 FR 46154"], [date(1981, 9, 17)]),
        ("84 FR 54004, 10/9/19.", ["84 FR 54004"], [date(2019, 10, 9)]),
        ("Vol. 86, No. 13, 01/22/2021", ["Vol. 86, No. 13"], [date(2021, 1, 22)]),
        ("76 FR No. 197 (10/12/2011)", ["76 FR No. 197"], [date(2011, 10, 12)]),
        ("86 FR 66277 11/22/201", ["86 FR 66277"], [None]),
    ],
)
def test_citations(
    text: str, printed: list[str] | None, days: list[date | None] | None
) -> None:
    found, _ = parse_citations(text)
    if printed is None:
        assert len(found) == 3
        return
    assert [c.printed for c in found] == printed
    assert [c.published_at for c in found] == days


def test_a_cell_without_a_citation_is_said() -> None:
    assert parse_citations("see notice") == (
        (),
        ("No Federal Register citation could be read in 'see notice'.",),
    )


def test_dates_before_1900_and_no_dates_are_none() -> None:
    assert parse_date("0017-05-26") is None
    assert parse_date("2019-02-30") is None
    assert parse_date("2019-10-09T00:00:00Z") == date(2019, 10, 9)


@pytest.mark.parametrize(
    ("requirement", "footnotes"),
    [
        ("All items (See §§ 734.9(g),3 746.8(a)(3) of the EAR)", (3,)),
        ("All items (See §734.9(g), 3 §746.8(a)(3) of the EAR).", (3,)),
        ("All items, see §§ 734.9(e)1 and 744.11 of the EAR2", (1, 2)),
        ("All items, see §§ 734.9(e) 1 and 744.11 of the EAR 2", (1, 2)),
        ("All items (See §§734.9(e)(2) and 744.11 of the EAR)4", (4,)),
        ("Items in supplement no. 7 to part 746 of the EAR.", ()),
        ("License Exception GOV under § 740.11(b)(2) and (e)", ()),
    ],
)
def test_footnotes(requirement: str, footnotes: tuple[int, ...]) -> None:
    assert parse_footnotes(requirement)[0] == footnotes


def test_ids_with_dates_and_commas() -> None:
    found, details, countries = split_ids(
        "CN, 2025-05-24, 2015-05-25, E51809923, Passport; "
        "CN, 91330000733796106P, Unified Social Credit Code (USCC); "
        "IMO 9020003, Vessel Registration Identification; Male, Gender; "
        "US, 1, 2; 3, Registration Number; 002415, Equity Ticker; "
        "253400BV0PX6DDRR7G42, Legal Entity Number; CNE100000PM8, ISIN"
    )
    assert found == (
        Identifier("passport", "E51809923", "CN"),
        Identifier("uscc", "91330000733796106P", "CN"),
        Identifier("imo", "9020003"),
        Identifier("registration", "3"),
        Identifier("ticker", "002415"),
        Identifier("lei", "253400BV0PX6DDRR7G42"),
        Identifier("isin", "CNE100000PM8"),
    )
    assert ("gender", "Male") in details
    assert countries[0] == "CN"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("1199 Binan Road, Hangzhou, CN", "CN"),
        ("Central, Hong Kong", "HK"),
        ("Yesil Tulumba A, Istanbul, Turkey 34134", "TR"),
        ("Tbilisi, Georgia 0183, GE", "GE"),
        ("10 Main Street, Atlanta, GA, 30301", "US"),
        ("P.O. Box 662, Ramallah", ""),
        ("STAVROPOL REGION, RS, 357020", ""),
        ("RU", "RU"),
    ],
)
def test_the_country_of_an_address(address: str, country: str) -> None:
    assert address_country(address) == country


def test_country_names() -> None:
    assert [country_code(c) for c in ("P.R.C.", "Türkiye", "DPRK", "UK", "??")] == [
        "CN",
        "TR",
        "KP",
        "GB",
        "",
    ]


def test_the_catalog_knows_each_list_once() -> None:
    assert len({s.code for s in CATALOG}) == len(CATALOG) == 22
    assert all(s.url.startswith("https://") and s.legal_effect for s in CATALOG)
    assert by_code("us-bis-el").title == "Entity List"
    with pytest.raises(QueryError, match="us-bis-xx"):
        by_code("us-bis-xx")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("Entity List (EL) - Bureau of Industry and Security", "us-bis-el"),
        (
            "Military End User (MEU) List - Bureau of Industry and Security",
            "us-bis-meu",
        ),
        (
            "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department",
            "us-ofac-mbs",
        ),
        ("Capta List (CAP) - Treasury Department", "us-ofac-capta"),
        ("Entity List", "us-bis-el"),
    ],
)
def test_the_consolidated_files_words_for_a_list(source: str, code: str) -> None:
    found = by_csl_source(source)
    assert found
    assert found.code == code
