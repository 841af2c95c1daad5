"""Workshops, steps, people, roles and tokens through the REST door."""

from tests.people import Room
from tests.rest import Caller, call
from workshop.models import Step


def test_facilitator_begins_a_step(room: Room) -> None:
    leader = call(room, "facilitator")
    step = Step.objects.get(workshop=room.workshop, code="trouver")
    path = f"workshops/{room.workshop.pk}/"
    before = leader("GET", path)
    assert (before.json()["current_step"], before.json()["current"]) == (None, True)
    after = leader("PATCH", path, {"current_step": step.pk}, If_Match=before["ETag"])
    assert after.json()["current_step"] == {"id": step.pk, "code": "trouver"}
    assert leader("PATCH", path, {"current_step": None}, If_Match=before["ETag"]).status_code == 412


def test_step_of_another_workshop_does_not_exist(room: Room, other_room: Room) -> None:
    foreign = Step.objects.filter(workshop=other_room.workshop)[0].pk
    leader = call(room, "facilitator")
    assert leader("PATCH", f"workshops/{room.workshop.pk}/", {"current_step": foreign}).status_code == 404
    assert leader("GET", f"steps/{foreign}/").status_code == 404


def test_role_holds_in_its_step_only(room: Room) -> None:
    leader, client = call(room, "facilitator"), call(room, "client")
    step = Step.objects.get(workshop=room.workshop, code="trouver").pk
    person = room["client"].participant_id
    given = leader("POST", "roles/", {"participant": person, "role": "steward", "step": step})
    assert given.status_code == 201
    document = {"system": "crm", "name": "a"}
    assert client("POST", "assets/", document).status_code == 403
    leader("PATCH", f"workshops/{room.workshop.pk}/", {"current_step": step})
    assert client("POST", "assets/", document).status_code == 201
    held = leader("GET", f"roles/?participant={person}").json()["results"]
    assert [(row["role"], row["step"]) for row in held] == [("client", None), ("steward", step)]
    assert leader("DELETE", f"roles/{given.json()['id']}/").status_code == 204
    assert client("POST", "assets/", {**document, "name": "b"}).status_code == 403


def test_last_facilitator_stays(room: Room) -> None:
    leader = call(room, "facilitator")
    own = leader("GET", f"roles/?participant={room['facilitator'].participant_id}").json()["results"][0]["id"]
    answer = leader("DELETE", f"roles/{own}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_facilitator")


def test_token_is_shown_once_and_ends_when_revoked(room: Room) -> None:
    client = call(room, "client")
    made = client("POST", "tokens/", {"label": "mon script"})
    secret = made.json()["secret"]
    script = Caller(secret)
    assert script("GET", "assets/").status_code == 200
    assert secret not in client("GET", "tokens/").content.decode()
    assert client("DELETE", f"tokens/{made.json()['key']}/").status_code == 204
    assert script("GET", "assets/").status_code == 401


def test_deactivated_person_is_not_let_in(room: Room) -> None:
    client = call(room, "client")
    user = room.user("client")
    user.is_active = False
    user.save()
    assert client("GET", "assets/").status_code == 401
