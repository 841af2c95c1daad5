"""What the pages of quality share."""

from collections.abc import Mapping
from typing import Any

from catalog.queries.assets import asset_get, standings
from common.access import require
from common.actor import Actor
from quality import access
from workshop.middleware import PageRequest


def reader_of(request: PageRequest) -> Actor:
    """The actor of a page that everybody in the room may read."""
    require(request.actor, access.can_read(request.actor))
    return request.actor


def rights_on(actor: Actor, asset_id: int) -> dict[str, bool]:
    """What a page may offer about the quality of an asset."""
    standing = standings([asset_id])[asset_id]
    return {
        "rule": access.can_rule(actor, standing),
        "check": access.can_check(actor, standing),
        "raise": access.can_raise(actor),
        "promote": access.can_promote(actor, standing),
        "publish": access.can_publish(actor, standing),
    }


def asset_for(actor: Actor, pk: int, right: str) -> Mapping[str, Any]:
    """The asset of a page that writes about its quality; `NotFound`, or `Forbidden` without the right."""
    asset = asset_get(actor, pk)
    require(actor, rights_on(actor, pk)[right])
    return asset
