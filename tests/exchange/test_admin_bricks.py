"""Bricks through the admin: read by stewards, corrected by who may, secrets kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.commands import asset_copy, error_seed, errors_reveal, transfer_run
from exchange.documents import SeedDocument
from exchange.models import Brick, Transfer
from tests.exchange.conftest import ALICE, BOB, Market, Visit


def page(client: Client, name: str, *args: object, **data: Any) -> Any:
    address = reverse(f"admin:exchange_{name}", args=args)
    return client.post(address, data) if data else client.get(address)


def errors_of(answer: Any) -> str:
    return str(answer.context["adminform"].form.errors)


def test_facilitator_sends_corrects_and_withdraws(market: Market, visit: Visit) -> None:
    admin = visit(market.room, "facilitator")
    sent = page(
        admin, "brick_add", asset=market.client, values='{"client_id": 1, "nom": "Alice"}', reason="main"
    )
    brick = Brick.objects.get()
    assert (sent.status_code, brick.values, brick.history.get().history_change_reason) == (
        302,
        {"client_id": 1, "nom": "Alice"},
        "main",
    )
    page(admin, "brick_change", brick.pk, values='{"client_id": 1, "nom": "Alicia"}', reason="")
    brick.refresh_from_db()
    assert brick.values["nom"] == "Alicia"
    history = page(admin, "brick_history", brick.pk)
    assert [version["version"] for version in history.context["versions"]] == [2, 1]
    page(admin, "brick_delete", brick.pk, post="yes")
    assert not Brick.objects.exists()


def test_wrong_shape_is_refused_at_its_input(market: Market, visit: Visit) -> None:
    admin = visit(market.room, "facilitator")
    answer = page(admin, "brick_add", asset=market.client, values='{"client_id": "1"}', reason="")
    assert answer.status_code == 200
    assert "client_id" in errors_of(answer)
    assert not Brick.objects.exists()


def test_bricks_are_decided_together(market: Market, visit: Visit) -> None:
    ids = market.send(market.client, ALICE, BOB)
    admin = visit(market.room, "facilitator")
    refused = page(admin, "brick_changelist", action="give_back", _selected_action=ids, reason="")
    assert refused.status_code == 302
    assert {b.state for b in Brick.objects.all()} == {"waiting"}
    page(admin, "brick_changelist", action="give_back", _selected_action=ids[:1], reason="faux")
    page(admin, "brick_changelist", action="accept", _selected_action=ids[1:])
    assert [Brick.objects.get(pk=pk).state for pk in ids] == ["returned", "accepted"]


def test_copies_are_only_looked_at(market: Market, visit: Visit) -> None:
    market.stock(market.client, ALICE)
    raw = market.room.asset(
        name="raw", system="datalake", fields=[{"name": "client_id", "type": "integer"}], primary_key=[]
    )
    admin = visit(market.room, "facilitator")
    assert page(admin, "transfer_add", source=market.client, target=raw, reason="copie").status_code == 302
    transfer, copy = Transfer.objects.get(), Brick.objects.get(asset=raw)
    assert (transfer.copied_count, transfer.reason, copy.values) == (1, "copie", ALICE)
    assert page(admin, "transfer_change", transfer.pk).status_code == 200
    assert page(admin, "brick_change", copy.pk, values="{}").status_code == 403
    assert page(admin, "brick_delete", copy.pk, post="yes").status_code == 403
    wrong = page(admin, "transfer_add", source=raw, target=market.client, reason="")
    assert wrong.status_code == 200
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize("role", ["facilitator", "steward"])
def test_secrets_are_kept(market: Market, visit: Visit, role: str) -> None:
    (pk,) = market.send(market.client, ALICE)
    document = SeedDocument(brick=pk, kind="value", note="le secret")
    seeded = error_seed(actor=market.actor("producer"), document=document)
    admin = visit(market.room, role)
    for name, args in (
        ("seedederror_changelist", ()),
        ("seedederror_change", (seeded,)),
        ("seedederror_history", (seeded,)),
    ):
        answer = page(admin, name, *args)
        assert "le secret" not in answer.content.decode()
    assert page(admin, "seedederror_change", seeded).status_code == 302
    errors_reveal(actor=market.actor("facilitator"))
    assert "le secret" in page(admin, "seedederror_changelist").content.decode()
    assert page(admin, "seedederror_change", seeded).status_code == 200


def test_lists_cost_the_same_however_long(
    market: Market, visit: Visit, django_assert_num_queries: Any
) -> None:
    admin = visit(market.room, "steward")
    raw = asset_copy(actor=market.actor("engineer"), source_id=market.client, system="datalake")
    page(admin, "brick_changelist")
    for count in (1, 3):
        while Transfer.objects.count() < count:
            market.stock(market.client, ALICE)
            transfer_run(actor=market.actor("engineer"), source_id=market.client, target_id=raw)
        for name, queries in {"brick": 9, "submission": 10, "decision": 10, "transfer": 10}.items():
            with django_assert_num_queries(queries):
                assert page(admin, f"{name}_changelist").status_code == 200
