"""The agenda with its clock, as the actor's workshop has it."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from workshop.agenda import ACTIVITY_COLUMNS
from workshop.clock import Clock, Pressed, Slot, clock_read
from workshop.models import Activity, Announcement, Step, Timer

Row = dict[str, Any]


def activities_of(actor: Actor) -> QuerySet[Activity]:
    return Activity.objects.filter(workshop_id=actor.workshop_id).select_related("step")


def activity_get(actor: Actor, pk: Any) -> Activity:
    activity = activities_of(actor).filter(pk=pk).first()
    if activity is None:
        raise NotFound()
    return activity


def activities_page(actor: Actor, *, step_id: int | None = None, **window: Any) -> Page:
    """The sub-activities in the order of the agenda."""
    rows = Activity.objects.filter(workshop_id=actor.workshop_id)
    if step_id is not None:
        rows = rows.filter(step_id=step_id)
    return page_by_key(rows, columns=ACTIVITY_ROW, order=("position", "id"), **window)


ACTIVITY_ROW = ("id", "version", "step_id", "step__code", *ACTIVITY_COLUMNS)


def activity_row(actor: Actor, pk: int) -> Row:
    row: Row | None = activities_of(actor).filter(pk=pk).values(*ACTIVITY_ROW).first()
    if row is None:
        raise NotFound()
    return row


def clock_of(actor: Actor) -> Clock:
    """The clock of the actor's workshop: three queries, whatever was pressed."""
    slots = Activity.objects.filter(workshop_id=actor.workshop_id).order_by("position", "pk")
    steps = Step.objects.filter(workshop_id=actor.workshop_id).order_by("position", "pk")
    presses = list(
        Timer.objects.filter(workshop_id=actor.workshop_id)
        .order_by("pk")
        .values_list("kind", "at", "activity_id", "seconds", "undone")
    )
    return clock_read(
        [
            Slot(pk, step, timedelta(minutes=m))
            for pk, step, m in slots.values_list("id", "step_id", "minutes")
        ],
        {pk: timedelta(minutes=minutes) for pk, minutes in steps.values_list("id", "minutes")},
        [
            Pressed(kind, at, activity, timedelta(seconds=seconds))
            for kind, at, activity, seconds, undone in presses
            if not undone
        ],
        version=len(presses) + sum(1 for *_press, undone in presses if undone),
    )


def presses_of(actor: Actor) -> QuerySet[Timer]:
    """What was pressed and holds, latest first."""
    return Timer.objects.filter(workshop_id=actor.workshop_id, undone=False).order_by("-pk")


def announcement_of(actor: Actor) -> Announcement | None:
    """The message that the room sees now."""
    return Announcement.objects.filter(workshop_id=actor.workshop_id, withdrawn=False).first()
