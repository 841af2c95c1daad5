"""Bricks in tests: put into a source, copied into the raw zone with their origins and the lineage of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.queries.assets import asset_get
from common.actor import Actor
from common.change import command
from common.history import rows_insert, values_insert
from exchange.choices import BrickState
from exchange.models import Brick, BrickOrigin, Transfer
from lineage.commands import edges_draw
from lineage.documents import EdgeDocument
from tests.people import Room


def bricks_put(room: Room, asset_id: int, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    return _put(actor=room["producer"], asset_id=asset_id, rows=rows)


@command
def _put(*, actor: Actor, asset_id: int, rows: Sequence[Mapping[str, Any]], reason: str = "") -> list[int]:
    key = asset_get(actor, asset_id)["primary_key"][0]
    values = [
        {"workshop_id": actor.workshop_id, "asset_id": asset_id, "key": str(row[key]), "values": dict(row),
         "state": BrickState.ACCEPTED.value, "producer_id": actor.participant_id}
        for row in rows
    ]  # fmt: skip
    return rows_insert(Brick, values)


def bricks_copy(room: Room, asset_id: int) -> int:
    """The id of the raw copy."""
    return _copy(actor=room["facilitator"], asset_id=asset_id, room=room)


@command
def _copy(*, actor: Actor, asset_id: int, room: Room, reason: str = "") -> int:
    asset = asset_get(actor, asset_id)
    target = room.asset(
        "facilitator",
        name=asset["name"], namespace="bricks/lake", system="datalake", personal_data=asset["personal_data"],
        primary_key=asset["primary_key"],
        ownerships=[{"participant": "owner", "responsibility": "accountable"}],
        fields=[{"name": f["name"], "type": f["type"], "personal_data_category": f["personal_data_category"]} for f in asset["fields"]],
    )  # fmt: skip
    edges_draw(actor=actor, documents=[EdgeDocument(source=asset_id, target=target)])
    here = {"workshop_id": actor.workshop_id}
    transfer = Transfer.objects.create(
        **here, source_id=asset_id, target_id=target, participant_id=actor.participant_id, door=actor.door.value,
        request_id=actor.request_id,
    )  # fmt: skip
    origins = list(Brick.objects.filter(asset=asset_id).order_by("pk"))
    rows = [{**here, "asset_id": target, "key": b.key, "values": b.values, "state": b.state, "producer_id": b.producer_id} for b in origins]  # fmt: skip
    ids = rows_insert(Brick, rows)
    links = [{**here, "brick_id": pk, "asset_id": target, "origin_id": b.pk, "origin_version": 1, "transfer_id": transfer.pk} for pk, b in zip(ids, origins, strict=True)]  # fmt: skip
    values_insert(BrickOrigin, links)
    return target
