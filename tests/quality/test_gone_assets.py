"""What happened to an asset stays when the asset goes, in every list, and says that it is gone."""

import pytest
from django.test import Client

from catalog.commands import asset_delete
from consent.commands import verdict_ask
from consent.documents import UseDocument
from exchange.commands import bricks_withdraw
from exchange.models import Brick
from tests.quality.conftest import Shop
from tests.rest import call

LISTS = ("quality_check", "quality_incident", "exchange_submission", "consent_verdict")


@pytest.fixture
def gone(shop: Shop) -> int:
    """An asset with a send, a rule, a check, an incident and a verdict; then without its brick, and deleted."""
    asset = shop.room.asset(name="gone", fields=[{"name": "id", "type": "integer"}])
    shop.rule(asset, "range", fields=["id"], maximum="0")
    shop.send(asset, [{"id": 1}])
    shop.check(asset)
    verdict_ask(actor=shop.room["owner"], use=UseDocument(asset=asset, kind="list"))
    bricks = list(Brick.objects.filter(asset=asset).values_list("pk", flat=True))
    bricks_withdraw(actor=shop.room["facilitator"], brick_ids=bricks)
    asset_delete(actor=shop.room["facilitator"], asset_id=asset)
    return asset


@pytest.mark.parametrize("name", LISTS)
def test_admin_lists_all_that_it_counts(shop: Shop, gone: int, client: Client, name: str) -> None:
    client.force_login(shop.room.user("facilitator"), backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(f"/admin/{name.replace('_', '/')}/").context["cl"]
    assert len(shown.result_list) == shown.result_count >= 1


def test_sends_are_told_without_their_asset(shop: Shop, gone: int) -> None:
    answer = call(shop.room, "owner")("GET", "submissions/").json()
    (send,) = [row for row in answer["results"] if row["asset"]["id"] == gone]
    assert len(answer["results"]) == answer["total"]
    assert send["asset"] == {"id": gone, "namespace": None, "name": None}
    assert send["system"] is None


@pytest.mark.parametrize(
    "path", ["/submissions/?everybody", "/transfers/", "/quality/", "/incidents/", "/verdicts/"]
)
def test_pages_open_without_the_asset(shop: Shop, gone: int, client: Client, path: str) -> None:
    client.force_login(shop.room.user("facilitator"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(path)
    assert answer.status_code == 200
    assert "None" not in answer.content.decode()
