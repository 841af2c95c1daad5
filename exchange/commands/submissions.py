"""Sends: one brick or thousands into a source system, once whatever the network does, then the owner's word."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.choices import Zone
from catalog.queries.assets import asset_get
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.errors import Conflict, FieldError, Invalid, KeyReused
from exchange import access
from exchange.choices import BULK_MAX, BrickState
from exchange.commands.locks import assets_lock
from exchange.commands.rows import Row, bricks_insert
from exchange.models import Submission
from exchange.shape import Shape, Values
from exchange.streams import Received, values_text

KEY_LENGTH_MAX = 100


@command
def submission_send(
    *, actor: Actor, asset_id: int, bricks: Sequence[Values], key: str = "", reason: str = ""
) -> int:
    """Send bricks into a source system, all or none; answers the submission's id.

    With a `key` of the sender's, sending the same again answers the same submission and does nothing.
    Raises `NotFound`, `Forbidden`, `Conflict` (not a source), `KeyReused`, and `Invalid` at `bricks.<index>.<field>`.
    """
    require(actor, access.can_send(actor))
    return bricks_send(actor, asset_id, bricks, key=key, reason=reason)


@command
def submission_store(
    *, actor: Actor, asset_id: int, received: Received, key: str = "", reason: str = ""
) -> int:
    """Store what a stream brought (`exchange.streams`); else as `submission_send`."""
    require(actor, access.can_send(actor))
    asset = source_get(actor, asset_id)
    if Shape.of(asset) != received.shape:
        message = _("The fields of this asset changed while you sent. Read them again, then send again.")
        raise Conflict(message, code="fields_changed")
    fingerprint = hashlib.sha256(f"{asset_id} {received.fingerprint}".encode()).hexdigest()
    return _store(
        actor, asset_id, lambda pk: received.rows(f"{pk}-"), received.count, key, fingerprint, reason
    )


def bricks_send(
    actor: Actor, asset_id: int, bricks: Sequence[Values], *, key: str = "", reason: str = ""
) -> int:
    """What `submission_send` does, for whoever was allowed to by another rule (the shop); inside commands only."""
    if len(bricks) > BULK_MAX:
        raise Invalid.at("bricks", "too_long", _("Send at most %(max)s bricks at once.") % {"max": BULK_MAX})
    asset = source_get(actor, asset_id)
    fingerprint = hashlib.sha256(json.dumps([asset_id, list(bricks)], sort_keys=True, default=str).encode())
    if key and (known := _replayed(actor, key, fingerprint.hexdigest())):
        return known
    shape = Shape.of(asset)
    checked = _checked(shape, bricks)
    return _store(
        actor,
        asset_id,
        lambda pk: ((shape.key(v, f"{pk}-{n}"), values_text(v)) for n, v in enumerate(checked, start=1)),
        len(checked),
        key,
        fingerprint.hexdigest(),
        reason,
    )


def source_get(actor: Actor, asset_id: int) -> dict[str, Any]:
    """The asset with its fields, held; raises `NotFound`, and `Conflict` when bricks come there by copying only."""
    assets_lock(actor, asset_id)
    asset = asset_get(actor, asset_id, ["fields"])
    if asset["zone"] != Zone.SOURCE:
        message = _("Bricks come here by copying only. Send or correct them at the source, then copy again.")
        raise Conflict(message, code="not_a_source")
    return asset


def _checked(shape: Shape, bricks: Sequence[Values]) -> list[dict[str, Any]]:
    """All bricks, or `Invalid` with every refused place."""
    checked, errors = [], list[FieldError]()
    for n, values in enumerate(bricks):
        try:
            checked.append(shape.check(values))
        except Invalid as refused:
            errors += [error.under(f"bricks.{n}") for error in refused.errors]
    if errors:
        raise Invalid(errors=errors)
    if not checked:
        raise Invalid.at("bricks", "too_short", _("There is no brick in what you sent."))
    return checked


def _store(
    actor: Actor,
    asset_id: int,
    rows: Callable[[int], Iterable[Row]],
    count: int,
    key: str,
    fingerprint: str,
    reason: str,
) -> int:
    change = current_change()
    assert change is not None, "only inside a command"
    submission = Submission(
        workshop_id=actor.workshop_id,
        asset_id=asset_id,
        producer_id=actor.participant_id,
        door=change.door.value,
        idempotency_key=_key(key),
        fingerprint=fingerprint,
        brick_count=count,
        reason=reason,
        request_id=change.request_id,
        created_at=change.at,
    )
    if not _claim(submission):
        return _replayed(actor, key, fingerprint) or 0
    bricks_insert(
        rows(submission.pk),
        submission_id=submission.pk,
        workshop_id=actor.workshop_id,
        asset_id=asset_id,
        state=BrickState.WAITING.value,
        producer_id=actor.participant_id,
    )
    return submission.pk


def _key(key: str) -> str:
    if len(key) > KEY_LENGTH_MAX or not key.isprintable():
        message = _("Give 1 to %(max)s visible characters.") % {"max": KEY_LENGTH_MAX}
        raise Invalid.at("Idempotency-Key", "length", message)
    return key


def _claim(submission: Submission) -> bool:
    """Whether the key was free. A twin that is still at work is waited for."""
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _replayed(actor: Actor, key: str, fingerprint: str) -> int | None:
    """The submission that this key named before, if it did; raises `KeyReused` when it named something else."""
    known = Submission.objects.filter(producer_id=actor.participant_id, idempotency_key=key)
    found = known.values_list("pk", "fingerprint").first()
    if found is None:
        return None
    if found[1] != fingerprint:
        raise KeyReused()
    return int(found[0])
