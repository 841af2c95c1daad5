"""The REST door: the register, verdicts, traces, receipts; and that excluded people leak through none of it."""

from typing import Any

import pytest

from tests.consent.conftest import Shop
from tests.people import Room
from tests.rest import Caller, call


def consent(shop: Shop, key: str, kind: str = "given", **more: Any) -> dict[str, Any]:
    return {
        "subject": shop.subject(key), "purpose": shop.purposes["newsletter"], "notice": shop.notices["newsletter"],
        "kind": kind, "channel": "room", "act": "button", "refusal_offered": True, **more,
    }  # fmt: skip


@pytest.fixture
def consumer(shop: Shop) -> Caller:
    return call(shop.room, "consumer")


def test_consent_is_recorded_with_its_criteria(shop: Shop, consumer: Caller) -> None:
    answer = consumer("POST", "consents/", consent(shop, "1"))
    row = answer.json()
    assert answer.status_code == 201
    assert row["criteria"] == {"free": True, "specific": True, "informed": True, "unambiguous": True}
    assert consumer("GET", f"consents/{row['id']}/").json() == row
    assert consumer("POST", "consents/bulk/", [consent(shop, k) for k in "234"]).json().keys() == {"ids"}
    assert consumer("GET", "consents/?kind=given").json()["total"] == 4


def test_consent_refuses_what_cannot_be(shop: Shop, consumer: Caller) -> None:
    rows = [
        consent(shop, "1", purpose=shop.purposes["orders"], notice=None),
        consent(shop, "2", notice=shop.notices["orders"]),
        consent(shop, "3", at="2999-01-01T00:00:00Z"),
        consent(shop, "4", expires_at="2001-01-01T00:00:00Z"),
    ]
    problem = consumer("POST", "consents/bulk/", rows).json()
    assert [(e["path"], e["code"]) for e in problem["errors"]] == [
        ("0.purpose", "not_on_consent"),
        ("1.notice", "unknown_notice"),
        ("2.at", "future"),
        ("3.expires_at", "expired"),
    ]
    assert consumer("GET", "consents/").json()["total"] == 0


def test_receipt_is_dpv_and_names_nobody(shop: Shop, consumer: Caller) -> None:
    pk = consumer("POST", "consents/", consent(shop, "1")).json()["id"]
    receipt = consumer("GET", f"consents/{pk}/receipt/").json()
    assert receipt["@context"]["dpv"] == "https://w3id.org/dpv#"
    assert receipt["dpv:hasConsentStatus"]["@type"] == "dpv:ConsentGiven"
    assert receipt["dpv:hasProcess"]["dpv:hasPurpose"]["@type"] == "dpv:DirectMarketing"
    assert receipt["dpv:hasProcess"]["dpv:hasLegalBasis"] == {"@id": "eu-gdpr:A6-1-a"}
    assert receipt["dpv:hasNotice"]["dct:hasVersion"] == "1"
    assert "Client 0001" not in str(receipt)


def test_withdrawing_answers_the_trace_to_those_who_may_see_it(shop: Shop, consumer: Caller) -> None:
    body = {"purpose": shop.purposes["newsletter"], "subject": shop.subject("1")}
    trace = call(shop.room, "owner")("POST", "consents/withdraw/", body).json()
    assert [item["what"] for item in trace["items"] if item["holder"] == "bricks"] == [
        "client",
        "commande",
    ] * 2
    assert consumer("POST", "consents/withdraw/", body).json()["items"] == []


def test_verdict_is_asked_and_ends(shop: Shop, consumer: Caller) -> None:
    for key in "123":
        shop.said(key)
    use = {"asset": shop.assets["client"], "kind": "list", "purpose": shop.purposes["newsletter"]}
    row = consumer("POST", "verdicts/", use).json()
    assert (row["answer"], row["covered"], row["holds"]) == ("conditions", 3, True)
    shop.said("1", "withdrawn")
    assert consumer("GET", f"verdicts/{row['id']}/").json()["holds"] is False
    assert consumer("GET", "verdicts/?answer=no").json()["total"] == 0


def test_purpose_lives(shop: Shop, consumer: Caller) -> None:
    made = consumer("POST", "purposes/", {"code": "stats", "title_fr": "Statistiques", "basis": "legitimate"})
    purpose = made.json()
    changed = consumer("PATCH", f"purposes/{purpose['id']}/", {"retention_days": 30}, If_Match=made["ETag"])
    assert (changed.json()["retention_days"], changed.json()["version"]) == (30, 2)
    assert (
        consumer("PATCH", f"purposes/{purpose['id']}/", {"dpia": "done"}, If_Match='"1"').status_code == 412
    )
    shop.said("1")
    basis = consumer("PATCH", f"purposes/{shop.purposes['newsletter']}/", {"basis": "legitimate"})
    assert [e["code"] for e in basis.json()["errors"]] == ["fixed"]
    test = dict.fromkeys(("link", "context", "nature", "consequences", "safeguards"), "x")
    tested = call(shop.room, "dpo")(
        "POST",
        f"purposes/{purpose['id']}/tests/",
        {**test, "original": shop.purposes["orders"], "compatible": True},
    )
    assert [row["compatible"] for row in tested.json()["tests"]] == [True]
    collected = {"purposes": [purpose["id"]]}
    assert consumer("PUT", f"assets/{shop.assets['ca']}/purposes/", collected).json()["purposes"] == [
        purpose["id"]
    ]


def test_request_has_its_clock(shop: Shop) -> None:
    dpo = call(shop.room, "dpo")
    body = {"subject": shop.subject("1"), "right": "erasure", "received_at": "2026-01-31T10:00:00Z"}
    row = dpo("POST", "requests/", body).json()
    assert (row["due_at"], row["state"]) == ("2026-02-28T10:00:00Z", "late")
    assert dpo("GET", "requests/?state=late").json()["total"] == 1
    late = dpo("POST", f"requests/{row['id']}/extend/", {"reason": "Complexe"})
    assert late.json()["code"] == "not_extendable"
    done = dpo("POST", f"requests/{row['id']}/answer/", {"outcome": "granted", "answer": "Effacé."})
    assert done.json()["state"] == "answered"
    denied = dpo("POST", "requests/", {**body, "right": "portability", "purpose": shop.purposes["accounts"]})
    assert denied.json()["code"] == "no_right"


def test_erasure_by_rest_is_idempotent(shop: Shop) -> None:
    dpo, body = call(shop.room, "dpo"), {"subject": shop.subject("1")}
    first = dpo("POST", "erasures/", body).json()
    assert dpo("POST", "erasures/", body).json() == first
    assert dpo("GET", "erasures/").json()["results"] == [first]


NEVER = ("Client 0004", "client-0004")


def test_excluded_people_leak_nowhere(shop: Shop, other_room: Room) -> None:
    """Person 4 refused. Whoever reads verdicts, refusals, counts or pages finds neither their name nor their answer."""
    for key in "123":
        shop.said(key)
    shop.said("4", "refused")
    use = {"asset": shop.assets["client"], "kind": "list", "purpose": shop.purposes["newsletter"]}
    verdict = call(shop.room, "consumer")("POST", "verdicts/", use).json()
    subject = shop.subject("4")
    for role in ("client", "producer", "engineer"):
        caller = call(shop.room, role)
        assert caller("GET", "subjects/").json()["total"] == 0
        assert caller("GET", "consents/").json()["total"] == 0
        assert caller("GET", f"consents/?subject={subject}").json()["total"] == 0
        assert caller("GET", "requests/").json()["total"] == 0
        assert caller("GET", "erasures/").json()["total"] == 0
        for path in (f"subjects/{subject}/", f"subjects/{subject}/trace/", f"subjects/{subject}/copy/"):
            assert caller("GET", path).status_code == 404, path
        told = caller("GET", f"verdicts/{verdict['id']}/").content.decode()
        assert not any(text in told for text in NEVER)
    for path in (
        "subjects/",
        "consents/",
        "verdicts/",
        "purposes/",
        "requests/",
        "erasures/",
        "processings/",
        "notices/",
    ):
        assert call(other_room, "facilitator")("GET", path).json()["total"] == 0, path


def test_subjects_need_an_asset_of_persons(shop: Shop, consumer: Caller) -> None:
    refused = consumer("POST", "subjects/enrol/", {"asset": shop.assets["ca"]})
    assert [e["code"] for e in refused.json()["errors"]] == ["not_persons"]
