"""The writers of the clock: each button is one press, appended; taking back marks the last one."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, Invalid, NotFound, Outdated
from workshop import access
from workshop.choices import Move, Press
from workshop.clock import Clock, Slot
from workshop.models import Activity, Timer, Workshop
from workshop.queries import workshop_current
from workshop.queries.agenda import activity_get, clock_of, presses_of

MINUTE = timedelta(minutes=1)
DISTANCES = {Move.NEXT: 1, Move.BACK: -1}


@command
def timer_move(
    *,
    actor: Actor,
    move: str,
    expected_version: int | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> Clock:
    """Press a button of the clock (`Move`). `expected_version` is the clock that was on the screen: the second
    of two presses on the same screen is `Outdated`, so “next” pressed twice goes on once.
    """
    workshop, clock = _locked(actor, expected_version)
    if move not in Move.values:
        raise Invalid.at("move", "enum", _("Choose one of: %(moves)s.") % {"moves": ", ".join(Move.values)})
    match Move(move):
        case Move.START:
            _start(workshop, clock, at)
        case Move.PAUSE | Move.RESUME:
            _pause_or_resume(workshop, clock, Press(move), at)
        case Move.MORE | Move.LESS:
            _adjust(workshop, clock, MINUTE if move == Move.MORE else -MINUTE, at)
        case Move.CLOSE:
            _go(workshop, clock.next_step_slot, at)
        case _next_or_back:
            _go(workshop, clock.neighbour(DISTANCES[Move(move)]), at)
    return clock_of(actor)


@command
def timer_go(
    *,
    actor: Actor,
    activity_id: int,
    expected_version: int | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> Clock:
    """Go to any activity, also back to one that was left: its time goes on where it stood."""
    workshop, _clock = _locked(actor, expected_version)
    activity = activity_get(actor, activity_id)
    _write(workshop, Press.GO, activity, at)
    return clock_of(actor)


@command
def step_reopen(
    *,
    actor: Actor,
    step_id: int,
    expected_version: int | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> Clock:
    """Go back to a step (or jump to it): to the activity where it was left."""
    workshop, clock = _locked(actor, expected_version)
    if step_id not in clock.steps:
        raise NotFound()
    _go(workshop, clock.resumed_of(step_id), at)
    return clock_of(actor)


@command
def timer_undo(*, actor: Actor, expected_version: int | None = None, reason: str = "") -> Clock:
    """Take the last press back, as if it had never been: its time belongs again to what ran before."""
    workshop, _clock = _locked(actor, expected_version)
    last = presses_of(actor).first()
    if last is None:
        raise Conflict(_("Nothing was pressed yet, so there is nothing to take back."), code="clock")
    last.undone = True
    last.version += 1
    last.save()
    clock = clock_of(actor)
    _follow(workshop, clock.slot.step_id if clock.slot else None)
    return clock


def _locked(actor: Actor, expected_version: int | None) -> tuple[Workshop, Clock]:
    """The workshop and its clock, which nobody else presses meanwhile."""
    require(actor, access.can_manage_workshop(actor))
    Workshop.objects.select_for_update().filter(pk=actor.workshop_id).first()
    clock = clock_of(actor)
    if expected_version is not None and expected_version != clock.version:
        raise Outdated(_("Somebody pressed in the same moment. The clock stands as you see it now."))
    return workshop_current(actor), clock


def _start(workshop: Workshop, clock: Clock, at: datetime | None) -> None:
    if clock.slot is not None:
        raise Conflict(_("The clock was started already."), code="clock")
    first = next((slot for slot in clock.slots if slot.planned), None) or clock.neighbour(1)
    _go(workshop, first, at, Press.START)


def _pause_or_resume(workshop: Workshop, clock: Clock, press: Press, at: datetime | None) -> None:
    if clock.slot is None:
        raise Conflict(_("Start the clock first."), code="clock")
    if clock.is_running == (press == Press.RESUME):
        return  # it is so already
    _write(workshop, press, None, at)


def _adjust(workshop: Workshop, clock: Clock, added: timedelta, at: datetime | None) -> None:
    if clock.slot is None:
        raise Conflict(_("Start the clock first."), code="clock")
    if clock.allotted(clock.slot) + added < timedelta(0):
        raise Conflict(_("This activity has no minute left to take."), code="clock")
    activity = Activity.objects.get(pk=clock.slot.activity_id)
    _write(workshop, Press.ADJUST, activity, at, added)


def _go(workshop: Workshop, slot: Slot | None, at: datetime | None, press: Press = Press.GO) -> None:
    if slot is None:
        raise Conflict(_("The agenda goes no further in this direction."), code="clock")
    _write(workshop, press, Activity.objects.get(pk=slot.activity_id), at)


def _write(
    workshop: Workshop,
    press: Press,
    activity: Activity | None,
    at: datetime | None,
    added: timedelta = timedelta(0),
) -> None:
    """Append a press, never before the one before it (a server's clock may be set back)."""
    own = Timer.objects.filter(workshop=workshop)
    before = own.order_by("-at").values_list("at", flat=True).first()
    now = at or timezone.now()
    Timer.objects.create(
        workshop=workshop,
        kind=press,
        activity=activity,
        seconds=int(added.total_seconds()),
        at=max(now, before) if before else now,
    )
    if press in (Press.START, Press.GO) and activity is not None:
        _follow(workshop, activity.step_id)


def _follow(workshop: Workshop, step_id: int | None) -> None:
    """The room is in the step of its activity: the roles given for it hold from now."""
    if workshop.current_step_id != step_id:
        workshop.current_step_id = step_id
        workshop.version += 1
        workshop.save()
