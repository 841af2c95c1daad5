"""Consent through GraphQL: a fixed number of queries, every mutation, and nobody sees a person they may not see."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.consent.conftest import Shop
from tests.graphql import Ask, asker, codes, global_id
from tests.people import Room

QUERY = """{
  purposes { totalCount nodes { number code basis recipients categories notice { version told } } }
  subjects { totalCount nodes { number key playedBy asset { name } } }
  consentEvents { totalCount nodes { number kind channel act subject { number } purpose { code } noticeVersion
    recordedBy criteria { code isMet } } }
  verdicts { nodes { number kind answer asset { name } purpose { code } covered excluded { standing count }
    reasons { step code effect deciding said path { number title } } askedBy } }
  rightsRequests { nodes { number right state subject { number } purpose { code } } }
  erasures { nodes { number done by } }
  processings { nodes { code missing purposes assets } }
}"""


@pytest.fixture
def owner(shop: Shop) -> Ask:
    return asker(shop.room, "owner")


def ids(shop: Shop, key: str = "1") -> dict[str, str]:
    return {
        "subject": global_id("Subject", shop.subject(key)),
        "purpose": global_id("Purpose", shop.purposes["newsletter"]),
        "notice": global_id("Notice", shop.notices["newsletter"]),
        "asset": global_id("Asset", shop.assets["client"]),
    }


ASKED = """mutation ($asset: ID!, $purpose: ID!) {
  verdictAsk(input: {asset: $asset, kind: LIST, purpose: $purpose}) { verdict { id answer covered } } }"""
FILED = """mutation ($subject: ID!) {
  requestFile(input: {subject: $subject, right: ACCESS}) { request { id state } } }"""


def test_the_number_of_rows_does_not_change_the_number_of_queries(shop: Shop, owner: Ask) -> None:
    counts = []
    for key in "123":
        shop.said(key)
        named = ids(shop, key)
        owner(ASKED, asset=named["asset"], purpose=named["purpose"])
        owner(FILED, subject=named["subject"])
        with CaptureQueriesContext(connection) as asked:
            answer = owner(QUERY)
        assert codes(answer) == []
        assert answer["data"]["consentEvents"]["totalCount"] == int(key)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
    event = answer["data"]["consentEvents"]["nodes"][0]
    assert (event["kind"], event["purpose"]["code"], event["recordedBy"]) == (
        "GIVEN",
        "newsletter",
        "consumer",
    )
    assert all(one["isMet"] for one in event["criteria"])
    assert answer["data"]["verdicts"]["nodes"][0]["covered"] == 3
    assert "Client 0001" not in str(answer)


def test_person_withdraws_and_the_verdict_no_longer_holds(shop: Shop, owner: Ask) -> None:
    shop.said("1")
    named = ids(shop)
    verdict = owner(ASKED, asset=named["asset"], purpose=named["purpose"])["data"]["verdictAsk"]["verdict"]
    assert verdict["covered"] == 1
    holds = "query ($id: ID!) { verdictNow(id: $id) { holds answer } }"
    assert owner(holds, id=verdict["id"])["data"]["verdictNow"]["holds"] is True
    withdraw = """mutation ($subject: ID!, $purpose: ID!) {
      consentWithdraw(input: {subject: $subject, purpose: $purpose}) { event { kind } } }"""
    answer = owner(withdraw, subject=named["subject"], purpose=named["purpose"])
    assert answer["data"]["consentWithdraw"]["event"]["kind"] == "WITHDRAWN"
    assert owner(holds, id=verdict["id"])["data"]["verdictNow"]["holds"] is False
    choices = "query ($subject: ID!) { subjectChoices(subject: $subject) { purpose standing } }"
    found = owner(choices, subject=named["subject"])["data"]["subjectChoices"]
    assert {"purpose": "newsletter", "standing": "WITHDRAWN"} in found
    trace = """query ($subject: ID!, $purpose: ID) {
      subjectTrace(subject: $subject, purpose: $purpose) { items { what duty count zone who said } } }"""
    items = owner(trace, subject=named["subject"], purpose=named["purpose"])["data"]["subjectTrace"]["items"]
    assert {item["zone"] for item in items} >= {"source", "raw"}


def test_every_mutation_does_what_it_says(shop: Shop, owner: Ask) -> None:
    named = ids(shop, "2")
    declared = owner("""mutation { purposeDeclare(input: {purpose: {code: "study", titleFr: "Étude", basis: CONSENT}})
      { purpose { id code basis version } } }""")["data"]["purposeDeclare"]["purpose"]
    assert (declared["code"], declared["basis"]) == ("study", "CONSENT")
    changed = owner("""mutation ($id: ID!) { purposeUpdate(input: {id: $id, change: {retentionDays: 30}}) {
      purpose { retentionDays } } }""", id=declared["id"])  # fmt: skip
    assert changed["data"]["purposeUpdate"]["purpose"]["retentionDays"] == 30
    published = owner("""mutation ($purpose: ID!) {
      noticePublish(input: {purpose: $purpose, textFr: "Voulez-vous ?", told: [PURPOSE]}) { notice { version } } }""",
      purpose=declared["id"])  # fmt: skip
    assert codes(published) == []
    assert published["data"]["noticePublish"]["notice"]["version"] == 1
    collected = owner("""mutation ($asset: ID!, $purpose: ID!) {
      assetCollectFor(input: {assetId: $asset, purposes: [$purpose]}) { requestId } }""",
      asset=named["asset"], purpose=named["purpose"])  # fmt: skip
    assert codes(collected) == []
    enrolled = owner("mutation ($asset: ID!) { subjectsEnrol(input: {asset: $asset}) { enrolled } }",
      asset=named["asset"])  # fmt: skip
    assert enrolled["data"]["subjectsEnrol"]["enrolled"] == 0
    recorded = owner("""mutation ($subject: ID!, $purpose: ID!, $notice: ID!) { consentRecord(input: {
      subject: $subject, purpose: $purpose, notice: $notice, kind: GIVEN, channel: IN_ROOM, act: BUTTON,
      refusalOffered: true}) { event { id kind } } }""",
      **{name: named[name] for name in ("subject", "purpose", "notice")})  # fmt: skip
    assert recorded["data"]["consentRecord"]["event"]["kind"] == "GIVEN"
    objected = owner("""mutation ($subject: ID!) {
      objectionRaise(input: {subject: $subject, channel: EMAIL}) { number } }""", subject=named["subject"])  # fmt: skip
    assert codes(objected) == []
    request = owner(FILED, subject=named["subject"])["data"]["requestFile"]["request"]
    extended = owner("""mutation ($id: ID!) { requestExtend(input: {id: $id, told: "Beaucoup de zones."}) {
      request { extendedReason } } }""", id=request["id"])  # fmt: skip
    assert codes(extended) == []
    answered = owner("""mutation ($id: ID!) {
      requestAnswer(input: {id: $id, outcome: GRANTED, answer: "Voici."}) { request { state } } }""",
      id=request["id"])  # fmt: skip
    assert answered["data"]["requestAnswer"]["request"]["state"] == "ANSWERED"
    erased = owner("""mutation ($subject: ID!) { erasureRun(input: {subject: $subject}) { erasure { finishedAt } } }""",
      subject=named["subject"])  # fmt: skip
    assert erased["data"]["erasureRun"]["erasure"]["finishedAt"]
    swept = owner("mutation { erasuresSweep(input: {}) { erasedCount } }")
    assert swept["data"]["erasuresSweep"]["erasedCount"] == 0


@pytest.mark.parametrize("role", ["producer", "engineer", "client"])
def test_who_does_not_work_with_consent_sees_no_person(shop: Shop, role: str) -> None:
    shop.said("1")
    ask, named = asker(shop.room, role), ids(shop)
    answer = ask(QUERY)["data"]
    assert answer["purposes"]["totalCount"] == 3
    assert (answer["subjects"]["totalCount"], answer["consentEvents"]["totalCount"]) == (0, 0)
    assert (answer["rightsRequests"]["nodes"], answer["erasures"]["nodes"]) == ([], [])
    for query in ("subject(id: $id) { key }", "subjectTrace(subject: $id) { at }", "node(id: $id) { id }"):
        assert codes(ask(f"query ($id: ID!) {{ {query} }}", id=named["subject"])) == ["not_found"]
    assert codes(ask(ASKED, asset=named["asset"], purpose=named["purpose"])) == ["forbidden"]


def test_other_workshops_see_nothing(shop: Shop, other_room: Room) -> None:
    shop.said("1")
    ask, named = asker(other_room, "owner"), ids(shop)
    answer: dict[str, Any] = ask(QUERY)["data"]
    assert {name: part.get("totalCount", len(part["nodes"])) for name, part in answer.items()} == {
        "purposes": 0, "subjects": 0, "consentEvents": 0, "verdicts": 0, "rightsRequests": 0, "erasures": 0,
        "processings": 0,
    }  # fmt: skip
    for type_name in ("subject", "purpose"):
        query = f"query ($id: ID!) {{ {type_name}(id: $id) {{ number }} }}"
        assert codes(ask(query, id=named[type_name])) == ["not_found"]
    assert codes(ask(ASKED, asset=named["asset"], purpose=named["purpose"])) == ["not_found"]
