"""FollowTheMoney and the Beneficial Ownership Data Standard."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from listgate.errors import QueryError
from listgate.ownership.graph import Graph
from listgate.ownership.readers import read_graph
from listgate.ownership.shares import share_text


def lines(*objects: Any) -> list[str]:
    return [json.dumps(one) + "\n" for one in objects]


def told(graph: Graph) -> list[tuple[str, str, str]]:
    return [
        (h.owner, h.owned, share_text(h.low, h.high))
        for h in graph.holdings(range(graph.holdings_count))
    ]


def ftm(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    return {"id": key, "schema": schema, "properties": properties}


def test_ownership_links_are_read_and_other_links_left_out() -> None:
    graph = read_graph(
        lines(
            ftm("o", "Ownership", owner=["x"], asset=["a"], percentage=["51%"]),
            ftm("d", "Directorship", director=["x"], organization=["a"]),
            ftm("x", "Company", name=["Xin Holding", "鑫控股"], jurisdiction=["cn"]),
            ftm("a", "Company", name=["Acme"]),
        )
    )
    assert told(graph) == [("x", "a", "51 %")]
    assert [graph.name(0), graph.name(1)] == ["Xin Holding", "Acme"]
    assert graph.countries == {0: "CN"}
    assert graph.remarks == [
        "1 links of the kind Directorship are no ownership and were left out"
    ]


def test_a_link_keeps_its_days_and_a_missing_share_is_unknown() -> None:
    graph = read_graph(
        lines(
            ftm(
                "o",
                "Ownership",
                owner=["x"],
                asset=["a"],
                startDate=["2019"],
                endDate=["2020-06"],
            )
        )
    )
    stake = next(graph.holdings([0]))
    assert (stake.held_from, stake.held_until) == (date(2019, 1, 1), date(2020, 6, 30))
    assert told(graph) == [("x", "a", "an unknown share")]


def test_nested_parties_are_taken_along() -> None:
    owner = ftm("x", "Person", name=["Ivan"])
    asset = ftm("a", "Company", name=["Acme"])
    graph = read_graph(
        lines(ftm("o", "Ownership", owner=[owner], asset=[asset], percentage=["60"]))
    )
    assert told(graph) == [("x", "a", "60 %")]
    assert graph.names == ["Ivan", "Acme"]


@pytest.mark.parametrize(
    ("objects", "message"),
    [
        (
            [ftm("o", "Ownership", owner=["x"], asset=["a"], percentage=["150"])],
            "line 1: '150' is beyond 100 %",
        ),
        (
            [ftm("x", "Company"), ftm("o", "Ownership", owner=["x"])],
            "line 2: an Ownership link names no owner or no asset",
        ),
        ([{"some": "thing"}], "is neither FollowTheMoney"),
        ([["x"]], "is no JSON object"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    objects: list[Any], message: str
) -> None:
    with pytest.raises(QueryError) as caught:
        read_graph(lines(*objects))
    assert message in str(caught.value)


def test_a_line_cut_off_is_refused() -> None:
    with pytest.raises(QueryError, match="line 2: is no JSON"):
        read_graph([*lines(ftm("x", "Company")), '{"id": "y", "sch'])


def test_other_names_and_numbers_of_a_party_are_kept() -> None:
    graph = read_graph(
        lines(
            ftm(
                "x",
                "Company",
                name=["Xin Holding", "鑫控股"],
                alias=["Xin"],
                previousName=["Old Xin"],
                uscCode=["91330000720083130N"],
            ),
            ftm("a", "Company", name=["Acme"]),
        )
    )
    assert graph.aliases == {0: ("鑫控股", "Xin", "Old Xin")}
    assert graph.identifiers == {0: ("91330000720083130N",)}


def test_a_percentage_in_words_is_an_unknown_share_and_told() -> None:
    def link(percentage: str) -> dict[str, Any]:
        return ftm("o", "Ownership", owner=["x"], asset=["a"], percentage=[percentage])

    graph = read_graph(lines(link("25-50%"), link("a good half")))
    assert [share for *_, share in told(graph)] == ["25 to 50 %", "an unknown share"]
    assert graph.remarks == [
        "1 percentages are no numbers and were taken as unknown shares: 'a good half'"
    ]


def record(
    key: str, kind: str, made: str = "2020-01-01", **details: Any
) -> dict[str, Any]:
    return {
        "statementId": f"{key}-{made}",
        "statementDate": made,
        "recordId": key,
        "recordType": kind,
        "recordStatus": "new",
        "recordDetails": details,
    }


def relation(key: str, owner: Any, owned: str, *interests: Any, **more: Any) -> Any:
    return record(
        key,
        "relationship",
        **more,
        subject=owned,
        interestedParty=owner,
        interests=[*interests],
    )


def shareholding(**share: Any) -> dict[str, Any]:
    return {"type": "shareholding", "directOrIndirect": "direct", "share": share}


def test_shareholdings_count_and_voting_rights_do_not() -> None:
    graph = read_graph(
        [
            json.dumps(
                [
                    record("a", "entity", name="Acme", jurisdiction={"code": "GB"}),
                    record("p", "person", names=[{"fullName": "Jane Doe"}]),
                    relation(
                        "r",
                        "p",
                        "a",
                        shareholding(exact=75),
                        {"type": "votingRights", "share": {"exact": 90}},
                    ),
                ],
                indent=1,
            )
        ]
    )
    assert told(graph) == [("p", "a", "75 %")]
    assert graph.names == ["Acme", "Jane Doe"]
    assert graph.countries == {0: "GB"}
    assert graph.remarks == [
        "1 interests: votingRights is no ownership and was left out"
    ]


@pytest.mark.parametrize(
    ("share", "read"),
    [
        ({"minimum": 25, "maximum": 50}, "25 to 50 %"),
        ({"exclusiveMinimum": 25, "maximum": 50}, "more than 25 to 50 %"),
        ({"minimum": 75, "exclusiveMaximum": 100}, "75 to less than 100 %"),
        (
            {"minimum": 25, "exclusiveMinimum": True, "maximum": 50},
            "more than 25 to 50 %",
        ),
        ({"minimum": 25, "exclusiveMinimum": False}, "25 % or more"),
        ({}, "an unknown share"),
    ],
)
def test_bands_are_read_with_their_bounds(share: dict[str, Any], read: str) -> None:
    graph = read_graph(lines(relation("r", "p", "a", shareholding(**share))))
    assert told(graph) == [("p", "a", read)]


def test_a_later_statement_of_a_record_replaces_the_earlier_from_its_day() -> None:
    graph = read_graph(
        lines(
            relation("r", "p", "a", shareholding(exact=60), made="2020-01-01"),
            relation("r", "p", "a", shareholding(exact=40), made="2023-05-05"),
        )
    )
    first, second = graph.holdings(range(2))
    assert (first.held_from, first.held_until) == (None, date(2023, 5, 4))
    assert (second.held_from, second.held_until) == (date(2023, 5, 5), None)


def test_a_closed_record_ends_on_its_day() -> None:
    closed = relation("r", "p", "a", shareholding(exact=60), made="2023-05-05")
    closed["recordStatus"] = "closed"
    graph = read_graph(
        lines(
            relation("r", "p", "a", shareholding(exact=60), made="2020-01-01"), closed
        )
    )
    assert max(h.held_until or date.max for h in graph.holdings(range(2))) == date(
        2023, 5, 5
    )


def test_an_indirect_interest_counts_from_nothing_or_not_at_all() -> None:
    indirect = {**shareholding(exact=60), "directOrIndirect": "indirect"}
    alone = read_graph(lines(relation("r", "p", "a", indirect)))
    assert told(alone) == [("p", "a", "up to 60 %")]
    with_chain = relation("r", "p", "a", indirect)
    with_chain["recordDetails"]["componentRecords"] = ["b", "q", "c"]
    steps = [
        record("q", "entity", name="Quay"),
        relation("b", "p", "q", shareholding(exact=60)),
        relation("c", "q", "a", shareholding(exact=100)),
    ]
    chain = [("p", "q", "60 %"), ("q", "a", "100 %")]
    assert told(read_graph(lines(with_chain, *steps))) == chain
    # A step that is not there, or no shareholding, carries nothing: the interest stays.
    assert told(read_graph(lines(*steps[:2], with_chain))) == [
        chain[0],
        ("p", "a", "up to 60 %"),
    ]
    steps[1] = relation("b", "p", "q", {"type": "trustee"})
    assert told(read_graph(lines(*steps, with_chain))) == [
        chain[1],
        ("p", "a", "up to 60 %"),
    ]


def test_an_owner_who_is_not_named_is_told() -> None:
    nobody = {"reason": "subjectUnableToConfirmOrIdentifyBeneficialOwner"}
    graph = read_graph(lines(relation("r", nobody, "a", shareholding(exact=60))))
    assert graph.remarks == ["1 interests: the owner or the owned party is not named"]


def test_a_relationship_without_a_known_kind_of_interest_is_an_unknown_share() -> None:
    graph = read_graph(
        lines(
            relation("r", "p", "a"),
            relation("s", "q", "a", {"type": "unpublishedInterest"}),
            relation("t", "o", "a", {"share": {"minimum": 25, "maximum": 50}}),
        )
    )
    assert told(graph) == [
        ("p", "a", "an unknown share"),
        ("q", "a", "an unknown share"),
        ("o", "a", "up to 50 %"),
    ]
    assert graph.remarks == [
        "3 interests: of a kind that is not told: counted from nothing up"
    ]


def test_a_closed_record_without_a_day_may_have_ended() -> None:
    closed = relation("r", "p", "a", shareholding(exact=60), made="")
    closed["recordStatus"] = "closed"
    assert told(read_graph(lines(closed))) == [("p", "a", "up to 60 %")]


def test_a_party_goes_by_its_newest_name_and_by_the_others_too() -> None:
    graph = read_graph(
        lines(
            record("a", "entity", name="Old Name", alternateNames=["旧名"]),
            record("a", "entity", made="2022-01-01", name="New Name"),
            record("p", "person", names=[{"fullName": "Jan"}, {"fullName": "Ян"}]),
        )
    )
    assert graph.names == ["New Name", "Jan"]
    assert graph.aliases == {0: ("旧名", "Old Name"), 1: ("Ян",)}


def test_a_statement_may_replace_several() -> None:
    def stated(key: str, made: str, percent: int, *replaces: str) -> dict[str, Any]:
        return {
            "statementID": key,
            "statementType": "ownershipOrControlStatement",
            "statementDate": made,
            "subject": {"describedByEntityStatement": "a"},
            "interestedParty": {"describedByEntityStatement": "x"},
            "interests": [shareholding(exact=percent)],
            "replacesStatements": list(replaces),
        }

    graph = read_graph(
        lines(
            stated("s1", "2019-01-01", 20),
            stated("s2", "2020-01-01", 30),
            stated("s3", "2021-01-01", 55, "s1", "s2"),
        )
    )
    held = [
        (h.held_from, h.held_until, share_text(h.low, h.high))
        for h in graph.holdings(range(3))
    ]
    assert held == [
        (None, date(2020, 12, 31), "20 %"),
        (None, date(2020, 12, 31), "30 %"),
        (date(2021, 1, 1), None, "55 %"),
    ]


def test_a_party_may_replace_several_parties() -> None:
    def party(key: str, name: str, *replaces: str) -> dict[str, Any]:
        return {
            "statementID": key,
            "statementType": "entityStatement",
            "name": name,
            "replacesStatements": list(replaces),
        }

    graph = read_graph(
        lines(party("e1", "One"), party("e2", "Two"), party("e3", "Both", "e1", "e2"))
    )
    assert graph.names == ["Both"]
    assert graph.aliases == {0: ("One", "Two")}


def test_the_day_of_publication_stands_for_a_missing_one() -> None:
    second = relation("r", "p", "a", shareholding(exact=40), made="")
    second["publicationDetails"] = {"publicationDate": "2023-05-05"}
    first = relation("r", "p", "a", shareholding(exact=60))
    graph = read_graph(lines(second, first))
    assert [h.held_until for h in graph.holdings(range(2))] == [None, date(2023, 5, 4)]


@pytest.mark.parametrize(
    ("share", "read"),
    [
        ({"minimum": 30, "exclusiveMinimum": 25}, "30 % or more"),
        (
            {"exclusiveMinimum": 50, "exclusiveMaximum": 75},
            "more than 50 to less than 75 %",
        ),
        ({"maximum": 40, "exclusiveMaximum": 50}, "up to 40 %"),
    ],
)
def test_of_two_bounds_of_one_side_the_narrower_counts(
    share: dict[str, Any], read: str
) -> None:
    graph = read_graph(lines(relation("r", "p", "a", shareholding(**share))))
    assert told(graph) == [("p", "a", read)]


def test_the_third_version_of_the_standard_is_read() -> None:
    graph = read_graph(
        lines(
            {
                "statementID": "e1",
                "statementType": "entityStatement",
                "name": "Acme",
                "incorporatedInJurisdiction": {"code": "US-DE"},
            },
            {
                "statementID": "e2",
                "statementType": "entityStatement",
                "name": "Acme Limited",
                "replacesStatements": ["e1"],
            },
            {
                "statementID": "p1",
                "statementType": "personStatement",
                "names": [{"fullName": "Jane Doe"}],
            },
            {
                "statementID": "o1",
                "statementType": "ownershipOrControlStatement",
                "statementDate": "2019-01-01",
                "subject": {"describedByEntityStatement": "e2"},
                "interestedParty": {"describedByPersonStatement": "p1"},
                "interests": [
                    {
                        "type": "shareholding",
                        "interestLevel": "direct",
                        "share": {"exact": 51},
                        "startDate": "2018-03-01",
                    }
                ],
            },
        )
    )
    assert told(graph) == [("p1", "e1", "51 %")]
    assert graph.countries == {0: "US"}
    assert next(graph.holdings([0])).held_from == date(2018, 3, 1)
