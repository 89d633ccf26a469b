"""A birth speaks for or against a person by what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listgate
from listgate.errors import QueryError
from listgate.history.births import unpack
from listgate.records import Party, PartyType
from listgate.screening.birth import (
    Birth,
    Fit,
    best_fit,
    fit,
    read_birth,
    same_place,
    weigh_birth,
)
from listgate.service import Gate
from listgate.settings import read_settings


def fits(one: str, other: str) -> Fit:
    a, b = read_birth(one), read_birth(other)
    assert a is not None
    assert b is not None
    assert fit(a, b) is fit(b, a)
    return fit(a, b)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1962-09-03", Birth(1962, 1962, 9, 3)),
        ("3 September 1962", Birth(1962, 1962, 9, 3)),
        ("03/09/1962", Birth(1962, 1962, 9, 3, either=True)),
        ("circa 03/09/1962", Birth(1962, 1962, 9, 3, about=True, either=True)),
        ("13/09/1962", Birth(1962, 1962, 9, 13)),
        ("09/13/1962", Birth(1962, 1962, 9, 13)),
        ("09/09/1962", Birth(1962, 1962, 9, 9)),
        ("00/09/1962", Birth(1962, 1962, 9)),
        ("dd/mm/1962", Birth(1962, 1962)),
        ("13/13/1962", None),
        ("31/02/1962", None),
        ("3.9.1962", Birth(1962, 1962, 9, 3)),
        ("03.09.1962", Birth(1962, 1962, 9, 3)),
        ("3. 9. 1962", Birth(1962, 1962, 9, 3)),
        ("03-09-1962", Birth(1962, 1962, 9, 3)),
        ("09-13-1962", Birth(1962, 1962, 9, 13)),
        ("1962/09/03", Birth(1962, 1962, 9, 3)),
        ("1962.9.3", Birth(1962, 1962, 9, 3)),
        ("September 3, 1962", Birth(1962, 1962, 9, 3)),
        ("Sept. 3rd 1962", Birth(1962, 1962, 9, 3)),
        ("3rd September 1962", Birth(1962, 1962, 9, 3)),
        ("03-SEP-1962", Birth(1962, 1962, 9, 3)),
        ("19620903", Birth(1962, 1962, 9, 3)),
        ("19621303", None),
        ("1962-02-31", None),
        ("1962-00-03", None),
        ("119620903", None),
        ("1962-09-03 00:00:00", Birth(1962, 1962, 9, 3)),
        ("1962-09-03T00:00:00.000000000", Birth(1962, 1962, 9, 3)),
        ("1962-09-03T00:00:00+03:00", Birth(1962, 1962, 9, 3)),
        ("03.09.1962 0:00", Birth(1962, 1962, 9, 3)),
        ("9/13/1962 12:00:00 AM", Birth(1962, 1962, 9, 13)),
        ("01.01.1958 - 31.12.1960", Birth(1958, 1960)),
        ("01/02/1958 to 03/04/1960", Birth(1958, 1960)),
        ("September, 1962", Birth(1962, 1962, 9)),
        ("1962", Birth(1962, 1962)),
        ("circa 1962", Birth(1962, 1962, about=True)),
        ("1958 to 1960", Birth(1958, 1960)),
        ("1958-1960", Birth(1958, 1960)),
        ("unknown", None),
        ("", None),
    ],
)
def test_dates_are_read_in_the_forms_of_lists_and_users(
    text: str, birth: Birth | None
) -> None:
    assert read_birth(text) == birth


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        ("1962-09-03", "1962-09-03", Fit.WHOLE),
        ("1962-09-03", "1962-09-04", Fit.NEAR),  # one part is another
        ("1962-09-03", "1962-10-03", Fit.NEAR),
        ("1962-09-03", "1992-09-03", Fit.NEAR),
        ("1962-09-03", "1962-03-09", Fit.NEAR),  # the day for the month
        ("1962-09-03", "1962-10-04", Fit.FAR),  # only the year agrees
        ("1962-09-03", "1964-10-04", Fit.FAR),
        ("1962-09-03", "1965-10-04", Fit.APART),
        ("1962-09-03", "1965-09-04", Fit.APART),
        ("1962-09-03", "1962", Fit.YEAR),
        ("1962-09-03", "1962-09", Fit.YEAR),
        ("1962-09-03", "1962-10", Fit.NEAR),
        ("1962-09-03", "1963", Fit.NEAR),
        ("1962-09-03", "1964", Fit.FAR),
        ("1962", "1966", Fit.FAR),
        ("1962", "1967", Fit.APART),
        ("1962-09-03", "circa 1964", Fit.YEAR),  # which widens
        ("1962-09-03", "circa 1965", Fit.NEAR),
        ("1962-09-03", "circa 1966", Fit.FAR),
        ("1962-09-03", "circa 1968", Fit.FAR),
        ("1962-09-03", "circa 1969", Fit.APART),
        ("1959-01-01", "1958 to 1960", Fit.YEAR),
        ("1960-12-31", "1958 to 1960", Fit.YEAR),
        ("1961-01-01", "1958 to 1960", Fit.NEAR),
        ("1966-01-01", "1958 to 1960", Fit.APART),
        ("03/09/1962", "1962-09-03", Fit.WHOLE),  # either order
        ("03/09/1962", "1962-03-09", Fit.WHOLE),
        ("03/09/1962", "09/03/1962", Fit.WHOLE),
        ("03/09/1962", "1962-03", Fit.YEAR),
        ("03/09/1962", "1962-04-10", Fit.FAR),
        ("03/09/1962", "1970-09-04", Fit.APART),
    ],
)
def test_day_month_and_year_count_each(one: str, other: str, agreed: Fit) -> None:
    assert fits(one, other) is agreed


YEARS = st.integers(1900, 2020)


@given(YEARS, YEARS)
def test_years_farther_apart_never_agree_better(first: int, second: int) -> None:
    near = fits(str(first), str(second))
    farther = second + 1 if second >= first else second - 1
    assert fits(str(first), str(farther)) <= near


def test_of_several_dates_the_best_counts() -> None:
    assert best_fit("1962-09-03", ["1950", "1962-09-03"]) == (Fit.WHOLE, "1962-09-03")
    assert best_fit("1970; 1962", ["1962-09-03"]) == (Fit.YEAR, "1962-09-03")
    assert best_fit("1962", ["unknown"]) is None
    assert best_fit("n/a", ["1962"]) is None


@pytest.mark.parametrize(
    ("asked", "listed", "same"),
    [
        ("Qom", ["Qom, Iran"], True),
        ("Qom, Iran", ["Tehran, Iran", "Qom, Iran"], True),
        ("Klimovsk, Russia", ["Klimovsk, Moscow Region, Russia"], True),
        ("Paris, France", ["Qom, Iran"], False),
        ("Tehran, Iran", ["Qom, Iran"], None),  # lists name villages and provinces
        ("Iran", ["Qom, Iran"], None),
        ("Paris, France", ["Paris"], True),
        ("Paris, United States", ["Paris, France"], False),
        ("Paris", ["Qom, Iran"], None),
        ("", ["Qom, Iran"], None),
    ],
)
def test_a_place_is_the_same_another_or_neither(
    asked: str, listed: list[str], same: bool | None
) -> None:
    assert same_place(asked, listed) is same


BIRTHS = {"x:1": (("1962-09-03",), ("Qom, Iran",)), "x:2": ((), ())}
ASKED = Party("Ivan Sidorov", type=PartyType.PERSON)


def weighed(entry: str = "x:1", score: float = 0.8, **said: str) -> float:
    party = replace(ASKED, **said)  # type: ignore[arg-type]
    return weigh_birth(party, BIRTHS, entry, score, 0.99, 0.84)[0]


def test_what_agrees_lifts_and_what_does_not_lowers() -> None:
    assert weighed(birth_date="1962-09-03") == pytest.approx(0.90)
    assert weighed(birth_date="1962") == pytest.approx(0.85)
    assert weighed(birth_date="1962-09-04") == 0.8
    assert weighed(birth_date="1963-11-01") == pytest.approx(0.70)
    assert weighed(birth_date="1980-01-01") == pytest.approx(0.55)
    assert weighed(birth_place="Qom") == pytest.approx(0.83)
    assert weighed(birth_place="Paris, France") == pytest.approx(0.70)
    assert weighed(birth_date="nonsense") == 0.8


def test_an_exact_name_with_another_birth_is_still_looked_at() -> None:
    assert 0.70 <= weighed(score=0.99, birth_date="1980-01-01") < 0.85


def test_an_entry_that_tells_no_birth_is_as_likely_as_before() -> None:
    for entry in ("x:2", "x:3"):
        assert weighed(entry, birth_date="1980-01-01", birth_place="Paris") == 0.8


def test_a_birth_date_that_cannot_be_read_is_told_and_not_passed_over() -> None:
    remark = "birth date '3/9/62' could not be read"
    asked = replace(ASKED, birth_date="3/9/62; 1962")
    for entry, others in (("x:1", ["birth date 1962-09-03 agrees"]), ("x:2", [])):
        said = weigh_birth(asked, BIRTHS, entry, 0.8, 0.99, 0.84)[1]
        assert said == [remark, *others]


LIST = (
    "id,name,type,birth_date,birth_place,reason\n"
    'A1,Ivan Petrovich Sidorov,person,1962-09-03,"Klimovsk, Russia",fraud\n'
    "A2,Pyotr Ivanovich Kuznetsov,person,,,fraud\n"
)


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    path = tmp_path / "own.csv"
    path.write_text(LIST)
    settings = read_settings(home=tmp_path / "home")
    gate = Gate(settings, date(2026, 8, 1))
    gate.update_own("own:watched", path)
    return gate


def test_a_birth_counts_from_the_file_to_the_answer(gate: Gate) -> None:
    ask: Callable[..., listgate.Screening] = lambda **said: gate.screen(  # noqa: E731
        "Ivan Sidorov", type="person", lists=["own:watched"], **said
    )
    plain = ask().hits[0].score
    same = ask(birth_date="3 Sep 1962").hits[0]
    assert same.score > plain
    assert "birth date 1962-09-03 agrees" in same.reasons
    assert ask(birth_date="1990-01-01").status == "clear"
    assert ask(birth_place="Klimovsk").hits[0].score > plain
    rows = [
        {"name": "Ivan Sidorov", "type": "person", "birth_date": d}
        for d in ("", "1962")
    ]
    first, second = gate.screen_many(rows, lists=["own:watched"])
    assert first.hits[0].score == plain < second.hits[0].score
    assert second.to_dict()["query"]["birth_date"] == "1962"
    row = {**rows[0], "birth_date": "soon"}
    (unread,) = gate.screen_many([row], lists=["own:watched"])
    assert unread.hits[0].score == plain
    assert "birth date 'soon' could not be read" in unread.hits[0].reasons
    with pytest.raises(QueryError, match="is no date"):
        ask(birth_date="soon")


def test_births_that_an_older_index_lacks_are_made_when_asked(gate: Gate) -> None:
    gate.screen("Ivan Sidorov")
    (kept,) = gate.settings.home.glob("indexes/*.births")
    kept.unlink()
    found = gate.screen("Ivan Sidorov", birth_date="1962", lists=["own:watched"])
    assert "birth date 1962-09-03 agrees" in found.hits[0].reasons
    assert kept.exists()


def test_births_are_of_the_index_that_is_open_and_not_of_a_newer_shelf(
    gate: Gate, tmp_path: Path
) -> None:
    gate.screen("Ivan Sidorov")  # opens an index
    (kept,) = gate.settings.home.glob("indexes/*.births")
    other = tmp_path / "newer.csv"
    other.write_text(LIST.replace("1962-09-03", "1971-01-02"))
    Gate(gate.settings, date(2026, 8, 1)).update_own("own:watched", other)
    assert gate.births() == unpack(kept.read_bytes())
    assert list(gate.settings.home.glob("indexes/*.births")) == [kept]


def test_births_of_a_newer_shelf_are_not_kept_beside_an_older_index(
    gate: Gate, tmp_path: Path
) -> None:
    gate.screen("Ivan Sidorov")
    (kept,) = gate.settings.home.glob("indexes/*.births")
    kept.unlink()
    other = tmp_path / "newer.csv"
    other.write_text(LIST.replace("1962-09-03", "1971-01-02"))
    Gate(gate.settings, date(2026, 8, 1)).update_own("own:watched", other)
    assert "own:watched" in "".join(gate.births())
    assert not kept.exists()


def test_births_missing_in_a_folder_that_can_only_be_read_stay_in_memory(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.screen("Ivan Sidorov")
    (kept,) = gate.settings.home.glob("indexes/*.births")
    kept.unlink()

    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(13, "read-only", str(path))

    monkeypatch.setattr("listgate.matching.compile.write_whole", refuse)
    found = gate.screen("Ivan Sidorov", birth_date="1962", lists=["own:watched"])
    assert "birth date 1962-09-03 agrees" in found.hits[0].reasons
    assert gate.births() is gate.births()
    assert not kept.exists()


def test_an_index_is_never_found_without_its_births(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def write(path: Path, data: bytes) -> None:
        written.append(path.suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr("listgate.matching.compile.write_whole", write)
    gate.screen("Ivan Sidorov")
    assert written == [".births", ".index"]
