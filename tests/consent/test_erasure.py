"""One person traced and erased: over every zone, resumable, and they stay away."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.apps import apps

from common.actor import Actor
from common.errors import Conflict, Forbidden, NotFound
from common.history import history_of
from consent.choices import Duty
from consent.commands import consent_withdraw, erasure_run, erasures_sweep, request_file, subjects_enrol
from consent.commands.erasures import barred_keys
from consent.documents import EnrolDocument, RequestDocument
from consent.holding.registry import HOLDERS, Forgotten, Held, Person, holder, undeclared
from consent.models import ConsentEvent, Erasure, Subject
from consent.queries.traces import erasure_row, personal_copy, withdrawal_trace
from exchange.commands import brick_correct
from exchange.models import Brick, BrickOrigin
from tests.consent.conftest import Shop
from tests.people import Room

OURS = ("workshop", "catalog", "lineage", "exchange", "quality", "consent", "usage", "portal")


def told(trace: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    return [(item["what"], item["zone"], item["duty"], item["count"]) for item in trace["items"]]


def test_trace_of_an_erasure_names_every_zone(shop: Shop) -> None:
    trace = withdrawal_trace(shop.room["dpo"], shop.subject("1"))
    assert told(trace) == [
        ("client", "source", Duty.ERASE, 1),
        ("commande", "source", Duty.KEEP, 2),
        ("client", "raw", Duty.ERASE, 1),
        ("commande", "raw", Duty.KEEP, 2),
        ("ca", "analysis", Duty.RECOMPUTE, 1),
    ]
    kept = trace["items"][1]
    assert (kept["why"], kept["purpose_id"]) == ("obligation", shop.purposes["accounts"])
    assert kept["until"].year >= 2036
    assert trace["counts"] == {"stop": 0, "erase": 2, "recompute": 1, "retrain": 0, "keep": 4}
    assert trace["to_do"] == [
        {"duty": "erase", "who": "owner", "what": ["client"]},
        {"duty": "recompute", "who": "owner", "what": ["ca"]},
    ]


def test_trace_of_a_withdrawal_keeps_what_another_purpose_needs(shop: Shop) -> None:
    shop.said("1")
    consent_withdraw(
        actor=shop.room["consumer"], purpose_id=shop.purposes["newsletter"], subject_id=shop.subject("1")
    )
    trace = withdrawal_trace(shop.room["dpo"], shop.subject("1"), shop.purposes["newsletter"])
    assert [(item["what"], item["duty"], item["why"]) for item in trace["items"][:2]] == [
        ("client", Duty.KEEP, "purpose"),
        ("commande", Duty.KEEP, "obligation"),
    ]


def test_trace_is_for_the_person_and_those_who_answer(shop: Shop, other_room: Room) -> None:
    with pytest.raises(Forbidden):
        withdrawal_trace(shop.room["analyst"], shop.subject("1"))
    for actor in (shop.room["client"], shop.room["engineer"], other_room["dpo"]):
        with pytest.raises(NotFound):
            withdrawal_trace(actor, shop.subject("1"))


def test_erasure_erases_history_keeps_the_obligation_and_proves_it(shop: Shop) -> None:
    subject_id = shop.subject("1")
    shop.said("1", proof="Bon signé par Client 0001")
    before = set(Brick.objects.values_list("pk", flat=True))
    proof = erasure_row(shop.room["dpo"], erasure_run(actor=shop.room["dpo"], subject_id=subject_id))
    gone = before - set(Brick.objects.values_list("pk", flat=True))
    assert len(gone) == 2
    assert not history_of(Brick).objects.filter(id__in=gone).exists()
    assert not BrickOrigin.objects.filter(brick__in=gone).exists()
    assert not Brick.objects.filter(values__nom="Client 0001").exists()
    assert not history_of(Brick).objects.filter(values__nom="Client 0001").exists()
    assert (shop.count("client"), shop.count("commande")) == (3, 5)
    assert proof["done"]["bricks"]["erased"] == {"crm/client": 1, "datalake/client": 1, "history": 3}
    assert [(row["what"], row["count"], row["why"]) for row in proof["done"]["bricks"]["kept"]] == [
        ("commande", 2, "obligation"),
        ("commande", 2, "obligation"),
    ]
    assert proof["done"]["derived"]["to_do"] == [
        {"what": "ca", "count": 1, "duty": "recompute", "who": ["owner"]}
    ]
    assert "Client 0001" not in str(proof)
    subject = Subject.objects.get(pk=subject_id)
    assert (subject.key, subject.participant_id, subject.erased_at is not None) == ("", None, True)
    assert list(ConsentEvent.objects.filter(subject=subject_id).values_list("kind", "proof")) == [
        ("given", "")
    ]


def test_erasure_again_changes_nothing(shop: Shop) -> None:
    first = erasure_run(actor=shop.room["dpo"], subject_id=shop.subject("1"))
    proof = Erasure.objects.values().get(pk=first)
    subject_id = proof["subject_id"]
    assert erasure_run(actor=shop.room["owner"], subject_id=subject_id) == first
    assert Erasure.objects.values().get(pk=first) == proof


class Broken:
    """A store that fails the first time."""

    code = "broken"
    tables = ()

    def __init__(self) -> None:
        self.calls = 0

    def held(self, actor: Actor, person: Person, ended: int | None) -> list[Held]:
        return []

    def forget(self, actor: Actor, person: Person) -> Forgotten:
        self.calls += 1
        if self.calls == 1:
            raise OSError("the disk is full")
        return Forgotten({"key seen": int(person.key == "1")})

    def told(self, actor: Actor, person: Person) -> Mapping[str, Any]:
        return {}


def test_erasure_goes_on_where_it_stopped(shop: Shop) -> None:
    subject_id, broken = shop.subject("1"), Broken()
    holder(broken)
    try:
        with pytest.raises(OSError, match="full"):
            erasure_run(actor=shop.room["dpo"], subject_id=subject_id)
        half = Erasure.objects.get(subject=subject_id)
        assert (half.finished_at, list(half.done)) == (None, ["bricks", "derived", "records"])
        assert Subject.objects.get(pk=subject_id).erased_at is not None
        erasure_run(actor=shop.room["dpo"], subject_id=subject_id)
        whole = Erasure.objects.get(subject=subject_id)
        assert whole.finished_at is not None
        assert whole.done["bricks"] == half.done["bricks"]
        assert whole.done["broken"]["erased"] == {"key seen": 1}
    finally:
        del HOLDERS["broken"]


def test_erased_person_stays_away_when_sent_again(shop: Shop) -> None:
    erasure_run(actor=shop.room["dpo"], subject_id=shop.subject("1"))
    again = [{"client_id": 1, "nom": "Client 0001", "region": "Sud"}]
    with pytest.raises(Conflict) as refused:
        shop.put("client", again)
    assert refused.value.code == "barred"
    assert barred_keys(shop.room["dpo"], shop.assets["client"], ["1", "2"]) == {"1"}


def test_erased_person_who_was_sent_before_the_gate_is_swept(shop: Shop) -> None:
    """A correction of another brick's key brings them back past the gate: the sweep forgets them again."""
    erasure_run(actor=shop.room["dpo"], subject_id=shop.subject("1"))
    other = Brick.objects.get(asset=shop.assets["client"], key="2")
    brick_correct(
        actor=shop.room["producer"], brick_id=other.pk, values={"client_id": 1, "nom": "Client 0001"}
    )
    enrol = EnrolDocument(asset=shop.assets["client"])
    assert subjects_enrol(actor=shop.room["consumer"], document=enrol) == 0
    swept = erasures_sweep(actor=shop.room["dpo"])
    assert swept["crm/client"] == 1
    assert not history_of(Brick).objects.filter(values__nom="Client 0001").exists()
    assert erasures_sweep(actor=shop.room["dpo"]) == {}


def test_erasure_is_not_everybodys(shop: Shop) -> None:
    with pytest.raises(Forbidden):
        erasure_run(actor=shop.room["consumer"], subject_id=shop.subject("1"))


def test_personal_copy_holds_all_of_one_person_and_nothing_of_others(shop: Shop) -> None:
    shop.said("1")
    request_file(actor=shop.room["dpo"], document=RequestDocument(subject=shop.subject("1"), right="access"))
    copy = personal_copy(shop.room["dpo"], shop.subject("1"))
    assert {name: len(rows) for name, rows in copy["bricks"].items()} == {
        "crm/client": 1,
        "erp/commande": 2,
        "datalake/client": 1,
        "datalake/commande": 2,
    }
    assert [row["kind"] for row in copy["records"]["consents"]] == ["given"]
    assert [row["right"] for row in copy["records"]["requests"]] == ["access"]
    assert copy["derived"] == {"used_for": ["ca"]}
    assert "Client 0002" not in str(copy)


def test_every_table_is_declared() -> None:
    """A table that can hold a person's data names its holder; the others say why they hold none."""
    labels = [
        model._meta.label
        for app in OURS
        if apps.is_installed(app)
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    ]
    assert undeclared(labels) == []
