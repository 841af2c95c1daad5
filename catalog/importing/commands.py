"""Carries out an import: reads what the catalogue knows of a source, plans, and writes the plan as one change."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from catalog.access import can_describe
from catalog.choices import Plate, Zone
from catalog.commands import assets_delete, system_create
from catalog.commands.together import Wanted, assets_write
from catalog.documents import AssetDocument, SystemDocument
from catalog.importing.plan import Document, Known, Name, Plan, Step, plan_make
from catalog.importing.source import Source
from catalog.models import ForeignKeyColumn, ImportedSource
from catalog.queries.assets import assets_get, assets_visible
from catalog.queries.glossary import systems_of
from catalog.representation import as_document
from common.access import require
from common.actor import Actor
from common.change import command
from common.history import rows_insert, rows_update


def import_plan(actor: Actor, source: Source, *, system: str, prune: bool = False) -> Plan:
    """What importing `source` would do now; nothing is written."""
    require(actor, can_describe(actor))
    tables = {_name(said): said for said in (_said(table) for table in source.tables)}
    blank = AssetDocument.read({"system": system, "name": "-"}).model_dump()
    return plan_make(tables, _known(actor, source, tables), blank, prune=prune)


@command
def import_run(*, actor: Actor, source: Source, system: str, prune: bool = False, reason: str = "") -> Plan:
    """Bring `source` into the catalogue, all of it or nothing; one request, so `change_undo` takes it back.

    New assets go to `system`, which is created in the source zone when it is missing.
    Raises `Forbidden`, `Invalid`, and `Referenced` when a key that people made needs what is gone.
    """
    plan = import_plan(actor, source, system=system, prune=prune)
    if plan.created and not systems_of(actor).filter(code=system).exists():
        _system_create(actor, system)
    ids = assets_write(actor, [_wanted(step) for step in plan.steps])
    _sources_write(actor, plan, ids, {_name(said): said for said in map(_said, source.tables)})
    if plan.pruned:
        assets_delete(actor=actor, asset_ids=[known.asset_id for known in plan.pruned], reason=reason)
    return plan


def _said(table: Any) -> Document:
    said: Document = table.model_dump(mode="json", exclude_unset=True)
    return said


def _name(said: Mapping[str, Any]) -> Name:
    return said["namespace"], said["name"]


def _system_create(actor: Actor, code: str) -> None:
    values = {"code": code, "title_fr": code, "plate": Plate.WHITE.value, "zone": Zone.SOURCE.value}
    system_create(actor=actor, document=SystemDocument.read(values))


def _wanted(step: Step) -> Wanted:
    document = AssetDocument.read(step.document, path=step.source[1])
    return Wanted(document=document, asset_id=step.known.asset_id if step.known else None)


def _known(actor: Actor, source: Source, tables: Mapping[Name, Document]) -> dict[Name, Known]:
    """The assets that this source gave before, and those that bear the names it gives."""
    records = {
        (row.namespace, row.name): row
        for row in ImportedSource.objects.filter(workshop_id=actor.workshop_id, namespace=source.namespace)
    }
    ids = {name: row.asset_id for name, row in records.items()}
    named = assets_visible(actor).filter(namespace=source.namespace).exclude(pk__in=ids.values())
    for pk, namespace, name in named.values_list("pk", "namespace", "name"):
        if (namespace, name) in tables:
            ids.setdefault((namespace, name), pk)
    details = {detail["id"]: detail for detail in assets_get(actor, list(ids.values()))}
    needed = _needed_from_outside(list(details))
    return {
        name: Known(
            asset_id=pk,
            source=name,
            now=AssetDocument.read(as_document(details[pk])).model_dump(),
            said=records[name].said if name in records else None,
            status=details[pk]["status"],
            pointed_at=frozenset(needed[pk]),
        )
        for name, pk in ids.items()
    }


def _needed_from_outside(ids: list[int]) -> dict[int, set[str]]:
    """The fields of these assets that foreign keys of other assets point to."""
    needed: dict[int, set[str]] = defaultdict(set)
    pairs = ForeignKeyColumn.objects.filter(foreign_key__target__in=ids).exclude(asset__in=ids)
    for pk, name in pairs.values_list("foreign_key__target_id", "target_field__name"):
        needed[pk].add(name)
    return needed


def _sources_write(actor: Actor, plan: Plan, ids: list[int], said: Mapping[Name, Document]) -> None:
    """Remember what the source said, for the next import to compare with."""
    rows = {row.asset_id: row for row in ImportedSource.objects.filter(asset__in=ids)}
    new, changed = [], []
    for step, asset_id in zip(plan.steps, ids, strict=True):
        row, now = rows.get(asset_id), said[step.source]
        if row is None:
            namespace, name = step.source
            values = {"workshop_id": actor.workshop_id, "asset_id": asset_id}
            new.append({**values, "namespace": namespace, "name": name, "said": now})
        elif row.said != now:
            row.said, row.version, row.modified_at = now, row.version + 1, timezone.now()
            changed.append(row)
    rows_insert(ImportedSource, new)
    rows_update(ImportedSource, changed, ["said", "version", "modified_at"])
