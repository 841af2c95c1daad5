"""Bricks as engines read them: straight from the database, their values as JSON text that nobody has parsed."""

from collections.abc import Collection, Iterator

from django.db import connection

from common.actor import Actor
from common.history import table_of
from exchange.models import Brick

CHUNK = 5_000  # ids in one statement
FETCH = 10_000  # rows held at once


def bricks_json(
    actor: Actor, asset_id: int, *, ids: Collection[int] | None = None, states: Collection[str] | None = None
) -> Iterator[tuple[int, str]]:
    """The ids and values of an asset's bricks, by id; only those of `ids` and in one of `states`, when given."""
    if ids is None:
        yield from _read(actor, asset_id, None, states)
        return
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield from _read(actor, asset_id, ordered[start : start + CHUNK], states)


def _read(
    actor: Actor, asset_id: int, ids: list[int] | None, states: Collection[str] | None
) -> Iterator[tuple[int, str]]:
    where, parameters = "workshop_id = %s AND asset_id = %s", [actor.workshop_id, asset_id]
    for column, wanted in (("id", ids), ("state", states)):
        if wanted is not None:
            where += f" AND {column} IN ({', '.join(['%s'] * len(wanted)) or 'NULL'})"
            parameters += list(wanted)  # type: ignore[arg-type]
    values = '"values"::text' if connection.vendor == "postgresql" else '"values"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {values} FROM {table_of(Brick)[0]} WHERE {where} ORDER BY id",  # noqa: S608 - our own names
            parameters,
        )
        while rows := cursor.fetchmany(FETCH):
            yield from rows
