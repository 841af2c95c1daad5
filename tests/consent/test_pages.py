"""The pages: the question as the CNIL wants it, one tap to withdraw, the trace, and nothing of others."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from consent.commands import purpose_declare, subject_claim
from consent.documents import PurposeDocument
from consent.models import ConsentEvent, Erasure, Objection, RightsRequest, Verdict
from tests.consent.conftest import Shop


def visit(shop: Shop, role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(shop.room.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def mine(shop: Shop) -> Client:
    """The client of the room, who plays person 1."""
    subject_claim(actor=shop.room["client"], subject_id=shop.subject("1"))
    return visit(shop, "client")


def test_claim_shows_numbers_and_no_names(shop: Shop) -> None:
    page = visit(shop, "client").get("/my-data/").content.decode()
    assert re.findall(r"<option value=\"\d+\">(.*?)</option>", page) == ["1", "2", "3", "4"]
    assert "Client 0001" not in page


def test_question_refusing_is_as_easy_as_accepting(mine: Client) -> None:
    page = mine.get("/my-data/").content.decode()
    buttons = re.findall(r'<button class="([^"]*)" name="answer" value="(yes|no)">', page)
    assert buttons == [("button button-plain", "yes"), ("button button-plain", "no")]
    assert "checked" not in page


def test_answer_then_withdraw_in_one_tap_shows_the_trace(shop: Shop, mine: Client) -> None:
    newsletter = shop.purposes["newsletter"]
    mine.post("/my-data/answer/", {"purpose": newsletter, "answer": "yes"})
    assert "I withdraw my agreement" in mine.get("/my-data/").content.decode()
    answer = mine.post("/my-data/withdraw/", {"purpose": newsletter}, follow=True)
    assert answer.redirect_chain == [(f"/my-data/trace/?purpose={newsletter}", 302)]
    assert [(e.kind, e.sound, e.channel, e.door) for e in ConsentEvent.objects.order_by("pk")] == [
        ("given", True, "page", "page"),
        ("withdrawn", True, "page", "page"),
    ]
    items = answer.context["trace"]["items"]
    assert [(item["what"], item["duty"]) for item in items if item["holder"] == "bricks"] == [
        ("client", "keep"), ("commande", "keep"), ("client", "keep"), ("commande", "keep"),
    ]  # fmt: skip
    assert "Where my data is" in answer.content.decode()


def test_other_bases_say_plainly_that_they_go_on(mine: Client) -> None:
    page = mine.get("/my-data/").content.decode()
    assert page.count("withdrawing an agreement does not stop it") == 2


def test_objection_request_and_copy(shop: Shop, mine: Client) -> None:
    mine.post("/my-data/object/")
    objection = Objection.objects.get()
    assert (objection.subject_id, objection.purpose_id, objection.until) == (shop.subject("1"), None, None)
    mine.post("/my-data/object-no-more/", {"objection": objection.pk})
    assert Objection.objects.get().until is not None
    mine.post("/my-data/request/", {"right": "access"})
    assert RightsRequest.objects.get().right == "access"
    copy = mine.get("/my-data/copy/")
    assert copy["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert [row["nom"] for row in json.loads(copy.content)["bricks"]["crm/client"]] == ["Client 0001"]
    assert "Client 0002" not in copy.content.decode()


def test_client_sees_nobody_else(shop: Shop, mine: Client) -> None:
    shop.said("2")
    other = shop.subject("2")
    assert mine.get(f"/subjects/{other}/").status_code == 404
    assert mine.get(f"/subjects/{other}/trace/").status_code == 404
    assert mine.post(f"/subjects/{other}/erase/").status_code == 404
    for path in ("/consents/", "/consents/export.csv", "/consents/export.xlsx", "/subjects/", "/erasures/"):
        assert mine.get(path).status_code == 403, path
    assert mine.get("/requests/").context["page"].total == 0


def test_verdict_is_asked_and_told_step_by_step(shop: Shop) -> None:
    for key in "123":
        shop.said(key)
    consumer = visit(shop, "consumer")
    asked = {"asset": shop.assets["client"], "purpose": shop.purposes["newsletter"], "kind": "list", "k": 3}
    page = consumer.post("/verdicts/", asked, follow=True)
    verdict = Verdict.objects.get()
    assert page.redirect_chain == [(f"/verdicts/{verdict.pk}/", 302)]
    text = page.content.decode()
    assert "Use only the 3 persons who are covered; 1 are excluded." in text
    assert "Still holds" in text
    shop.said("1", "withdrawn")
    assert "No longer holds:" in consumer.get(f"/verdicts/{verdict.pk}/").content.decode()
    assert visit(shop, "producer").post("/verdicts/", asked).status_code == 403


def test_erasure_from_the_trace(shop: Shop) -> None:
    dpo = visit(shop, "dpo")
    page = dpo.post(f"/subjects/{shop.subject('1')}/erase/", follow=True)
    assert page.redirect_chain == [(f"/erasures/{Erasure.objects.get().pk}/", 302)]
    assert "crm/client: 1" in page.content.decode()


def test_register_as_csv_has_no_formula(shop: Shop) -> None:
    shop.said("1", proof="=1+1")
    answer = visit(shop, "dpo").get("/consents/export.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["What"], row["Free"], row["Informed"], row["Proof"]) for row in rows] == [
        ("Given", "yes", "yes", "'=1+1")
    ]
    assert visit(shop, "dpo").get("/consents/export.xlsx").content[:2] == b"PK"


def test_purpose_notice_and_processing_by_their_forms(shop: Shop) -> None:
    consumer, dpo = visit(shop, "consumer"), visit(shop, "dpo")
    values = {"code": "loyalty", "title_fr": "Fidélité", "basis": "legitimate", "recipients": "A\nB"}
    page = consumer.post("/purposes/new/", values, follow=True)
    purpose = page.context["purpose"]
    assert (purpose["code"], purpose["recipients"]) == ("loyalty", ["A", "B"])
    consumer.post(f"/purposes/{purpose['id']}/notices/new/", {"text_fr": "Bonjour", "told": ["purpose"]})
    assert consumer.get(f"/purposes/{purpose['id']}/").context["notices"][0]["told"] == ["purpose"]
    sent: dict[str, Any] = {"code": "p1", "title_fr": "Traitement", "form": "controller",
              "purposes": [shop.purposes["orders"]], "assets": [shop.assets["client"]]}  # fmt: skip
    sheet = dpo.post("/processings/new/", sent, follow=True).context["sheet"]
    assert (sheet["software"], sheet["categories"]) == (["CRM"], ["identity", "location"])
    assert (sheet["retention_days"], sheet["levels"]["confidentiality"]) == (1825, 3)
    assert sheet["missing"] == ["controller", "dpo", "people", "security", "recipients"]
    assert visit(shop, "consumer").post("/processings/new/", values).status_code == 403


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_in_both_languages(shop: Shop, language: str) -> None:
    verdict = _ask(shop)
    dpo = visit(shop, "dpo")
    dpo.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    dpo.post("/language/", {"language": language})
    subject, purpose = shop.subject("1"), shop.purposes["newsletter"]
    paths = [
        "/verdicts/", f"/verdicts/{verdict}/", "/purposes/", f"/purposes/{purpose}/", "/consents/", "/subjects/",
        f"/subjects/{subject}/", f"/subjects/{subject}/trace/", "/requests/", "/erasures/", "/processings/",
        "/my-data/",
    ]  # fmt: skip
    assert {path: dpo.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def _ask(shop: Shop) -> int:
    from consent.commands import verdict_ask
    from consent.documents import UseDocument

    use = UseDocument(asset=shop.assets["client"], kind="list", purpose=shop.purposes["newsletter"])
    return verdict_ask(actor=shop.room["consumer"], use=use)


LISTS = {"/consents/": 8, "/verdicts/": 11, "/purposes/": 8, "/subjects/": 9}


@pytest.mark.parametrize("path", LISTS)
def test_list_costs_the_same_for_one_and_three(shop: Shop, path: str, django_assert_num_queries: Any) -> None:
    dpo = visit(shop, "dpo")
    shop.said("1")
    _ask(shop)
    dpo.get(path)
    with django_assert_num_queries(LISTS[path]):
        dpo.get(path)
    for key in "23":
        shop.said(key)
        _ask(shop)
        values = PurposeDocument(code=f"p{key}", title_fr="P")
        purpose_declare(actor=shop.room["consumer"], document=values)
    with django_assert_num_queries(LISTS[path]):
        dpo.get(path)


def test_panel_of_an_asset_says_what_it_is_for_and_shows_the_gate(shop: Shop) -> None:
    verdict, client = _ask(shop), visit(shop, "steward")
    address = f"/assets/{shop.assets['client']}/consent/panel/"
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Newsletter, Orders" in page
    assert f'href="/verdicts/{verdict}/"' in page
    assert client.get(address)["Location"] == f"/verdicts/?asset={shop.assets['client']}"
