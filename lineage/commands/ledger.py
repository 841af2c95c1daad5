"""Where edges are opened and closed, signed by the current change; used inside commands only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from common.actor import Actor
from common.change import current_change
from common.history import values_insert
from lineage.assertions import FieldLink, Pair
from lineage.choices import OriginKind
from lineage.models import Change, Edge, FieldEdge, Origin
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
        wanted = list(dict.fromkeys(pairs))
        known = edges_known(wanted)
        new = [pair for pair in wanted if pair not in known]
        rows = [
            {"workshop_id": self.actor.workshop_id, "source_id": pair.source_id, "target_id": pair.target_id}
            for pair in new
        ]
        return known | dict(zip(new, values_insert(Edge, rows), strict=True))

    def open(
        self, pairs: Sequence[Interval[Pair]], kind: OriginKind, job_id: int | None = None
    ) -> dict[Pair, int]:
        """Give edges an origin; answers the ids of the edges."""
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
    found: dict[Pair, int] = {}
    wanted = set(pairs)
    sources = sorted({pair.source_id for pair in pairs})
    for start in range(0, len(sources), CHUNK):
        rows = Edge.objects.filter(source__in=sources[start : start + CHUNK])
        if len(wanted) <= 200:  # a hub has many edges of which few are asked for
            rows = rows.filter(target__in={pair.target_id for pair in pairs})
        for pk, source, target in rows.values_list("pk", "source_id", "target_id"):
            found[Pair(source, target)] = pk
    return {pair: pk for pair, pk in found.items() if pair in wanted}
