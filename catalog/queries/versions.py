"""Earlier versions of assets, read from history: list, one of them, the difference of two.

Every change of an asset or of its parts raises the asset's version, so its own history rows are
its versions; parts are read as they were at the moment of that row.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
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
    Rows,
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
    return details_at([row])[row["history_id"]]


def asset_document_at(actor: Actor, asset_id: Any, version_id: Any) -> dict[str, Any]:
    """The asset of a version as it could be written back, with its status of then."""
    return _comparable(asset_at(actor, asset_id, version_id))


def asset_before(actor: Actor, asset_id: int, version_id: int) -> dict[str, Any] | None:
    """The asset as it was before a version; nothing before it was created."""
    rows = asset_history(actor, asset_id).filter(history_id__lt=version_id)
    row = rows.values().first()
    return details_at([row])[row["history_id"]] if row and row["history_type"] != "-" else None


def version_differences(
    actor: Actor, asset_id: Any, version_id: Any, other_id: Any = None
) -> list[Difference]:
    """What changed between two versions; without `other_id`, from the one before."""
    after = _comparable(asset_at(actor, asset_id, version_id))
    if other_id is None:
        before = asset_before(actor, asset_id, version_id)
        return differences(_comparable(before) if before else None, after)
    return differences(_comparable(asset_at(actor, asset_id, other_id)), after)


def versions_differences(actor: Actor, version_ids: Collection[int]) -> dict[int, list[Difference]]:
    """What each of these versions changed, by its id, read for all of them together."""
    history = history_of(Asset).objects.filter(workshop_id=actor.workshop_id)
    asset_ids = history.filter(history_id__in=version_ids).values("id")
    before: dict[int, Row | None] = {}  # by version
    latest: dict[int, Row] = {}  # by asset
    rows = history.filter(id__in=asset_ids, history_id__lte=max(version_ids, default=0))
    for row in rows.order_by("history_id").values():
        if row["history_id"] in version_ids:
            before[row["history_id"]] = latest.get(row["id"])
        latest[row["id"]] = row
    after = history.filter(history_id__in=version_ids).values()
    details = details_at([*after, *(row for row in before.values() if row)])
    return {
        row["history_id"]: differences(_state(details, before[row["history_id"]]), _state(details, row))
        for row in after
    }


def _state(details: Mapping[int, dict[str, Any]], row: Row | None) -> dict[str, Any] | None:
    if row is None or row["history_type"] == "-":
        return None
    return _comparable(details[row["history_id"]])


def asset_since(
    actor: Actor, asset_id: Any, version: int
) -> tuple[dict[str, Any], list[dict[str, Any]], list[Difference]]:
    """What a writer who had read `version` has missed: that version, those after it, and what changed."""
    history = asset_history(actor, asset_id)
    read = history.filter(version=version).values_list("history_id", flat=True).first()
    base = asset_at(actor, asset_id, read)
    later = versions_signed(actor, history.filter(history_id__gt=read).values(*VERSION_COLUMNS))
    return base, later, differences(_comparable(base), _comparable(asset_at(actor, asset_id, later[0]["id"])))


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


def versions_of(actor: Actor, asset_ids: Collection[int]) -> QuerySet[Any]:
    """The history rows of several assets."""
    rows: QuerySet[Any] = history_of(Asset).objects.filter(workshop_id=actor.workshop_id, id__in=asset_ids)
    return rows


def changes_of(actor: Actor, request_id: Any) -> list[dict[str, Any]]:
    """The asset versions that one request wrote, earliest first."""
    history = history_of(Asset).objects.filter(workshop_id=actor.workshop_id, request_id=request_id)
    return versions_signed(actor, history.order_by("history_id").values(*VERSION_COLUMNS))


def details_at(versions: Collection[Row]) -> dict[int, dict[str, Any]]:
    """Assets as they were in these versions (history rows), by version; one query per table for all."""
    history = _History({row["id"] for row in versions})
    systems = _names(System, [row["system_id"] for row in versions], "code")
    return {
        row["history_id"]: {
            **{name: row[name] for name in ASSET_COLUMNS},
            "system": systems.get(row["system_id"]),
            "sensitivity": sensitivity(row),
            **asset_parts(row["id"], history.parts_at(row["id"], row["history_date"])),
        }
        for row in versions
    }


class _History:
    """All history rows around some assets, with the names of what they point to."""

    def __init__(self, asset_ids: Collection[int]):
        self.asset_ids = asset_ids
        self.rows = {
            "fields": self._read(Field, FIELD_COLUMNS),
            "unique_keys": self._read(UniqueKey, ("id", "asset_id", "name")),
            "unique_key_fields": self._read(
                UniqueKeyField, ("asset_id", "unique_key_id", "field_id", "position")
            ),
            "foreign_keys": self._read(ForeignKey, ("id", "asset_id", "name", "target_id", "proposed")),
            "foreign_key_columns": self._read(
                ForeignKeyColumn, ("asset_id", "foreign_key_id", "field_id", "target_field_id", "position")
            ),
            "ownerships": self._read(Ownership, ("id", "asset_id", "participant_id", "responsibility")),
            "term_links": self._read(TermLink, ("id", "asset_id", "field_id", "term_id")),
        }
        self._name("ownerships", Participant, "participant_id", participant__nickname="nickname")
        self._name("term_links", Term, "term_id", term__code="code")
        self._name("foreign_keys", Asset, "target_id", target__name="name", target__namespace="namespace")
        self._name("foreign_key_columns", Field, "target_field_id", target_field__name="name")

    def _read(self, model: Any, columns: Iterable[str]) -> Rows:
        history = history_of(model).objects.filter(asset_id__in=self.asset_ids)
        names = {"id", "history_type", "history_date", *columns}
        return by(history.order_by("history_date", "history_id").values(*names), "asset_id")

    def _name(self, part: str, model: Any, key: str, **columns: str) -> None:
        rows: list[Any] = [row for own in self.rows[part].values() for row in own]
        for name, column in columns.items():
            names = _names(model, [row[key] for row in rows], column)
            for row in rows:
                row[name] = names[row[key]]

    def parts_at(self, asset_id: int, at: datetime) -> Parts:
        """The rows around an asset at a moment."""
        found = {part: _latest(rows.get(asset_id, ()), at) for part, rows in self.rows.items()}
        names = {row["id"]: row["name"] for row in found["fields"]}
        for row in (*found["unique_key_fields"], *found["foreign_key_columns"]):
            row["field__name"] = names.get(row["field_id"], "")
        own: dict[str, Rows] = {
            part: {asset_id: sorted(rows, key=ORDERS[part])} for part, rows in found.items()
        }
        return Parts(**own)


# Parts in the order in which they are read of a living asset.
ORDERS: dict[str, Callable[[Row], Any]] = {
    "fields": lambda row: (row["position"], row["id"]),
    "unique_keys": lambda row: row["name"],
    "unique_key_fields": lambda row: row["position"],
    "foreign_keys": lambda row: row["name"],
    "foreign_key_columns": lambda row: row["position"],
    "ownerships": lambda row: (row["responsibility"], row["participant__nickname"]),
    "term_links": lambda row: row["term__code"],
}


def _latest(rows: Iterable[Row], at: datetime) -> list[dict[str, Any]]:
    """The last state of each row at a moment; deleted ones are gone."""
    latest = {row["id"]: row for row in rows if row["history_date"] <= at}
    return [dict(row) for row in latest.values() if row["history_type"] != "-"]


def _names(model: Any, ids: Iterable[int], column: str) -> dict[int, str]:
    """A naming column by id; of rows that are gone, as history last knew it."""
    wanted = set(ids)
    names = dict(model.objects.filter(pk__in=wanted).values_list("pk", column)) if wanted else {}
    if lost := wanted - names.keys():
        rows = history_of(model).objects.filter(id__in=lost).order_by("history_id")
        names |= dict(rows.values_list("id", column))
    return names
