"""Who may do what of consent through REST and the pages. Persons are hidden (404) from who may not see them."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from consent.commands import processing_write, request_file, verdict_ask
from consent.documents import ProcessingDocument, RequestDocument, UseDocument
from tests.consent.conftest import Shop
from tests.people import Room
from tests.rest import Caller, call
from workshop.choices import Role

EVERYBODY = " ".join(Role.values)
DECLARE = "facilitator owner consumer analyst scientist"
ASK = f"{DECLARE} dpo"
PERSONS = f"{DECLARE} dpo steward"
ANSWER = "facilitator owner dpo"


@dataclass(frozen=True)
class Verb:
    method: str
    path: str
    allowed: str
    status: int = 200
    body: Any = None
    stranger: int = 404
    hidden: str = ""  # roles for whom it does not exist

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


NOBODYS = "producer client engineer"  # they see no person
SAID = {"subject": "{subject}", "purpose": "{purpose}", "kind": "refused", "channel": "room", "act": "spoken"}
TEST = dict.fromkeys(("link", "context", "nature", "consequences", "safeguards"), "x")
VERBS = (
    Verb("GET", "purposes/", EVERYBODY, stranger=200),
    Verb("GET", "purposes/{purpose}/", EVERYBODY),
    Verb("POST", "purposes/", DECLARE, 201, {"code": "x", "title_fr": "X"}, stranger=201),
    Verb("PATCH", "purposes/{purpose}/", DECLARE, body={"retention_days": 9}),
    Verb("POST", "purposes/{purpose}/tests/", ANSWER, body={**TEST, "original": "{orders}", "compatible": True}),
    Verb("GET", "assets/{asset}/purposes/", EVERYBODY),
    Verb("PUT", "assets/{asset}/purposes/", DECLARE, body={"purposes": ["{purpose}"]}),
    Verb("GET", "notices/", EVERYBODY, stranger=200),
    Verb("GET", "notices/{notice}/", EVERYBODY),
    Verb("POST", "notices/", DECLARE, 201, {"purpose": "{purpose}", "text_fr": "X"}),
    Verb("GET", "subjects/", EVERYBODY, stranger=200),
    Verb("GET", "subjects/{subject}/", PERSONS, hidden=NOBODYS),
    Verb("POST", "subjects/enrol/", DECLARE, body={"asset": "{asset}"}),
    Verb("PATCH", "subjects/{subject}/", DECLARE, body={"of_age_on": None}),
    Verb("GET", "subjects/{subject}/trace/", ANSWER, hidden=NOBODYS),
    Verb("GET", "subjects/{subject}/copy/", ANSWER, hidden=NOBODYS),
    Verb("GET", "consents/", EVERYBODY, stranger=200),
    Verb("GET", "consents/{event}/", PERSONS, hidden=NOBODYS),
    Verb("GET", "consents/{event}/receipt/", PERSONS, hidden=NOBODYS),
    Verb("POST", "consents/", DECLARE, 201, SAID, stranger=400),
    Verb("POST", "consents/bulk/", DECLARE, 201, [SAID], stranger=400),
    Verb("POST", "objections/", DECLARE, 201, {"subject": "{subject}", "channel": "room"}, hidden=NOBODYS),
    Verb("GET", "verdicts/", EVERYBODY, stranger=200),
    Verb("GET", "verdicts/{verdict}/", EVERYBODY),
    Verb("POST", "verdicts/", ASK, 201, {"asset": "{asset}", "kind": "list"}),
    Verb("GET", "requests/", EVERYBODY, stranger=200),
    Verb("POST", "requests/", ANSWER, 201, {"subject": "{subject}", "right": "access"}, hidden=NOBODYS),
    Verb("POST", "requests/{request}/answer/", ANSWER, body={"outcome": "granted", "answer": "x"},
         hidden="steward consumer analyst scientist producer client engineer"),
    Verb("GET", "erasures/", EVERYBODY, stranger=200),
    Verb("POST", "erasures/", ANSWER, 201, {"subject": "{subject}"}, hidden=NOBODYS),
    Verb("POST", "erasures/sweep/", ANSWER, stranger=200),
    Verb("GET", "processings/", EVERYBODY, stranger=200),
    Verb("GET", "processings/{processing}/", EVERYBODY),
    Verb("POST", "processings/", ANSWER, 201, {"code": "x", "title_fr": "X"}, stranger=201),
    Verb("PUT", "processings/{processing}/", ANSWER, body={"code": "x", "title_fr": "X"}),
)  # fmt: skip
PAGES = (
    Verb("GET", "/purposes/", EVERYBODY, stranger=200),
    Verb("GET", "/purposes/{purpose}/", EVERYBODY),
    Verb("GET", "/purposes/new/", DECLARE, stranger=200),
    Verb("GET", "/purposes/{purpose}/edit/", DECLARE),
    Verb("GET", "/purposes/{purpose}/notices/new/", DECLARE),
    Verb("GET", "/assets/{asset}/purposes/", DECLARE),
    Verb("GET", "/consents/", PERSONS, stranger=200),
    Verb("GET", "/consents/export.csv", PERSONS, stranger=200),
    Verb("GET", "/subjects/", PERSONS, stranger=200),
    Verb("GET", "/subjects/{subject}/", PERSONS, hidden=NOBODYS),
    Verb("GET", "/subjects/{subject}/trace/", ANSWER, hidden=NOBODYS),
    Verb("POST", "/subjects/{subject}/erase/", ANSWER, 302, hidden=NOBODYS),
    Verb("POST", "/subjects/enrol/", DECLARE, 302, {"asset": "{asset}"}),
    Verb("GET", "/erasures/", PERSONS, stranger=200),
    Verb("POST", "/erasures/sweep/", ANSWER, 302, stranger=302),
    Verb("GET", "/requests/", EVERYBODY, stranger=200),
    Verb("GET", "/verdicts/", EVERYBODY, stranger=200),
    Verb("GET", "/verdicts/{verdict}/", EVERYBODY),
    Verb("GET", "/processings/", EVERYBODY, stranger=200),
    Verb("GET", "/processings/export.csv", EVERYBODY, stranger=200),
    Verb("GET", "/processings/{processing}/", EVERYBODY),
    Verb("GET", "/processings/new/", ANSWER, stranger=200),
    Verb("GET", "/processings/{processing}/edit/", ANSWER),
    Verb("GET", "/my-data/", EVERYBODY, stranger=200),
)


PLACES = ("asset", "purpose", "orders", "notice", "subject", "event", "verdict", "request", "processing")


def scene(shop: Shop) -> dict[str, Any]:
    dpo, subject = shop.room["dpo"], shop.subject("1")
    use = UseDocument(asset=shop.assets["client"], kind="list")
    processing = ProcessingDocument(code="p", title_fr="P")
    return {
        "asset": shop.assets["client"],
        "purpose": shop.purposes["newsletter"],
        "orders": shop.purposes["orders"],
        "notice": shop.notices["newsletter"],
        "subject": subject,
        "event": shop.said("1"),
        "verdict": verdict_ask(actor=shop.room["consumer"], use=use),
        "request": request_file(actor=dpo, document=RequestDocument(subject=subject, right="access")),
        "processing": processing_write(actor=dpo, document=processing),
    }


def filled(body: Any, ids: dict[str, Any]) -> Any:
    match body:
        case dict():
            return {name: filled(value, ids) for name, value in body.items()}
        case list():
            return [filled(value, ids) for value in body]
        case str() if body.startswith("{"):
            return ids[body.strip("{}")]
    return body


def wanted(verb: Verb, role: str) -> int:
    if role in verb.allowed.split():
        return verb.status
    return 404 if role in verb.hidden.split() else 403


def test_rest_by_role(shop: Shop, other_room: Room) -> None:
    ids = scene(shop)
    callers = {role: call(shop.room, role) for role in Role.values}
    callers["stranger"] = call(other_room, "facilitator")
    for verb in VERBS:
        found = {role: _status(caller, verb, ids) for role, caller in callers.items()}
        asked = {role: wanted(verb, role) for role in Role.values} | {"stranger": verb.stranger}
        assert (str(verb), found) == (str(verb), asked)


def _status(caller: Caller, verb: Verb, ids: dict[str, Any]) -> int:
    with transaction.atomic():
        answer = caller(verb.method, verb.path.format(**ids), filled(verb.body, ids))
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_rest_without_token(verb: Verb, db: None) -> None:
    path = verb.path.format_map(dict.fromkeys(PLACES, 1))
    assert Client().generic(verb.method, f"/api/v1/{path}").status_code == 401


def test_pages_by_role(shop: Shop, other_room: Room) -> None:
    ids = scene(shop)
    users = {role: shop.room.user(role) for role in Role.values} | {
        "stranger": other_room.user("facilitator")
    }
    for verb in PAGES:
        found = {}
        for role, user in users.items():
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            send = client.get if verb.method == "GET" else client.post
            with transaction.atomic():
                found[role] = send(verb.path.format(**ids), filled(verb.body, ids) or {}).status_code
                transaction.set_rollback(True)
        asked = {role: wanted(verb, role) for role in Role.values} | {"stranger": verb.stranger}
        assert (str(verb), found) == (str(verb), asked)
