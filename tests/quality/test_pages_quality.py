"""The pages of quality: rules built by choosing, checks, the board, one incident, promotion, the contract."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quality.documents import IncidentFilter
from quality.models import Contract, Rule
from quality.queries.incidents import incident_get, incidents_page
from tests.people import Room
from tests.quality.conftest import CLIENTS, Shop

BAD = {**CLIENTS[0], "client_id": 9, "region": "Mars"}


def visit(room: Room, role: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(room.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def steward(shop: Shop) -> Client:
    return visit(shop.room, "steward")


# What is sent for each type, and the sentence of the rule that it makes.
BUILT: list[tuple[str, dict[str, Any], str]] = [
    ("not_null", {"field": "email"}, "“email” is filled in."),
    ("unique", {"fields": ["nom", "region"]}, "No two bricks have the same “nom” and “region”."),
    ("type", {"field": "inscrit_le"}, "“inscrit_le” is written in the form of its type."),
    ("allowed", {"field": "region", "values": "Nord\n\n Sud "}, "“region” is one of: “Nord”, “Sud”."),
    ("range", {"field": "taille", "minimum": "4", "maximum": "5"}, "“taille” lies between 4 and 5."),
    ("pattern", {"field": "email", "pattern": ".+@.+"}, "“email” has the form .+@.+."),
    ("length", {"field": "nom", "length_min": "2"}, "“nom” has at least 2 characters."),
    ("comparison", {"field": "client_id", "operator": "ne", "other": "taille"},
     "“client_id” is different from “taille”."),
    ("freshness", {"age": "2", "unit": "1440", "field": ""}, "The latest brick came at most 2 days ago."),
    ("volume", {"count_min": "1", "count_max": "1000"}, "There are between 1 and 1,000 bricks."),
    ("sql", {"predicate": "taille > 3"}, "This holds for each brick: taille > 3"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "data", "said"), BUILT, ids=[row[0] for row in BUILT])
def test_a_rule_of_each_type_is_built_by_choosing(
    shop: Shop, steward: Client, type_: str, data: dict[str, Any], said: str
) -> None:
    address = f"/assets/{shop.client}/rules/new/?type={type_}"
    assert steward.get(address).status_code == 200
    outer = {"severity": "minor", "dimension": "accuracy", "why": "Agreed at table 1"}
    assert said in text(steward.post(address, {**data, **outer, "preview": "1"}))
    assert not Rule.objects.exists()
    answer = steward.post(address, {**data, **outer})
    assert answer.status_code == 302
    rule = Rule.objects.get()
    assert (rule.type, rule.severity, rule.dimension, rule.why) == (type_, "minor", "accuracy", outer["why"])
    page = text(steward.get(f"/assets/{shop.client}/quality/"))
    assert said in page
    edit = f"/rules/{rule.pk}/edit/"
    shown = steward.get(edit)
    assert shown.status_code == 200
    changed = {**data, **outer, "severity": "major", "state": "paused", "version": rule.version}
    assert steward.post(edit, changed).status_code == 302
    rule.refresh_from_db()
    assert (rule.severity, rule.state, rule.version) == ("major", "paused", 2)
    assert steward.post(edit, changed).status_code == 412
    assert steward.post(f"/rules/{rule.pk}/delete/").status_code == 302
    assert not Rule.objects.exists()


def test_a_link_is_offered_as_it_is_documented(shop: Shop, steward: Client) -> None:
    first = f"/assets/{shop.order}/rules/new/?type=foreign_key"
    assert f'value="{shop.client}"' in text(steward.get(first))
    address = f"{first}&target={shop.client}"
    page = steward.get(address)
    initial = page.context["form"]
    assert [initial["pair_0_here"].value(), initial["pair_0_there"].value()] == ["client_id", "client_id"]
    data = {
        "pair_0_here": "client_id",
        "pair_0_there": "client_id",
        "severity": "major",
        "dimension": "consistency",
    }
    done = steward.post(address, data)
    assert done.status_code == 302, done.context["form"].errors
    assert Rule.objects.get().references["target"] == shop.client


def test_a_reconciliation_by_values(shop: Shop, steward: Client) -> None:
    address = f"/assets/{shop.order}/rules/new/?type=reconciliation&target={shop.client}"
    data = {
        "measure": "values", "pair_0_here": "client_id", "pair_0_there": "client_id", "severity": "major",
        "compared_0_here": "quantite", "compared_0_there": "taille", "dimension": "accuracy",
    }  # fmt: skip
    refused = steward.post(address, {**data, "compared_0_here": "", "compared_0_there": ""})
    assert refused.status_code == 400
    assert steward.post(address, data).status_code == 302
    assert Rule.objects.get().parameters["compared"] == [{"field": "quantite", "target_field": "taille"}]


def test_a_refused_rule_comes_back_with_its_error_at_its_input(shop: Shop, steward: Client) -> None:
    outer = {"severity": "minor", "dimension": "validity"}
    for type_, data, place in (
        ("range", {"field": "taille", "minimum": "a lot"}, "minimum"),
        ("sql", {"predicate": "DROP TABLE x"}, "predicate"),
        ("pattern", {"field": "email", "pattern": "("}, "pattern"),
        ("comparison", {"field": "taille", "operator": "lt", "other": "nom"}, "other"),
    ):
        answer = steward.post(f"/assets/{shop.client}/rules/new/?type={type_}", {**data, **outer})
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [place])


def test_proposed_rules_are_accepted_on_the_page(stocked: Shop, steward: Client) -> None:
    steward.post(f"/assets/{stocked.client}/rules/propose/")
    proposed = Rule.objects.filter(state="proposed")
    assert proposed.count() == 5
    page = text(steward.get(f"/assets/{stocked.client}/quality/"))
    assert "No two bricks have the same “client_id”." in page
    ids = list(proposed.values_list("pk", flat=True))
    steward.post(f"/assets/{stocked.client}/rules/accept/", {"ids": ids[:2]})
    assert Rule.objects.filter(state="active").count() == 2


def test_check_now_shows_the_failing_bricks(stocked: Shop) -> None:
    stocked.rule(stocked.client, "allowed", fields=["region"], values=["Nord", "Sud"])
    stocked.send(stocked.client, [BAD])
    engineer = visit(stocked.room, "engineer")
    answer = engineer.post(f"/assets/{stocked.client}/check/", follow=True)
    page = text(answer)
    assert "1 failing brick" in page
    assert "Mars" in page
    assert "75%" in page
    assert "not measured" in page
    panel = engineer.get(f"/assets/{stocked.client}/quality/panel/", headers={"HX-Request": "true"})
    assert "1 open incident" in text(panel)
    assert engineer.get(f"/assets/{stocked.client}/quality/panel/").status_code == 302
    overview = text(engineer.get("/quality/"))
    assert "75%" in overview


def test_the_board_and_an_incident_to_its_end(stocked: Shop) -> None:
    stocked.rule(stocked.client, "allowed", fields=["region"], values=["Nord", "Sud"])
    (brick,) = stocked.send(stocked.client, [BAD])
    stocked.check(stocked.client)
    pk = incidents_page(stocked.room["client"], IncidentFilter(open=True)).rows[0]["id"]
    room = stocked.room
    people = {role: visit(room, role) for role in ("steward", "producer", "owner", "consumer", "client")}
    for address in ("/incidents/", "/incidents/?severity=major", f"/incidents/?asset={stocked.client}"):
        assert f"/incidents/{pk}/" in text(people["client"].get(address))
    assert f"/incidents/{pk}/" in text(people["producer"].get("/incidents/?mine=1"))
    assert f"/incidents/{pk}/" not in text(people["consumer"].get("/incidents/?mine=1"))
    kinds = {
        role: [form.kind for form in client.get(f"/incidents/{pk}/").context["forms"]]
        for role, client in people.items()
    }
    assert kinds == {
        "steward": ["qualify", "reject", "comment"], "owner": ["qualify", "reject", "comment"],
        "producer": ["comment"], "consumer": ["comment"], "client": [],
    }  # fmt: skip
    events = f"/incidents/{pk}/events/"
    refused = people["steward"].post(events, {"kind": "qualify", "qualify-severity": ""})
    assert refused.status_code == 422
    people["steward"].post(events, {"kind": "qualify", "qualify-severity": "minor", "qualify-text": "Really"})
    people["steward"].post(events, {"kind": "assign", "assign-assignee": "producer"})
    people["producer"].post(events, {"kind": "correct", "correct-text": "typo", "correct-fix": "Nord"})
    still = people["steward"].post(events, {"kind": "verify"})
    assert still.status_code == 409
    assert "still fails" in text(still)
    stocked.correct(brick, region="Nord")
    people["steward"].post(events, {"kind": "verify"})
    people["steward"].post(events, {"kind": "close"})
    assert incident_get(room["client"], pk)["state"] == "closed"
    page = text(people["client"].get(f"/incidents/{pk}/"))
    for words in ("Really", "typo", "Done: Nord", "0 of 1 bricks changed"):
        assert words in page
    assert f"/incidents/{pk}/" in text(people["client"].get("/incidents/?state=closed"))


def test_a_waiver_until_a_day(stocked: Shop) -> None:
    consumer, steward, owner = (visit(stocked.room, role) for role in ("consumer", "steward", "owner"))
    consumer.post(f"/assets/{stocked.client}/report/", {"description": "Old", "severity": "minor"})
    pk = incidents_page(stocked.room["client"], IncidentFilter(open=True)).rows[0]["id"]
    steward.post(f"/incidents/{pk}/events/", {"kind": "qualify", "qualify-severity": "minor"})
    past = owner.post(
        f"/incidents/{pk}/events/", {"kind": "waive", "waive-text": "x", "waive-until": "2020-01-01"}
    )
    (form,) = [form for form in past.context["forms"] if form.kind == "waive"]
    assert (past.status_code, list(form.errors)) == (400, ["until"])
    owner.post(f"/incidents/{pk}/events/", {"kind": "waive", "waive-text": "x", "waive-until": "2099-01-01"})
    assert incident_get(stocked.room["client"], pk)["state"] == "waived"


def test_a_red_brick_is_put_on_a_brick(stocked: Shop) -> None:
    (brick,) = stocked.send(stocked.client, [BAD])
    consumer = visit(stocked.room, "consumer")
    answer = consumer.get(f"/bricks/{brick}/report/")
    assert answer["Location"] == f"/assets/{stocked.client}/report/?brick={brick}"
    page = consumer.get(answer["Location"])
    assert "Mars" in text(page)
    data = {"description": "Mars is no region", "field": "region", "severity": "major"}
    assert consumer.post(answer["Location"], data).status_code == 302
    assert "Already reported" in text(consumer.get(answer["Location"]))
    (order,) = stocked.send(stocked.order, [{"commande_id": 77, "client_id": 1}])
    assert consumer.get(f"/assets/{stocked.client}/report/?brick={order}").status_code == 404
    assert consumer.get(f"/assets/{stocked.client}/report/?brick=x").status_code == 404


def test_the_page_of_the_promotion(stocked: Shop) -> None:
    stocked.rule(stocked.client, "not_null", fields=["email"], severity="blocking")
    stocked.rate(stocked.client)
    raw = stocked.copied(stocked.client, "datalake")
    cleansed = stocked.copied(raw, "etl")
    store = stocked.copied(cleansed, "data-store")
    from quality.commands import zone_enter

    for source, target in ((stocked.client, raw), (raw, cleansed)):
        zone_enter(actor=stocked.room["engineer"], source_id=source, target_id=target)
    steward = visit(stocked.room, "steward")
    address = f"/assets/{cleansed}/promotion/"
    page = text(steward.get(address))
    assert "was not measured" in page
    refused = steward.post(address, {"target": store})
    assert refused.status_code == 409
    assert "has not validated it" in text(refused)
    assert steward.post(address, {"target": "0"}).status_code == 409
    stocked.validate(cleansed)
    done = steward.post(address, {"target": store}, follow=True)
    assert "3 new, 0 updated, 0 kept out" in text(done)
    assert "Only what stands in the cleansed zone" in text(steward.get(f"/assets/{raw}/promotion/"))


def test_the_contract_is_published_and_watched(stocked: Shop) -> None:
    from catalog.commands import asset_update
    from catalog.documents import AssetChange
    from catalog.queries.assets import asset_document

    owner, consumer = visit(stocked.room, "owner"), visit(stocked.room, "consumer")
    address = f"/assets/{stocked.client}/contract/"
    assert "No contract yet" in text(consumer.get(address))
    terms = {"purpose_en": "To know our clients", "usage_en": "Counts only", "reason": "first"}
    assert owner.post(address, terms).status_code == 302
    assert "To know our clients" in text(consumer.get(address))
    assert consumer.post(address, terms).status_code == 403
    document = asset_document(stocked.room["steward"], stocked.client)
    fields = [field for field in document["fields"] if field["name"] != "taille"]
    asset_update(
        actor=stocked.room["steward"], asset_id=stocked.client, change=AssetChange.read({"fields": fields})
    )
    page = text(consumer.get(address))
    assert "The asset no longer keeps it" in page
    assert "“taille” is gone." in page
    assert owner.post(address, terms).status_code == 409
    assert owner.post(address, {**terms, "accept_breaks": "on"}).status_code == 302
    assert [contract.number for contract in Contract.objects.order_by("id")] == ["1.0", "2.0"]
    latest = Contract.objects.latest("id")
    assert "What it broke" in text(consumer.get(f"/contracts/{latest.pk}/"))


PAGES = {"/quality/": 18, "/incidents/": 14}


@pytest.mark.parametrize("address", PAGES)
def test_lists_ask_the_same_questions_for_one_row_and_for_three(stocked: Shop, address: str) -> None:
    client = visit(stocked.room, "client")
    for number in range(3):
        asset = stocked.room.asset(name=f"asset_{number}")
        stocked.rule(asset, "volume", count_min=10)
        stocked.check(asset)
        if number in (0, 2):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            assert len(asked) == PAGES[address], [query["sql"][:90] for query in asked]
