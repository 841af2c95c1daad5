"""The room in play: desk, board, console; cheap polling; sheets, slides, quiz, report."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.moment import moment_of
from portal.quiz import Question, questions_drawn, right_count
from portal.sheets import SHEETS, SLIDES_COUNT, slides, supplies
from tests.people import Room
from workshop.agenda import guide_activities
from workshop.commands import participant_join, role_assign
from workshop.commands.agenda import announcement_send
from workshop.commands.clock import timer_go, timer_move
from workshop.commands.notes import note_write
from workshop.documents import NoteDocument
from workshop.models import Activity, Participant, Presence, Workshop
from workshop.queries.agenda import clock_of
from workshop.queries.presence import tables_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
HTMX = {"HX-Request": "true"}


def as_role(room: Room, role: str, language: str = "en") -> Client:
    client = Client(headers={"Accept-Language": language})
    client.force_login(room.user(role), backend=BACKEND)
    return client


def go(room: Room, step: str, title: str = "") -> Activity:
    """Bring the clock to an activity of a step: its first, or the one with this French title."""
    found = Activity.objects.filter(workshop=room.workshop, step__code=step)
    activity = found.get(title_fr=title) if title else found[0]
    timer_go(actor=room["facilitator"], activity_id=activity.pk)
    return activity


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


# The desk


def test_desk_before_the_start_says_that_it_follows(room):
    assert "We begin soon" in text(as_role(room, "client").get("/desk/"))


@pytest.mark.parametrize(
    ("role", "task", "address"),
    [
        ("steward", "Register the piece in the catalogue.", "/assets/new/"),
        ("client", "Build the piece, then find it in the catalogue.", "/sheets/pieces/"),
    ],
)
def test_desk_says_what_my_role_does_now_and_opens_it(room, role, task, address):
    go(room, "trouver", "Construire une pièce")
    page = as_role(room, role).get("/desk/")
    assert page.context["first"].address == address
    assert task in text(page)


def test_desk_offers_no_page_that_this_server_does_not_have(room):
    activity = go(room, "echanger", "Produire")
    Activity.objects.filter(pk=activity.pk).update(
        tasks=[{"roles": [], "text_fr": "Voler", "text_en": "Fly", "url_name": "nowhere:page", "query": ""}]
    )
    page = as_role(room, "client").get("/desk/")
    assert [(todo.task["text_en"], todo.address) for todo in page.context["todos"]] == [("Fly", "")]


def test_desk_asks_everybody_for_the_note_of_the_activity_too(room):
    go(room, "echanger", "Vérifier et stocker")
    todos = as_role(room, "owner").get("/desk/").context["todos"]
    assert [todo.task["text_fr"] for todo in todos] == ["Vérifier ce qui attend.", "Répondre à la question."]


def test_latecomer_lands_in_the_current_step_with_what_was_played(room):
    go(room, "introduction")
    go(room, "trouver")
    late = Client(headers={"Accept-Language": "en"})
    late.post("/join/", {"code": room.workshop.join_code, "nickname": "Late"})
    assert late.post("/join/done/").headers["Location"] == "/desk/"
    states = {line.step.code: line.state for line in late.get("/desk/").context["agenda"]}
    assert {code: state for code, state in states.items() if state != "waiting"} == {
        "introduction": "done",
        "trouver": "now",
    }


def test_desk_shows_what_my_table_did(room):
    room.asset()
    note_write(actor=room["steward"], document=NoteDocument(kind="notion", text="clé"))
    table = as_role(room, "steward").get("/desk/").context["table"]
    assert {done.code: done.count for done in table.done} == {"assets": 1, "notes": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_desk_takes_the_same_queries_whatever_the_room_holds(room, django_assert_num_queries, count):
    for number in range(count):
        room.asset(name=f"asset_{number}")
        participant_join(code=room.workshop.join_code, nickname=f"P{number}", address="127.0.0.1")
    go(room, "trouver")
    client = as_role(room, "client")
    client.get("/desk/")
    with django_assert_num_queries(6):  # the scene was read for the first question
        client.get("/desk/")
    announcement_send(actor=room["facilitator"], text="Assis")
    with django_assert_num_queries(18):
        client.get("/desk/")


def test_log_in_that_ended_is_not_answered_from_what_was_known(room):
    client = as_role(room, "client")
    etag = client.get("/desk/").headers["ETag"]
    user = room.user("client")
    user.set_password("another")
    user.save()
    assert client.get("/desk/", headers={**HTMX, "If-None-Match": etag}).status_code == 401


def test_deactivated_person_is_not_answered(room):
    client = as_role(room, "client")
    etag = client.get("/desk/").headers["ETag"]
    room.user("client").__class__.objects.filter(pk=room["client"].user_id).update(is_active=False)
    assert client.get("/desk/", headers={**HTMX, "If-None-Match": etag}).status_code == 401


# Asking again


def test_unchanged_desk_is_two_queries_and_no_body(room, django_assert_num_queries):
    client = as_role(room, "client")
    etag = client.get("/desk/").headers["ETag"]
    with django_assert_num_queries(2):
        again = client.get("/desk/", headers={**HTMX, "If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)


def test_desk_changes_with_whatever_somebody_writes(room, other_room):
    client = as_role(room, "client")
    etag = client.get("/desk/").headers["ETag"]
    held = {**HTMX, "If-None-Match": etag}
    announcement_send(actor=other_room["facilitator"], text="Elsewhere")
    assert client.get("/desk/", headers=held).status_code == 304
    announcement_send(actor=room["facilitator"], text="Assis !")
    changed = client.get("/desk/", headers=held)
    assert changed.templates[0].name == "portal/_desk.html"
    assert "Assis !" in text(changed)


def test_desk_of_another_language_is_another_page(room):
    english, french = as_role(room, "client"), as_role(room, "client", "fr")
    etag = english.get("/desk/").headers["ETag"]
    assert french.get("/desk/", headers={**HTMX, "If-None-Match": etag}).status_code == 200


def test_asking_notes_who_is_here_once_in_a_while(room):
    client, own = as_role(room, "client"), room["client"].participant_id
    client.get("/desk/")
    first: Any = Presence.objects.get(participant_id=own).seen_at
    client.get("/desk/")
    assert Presence.objects.get(participant_id=own).seen_at == first
    Presence.objects.filter(participant_id=own).update(seen_at=first - timedelta(minutes=5))
    client.get("/desk/")
    again: Any = Presence.objects.get(participant_id=own).seen_at
    assert again > first - timedelta(minutes=1)


# The board


def test_board_shows_bricks_time_and_invitation_and_nothing_to_press(room):
    room.asset(colour="blue", shape="head")
    go(room, "trouver")
    page = as_role(room, "client").get("/board/")
    shown = page.content.decode()
    assert room.workshop.join_code in shown
    assert "Client" in shown
    assert all(tag not in shown for tag in ("<button", "<form", "<a ", "<input"))


def test_board_tells_no_names(room):
    note_write(actor=room["steward"], document=NoteDocument(kind="notion", text="clé"))
    shown = text(as_role(room, "facilitator").get("/board/"))
    assert all(name not in shown for name in ("steward", "engineer", "scientist"))


# The console


def test_console_presses_the_clock_and_a_second_press_of_the_same_screen_is_told(room):
    leader = as_role(room, "facilitator")
    leader.post("/console/move/", {"move": "start", "version": "0"})
    version = clock_of(room["facilitator"]).version
    for _twice in "12":
        answer = leader.post("/console/move/", {"move": "next", "version": version}, follow=True)
    assert "Somebody pressed in the same moment." in text(answer)
    assert clock_of(room["facilitator"]).index == 4  # the start is at 3
    leader.post("/console/undo/")
    assert clock_of(room["facilitator"]).index == 3


def test_console_shows_tables_who_is_here_and_who_waits(room):
    leader, person = as_role(room, "facilitator"), room["client"].participant_id
    leader.post(f"/console/people/{person}/table/", {"table": "2"})
    client = as_role(room, "client")
    client.get("/desk/")
    client.post("/desk/hand/")
    tables = {table.number: table for table in leader.get("/console/").context["tables"]}
    assert [p.nickname for p in tables[2].people] == ["client"]
    assert (tables[2].here_count, [p.nickname for p in tables[2].waiting]) == (1, ["client"])
    leader.post(f"/desk/hand/{person}/lower/")
    tables = {table.number: table for table in leader.get("/console/").context["tables"]}
    assert tables[2].waiting == []


def test_somebody_silent_is_no_longer_here(room):
    as_role(room, "client").get("/desk/")
    leader = as_role(room, "facilitator")
    leader.get("/console/")
    shown = moment_of(room["facilitator"])
    later = tables_of(room["facilitator"], shown.workshop, None, timezone.now() + timedelta(minutes=2))
    here = tables_of(room["facilitator"], shown.workshop, None)
    assert sum(table.here_count for table in here) == 2
    tables = later
    people = {p.nickname: p.is_here for table in tables for p in table.people}
    assert people == dict.fromkeys(people, False)


def test_console_points_at_steps_that_do_not_fit_their_slot(room):
    agenda = as_role(room, "facilitator").get("/console/").context["agenda"]
    misfits = {line.step.code: line.over_minutes - line.spare_minutes for line in agenda}
    assert {code: minutes for code, minutes in misfits.items() if minutes} == {
        "trouver": 4,
        "comprendre": -6,
        "apprendre": 4,
    }


def test_workshop_is_opened_with_its_plan_in_one_form(room):
    leader = as_role(room, "facilitator")
    opened = {
        "name": "Lundi", "language": "fr", "starts_at": "2026-11-30T09:00", "expected_people": "9",
        "table_count": "3", "agenda_of": str(room.workshop.pk),
    }  # fmt: skip
    assert leader.post("/workshops/new/", opened).headers["Location"] == "/console/"
    workshop = Workshop.objects.get(name="Lundi")
    assert (workshop.expected_people, workshop.table_count) == (9, 3)
    assert leader.get("/casting/").context["seats"][8][0].role == "engineer"


def test_message_that_is_too_long_comes_back(room):
    leader = as_role(room, "facilitator")
    assert leader.post("/console/messages/", {"text": "x" * 201}).status_code == 422


def test_role_given_on_the_console_shows_on_the_desk(room):
    before = as_role(room, "client").get("/desk/").context["roles"]
    role_assign(actor=room["facilitator"], participant_id=room["client"].participant_id, role="dpo")
    assert (before, as_role(room, "client").get("/desk/").context["roles"]) == (["client"], ["client", "dpo"])


# Slides, sheets, quiz, report


def test_there_are_twenty_slides_in_both_languages():
    assert [slide["number"] for slide in slides()] == list(range(1, SLIDES_COUNT + 1))
    assert all(
        slide[f"{part}_{code}"]
        for slide in slides()
        for part in ("title", "lines", "notes")
        for code in ("fr", "en")
    )


def test_every_slide_of_the_agenda_is_one_of_ours():
    named = {row["slides"] for row in guide_activities() if row["slides"]}
    assert named == {str(slide["number"]) for slide in slides()}


def test_slide_shows_what_the_room_answers(room):
    go(room, "introduction", "Qu’évoque la gouvernance\u00a0?")
    note_write(actor=room["client"], document=NoteDocument(kind="word", text="règles"))
    page = as_role(room, "facilitator").get("/slides/1/")
    assert [said.text for said in page.context["answers"]] == ["règles"]
    notes = slides()[0]["notes_en"]
    assert notes not in text(page)
    assert notes in text(as_role(room, "facilitator").get("/slides/1/notes/"))


def test_supplies_grow_with_the_people():
    few, many = supplies(8), supplies(20)
    assert [supply.label for supply in few] == [supply.label for supply in many]
    assert few[0].count < many[0].count


@pytest.mark.parametrize("code", SHEETS)
def test_sheet_is_printable(room, code):
    assert as_role(room, "client").get(f"/sheets/{code}/").status_code == 200


def test_quiz_asks_about_notions_met_and_corrects(room):
    go(room, "trouver", "Revue des notions")
    client = as_role(room, "client")
    items = client.get("/quiz/").context["items"]
    met = {"source-system", "data-catalogue", "metadata", "primary-key", "foreign-key"}
    assert {item["code"] for item in items} == met
    right = client.post("/quiz/", {item["code"]: item["code"] for item in items})
    assert (right.context["right"], right.context["answered"]) == (5, True)
    assert client.post("/quiz/", {}).context["right"] == 0


def test_questions_are_the_same_again_and_hold_the_answer():
    known = [f"n{number}" for number in range(20)]
    drawn = questions_drawn(known[:12], known, seed=3)
    assert drawn == questions_drawn(known[:12], known, seed=3)
    assert len(drawn) == 8
    assert all(question.code in question.choices and len(set(question.choices)) == 4 for question in drawn)
    assert right_count([Question("a", ["a", "b"])], {"a": "b"}) == 0


def test_report_tells_what_was_played_written_and_built(room):
    timer_move(actor=room["facilitator"], move="start")
    room.asset(primary_key=["id"], description_fr="Une personne")
    note_write(actor=room["client"], document=NoteDocument(kind="debrief", text="On a bien ri"))
    page = as_role(room, "client").get("/report/")
    assert "On a bien ri" in text(page)
    shares = {part: (count, percent) for part, count, percent in page.context["coverage"]}
    assert shares == {
        "owned": (0, 0), "described": (1, 100), "rated": (0, 0), "keyed": (1, 100), "validated": (0, 0),
    }  # fmt: skip


def test_pages_of_another_workshop_are_not_shown(room, other_room):
    other_room.asset(name="ailleurs", title_fr="Ailleurs")
    note_write(actor=other_room["client"], document=NoteDocument(kind="debrief", text="Secret"))
    for path in ("/desk/", "/board/", "/report/", "/notes/"):
        shown = text(as_role(room, "facilitator").get(path))
        assert "Secret" not in shown
        assert "Ailleurs" not in shown
    assert Participant.objects.filter(workshop=room.workshop, presence__isnull=False).count() == 1
