"""Assets that machines rename, and two that turn out to be one; inside commands of the apps above."""

from django.utils import timezone

from catalog import lifecycle
from catalog.commands.observed_values import observed_write
from catalog.commands.observing import fields_seen, observations_keep, observations_of
from catalog.models import PARTS, Asset, Observation, SearchEntry
from catalog.observed import AssetKey, joined
from catalog.search.entries import entries_refresh
from common.actor import Actor, Door
from common.history import history_of, rows_delete, rows_update

OWN_APPS = frozenset({"catalog", "lineage"})


def asset_rename(actor: Actor, asset_id: int, before: AssetKey, after: AssetKey) -> bool:
    """Give an asset the name that machines use from now on, if it bears their old one; answers whether it did."""
    namespace, name = before
    asset = Asset.objects.filter(
        workshop_id=actor.workshop_id, pk=asset_id, namespace=namespace, name=name
    ).first()
    if asset is None:
        return False
    asset.namespace, asset.name = after
    asset.version, asset.modified_at = asset.version + 1, timezone.now()
    rows_update(Asset, [asset], ["namespace", "name", "version", "modified_at"])
    Observation.objects.filter(pk=asset_id).update(namespace=after[0], name=after[1])
    entries_refresh([asset_id])
    return True


def is_written_on(asset_id: int) -> bool:
    """Whether people wrote on an asset, or an app above keeps anything about it: it is not only a machine's."""
    versions = history_of(Asset).objects.filter(id=asset_id)
    if versions.exclude(door=Door.OPENLINEAGE.value).exists():
        return True
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: asset_id}).exists()
        for relation in Asset._meta.related_objects
        if relation.related_model._meta.app_label not in OWN_APPS
    )


def asset_absorb(actor: Actor, kept_id: int, gone_id: int) -> dict[int, int]:
    """Make two assets one: `kept_id` learns all that machines said of `gone_id`, which leaves the catalogue.

    Answers the fields of the kept one by the ids of those that are gone. Only for an asset that nobody wrote on.
    """
    known = observations_of([kept_id, gone_id])
    kept, gone = known[kept_id], known[gone_id]
    kept.keys = {Asset.objects.values_list("namespace", "name").get(pk=kept_id): None}
    kept.after = joined(kept.before, gone.before)
    if kept.differs:
        observed_write(actor, [kept])
    fields = fields_seen([kept, gone])
    observations_keep(actor, [kept])
    lifecycle.assets_left(actor, [gone_id])
    for part in reversed(PARTS):
        rows_delete(part._default_manager.filter(asset=gone_id))
    SearchEntry.objects.filter(asset=gone_id).delete()
    Observation.objects.filter(pk=gone_id).delete()
    rows_delete(Asset.objects.filter(pk=gone_id))
    return {pk: fields[kept_id][name] for name, pk in fields[gone_id].items() if name in fields[kept_id]}
