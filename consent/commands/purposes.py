"""Purposes, notices, what data is collected for, compatibility tests."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Asset
from catalog.queries.assets import asset_get
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import FieldError, Invalid, Outdated
from consent import access
from consent.documents import CollectedForDocument, CompatibilityDocument, NoticeDocument, PurposeDocument
from consent.models import CollectedFor, Compatibility, ConsentEvent, Notice, Purpose
from consent.queries.purposes import purpose_get, purposes_of


@command
def purpose_declare(*, actor: Actor, document: PurposeDocument, reason: str = "") -> int:
    """Write down an aim before anything is processed for it; answers its id."""
    require(actor, access.can_declare(actor))
    _check_code(actor, document.code)
    return Purpose.objects.create(workshop_id=actor.workshop_id, **document.model_dump()).pk


@command
def purpose_update(
    *,
    actor: Actor,
    purpose_id: int,
    values: dict[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Change what is given. The legal basis is fixed once anybody has answered: another basis is another purpose."""
    require(actor, access.can_declare(actor))
    purpose = purpose_get(actor, purpose_id)
    if expected_version is not None and expected_version != purpose.version:
        raise Outdated()
    before = {name: getattr(purpose, name) for name in PurposeDocument.model_fields}
    after = PurposeDocument.read({**before, **values}).model_dump()
    if after == before:
        return
    _check_code(actor, after["code"], purpose.pk)
    if after["basis"] != before["basis"] and ConsentEvent.objects.filter(purpose=purpose).exists():
        message = _("People have answered on this basis. Declare another purpose instead of changing it.")
        raise Invalid.at("basis", "fixed", message)
    for name, value in {**after, "version": purpose.version + 1, "modified_at": timezone.now()}.items():
        setattr(purpose, name, value)
    purpose.save()


def _check_code(actor: Actor, code: str, except_id: int | None = None) -> None:
    if purposes_of(actor).filter(code=code).exclude(pk=except_id or 0).exists():
        message = _("The code “%(code)s” is already used here. Choose another one.")
        raise Invalid.at("code", "duplicate", message % {"code": code})


@command
def notice_publish(*, actor: Actor, document: NoticeDocument, reason: str = "") -> int:
    """Publish what people are shown from now on; earlier versions stay as they were. Answers its id."""
    require(actor, access.can_declare(actor))
    purpose = purpose_get(actor, document.purpose)
    Purpose.objects.select_for_update().get(pk=purpose.pk)
    last = Notice.objects.filter(purpose=purpose).aggregate(last=Max("number"))["last"] or 0
    notice = Notice.objects.create(
        workshop_id=actor.workshop_id,
        purpose=purpose,
        number=last + 1,
        text_fr=document.text_fr,
        text_en=document.text_en,
        told=sorted(set(document.told)),
        published_by_id=actor.participant_id or None,
    )
    return notice.pk


@command
def asset_collect_for(
    *, actor: Actor, asset_id: int, document: CollectedForDocument, reason: str = ""
) -> None:
    """Say what an asset's data is collected for, all of it."""
    require(actor, access.can_declare(actor))
    asset_get(actor, asset_id, [])
    Asset.objects.select_for_update().get(pk=asset_id)
    known = set(purposes_of(actor).filter(pk__in=document.purposes).values_list("pk", flat=True))
    message = _("There is no such purpose in your workshop. Declare it, or correct the id.")
    errors = [
        FieldError(f"purposes.{n}", "unknown", message)
        for n, pk in enumerate(document.purposes)
        if pk not in known
    ]
    if errors:
        raise Invalid(errors=errors)
    rows = CollectedFor.objects.filter(workshop_id=actor.workshop_id, asset=asset_id)
    for row in rows:
        if row.purpose_id in known:
            known.discard(row.purpose_id)
        else:
            row.delete()
    for pk in sorted(known):
        CollectedFor.objects.create(workshop_id=actor.workshop_id, asset_id=asset_id, purpose_id=pk)


@command
def compatibility_test(
    *, actor: Actor, purpose_id: int, document: CompatibilityDocument, reason: str = ""
) -> int:
    """Record the test of art. 6(4) for data collected for another purpose; a later one takes its place."""
    require(actor, access.can_test(actor))
    purpose, original = purpose_get(actor, purpose_id), purpose_get(actor, document.original)
    if purpose.pk == original.pk:
        raise Invalid.at("original", "same", _("Name another purpose: this one needs no test."))
    values = document.model_dump(exclude={"original"})
    row = Compatibility.objects.filter(purpose=purpose, original=original).first()
    if row is None:
        row = Compatibility(workshop_id=actor.workshop_id, purpose=purpose, original=original, **values)
    else:
        for name, value in {**values, "version": row.version + 1, "modified_at": timezone.now()}.items():
            setattr(row, name, value)
    row.save()
    return row.pk
