"""Errors on purpose: hidden by producers in their own bricks, revealed by the facilitator."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.choices import Zone
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, NotFound
from common.history import rows_delete, rows_insert, rows_update
from exchange import access
from exchange.choices import SEEDED_MAX
from exchange.documents import SeedDocument
from exchange.models import SeededError
from exchange.queries.bricks import bricks_of


@command
def error_seed(*, actor: Actor, document: SeedDocument, reason: str = "") -> int:
    """Say that a brick of one's own is wrong on purpose; answers the seeded error's id. Nobody else hears of it.

    Raises `NotFound`, `Forbidden` for others' bricks, and `Conflict` for a copy, twice, or beyond what one may hide.
    """
    brick = bricks_of(actor).select_related("asset__system").filter(pk=document.brick).first()
    if brick is None:
        raise NotFound()
    require(
        actor, access.can_seed(actor, brick.producer_id), _("Hide errors in bricks that you sent yourself.")
    )
    if brick.asset.system.zone != Zone.SOURCE:
        raise Conflict(_("This is a copy. Hide the error at the source."), code="not_a_source")
    own = SeededError.objects.filter(workshop_id=actor.workshop_id, seeded_by=actor.participant_id)
    if SeededError.objects.filter(brick=brick).exists():
        raise Conflict(_("You have hidden an error in this brick already."), code="seeded")
    if own.filter(revealed_at=None).count() >= SEEDED_MAX:
        message = _("You have hidden %(max)s errors. Take one back to hide another.")
        raise Conflict(message % {"max": SEEDED_MAX}, code="too_many_seeded")
    row = {
        "workshop_id": actor.workshop_id,
        "brick_id": brick.pk,
        "kind": document.kind,
        "note": document.note,
        "seeded_by_id": actor.participant_id,
    }
    (pk,) = rows_insert(SeededError, [row])
    return pk


@command
def error_unseed(*, actor: Actor, seeded_id: int, reason: str = "") -> None:
    """Take back that a brick of one's own is wrong on purpose, while it is secret. Raises `NotFound`, `Conflict`."""
    own = SeededError.objects.filter(
        workshop_id=actor.workshop_id, seeded_by=actor.participant_id, pk=seeded_id
    )
    seeded = own.first()
    if seeded is None:
        raise NotFound()
    if seeded.revealed_at is not None:
        raise Conflict(_("It is revealed already."), code="revealed")
    rows_delete(own)


@command
def errors_reveal(*, actor: Actor, reason: str = "") -> int:
    """Show everybody all errors that are still secret; answers how many. Raises `Forbidden`, `Conflict` without any."""
    require(actor, access.can_reveal(actor))
    secret = list(SeededError.objects.filter(workshop_id=actor.workshop_id, revealed_at=None))
    if not secret:
        raise Conflict(_("No hidden error waits to be revealed."), code="nothing_hidden")
    now = timezone.now()
    for seeded in secret:
        seeded.revealed_at, seeded.modified_at, seeded.version = now, now, seeded.version + 1
    rows_update(SeededError, secret, ["revealed_at", "modified_at", "version"])
    return len(secret)
