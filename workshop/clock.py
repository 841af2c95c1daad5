"""The clock of the room: what the facilitator's presses tell together, at any moment. Pure, without tables.

Nothing ticks here: a clock is folded from its presses, and asked `at` a moment. So a laptop may sleep, a
server may restart, and a press that is taken back leaves no trace.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from workshop.choices import LAST_RATIO, LATE_RATIO, Press

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Slot:
    """An activity in the order of the agenda; `planned` of zero has no countdown."""

    activity_id: int
    step_id: int
    planned: timedelta


@dataclass(frozen=True, slots=True)
class Pressed:
    kind: str
    at: datetime
    activity_id: int | None = None
    added: timedelta = ZERO


@dataclass(slots=True)
class _Fold:
    """The state while presses are read, in their order."""

    activity_id: int | None = None
    since: datetime | None = None  # runs since then
    begun_at: datetime | None = None
    entered_at: datetime | None = None
    spent: dict[int, timedelta] = field(default_factory=dict)
    added: dict[int, timedelta] = field(default_factory=dict)

    def stop(self, at: datetime) -> None:
        """Book the time since the last press on the current activity."""
        if self.since is not None and self.activity_id is not None:
            run = max(at - self.since, ZERO)
            self.spent[self.activity_id] = self.spent.get(self.activity_id, ZERO) + run
        self.since = None

    def _enter(self, press: Pressed) -> None:
        self.activity_id, self.entered_at = press.activity_id, press.at
        if press.activity_id is not None:
            self.spent.setdefault(press.activity_id, ZERO)

    def _add(self, press: Pressed) -> None:
        if press.activity_id is not None:
            self.added[press.activity_id] = self.added.get(press.activity_id, ZERO) + press.added

    def read(self, press: Pressed) -> None:
        running = self.since is not None
        match press.kind:
            case Press.ADJUST:
                self._add(press)
                return
            case Press.PAUSE:
                self.stop(press.at)
                return
            case Press.START | Press.GO:
                self.stop(press.at)
                self._enter(press)
                running = running or press.kind == Press.START
            case Press.RESUME:
                running = True
        if running and self.begun_at is None:
            self.begun_at = press.at
        if running and self.since is None:
            self.since = press.at


@dataclass(frozen=True)
class Clock:
    """The agenda with the time spent on it. `version` rises with every press, also with one taken back."""

    slots: Sequence[Slot]
    steps: Mapping[int, timedelta]  # the time planned for each step, in the order of the agenda
    version: int
    activity_id: int | None
    since: datetime | None
    begun_at: datetime | None
    entered_at: datetime | None
    spent: Mapping[int, timedelta]  # of every activity that was entered, if only for a moment
    added: Mapping[int, timedelta]

    @property
    def is_running(self) -> bool:
        return self.since is not None

    @cached_property
    def index(self) -> int | None:
        """Where in the agenda the room is."""
        places = {slot.activity_id: place for place, slot in enumerate(self.slots)}
        return None if self.activity_id is None else places.get(self.activity_id)

    @property
    def slot(self) -> Slot | None:
        return None if self.index is None else self.slots[self.index]

    def neighbour(self, distance: int) -> Slot | None:
        """The activity so many places after the current one (before it, when negative)."""
        place = (-1 if self.index is None else self.index) + distance
        return self.slots[place] if 0 <= place < len(self.slots) else None

    def first_of(self, step_id: int) -> Slot | None:
        return next((slot for slot in self.slots if slot.step_id == step_id), None)

    def resumed_of(self, step_id: int) -> Slot | None:
        """Where a step goes on: its last activity that was entered, else its first."""
        entered = [slot for slot in self.slots if slot.step_id == step_id and slot.activity_id in self.spent]
        return entered[-1] if entered else self.first_of(step_id)

    @property
    def next_step_slot(self) -> Slot | None:
        """The first activity of the step after the current one."""
        if self.index is None or self.slot is None:
            return None
        later = self.slots[self.index :]
        return next((slot for slot in later if slot.step_id != self.slot.step_id), None)

    # Time

    def spent_on(self, activity_id: int, at: datetime) -> timedelta:
        run = ZERO
        if self.since is not None and activity_id == self.activity_id:
            run = max(at - self.since, ZERO)
        return self.spent.get(activity_id, ZERO) + run

    def allotted(self, slot: Slot) -> timedelta:
        """What is planned, with the minutes added or taken; never negative."""
        return max(slot.planned + self.added.get(slot.activity_id, ZERO), ZERO)

    def left(self, at: datetime) -> timedelta | None:
        """Time left of the current activity (negative when it is over); `None` without countdown."""
        if self.slot is None or self.allotted(self.slot) == ZERO:
            return None
        return self.allotted(self.slot) - self.spent_on(self.slot.activity_id, at)

    def warning(self, at: datetime) -> str:
        """ "" or “late” (orange: a fifth is left) or “last” (red: a twentieth) or “over”."""
        left = self.left(at)
        if left is None or self.slot is None:
            return ""
        ratio = left / self.allotted(self.slot)
        if ratio < 0:
            return "over"
        return "last" if ratio <= LAST_RATIO else "late" if ratio <= LATE_RATIO else ""

    def step_left(self, step_id: int, at: datetime) -> timedelta:
        """Time left of a step's own slot, which need not be the sum of its activities; never negative."""
        own = [slot for slot in self.slots if slot.step_id == step_id]
        added = sum((self.added.get(slot.activity_id, ZERO) for slot in own), ZERO)
        spent = sum((self.spent_on(slot.activity_id, at) for slot in own), ZERO)
        return max(self.steps.get(step_id, ZERO) + added - spent, ZERO)

    @cached_property
    def total(self) -> timedelta:
        """How long the agenda is planned to take."""
        return sum(self.steps.values(), ZERO)

    def ends_planned(self, starts_at: datetime | None) -> datetime | None:
        """When the agenda would end without any slip; `starts_at` counts until the clock is started."""
        begun = self.begun_at or starts_at
        return begun + self.total if begun else None

    def ends_expected(self, starts_at: datetime | None, at: datetime) -> datetime | None:
        """When it will end at this pace: what is left of this step, and the slots of the following ones."""
        if self.slot is None:
            return max(starts_at, at) + self.total if starts_at else None
        order = list(self.steps)
        following = order[order.index(self.slot.step_id) + 1 :]
        rest = sum((self.steps[step_id] for step_id in following), ZERO)
        return at + self.step_left(self.slot.step_id, at) + rest

    def slip(self, starts_at: datetime | None, at: datetime) -> timedelta:
        """How much later (or earlier, when negative) than planned it will end."""
        expected, planned = self.ends_expected(starts_at, at), self.ends_planned(starts_at)
        return expected - planned if expected and planned else ZERO

    def state_of(self, step_id: int) -> str:
        """now, done or waiting."""
        if self.slot is not None and self.slot.step_id == step_id:
            return "now"
        entered = any(slot.step_id == step_id and slot.activity_id in self.spent for slot in self.slots)
        return "done" if entered else "waiting"


def clock_read(
    slots: Sequence[Slot], steps: Mapping[int, timedelta], presses: Iterable[Pressed], version: int
) -> Clock:
    """The clock that these presses (none of them taken back, in their order) make."""
    state, known = _Fold(), {slot.activity_id for slot in slots}
    for press in presses:
        if press.activity_id is None or press.activity_id in known:
            state.read(press)
    return Clock(
        slots=slots,
        steps=steps,
        version=version,
        activity_id=state.activity_id,
        since=state.since,
        begun_at=state.begun_at,
        entered_at=state.entered_at,
        spent=state.spent,
        added=state.added,
    )
