"""What pages of the exchange share."""

from typing import Any

from catalog.access import Standing
from catalog.choices import Zone
from catalog.queries.assets import asset_get
from catalog.views.pages import standing_of
from common.actor import Actor
from exchange import access

PAGE_SIZE = 24


def window(request: Any) -> dict[str, Any]:
    """Where in a list the reader is, from the address."""
    return {"limit": PAGE_SIZE, "after": request.GET.get("after"), "before": request.GET.get("before")}


def asset_with_rights(actor: Actor, pk: int) -> tuple[dict[str, Any], dict[str, bool]]:
    """An asset with its fields, and what the reader may do with its bricks; raises `NotFound`."""
    asset = asset_get(actor, pk)
    return asset, rights_of(actor, asset["zone"], standing_of(asset))


def rights_of(actor: Actor, zone: str, standing: Standing) -> dict[str, bool]:
    is_source = zone == Zone.SOURCE
    return {
        "send": is_source and access.can_send(actor),
        "correct": is_source and access.can_correct(actor, standing),
        "decide": is_source and access.can_decide(actor, standing),
    }
