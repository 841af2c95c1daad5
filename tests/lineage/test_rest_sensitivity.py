"""Sensitivity along the edges: what flows, what lowers it, who is told. Through the REST door."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.commands import asset_delete, asset_update
from catalog.documents import AssetChange
from lineage.commands import edge_remove
from lineage.models import Lowering
from tests.lineage.conftest import Draw, edge_between, now_in_address, rated
from tests.people import Room
from tests.rest import call

OWNED = {"ownerships": [{"participant": "owner", "responsibility": "accountable"}]}
MASK = {"technique": "masking", "level": 1, "reason": "adresses remplacées par des jetons"}


def soon(**delta: int) -> str:
    return (timezone.now() + timedelta(**delta)).isoformat()


def axes(caller: Any, pk: int, query: str = "") -> dict[str, tuple[Any, Any, list[str]]]:
    """Declared and effective level and the names on the path, by axis."""
    told = caller("GET", f"lineage/sensitivity/?asset={pk}{query}").json()
    return {
        axis["axis"]: (axis["declared"], axis["effective"], [node["name"] for node in axis["path"]])
        for axis in told["axes"]
    }


def test_levels_flow_down_and_needs_flow_up_with_their_paths(room: Room, draw: Draw) -> None:
    ids = draw(
        "src>raw",
        "raw>kpi",
        src=rated(confidentiality=3, proof=2),
        raw=rated(confidentiality=1),
        kpi=rated(availability=4, integrity=1, proof=3),
    )
    client = call(room, "client")
    assert axes(client, ids["kpi"]) == {
        "availability": (4, 4, ["kpi"]),
        "integrity": (1, 1, ["kpi"]),
        "confidentiality": (None, 3, ["src", "raw", "kpi"]),
        "proof": (3, 3, ["kpi"]),
    }
    assert axes(client, ids["raw"]) == {
        "availability": (None, 4, ["kpi", "raw"]),
        "integrity": (None, 1, ["kpi", "raw"]),
        "confidentiality": (1, 3, ["src", "raw"]),
        "proof": (None, 2, ["src", "raw"]),
    }
    alone = draw(alone={})["alone"]
    assert list(axes(client, alone).values()) == [(None, None, [])] * 4


def test_change_upstream_is_seen_at_once_and_the_past_stays(room: Room, draw: Draw) -> None:
    ids = draw("src>raw", "raw>kpi", src=rated(confidentiality=2))
    client, before = call(room, "client"), now_in_address()
    change = AssetChange.read({"sensitivity": {"confidentiality": 4}})
    asset_update(actor=room["facilitator"], asset_id=ids["src"], change=change)
    assert axes(client, ids["kpi"])["confidentiality"] == (None, 4, ["src", "raw", "kpi"])
    edge_remove(actor=room["engineer"], edge_id=edge_between(room, ids["raw"], ids["kpi"]))
    assert axes(client, ids["kpi"])["confidentiality"] == (None, None, [])
    past = axes(client, ids["kpi"], f"&as_of={before}")
    assert past["confidentiality"] == (None, 2, ["src", "raw", "kpi"])


def test_gone_source_no_longer_raises(room: Room, draw: Draw) -> None:
    ids = draw("src>raw", "raw>kpi", src=rated(confidentiality=4), raw=rated(confidentiality=1))
    asset_delete(actor=room["facilitator"], asset_id=ids["src"])
    assert axes(call(room, "client"), ids["kpi"])["confidentiality"] == (None, 1, ["raw", "kpi"])


# Lowerings


def test_life_of_a_lowering(room: Room, draw: Draw) -> None:
    ids = draw(
        "src>raw",
        "raw>kpi",
        src=rated(confidentiality=4),
        raw=rated(confidentiality=4),
        kpi={**rated(confidentiality=1), **OWNED},
    )
    engineer, owner, dpo = (call(room, role) for role in ("engineer", "owner", "dpo"))
    edge = edge_between(room, ids["raw"], ids["kpi"])
    asked = owner("POST", f"edges/{edge}/lowerings/", {**MASK, "expires_at": soon(days=1)})
    lowering = asked.json()
    path = f"lowerings/{lowering['id']}/"
    assert (asked.status_code, asked["Location"]) == (201, f"http://testserver/api/v1/{path}")
    assert (lowering["state"], lowering["asked_by"], lowering["edge"]) == ("waiting", "owner", edge)
    assert axes(engineer, ids["kpi"])["confidentiality"] == (1, 4, ["raw", "kpi"])

    own = owner("POST", f"{path}review/", {"accepted": True})
    assert (own.status_code, own.json()["code"]) == (403, "forbidden")
    assert engineer("POST", f"{path}review/", {"accepted": True}).status_code == 403
    reviewed = dpo("POST", f"{path}review/", {"accepted": True, "reason": "contrôlé"}).json()
    assert (reviewed["state"], reviewed["reviewed_by"], reviewed["version"]) == ("active", "dpo", 2)
    assert axes(engineer, ids["kpi"])["confidentiality"] == (1, 1, ["kpi"])
    assert gap_names(engineer, "confidentiality") == []
    assert engineer("GET", f"edges/{edge}/").json()["lowered_to"] == 1
    assert dpo("POST", f"{path}review/", {"accepted": False}).json()["code"] == "reviewed"

    Lowering.objects.update(expires_at=timezone.now())  # its time has come
    assert axes(engineer, ids["kpi"])["confidentiality"] == (1, 4, ["raw", "kpi"])
    told = engineer("GET", f"lineage/sensitivity/?asset={ids['kpi']}").json()
    assert [row["id"] for row in told["lowerings_ended"]] == [lowering["id"]]
    assert gap_names(owner, "confidentiality", "owner=owner") == ["kpi"]
    assert engineer("GET", path).json()["state"] == "ended"


def gap_names(caller: Any, axis: str, query: str = "") -> list[str]:
    gaps = caller("GET", f"lineage/gaps/?axis={axis}&{query}").json()["results"]
    return [gap["asset"]["name"] for gap in gaps]


def test_lowering_lowers_what_passes_its_edge_and_not_the_way_around(room: Room, draw: Draw) -> None:
    ids = draw("src>raw", "raw>kpi", "src>side", "side>kpi", src=rated(confidentiality=4, proof=4))
    dpo, edge = call(room, "dpo"), edge_between(room, ids["src"], ids["raw"])
    asked = call(room, "engineer")("POST", f"edges/{edge}/lowerings/", {**MASK, "expires_at": soon(days=1)})
    dpo("POST", f"lowerings/{asked.json()['id']}/review/", {"accepted": True})
    assert axes(dpo, ids["raw"])["confidentiality"] == (None, 1, ["src", "raw"])
    assert axes(dpo, ids["raw"])["proof"] == (None, 4, ["src", "raw"])
    assert axes(dpo, ids["kpi"])["confidentiality"] == (None, 4, ["src", "side", "kpi"])


def test_refused_and_ended_lowerings_have_no_effect(room: Room, draw: Draw) -> None:
    ids = draw("src>raw", src=rated(confidentiality=4))
    engineer, dpo = call(room, "engineer"), call(room, "dpo")
    path = f"edges/{edge_between(room, ids['src'], ids['raw'])}/lowerings/"
    first, second = (
        engineer("POST", path, {**MASK, "expires_at": soon(days=1)}).json()["id"] for _turn in range(2)
    )
    silent = dpo("POST", f"lowerings/{first}/review/", {"accepted": False})
    assert (silent.status_code, silent.json()["errors"][0]["path"]) == (400, "reason")
    refused = dpo("POST", f"lowerings/{first}/review/", {"accepted": False, "reason": "réversible"})
    assert refused.json()["state"] == "refused"
    dpo("POST", f"lowerings/{second}/review/", {"accepted": True})
    assert axes(dpo, ids["raw"])["confidentiality"] == (None, 1, ["src", "raw"])
    ended = engineer("POST", f"lowerings/{second}/end/")
    assert ended.json()["state"] == "ended"
    assert axes(dpo, ids["raw"])["confidentiality"] == (None, 4, ["src", "raw"])
    for pk in (first, second):
        assert engineer("POST", f"lowerings/{pk}/end/").json()["code"] == "ended"


def test_question_taken_back_can_no_longer_be_reviewed(room: Room, draw: Draw) -> None:
    ids = draw("src>raw")
    engineer, dpo = call(room, "engineer"), call(room, "dpo")
    path = f"edges/{edge_between(room, ids['src'], ids['raw'])}/lowerings/"
    pk = engineer("POST", path, {**MASK, "expires_at": soon(days=1)}).json()["id"]
    assert [row["id"] for row in dpo("GET", "lowerings/?waiting=true").json()["results"]] == [pk]
    engineer("POST", f"lowerings/{pk}/end/")
    assert dpo("GET", "lowerings/?waiting=true").json()["results"] == []
    assert dpo("POST", f"lowerings/{pk}/review/", {"accepted": True}).json()["code"] == "ended"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"technique": "pseudonymisation"}, "technique", "literal_error"),
        ({"technique": "aggregation"}, "k", "k_of_aggregation"),
        ({"technique": "aggregation", "k": 2}, "k", "greater_than_equal"),
        ({"k": 5}, "k", "k_of_aggregation"),
        ({"level": 5}, "level", "less_than_equal"),
        ({"reason": "  "}, "reason", "string_too_short"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at", "past"),
        ({"expires_at": None}, "expires_at", "datetime_type"),
    ],
)
def test_lowering_needs_technique_reason_and_expiry(
    room: Room, draw: Draw, change: Any, path: str, code: str
) -> None:
    ids = draw("src>raw")
    edge = edge_between(room, ids["src"], ids["raw"])
    body = {**MASK, "expires_at": soon(days=1), **change}
    answer = call(room, "engineer")("POST", f"edges/{edge}/lowerings/", body)
    assert (answer.status_code, [(e["path"], e["code"]) for e in answer.json()["errors"]]) == (
        400,
        [(path, code)],
    )


def test_ended_edge_cannot_be_lowered(room: Room, draw: Draw) -> None:
    ids = draw("src>raw")
    engineer, edge = call(room, "engineer"), edge_between(room, ids["src"], ids["raw"])
    asset_delete(actor=room["facilitator"], asset_id=ids["raw"])
    answer = engineer("POST", f"edges/{edge}/lowerings/", {**MASK, "expires_at": soon(days=1)})
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("", ["waiting", "ended", "active"]),
        ("state=active", ["active"]),
        ("state=ended", ["ended"]),
        ("state=refused", []),
        ("waiting=false", ["ended", "active"]),
        ("edge={edge}", ["waiting", "ended", "active"]),
        ("target={raw}", ["waiting", "ended", "active"]),
        ("target={src}", []),
    ],
)
def test_lowerings_are_found(room: Room, draw: Draw, query: str, states: list[str]) -> None:
    ids = draw("src>raw")
    engineer, dpo = call(room, "engineer"), call(room, "dpo")
    edge = edge_between(room, ids["src"], ids["raw"])
    made = [
        engineer("POST", f"edges/{edge}/lowerings/", {**MASK, "expires_at": soon(days=1)}).json()["id"]
        for _turn in range(3)
    ]
    dpo("POST", f"lowerings/{made[0]}/review/", {"accepted": True})
    engineer("POST", f"lowerings/{made[1]}/end/")
    found = dpo("GET", f"lowerings/?{query.format(edge=edge, **ids)}").json()["results"]
    assert [row["state"] for row in found] == states


def test_known_lowering_is_not_sent_again(room: Room, draw: Draw) -> None:
    ids = draw("src>raw")
    engineer = call(room, "engineer")
    path = f"edges/{edge_between(room, ids['src'], ids['raw'])}/lowerings/"
    pk = engineer("POST", path, {**MASK, "expires_at": soon(days=1)}).json()["id"]
    etag = engineer("GET", f"lowerings/{pk}/")["ETag"]
    assert engineer("GET", f"lowerings/{pk}/", If_None_Match=etag).status_code == 304


# Gaps


def test_gaps_are_listed_widest_first_with_owners(room: Room, draw: Draw) -> None:
    draw(
        "src>raw",
        "raw>kpi",
        src=rated(confidentiality=4, availability=1),
        raw={**rated(confidentiality=3), **OWNED},
        kpi=rated(availability=3),
    )
    client = call(room, "client")
    gaps = client("GET", "lineage/gaps/").json()
    told = [
        (g["asset"]["name"], g["axis"], g["declared"], g["effective"], g["owners"]) for g in gaps["results"]
    ]
    assert told == [
        ("kpi", "confidentiality", None, 4, []),
        ("raw", "availability", None, 3, ["owner"]),
        ("src", "availability", 1, 3, []),
        ("raw", "confidentiality", 3, 4, ["owner"]),
    ]
    assert gap_names(client, "availability") == ["raw", "src"]
    assert gap_names(client, "confidentiality", "owner=OWNER") == ["raw"]
    assert gap_names(client, "proof") == []


def test_gaps_are_paged_and_cost_the_same_for_more(
    room: Room, draw: Draw, django_assert_num_queries: Any
) -> None:
    draw("src>a", src=rated(confidentiality=4), a=OWNED)
    client, seen, path = call(room, "client"), [], "lineage/gaps/?limit=2"
    with django_assert_num_queries(6):
        assert client("GET", path).json()["total"] == 1
    draw("src>b", "src>c")
    with django_assert_num_queries(6):
        assert client("GET", path).json()["total"] == 3
    while path:
        page = client("GET", path).json()
        seen += [gap["asset"]["name"] for gap in page["results"]]
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == ["a", "b", "c"]
    back = client("GET", page["previous"].partition("/api/v1/")[2]).json()
    assert [gap["asset"]["name"] for gap in back["results"]] == ["a", "b"]


def test_gaps_as_they_were(room: Room, draw: Draw) -> None:
    ids = draw("src>raw", src=rated(confidentiality=2))
    before, client = now_in_address(), call(room, "client")
    asset_delete(actor=room["facilitator"], asset_id=ids["src"])
    assert client("GET", "lineage/gaps/").json()["total"] == 0
    assert gap_names(client, "confidentiality", f"as_of={before}") == ["raw"]


def test_sensitivity_takes_no_more_queries_for_more_assets(
    room: Room, draw: Draw, django_assert_num_queries: Any
) -> None:
    ids = draw("a>b", a=rated(confidentiality=1))
    client = call(room, "client")
    for more in ((), ("c>a", "d>c", "b>e")):
        draw(*more, d=rated(confidentiality=4)) if more else None
        with django_assert_num_queries(8):
            assert client("GET", f"lineage/sensitivity/?asset={ids['b']}").status_code == 200
