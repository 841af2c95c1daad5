"""What machines call an asset: its name, its symlinks, and the names it had before it was renamed.

When two assets turn out to be one, they are united (`lineage/commands/uniting.py`), so that the order in which
events come in does not matter.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from catalog.commands.naming import asset_rename
from catalog.models import Asset, Observation
from catalog.observed import AssetKey
from common.actor import Actor
from common.history import table_of
from lineage.commands.uniting import assets_unite
from lineage.models import Alias
from lineage.openlineage import DatasetSaid


def assets_meant(actor: Actor, keys: Sequence[AssetKey], at: datetime) -> dict[AssetKey, int]:
    """The assets that machines mean by these names at a moment; those that nobody knows are left out.

    Until a rename its old name means the renamed asset, whoever bears that name now. Else whoever bears the name is
    meant, then whoever has it as a symlink, then whoever bore it before people gave it another.
    """
    if not keys:
        return {}
    asset, alias, observation = (table_of(model)[0] for model in (Asset, Alias, Observation))
    wanted = f"workshop_id = %s AND (k.namespace, k.name) IN (VALUES {', '.join(['(%s, %s)'] * len(keys))})"
    sql = f"""
        SELECT k.namespace, k.name, k.id, 2 AS rank FROM {asset} k WHERE k.{wanted}
        UNION ALL
        SELECT k.namespace, k.name, k.asset_id, CASE WHEN k.until IS NULL THEN 1 ELSE 3 END
        FROM {alias} k JOIN {asset} a ON a.id = k.asset_id
        WHERE k.{wanted} AND (k.until IS NULL OR k.until >= %s)
        UNION ALL
        SELECT k.namespace, k.name, k.asset_id, 0 FROM {observation} k JOIN {asset} a ON a.id = k.asset_id
        WHERE k.{wanted}
        ORDER BY rank
    """  # noqa: S608 - names of our own tables
    names: list[Any] = [actor.workshop_id, *(text for key in keys for text in key)]
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*names, *names, moment, *names])
        return {(namespace, name): pk for namespace, name, pk, _rank in cursor.fetchall()}


def names_unite(actor: Actor, dataset: DatasetSaid, at: datetime) -> None:
    """Before a dataset is observed: what is known by its other names becomes the asset of its name."""
    for other, _until in _others(dataset, at):
        known = assets_meant(actor, [dataset.key, other], at)
        one, two = known.get(dataset.key), known.get(other)
        if two is None or one == two:
            continue
        if one is not None:
            assets_unite(actor, one, two, other)
        elif not asset_rename(actor, two, other, dataset.key):
            _keep(actor, dataset.key, two, None)  # people gave it a name of their own


def aliases_keep(actor: Actor, dataset: DatasetSaid, asset_id: int, at: datetime) -> None:
    """Once it is observed: its other names mean it too."""
    for other, until in _others(dataset, at):
        _keep(actor, other, asset_id, until)


def _others(dataset: DatasetSaid, at: datetime) -> Iterator[tuple[AssetKey, datetime | None]]:
    """Its other names, each with the moment until which it means this dataset."""
    if dataset.previous and dataset.previous != dataset.key:
        yield dataset.previous, at
    for symlink in dataset.symlinks:
        if symlink != dataset.key:
            yield symlink, None


def _keep(actor: Actor, key: AssetKey, asset_id: int, until: datetime | None) -> None:
    namespace, name = key
    named = {"workshop_id": actor.workshop_id, "namespace": namespace, "name": name}
    if until is None and Asset.objects.filter(**named).exclude(pk=asset_id).exists():
        return  # two assets of people: they stay two
    row = Alias.objects.filter(**named).first()
    if row is None:
        Alias(**named, asset_id=asset_id, until=until).save(force_insert=True)
    elif row.asset_id == asset_id and row.until is not None and (until is None or until > row.until):
        Alias.objects.filter(pk=row.pk).update(until=until)
    elif row.asset_id != asset_id and row.until is not None and until is not None and until > row.until:
        Alias.objects.filter(pk=row.pk).update(until=until, asset_id=asset_id)
