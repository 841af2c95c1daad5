"""One writer at a time into the bricks of an asset, so that what was judged is what is moved."""

from django.db import connection

from catalog.models import Asset
from common.actor import Actor


def assets_lock(actor: Actor, *asset_ids: int) -> None:
    """Nobody else writes bricks of these assets until the transaction ends (SQLite has one writer anyway).

    Always taken in the order of ids, and before the lock of the lineage: so two writers never wait for each other.
    """
    if connection.features.has_select_for_update:
        rows = Asset.objects.select_for_update(no_key=True).filter(workshop_id=actor.workshop_id)
        list(rows.filter(pk__in=asset_ids).order_by("pk").values_list("pk"))
