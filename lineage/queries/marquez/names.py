"""Namespaces, sources, tags. What is only used exists too, without anybody having described it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.errors import NotFound
from lineage.models import FieldTag, Namespace, Source, Tag
from lineage.queries.runs import jobs_of

Row = dict[str, Any]
OWNER_UNKNOWN = "anonymous"
NAMESPACE_COLUMNS = ("name", "owner_name", "description", "created_at", "modified_at")
SOURCE_COLUMNS = ("name", "type", "connection_url", "description", "created_at", "modified_at")


# Namespaces


def namespaces_page(actor: Actor, *, limit: int, offset: int) -> list[Row]:
    """Namespaces by name: those that somebody described, and those of assets and jobs."""
    names = _described(actor).values_list("name")
    used = [rows.order_by().values_list("namespace") for rows in (assets_visible(actor), jobs_of(actor))]
    page = [name for (name,) in names.union(*used).order_by("name")[offset : offset + limit]]
    return list(namespaces_named(actor, page).values())


def namespace_get(actor: Actor, name: str) -> Row:
    """One namespace; raises `NotFound`."""
    found = namespaces_named(actor, [name])
    if not found:
        raise NotFound()
    return found[name]


def namespaces_named(actor: Actor, names: Collection[str]) -> dict[str, Row]:
    """Those that exist of these, by name and in their order."""
    found = _used(actor, names)
    for row in _described(actor).filter(name__in=names).values(*NAMESPACE_COLUMNS):
        found[row["name"]] = row
    return {name: found[name] for name in names if name in found}


def namespace_exists(actor: Actor, name: str) -> bool:
    rows = (_described(actor).filter(name=name), *_of_things(actor, [name]))
    return any(found.exists() for found in rows)


def namespace_known(actor: Actor, name: str) -> None:
    """Raises `NotFound` for a namespace that is not there."""
    if not namespace_exists(actor, name):
        raise NotFound(_("There is no namespace “%(name)s” here. Create it first.") % {"name": name})


def _described(actor: Actor) -> QuerySet[Namespace]:
    return Namespace.objects.filter(workshop_id=actor.workshop_id)


def _of_things(actor: Actor, names: Collection[str]) -> tuple[QuerySet[Any], QuerySet[Any]]:
    return assets_visible(actor).filter(namespace__in=names), jobs_of(actor).filter(namespace__in=names)


def _used(actor: Actor, names: Collection[str]) -> dict[str, Row]:
    """Namespaces as the assets and jobs in them show them."""
    assets, jobs = _of_things(actor, names)
    spans = [
        *assets.order_by().values_list("namespace").annotate(Min("created_at"), Max("modified_at")),
        *jobs.order_by().values_list("namespace").annotate(Min("created_at"), Max("updated_at")),
    ]
    found: dict[str, Row] = {}
    for name, created, modified in spans:
        row = found.setdefault(name, {"created_at": created, "modified_at": modified})
        row |= {
            "name": name,
            "owner_name": OWNER_UNKNOWN,
            "description": "",
            "created_at": min(created, row["created_at"]),
            "modified_at": max(modified, row["modified_at"]),
        }
    return found


# Sources


def sources_of(actor: Actor) -> QuerySet[Source]:
    return Source.objects.filter(workshop_id=actor.workshop_id)


def sources_page(actor: Actor, *, limit: int, offset: int) -> list[Row]:
    """Sources by name."""
    rows = sources_of(actor).order_by("name").values(*SOURCE_COLUMNS)
    return list(rows[offset : offset + limit])


def source_get(actor: Actor, name: str) -> Row:
    """One source; raises `NotFound`."""
    row: Row | None = sources_of(actor).filter(name=name).values(*SOURCE_COLUMNS).first()
    if row is None:
        raise NotFound(_("There is no source “%(name)s” here. Create it first.") % {"name": name})
    return row


# Tags


def tags_page(actor: Actor, *, limit: int, offset: int) -> list[Row]:
    """Tags by name: those that somebody described, and those on assets and fields."""
    described = dict(Tag.objects.filter(workshop_id=actor.workshop_id).values_list("name", "description"))
    on_assets = assets_visible(actor).exclude(tags=[]).order_by().values_list("tags", flat=True).distinct()
    on_fields = (
        FieldTag.objects.filter(workshop_id=actor.workshop_id).values_list("name", flat=True).distinct()
    )
    names = {*described, *on_fields, *(name for tags in on_assets for name in tags)}
    return [
        {"name": name, "description": described.get(name, "")}
        for name in sorted(names)[offset : offset + limit]
    ]
