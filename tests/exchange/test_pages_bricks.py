"""Pages of bricks: what is refused stands beside its input, what is decided is said, lists cost the same."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exchange.models import Brick, Decision, Submission, Transfer
from tests.exchange.conftest import ALICE, BOB, FIRST, LAMP, Market, Visit


def send(client: Client, path: str, **values: Any) -> Any:
    return client.post(path, values)


def test_brick_is_sent_by_its_form_once(market: Market, visit: Visit) -> None:
    producer, path = visit(market.room, "producer"), f"/assets/{market.client}/bricks/new/"
    form = producer.get(path).context["form"]
    assert (form["f0"].value(), form["f1"].value()) == ("1", "")  # the next number
    for _time in range(2):  # a phone in a tunnel
        answer = send(producer, path, key="k", f0="7", f1="Alice", f2="")
        assert answer.status_code == 302
    brick = Brick.objects.get()
    assert (brick.values, brick.key, answer["Location"]) == (
        {"client_id": 7, "nom": "Alice"},
        "7",
        f"{path}?sent={brick.pk}",
    )
    assert producer.get(answer["Location"]).context["sent"]["id"] == brick.pk


def test_wrong_shape_stands_beside_its_input(market: Market, visit: Visit) -> None:
    producer = visit(market.room, "producer")
    answer = send(producer, f"/assets/{market.client}/bricks/new/", key="k", f0="sept", f1="Alice")
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["f0"]
    assert answer.context["form"]["f1"].value() == "Alice"
    assert not Brick.objects.exists()


def test_links_offer_what_they_may_point_to(market: Market, visit: Visit) -> None:
    market.send(market.client, ALICE, BOB)
    page = visit(market.room, "producer").get(f"/assets/{market.order}/bricks/new/")
    assert dict(page.context["form"].suggestions)["suggested-f1"] == [(2, "Bob"), (1, "Alice")]


def test_file_is_sent_or_its_lines_are_named(market: Market, visit: Visit) -> None:
    producer, path = visit(market.room, "producer"), f"/assets/{market.client}/bricks/file/"
    wrong = SimpleUploadedFile("clients.csv", b"client_id;nom\n1;Alice\nx;Bob\n")
    refused = producer.post(path, {"key": "k", "file": wrong})
    assert refused.status_code == 400
    assert "3.client_id" in str(refused.context["form"].non_field_errors())
    right = SimpleUploadedFile("clients.jsonl", b'{"client_id": 1}\n{"client_id": 2}\n')
    assert producer.post(path, {"key": "k", "file": right}).status_code == 302
    assert [b.key for b in Brick.objects.order_by("pk")] == ["1", "2"]


def test_correction_does_not_overwrite_anothers(market: Market, visit: Visit) -> None:
    (pk,) = market.send(market.client, ALICE)
    producer, path = visit(market.room, "producer"), f"/bricks/{pk}/correct/"
    assert send(producer, path, key="k", version="1", f0="1", f1="Alicia", reason="faute").status_code == 302
    late = send(producer, path, key="k", version="1", f0="1", f1="Alix")
    assert late.status_code == 412
    assert late.context["form"]["f1"].value() == "Alicia"
    assert Brick.objects.get(pk=pk).history.latest("history_id").history_change_reason == "faute"


def test_owner_ticks_samples_and_decides(market: Market, visit: Visit) -> None:
    owner = visit(market.room, "owner")
    pk = market.sent(market.client, ALICE, BOB)
    first, second = Brick.objects.filter(submission=pk).order_by("pk").values_list("pk", flat=True)
    path = f"/verification/{pk}/"
    nothing = send(owner, path, verdict="accepted", scope="chosen")
    assert nothing.status_code == 409
    silent = send(owner, path, verdict="returned", scope="chosen", brick=first)
    assert list(silent.context["form"].errors) == ["reason"]
    assert (
        send(owner, path, verdict="returned", scope="chosen", brick=first, reason="flou").status_code == 302
    )
    sample = owner.get(f"{path}?sample")
    assert [brick["id"] for brick in sample.context["bricks"]] == [second]
    assert send(owner, path, verdict="accepted", scope="whole", seen=second).status_code == 302
    assert list(Decision.objects.order_by("pk").values_list("verdict", "basis", "seen")) == [
        ("returned", "chosen", []),
        ("accepted", "sample", [second]),
    ]


def test_owner_decides_on_several_sends_at_once(market: Market, visit: Visit) -> None:
    sends = [
        market.sent(market.client, ALICE),
        market.sent(market.order, FIRST),
        market.sent(market.client, BOB),
    ]
    owner = visit(market.room, "owner")
    assert len(owner.get("/verification/").context["page"].rows) == 3
    assert send(owner, "/verification/", verdict="accepted", submission=sends[:2]).status_code == 302
    assert [row["id"] for row in owner.get("/verification/").context["page"].rows] == sends[2:]


def test_engineer_copies_with_one_button(market: Market, visit: Visit) -> None:
    market.stock(market.client, ALICE)
    engineer = visit(market.room, "engineer")
    answer = send(engineer, "/transfers/", way=f"{market.client}:datalake")
    transfer = Transfer.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/transfers/{transfer.pk}/")
    assert engineer.get(answer["Location"]).context["transfer"]["copied_count"] == 1
    assert send(engineer, "/transfers/", way=f"{market.client}:data-store").status_code == 409
    assert send(engineer, "/transfers/", way="nonsense").status_code == 400


def test_client_shops(market: Market, visit: Visit) -> None:
    (lamp,) = market.send(market.product, LAMP)
    client = visit(market.room, "client")
    assert client.get("/shop/")["Location"] == "/shop/me/"
    assert send(client, "/shop/me/", key="k", name="Zoé", region="Corse")["Location"] == "/shop/"
    for _time in range(2):
        assert send(client, "/shop/", key="order", **{f"q{lamp}": "2"}).status_code == 302
    order = Brick.objects.get(asset=market.order)
    assert send(client, f"/shop/orders/{order.pk}/satisfaction/", happy="false").status_code == 302
    order.refresh_from_db()
    assert (order.values["quantite"], order.values["satisfaction"]) == (2, "pas content")
    assert send(client, "/shop/", key="none").status_code == 400


def test_secrets_are_shown_to_their_author_only(market: Market, visit: Visit) -> None:
    (pk,) = market.send(market.order, FIRST)
    producer = visit(market.room, "producer")
    hidden = send(producer, f"/bricks/{pk}/hide-error/", kind="link", note="le secret")
    assert hidden.status_code == 302
    for path in ("/seeded-errors/", f"/bricks/{pk}/"):
        assert "le secret" not in visit(market.room, "facilitator").get(path).content.decode()
    assert "le secret" in producer.get("/seeded-errors/").content.decode()
    assert send(visit(market.room, "facilitator"), "/seeded-errors/reveal/").status_code == 302
    assert "le secret" in visit(market.room, "client").get("/seeded-errors/").content.decode()


@pytest.mark.parametrize(
    ("role", "path", "queries"),
    [
        ("owner", "/verification/", 9),
        ("producer", "/submissions/?everybody", 9),
        ("consumer", "/assets/{client}/bricks/", 14),
        ("engineer", "/transfers/", 13),
    ],
)
def test_pages_cost_the_same_however_long(
    market: Market, visit: Visit, role: str, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    reader, address = visit(market.room, role), path.format(client=market.client)
    market.send(market.client, ALICE)
    reader.get(address)
    for count in (1, 3):
        while Submission.objects.count() < count:
            market.send(market.client, ALICE)
        with django_assert_num_queries(queries):
            assert reader.get(address).status_code == 200


def test_page_of_an_asset_shows_its_bricks(market: Market, visit: Visit) -> None:
    market.send(market.client, ALICE, BOB)
    owner, path = visit(market.room, "owner"), f"/assets/{market.client}/bricks/panel/"
    assert f'hx-get="{path}"' in owner.get(f"/assets/{market.client}/").content.decode()
    panel = owner.get(path, headers={"HX-Request": "true"})
    assert (panel.context["stock"]["brick_count"], len(panel.context["bricks"])) == (2, 2)
    assert owner.get(path)["Location"] == f"/assets/{market.client}/bricks/"
