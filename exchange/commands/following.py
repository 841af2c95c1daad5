"""What happens to bricks when their asset leaves the catalogue: it cannot, while it has any."""

from collections.abc import Collection

from django.db.models import Count
from django.utils.translation import ngettext

from common.actor import Actor
from common.errors import FieldError, Referenced
from exchange.models import Brick


class ExchangeFollower:
    """Joins `catalog.lifecycle`."""

    def assets_left(self, actor: Actor, asset_ids: Collection[int]) -> None:
        """Raises `Referenced`, naming how many bricks each of the assets holds."""
        held = Brick.objects.filter(asset__in=asset_ids).values_list("asset__name")
        counted = held.annotate(Count("pk")).order_by("asset__name")
        errors = [FieldError("bricks", "referenced", _said(name, count)) for name, count in counted]
        if errors:
            raise Referenced(errors=errors)

    def assets_returned(self, actor: Actor, asset_ids: Collection[int]) -> None:
        """Nothing was taken from them."""


def _said(name: str, count: int) -> str:
    message = ngettext(
        "“%(asset)s” holds %(count)s brick. Deprecate the asset instead, or withdraw the brick first.",
        "“%(asset)s” holds %(count)s bricks. Deprecate the asset instead, or withdraw the bricks first.",
        count,
    )
    return message % {"asset": name, "count": count}
