"""A market: the room's three assets of the guide, and bricks sent into them by its producer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from common.actor import Actor
from exchange import findings, movers
from exchange.commands import submission_decide, submission_send
from exchange.models import Brick
from tests.people import Room

Visit = Callable[[Room, str], Client]
Values = dict[str, Any]


@dataclass
class Market:
    """`market.send(market.client, {...})` answers the ids; `market.accept(…)` lets the owner accept."""

    room: Room
    client: int
    product: int
    order: int

    def actor(self, role: str) -> Actor:
        return self.room[role]

    def send(self, asset_id: int, *bricks: Values, by: str = "producer", key: str = "") -> list[int]:
        submission = submission_send(actor=self.room[by], asset_id=asset_id, bricks=bricks, key=key)
        return list(Brick.objects.filter(submission=submission).order_by("pk").values_list("pk", flat=True))

    def sent(self, asset_id: int, *bricks: Values) -> int:
        """The same, answering the submission."""
        return submission_send(actor=self.room["producer"], asset_id=asset_id, bricks=bricks)

    def accept(self, *asset_ids: int) -> None:
        waiting = Brick.objects.filter(asset__in=asset_ids, state="waiting")
        for submission in waiting.order_by().values_list("submission", flat=True).distinct():
            submission_decide(actor=self.room["owner"], submission_id=submission, verdict="accepted")

    def stock(self, asset_id: int, *bricks: Values) -> list[int]:
        """Bricks that were sent and accepted."""
        ids = self.send(asset_id, *bricks)
        self.accept(asset_id)
        return ids

    def values(self, asset_id: int) -> list[Values]:
        return list(Brick.objects.filter(asset=asset_id).order_by("pk").values_list("values", flat=True))


OWNERS = [{"participant": "owner", "responsibility": "accountable"}]


def market_open(room: Room) -> Market:
    client = room.asset(
        name="client",
        shape="head",
        colour="blue",
        fields=[
            {"name": "client_id", "type": "integer", "required": True},
            {"name": "nom", "type": "string"},
            {"name": "region", "type": "string"},
        ],
        primary_key=["client_id"],
        ownerships=OWNERS,
    )
    product = room.asset(
        name="produit",
        title_fr="Produit",
        shape="lantern",
        colour="green",
        fields=[
            {"name": "produit_id", "type": "integer"},
            {"name": "libelle", "type": "string"},
            {"name": "prix", "type": "decimal"},
        ],
        primary_key=["produit_id"],
        ownerships=OWNERS,
    )
    order = room.asset(
        name="commande",
        title_fr="Commande",
        system="erp",
        shape="round",
        colour="yellow",
        fields=[
            {"name": "commande_id", "type": "integer"},
            {"name": "client_id", "type": "integer"},
            {"name": "produit_id", "type": "integer"},
            {"name": "quantite", "type": "integer"},
            {"name": "date_commande", "type": "datetime"},
            {"name": "satisfaction", "type": "string"},
        ],
        primary_key=["commande_id"],
        foreign_keys=[
            {
                "name": f"commande_{name}",
                "target": {"name": name},
                "columns": [{"field": f"{name}_id", "target_field": f"{name}_id"}],
            }
            for name in ("client", "produit")
        ],
        ownerships=OWNERS,
    )
    return Market(room, client, product, order)


@pytest.fixture
def market(room: Room) -> Market:
    return market_open(room)


@pytest.fixture
def other_market(other_room: Room) -> Market:
    return market_open(other_room)


@pytest.fixture
def visit() -> Visit:
    def log_in(room: Room, role: str) -> Client:
        client = Client()
        client.force_login(room.user(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


ALICE = {"client_id": 1, "nom": "Alice", "region": "Bretagne"}
BOB = {"client_id": 2, "nom": "Bob", "region": "Corse"}
LAMP = {"produit_id": 1, "libelle": "Lampion", "prix": 12.5}
FIRST = {"commande_id": 1, "client_id": 1, "produit_id": 1, "quantite": 2, "satisfaction": "content"}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What apps above join (who finds, who judges) is theirs to test."""
    monkeypatch.setattr(findings, "FINDERS", [])
    monkeypatch.setattr(movers, "MOVERS", [])
