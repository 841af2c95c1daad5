"""Why confidentiality may fall along an edge: asked by one person, reviewed by another, for a time."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.access import NEW, Standing
from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, Forbidden, Invalid, NotFound
from lineage import access
from lineage.choices import Technique
from lineage.commands.edges import edge_of
from lineage.commands.ledger import lineage_lock
from lineage.documents import LoweringDocument, ReviewDocument
from lineage.models import Edge, Lowering, Origin


@command
def lowering_ask(*, actor: Actor, edge_id: int, document: LoweringDocument, reason: str = "") -> int:
    """Ask that confidentiality falls along an edge; answers the id of the lowering, which waits for a review.

    Raises `NotFound`, `Forbidden`, `Conflict` for an edge that has ended, and `Invalid` for an aggregation without
    k, another technique with one, or an expiry that has passed.
    """
    edge = edge_of(actor, edge_id)
    require(actor, access.can_lower(actor, _standing(edge)))
    lineage_lock(actor)
    if not Origin.objects.filter(edge=edge, valid_until=None).exists():
        raise Conflict(_("This edge has ended; nothing passes along it any more."), code="ended")
    if (document.technique == Technique.AGGREGATION) != (document.k is not None):
        message = _("Give k, people per cell, for an aggregation; leave it out for another technique.")
        raise Invalid.at("k", "k_of_aggregation", message)
    if document.expires_at <= timezone.now():
        raise Invalid.at(
            "expires_at", "past", _("Give a moment in the future, at which it is looked at again.")
        )
    lowering = Lowering(
        workshop_id=actor.workshop_id,
        edge=edge,
        technique=document.technique,
        level=document.level,
        k=document.k,
        asked_reason=document.reason,
        expires_at=document.expires_at,
        asked_by_id=actor.participant_id,
    )
    lowering.save()
    return lowering.pk


@command
def lowering_review(*, actor: Actor, lowering_id: int, document: ReviewDocument, reason: str = "") -> None:
    """Accept or refuse a lowering as a second person. Raises `NotFound`, `Forbidden`, `Conflict` when it is settled."""
    lineage_lock(actor)
    lowering = _lowering_of(actor, lowering_id)
    if lowering.asked_by_id == actor.participant_id:
        raise Forbidden(_("Whoever asked for it cannot review it: a second person must."))
    require(actor, access.can_review(actor, lowering.asked_by_id))
    if lowering.accepted is not None:
        raise Conflict(_("This was reviewed already. Ask anew to change it."), code="reviewed")
    if lowering.expires_at <= timezone.now():
        raise Conflict(_("Its time is over. Ask anew with a later expiry."), code="ended")
    if not document.accepted and not document.reason:
        raise Invalid.at("reason", "missing", _("Say why you refuse it."))
    lowering.accepted, lowering.review_reason = document.accepted, document.reason
    lowering.reviewed_by_id, lowering.reviewed_at = actor.participant_id, timezone.now()
    _save(lowering)


@command
def lowering_end(*, actor: Actor, lowering_id: int, reason: str = "") -> None:
    """End a lowering before its time, or take back the question. Raises `NotFound`, `Forbidden`, `Conflict`."""
    lineage_lock(actor)
    lowering = _lowering_of(actor, lowering_id)
    require(actor, access.can_lower(actor, _standing(lowering.edge)))
    if lowering.accepted is False or lowering.expires_at <= timezone.now():
        raise Conflict(_("It has no effect any more."), code="ended")
    lowering.expires_at = timezone.now()
    _save(lowering)


def _lowering_of(actor: Actor, lowering_id: int) -> Lowering:
    require(actor, access.can_read(actor))
    rows = Lowering.objects.select_related("edge").filter(workshop_id=actor.workshop_id)
    lowering = rows.filter(pk=lowering_id).first()
    if lowering is None:
        raise NotFound()
    return lowering


def _standing(edge: Edge) -> Standing:
    """That of the asset which inherits less; of one that is gone, as if it were new."""
    return standings([edge.target_id]).get(edge.target_id, NEW)


def _save(lowering: Lowering) -> None:
    lowering.version += 1
    lowering.modified_at = timezone.now()
    lowering.save()
