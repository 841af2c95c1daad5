"""Who may do what with bricks, by each door, as data: the rows of the guide's RACI.

Everybody else gets 403, or 404 (`hidden`) where a thing does not exist for them: a secret, somebody's own order.
Whoever comes from another workshop gets `stranger`.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exchange.commands import error_seed, shop_introduce, shop_order
from exchange.documents import SeedDocument, ShopLine, ShopOrder, ShopperDocument
from exchange.models import Brick, Decision, Submission
from exchange.movers import transfer
from tests.exchange.conftest import ALICE, BOB, FIRST, LAMP, Market
from tests.graphql import asker, codes, global_id
from tests.people import Room
from tests.rest import Caller, call
from workshop.choices import Role

EVERYBODY = " ".join(Role.values)
SEND = "facilitator producer"
CORRECT = "facilitator producer owner"
DECIDE = "facilitator owner"
COPY = "facilitator engineer owner"
SHOP = "facilitator client"
DESCRIBE = "facilitator steward owner"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def but(*roles: str) -> str:
    return " ".join(set(Role.values) - set(roles))


@dataclass(frozen=True)
class Verb:
    method: str
    path: str
    allowed: str
    status: int = 200
    body: Any = None
    stranger: int = 404  # what the facilitator of another workshop gets
    hidden: str = ""  # roles for whom it does not exist

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.body or ''}"


VALUES = {"client_id": 9, "nom": "Eve"}
MAPPING = {
    "client": "{client}", "product": "{product}", "order": "{order}", "product_label": "libelle",
    "order_client": "client_id", "order_product": "produit_id",
}  # fmt: skip
LINES = {"lines": [{"product": "{lamp}"}]}
ACCEPT = {"verdict": "accepted"}
REST = (
    Verb("GET", "bricks/", EVERYBODY, stranger=200),
    Verb("GET", "bricks/{brick}/", EVERYBODY),
    Verb("GET", "bricks/{brick}/versions/", EVERYBODY),
    Verb("GET", "bricks/{brick}/family/", EVERYBODY),
    Verb("POST", "bricks/", SEND, 201, {"asset": "{client}", "values": VALUES}),
    Verb("POST", "bricks/bulk/", SEND, 201, {"asset": "{client}", "bricks": [VALUES]}),
    Verb("PUT", "bricks/{brick}/", CORRECT, body={"values": VALUES}),
    Verb("PATCH", "bricks/{brick}/", CORRECT, body={"values": VALUES}),
    Verb("DELETE", "bricks/{brick}/", CORRECT, 204),
    Verb("POST", "bricks/withdraw/", CORRECT, 204, {"ids": ["{brick}"]}),
    Verb("GET", "submissions/", EVERYBODY, stranger=200),
    Verb("GET", "submissions/waiting/", EVERYBODY, stranger=200),
    Verb("GET", "submissions/{submission}/", EVERYBODY),
    Verb("GET", "decisions/", EVERYBODY, stranger=200),
    Verb("GET", "decisions/{decision}/", EVERYBODY),
    Verb("POST", "decisions/", DECIDE, 201, {**ACCEPT, "bricks": ["{brick}"]}),
    Verb("POST", "decisions/", DECIDE, 201, {**ACCEPT, "submission": "{submission}"}),
    Verb("GET", "transfers/", EVERYBODY, stranger=200),
    Verb("GET", "transfers/{transfer}/", EVERYBODY),
    Verb("GET", "transfers/{transfer}/rejections/", EVERYBODY),
    Verb("POST", "transfers/", COPY, 201, {"source": "{product}", "target": "{raw}"}),
    Verb("POST", "transfers/", COPY, 201, {"source": "{client}", "system": "datalake"}),
    Verb("GET", "seeded-errors/", EVERYBODY, stranger=200),
    Verb("GET", "seeded-errors/score/", EVERYBODY, stranger=200),
    Verb("GET", "seeded-errors/{seeded}/", "producer", hidden=but("producer")),
    Verb("POST", "seeded-errors/", "producer", 201, {"brick": "{brick}", "kind": "value"}),
    Verb("DELETE", "seeded-errors/{seeded}/", "producer", 204, hidden=but("producer")),
    Verb("POST", "seeded-errors/reveal/", "facilitator", stranger=409),
    Verb("GET", "shop/", EVERYBODY, stranger=200),
    Verb("PUT", "shop/", DESCRIBE, body=MAPPING, stranger=400),
    Verb("GET", "shop/products/", EVERYBODY, stranger=409),
    Verb("GET", "shop/client/", "client", hidden=but("client")),
    Verb("PUT", "shop/client/", SHOP, body={"name": "Eve"}, stranger=409),
    Verb("GET", "shop/orders/", EVERYBODY, stranger=409),
    Verb("POST", "shop/orders/", "client", 201, LINES, stranger=409),
    Verb("PUT", "shop/orders/{mine}/satisfaction/", "client", body={"happy": True}, stranger=409, hidden="facilitator"),
)  # fmt: skip
BRICK = {"key": "k", "f0": "9"}
PAGES = (
    Verb("GET", "/exchange/", EVERYBODY, stranger=200),
    Verb("GET", "/assets/{client}/bricks/", EVERYBODY),
    Verb("GET", "/assets/{client}/bricks/new/", SEND),
    Verb("POST", "/assets/{client}/bricks/new/", SEND, 302, BRICK),
    Verb("GET", "/assets/{client}/bricks/file/", SEND),
    Verb("GET", "/bricks/{brick}/", EVERYBODY),
    Verb("GET", "/bricks/{brick}/correct/", CORRECT),
    Verb("POST", "/bricks/{brick}/correct/", CORRECT, 302, {**BRICK, "version": "1"}),
    Verb("POST", "/bricks/{brick}/withdraw/", CORRECT, 302),
    Verb("POST", "/bricks/{brick}/hide-error/", "producer", 302, {"kind": "value"}),
    Verb("GET", "/submissions/", EVERYBODY, stranger=200),
    Verb("GET", "/verification/", EVERYBODY, stranger=200),
    Verb("POST", "/verification/", DECIDE, 302, {**ACCEPT, "submission": "{submission}"}),
    Verb("GET", "/verification/{submission}/", EVERYBODY),
    Verb("POST", "/verification/{submission}/", DECIDE, 302, {**ACCEPT, "scope": "whole"}),
    Verb("GET", "/transfers/", EVERYBODY, stranger=200),
    Verb("POST", "/transfers/", COPY, 302, {"way": "{client}:datalake"}),
    Verb("GET", "/transfers/{transfer}/", EVERYBODY),
    Verb("GET", "/seeded-errors/", EVERYBODY, stranger=200),
    Verb("POST", "/seeded-errors/{seeded}/take-back/", "producer", 302, hidden=but("producer")),
    Verb("POST", "/seeded-errors/reveal/", "facilitator", 302, stranger=409),
    Verb("GET", "/shop/", "client owner steward", stranger=200),
    Verb("GET", "/shop/me/", SHOP, stranger=200),
    Verb("POST", "/shop/me/", SHOP, 302, {"key": "k", "name": "Eve"}, stranger=200),
    Verb("POST", "/shop/", "client", 302, {"key": "k", "q{lamp}": "1"}, stranger=200),
    Verb("POST", "/shop/orders/{mine}/satisfaction/", "client", 302, {"happy": "true"}, 409, "facilitator"),
    Verb("GET", "/shop/setup/", DESCRIBE, stranger=200),
    Verb("POST", "/shop/setup/", DESCRIBE, 302, MAPPING, stranger=400),
)  # fmt: skip
NAMES = (
    "client", "product", "order", "raw", "brick", "submission", "decision", "transfer", "seeded", "lamp", "mine",
)  # fmt: skip


@pytest.fixture
def ids(market: Market) -> dict[str, int]:
    """One of everything, by the names that the rows use."""
    (lamp,) = market.stock(market.product, LAMP)
    raw = transfer_target(market)
    (brick, wrong) = market.send(market.client, ALICE, BOB)
    seed = SeedDocument(brick=wrong, kind="value")
    shop_introduce(actor=market.actor("client"), document=ShopperDocument(name="Zoé"))
    order = ShopOrder(lines=[ShopLine(product=lamp)])
    mine = Brick.objects.get(submission=shop_order(actor=market.actor("client"), document=order))
    market.send(market.order, FIRST)
    return {
        "client": market.client,
        "product": market.product,
        "order": market.order,
        "raw": raw,
        "brick": brick,
        "submission": Submission.objects.get(bricks=brick).pk,
        "decision": Decision.objects.get().pk,
        "transfer": transfer(actor=market.actor("engineer"), source_id=market.product, target_id=raw),
        "seeded": error_seed(actor=market.actor("producer"), document=seed),
        "lamp": lamp,
        "mine": mine.pk,
    }


def transfer_target(market: Market) -> int:
    fields = [{"name": "produit_id", "type": "integer"}]
    return market.room.asset(name="raw", system="datalake", fields=fields, primary_key=["produit_id"])


def filled(body: Any, ids: dict[str, int]) -> Any:
    match body:
        case dict():
            return {name.format(**ids): filled(value, ids) for name, value in body.items()}
        case list():
            return [filled(value, ids) for value in body]
        case str() if body.strip("{}") in ids:
            return ids[body.strip("{}")]
        case str():
            return body.format(**ids)
    return body


def wanted(verb: Verb, role: str) -> int:
    if role in verb.allowed.split():
        return verb.status
    return 404 if role in verb.hidden.split() else 403


def test_rest_by_role(market: Market, ids: dict[str, int], other_room: Room) -> None:
    callers = {role: call(market.room, role) for role in Role.values}
    callers["stranger"] = call(other_room, "facilitator")
    for verb in REST:
        found = {role: _asked(caller, verb, ids) for role, caller in callers.items()}
        asked = {role: wanted(verb, role) for role in Role.values} | {"stranger": verb.stranger}
        if (verb.method, verb.path) == ("POST", "shop/orders/"):
            asked["facilitator"] = 409  # may buy, but has not introduced themselves
        assert (str(verb), found) == (str(verb), asked)


def _asked(caller: Caller, verb: Verb, ids: dict[str, int]) -> int:
    with transaction.atomic():
        answer = caller(verb.method, verb.path.format(**ids), filled(verb.body, ids))
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("verb", REST, ids=str)
def test_rest_without_token(verb: Verb, db: None) -> None:
    path = verb.path.format_map(dict.fromkeys(NAMES, 1))
    assert Client().generic(verb.method, f"/api/v1/{path}").status_code == 401


def test_streams_by_role(market: Market, other_room: Room) -> None:
    path = f"/api/v1/bricks/stream/?asset={market.client}"
    callers = {role: call(market.room, role) for role in Role.values}
    callers["stranger"] = call(other_room, "facilitator")
    found = {
        role: caller.client.generic("POST", path, b'{"client_id": 1}', "application/x-ndjson").status_code
        for role, caller in callers.items()
    }
    asked = {role: 201 if role in SEND.split() else 403 for role in Role.values} | {"stranger": 404}
    assert found == asked
    assert Client().generic("POST", path, b"{}", "application/x-ndjson").status_code == 401


def test_pages_by_role(market: Market, ids: dict[str, int], other_room: Room) -> None:
    users = {role: market.room.user(role) for role in Role.values} | {
        "stranger": other_room.user("facilitator")
    }
    for verb in PAGES:
        found = {role: _opened(user, verb, ids) for role, user in users.items()}
        asked = {role: wanted(verb, role) for role in Role.values} | {"stranger": verb.stranger}
        if verb.path == "/shop/":
            asked["facilitator"] = 302  # to say who they are
        assert (str(verb), found) == (str(verb), asked)


def _opened(user: Any, verb: Verb, ids: dict[str, int]) -> int:
    client = Client()
    client.force_login(user, backend=BACKEND)
    send = client.get if verb.method == "GET" else client.post
    with transaction.atomic():
        status = send(verb.path.format(**ids), filled(verb.body, ids) or {}).status_code
        transaction.set_rollback(True)
    return int(status)


@pytest.mark.parametrize("verb", PAGES, ids=str)
def test_pages_without_login(verb: Verb, db: None) -> None:
    client, path = Client(), verb.path.format_map(dict.fromkeys(NAMES, 1))
    answer = client.get(path) if verb.method == "GET" else client.post(path)
    assert answer.status_code in (401, 404)


GRAPHQL = {
    "brick": ("{ brick(id: $brick) { key } }", EVERYBODY),
    "bricks": ("{ bricks { totalCount } }", EVERYBODY),
    "submission": ("{ submission(id: $submission) { state } }", EVERYBODY),
    "decision": ("{ decision(id: $decision) { verdict } }", EVERYBODY),
    "transfer": ("{ transfer(id: $transfer) { copiedCount } }", EVERYBODY),
    "shop": ("{ shop { isOpen } }", EVERYBODY),
    "seededScore": ("{ seededScore { hiddenCount } }", EVERYBODY),
    "bricksSend": ('mutation { bricksSend(input: {assetId: $client, bricks: [{client_id: 9}]}) { requestId } }', SEND),
    "brickCorrect": ("mutation { brickCorrect(input: {id: $brick, values: {client_id: 9}}) { requestId } }", CORRECT),
    "brickChange": ('mutation { brickChange(input: {id: $brick, values: {nom: "x"}}) { requestId } }', CORRECT),
    "bricksWithdraw": ("mutation { bricksWithdraw(input: {ids: [$brick]}) { requestId } }", CORRECT),
    "bricksDecide": ("mutation { bricksDecide(input: {ids: [$brick], verdict: ACCEPTED}) { requestId } }", DECIDE),
    "submissionDecide": (
        "mutation { submissionDecide(input: {id: $submission, verdict: ACCEPTED}) { requestId } }", DECIDE,
    ),
    "transferRun": ("mutation { transferRun(input: {sourceId: $product, targetId: $raw}) { requestId } }", COPY),
    "errorSeed": ("mutation { errorSeed(input: {brickId: $brick, kind: VALUE}) { requestId } }", "producer"),
    "errorsReveal": ("mutation { errorsReveal(input: {}) { requestId } }", "facilitator"),
    "shopIntroduce": ('mutation { shopIntroduce(input: {name: "Eve"}) { requestId } }', SHOP),
    "shopOrder": ("mutation { shopOrder(input: {lines: [{productId: $lamp}]}) { requestId } }", "client"),
    "shopRate": ("mutation { shopRate(input: {id: $mine, happy: true}) { requestId } }", "client"),
}  # fmt: skip
SECRETS = {
    "seededError": "{ seededError(id: $seeded) { kind } }",
    "errorUnseed": "mutation { errorUnseed(input: {id: $seeded}) { requestId } }",
}
TYPES = {
    "client": "Asset", "product": "Asset", "raw": "Asset", "brick": "Brick", "lamp": "Brick", "mine": "Brick",
    "submission": "Submission", "decision": "Decision", "transfer": "Transfer", "seeded": "SeededError",
}  # fmt: skip
ELSEWHERE = {
    "shop",
    "bricks",
    "seededScore",
    "errorsReveal",
    "shopIntroduce",
    "shopOrder",
    "shopRate",
}  # no id of ours


def _query(text: str, ids: dict[str, int]) -> str:
    for name, type_name in TYPES.items():
        text = text.replace(f"${name}", f'"{global_id(type_name, ids[name])}"')
    return text


def _answered(room: Room, role: str, query: str) -> list[str]:
    ask = asker(room, role)
    with transaction.atomic():
        found = codes(ask(query))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", GRAPHQL)
def test_graphql_by_role(market: Market, ids: dict[str, int], other_room: Room, name: str) -> None:
    text, allowed = GRAPHQL[name]
    query = _query(text, ids)
    special = {("shopOrder", "facilitator"): ["no_client"], ("shopRate", "facilitator"): ["not_found"]}
    for role in Role.values:
        asked = [] if role in allowed.split() else special.get((name, role), ["forbidden"])
        assert (role, _answered(market.room, role, query)) == (role, asked)
    if name not in ELSEWHERE:
        assert _answered(other_room, "facilitator", query) == ["not_found"]


@pytest.mark.parametrize("name", SECRETS)
def test_graphql_keeps_secrets(market: Market, ids: dict[str, int], other_room: Room, name: str) -> None:
    query = _query(SECRETS[name], ids)
    for role in Role.values:
        asked = [] if role == "producer" else ["not_found"]
        assert (role, _answered(market.room, role, query)) == (role, asked)
    assert _answered(other_room, "producer", query) == ["not_found"]


# What stewards and facilitators get in the admin; everybody else is asked to log in as one of them.
ADMIN = {
    ("exchange_brick_changelist", ""): (200, 200),
    ("exchange_brick_add", ""): (403, 200),
    ("exchange_brick_change", "brick"): (200, 200),
    ("exchange_brick_history", "brick"): (200, 200),
    ("exchange_brick_delete", "brick"): (403, 200),
    ("exchange_submission_changelist", ""): (200, 200),
    ("exchange_submission_add", ""): (403, 403),
    ("exchange_submission_change", "submission"): (200, 200),
    ("exchange_submission_delete", "submission"): (403, 403),
    ("exchange_decision_changelist", ""): (200, 200),
    ("exchange_decision_change", "decision"): (200, 200),
    ("exchange_decision_delete", "decision"): (403, 403),
    ("exchange_transfer_changelist", ""): (200, 200),
    ("exchange_transfer_add", ""): (403, 200),
    ("exchange_transfer_change", "transfer"): (200, 200),
    ("exchange_transfer_delete", "transfer"): (403, 403),
    ("exchange_seedederror_changelist", ""): (200, 200),
    ("exchange_seedederror_add", ""): (403, 403),
    ("exchange_seedederror_change", "seeded"): (302, 302),
    ("exchange_seedederror_delete", "seeded"): (403, 403),
}


def test_admin_by_role(market: Market, ids: dict[str, int], other_room: Room) -> None:
    for (name, noun), statuses in ADMIN.items():
        address = reverse(f"admin:{name}", args=[ids[noun]] if noun else [])
        found = {role: _admin(market.room.user(role), address) for role in Role.values}
        asked = dict.fromkeys(Role.values, 302) | dict(zip(("steward", "facilitator"), statuses, strict=True))
        assert (name, found) == (name, asked)
        if noun:
            assert _admin(other_room.user("facilitator"), address) in (302, 403)  # 403: not even of one's own


def _admin(user: Any, address: str) -> int:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(address).status_code
