"""Persons: enrolled from the keys of an asset, played by people in the room."""

import hmac
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.queries.assets import asset_get
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.errors import Conflict, Invalid
from common.history import values_insert
from consent import access
from consent.choices import SUBJECTS_MAX
from consent.documents import EnrolDocument, SubjectChange
from consent.models import Subject
from consent.queries.subjects import own_subject_id, subject_get
from exchange.models import Brick
from workshop.models import Participant


def key_digest(workshop_id: int, asset_id: int, key: str) -> str:
    """What is left of a key after an erasure: it recognises the key when it comes again, and cannot be read back."""
    text = f"{workshop_id}:{asset_id}:{key}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()


@command
def subjects_enrol(*, actor: Actor, document: EnrolDocument, reason: str = "") -> int:
    """Make a person of each key of an asset that is none yet; answers how many are new.

    Whoever was erased stays away, even when their brick comes again.
    """
    require(actor, access.can_declare(actor))
    asset = asset_get(actor, document.asset, ["keys"])
    if asset["personal_data"] is False or not asset["primary_key"]:
        message = _("Choose an asset of persons: one with personal data and a primary key.")
        raise Invalid.at("asset", "not_persons", message)
    digests = {key_digest(actor.workshop_id, asset["id"], key): key for key in _keys(asset["id"])}
    known = set(Subject.objects.filter(asset_id=asset["id"]).values_list("digest", flat=True))
    change = current_change()
    assert change is not None
    rows: list[dict[str, Any]] = [
        {
            "workshop_id": actor.workshop_id,
            "asset_id": asset["id"],
            "key": key,
            "digest": digest,
            "created_at": change.at,
        }
        for digest, key in digests.items()
        if digest not in known
    ]
    values_insert(Subject, rows)
    return len(rows)


def _keys(asset_id: int) -> QuerySet[Any, str]:
    rows = Brick.objects.filter(asset=asset_id).order_by("key").values_list("key", flat=True).distinct()
    return rows[:SUBJECTS_MAX]


@command
def subject_update(*, actor: Actor, subject_id: int, change: SubjectChange, reason: str = "") -> None:
    """Say from which day a child agrees alone, or who plays the person."""
    require(actor, access.can_declare(actor))
    subject = _here(actor, subject_id)
    given = change.given()
    if "of_age_on" in given:
        subject.of_age_on = given["of_age_on"]
    if "participant" in given:
        subject.participant_id = _player(actor, given["participant"], subject.pk)
    subject.save()


@command
def subject_claim(*, actor: Actor, subject_id: int, reason: str = "") -> None:
    """“I play this person”: a client, once, of a person whom nobody plays. Raises `Conflict` (`taken`)."""
    require(actor, access.can_claim(actor))
    subject = Subject.objects.filter(workshop_id=actor.workshop_id, pk=subject_id, erased_at=None).first()
    if own_subject_id(actor) or subject is None or subject.participant_id is not None:
        message = _("Somebody plays this person already, or you play another one. Choose one who is free.")
        raise Conflict(message, code="taken")
    subject.participant_id = actor.participant_id
    subject.save()


def _here(actor: Actor, subject_id: int) -> Subject:
    subject = subject_get(actor, subject_id)
    if subject.erased_at is not None:
        raise Conflict(_("This person was erased: nothing can be said of them any more."), code="erased")
    return subject


def _player(actor: Actor, participant_id: int | None, subject_id: int) -> int | None:
    if participant_id is None:
        return None
    if not Participant.objects.filter(workshop_id=actor.workshop_id, pk=participant_id).exists():
        raise Invalid.at("participant", "unknown", _("Nobody in your workshop has this id."))
    if Subject.objects.filter(participant=participant_id).exclude(pk=subject_id).exists():
        raise Conflict(_("This participant plays another person. Take that back first."), code="taken")
    return participant_id
