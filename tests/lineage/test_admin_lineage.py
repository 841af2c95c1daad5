"""The lineage in the admin: edges found, drawn, taken back; lowerings reviewed; what machines said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.commands import asset_delete
from lineage.choices import EventKind
from lineage.commands import edge_remove, lowering_ask
from lineage.documents import LoweringDocument
from lineage.models import Edge, Event, Job, Lowering, Run
from lineage.queries.edges import edge_get
from lineage.queries.lowerings import lowering_get
from tests.catalog.test_admin_assets import posted
from tests.lineage.conftest import Draw, Ran, edge_between
from tests.people import Room


def login(client: Client, room: Room, role: str) -> Client:
    client.force_login(room.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def facilitator(room: Room, client: Client) -> Client:
    return login(client, room, "facilitator")


def page(model: str, name: str, *args: Any) -> str:
    return reverse(f"admin:lineage_{model}_{name}", args=args)


def rows(client: Client, model: str, query: str = "") -> list[str]:
    """The rows of a list as texts."""
    return [str(row) for row in client.get(f"{page(model, 'changelist')}?{query}").context["cl"].result_list]


def test_edges_are_found_and_filtered(room: Room, facilitator: Client, draw: Draw, ran: Ran) -> None:
    titled = {"title_fr": "Paniers", "system": "data-store"}
    ids = draw("a>b", "b>basket", basket=titled, **{name: {"title_fr": name} for name in "ab"})
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    edge_remove(actor=room["engineer"], edge_id=edge_between(room, ids["b"], ids["basket"]))
    draw("a>basket")
    assert rows(facilitator, "edge") == ["a → Paniers", "a → b"]
    assert rows(facilitator, "edge", "held=ended") == ["b → Paniers"]
    assert len(rows(facilitator, "edge", "held=all")) == 3
    assert rows(facilitator, "edge", "kind=openlineage") == ["a → b"]
    assert rows(facilitator, "edge", "flag=skips") == ["a → Paniers"]
    assert rows(facilitator, "edge", "q=panier") == ["a → Paniers"]
    listed = facilitator.get(page("edge", "changelist")).content.decode()
    assert "load" in listed


def test_edge_is_drawn_by_choosing_two_assets_and_taken_back(
    room: Room, facilitator: Client, draw: Draw
) -> None:
    ids = draw(a={}, b={})
    form = page("edge", "add")
    answer = facilitator.post(
        form, {**posted(facilitator, form), "source": ids["a"], "target": ids["b"], "reason": "vu"}
    )
    assert answer.status_code == 302
    edge = Edge.objects.get()
    assert (edge.source_id, edge.target_id) == (ids["a"], ids["b"])
    assert facilitator.get(page("edge", "change", edge.pk)).status_code == 200
    assert facilitator.post(page("edge", "change", edge.pk), {"source": ids["b"]}).status_code == 403
    facilitator.post(page("edge", "delete", edge.pk), {"post": "yes"})
    (spell,) = edge_get(room["client"], edge.pk)["history"]
    assert (spell["opened"]["door"], spell["opened"]["reason"], spell["closed"]["door"]) == (
        "admin",
        "vu",
        "admin",
    )
    history = facilitator.get(page("edge", "history", edge.pk)).content.decode()
    assert "facilitator" in history
    assert "vu" in history


def test_edge_of_another_workshop_cannot_be_chosen(room: Room, other_room: Room, facilitator: Client) -> None:
    form, foreign = page("edge", "add"), other_room.asset()
    answer = facilitator.post(
        form, {**posted(facilitator, form), "source": foreign, "target": room.asset(), "reason": ""}
    )
    assert list(answer.context["adminform"].form.errors) == ["source"]
    assert not Edge.objects.exists()


def test_edge_that_only_a_job_shows_cannot_be_taken_back(
    room: Room, facilitator: Client, draw: Draw, ran: Ran
) -> None:
    ids = draw(a={}, b={})
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    answer = facilitator.post(page("edge", "delete", Edge.objects.get().pk), {"post": "yes"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_several_edges_are_taken_back_together_or_not_at_all(
    room: Room, facilitator: Client, draw: Draw, ran: Ran
) -> None:
    ids = draw("a>b", c={})
    ran("load", inputs=[ids["b"]], outputs=[ids["c"]])
    chosen = {
        "action": "delete_selected",
        "_selected_action": [edge.pk for edge in Edge.objects.all()],
        "post": "yes",
    }
    facilitator.post(page("edge", "changelist"), chosen)
    assert len(rows(facilitator, "edge")) == 2
    chosen["_selected_action"] = [edge_between(room, ids["a"], ids["b"])]
    facilitator.post(page("edge", "changelist"), chosen)
    assert len(rows(facilitator, "edge")) == 1


def asked(room: Room, edge: int, by: str = "engineer") -> int:
    document = LoweringDocument.read(
        {
            "technique": "masking",
            "level": 1,
            "reason": "jetons",
            "expires_at": timezone.now() + timedelta(days=1),
        }
    )
    return lowering_ask(actor=room[by], edge_id=edge, document=document)


def test_lowering_is_asked_for_in_the_admin(room: Room, client: Client, draw: Draw) -> None:
    ids = draw("a>b")
    steward, form = login(client, room, "steward"), page("lowering", "add")
    tomorrow = timezone.localtime() + timedelta(days=1)
    values = {
        **posted(steward, form),
        "edge": edge_between(room, ids["a"], ids["b"]),
        "technique": "aggregation",
        "level": "1",
        "asked_reason": "Comptes par région.",
        "expires_at_0": f"{tomorrow:%d/%m/%Y}",
        "expires_at_1": "12:00:00",
    }
    refused = steward.post(form, values)
    assert list(refused.context["adminform"].form.errors) == ["k"]
    assert steward.post(form, {**values, "k": "5"}).status_code == 302
    lowering = lowering_get(room["client"], Lowering.objects.get().pk)
    assert (lowering["k"], lowering["asked_by__nickname"], lowering["state"]) == (5, "steward", "waiting")


def test_lowering_is_reviewed_by_a_second_person(room: Room, facilitator: Client, draw: Draw) -> None:
    ids = draw("a>b")
    edge = edge_between(room, ids["a"], ids["b"])
    own, other = asked(room, edge, by="facilitator"), asked(room, edge)
    assert facilitator.post(page("lowering", "change", own), {"accepted": "yes"}).status_code == 403
    form = page("lowering", "change", other)
    refused = facilitator.post(form, {**posted(facilitator, form), "accepted": "no"})
    assert list(refused.context["adminform"].form.errors) == ["review_reason"]
    facilitator.post(form, {**posted(facilitator, form), "accepted": "yes", "review_reason": "contrôlé"})
    lowering = lowering_get(room["client"], other)
    assert (lowering["state"], lowering["review_reason"]) == ("active", "contrôlé")
    history = facilitator.get(page("lowering", "history", other)).content.decode()
    assert "contrôlé" in history


@pytest.mark.parametrize(("action", "state"), [("accept", "active"), ("end", "ended")])
def test_actions_on_lowerings(room: Room, facilitator: Client, draw: Draw, action: str, state: str) -> None:
    ids = draw("a>b")
    edge = edge_between(room, ids["a"], ids["b"])
    first, second = asked(room, edge), asked(room, edge)
    chosen = {"action": action, "_selected_action": [first, second]}
    answer = facilitator.post(page("lowering", "changelist"), chosen, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    assert {lowering_get(room["client"], pk)["state"] for pk in (first, second)} == {state}
    assert len(rows(facilitator, "lowering", f"state={state}")) == 2
    again = facilitator.post(page("lowering", "changelist"), chosen, follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["error"]


def test_own_question_is_not_accepted_among_others(room: Room, facilitator: Client, draw: Draw) -> None:
    ids = draw("a>b")
    edge = edge_between(room, ids["a"], ids["b"])
    mine, other = asked(room, edge, by="facilitator"), asked(room, edge)
    facilitator.post(page("lowering", "changelist"), {"action": "accept", "_selected_action": [mine, other]})
    assert {lowering_get(room["client"], pk)["state"] for pk in (mine, other)} == {"waiting"}


def event(room: Room, run: int, number: int = 1) -> Event:
    return Event.objects.create(
        workshop=room.workshop,
        kind=EventKind.RUN,
        digest=str(number),
        event_time=timezone.now(),
        run_id=run,
        body={"job": {"name": "chargement é <b>"}},
    )


def test_machines_are_looked_at_and_not_changed(
    room: Room, facilitator: Client, draw: Draw, ran: Ran
) -> None:
    ids = draw(a={}, b={})
    run = ran("load", inputs=[ids["a"]], outputs=[ids["b"]], job_facets={"sql": {"query": "select 1"}})
    kept = event(room, run)
    shown = facilitator.get(page("event", "change", kept.pk)).content.decode()
    assert "chargement é &lt;b&gt;" in shown
    assert "select 1" in facilitator.get(page("job", "change", Job.objects.get().pk)).content.decode()
    assert facilitator.get(page("run", "change", run)).context["adminform"].form.instance.pk == run
    for model, pk in (("event", kept.pk), ("job", Job.objects.get().pk), ("run", run)):
        assert facilitator.get(page(model, "history", pk)).status_code == 200
        assert facilitator.post(page(model, "change", pk), {"name": "x"}).status_code == 403
        assert facilitator.get(page(model, "delete", pk)).status_code == 403
        assert facilitator.get(page(model, "add")).status_code == 403


QUERIES = {"edge": 9, "lowering": 8, "job": 9, "run": 9, "event": 8}


@pytest.mark.parametrize("model", QUERIES)
def test_lists_take_no_more_queries_for_more_rows(
    room: Room, facilitator: Client, draw: Draw, ran: Ran, model: str, django_assert_num_queries: Any
) -> None:
    make = maker(room, draw, ran, model)
    for count in (1, 3):
        while len(rows(facilitator, model)) < count:
            make()
        with django_assert_num_queries(QUERIES[model]):
            facilitator.get(page(model, "changelist"))


def maker(room: Room, draw: Draw, ran: Ran, model: str) -> Callable[[], Any]:
    """Makes one more row of a list, each with everything it can have."""
    ids = draw(a={}, b={})

    def edge() -> None:
        name = f"c{Edge.objects.count()}"
        new = draw(f"a>{name}")
        ran(name, inputs=[ids["a"]], outputs=[new[name]])

    def lowering() -> None:
        asked(room, edge_between(room, ids["a"], ids["b"]))

    def run() -> int:
        return ran(f"job {Run.objects.count()}", inputs=[ids["a"]], outputs=[ids["b"]])

    def events() -> None:
        event(room, run(), Event.objects.count())

    return {"edge": edge, "lowering": lowering, "job": run, "run": run, "event": events}[model]


def test_edge_of_an_asset_that_is_gone_is_not_listed(room: Room, facilitator: Client, draw: Draw) -> None:
    ids = draw("a>b")
    asset_delete(actor=room["facilitator"], asset_id=ids["b"])
    assert rows(facilitator, "edge", "held=all") == []
