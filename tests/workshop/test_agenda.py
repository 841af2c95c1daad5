"""The agenda and its clock through the commands: presses, undo, two consoles, people seated and cast."""

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from common.errors import Conflict, Forbidden, Invalid, NotFound, Outdated
from workshop.actors import actor_of_participant
from workshop.agenda import guide_activities
from workshop.casting import cast
from workshop.choices import Move
from workshop.commands import participant_join, role_assign, workshop_create
from workshop.commands.agenda import activity_update, announcement_send, announcement_withdraw
from workshop.commands.casting import participant_move, roles_cast
from workshop.commands.clock import step_reopen, timer_go, timer_move, timer_undo
from workshop.documents import ActivityChange, TaskDocument
from workshop.models import Activity, Participant, RoleAssignment, Step, Timer, Workshop
from workshop.pulse import pulse_of
from workshop.queries.agenda import activities_of, announcement_of, clock_of

NOW = timezone.now()


def after(minutes: float):
    return NOW + timedelta(minutes=minutes)


def current(room) -> str:
    step = Workshop.objects.get(pk=room.workshop.pk).current_step
    assert step is not None
    return str(step.code)


def press(room, move, minutes=0.0, **more):
    return timer_move(actor=room["facilitator"], move=move, at=after(minutes), **more)


# The guide


def test_guide_adds_up_as_its_reading_says():
    """Minutes of the guide (domain.md §1): three steps do not fit their slot, and that is the guide's own."""
    sums: dict[str, int] = {}
    for row in guide_activities():
        sums[row["step"]] = sums.get(row["step"], 0) + row["minutes"]
    assert sums == {
        "installation": 0, "collaborer": 7, "introduction": 10, "jeu": 10, "trouver": 24, "echanger": 35,
        "ingerer": 25, "comprendre": 29, "apprendre": 29, "revue": 10,
    }  # fmt: skip


def test_guide_is_complete_in_both_languages():
    for row in guide_activities():
        assert row["title_fr"], row
        assert row["title_en"], row
        assert bool(row["questions_fr"]) == bool(row["questions_en"])
        assert len(row["questions_fr"].splitlines()) == len(row["questions_en"].splitlines())
        for task in row["tasks"]:
            TaskDocument.read(task)


def test_guide_names_notions_of_the_glossary(room):
    from catalog.models import Term

    known = set(Term.objects.filter(workshop=room.workshop).values_list("code", flat=True))
    assert {notion for row in guide_activities() for notion in row["notions"]} <= known


def test_guide_names_pages_that_exist():
    """Where an app is part of this server, the pages that the agenda names in it are there."""
    missing = []
    for name in {task["url_name"] for row in guide_activities() for task in row["tasks"] if task["url_name"]}:
        try:
            reverse(name)
        except NoReverseMatch as error:
            if "is not a registered namespace" not in str(error):
                missing.append(name)
    assert missing == []


def test_new_workshop_has_the_agenda_of_the_guide(room):
    own = activities_of(room["client"])
    assert own.count() == len(guide_activities())
    assert own.filter(step__code="trouver").count() == 6


def test_agenda_of_an_earlier_workshop_is_taken_over(room):
    leader = room["facilitator"]
    first = activities_of(leader)[0]
    activity_update(actor=leader, activity_id=first.pk, change=ActivityChange(title_fr="Café", minutes=9))
    workshop = workshop_create(actor=leader, name="Bis", agenda_of=room.workshop.pk)
    copied = Activity.objects.filter(workshop=workshop)
    assert (copied[0].title_fr, copied[0].minutes, copied.count()) == ("Café", 9, len(guide_activities()))


def test_agenda_of_a_workshop_led_by_others_is_unknown(room, other_room):
    with pytest.raises(NotFound):
        workshop_create(actor=room["facilitator"], name="Bis", agenda_of=other_room.workshop.pk)
    with pytest.raises(NotFound):
        workshop_create(actor=room["steward"], name="Bis", agenda_of=room.workshop.pk)


# The clock


def test_start_begins_with_the_first_timed_activity(room):
    clock = press(room, Move.START)
    assert current(room) == "collaborer"
    assert clock.left(after(1)) == timedelta(minutes=4)


def test_next_pressed_twice_on_one_screen_goes_on_once(room):
    seen = press(room, Move.START).version
    first = press(room, Move.NEXT, 1, expected_version=seen)
    with pytest.raises(Outdated):
        press(room, Move.NEXT, 1, expected_version=seen)
    assert clock_of(room["facilitator"]).activity_id == first.activity_id


def test_close_goes_to_the_next_step_and_reopen_comes_back_where_it_was(room):
    press(room, Move.START)
    press(room, Move.NEXT, 2)
    clock = press(room, Move.CLOSE, 3)
    assert current(room) == "introduction"
    collaborer = Step.objects.get(workshop=room.workshop, code="collaborer")
    assert clock.state_of(collaborer.pk) == "done"
    back = step_reopen(actor=room["facilitator"], step_id=collaborer.pk, at=after(4))
    assert current(room) == "collaborer"
    assert back.left(after(4)) == timedelta(minutes=1)  # of two, one was used


def test_roles_follow_the_step_of_the_clock(room):
    trouver = Step.objects.get(workshop=room.workshop, code="trouver")
    person = room["client"].participant_id
    role_assign(actor=room["facilitator"], participant_id=person, role="steward", step_id=trouver.pk)
    first = Activity.objects.filter(step=trouver)[0]
    timer_go(actor=room["facilitator"], activity_id=first.pk)
    now = actor_of_participant(Participant.objects.get(pk=person), room["client"].door)
    assert now.roles == {"client", "steward"}


def test_undo_gives_the_time_back_to_what_ran_before(room):
    press(room, Move.START)
    press(room, Move.CLOSE, 1)
    version = clock_of(room["facilitator"]).version
    clock = timer_undo(actor=room["facilitator"], expected_version=version)
    assert current(room) == "collaborer"
    assert clock.left(after(2)) == timedelta(minutes=3)
    assert clock.version > version
    assert timer_undo(actor=room["facilitator"]).slot is None
    with pytest.raises(Conflict):
        timer_undo(actor=room["facilitator"])


def test_minutes_are_added_and_taken_but_never_below_none(room):
    press(room, Move.START)
    press(room, Move.MORE)
    assert press(room, Move.LESS).left(NOW) == timedelta(minutes=5)
    for _minute in range(5):
        press(room, Move.LESS)
    with pytest.raises(Conflict):
        press(room, Move.LESS)


def test_pausing_twice_is_pausing_once(room):
    press(room, Move.START)
    version = press(room, Move.PAUSE, 1).version
    assert press(room, Move.PAUSE, 2).version == version


def test_ends_of_the_agenda_are_refused(room):
    with pytest.raises(Conflict):
        press(room, Move.PAUSE)
    press(room, Move.START)
    last = list(activities_of(room["facilitator"]))[-1]
    timer_go(actor=room["facilitator"], activity_id=last.pk)
    for move in (Move.NEXT, Move.CLOSE, Move.START):
        with pytest.raises(Conflict):
            press(room, move)


def test_clock_of_the_server_set_back_keeps_the_order(room):
    press(room, Move.START, 10)
    press(room, Move.NEXT, 5)
    moments = list(Timer.objects.filter(workshop=room.workshop).values_list("at", flat=True))
    assert moments == [after(10), after(10)]


def test_press_of_somebody_else_is_refused(room, other_room):
    with pytest.raises(Forbidden):
        timer_move(actor=room["client"], move=Move.START)
    foreign = activities_of(other_room["client"])[0]
    with pytest.raises(NotFound):
        timer_go(actor=room["facilitator"], activity_id=foreign.pk)


def test_unknown_move_is_refused(room):
    with pytest.raises(Invalid):
        press(room, "jump")


# Words to the room


def test_announcement_replaces_the_one_before(room):
    announcement_send(actor=room["facilitator"], text="Assis !")
    second = announcement_send(actor=room["facilitator"], text="  Deux   minutes ")
    (shown := announcement_of(room["client"]))
    assert shown is not None
    assert shown.text == "Deux minutes"
    announcement_withdraw(actor=room["facilitator"], announcement_id=second.pk)
    assert announcement_of(room["client"]) is None


def test_every_change_renews_the_pulse_of_its_workshop_only(room, other_room):
    elsewhere, stamps = pulse_of(other_room["client"]), [pulse_of(room["client"])]
    announcement_send(actor=room["facilitator"], text="Bonjour")
    stamps.append(pulse_of(room["client"]))
    room.asset()
    stamps.append(pulse_of(room["client"]))
    assert len(set(stamps)) == 3
    assert pulse_of(other_room["client"]) == elsewhere


def test_refused_change_leaves_the_pulse(room):
    before = pulse_of(room["client"])
    with pytest.raises(Conflict):
        press(room, Move.PAUSE)
    assert pulse_of(room["client"]) == before


# People


@pytest.mark.parametrize("count", [8, 13, 20])
def test_every_role_of_the_guide_is_played(count):
    parts = cast(count)
    played: dict[str, int] = {}
    for person in parts:
        for role in {part.role for part in person}:
            played[role] = played.get(role, 0) + 1
    wanted = {
        "steward": 3,
        "producer": 3,
        "client": 2,
        "engineer": 1,
        "analyst": 2,
        "scientist": 2,
        "owner": 1,
    }
    assert all(played[role] >= least for role, least in (wanted | {"consumer": 1, "dpo": 1}).items())


def test_few_people_double_in_some_steps_only_and_share_it():
    parts = cast(8)
    assert all(person[0].step == "" and all(part.step for part in person[1:]) for person in parts)
    assert max(len({part.role for part in person}) for person in parts) <= 3


def test_thirteen_people_hold_the_roles_that_the_guide_appoints_alone():
    own = [person[0].role for person in cast(13)]
    counts = {role: own.count(role) for role in set(own)}
    assert counts == {"steward": 3, "producer": 3, "client": 2, "engineer": 1, "analyst": 2, "scientist": 2}


def joined(workshop, count):
    return [
        participant_join(code=workshop.join_code, nickname=f"P{n}", address="127.0.0.1")[0]
        for n in range(count)
    ]


@pytest.fixture
def fresh(room):
    """An empty workshop of the same facilitator, and that facilitator's actor in it."""
    workshop = workshop_create(actor=room["facilitator"], name="Neuf", table_count=3)
    return workshop, actor_of_participant(Participant.objects.get(workshop=workshop), room["client"].door)


def test_casting_seats_everybody_and_leaves_the_facilitator(fresh):
    workshop, leader = fresh
    people = joined(workshop, 8)
    assert roles_cast(actor=leader) == 8
    tables = list(
        Participant.objects.filter(pk__in=[p.pk for p in people]).values_list("table_number", flat=True)
    )
    assert sorted(number or 0 for number in tables) == [1, 1, 1, 2, 2, 2, 3, 3]
    own = RoleAssignment.objects.filter(workshop=workshop, step=None)
    bases = [own.get(participant=person).role for person in people]
    assert sorted(bases) == ["client", "client"] + ["producer"] * 3 + ["steward"] * 3
    assert own.get(participant_id=leader.participant_id).role == "facilitator"


def test_casting_again_keeps_what_was_chosen_and_changes_nothing(fresh):
    workshop, leader = fresh
    people = joined(workshop, 8)
    roles_cast(actor=leader, bases={people[0].pk: "analyst"})
    held = set(RoleAssignment.objects.filter(workshop=workshop).values_list("pk", flat=True))
    roles_cast(actor=leader)
    assert set(RoleAssignment.objects.filter(workshop=workshop).values_list("pk", flat=True)) == held
    assert RoleAssignment.objects.get(participant=people[0], step=None).role == "analyst"


def test_latecomer_gets_what_is_missing(fresh):
    workshop, leader = fresh
    joined(workshop, 8)
    roles_cast(actor=leader)
    late, _code = participant_join(code=workshop.join_code, nickname="Late", address="127.0.0.1")
    roles_cast(actor=leader)
    assert RoleAssignment.objects.get(participant=late, step=None).role == "engineer"
    assert Participant.objects.get(pk=late.pk).table_number == 3


def test_person_is_moved_to_a_table_that_exists(room, other_room):
    leader, person = room["facilitator"], room["client"].participant_id
    assert participant_move(actor=leader, participant_id=person, table_number=2).table_number == 2
    with pytest.raises(Invalid):
        participant_move(actor=leader, participant_id=person, table_number=99)
    with pytest.raises(NotFound):
        participant_move(actor=leader, participant_id=other_room["client"].participant_id, table_number=1)
