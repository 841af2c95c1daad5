"""What is going on in the room at a moment: the frame of the desk, the console and the board."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from common.actor import Actor
from workshop.clock import Clock
from workshop.models import Activity, Announcement, Step, Workshop
from workshop.queries import steps_of, workshop_current
from workshop.queries.agenda import activities_of, announcement_of, clock_of
from workshop.queries.presence import Table, tables_of

NOTES = "workshop:notes"
SCENES_KEPT = 64  # workshops in play on one server at once, with some to spare


@dataclass(frozen=True, slots=True)
class Todo:
    """What somebody has to do now; `address` is empty where this server has no page for it."""

    task: Mapping[str, Any]
    address: str


@dataclass(frozen=True)
class Moment:
    workshop: Workshop
    clock: Clock
    activity: Activity | None
    announcement: Announcement | None
    at: datetime

    @property
    def step(self) -> Step | None:
        return self.activity.step if self.activity else None

    @property
    def step_left_minutes(self) -> int:
        if self.activity is None:
            return 0
        return round(self.clock.step_left(self.activity.step_id, self.at) / timedelta(minutes=1))

    @property
    def ends_planned(self) -> datetime | None:
        return self.clock.ends_planned(self.workshop.starts_at)

    @property
    def ends_expected(self) -> datetime | None:
        return self.clock.ends_expected(self.workshop.starts_at, self.at)

    @property
    def slip(self) -> timedelta:
        return self.clock.slip(self.workshop.starts_at, self.at)


def moment_of(actor: Actor, at: datetime | None = None) -> Moment:
    workshop, clock = workshop_current(actor), clock_of(actor)
    activity = activities_of(actor).filter(pk=clock.activity_id).first() if clock.activity_id else None
    return Moment(workshop, clock, activity, announcement_of(actor), at or timezone.now())


def todos_of(activity: Activity | None, roles: Collection[str]) -> list[Todo]:
    """What these roles do in an activity: what is said to one of them, else what is said to everybody.

    What the room writes meanwhile is added for all.
    """
    if activity is None:
        return []
    own = [task for task in activity.tasks if set(task["roles"]) & set(roles)]
    common = [task for task in activity.tasks if not task["roles"]]
    chosen = own or common
    if own and activity.collects:
        chosen = own + [task for task in common if task["url_name"] == NOTES]
    return [Todo(task, address_of(task["url_name"], task["query"])) for task in chosen]


def address_of(url_name: str, query: str = "") -> str:
    """The address of a page named in data; empty when no app here has it."""
    if not url_name:
        return ""
    try:
        return reverse(url_name) + query
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The room as everybody in it sees it; it depends on what was written, not on the time."""

    moment: Moment
    agenda: Sequence["StepLine"]
    tables: Sequence[Table]


def scene_of(actor: Actor, stamp: UUID | None, at: datetime | None = None) -> Scene:
    """The scene at a moment. After a change twenty phones ask for the same one: it is read once for all of them.

    `stamp` is the workshop's pulse, read before: what is kept under it is never older than that.
    """
    scene = _scene_kept(actor.workshop_id, stamp) if stamp else _scene_read(actor.workshop_id)
    return replace(scene, moment=replace(scene.moment, at=at or timezone.now()))


def _scene_read(workshop_id: int) -> Scene:
    everybody = Actor(workshop_id=workshop_id)
    moment = moment_of(everybody)
    agenda = agenda_of(everybody, moment.clock)
    return Scene(moment, agenda, tables_of(everybody, moment.workshop, moment.clock.entered_at))


@lru_cache(maxsize=SCENES_KEPT)
def _scene_kept(workshop_id: int, stamp: UUID) -> Scene:
    """In this process only: another one reads its own, and a new stamp means a new scene."""
    return _scene_read(workshop_id)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the agenda as the console shows it; `sum_minutes` is what its activities add up to."""

    step: Step
    state: str
    activities: Sequence[Activity]
    sum_minutes: int

    @property
    def over_minutes(self) -> int:
        """By how much the activities overrun the step's own slot."""
        return max(self.sum_minutes - self.step.minutes, 0)

    @property
    def spare_minutes(self) -> int:
        return max(self.step.minutes - self.sum_minutes, 0)


def agenda_of(actor: Actor, clock: Clock) -> list[StepLine]:
    """The whole agenda with its activities, in two queries."""
    by_step: dict[int, list[Activity]] = {}
    for activity in activities_of(actor):
        by_step.setdefault(activity.step_id, []).append(activity)
    return [
        StepLine(
            step,
            clock.state_of(step.pk),
            by_step.get(step.pk, []),
            sum(activity.minutes for activity in by_step.get(step.pk, [])),
        )
        for step in steps_of(actor)
    ]
