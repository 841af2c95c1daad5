"""A shop with bricks to judge: clients, products and orders in their systems, written through the commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from catalog.commands import asset_move, asset_update
from catalog.documents import AssetChange
from exchange.commands import asset_copy, brick_change, submission_decide, submission_send
from exchange.queries.bricks import bricks_of
from quality.commands import check_run, rule_create
from quality.documents import RuleDocument
from quality.queries.checks import check_get
from tests.people import Room

OWNERS = [
    {"participant": "owner", "responsibility": "accountable"},
    {"participant": "producer", "responsibility": "producer"},
]
CLIENT: dict[str, Any] = {
    "name": "client",
    "system": "crm",
    "fields": [
        {"name": "client_id", "type": "integer", "required": True},
        {"name": "nom", "type": "string", "required": True},
        {"name": "email", "type": "string"},
        {"name": "region", "type": "string"},
        {"name": "taille", "type": "integer"},
        {"name": "inscrit_le", "type": "date"},
    ],
    "primary_key": ["client_id"],
    "unique_keys": [{"name": "client_email", "fields": ["email"]}],
    "ownerships": OWNERS,
}
ORDER: dict[str, Any] = {
    "name": "commande",
    "system": "erp",
    "fields": [
        {"name": "commande_id", "type": "integer", "required": True},
        {"name": "client_id", "type": "integer", "required": True},
        {"name": "quantite", "type": "integer"},
        {"name": "date_commande", "type": "datetime"},
        {"name": "prix", "type": "decimal"},
    ],
    "primary_key": ["commande_id"],
    "foreign_keys": [
        {
            "name": "commande_client",
            "target": {"name": "client"},
            "columns": [{"field": "client_id", "target_field": "client_id"}],
        }
    ],
    "ownerships": OWNERS,
}
CLIENTS = [
    {
        "client_id": 1,
        "nom": "Ada",
        "email": "ada@x.fr",
        "region": "Nord",
        "taille": 4,
        "inscrit_le": "2026-01-01",
    },
    {
        "client_id": 2,
        "nom": "Bob",
        "email": "bob@x.fr",
        "region": "Sud",
        "taille": 5,
        "inscrit_le": "2026-01-02",
    },
    {
        "client_id": 3,
        "nom": "Cy",
        "email": "cy@x.fr",
        "region": "Nord",
        "taille": 4,
        "inscrit_le": "2026-01-03",
    },
]
ORDERS = [
    {"commande_id": 1, "client_id": 1, "quantite": 1, "date_commande": "2026-02-01T10:00:00Z", "prix": 10},
    {
        "commande_id": 2,
        "client_id": 2,
        "quantite": 2,
        "date_commande": "2026-02-02T10:00:00Z",
        "prix": "20.50",
    },
]


@dataclass
class Shop:
    room: Room
    client: int
    order: int
    rules: dict[str, int] = field(default_factory=dict)

    def send(
        self, asset: int, rows: Sequence[Mapping[str, Any]], *, accept: bool = True, by: str = "producer"
    ) -> list[int]:
        """Send bricks, have the owner accept them, answer their ids in order."""
        pk = submission_send(actor=self.room[by], asset_id=asset, bricks=rows)
        if accept:
            submission_decide(actor=self.room["owner"], submission_id=pk, verdict="accepted")
        return list(
            bricks_of(self.room[by]).filter(submission=pk).order_by("id").values_list("pk", flat=True)
        )

    def rule(self, asset: int, type: str, by: str = "steward", **values: Any) -> int:
        """A rule; `values` are those of the document, else parameters."""
        outer = {
            name: values.pop(name) for name in ("severity", "dimension", "state", "why") if name in values
        }
        document = RuleDocument.read({"type": type, "parameters": values, **outer})
        return rule_create(actor=self.room[by], asset_id=asset, document=document)

    def check(self, asset: int, by: str = "engineer") -> dict[str, Any]:
        """Run a check and read it."""
        return check_get(self.room[by], check_run(actor=self.room[by], asset_id=asset))

    def result(self, asset: int) -> dict[str, Any]:
        """What the only rule of an asset says now."""
        (result,) = self.check(asset)["results"]
        return result

    def correct(self, brick: int, accept: bool = True, **values: Any) -> None:
        """The owner corrects a brick at its source, which stays accepted."""
        brick_change(actor=self.room["owner" if accept else "producer"], brick_id=brick, values=values)

    def copied(self, asset: int, system: str) -> int:
        """The copy of an asset on a system, made when missing."""
        return asset_copy(actor=self.room["engineer"], source_id=asset, system=system)

    def rate(self, asset: int, **levels: int | None) -> None:
        rating = {"availability": 1, "integrity": 1, "confidentiality": 1, "proof": 1, **levels}
        change = AssetChange.read({"sensitivity": rating})
        asset_update(actor=self.room["owner"], asset_id=asset, change=change)

    def validate(self, asset: int) -> None:
        asset_move(actor=self.room["owner"], asset_id=asset, status="submitted")
        asset_move(actor=self.room["owner"], asset_id=asset, status="validated")


@pytest.fixture
def shop(room: Room) -> Shop:
    """Clients and orders, without bricks."""
    client = room.asset(**CLIENT)
    return Shop(room, client, room.asset(**ORDER))


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """The same with three clients and two orders, all right and accepted."""
    shop.send(shop.client, CLIENTS)
    shop.send(shop.order, ORDERS)
    return shop
