"""Earlier versions of assets, read from history: list, one of them, the difference of two.

Every change of an asset or of its parts raises the asset's version, so its own history rows are
its versions; parts are read as they were at the moment of that row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from catalog.diff import Difference, differences
from catalog.models import (
    Asset,
    Field,
    ForeignKey,
    ForeignKeyColumn,
    Ownership,
    System,
    Term,
    TermLink,
    UniqueKey,
    UniqueKeyField,
)
from catalog.representation import (
    ASSET_COLUMNS,
    FIELD_COLUMNS,
    Parts,
    Row,
    as_document,
    asset_parts,
    by,
    sensitivity,
)
from common.actor import Actor
from common.errors import NotFound
from common.history import history_of
from common.pagination import Page, page_by_key
from workshop.models import Participant

VERSION_COLUMNS = (
    "history_id",
    "id",
    "version",
    "name",
    "history_date",
    "history_type",
    "history_change_reason",
    "history_user_id",
    "door",
    "request_id",
)


def asset_history(actor: Actor, asset_id: Any) -> QuerySet[Any]:
    """The history rows of one asset, latest first; empty for one of another workshop."""
    rows: QuerySet[Any] = history_of(Asset).objects.filter(workshop_id=actor.workshop_id, id=asset_id)
    return rows.order_by("-history_id")


def asset_versions(actor: Actor, asset_id: Any) -> list[dict[str, Any]]:
    """Who changed the asset, when, through which door and why, latest first; raises `NotFound`."""
    rows = list(asset_history(actor, asset_id).values(*VERSION_COLUMNS))
    if not rows:
        raise NotFound()
    return versions_signed(actor, rows)


def asset_versions_page(actor: Actor, asset_id: Any, **window: Any) -> Page:
    """`asset_versions` in pages; `window` is that of `page_by_key`."""
    page = _history_page(actor, asset_history(actor, asset_id).order_by(), window)
    if not page.total:
        raise NotFound()
    return page


def _history_page(actor: Actor, history: QuerySet[Any], window: Mapping[str, Any]) -> Page:
    page = page_by_key(history, columns=VERSION_COLUMNS, order=("-history_id",), **window)
    return replace(page, rows=versions_signed(actor, page.rows))


def versions_signed(actor: Actor, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """History rows as people read them, with the nickname of who did it."""
    rows = list(rows)
    people = Participant.objects.filter(
        workshop_id=actor.workshop_id, user_id__in={row["history_user_id"] for row in rows}
    )
    nicknames = dict(people.values_list("user_id", "nickname"))
    kinds = {"+": "created", "~": "changed", "-": "deleted"}
    return [
        {
            "id": row["history_id"],
            "asset_id": row["id"],
            "name": row["name"],
            "version": row["version"],
            "at": row["history_date"],
            "type": kinds[row["history_type"]],
            "by": nicknames.get(row["history_user_id"], ""),
            "door": row["door"],
            "reason": row["history_change_reason"] or "",
            "request_id": str(row["request_id"]) if row["request_id"] else None,
        }
        for row in rows
    ]


def asset_at(actor: Actor, asset_id: Any, version_id: Any) -> dict[str, Any]:
    """The asset as it was in one of its versions (history row id); raises `NotFound`.

    The version of a deletion is what was deleted: its parts went at the same moment.
    """
    history = asset_history(actor, asset_id)
    row = history.filter(history_id=version_id).values().first()
    if row and row["history_type"] == "-":
        row = history.filter(history_id__lt=version_id).values().first()
    if row is None:
        raise NotFound()
    return _detail(row)


def asset_document_at(actor: Actor, asset_id: Any, version_id: Any) -> dict[str, Any]:
    """The asset of a version as it could be written back, with its status of then."""
    return _comparable(asset_at(actor, asset_id, version_id))


def asset_before(actor: Actor, asset_id: int, version_id: int) -> dict[str, Any] | None:
    """The asset as it was before a version; nothing before it was created."""
    rows = asset_history(actor, asset_id).filter(history_id__lt=version_id)
    row = rows.values().first()
    return _detail(row) if row and row["history_type"] != "-" else None


def version_differences(
    actor: Actor, asset_id: Any, version_id: Any, other_id: Any = None
) -> list[Difference]:
    """What changed between two versions; without `other_id`, from the one before."""
    after = _comparable(asset_at(actor, asset_id, version_id))
    if other_id is None:
        before = asset_before(actor, asset_id, version_id)
        return differences(_comparable(before) if before else None, after)
    return differences(_comparable(asset_at(actor, asset_id, other_id)), after)


def _comparable(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {**as_document(detail), "status": detail["status"]}


def assets_deleted(actor: Actor) -> list[dict[str, Any]]:
    """The last state of each asset that is gone, latest first."""
    return versions_signed(actor, _deleted(actor).order_by("-history_id").values(*VERSION_COLUMNS))


def assets_deleted_page(actor: Actor, **window: Any) -> Page:
    """`assets_deleted` in pages."""
    return _history_page(actor, _deleted(actor), window)


def _deleted(actor: Actor) -> QuerySet[Any]:
    history = history_of(Asset).objects.filter(workshop_id=actor.workshop_id)
    gone = history.filter(history_type="-").exclude(
        id__in=Asset.objects.filter(workshop_id=actor.workshop_id).values("pk")
    )
    latest = gone.values("id").annotate(last=Max("history_id")).values("last")
    rows: QuerySet[Any] = gone.filter(history_id__in=latest)
    return rows


def changes_of(actor: Actor, request_id: Any) -> list[dict[str, Any]]:
    """The asset versions that one request wrote, earliest first."""
    history = history_of(Asset).objects.filter(workshop_id=actor.workshop_id, request_id=request_id)
    return versions_signed(actor, history.order_by("history_id").values(*VERSION_COLUMNS))


def _detail(row: Row) -> dict[str, Any]:
    parts = _parts_at(row["id"], row["history_date"])
    return {
        **{name: row[name] for name in ASSET_COLUMNS},
        "system": _names(System, [row["system_id"]], "code").get(row["system_id"]),
        "sensitivity": sensitivity(row),
        **asset_parts(row["id"], parts),
    }


def _parts_at(asset_id: int, at: datetime) -> Parts:
    """The rows around an asset at a moment, with the names of what they point to."""
    fields = _rows_at(Field, asset_id, at, FIELD_COLUMNS)
    fields.sort(key=lambda row: (row["position"], row["id"]))
    names = {row["id"]: row["name"] for row in fields}
    unique_keys = _rows_at(UniqueKey, asset_id, at, ("id", "asset_id", "name"))
    unique_columns = _rows_at(
        UniqueKeyField, asset_id, at, ("asset_id", "unique_key_id", "field_id", "position")
    )
    ownerships = _rows_at(Ownership, asset_id, at, ("id", "asset_id", "participant_id", "responsibility"))
    links = _rows_at(TermLink, asset_id, at, ("id", "asset_id", "field_id", "term_id"))
    people = _names(Participant, [row["participant_id"] for row in ownerships], "nickname")
    terms = _names(Term, [row["term_id"] for row in links], "code")
    for row in unique_columns:
        row["field__name"] = names.get(row["field_id"], "")
    for row in ownerships:
        row["participant__nickname"] = people[row["participant_id"]]
    for row in links:
        row["term__code"] = terms[row["term_id"]]
    return Parts(
        fields=by(fields, "asset_id"),
        unique_keys=by(sorted(unique_keys, key=_name), "asset_id"),
        unique_key_fields=by(sorted(unique_columns, key=_position), "asset_id"),
        foreign_keys=by(_foreign_keys_at(asset_id, at), "asset_id"),
        foreign_key_columns=by(_foreign_key_columns_at(asset_id, at, names), "asset_id"),
        ownerships=by(ownerships, "asset_id"),
        term_links=by(sorted(links, key=lambda row: row["term__code"]), "asset_id"),
    )


def _foreign_keys_at(asset_id: int, at: datetime) -> list[dict[str, Any]]:
    rows = _rows_at(ForeignKey, asset_id, at, ("id", "asset_id", "name", "target_id", "proposed"))
    ids = [row["target_id"] for row in rows]
    names, namespaces = _names(Asset, ids, "name"), _names(Asset, ids, "namespace")
    for row in rows:
        row["target__name"] = names[row["target_id"]]
        row["target__namespace"] = namespaces[row["target_id"]]
    return sorted(rows, key=_name)


def _foreign_key_columns_at(asset_id: int, at: datetime, names: Mapping[int, str]) -> list[dict[str, Any]]:
    columns = ("asset_id", "foreign_key_id", "field_id", "target_field_id", "position")
    rows = _rows_at(ForeignKeyColumn, asset_id, at, columns)
    targets = _names(Field, [row["target_field_id"] for row in rows], "name")
    for row in rows:
        row["field__name"] = names.get(row["field_id"], "")
        row["target_field__name"] = targets[row["target_field_id"]]
    return sorted(rows, key=_position)


def _rows_at(model: Any, asset_id: int, at: datetime, columns: Iterable[str]) -> list[dict[str, Any]]:
    """The last state of each row at a moment; deleted ones are gone."""
    history = history_of(model).objects.filter(asset_id=asset_id, history_date__lte=at)
    latest: dict[int, dict[str, Any]] = {}
    for row in history.order_by("history_date", "history_id").values("id", "history_type", *columns):
        latest[row["id"]] = row
    return [row for row in latest.values() if row["history_type"] != "-"]


def _names(model: Any, ids: Iterable[int], column: str) -> dict[int, str]:
    """A naming column by id; of rows that are gone, as history last knew it."""
    wanted = set(ids)
    names = dict(model.objects.filter(pk__in=wanted).values_list("pk", column)) if wanted else {}
    if lost := wanted - names.keys():
        rows = history_of(model).objects.filter(id__in=lost).order_by("history_id")
        names |= dict(rows.values_list("id", column))
    return names


def _name(row: Row) -> str:
    return str(row["name"])


def _position(row: Row) -> int:
    return int(row["position"])
