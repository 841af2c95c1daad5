"""What happens to the lineage when assets leave the catalogue, and when they come back."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from catalog.models import Asset
from common.actor import Actor
from lineage.assertions import FieldLink, Pair
from lineage.choices import OriginKind
from lineage.commands.ledger import Ledger, lineage_lock
from lineage.models import Edge, FieldEdge, Origin
from lineage.timeline import Interval

LINK = (
    "edge__source_id", "source_field_id", "edge__target_id", "target_field_id",
    "dependency", "subtype", "masking", "description",
)  # fmt: skip


class LineageFollower:
    """Joins `catalog.lifecycle`."""

    def assets_left(self, actor: Actor, asset_ids: Collection[int]) -> None:
        """Their edges end now; the past keeps them."""
        lineage_lock(actor)
        ledger = Ledger(actor, assets_left=True)
        edges = _edges_of(asset_ids)
        ledger.close(FieldEdge.objects.filter(edge__in=edges))
        ledger.close(Origin.objects.filter(edge__in=edges))

    def assets_returned(self, actor: Actor, asset_ids: Collection[int]) -> None:
        """What had ended because they left holds again, unless the other end is gone too."""
        lineage_lock(actor)
        ledger = Ledger(actor)
        edges = _edges_of(asset_ids)
        edges = edges.filter(source__in=Asset.objects.values("pk"), target__in=Asset.objects.values("pk"))
        for (kind, job_id), pairs in _ended(Origin, edges, ("source_id", "target_id"), Pair).items():
            ledger.open([Interval(pair, ledger.at, None) for pair in pairs], kind, job_id)
        for (kind, job_id), links in _ended(FieldEdge, edges, LINK, FieldLink).items():
            known = ledger.edges(link.pair for link in links)
            ledger.open_links([Interval(link, ledger.at, None) for link in links], known, kind, job_id)


def _edges_of(asset_ids: Collection[int]) -> Any:
    return Edge.objects.filter(Q(source__in=asset_ids) | Q(target__in=asset_ids))


def _ended(
    model: Any, edges: Any, columns: Collection[str], key: Any
) -> dict[tuple[OriginKind, int | None], list[Any]]:
    """What ended with an asset and does not hold again, by its origin."""
    rows = model.objects.filter(edge__in=edges)
    standing = {tuple(row) for row in rows.filter(valid_until=None).values_list("kind", "job_id", *columns)}
    found: dict[tuple[OriginKind, int | None], list[Any]] = defaultdict(list)
    ended = rows.filter(closed__assets_left=True).values_list("kind", "job_id", *columns)
    for row in dict.fromkeys(ended):
        if tuple(row) not in standing:
            found[OriginKind(row[0]), row[1]].append(key(*row[2:]))
    return found
