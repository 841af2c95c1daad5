"""The record of processing (art. 30)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Asset
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import FieldError, Invalid, NotFound, Outdated
from consent import access
from consent.documents import ProcessingDocument
from consent.models import Processing, Purpose

OWN = (
    "code", "title_fr", "title_en", "form", "controller", "joint_controller", "representative", "dpo", "people",
    "security",
)  # fmt: skip


@command
def processing_write(
    *,
    actor: Actor,
    document: ProcessingDocument,
    processing_id: int | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Enter a processing in the record, or write it anew; answers its id."""
    require(actor, access.can_register(actor))
    row = _row(actor, processing_id, expected_version)
    rows = Processing.objects.filter(workshop_id=actor.workshop_id, code=document.code)
    if rows.exclude(pk=processing_id or 0).exists():
        message = _("The code “%(code)s” is already used here. Choose another one.")
        raise Invalid.at("code", "duplicate", message % {"code": document.code})
    purposes = _found(actor, Purpose, document.purposes, "purposes")
    assets = _found(actor, Asset, document.assets, "assets")
    for name in OWN:
        setattr(row, name, getattr(document, name))
    row.modified_at = timezone.now()
    row.save()
    row.purposes.set(purposes)
    row.assets.set(assets)
    return row.pk


def _row(actor: Actor, pk: int | None, expected_version: int | None) -> Processing:
    if pk is None:
        return Processing(workshop_id=actor.workshop_id)
    row = Processing.objects.filter(workshop_id=actor.workshop_id, pk=pk).first()
    if row is None:
        raise NotFound()
    if expected_version is not None and expected_version != row.version:
        raise Outdated()
    row.version += 1
    return row


def _found(actor: Actor, model: Any, ids: list[int], path: str) -> list[int]:
    known = set(model.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values_list("pk", flat=True))
    message = _("This does not exist in your workshop.")
    errors = [FieldError(f"{path}.{n}", "unknown", message) for n, pk in enumerate(ids) if pk not in known]
    if errors:
        raise Invalid(errors=errors)
    return ids
