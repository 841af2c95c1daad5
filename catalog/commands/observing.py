"""Assets as machines see them: registered, and completed where people wrote nothing.

What machines said before is compared with how the asset stands, as an import does: where the two agree the machine
may change its word, elsewhere people's stays, and what people took away stays away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from catalog import access
from catalog.choices import FIELD_NAME_MAX, FIELDS_MAX, NAME_BYTES_MAX, NAME_MAX
from catalog.commands.observed_values import Observed, observed_write
from catalog.models import Asset, Field, Observation
from catalog.observed import AssetKey, ObservedAsset, flattened, merged, moment_of
from catalog.representation import by
from catalog.wording import names_too_long
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.document import control_characters
from common.errors import FieldError, Invalid
from common.history import table_of, value_prepared
from common.rows import RowsByIds
from workshop.models import Workshop


@dataclass(slots=True)
class Seen:
    """The assets that a machine spoke of; and their fields, by the names that machines use."""

    ids: dict[AssetKey, int]
    fields: dict[int, dict[str, int]]
    grown: set[int]  # those that were known and have more fields now


@command
def assets_observe(
    *, actor: Actor, observed: Sequence[ObservedAsset], reason: str = ""
) -> dict[AssetKey, int]:
    """Register or complete assets as a machine saw them; answers their ids by the names it gave.

    What people wrote stays, and a statement older than what is known only fills gaps, so the order in which
    statements come in does not matter. Raises `Forbidden`, and `Invalid` with every refused place as `<index>.<path>`.
    """
    require(actor, access.can_observe(actor))
    if errors := [error for n, one in enumerate(observed) for error in _errors(str(n), one)]:
        raise Invalid(errors=errors)
    if connection.features.has_select_for_update:  # one at a time in a workshop; SQLite does so anyway
        Workshop.objects.select_for_update(no_key=True).filter(pk=actor.workshop_id).values_list("pk").first()
    return observe(actor, observed).ids


def observe(
    actor: Actor, observed: Sequence[ObservedAsset], ids: Mapping[AssetKey, int] | None = None
) -> Seen:
    """The same inside a command that has checked right and names, and lets one in at a time.

    `ids` are those that the caller knows by their names.
    """
    assets = _taken_in(actor, observed, ids or {})
    observed_write(actor, [asset for asset in assets if asset.differs])
    fields = fields_seen(assets)
    observations_keep(
        actor, [asset for asset in assets if not asset.fields_known or asset.after != asset.before]
    )
    return Seen(
        ids={key: asset.asset_id for asset in assets for key in asset.keys},
        fields=fields,
        grown={asset.asset_id for asset in assets if asset.grows},
    )


# What is refused


def _errors(place: str, one: ObservedAsset) -> Iterable[FieldError]:
    yield from _name_errors(f"{place}.namespace", one.namespace)
    yield from _name_errors(f"{place}.name", one.name)
    if len("".join(one.key).encode(errors="replace")) > NAME_BYTES_MAX:
        yield FieldError(f"{place}.name", "string_too_long", names_too_long())
    names = {*(described.name for described in flattened(one.fields)), *one.mentioned}
    if len(names) > FIELDS_MAX:
        message = _("Give at most %(max_length)s items.") % {"max_length": FIELDS_MAX}
        yield FieldError(f"{place}.fields", "too_long", message)
    for name in sorted(names):
        yield from _name_errors(f"{place}.fields", name, FIELD_NAME_MAX)


def _name_errors(path: str, name: str, longest: int = NAME_MAX) -> Iterable[FieldError]:
    if not name.strip():
        yield FieldError(path, "missing", _("This value is required."))
    elif len(name) > longest:
        message = _("Give at most %(max_length)s characters.") % {"max_length": longest}
        yield FieldError(path, "string_too_long", message)
    elif control_characters(name):
        message = _("Remove the control characters from this text.")
        yield FieldError(path, "control_character", message)


# What is known


_observations = RowsByIds(
    Observation.objects.order_by(), "asset_id", ("asset_id", "said", "asset_version", "asset__version")
)
_field_names = RowsByIds(Field.objects.order_by(), "asset_id", ("id", "asset_id", "name"))


def observations_of(asset_ids: Collection[int]) -> dict[int, Observed]:
    """These assets with what machines said of them."""
    known = {row["asset_id"]: row for row in _observations(asset_ids)}
    return {pk: _observed(pk, known.get(pk)) for pk in asset_ids}


def _observed(asset_id: int, row: Mapping[str, Any] | None) -> Observed:
    if row is None:
        return Observed(asset_id, was_known=True)
    is_current = row["asset_version"] == row["asset__version"]
    return Observed(
        asset_id,
        before=row["said"],
        after=row["said"],
        version=row["asset__version"],
        was_known=True,
        fields_known=is_current,
    )


def _taken_in(
    actor: Actor, observed: Sequence[ObservedAsset], known: Mapping[AssetKey, int]
) -> list[Observed]:
    """Each asset once, with what was known of it and what is known with these statements."""
    change = current_change()
    assert change is not None, "only inside a command"
    unknown = [key for key in dict.fromkeys(one.key for one in observed) if key not in known]
    ids = {**known, **_ids_of(actor.workshop_id, unknown)}
    assets: dict[Any, Observed] = {**observations_of(set(ids.values()))}  # by id; a new one by its name
    for one in observed:
        pk = ids.get(one.key, 0)
        asset = assets.setdefault(pk or one.key, Observed(pk))
        asset.keys[one.key] = None
        asset.after = merged(asset.after, one, moment_of(one.at or change.at))
    return list(assets.values())


def _ids_of(workshop_id: int, keys: Sequence[AssetKey]) -> dict[AssetKey, int]:
    """The assets that bear these names, else those that machines know by them."""
    if not keys:
        return {}
    asset, observation = table_of(Asset)[0], table_of(Observation)[0]
    found = _ids_in(f"{asset} a", "a.id", workshop_id, keys)
    if missing := [key for key in keys if key not in found]:
        renamed = f"{observation} a JOIN {asset} b ON b.id = a.asset_id"
        found |= _ids_in(renamed, "a.asset_id", workshop_id, missing)
    return found


def _ids_in(table: str, key: str, workshop_id: int, names: Sequence[AssetKey]) -> dict[AssetKey, int]:
    marks = ", ".join(["(%s, %s)"] * len(names))
    sql = (
        f"SELECT a.namespace, a.name, {key} FROM {table} "  # noqa: S608 - names of our own tables
        f"WHERE a.workshop_id = %s AND (a.namespace, a.name) IN (VALUES {marks}) ORDER BY {key} DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [workshop_id, *(text for name in names for text in name)])
        return {(namespace, name): pk for namespace, name, pk in cursor.fetchall()}


def fields_seen(assets: Sequence[Observed]) -> dict[int, dict[str, int]]:
    """The fields of each asset by the names machines use; one that people renamed is still the same."""
    unsure = [asset for asset in assets if not asset.fields_known]
    rows = by(_field_names([asset.asset_id for asset in unsure]), "asset_id")
    for asset in unsure:
        _fields_look_up(asset, rows.get(asset.asset_id, []))
    return {
        asset.asset_id: {
            name: said["id"] for name, said in asset.after.get("fields", {}).items() if "id" in said
        }
        for asset in assets
    }


def _fields_look_up(asset: Observed, rows: Iterable[Mapping[str, Any]]) -> None:
    """Note the ids of its fields; one that people took away has none."""
    by_name = {row["name"]: row["id"] for row in rows}
    living = set(by_name.values())
    fields = asset.after.get("fields", {})
    for name, said in fields.items():
        known = said.get("id")
        pk = known if known in living else by_name.get(name.strip())
        if pk != known:
            fields[name] = {**{key: value for key, value in said.items() if key != "id"}, "id": pk}
            if pk is None:
                del fields[name]["id"]


def observations_keep(actor: Actor, assets: Sequence[Observed]) -> None:
    """Remember what was said, for the next statement to compare with."""
    if not assets:
        return
    table = table_of(Observation)[0]
    said = Observation._meta.get_field("said")
    rows = [(a.asset_id, actor.workshop_id, *a.key, value_prepared(said, a.after), a.version) for a in assets]
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    sql = (
        f"INSERT INTO {table} (asset_id, workshop_id, namespace, name, said, asset_version) VALUES {marks} "  # noqa: S608
        "ON CONFLICT (asset_id) DO UPDATE SET said = excluded.said, asset_version = excluded.asset_version"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])
