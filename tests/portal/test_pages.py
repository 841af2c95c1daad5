"""Home, and what a refusal or a failure looks like."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.desk import PERSONAL, TASKS, tasks_of
from tests.people import Room
from workshop.choices import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def steward(room: Room, client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(room.user("steward"), backend=BACKEND)
    return client


def test_visitor_is_asked_to_join(db, client):
    page = client.get("/", headers={"Accept-Language": "en"})
    assert page.templates[0].name == "portal/welcome.html"
    assert "exchange data, then understand how our customers behave" in page.content.decode()


def test_home_puts_bricks_on_their_plates(room, steward):
    room.asset(name="client", colour="blue", shape="head")
    room.asset(name="commande", system="erp", colour="yellow", shape="round")
    plates = steward.get("/").context["plates"]
    standing = {plate.system.code: [brick["name"] for brick in plate.bricks] for plate in plates}
    assert {code: names for code, names in standing.items() if names} == {
        "crm": ["client"],
        "erp": ["commande"],
    }


def test_home_shows_no_brick_of_another_workshop(room, other_room, steward):
    other_room.asset(name="elsewhere")
    assert [plate.count for plate in steward.get("/").context["plates"]] == [0] * 8


def test_full_plate_says_how_many_more_there_are(room, steward):
    for number in range(14):
        room.asset(name=f"asset_{number:02}")
    plate = steward.get("/").context["plates"][0]
    assert ([brick["name"] for brick in plate.bricks][-1], plate.hidden_count) == ("asset_11", 2)


def test_home_lists_what_is_to_complete(room, steward):
    room.asset(name="client")
    page = steward.get("/")
    assert [entry.asset.name for entry in page.context["entries"]] == ["client"]
    assert "an accountable owner" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_the_same_queries_whatever_its_bricks(room, steward, django_assert_num_queries, count):
    for number in range(count):
        room.asset(name=f"asset_{number}")
    with django_assert_num_queries(10):
        steward.get("/")


def test_every_role_has_its_tasks():
    assert set(TASKS) == set(Role.values)


def test_tasks_of_several_roles_come_once():
    tasks = tasks_of({"steward", "owner"})
    assert len(tasks) == len(set(tasks))
    assert set(tasks) == {*TASKS["steward"], *TASKS["owner"]}


@pytest.mark.parametrize("role", Role.values)
def test_tasks_lead_to_pages_that_the_role_may_open(room, client, role):
    client.force_login(room.user(role), backend=BACKEND)
    addresses = {reverse(task.url_name) + task.query for task in TASKS[role]}
    assert {client.get(address).status_code for address in addresses} == {200}


def test_task_selects_the_personal_data(room, steward):
    room.asset(name="client", personal_data=True)
    room.asset(name="produit", personal_data=False)
    page = steward.get(reverse(PERSONAL.url_name) + PERSONAL.query)
    assert "produit" not in page.content.decode()


@pytest.mark.parametrize(("role", "may"), [("steward", True), ("client", False)])
def test_home_offers_to_register_to_those_who_may(room, client, role, may):
    client.force_login(room.user(role), backend=BACKEND)
    assert ('href="/assets/new/"' in client.get("/").content.decode()) is may


def test_refusal_of_a_view_is_a_page(room, steward):
    page = steward.get("/poster/")
    assert (page.status_code, page.headers["X-Problem"]) == (403, "forbidden")
    assert "<h1>Your role does not allow this.</h1>" in page.content.decode()


def test_refusal_of_a_view_is_a_few_lines_for_htmx(room, steward):
    page = steward.get("/poster/", headers={"HX-Request": "true"})
    assert page.status_code == 403
    assert [template.name for template in page.templates] == ["_problem.html"]


def test_visitor_meets_the_ways_in(db, client):
    page = client.get("/people/", headers={"Accept-Language": "en"})
    assert page.status_code == 401
    assert 'href="/login/?next=/people/"' in page.content.decode()


def test_unknown_page_is_ours(db, client):
    page = client.get("/nowhere/", headers={"Accept-Language": "en"})
    assert page.status_code == 404
    assert "<h1>This page does not exist</h1>" in page.content.decode()


def test_form_without_its_token_is_explained(db):
    page = Client(enforce_csrf_checks=True).post("/join/", headers={"Accept-Language": "en"})
    assert page.status_code == 403
    assert "<h1>Your form has expired</h1>" in page.content.decode()


def test_failure_is_told_without_a_request(db, client, monkeypatch):
    monkeypatch.setattr("portal.views.render", lambda *args, **kwargs: 1 / 0)
    client.raise_request_exception = False
    page = client.get("/")
    assert page.status_code == 500
    assert "<h1>" in page.content.decode()


def test_locked_log_in_is_explained(room, client):
    wrong = {"username": "steward", "password": "wrong"}
    answers = [client.post("/login/", wrong, headers={"Accept-Language": "en"}) for _ in range(9)]
    assert answers[-1].status_code == 429
    assert "<h1>Too many failed log-ins</h1>" in answers[-1].content.decode()
