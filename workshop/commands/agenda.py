"""The writers of the agenda and of what the facilitator says to the room."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor
from common.change import command
from common.document import control_characters
from common.errors import Invalid, NotFound, Outdated
from workshop import access
from workshop.documents import ActivityChange
from workshop.models import Activity, Announcement
from workshop.queries.agenda import activity_get


@command
def activity_update(
    *,
    actor: Actor,
    activity_id: int,
    change: ActivityChange,
    expected_version: int | None = None,
    reason: str = "",
) -> Activity:
    """Edit a sub-activity: its minutes, texts, notions, tasks. What is not given stays."""
    require(actor, access.can_manage_workshop(actor))
    activity = activity_get(actor, activity_id)
    if expected_version is not None and expected_version != activity.version:
        raise Outdated()
    values: dict[str, Any] = change.given()
    if "tasks" in values:
        values["tasks"] = [task.model_dump() for task in change.tasks]
    if any(getattr(activity, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(activity, name, value)
        activity.version += 1
        activity.modified_at = timezone.now()
        activity.save()
    return activity


@command
def announcement_send(*, actor: Actor, text: str, reason: str = "") -> Announcement:
    """Say something to the whole room; it replaces what was said before."""
    require(actor, access.can_manage_workshop(actor))
    text = " ".join(text.split())
    if not 1 <= len(text) <= 200 or control_characters(text):
        raise Invalid.at("text", "length", _("Give a message of 1 to 200 characters."))
    _silence(actor)
    return Announcement.objects.create(workshop_id=actor.workshop_id, text=text)


@command
def announcement_withdraw(*, actor: Actor, announcement_id: int, reason: str = "") -> None:
    """Take a message from all screens."""
    require(actor, access.can_manage_workshop(actor))
    own = Announcement.objects.filter(workshop_id=actor.workshop_id)
    announcement = own.filter(pk=announcement_id).first()
    if announcement is None:
        raise NotFound()
    _withdraw(announcement)


def _silence(actor: Actor) -> None:
    for shown in Announcement.objects.filter(workshop_id=actor.workshop_id, withdrawn=False):
        _withdraw(shown)


def _withdraw(announcement: Announcement) -> None:
    if not announcement.withdrawn:
        announcement.withdrawn = True
        announcement.version += 1
        announcement.save()
