"""Mirrors: the sheet of an asset on another system, for the copies of its data. Describing them is part of copying.

A mirror has the fields, keys, owners and ratings of what it copies, as a draft; its foreign keys point to the
mirrors of the same system, and are completed when those come.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import access
from catalog.commands.assets import asset_values, parts_write, workshop_of
from catalog.commands.references import References, assets_named, document_errors, references_read, refuse
from catalog.documents import AssetDocument
from catalog.models import Asset, System
from catalog.queries.assets import asset_get, assets_get, assets_visible, standings
from catalog.queries.parts import referring_keys_of
from catalog.representation import as_document
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, Invalid
from common.history import rows_insert


@command
def asset_mirror(*, actor: Actor, source_id: int, system: str, reason: str = "") -> int:
    """The mirror of an asset on a system (by its code), made when it is missing; answers its id.

    Raises `NotFound`, `Forbidden`, `Invalid` for an unknown system, and `Conflict` when another asset has its name.
    """
    source = asset_get(actor, source_id)
    require(actor, access.can_copy(actor, standings([source_id])[source_id]))
    known = mirror_of(actor, source, system)
    if known is not None:
        return known
    document = _document(actor, source, system)
    references = references_read(workshop_of(actor), [document])
    refuse(document_errors(document, references))
    row = {"workshop_id": actor.workshop_id, **asset_values(document, references)}
    (asset_id,) = rows_insert(Asset, [row])
    references.assets[document.namespace, document.name] = asset_id
    parts_write(actor, [asset_id], [document], references, fresh=True)
    _complete_referring(actor, source, document.namespace)
    return asset_id


def mirror_of(actor: Actor, source: Mapping[str, Any], system: str) -> int | None:
    """The id of an asset's mirror on a system, if it is there; raises `Conflict` when its name is taken elsewhere."""
    key = (mirror_namespace(source, system), source["name"])
    found = (
        assets_visible(actor).filter(namespace=key[0], name=key[1]).values_list("pk", "system__code").first()
    )
    if found is None:
        return None
    if found[1] != system:
        message = _("An asset named “%(name)s” is already in “%(namespace)s”, on another system. Rename it.")
        raise Conflict(message % {"name": key[1], "namespace": key[0]})
    return int(found[0])


def mirror_namespace(source: Mapping[str, Any], system: str) -> str:
    """`bricks` on the lake is `bricks/datalake`, and from there in the store `bricks/data-store`."""
    base = str(source["namespace"]).removesuffix(f"/{source['system']}")
    return f"{base}/{system}"


def mirror_complete(actor: Actor, source: Mapping[str, Any], mirror: Mapping[str, Any]) -> None:
    """Give a mirror the fields that its source got since; inside commands only."""
    names = {field["name"] for field in mirror["fields"]}
    missing = [field for field in _fields(source) if field["name"] not in names]
    if missing:
        document = as_document(mirror)
        _rewrite(actor, mirror["id"], {**document, "fields": [*document["fields"], *missing]})


def _document(actor: Actor, source: Mapping[str, Any], system: str) -> AssetDocument:
    if not System.objects.filter(workshop_id=actor.workshop_id, code=system).exists():
        message = _("No %(what)s here is named “%(name)s”. Create it or correct the name.")
        raise Invalid.at("system", "unknown", message % {"what": _("system"), "name": system})
    namespace = mirror_namespace(source, system)
    plain = {**as_document(source), "system": system, "namespace": namespace, "fields": _fields(source)}
    return AssetDocument.read({**plain, "foreign_keys": _foreign_keys(actor, source, namespace)})


def _fields(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**field, "id": None} for field in as_document(source)["fields"]]


def _foreign_keys(actor: Actor, source: Mapping[str, Any], namespace: str) -> list[dict[str, Any]]:
    """Those whose target has a mirror in the namespace, or is the asset itself."""
    keys = as_document(source)["foreign_keys"]
    there = assets_named(workshop_of(actor), {(namespace, key["target"]["name"]) for key in keys})
    own = (source["namespace"], source["name"])
    return [
        {**key, "target": {"namespace": namespace, "name": key["target"]["name"]}}
        for key in keys
        if (namespace, key["target"]["name"]) in there
        or (key["target"]["namespace"], key["target"]["name"]) == own
    ]


def _complete_referring(actor: Actor, source: Mapping[str, Any], namespace: str) -> None:
    """Let the mirrors in a namespace point to the new one where their sources point to its source."""
    keys, _pairs = referring_keys_of([source["id"]])
    referring = {key["asset_id"] for key in keys.get(source["id"], ())} - {source["id"]}
    sources = {(namespace, one["name"]): one for one in assets_get(actor, sorted(referring))}
    mirrors = assets_named(workshop_of(actor), sources)
    for key, mirror_id in sorted(mirrors.items()):
        document = as_document(asset_get(actor, mirror_id))
        names = {one["name"] for one in document["foreign_keys"]}
        missing = [one for one in _foreign_keys(actor, sources[key], namespace) if one["name"] not in names]
        if missing and _has_columns(document, missing):
            _rewrite(actor, mirror_id, {**document, "foreign_keys": [*document["foreign_keys"], *missing]})


def _has_columns(document: Mapping[str, Any], keys: Iterable[Mapping[str, Any]]) -> bool:
    names = {field["name"] for field in document["fields"]}
    return all(pair["field"] in names for key in keys for pair in key["columns"])


def _rewrite(actor: Actor, asset_id: int, plain: Mapping[str, Any]) -> None:
    document = AssetDocument.read(plain)
    references: References = references_read(workshop_of(actor), [document])
    references.assets[document.namespace, document.name] = asset_id
    asset = Asset.objects.get(pk=asset_id)
    asset.version += 1
    asset.modified_at = timezone.now()
    asset.save()
    parts_write(actor, [asset_id], [document], references, fresh=False)
