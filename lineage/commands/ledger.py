"""Where edges are opened and closed, signed by the current change; used inside commands only."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from common.actor import Actor
from common.change import current_change
from common.history import values_insert
from common.rows import ids_parameter, ids_selected
from lineage.assertions import FieldLink, Pair
from lineage.choices import OriginKind
from lineage.models import Change, FieldEdge, Origin
from lineage.timeline import Interval
from workshop.models import Workshop

CHUNK = 5_000  # ids in one statement


def lineage_lock(actor: Actor) -> None:
    """Let one writer at a time into the lineage of a workshop, until its transaction ends (SQLite does so anyway)."""
    if connection.features.has_select_for_update:
        Workshop.objects.select_for_update(no_key=True).filter(pk=actor.workshop_id).values_list("pk").first()


class Ledger:
    """The writes of one change. The row that signs them is made with the first of them."""

    def __init__(self, actor: Actor, *, assets_left: bool = False):
        self.actor = actor
        self.assets_left = assets_left
        self._change_id: int | None = None

    @property
    def at(self) -> datetime:
        change = current_change()
        assert change is not None, "only inside a command"
        return change.at

    @property
    def change_id(self) -> int:
        if self._change_id is None:
            change = current_change()
            assert change is not None, "only inside a command"
            row = {
                "workshop_id": self.actor.workshop_id,
                "user_id": self.actor.user_id or None,
                "at": change.at,
                "door": change.door.value,
                "request_id": change.request_id,
                "reason": change.reason,
                "assets_left": self.assets_left,
            }
            (self._change_id,) = values_insert(Change, [row])
        return self._change_id

    def edges(self, pairs: Iterable[Pair]) -> dict[Pair, int]:
        """The ids of the edges between these assets of the workshop; those that never were are made."""
        wanted = set(pairs)
        known = edges_known(wanted)
        # In the order of an index, so that neighbours are written together.
        return known | self._edges_made(sorted(wanted - known.keys()))

    def _edges_made(self, pairs: Sequence[Pair]) -> dict[Pair, int]:
        if not pairs:
            return {}
        table, source, target, parameters = _pairs_table(pairs)
        rows = _run(
            "INSERT INTO lineage_edge (workshop_id, source_id, target_id) "  # noqa: S608 - our own names
            f"SELECT %s, {source}, {target} FROM {table} RETURNING id, source_id, target_id",
            [self.actor.workshop_id, *parameters],
        )
        return {Pair(*ends): pk for pk, *ends in rows}

    def open(
        self, pairs: Sequence[Interval[Pair]], kind: OriginKind, job_id: int | None = None
    ) -> dict[Pair, int]:
        """Give edges an origin for a time; answers the ids of the edges."""
        edges = self.edges(interval.key for interval in pairs)
        shared = {**self._shared(kind, job_id), "closed_id": None}
        rows = [
            {
                **shared,
                "edge_id": edges[interval.key],
                "source_id": interval.key.source_id,
                "target_id": interval.key.target_id,
                "valid_from": interval.valid_from,
                "valid_until": interval.valid_until,
            }
            for interval in pairs
        ]
        values_insert(Origin, rows)
        return edges

    def open_now(self, edge_ids: Collection[int], kind: OriginKind) -> None:
        """Give edges an origin without a job from now on, unless they have it; thousands are cheap: the database
        copies their ends."""
        lacking = self._lacking(edge_ids, kind)
        if not lacking:
            return
        at = Origin._meta.get_field("valid_from").get_db_prep_save(self.at, connection)
        _run(
            "INSERT INTO lineage_origin (workshop_id, edge_id, source_id, target_id, kind, valid_from, opened_id) "  # noqa: S608
            "SELECT workshop_id, id, source_id, target_id, %s, %s, %s FROM lineage_edge "
            f"WHERE id IN ({ids_selected(connection.vendor)}) ORDER BY id",
            [kind.value, at, self.change_id, ids_parameter(connection.vendor, lacking)],
        )

    def _lacking(self, edge_ids: Collection[int], kind: OriginKind) -> list[int]:
        rows = _run(
            f"SELECT w.id FROM ({ids_selected(connection.vendor)}) w WHERE NOT EXISTS (SELECT 1 FROM lineage_origin o "  # noqa: S608
            "WHERE o.edge_id = w.id AND o.kind = %s AND o.job_id IS NULL AND o.valid_until IS NULL)",
            [ids_parameter(connection.vendor, edge_ids), kind.value],
        )
        return [pk for (pk,) in rows]

    def open_links(
        self,
        links: Sequence[Interval[FieldLink]],
        edges: Mapping[Pair, int],
        kind: OriginKind,
        job_id: int | None = None,
    ) -> None:
        """Say that fields depend on each other, along edges of these ids."""
        shared = {**self._shared(kind, job_id), "closed_id": None}
        rows = [
            {
                **shared,
                "edge_id": edges[interval.key.pair],
                "source_field_id": interval.key.source_field_id,
                "target_field_id": interval.key.target_field_id,
                "dependency": interval.key.dependency,
                "subtype": interval.key.subtype,
                "masking": interval.key.masking,
                "description": interval.key.description,
                "valid_from": interval.valid_from,
                "valid_until": interval.valid_until,
            }
            for interval in links
        ]
        values_insert(FieldEdge, rows)

    def _shared(self, kind: OriginKind, job_id: int | None) -> dict[str, Any]:
        return {
            "workshop_id": self.actor.workshop_id,
            "kind": kind.value,
            "job_id": job_id,
            "opened_id": self.change_id,
        }

    def close(self, rows: models.QuerySet[Any], at: datetime | None = None) -> int:
        """End what is open among origins or field edges; answers how many were."""
        ids = list(rows.filter(valid_until=None).values_list("pk", flat=True))
        for start in range(0, len(ids), CHUNK):
            chunk = rows.model._default_manager.filter(pk__in=ids[start : start + CHUNK])
            chunk.update(valid_until=at or self.at, closed_id=self.change_id)
        return len(ids)


def edges_known(pairs: Collection[Pair]) -> dict[Pair, int]:
    """The ids of those edges between these assets that exist."""
    table, source, target, parameters = _pairs_table(pairs)
    rows = _run(
        "SELECT e.id, e.source_id, e.target_id "  # noqa: S608 - our own names
        f"FROM {table} CROSS JOIN lineage_edge e WHERE e.source_id = {source} AND e.target_id = {target}",
        parameters,
    )
    return {Pair(*ends): pk for pk, *ends in rows}


def _pairs_table(pairs: Collection[Pair]) -> tuple[str, str, str, list[Any]]:
    """Any number of pairs as a table, its two columns, and its parameters."""
    if connection.vendor == "sqlite":
        columns = "json_extract(w.value, '$[0]')", "json_extract(w.value, '$[1]')"
        return "json_each(%s) w", *columns, [json.dumps([*pairs])]
    ends = [[pair.source_id for pair in pairs], [pair.target_id for pair in pairs]]
    return "unnest(%s::bigint[], %s::bigint[]) AS w(source_id, target_id)", "w.source_id", "w.target_id", ends


def _run(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []
