"""Pages of the workshop: coming in, coming back, tokens, roles."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from common.actor import Door
from tests.people import Room
from workshop.actors import actor_of_participant
from workshop.choices import JOIN_ATTEMPTS_MAX
from workshop.models import ApiToken, Participant, RoleAssignment, Step, User, Workshop

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def visitor(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def as_role(client: Client, room: Room, role: str) -> Client:
    client.force_login(room.user(role), backend=BACKEND)
    return client


def join(client: Client, code: str, nickname: str):
    return client.post("/join/", {"code": code, "nickname": nickname})


def test_join_with_a_nickname_shows_the_resume_code_until_it_is_noted(room, visitor):
    answer = join(visitor, room.workshop.join_code.lower(), "Ada")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/join/done/")
    shown = visitor.get(answer.headers["Location"]).context["resume_code"]
    assert visitor.get(answer.headers["Location"]).context["resume_code"] == shown
    assert visitor.post("/join/done/").headers["Location"] == "/desk/"
    assert visitor.get("/join/done/").status_code == 302
    again = Client().post("/resume/", {"code": room.workshop.join_code, "resume_code": shown.lower()})
    assert (again.status_code, again.headers["Location"]) == (302, "/desk/")


def test_join_lands_in_the_workshop_logged_in(room, other_room, visitor):
    join(visitor, room.workshop.join_code, "Ada")
    assert visitor.get("/").context["here"].workshop == room.workshop


def test_join_follows_the_language_of_the_workshop(room, client):
    join(client, room.workshop.join_code, "Ada")
    assert client.cookies["django_language"].value == "fr"


def test_join_with_a_taken_nickname_keeps_what_was_typed(room, visitor):
    answer = join(visitor, room.workshop.join_code, " Steward ")
    form = answer.context["form"]
    assert answer.status_code == 409
    assert form.errors == {"nickname": ["This nickname is taken here. Choose another one."]}
    assert form["code"].value() == room.workshop.join_code


def test_join_with_a_wrong_code_keeps_the_nickname(room, visitor):
    answer = join(visitor, "ZZZZZZ", "Ada")
    form = answer.context["form"]
    assert answer.status_code == 404
    assert list(form.errors) == ["code"]
    assert form["nickname"].value() == "Ada"


def test_join_without_a_nickname_says_so(room, visitor):
    answer = join(visitor, room.workshop.join_code, "")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["nickname"])


def test_guessing_codes_is_stopped_and_explained(room, visitor):
    for _ in range(JOIN_ATTEMPTS_MAX):
        join(visitor, "ZZZZZZ", "Ada")
    answer = join(visitor, room.workshop.join_code, "Ada")
    assert answer.status_code == 429
    assert answer.context["form"].non_field_errors() == [
        "Too many attempts. Wait a few minutes, then try again."
    ]


def test_joining_twice_with_one_log_in_is_told(room, visitor):
    join(visitor, room.workshop.join_code, "Ada")
    answer = join(visitor, room.workshop.join_code, "Ada again")
    assert answer.status_code == 409
    assert Participant.objects.filter(nickname="Ada again").count() == 0


def test_link_of_the_poster_fills_the_code_in(room, visitor):
    form = visitor.get(f"/join/{room.workshop.join_code}/").context["form"]
    assert form["code"].value() == room.workshop.join_code


def test_poster_draws_the_address_to_join(room, visitor):
    page = as_role(visitor, room, "facilitator").get("/poster/")
    assert page.context["address"] == "http://testserver/join/"
    assert '<path transform="scale(8)"' in page.content.decode()


def test_resume_with_codes_that_do_not_belong_together_is_refused(room, visitor):
    answer = visitor.post("/resume/", {"code": room.workshop.join_code, "resume_code": "AAAABBBB"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (404, ["code"])


def test_log_in_leads_to_the_page_asked_for_in_the_language_chosen(room, visitor):
    User.objects.filter(username="steward").update(language="fr")
    log_in = {"username": "steward", "password": "bricks", "next": "/people/"}
    assert visitor.post("/login/", log_in).headers["Location"] == "/people/"
    assert visitor.cookies["django_language"].value == "fr"


def test_log_in_never_leads_to_another_site(room, visitor):
    log_in = {"username": "steward", "password": "bricks", "next": "https://example.org/"}
    assert visitor.post("/login/", log_in).headers["Location"] == "/"


def test_language_is_kept_with_the_account(room, visitor):
    answer = as_role(visitor, room, "steward").post("/language/", {"language": "fr", "next": "/me/"})
    assert answer.headers["Location"] == "/me/"
    assert room.user("steward").language == "fr"


def test_unknown_language_changes_nothing(room, visitor):
    as_role(visitor, room, "steward").post("/language/", {"language": "tlh"})
    assert room.user("steward").language == ""


def test_switch_leads_to_another_workshop_of_the_same_person(room, other_room, visitor):
    as_role(visitor, room, "steward")
    join(visitor, other_room.workshop.join_code, "Guest")
    assert visitor.get("/").context["here"].workshop == other_room.workshop
    visitor.post("/switch/", {"workshop": room.workshop.pk})
    assert visitor.get("/").context["here"].workshop == room.workshop


def test_switch_to_nonsense_is_not_found(room, visitor):
    assert as_role(visitor, room, "steward").post("/switch/", {"workshop": "x"}).status_code == 404


def test_token_secret_is_shown_once_and_works(room, visitor):
    as_role(visitor, room, "steward").post("/me/tokens/", {"label": "laptop"})
    page = visitor.get("/me/")
    secret = page.context["secret"]
    command = f'curl -H "Authorization: Bearer {secret}" http://testserver/api/v1/assets/'
    assert command in page.content.decode().replace("&quot;", '"')
    assert visitor.get("/me/").context["secret"] is None
    assert ApiToken.objects.get(label="laptop").token_key == secret[:15]


def test_revoked_token_is_gone(room, visitor):
    room.token("steward")
    token = ApiToken.objects.get()
    as_role(visitor, room, "steward").post(f"/me/tokens/{token.token_key}/revoke/")
    assert ApiToken.objects.count() == 0


def test_new_resume_code_ends_the_old_one(room, visitor):
    join(visitor, room.workshop.join_code, "Ada")
    old = visitor.get("/join/done/").context["resume_code"]
    visitor.post("/me/resume-code/")
    new = visitor.get("/join/done/").context["resume_code"]
    codes = [{"code": room.workshop.join_code, "resume_code": code} for code in (old, new)]
    assert [Client().post("/resume/", given).status_code for given in codes] == [404, 302]


def test_facilitator_gives_a_role_for_one_step(room, visitor):
    step = Step.objects.get(workshop=room.workshop, code="trouver")
    client = room["client"]
    address = f"/people/{client.participant_id}/"
    as_role(visitor, room, "facilitator").post(address, {"role": "steward", "step": step.pk})
    participant = Participant.objects.get(pk=client.participant_id)
    assert actor_of_participant(participant, Door.PAGE).roles == {"client"}
    visitor.post("/step/", {"step": step.pk})
    participant = Participant.objects.get(pk=client.participant_id)
    assert actor_of_participant(participant, Door.PAGE).roles == {"client", "steward"}


def test_step_of_another_workshop_is_refused(room, other_room, visitor):
    step = Step.objects.filter(workshop=other_room.workshop)[0]
    as_role(visitor, room, "facilitator").post("/step/", {"step": step.pk})
    assert Workshop.objects.get(pk=room.workshop.pk).current_step is None


def test_last_facilitator_keeps_the_role(room, visitor):
    role = RoleAssignment.objects.get(workshop=room.workshop, role="facilitator")
    answer = as_role(visitor, room, "facilitator").post(f"/people/roles/{role.pk}/withdraw/")
    assert answer.status_code == 409
    assert "A workshop keeps one facilitator." in answer.content.decode()


def test_facilitator_tells_a_new_resume_code(room, visitor):
    client = room["client"].participant_id
    as_role(visitor, room, "facilitator")
    page = visitor.post(f"/people/{client}/resume-code/", follow=True)
    [message] = page.context["messages"]
    code = str(message).partition(": ")[2][:9]
    again = Client().post("/resume/", {"code": room.workshop.join_code, "resume_code": code})
    assert again.status_code == 302


def test_new_workshop_is_opened_and_entered(room, visitor):
    answer = as_role(visitor, room, "steward").post(
        "/workshops/new/", {"name": " Ma  salle ", "language": "fr"}
    )
    assert urlsplit(answer.headers["Location"]).path == "/console/"
    assert visitor.get("/poster/").context["workshop"].name == "Ma salle"


def test_nickname_alone_opens_no_workshop(room, visitor):
    join(visitor, room.workshop.join_code, "Ada")
    assert visitor.post("/workshops/new/", {"name": "Mine", "language": "fr"}).status_code == 403
    assert Workshop.objects.filter(name="Mine").count() == 0


@pytest.mark.parametrize("guests", [1, 3])
def test_people_take_the_same_queries_whatever_their_number(room, visitor, django_assert_num_queries, guests):
    for number in range(guests):
        join(Client(), room.workshop.join_code, f"Guest {number}")
    as_role(visitor, room, "facilitator")
    with django_assert_num_queries(9):
        visitor.get("/people/")


def test_account_in_no_workshop_is_shown_the_ways_in(db, visitor):
    visitor.force_login(User.objects.create_user("newcomer", password="bricks"), backend=BACKEND)
    page = visitor.get("/")
    assert page.templates[0].name == "portal/welcome.html"
    assert 'href="/workshops/new/"' in page.content.decode()
    assert visitor.get("/me/").status_code == 200
    assert visitor.get("/people/").status_code == 401


@pytest.mark.parametrize(("host", "is_local"), [("127.0.0.1:8000", True), ("atelier.example", False)])
def test_poster_warns_of_an_address_that_phones_cannot_open(room, visitor, settings, host, is_local):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "atelier.example"]
    page = as_role(visitor, room, "facilitator").get("/poster/", headers={"Host": host})
    assert page.context["address"] == f"http://{host}/join/"
    assert page.context["is_local"] is is_local


def test_roles_of_other_steps_are_told_apart(room, visitor):
    step = Step.objects.get(workshop=room.workshop, code="trouver")
    person = room["client"].participant_id
    as_role(visitor, room, "facilitator").post(f"/people/{person}/", {"role": "steward", "step": step.pk})
    assert "Steward · Find (now)" not in visitor.get("/people/").content.decode()
    visitor.post("/step/", {"step": step.pk})
    assert "Steward · Find (now)" in visitor.get("/people/").content.decode()
