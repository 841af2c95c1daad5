"""Roots and dead ends: sources nobody uses, store assets without a source."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef

from catalog.choices import Zone
from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.pagination import Page, page_by_key
from lineage.models import Origin
from lineage.queries.nodes import NODE_COLUMNS, node_told

STORE_ZONES = (Zone.STORE, Zone.ANALYSIS, Zone.AI)


def unused_sources_page(actor: Actor, **window: Any) -> Page:
    """Assets in source systems that nothing else reads; `window` is that of `page_by_key`."""
    return _ends_page(actor, [Zone.SOURCE], "source_id", window)


def sourceless_page(actor: Actor, **window: Any) -> Page:
    """Assets of the store, of analysis and of AI that nothing else feeds."""
    return _ends_page(actor, STORE_ZONES, "target_id", window)


def _ends_page(actor: Actor, zones: Collection[str], end: str, window: Mapping[str, Any]) -> Page:
    edges = Origin.objects.filter(valid_until=None, **{end: OuterRef("pk")})
    edges = edges.exclude(source_id=F("target_id"))  # a loop leads nowhere
    assets = assets_visible(actor).filter(~Exists(edges), system__zone__in=zones)
    return page_by_key(assets, columns=NODE_COLUMNS, order=("name", "id"), **window).mapped(node_told)
