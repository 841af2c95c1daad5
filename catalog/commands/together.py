"""Assets written together: new, known and deleted ones at once, so that their keys may point to each other.

An import and an undo touch many assets that refer to one another; one by one, the first would
miss the second.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from catalog import access, lifecycle
from catalog.access import NEW
from catalog.choices import Status
from catalog.commands.assets import (
    accountable_check,
    asset_values,
    name_taken,
    parts_write,
    require_sections,
    sections_given,
    with_namespace,
    workshop_of,
)
from catalog.commands.references import (
    References,
    assets_named,
    document_errors,
    references_read,
    refuse,
)
from catalog.documents import AssetDocument
from catalog.models import Asset
from catalog.queries.assets import assets_get, assets_visible, standings
from catalog.representation import as_document
from common.access import require
from common.actor import Actor
from common.errors import FieldError
from common.history import history_of, rows_insert, rows_update


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an asset shall be. Without `asset_id` it is new; a deleted one comes back under its id."""

    document: AssetDocument
    asset_id: int | None = None
    status: str = ""  # empty: as it is, a draft when new


def assets_write(actor: Actor, wanted: Sequence[Wanted]) -> list[int]:
    """Make assets what is wanted, in their order, inside a command; untouched ones get no new version.

    Raises `Forbidden`, `Referenced`, and `Invalid` with every refused place as `<index>.<path>`.
    """
    require(actor, access.can_read(actor))
    wanted = [_with_namespace(one) for one in wanted]
    live = _live(actor, wanted)
    _require_rights(actor, wanted, live)
    references = references_read(workshop_of(actor), [one.document for one in wanted])
    refuse(_errors(actor, wanted, references))
    written = [one for one in wanted if one.asset_id not in live or _differs(one, live[one.asset_id])]
    if not written:
        return [one.asset_id for one in wanted if one.asset_id]
    ids = _rows_write(actor, written, live, references)
    for one, pk in zip(written, ids, strict=True):
        references.assets[one.document.namespace, one.document.name] = pk
    fresh = not any(pk in live for pk in ids)
    parts_write(actor, ids, [one.document for one in written], references, fresh=fresh)
    if back := [one.asset_id for one in written if one.asset_id and one.asset_id not in live]:
        lifecycle.assets_returned(actor, back)
    by_place = dict(zip(map(id, written), ids, strict=True))
    return [by_place.get(id(one)) or one.asset_id or 0 for one in wanted]


def _with_namespace(one: Wanted) -> Wanted:
    return Wanted(document=with_namespace(one.document), asset_id=one.asset_id, status=one.status)


def _live(actor: Actor, wanted: Iterable[Wanted]) -> dict[int | None, "Live"]:
    """The wanted assets that exist, held until the end of the transaction."""
    ids = [one.asset_id for one in wanted if one.asset_id]
    assets = assets_visible(actor).filter(pk__in=ids).order_by("pk")
    if connection.features.has_select_for_update:
        assets = assets.select_for_update(of=("self",))
    rows = {asset.pk: asset for asset in assets}
    details = assets_get(actor, list(rows))
    return {d["id"]: Live(rows[d["id"]], AssetDocument.read(as_document(d))) for d in details}


@dataclass(frozen=True, slots=True)
class Live:
    """An asset as it stands."""

    asset: Asset
    document: AssetDocument


def _differs(one: Wanted, live: Live) -> bool:
    return bool(_sections(one, live) or one.status not in ("", live.asset.status))


def _sections(one: Wanted, live: Live) -> list[str]:
    """The parts of the document that change."""
    before, after = live.document.comparable(), one.document.comparable()
    return [name for name in after if after[name] != before[name]]


def _require_rights(actor: Actor, wanted: Sequence[Wanted], live: Mapping[int | None, Live]) -> None:
    standing_of = standings([pk for pk in live if pk])
    for one in wanted:
        if one.asset_id not in live or one.asset_id is None:
            require(actor, access.can_describe(actor))
            require_sections(actor, sections_given(one.document), NEW)
            continue
        known, standing = live[one.asset_id], standing_of[one.asset_id]
        require_sections(actor, _sections(one, known), standing)
        accountable_check(one.document, replace(standing, status=one.status or standing.status))
        if one.status not in ("", known.asset.status):
            require(actor, access.can_move(actor, standing, one.status))


def _errors(actor: Actor, wanted: Sequence[Wanted], references: References) -> Iterable[FieldError]:
    keys = [(one.document.namespace, one.document.name) for one in wanted]
    taken = assets_named(workshop_of(actor), keys)
    for n, one in enumerate(wanted):
        if taken.get(keys[n], one.asset_id) != one.asset_id or keys[n] in keys[:n]:
            yield name_taken(one.document).under(str(n))
        yield from (error.under(str(n)) for error in document_errors(one.document, references))


def _rows_write(
    actor: Actor, written: Sequence[Wanted], live: Mapping[int | None, Live], references: References
) -> list[int]:
    """The rows of the assets themselves; answers the ids, in order."""
    new: list[dict[str, Any]] = []
    back: list[dict[str, Any]] = []
    changed: list[Asset] = []
    last = _last_versions([one.asset_id for one in written if one.asset_id])
    for one in written:
        values = asset_values(one.document, references)
        if one.asset_id is None:
            new.append({"workshop_id": actor.workshop_id, **values})
        elif one.asset_id in live:
            changed.append(_changed(live[one.asset_id].asset, one, values))
        else:
            row = {"id": one.asset_id, "version": last.get(one.asset_id, 0) + 1, **values}
            back.append({"workshop_id": actor.workshop_id, "status": _status_back(actor, one), **row})
    columns = (*asset_values(written[0].document, references), "status", "version", "modified_at")
    rows_update(Asset, changed, columns)
    rows_insert(Asset, back)
    created = iter(rows_insert(Asset, new))
    return [one.asset_id or next(created) for one in written]


def _changed(asset: Asset, one: Wanted, values: Mapping[str, Any]) -> Asset:
    now = {"status": one.status or asset.status, "version": asset.version + 1, "modified_at": timezone.now()}
    for name, value in {**values, **now}.items():
        setattr(asset, name, value)
    return asset


def _last_versions(asset_ids: Sequence[int]) -> dict[int, int]:
    """The last version that history knows: a deleted asset that comes back continues from it."""
    rows = history_of(Asset).objects.filter(id__in=asset_ids).values_list("id")
    return dict(rows.annotate(Max("version")))


def _status_back(actor: Actor, one: Wanted) -> str:
    """A deleted asset comes back as a draft unless the actor may give it the status it had."""
    return one.status if one.status and access.can_move(actor, NEW, one.status) else Status.DRAFT.value
