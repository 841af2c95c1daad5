"""Datasets as events tell them: which assets they are, what is said of them, and whether they are still there."""

from collections.abc import Callable, Iterable
from datetime import datetime

from catalog.commands.observing import Seen, observe
from catalog.observed import AssetKey, ObservedAsset
from common.actor import Actor
from lineage.commands.aliases import aliases_keep, assets_meant, names_unite
from lineage.commands.facets import facets_keep
from lineage.openlineage import DatasetSaid, EventSaid


def datasets_take_in(actor: Actor, event: EventSaid) -> Seen:
    """Register and complete the assets an event names, also those only in its column lineage; inside a command."""
    for dataset in event.datasets:
        names_unite(actor, dataset, event.at)
    observed = [*map(_observed(event.at), event.datasets), *_mentioned(event)]
    keys = list(dict.fromkeys(one.key for one in observed))
    seen = observe(actor, observed, assets_meant(actor, keys, event.at))
    for dataset in event.datasets:
        aliases_keep(actor, dataset, seen.ids[dataset.key], event.at)
    facets_keep(actor, event, seen.ids)
    return seen


def _observed(at: datetime) -> Callable[[DatasetSaid], ObservedAsset]:
    def observed(said: DatasetSaid) -> ObservedAsset:
        namespace, name = said.key
        return ObservedAsset(
            namespace=namespace,
            name=name,
            at=at,
            fields=said.fields,
            mentioned=[use.target for use in said.columns if use.target is not None],
            description=said.description,
            tags=said.tags,
            owners=said.owners,
        )

    return observed


def _mentioned(event: EventSaid) -> Iterable[ObservedAsset]:
    """The sources in column lineage, with the fields that are named."""
    fields: dict[AssetKey, dict[str, None]] = {}
    for dataset in event.datasets:
        for use in dataset.columns:
            fields.setdefault(use.source, {})[use.field] = None
    for (namespace, name), names in fields.items():
        yield ObservedAsset(namespace=namespace, name=name, at=event.at, mentioned=list(names))
