"""Transfers: bricks copied one floor up, never moved, with their lineage; all of it or nothing.

What to leave out is the caller's to say (`quality` judges). What failed goes to quarantine with its reasons.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.access import can_copy
from catalog.choices import Kind, Zone
from catalog.commands.mirrors import asset_mirror, mirror_complete, mirror_of
from catalog.models import Asset, System
from catalog.queries.assets import asset_get, standings
from common.access import require
from common.actor import Actor
from common.change import Change, command, current_change
from common.errors import Conflict
from common.history import values_insert
from exchange.choices import NEXT_FLOOR, BrickState
from exchange.commands.bricks import bricks_delete
from exchange.commands.copying import Copying, copies_orphaned, copies_released
from exchange.commands.locks import assets_lock
from exchange.documents import Refusal
from exchange.models import Brick, Rejection, Transfer
from exchange.queries.transfers import transfer_candidates
from exchange.shape import Shape, clashes, left_out
from lineage.assertions import FieldLink, JobKey
from lineage.choices import Dependency, OriginKind, RunState, Side
from lineage.commands import run_record
from lineage.commands.runs import RunReport
from lineage.models import Origin

Skip = Mapping[int, Sequence[Refusal]]
NAMESPACE = "bricks"  # of the jobs that transfers are


@command
def asset_copy(*, actor: Actor, source_id: int, system: str, reason: str = "") -> int:
    """The asset that takes copies of another one on a system (its code), made when it is missing; answers its id."""
    source = asset_get(actor, source_id, ["fields"])
    systems = System.objects.filter(workshop_id=actor.workshop_id, code=system)
    zone = systems.values_list("zone", flat=True).first()
    if zone is not None:
        _check_floors(source["zone"], zone)
    require(actor, can_copy(actor, standings([source_id])[source_id]))
    known = copy_of(actor, source_id, system)
    return known or asset_mirror(actor=actor, source_id=source_id, system=system, reason=reason)


def copy_of(actor: Actor, source_id: int, system: str) -> int | None:
    """The same, only looked for: where the last transfer went, or the one edge of the lineage, or the mirror."""
    there = Asset.objects.filter(workshop_id=actor.workshop_id, system__code=system, kind=Kind.DATASET)
    earlier = Transfer.objects.filter(source=source_id, target__in=there.values("pk"))
    target_id = earlier.order_by("-id").values_list("target_id", flat=True).first()
    if target_id is not None:
        return target_id
    drawn = Origin.objects.filter(source_id=source_id, target_id__in=there.values("pk"), valid_until=None)
    ends = list(drawn.values_list("target_id", flat=True).distinct()[:2])
    return ends[0] if len(ends) == 1 else mirror_of(actor, asset_get(actor, source_id, ()), system)


@command
def transfer_run(
    *, actor: Actor, source_id: int, target_id: int, skip: Skip | None = None, reason: str = ""
) -> int:
    """Copy the accepted bricks of an asset that are new to the target or changed since; answers the transfer's id.

    A candidate in `skip` (by the id of the source's brick) is not taken: it stands rejected, and in quarantine; a copy
    of it that entered before stays as it was. Copies whose origin is gone go. Raises `NotFound`, `Forbidden`, and
    `Conflict` for a way that does not lead one floor up, or when fields of one name have different types.
    """
    change = current_change()
    assert change is not None, "only inside a command"
    assets_lock(actor, source_id, target_id)
    source, target = asset_get(actor, source_id), asset_get(actor, target_id)
    require(actor, can_copy(actor, standings([source_id])[source_id]))
    _check_floors(source["zone"], target["zone"])
    if target["zone"] == Zone.RAW:
        mirror_complete(actor, source, target)
        target = asset_get(actor, target_id)
    dropped = _dropped(source, target)
    transfer = _transfer_begin(actor, change, source_id, target_id, reason)
    rejected = _reject(actor, transfer, skip or {})
    copying = Copying(actor.workshop_id, transfer.pk, source_id, target_id, change.at, dropped)
    transfer.copied_count, transfer.updated_count = copying.run()
    transfer.rejected_count = len(rejected)
    transfer.quarantine_id = _quarantine(actor, transfer, source, change)
    gone = copies_orphaned(target_id)
    bricks_delete(gone)
    transfer.removed_count = len(gone)
    _count(transfer)
    transfer.run_id = _lineage(actor, transfer, source, target)
    transfer.duration = timezone.now() - transfer.started_at
    transfer.save()
    return transfer.pk


def _check_floors(source: str, target: str) -> None:
    if NEXT_FLOOR.get(source) != target:
        message = _(
            "Data goes up one floor at a time: from a source to the raw zone, to the cleansed zone, to the data store."
        )
        raise Conflict(message, code="zone")


def _dropped(source: Mapping[str, Any], target: Mapping[str, Any]) -> list[str]:
    """The fields that the target does not take."""
    here, there = Shape.of(source), Shape.of(target)
    if unlike := clashes(here, there):
        message = _("These fields have another type in the target: %(names)s. Make the types alike first.")
        raise Conflict(message % {"names": ", ".join(unlike)}, code="types")
    if not set(here.types) & set(there.types):
        raise Conflict(_("The target has none of the source’s fields. Document them first."), code="fields")
    dropped = left_out(here, there)
    if unquotable := [name for name in dropped if '"' in name or "\\" in name]:
        message = _(
            "These fields cannot be left out because of their names: %(names)s. Add them to the target."
        )
        raise Conflict(message % {"names": ", ".join(unquotable)}, code="fields")
    return dropped


def _transfer_begin(actor: Actor, change: Change, source_id: int, target_id: int, reason: str) -> Transfer:
    return Transfer.objects.create(
        workshop_id=actor.workshop_id,
        source_id=source_id,
        target_id=target_id,
        participant_id=actor.participant_id,
        door=change.door.value,
        reason=reason,
        request_id=change.request_id,
        started_at=timezone.now(),
    )


def _reject(actor: Actor, transfer: Transfer, skip: Skip) -> list[int]:
    """Keep why candidates are not taken; answers their ids."""
    if not skip:
        return []
    candidates = transfer_candidates(actor, transfer.source_id, transfer.target_id)
    rejected = [(pk, version) for pk, version in candidates.values_list("pk", "version") if pk in skip]
    rows = [
        {
            "workshop_id": actor.workshop_id,
            "transfer_id": transfer.pk,
            "brick_id": pk,
            "brick_version": version,
            "refusals": [refusal.as_dict() for refusal in skip[pk]],
        }
        for pk, version in rejected
    ]
    values_insert(Rejection, rows)
    return [pk for pk, _version in rejected]


def _quarantine(actor: Actor, transfer: Transfer, source: Mapping[str, Any], change: Change) -> int | None:
    """Copy what was rejected into quarantine, and let out of it what has entered the target; answers its asset."""
    systems = System.objects.filter(workshop_id=actor.workshop_id, zone=Zone.QUARANTINE).order_by(
        "position", "code"
    )
    system = systems.values_list("code", flat=True).first()
    if system is None:
        return None
    asset_id = mirror_of(actor, source, system)
    if asset_id is None:
        if not transfer.rejected_count:
            return None
        asset_id = asset_mirror(actor=actor, source_id=source["id"], system=system)
    if transfer.rejected_count:
        mirror_complete(actor, source, asset_get(actor, asset_id))
        dropped = _dropped(source, asset_get(actor, asset_id))
        ids = (actor.workshop_id, transfer.pk, source["id"], asset_id)
        Copying(*ids, change.at, dropped, rejected=True).run()
    released = copies_released(source["id"], transfer.target_id, asset_id)
    bricks_delete([*released, *copies_orphaned(asset_id)])
    return asset_id if transfer.rejected_count else None


def _count(transfer: Transfer) -> None:
    bricks = Brick.objects.filter(asset=transfer.source_id)
    transfer.read_count = bricks.filter(state=BrickState.ACCEPTED).count()
    transfer.waiting_count = bricks.count() - transfer.read_count
    moved = transfer.copied_count + transfer.updated_count + transfer.rejected_count
    transfer.unchanged_count = transfer.read_count - moved


# Lineage


def _lineage(actor: Actor, transfer: Transfer, source: Mapping[str, Any], target: Mapping[str, Any]) -> int:
    """Write the job, its run and the edges, as an OpenLineage client would; answers the run's id."""
    told: dict[str, Any] = {
        "job": _job(transfer, source, target),
        "run_id": uuid4(),
        "kind": OriginKind.TRANSFER,
    }
    began = RunReport(**told, at=transfer.started_at, state=RunState.RUNNING, job_kind="TRANSFER")
    run_record(actor=actor, report=began)
    outputs = [target["id"], *([transfer.quarantine_id] if transfer.quarantine_id else [])]
    ended = RunReport(
        **told,
        at=_after(transfer.started_at),
        state=RunState.COMPLETED,
        job_kind="TRANSFER",
        inputs=[source["id"]],
        outputs=outputs,
        links=_links(source, target),
        dataset_facets=_facets(transfer),
        description=f"{source['system']}.{source['name']} → {target['system']}.{target['name']}",
    )
    return run_record(actor=actor, report=ended)


def _after(began: datetime) -> datetime:
    return max(timezone.now(), began)


def _job(transfer: Transfer, source: Mapping[str, Any], target: Mapping[str, Any]) -> JobKey:
    """The job of this way: that of its earlier transfers, whatever its assets are called now."""
    earlier = Transfer.objects.filter(source=transfer.source_id, target=transfer.target_id, run__isnull=False)
    known = earlier.order_by("-id").values_list("run__job__namespace", "run__job__name").first()
    if known:
        return JobKey(*known)
    ends = [f"{one['system']}.{one['name']}" for one in (source, target)]
    return JobKey(NAMESPACE, f"transfer {ends[0]} → {ends[1]}")


def _links(source: Mapping[str, Any], target: Mapping[str, Any]) -> list[FieldLink]:
    there = {field["name"]: field["id"] for field in target["fields"]}
    return [
        FieldLink(
            source["id"], field["id"], target["id"], there[field["name"]], Dependency.DIRECT.value, "IDENTITY"
        )
        for field in source["fields"]
        if field["name"] in there
    ]


def _facets(transfer: Transfer) -> dict[tuple[int, Side], Mapping[str, Any]]:
    """Row counts, in the facets that OpenLineage has for them."""
    counts = {
        (transfer.source_id, Side.INPUT): ("inputStatistics", transfer.read_count),
        (transfer.target_id, Side.OUTPUT): (
            "outputStatistics",
            transfer.copied_count + transfer.updated_count,
        ),
    }
    if transfer.quarantine_id:
        counts[transfer.quarantine_id, Side.OUTPUT] = ("outputStatistics", transfer.rejected_count)
    return {key: {name: {"rowCount": count}} for key, (name, count) in counts.items()}
