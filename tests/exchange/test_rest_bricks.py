"""Bricks through the REST door: one, many, streams; corrected, decided on, copied; and nothing twice."""

import json
from typing import Any

import pytest

from exchange.models import Brick, Submission
from tests.exchange.conftest import ALICE, BOB, LAMP, Market
from tests.rest import Caller, call


def places(answer: Any) -> list[tuple[str, str]]:
    return [(error["path"], error["code"]) for error in answer.json()["errors"]]


def stream(caller: Caller, path: str, data: bytes, kind: str = "application/x-ndjson", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.client.generic("POST", f"/api/v1/{path}", data, kind, headers=named)


def test_brick_is_sent_read_corrected_and_withdrawn(market: Market) -> None:
    producer = call(market.room, "producer")
    made = producer("POST", "bricks/", {"asset": market.client, "values": ALICE}, X_Change_Reason="premier")
    pk = made.json()["id"]
    assert (made.status_code, made["Location"]) == (201, f"http://testserver/api/v1/bricks/{pk}/")
    read = producer("GET", f"bricks/{pk}/")
    assert (read.json(), read["ETag"]) == (made.json(), made["ETag"])
    assert (read.json()["values"], read.json()["state"], read.json()["producer"]) == (
        ALICE,
        "waiting",
        "producer",
    )
    changed = producer("PATCH", f"bricks/{pk}/", {"values": {"region": "Corse"}}, If_Match=read["ETag"])
    assert (changed.json()["values"]["region"], changed.json()["version"]) == ("Corse", 2)
    assert producer("PUT", f"bricks/{pk}/", {"values": BOB}, If_Match=read["ETag"]).status_code == 412
    assert producer("PUT", f"bricks/{pk}/", {"values": BOB}).json()["key"] == "2"
    assert producer("GET", f"bricks/{pk}/", If_None_Match=read["ETag"]).status_code == 200
    assert producer("DELETE", f"bricks/{pk}/").status_code == 204
    assert producer("GET", f"bricks/{pk}/").status_code == 404
    versions = producer("GET", f"bricks/{pk}/versions/").json()["results"]
    assert [(v["type"], v["values"], v["reason"]) for v in versions] == [
        ("deleted", BOB, ""),
        ("changed", BOB, ""),
        ("changed", {**ALICE, "region": "Corse"}, ""),
        ("created", ALICE, "premier"),
    ]


def test_wrong_shape_is_refused_at_its_place(market: Market) -> None:
    producer = call(market.room, "producer")
    wrong = {"client_id": "1", "couleur": "bleu"}
    one = producer("POST", "bricks/", {"asset": market.client, "values": wrong})
    assert (one.status_code, places(one)) == (
        400,
        [("values.client_id", "int_type"), ("values.couleur", "unknown_field")],
    )
    many = producer("POST", "bricks/bulk/", {"asset": market.client, "bricks": [ALICE, wrong]})
    assert places(many) == [("bricks.1.client_id", "int_type"), ("bricks.1.couleur", "unknown_field")]
    (pk,) = market.send(market.client, ALICE)
    assert places(producer("PATCH", f"bricks/{pk}/", {"values": {"nom": 1}})) == [
        ("values.nom", "string_type")
    ]
    assert Brick.objects.count() == 1


def test_many_bricks_are_one_submission(market: Market) -> None:
    producer = call(market.room, "producer")
    sent = producer("POST", "bricks/bulk/", {"asset": market.client, "bricks": [ALICE, BOB]})
    pk = sent.json()["id"]
    assert (sent.status_code, sent["Location"]) == (201, f"http://testserver/api/v1/submissions/{pk}/")
    assert producer("GET", f"submissions/{pk}/").json() == sent.json()
    assert (sent.json()["brick_count"], sent.json()["waiting_count"], sent.json()["state"]) == (
        2,
        2,
        "waiting",
    )
    listed = producer("GET", f"bricks/?submission={pk}").json()
    assert ([row["key"] for row in listed["results"]], listed["total"]) == (["1", "2"], 2)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("application/x-ndjson", b"\n".join(json.dumps(values).encode() for values in (ALICE, BOB))),
        ("text/csv; charset=utf-8", b"client_id;nom;region\n1;Alice;Bretagne\n2;Bob;Corse\n"),
    ],
)
def test_stream_is_one_submission_and_stored_once(market: Market, kind: str, data: bytes) -> None:
    producer = call(market.room, "producer")
    path = f"bricks/stream/?asset={market.client}"
    answers = [stream(producer, path, data, kind, Idempotency_Key="k") for _time in range(2)]
    assert [(a.status_code, a.json()["brick_count"]) for a in answers] == [(201, 2)] * 2
    assert answers[0].json() == answers[1].json()
    assert market.values(market.client) == [ALICE, BOB]
    other = stream(producer, path, data + b"\n", kind, Idempotency_Key="k")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_stream_refusals_name_their_lines(market: Market) -> None:
    producer = call(market.room, "producer")
    path = f"bricks/stream/?asset={market.client}"
    answer = stream(producer, path, b'{"client_id": 1}\n{"client_id": "2"}\n')
    assert (answer.status_code, places(answer)) == (400, [("lines.2.client_id", "int_type")])
    assert stream(producer, path, b"<xml/>", "text/xml").status_code == 415
    assert stream(producer, "bricks/stream/?asset=999999", b"{}").status_code == 404
    assert stream(producer, "bricks/stream/", b"{}").status_code == 400
    assert stream(call(market.room, "owner"), path, b"{}").status_code == 403
    assert not Submission.objects.exists()


def test_single_send_in_a_tunnel_happens_once(market: Market) -> None:
    producer = call(market.room, "producer")
    body = {"asset": market.client, "values": ALICE}
    first, second = (producer("POST", "bricks/", body, Idempotency_Key="k") for _time in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Brick.objects.count() == 1


def test_owner_decides_through_the_api(market: Market) -> None:
    owner = call(market.room, "owner")
    whole, single = market.sent(market.client, ALICE, BOB), market.send(market.product, LAMP)
    waiting = owner("GET", "submissions/waiting/").json()["results"]
    assert [(row["id"], row["waiting_count"]) for row in waiting] == [(whole, 2), (waiting[1]["id"], 1)]
    seen = [row["id"] for row in owner("GET", f"bricks/?submission={whole}&limit=1").json()["results"]]
    sampled = owner("POST", "decisions/", {"submission": whole, "verdict": "accepted", "seen": seen})
    assert (sampled.status_code, [d["basis"] for d in sampled.json()["results"]]) == (201, ["sample"])
    refused = owner("POST", "decisions/", {"bricks": single, "verdict": "returned"})
    assert places(refused) == [("reason", "missing")]
    returned = owner("POST", "decisions/", {"bricks": single, "verdict": "returned", "reason": "prix"})
    (decision,) = returned.json()["results"]
    assert owner("GET", f"decisions/{decision['id']}/").json() == decision
    assert owner("GET", f"decisions/?asset={market.product}").json()["total"] == 1
    assert owner("GET", "submissions/waiting/").json()["total"] == 0
    again = owner("POST", "decisions/", {"bricks": single, "verdict": "accepted"})
    assert (again.status_code, places(again)) == (409, [("ids.0", "decided")])
    for body in ({"verdict": "accepted"}, {"verdict": "accepted", "bricks": single, "submission": whole}):
        assert [code for _path, code in places(owner("POST", "decisions/", body))] == ["either"]


def test_engineer_copies_through_the_api(market: Market) -> None:
    engineer = call(market.room, "engineer")
    (source,) = market.stock(market.client, ALICE)
    made = engineer("POST", "transfers/", {"source": market.client, "system": "datalake"})
    assert made.status_code == 201
    transfer = made.json()
    assert (transfer["read_count"], transfer["copied_count"], transfer["source"]["system"]) == (1, 1, "crm")
    assert (transfer["target"]["zone"], transfer["duration_seconds"] >= 0) == ("raw", True)
    assert engineer("GET", f"transfers/{transfer['id']}/").json() == transfer
    assert engineer("GET", f"transfers/?source={market.client}").json()["total"] == 1
    assert engineer("GET", f"transfers/{transfer['id']}/rejections/").json()["results"] == []
    (copy,) = engineer("GET", f"bricks/?asset={transfer['target']['id']}").json()["results"]
    assert engineer("GET", f"bricks/{copy['id']}/family/").json() == {
        "origins": [source],
        "copies": [],
        "source": source,
    }
    again = engineer("POST", "transfers/", {"source": market.client, "target": transfer["target"]["id"]})
    assert again.json()["unchanged_count"] == 1
    assert call(market.room, "producer")("PATCH", f"bricks/{copy['id']}/", {"values": {}}).status_code == 409
    wrong = engineer("POST", "transfers/", {"source": market.client, "system": "data-store"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "zone")
    assert places(engineer("POST", "transfers/", {"source": market.client})) == [("", "either")]


def test_producer_hides_and_facilitator_reveals_through_the_api(market: Market) -> None:
    producer, facilitator = call(market.room, "producer"), call(market.room, "facilitator")
    first, second = market.send(market.client, ALICE, BOB)
    made = producer("POST", "seeded-errors/", {"brick": first, "kind": "value", "note": "Mauvaise région"})
    pk = made.json()["id"]
    assert (made.status_code, producer("GET", f"seeded-errors/{pk}/").json()) == (201, made.json())
    assert facilitator("GET", f"seeded-errors/{pk}/").status_code == 404
    assert facilitator("GET", "seeded-errors/").json()["total"] == 0
    assert facilitator("GET", "seeded-errors/score/").json()["hidden_count"] == 1
    spare = producer("POST", "seeded-errors/", {"brick": second, "kind": "other"}).json()["id"]
    assert producer("DELETE", f"seeded-errors/{spare}/").status_code == 204
    assert facilitator("POST", "seeded-errors/reveal/").json() == {"revealed_count": 1}
    assert facilitator("GET", f"seeded-errors/{pk}/").json()["note"] == "Mauvaise région"
    assert facilitator("GET", "seeded-errors/score/").json() == {
        "hidden_count": 0,
        "found_count": 0,
        "missed_count": 1,
        "false_alarm_count": 0,
        "mean_seconds": None,
    }


def test_client_shops_through_the_api(market: Market) -> None:
    client = call(market.room, "client")
    (lamp,) = market.send(market.product, LAMP)
    shop = client("GET", "shop/")
    assert (shop.json()["is_open"], shop.json()["version"], shop.json()["mapping"]["client"]) == (
        True,
        0,
        market.client,
    )
    assert client("GET", "shop/products/").json()["results"] == [
        {"id": lamp, "key": "1", "label": "Lampion", "price": 12.5}
    ]
    assert client("GET", "shop/client/").status_code == 404
    body = {"lines": [{"product": lamp, "quantity": 2}]}
    assert client("POST", "shop/orders/", body).json()["code"] == "no_client"
    me = client("PUT", "shop/client/", {"name": "Alice", "region": "Corse"})
    assert (me.status_code, me.json()["values"]["nom"]) == (200, "Alice")
    assert client("GET", "shop/client/").json() == me.json()
    first, second = (client("POST", "shop/orders/", body, Idempotency_Key="k") for _time in range(2))
    assert (first.status_code, first.json()) == (201, second.json())
    (order,) = client("GET", "shop/orders/").json()["results"]
    assert (order["product"], order["quantity"], order["happy"]) == ("Lampion", 2, None)
    rated = client("PUT", f"shop/orders/{order['id']}/satisfaction/", {"happy": False})
    assert rated.json()["values"]["satisfaction"] == "pas content"


def test_steward_sets_the_shop_up_through_the_api(market: Market) -> None:
    steward = call(market.room, "steward")
    read = steward("GET", "shop/")
    mapping = {**read.json()["mapping"], "client_region": None}
    written = steward("PUT", "shop/", mapping, If_Match=read["ETag"])
    assert (written.status_code, written.json()["version"]) == (200, 1)
    assert steward("PUT", "shop/", mapping, If_Match=read["ETag"]).status_code == 412
    wrong = steward("PUT", "shop/", {**mapping, "client_name": "prenom"})
    assert (wrong.status_code, places(wrong)) == (400, [("client_name", "unknown")])


def test_lists_through_the_api_cost_the_same_however_long(
    market: Market, django_assert_num_queries: Any
) -> None:
    consumer = call(market.room, "consumer")
    for count in (1, 3):
        while Submission.objects.filter(asset=market.client).count() < count:
            market.send(market.client, ALICE)
        for path, queries in ((f"bricks/?asset={market.client}", 3), ("submissions/", 5), ("decisions/", 3)):
            with django_assert_num_queries(queries):
                assert consumer("GET", path).status_code == 200
