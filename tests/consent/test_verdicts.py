"""Verdicts kept, whether they still hold, and the rows they let through: compared with a naive reading."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.errors import Conflict, Forbidden, NotFound
from consent.choices import Answer, LegalBasis, Standing
from consent.commands import (
    consent_withdraw,
    erasure_run,
    objection_raise,
    request_answer,
    request_file,
    subject_update,
    verdict_ask,
)
from consent.documents import AnswerDocument, ObjectionDocument, RequestDocument, SubjectChange, UseDocument
from consent.models import ConsentEvent, Objection, Purpose, RightsRequest, Subject
from consent.queries.people import standings_of
from consent.queries.verdicts import decided, fields_allowed, rows_allowed, verdict_row
from consent.states import Person, Said, Span, standing_of
from exchange.models import Brick
from tests.consent.conftest import Shop
from tests.people import Room


def ask(shop: Shop, asset: str = "client", purpose: str = "newsletter", **more: Any) -> int:
    use = {"asset": shop.assets[asset], "kind": "list", "purpose": shop.purposes[purpose], **more}
    return verdict_ask(actor=shop.room["consumer"], use=UseDocument.read(use))


def everybody_agrees(shop: Shop) -> None:
    for key in "1234":
        shop.said(key)


def test_verdict_default_is_no(shop: Shop) -> None:
    row = verdict_row(shop.room["client"], ask(shop))
    assert (row["answer"], row["covered"], row["excluded"]) == (Answer.NO, 0, {"no_answer": 4})
    assert row["deciding"]["code"] == "nobody_covered"


def test_verdict_of_a_list_lets_through_who_agreed(shop: Shop) -> None:
    shop.said("1")
    shop.said("2", "refused")
    shop.said("3", act="preticked")
    verdict = ask(shop)
    row = verdict_row(shop.room["consumer"], verdict)
    assert (row["answer"], row["covered"]) == (Answer.CONDITIONS, 1)
    assert row["excluded"] == {"no_answer": 1, "refused": 1, "unproven": 1}
    consumer = shop.room["consumer"]
    assert shop.keys(rows_allowed(consumer, verdict, shop.assets["client"])) == ["1"]
    assert fields_allowed(consumer, verdict) == ["client_id", "nom", "region"]


def test_verdict_reaches_rows_by_foreign_key_and_in_copies(shop: Shop) -> None:
    everybody_agrees(shop)
    shop.said("3", "withdrawn")
    verdict = ask(shop, "ca", kind="aggregate")
    consumer = shop.room["consumer"]
    assert verdict_row(consumer, verdict)["answer"] == Answer.CONDITIONS
    for name in ("commande", "raw commande"):
        assert shop.keys(rows_allowed(consumer, verdict, shop.assets[name])) == ["10", "11", "12", "14"]


def test_verdict_ends_when_somebody_withdraws(shop: Shop) -> None:
    everybody_agrees(shop)
    verdict = ask(shop)
    consumer, newsletter = shop.room["consumer"], shop.purposes["newsletter"]
    assert verdict_row(consumer, verdict)["holds"] is True
    consent_withdraw(actor=consumer, purpose_id=newsletter, subject_id=shop.subject("4"))
    assert verdict_row(consumer, verdict)["holds"] is False
    assert shop.keys(rows_allowed(consumer, verdict, shop.assets["client"])) == ["1", "2", "3"]
    for key in "123":
        consent_withdraw(actor=consumer, purpose_id=newsletter, subject_id=shop.subject(key))
    with pytest.raises(Conflict) as refused:
        rows_allowed(consumer, verdict, shop.assets["client"])
    assert refused.value.code == "not_allowed"


def test_verdict_of_an_expired_consent_ends_by_itself(shop: Shop) -> None:
    now = timezone.now()
    moments = {"at": now - timedelta(days=2), "expires_at": now - timedelta(days=1)}
    shop.said("1", **{name: moment.isoformat() for name, moment in moments.items()})
    row = verdict_row(shop.room["consumer"], ask(shop))
    assert row["excluded"] == {"expired": 1, "no_answer": 3}


def test_verdict_objection_to_marketing_always_wins(shop: Shop) -> None:
    everybody_agrees(shop)
    document = ObjectionDocument(subject=shop.subject("2"), channel="room")
    first = objection_raise(actor=shop.room["consumer"], document=document)
    assert objection_raise(actor=shop.room["consumer"], document=document) == first
    shop.said("2", "renewed")
    assert verdict_row(shop.room["consumer"], ask(shop))["excluded"] == {"objected": 1}


def test_verdict_of_a_contract_goes_on_after_a_withdrawal(shop: Shop) -> None:
    everybody_agrees(shop)
    shop.said("1", "withdrawn")
    row = verdict_row(shop.room["consumer"], ask(shop, purpose="orders"))
    assert (row["covered"], row["excluded"]) == (4, {})
    document = ObjectionDocument(subject=shop.subject("1"), purpose=shop.purposes["orders"], channel="room")
    with pytest.raises(Conflict) as refused:
        objection_raise(actor=shop.room["consumer"], document=document)
    assert refused.value.code == "no_right"


def test_verdict_restriction_and_erasure_keep_people_out(shop: Shop) -> None:
    everybody_agrees(shop)
    dpo = shop.room["dpo"]
    request = request_file(
        actor=dpo, document=RequestDocument(subject=shop.subject("1"), right="restriction")
    )
    request_answer(actor=dpo, request_id=request, document=AnswerDocument(outcome="granted", answer="Vu."))
    erasure_run(actor=dpo, subject_id=shop.subject("2"))
    row = verdict_row(dpo, ask(shop))
    assert (row["covered"], row["excluded"]) == (2, {"erased": 1, "restricted": 1})


def test_verdict_of_a_child_needs_a_parent(shop: Shop) -> None:
    everybody_agrees(shop)
    tomorrow = timezone.now().date() + timedelta(days=1)
    subject_update(
        actor=shop.room["consumer"], subject_id=shop.subject("1"), change=SubjectChange(of_age_on=tomorrow)
    )
    assert verdict_row(shop.room["consumer"], ask(shop))["excluded"] == {"needs_parent": 1}
    shop.said("1", by_parent=True)
    assert verdict_row(shop.room["consumer"], ask(shop))["excluded"] == {}


def test_verdict_as_of_the_past_is_reproducible(shop: Shop) -> None:
    everybody_agrees(shop)
    use = UseDocument(asset=shop.assets["client"], kind="list", purpose=shop.purposes["newsletter"])
    then = timezone.now()
    _case, before = decided(shop.room["consumer"], use, then)
    shop.said("1", "withdrawn")
    shop.said("2", "withdrawn", at=(then - timedelta(hours=1)).isoformat())  # said before, recorded after
    objection_raise(
        actor=shop.room["consumer"], document=ObjectionDocument(subject=shop.subject("3"), channel="room")
    )
    erasure_run(actor=shop.room["dpo"], subject_id=shop.subject("4"))
    assert decided(shop.room["consumer"], use, then)[1] == before
    assert decided(shop.room["consumer"], use)[1] != before


def test_verdict_without_key_to_persons_cannot_tell(shop: Shop) -> None:
    shop.assets["contact"] = shop.room.asset(
        "facilitator", name="contact", personal_data=True,
        fields=[{"name": "id", "type": "integer", "personal_data_category": "identity"}],
    )  # fmt: skip
    row = verdict_row(shop.room["consumer"], ask(shop, "contact"))
    assert row["answer"] == Answer.UNKNOWN
    assert {r["code"] for r in row["reasons"] if r["effect"] == "unknown"} == {
        "collection_unknown", "people_unknown", "owner_missing", "not_rated",
    }  # fmt: skip


def test_verdict_is_asked_by_those_who_use_data(shop: Shop, other_room: Room) -> None:
    use = UseDocument(asset=shop.assets["client"], kind="list", purpose=shop.purposes["newsletter"])
    for role in ("producer", "client", "engineer", "steward"):
        with pytest.raises(Forbidden):
            verdict_ask(actor=shop.room[role], use=use)
    with pytest.raises(NotFound):
        verdict_ask(actor=other_room["consumer"], use=use)
    with pytest.raises(NotFound):
        verdict_row(other_room["consumer"], ask(shop))


# The statement says what the pure function says


def naive(purpose: Purpose, subject: Subject) -> Person:
    objections = Objection.objects.filter(subject=subject)
    counting = [
        o
        for o in objections
        if o.purpose_id == purpose.pk or (o.purpose_id is None and purpose.direct_marketing)
    ]
    restrictions = RightsRequest.objects.filter(
        subject=subject, right="restriction", outcome__in=["granted", "partly"]
    )
    return Person(
        tuple(
            Said(e.pk, e.kind, e.at, e.recorded_at, e.expires_at, e.by_parent, e.sound)
            for e in ConsentEvent.objects.filter(subject=subject, purpose=purpose)
        ),
        tuple(Span(o.at, o.until) for o in counting),
        tuple(
            Span(r.answered_at, r.ended_at)
            for r in restrictions
            if r.answered_at and r.purpose_id in (None, purpose.pk)
        ),
        subject.erased_at,
        subject.of_age_on,
    )


def test_standings_are_those_of_the_pure_function(shop: Shop) -> None:
    """Everything that can be said, by four people, asked at every moment in between."""
    moments = [timezone.now()]

    def then(*done: object) -> None:
        moments.append(timezone.now())

    consumer, dpo, child = (
        shop.room["consumer"],
        shop.room["dpo"],
        SubjectChange(of_age_on=timezone.now().date() + timedelta(days=9)),
    )
    everybody_agrees(shop)
    then(shop.said("1", "withdrawn"))
    then(shop.said("2", "given", act="silence"), shop.said("3", "refused"))
    then(subject_update(actor=consumer, subject_id=shop.subject("4"), change=child))
    then(shop.said("1", "renewed"), shop.said("4", "given", by_parent=True))
    then(
        objection_raise(actor=consumer, document=ObjectionDocument(subject=shop.subject("1"), channel="room"))
    )
    request = request_file(
        actor=dpo, document=RequestDocument(subject=shop.subject("4"), right="restriction")
    )
    then(
        request_answer(actor=dpo, request_id=request, document=AnswerDocument(outcome="partly", answer="Vu."))
    )
    then(erasure_run(actor=dpo, subject_id=shop.subject("3")))
    seen = set()
    for purpose in Purpose.objects.filter(workshop=shop.room.workshop):
        for at in moments:
            wanted = {
                s.pk: standing_of(naive(purpose, s), purpose.basis, at)
                for s in Subject.objects.all()
                if s.created_at <= at
            }
            found = standings_of(dpo, purpose, at)
            assert found == wanted
            seen |= set(found.values())
    assert seen >= {s.value for s in Standing} - {Standing.EXPIRED, Standing.NO_ANSWER}
    assert LegalBasis.CONSENT in {p.basis for p in Purpose.objects.all()}


def test_rows_are_those_of_a_naive_reading(shop: Shop) -> None:
    everybody_agrees(shop)
    shop.said("2", "withdrawn")
    objection_raise(
        actor=shop.room["consumer"], document=ObjectionDocument(subject=shop.subject("4"), channel="room")
    )
    purpose = Purpose.objects.get(pk=shop.purposes["newsletter"])
    now = timezone.now()
    allowed = {
        subject.key
        for subject in Subject.objects.filter(asset_id=shop.assets["client"])
        if standing_of(naive(purpose, subject), purpose.basis, now) == Standing.COVERED
    }
    verdict = ask(shop, "ca", kind="aggregate", k=3) if len(allowed) >= 3 else ask(shop)
    for name in ("client", "commande", "raw client", "raw commande"):
        if name != "client" and verdict_row(shop.room["dpo"], verdict)["asset_id"] == shop.assets["client"]:
            continue
        bricks = Brick.objects.filter(asset=shop.assets[name])
        wanted = {b.pk for b in bricks if str(b.values["client_id"]) in allowed}
        found = set(rows_allowed(shop.room["dpo"], verdict, shop.assets[name]).values_list("pk", flat=True))
        assert found == wanted


def test_last_verdict_is_a_gate_on_the_lineage(shop: Shop, client: Client) -> None:
    client.force_login(shop.room.user("owner"), backend="django.contrib.auth.backends.ModelBackend")
    address = f"/assets/{shop.assets['client']}/lineage/"
    drawn = client.get(address).context["drawing"]["nodes"]
    assert {node["gate"] for node in drawn} == {None}
    use = UseDocument(asset=shop.assets["client"], kind="profile")
    verdict_ask(actor=shop.room["consumer"], use=use)
    page = client.get(address, headers={"Accept-Language": "en"})
    gates = {node["id"]: node["gate"] for node in page.context["drawing"]["nodes"]}
    assert gates[shop.assets["client"]] == ["…", "May we? Cannot tell", "warn"]
    assert gates[shop.assets["raw client"]] is None
