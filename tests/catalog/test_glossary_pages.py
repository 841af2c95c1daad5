"""The glossary: by letter, found without accents, written by those who may."""

import pytest
from django.test import Client

from catalog.commands import term_update
from catalog.models import Term
from catalog.queries.glossary import terms_of
from tests.people import Room


@pytest.fixture
def steward(room: Room, client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(room.user("steward"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_terms_are_found_without_accents_and_case(room):
    codes = [[term.code for term in terms_of(room["client"], q)] for q in ("CLE PRIMAIRE", "clé primaire")]
    assert codes == [["primary-key"], ["primary-key"]]


def test_terms_are_found_in_both_languages(room):
    assert [term.code for term in terms_of(room["client"], "foreign key")] == ["foreign-key"]


def test_every_word_of_the_search_must_be_there(room):
    assert list(terms_of(room["client"], "clé zzz")) == []


def test_glossary_is_ordered_in_the_language_of_the_reader(room, steward):
    orders = []
    for language in ("fr", "en"):
        page = steward.get("/glossary/", headers={"Accept-Language": language})
        letters = [letter for letter, _terms in page.context["letters"]]
        assert letters == sorted(letters)
        orders.append([term.code for _letter, terms in page.context["letters"] for term in terms])
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_htmx_gets_the_list_alone(room, steward):
    page = steward.get("/glossary/", {"q": "cle"}, headers={"HX-Request": "true"})
    assert [template.name for template in page.templates] == ["catalog/_glossary_terms.html"]


def test_term_tells_where_it_is_used(room, steward):
    room.asset(name="client", terms=["personal-data"])
    term = Term.objects.get(workshop=room.workshop, code="personal-data")
    assert [link.asset.name for link in steward.get(f"/glossary/{term.pk}/").context["links"]] == ["client"]


def test_new_term_takes_its_code_from_its_name(room, steward):
    steward.post("/glossary/new/", {"name_fr": "Brique élémentaire"})
    assert Term.objects.get(code="brique-elementaire").name_fr == "Brique élémentaire"


def test_name_that_exists_is_refused_beside_its_input(room, steward):
    answer = steward.post("/glossary/new/", {"name_fr": "Clé primaire", "name_en": "Primary key"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["name_fr"])


def test_two_writers_do_not_lose_each_other(room, steward):
    term = Term.objects.get(workshop=room.workshop, code="primary-key")
    term_update(actor=room["facilitator"], term_id=term.pk, values={"definition_fr": "Autre."})
    mine = {"name_fr": term.name_fr, "definition_fr": "Mienne.", "version": term.version}
    answer = steward.post(f"/glossary/{term.pk}/edit/", mine)
    assert answer.status_code == 412
    assert "Autre." in answer.content.decode()
    assert "Mienne." in answer.content.decode()
    again = {**mine, "version": answer.context["form"]["version"].value()}
    assert steward.post(f"/glossary/{term.pk}/edit/", again).status_code == 302
    term.refresh_from_db()
    assert term.definition_fr == "Mienne."


def test_used_term_is_not_removed(room, steward):
    room.asset(name="client", terms=["personal-data"])
    term = Term.objects.get(workshop=room.workshop, code="personal-data")
    answer = steward.post(f"/glossary/{term.pk}/delete/")
    assert answer.status_code == 409
    assert "The asset “client” refers to it." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_term_takes_the_same_queries_whatever_its_links(room, steward, django_assert_num_queries, count):
    for number in range(count):
        room.asset(name=f"asset_{number}", terms=["personal-data"])
    term = Term.objects.get(workshop=room.workshop, code="personal-data")
    with django_assert_num_queries(7):
        steward.get(f"/glossary/{term.pk}/")
