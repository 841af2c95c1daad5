"""Bricks at their source: corrected, or withdrawn. Copies are never edited."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.access import Standing
from catalog.choices import Zone
from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, Invalid, NotFound, Outdated
from common.history import rows_delete, rows_update
from exchange import access
from exchange.choices import BrickState
from exchange.commands.locks import assets_lock
from exchange.commands.submissions import source_get
from exchange.models import Brick, BrickOrigin, SeededError, ShopClient
from exchange.queries.bricks import bricks_of
from exchange.shape import Shape, Values

CHANGED = ("key", "values", "state", "decision", "version", "modified_at")


@command
def brick_correct(
    *, actor: Actor, brick_id: int, values: Values, reason: str = "", expected_version: int | None = None
) -> int:
    """Give a brick other values (all of them); answers its version, which rises if anything differs.

    It waits for its owner again, unless its owner (or the facilitator) corrects an accepted one. Raises `NotFound`,
    `Forbidden`, `Outdated`, `Conflict` for a copy, and `Invalid` at `values.<field>`.
    """
    brick, standing = _held(actor, brick_id)
    require(actor, access.can_correct(actor, standing))
    return write(actor, brick, standing, values, expected_version)


@command
def brick_change(
    *, actor: Actor, brick_id: int, values: Values, reason: str = "", expected_version: int | None = None
) -> int:
    """The same for the given values only; null takes one away."""
    brick, standing = _held(actor, brick_id)
    require(actor, access.can_correct(actor, standing))
    return write(actor, brick, standing, {**brick.values, **values}, expected_version)


def _held(actor: Actor, brick_id: int) -> tuple[Brick, Standing]:
    """The brick as it is now, its asset held; and what rights on it depend on."""
    asset_id = bricks_of(actor).filter(pk=brick_id).values_list("asset_id", flat=True).first()
    if asset_id is None:
        raise NotFound()
    assets_lock(actor, asset_id)
    brick = bricks_of(actor).filter(pk=brick_id).first()
    if brick is None:
        raise NotFound()
    return brick, standings([asset_id])[asset_id]


def write(
    actor: Actor, brick: Brick, standing: Standing, values: Values, expected_version: int | None = None
) -> int:
    """What `brick_correct` does, for whoever was allowed to; inside commands only."""
    shape = Shape.of(source_get(actor, brick.asset_id))
    if expected_version is not None and expected_version != brick.version:
        raise Outdated()
    checked = _checked(shape, values)
    if checked == brick.values:
        return brick.version
    stays = brick.state == BrickState.ACCEPTED and access.can_decide(actor, standing)
    brick.values, brick.key = checked, shape.key(checked, brick.key)
    if not stays:
        brick.state, brick.decision = BrickState.WAITING, None
    brick.version += 1
    brick.modified_at = timezone.now()
    rows_update(Brick, [brick], CHANGED)
    return brick.version


def _checked(shape: Shape, values: Values) -> Values:
    try:
        return shape.check(values)
    except Invalid as refused:
        raise Invalid(errors=[error.under("values") for error in refused.errors]) from None


@command
def bricks_withdraw(*, actor: Actor, brick_ids: Collection[int], reason: str = "") -> None:
    """Take bricks out of their source, all or none; history keeps them, and their copies go with the next transfer.

    Raises `NotFound` naming unknown ids as `ids.<index>`, `Forbidden`, and `Conflict` for copies.
    """
    bricks = bricks_held(actor, brick_ids)
    assets = {brick.asset_id for brick in bricks}
    for standing in standings(assets).values():
        require(actor, access.can_correct(actor, standing))
    if any(brick.asset.system.zone != Zone.SOURCE for brick in bricks):
        message = _("Bricks come here by copying only. Send or correct them at the source, then copy again.")
        raise Conflict(message, code="not_a_source")
    bricks_delete([brick.pk for brick in bricks])


def bricks_held(actor: Actor, brick_ids: Collection[int]) -> Sequence[Brick]:
    """These bricks as they are now, their assets held; raises `NotFound` naming the ids that are none."""
    rows = bricks_of(actor).filter(pk__in=brick_ids)
    assets_lock(actor, *rows.values_list("asset_id", flat=True).distinct().order_by())
    found = list(rows.select_related("asset__system"))
    known = {brick.pk for brick in found}
    message = _("No brick of your workshop has this id.")
    errors: list[Any] = [
        FieldError(f"ids.{n}", "unknown", message) for n, pk in enumerate(brick_ids) if pk not in known
    ]
    if errors:
        raise NotFound(errors=errors)
    return found


def bricks_delete(brick_ids: Sequence[int]) -> None:
    """Delete bricks and what hangs on them; what was made from them keeps naming them."""
    ShopClient.objects.filter(brick__in=brick_ids).delete()
    rows_delete(SeededError.objects.filter(brick__in=brick_ids))
    BrickOrigin.objects.filter(brick__in=brick_ids).delete()
    rows_delete(Brick.objects.filter(pk__in=brick_ids))
