"""The clock of the room, folded from presses: pure, at any moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.choices import Press
from workshop.clock import Clock, Pressed, Slot, clock_read

BEGIN = datetime(2026, 11, 24, 9, tzinfo=UTC)
SLOTS = [
    Slot(1, 10, timedelta(0)),  # set-up has no countdown
    Slot(2, 20, timedelta(minutes=5)),
    Slot(3, 20, timedelta(minutes=2)),
    Slot(4, 30, timedelta(minutes=10)),
]
STEPS = {10: timedelta(0), 20: timedelta(minutes=7), 30: timedelta(minutes=10)}


def after(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def clock(*presses: Pressed) -> Clock:
    return clock_read(SLOTS, STEPS, presses, version=len(presses))


START = Pressed(Press.START, BEGIN, 2)


def test_clock_that_was_never_started_has_no_time():
    still = clock()
    assert (still.slot, still.is_running, still.left(BEGIN), still.warning(BEGIN)) == (None, False, None, "")
    assert still.ends_expected(None, BEGIN) is None


def test_time_left_is_derived_from_the_moment():
    assert clock(START).left(after(1.5)) == timedelta(minutes=3.5)
    assert clock(START).left(after(6)) == timedelta(minutes=-1)


def test_pause_stops_the_time_and_going_on_continues_it():
    paused = clock(START, Pressed(Press.PAUSE, after(2)))
    assert paused.left(after(60)) == timedelta(minutes=3)
    assert not paused.is_running
    going = clock(START, Pressed(Press.PAUSE, after(2)), Pressed(Press.RESUME, after(60)))
    assert going.left(after(61)) == timedelta(minutes=2)


def test_orange_at_a_fifth_red_at_a_twentieth():
    running = clock(START)  # five minutes
    moments = [after(3.9), after(4), after(4.74), after(4.75), after(5), after(5.1)]
    assert [running.warning(at) for at in moments] == ["", "late", "late", "last", "last", "over"]


def test_minutes_added_belong_to_their_activity_and_move_the_end():
    longer = clock(START, Pressed(Press.ADJUST, after(1), 2, timedelta(minutes=1)))
    assert longer.left(after(1)) == timedelta(minutes=5)
    assert longer.slip(None, after(1)) == timedelta(minutes=1)


def test_slip_counts_what_is_late_up_to_the_end():
    """Ten minutes in a step of seven: three late. The end moves by them, and no further once it goes on."""
    slow = clock(START)
    assert slow.ends_planned(None) == after(17)
    assert slow.slip(None, after(7)) == timedelta(0)
    assert slow.slip(None, after(10)) == timedelta(minutes=3)
    gone = clock(START, Pressed(Press.GO, after(10), 4))
    assert gone.ends_expected(None, after(10)) == after(20)
    assert gone.slip(None, after(12)) == timedelta(minutes=3)


def test_closing_early_gains_time():
    quick = clock(START, Pressed(Press.GO, after(4), 4))
    assert quick.slip(None, after(4)) == timedelta(minutes=-3)


def test_activity_without_minutes_has_no_countdown():
    assert clock(Pressed(Press.START, BEGIN, 1)).left(after(3)) is None


def test_left_activity_keeps_its_time():
    back = clock(START, Pressed(Press.GO, after(2), 4), Pressed(Press.GO, after(5), 2))
    assert back.left(after(6)) == timedelta(minutes=2)
    assert [back.state_of(step) for step in STEPS] == ["waiting", "now", "done"]
    assert back.resumed_of(30) == SLOTS[3]


def test_going_elsewhere_while_paused_stays_paused():
    paused = clock(START, Pressed(Press.PAUSE, after(1)), Pressed(Press.GO, after(2), 4))
    assert (paused.is_running, paused.left(after(30))) == (False, timedelta(minutes=10))


def test_server_clock_set_back_never_gives_time():
    assert clock(START).left(after(-30)) == timedelta(minutes=5)


PRESSES = st.lists(
    st.tuples(st.sampled_from(Press.values), st.sampled_from([1, 2, 3, 4]), st.integers(0, 120)), max_size=30
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PRESSES, st.integers(0, 600))
def test_any_presses_book_no_more_than_the_time_that_passed(drawn, later):
    seconds, presses = 0, []
    for kind, activity, pause in drawn:
        seconds += pause
        presses.append(Pressed(kind, BEGIN + timedelta(seconds=seconds), activity))
    at = BEGIN + timedelta(seconds=seconds + later)
    read = clock(*presses)
    spent = sum((read.spent_on(slot.activity_id, at) for slot in SLOTS), timedelta(0))
    assert timedelta(0) <= spent <= at - BEGIN
    assert read == clock(*presses)
