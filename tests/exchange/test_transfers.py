"""Copies, never moves: incremental, whole or not at all, with origins, quarantine and lineage."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.commands import asset_update
from catalog.documents import AssetChange
from catalog.queries.assets import asset_get
from common.errors import Conflict, Forbidden, NotFound
from exchange.commands import asset_copy, brick_change, bricks_withdraw, transfer_run
from exchange.commands.transfers import copy_of
from exchange.documents import BrickFilter, Refusal
from exchange.models import Brick, BrickOrigin, Rejection, Transfer
from exchange.queries.bricks import bricks_page
from exchange.queries.origins import copies_of, descendants_of, origins_of, sources_of
from exchange.queries.transfers import rejections_page, transfer_candidates, transfer_get, transfers_page
from lineage.commands import edges_draw
from lineage.documents import EdgeDocument
from lineage.models import FieldEdge, Origin, Run
from tests.exchange.conftest import ALICE, BOB, Market

EVE = {"client_id": 3, "nom": "Eve"}
COUNTS = ("read", "copied", "updated", "unchanged", "rejected", "removed", "waiting")
WRONG = [Refusal(7, "La région manque.", "The region is missing.")]


def counts(transfer_id: int) -> dict[str, int]:
    """The counts of a transfer that are not 0."""
    row = Transfer.objects.values(*(f"{name}_count" for name in COUNTS)).get(pk=transfer_id)
    return {name: row[f"{name}_count"] for name in COUNTS if row[f"{name}_count"]}


def lake(market: Market, source: int | None = None, system: str = "datalake") -> int:
    return asset_copy(actor=market.actor("engineer"), source_id=source or market.client, system=system)


def run(market: Market, source: int, target: int, by: str = "engineer", **options: Any) -> int:
    return transfer_run(actor=market.actor(by), source_id=source, target_id=target, **options)


def test_accepted_bricks_are_copied_and_the_source_keeps_them(market: Market) -> None:
    ids = market.stock(market.client, ALICE, BOB)
    market.send(market.client, EVE)
    raw = lake(market)
    transfer = run(market, market.client, raw)
    assert counts(transfer) == {"read": 2, "copied": 2, "waiting": 1}
    assert market.values(raw) == [ALICE, BOB]
    assert market.values(market.client) == [ALICE, BOB, EVE]
    copies = Brick.objects.filter(asset=raw).order_by("pk")
    assert [(b.key, b.state, b.version, b.producer_id) for b in copies] == [
        (key, "accepted", 1, market.actor("producer").participant_id) for key in ("1", "2")
    ]
    origins = BrickOrigin.objects.filter(transfer=transfer).order_by("brick")
    assert [(o.brick_id, o.origin_id, o.origin_version) for o in origins] == [
        (copy.pk, pk, 2) for copy, pk in zip(copies, ids, strict=True)
    ]
    assert Brick.history.filter(asset=raw, history_type="+").count() == 2


def test_again_copies_nothing_twice(market: Market) -> None:
    market.stock(market.client, ALICE, BOB)
    raw = lake(market)
    run(market, market.client, raw)
    assert counts(run(market, market.client, raw)) == {"read": 2, "unchanged": 2}
    assert market.values(raw) == [ALICE, BOB]


def test_correction_at_the_source_updates_its_copy_once_it_is_accepted(market: Market) -> None:
    first, _second = market.stock(market.client, ALICE, BOB)
    raw = lake(market)
    run(market, market.client, raw)
    brick_change(actor=market.actor("producer"), brick_id=first, values={"region": "Corse"})
    assert counts(run(market, market.client, raw)) == {"read": 1, "unchanged": 1, "waiting": 1}
    assert market.values(raw)[0]["region"] == "Bretagne"
    market.accept(market.client)
    assert counts(run(market, market.client, raw)) == {"read": 2, "updated": 1, "unchanged": 1}
    copy = Brick.objects.filter(asset=raw).earliest("pk")
    assert (copy.values, copy.version) == ({**ALICE, "region": "Corse"}, 2)
    assert list(Brick.history.filter(id=copy.pk).values_list("history_type", flat=True)) == ["~", "+"]
    assert counts(run(market, market.client, raw)) == {"read": 2, "unchanged": 2}


def test_new_bricks_come_beside_the_old(market: Market) -> None:
    market.stock(market.client, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    market.stock(market.client, BOB)
    assert counts(run(market, market.client, raw)) == {"read": 2, "copied": 1, "unchanged": 1}


def test_copy_goes_when_its_origin_is_withdrawn(market: Market) -> None:
    first, _second = market.stock(market.client, ALICE, BOB)
    raw = lake(market)
    run(market, market.client, raw)
    bricks_withdraw(actor=market.actor("producer"), brick_ids=[first])
    assert counts(run(market, market.client, raw)) == {"read": 1, "unchanged": 1, "removed": 1}
    assert market.values(raw) == [BOB]
    assert Brick.history.filter(asset=raw, history_type="-").count() == 1


def test_duplicates_are_copied_as_they_are(market: Market) -> None:
    market.stock(market.client, ALICE, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    assert market.values(raw) == [ALICE, ALICE]


def test_data_goes_up_floor_by_floor(market: Market) -> None:
    market.stock(market.client, ALICE, BOB)
    floors = [market.client]
    for system in ("datalake", "etl", "data-store"):
        floors.append(lake(market, floors[-1], system))
        run(market, floors[-2], floors[-1])
    assert [market.values(floor) for floor in floors] == [[ALICE, BOB]] * 4
    assert asset_get(market.actor("client"), floors[-1])["namespace"] == "bricks/data-store"
    actor = market.actor("engineer")
    columns = [
        list(Brick.objects.filter(asset=f).order_by("pk").values_list("pk", flat=True)) for f in floors
    ]
    tops, roots = columns[-1], columns[0]
    assert sources_of(actor, tops) == dict(zip(tops, roots, strict=True))
    assert descendants_of(actor, roots) == {
        pk: {column[n] for column in columns[1:]} for n, pk in enumerate(roots)
    }
    assert origins_of(actor, roots) == {pk: [] for pk in roots}
    assert copies_of(actor, columns[1]) == {pk: [columns[2][n]] for n, pk in enumerate(columns[1])}


WRONG_WAYS = (
    ("crm", "etl"), ("crm", "data-store"), ("crm", "erp"), ("datalake", "crm"), ("datalake", "data-store"),
    ("etl", "datalake"), ("data-store", "ia"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "target"), WRONG_WAYS)
def test_no_floor_is_skipped_and_nothing_goes_down(market: Market, source: str, target: str) -> None:
    ends = [market.room.asset(name=f"{n}", system=system) for n, system in enumerate((source, target))]
    with pytest.raises(Conflict) as caught:
        run(market, ends[0], ends[1])
    assert caught.value.code == "zone"
    with pytest.raises(Conflict):
        lake(market, ends[0], target)


def test_what_is_skipped_stands_rejected_and_in_quarantine(market: Market) -> None:
    first, second = market.stock(market.client, ALICE, EVE)
    raw = lake(market)
    run(market, market.client, raw)
    clean = lake(market, raw, "etl")
    bad = Brick.objects.get(asset=raw, key="3")
    transfer = run(market, raw, clean, skip={bad.pk: WRONG, first: WRONG, 999: WRONG})
    assert counts(transfer) == {"read": 2, "copied": 1, "rejected": 1}
    assert market.values(clean) == [ALICE]
    page = rejections_page(market.actor("owner"), transfer)
    assert [(row["brick_id"], row["brick_version"], row["refusals"]) for row in page.rows] == [
        (bad.pk, 1, [{"rule": 7, "fr": "La région manque.", "en": "The region is missing."}])
    ]
    quarantine = transfer_get(market.actor("owner"), transfer)["quarantine_id"]
    asset = asset_get(market.actor("owner"), quarantine)
    assert (asset["zone"], asset["namespace"]) == ("quarantine", "bricks/quarantine")
    assert market.values(quarantine) == [EVE]
    assert second == sources_of(market.actor("owner"), [Brick.objects.get(asset=quarantine).pk]).popitem()[1]


def test_corrected_brick_leaves_quarantine(market: Market) -> None:
    (source,) = market.stock(market.client, EVE)
    raw = lake(market)
    run(market, market.client, raw)
    clean, copy = lake(market, raw, "etl"), Brick.objects.get(asset=raw).pk
    transfer = run(market, raw, clean, skip={copy: WRONG})
    quarantine = transfer_get(market.actor("owner"), transfer)["quarantine_id"]
    again = run(market, raw, clean, skip={copy: WRONG})
    assert (counts(again), market.values(quarantine)) == ({"read": 1, "rejected": 1}, [EVE])
    brick_change(actor=market.actor("producer"), brick_id=source, values={"region": "Corse"})
    market.accept(market.client)
    run(market, market.client, raw)
    assert counts(run(market, raw, clean)) == {"read": 1, "copied": 1}
    assert (market.values(quarantine), market.values(clean)) == ([], [{**EVE, "region": "Corse"}])


def test_last_good_copy_stays_when_a_correction_fails(market: Market) -> None:
    (source,) = market.stock(market.client, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    clean = lake(market, raw, "etl")
    run(market, raw, clean)
    brick_change(actor=market.actor("owner"), brick_id=source, values={"region": "?"})
    run(market, market.client, raw)
    copy = Brick.objects.get(asset=raw).pk
    assert counts(run(market, raw, clean, skip={copy: WRONG})) == {"read": 1, "rejected": 1}
    assert market.values(clean) == [ALICE]


def test_what_entered_is_not_rejected_afterwards(market: Market) -> None:
    market.stock(market.client, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    clean, copy = lake(market, raw, "etl"), Brick.objects.get(asset=raw).pk
    run(market, raw, clean)
    assert counts(run(market, raw, clean, skip={copy: WRONG})) == {"read": 1, "unchanged": 1}
    assert not Rejection.objects.exists()


def test_candidates_are_what_a_run_would_take(market: Market) -> None:
    first, second = market.stock(market.client, ALICE, BOB)
    market.send(market.client, EVE)
    raw, actor = lake(market), market.actor("engineer")
    assert set(transfer_candidates(actor, market.client, raw).values_list("pk", flat=True)) == {first, second}
    run(market, market.client, raw)
    assert not transfer_candidates(actor, market.client, raw).exists()
    brick_change(actor=market.actor("owner"), brick_id=second, values={"nom": "Robert"})
    assert [b.pk for b in transfer_candidates(actor, market.client, raw)] == [second]


def test_target_takes_only_its_own_fields(market: Market) -> None:
    """A business-ready set needs less: what its sheet does not have does not enter."""
    market.stock(market.client, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    clean = lake(market, raw, "etl")
    keep = [{"name": name, "type": kind} for name, kind in (("client_id", "integer"), ("region", "string"))]
    change = AssetChange.read({"fields": keep})
    asset_update(actor=market.actor("facilitator"), asset_id=clean, change=change)
    run(market, raw, clean)
    assert market.values(clean) == [{"client_id": 1, "region": "Bretagne"}]


def test_raw_follows_the_fields_of_its_source(market: Market) -> None:
    market.stock(market.client, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    source = asset_get(market.actor("steward"), market.client)
    fields = [{"id": f["id"], "name": f["name"], "type": f["type"]} for f in source["fields"]]
    change = AssetChange.read({"fields": [*fields, {"name": "email", "type": "string"}]})
    asset_update(actor=market.actor("facilitator"), asset_id=market.client, change=change)
    market.stock(market.client, {**BOB, "email": "bob@example.org"})
    run(market, market.client, raw)
    assert market.values(raw)[1]["email"] == "bob@example.org"
    assert [f["name"] for f in asset_get(market.actor("steward"), raw)["fields"]][-1] == "email"


def test_fields_of_one_name_and_two_types_keep_assets_apart(market: Market) -> None:
    fields = [{"name": "client_id", "type": "string"}]
    target = market.room.asset(name="other", system="datalake", fields=fields, primary_key=["client_id"])
    with pytest.raises(Conflict) as caught:
        run(market, market.client, target)
    assert caught.value.code == "types"


@pytest.mark.parametrize("role", ["producer", "client", "steward", "consumer", "analyst", "scientist", "dpo"])
def test_only_the_engineer_and_the_owner_copy(market: Market, role: str) -> None:
    raw = lake(market)
    with pytest.raises(Forbidden):
        run(market, market.client, raw, by=role)
    with pytest.raises(Forbidden):
        asset_copy(actor=market.actor(role), source_id=market.product, system="datalake")


@pytest.mark.parametrize("role", ["engineer", "owner", "facilitator"])
def test_engineer_and_owner_copy(market: Market, role: str) -> None:
    market.stock(market.client, ALICE)
    raw = asset_copy(actor=market.actor(role), source_id=market.client, system="datalake")
    assert counts(run(market, market.client, raw, by=role))["copied"] == 1


def test_another_workshops_assets_do_not_exist(market: Market, other_market: Market) -> None:
    raw, theirs = lake(market), lake(other_market)
    for ends in ((market.client, theirs), (other_market.client, raw), (other_market.client, theirs)):
        with pytest.raises(NotFound):
            run(market, *ends)
    transfer = run(other_market, other_market.client, theirs)
    with pytest.raises(NotFound):
        transfer_get(market.actor("engineer"), transfer)
    with pytest.raises(NotFound):
        rejections_page(market.actor("engineer"), transfer)
    assert transfers_page(market.actor("engineer")).total == 0


# Lineage


def test_transfer_is_a_run_that_draws_the_edge_and_its_fields(market: Market) -> None:
    market.stock(market.client, ALICE)
    raw = lake(market)
    transfer = Transfer.objects.get(pk=run(market, market.client, raw))
    record = Run.objects.get(pk=transfer.run_id or 0)
    assert (record.job.namespace, record.job.name) == ("bricks", "transfer crm.client → datalake.client")
    assert (record.state, record.started_at) == ("completed", transfer.started_at)
    origin = Origin.objects.get()
    assert (origin.source_id, origin.target_id, origin.kind) == (market.client, raw, "transfer")
    assert FieldEdge.objects.filter(valid_until=None).count() == 3
    facets = {d.side: {n: f["body"] for n, f in d.facets.items()} for d in record.datasets.all()}
    assert facets == {
        "input": {"inputStatistics": {"rowCount": 1}},
        "output": {"outputStatistics": {"rowCount": 1}},
    }


def test_renamed_assets_keep_their_job_and_edge(market: Market) -> None:
    raw = lake(market)
    run(market, market.client, raw)
    change = AssetChange.read({"name": "personne"})
    asset_update(actor=market.actor("facilitator"), asset_id=market.client, change=change)
    run(market, market.client, raw)
    assert Run.objects.values("job").distinct().count() == 1
    assert Origin.objects.count() == 1
    assert copy_of(market.actor("engineer"), market.client, "datalake") == raw


def test_quarantine_is_in_the_lineage(market: Market) -> None:
    market.stock(market.client, ALICE)
    raw = lake(market)
    run(market, market.client, raw)
    clean, copy = lake(market, raw, "etl"), Brick.objects.get(asset=raw).pk
    transfer = Transfer.objects.get(pk=run(market, raw, clean, skip={copy: WRONG}))
    targets = set(Origin.objects.filter(source_id=raw, valid_until=None).values_list("target_id", flat=True))
    assert targets == {clean, transfer.quarantine_id}


# The sheet of a copy


def test_mirror_has_the_sheet_of_its_source_as_a_draft(market: Market) -> None:
    owner = market.actor("owner")
    rating = AssetChange.read({"sensitivity": {"confidentiality": 3}, "importance": 4})
    asset_update(actor=owner, asset_id=market.client, change=rating)
    raw = lake(market)
    source, mirror = asset_get(owner, market.client), asset_get(owner, raw)
    assert (mirror["system"], mirror["namespace"], mirror["name"], mirror["status"]) == (
        "datalake",
        "bricks/datalake",
        "client",
        "draft",
    )
    for name in ("kind", "colour", "shape", "title_fr", "sensitivity", "importance", "primary_key"):
        assert mirror[name] == source[name]
    assert [f["name"] for f in mirror["fields"]] == [f["name"] for f in source["fields"]]
    assert [(o["participant"], o["responsibility"]) for o in mirror["ownerships"]] == [
        ("owner", "accountable")
    ]
    assert lake(market) == raw


def test_mirrors_point_to_each_other_whatever_comes_first(market: Market) -> None:
    order = lake(market, market.order)
    assert asset_get(market.actor("client"), order)["foreign_keys"] == []
    client, product = lake(market, market.client), lake(market, market.product)
    keys = asset_get(market.actor("client"), order)["foreign_keys"]
    assert {key["name"]: key["target"]["id"] for key in keys} == {
        "commande_client": client,
        "commande_produit": product,
    }


def test_mirror_takes_no_name_that_is_taken(market: Market) -> None:
    market.room.asset(name="client", namespace="bricks/datalake", system="etl")
    with pytest.raises(Conflict):
        lake(market)


def test_list_of_transfers_costs_the_same_however_long(
    market: Market, django_assert_num_queries: object
) -> None:
    actor, raw = market.actor("owner"), lake(market)
    for count in (1, 3):
        while Transfer.objects.count() < count:
            run(market, market.client, raw)
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert len(transfers_page(actor, source=market.client).rows) == count


def test_bricks_of_a_transfer_are_found(market: Market) -> None:
    market.stock(market.client, ALICE, BOB)
    raw = lake(market)
    transfer = run(market, market.client, raw)
    page = bricks_page(market.actor("owner"), BrickFilter(transfer=transfer))
    assert [row["key"] for row in page.rows] == ["1", "2"]


def test_a_transfer_costs_the_same_however_many_bricks(market: Market) -> None:
    """Sets, not loops: three times the bricks are as many statements."""
    raw, seen = lake(market), []
    run(market, market.client, raw)
    for count in (1, 300):
        market.stock(market.client, *({"client_id": n, "nom": "x"} for n in range(count)))
        with CaptureQueriesContext(connection) as queries:
            run(market, market.client, raw)
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_flow_that_was_drawn_is_the_way_that_bricks_take(market: Market) -> None:
    """The engineer drew it in the lineage before the first copy: no second sheet is made."""
    drawn = market.room.asset(
        name="client_brut",
        system="datalake",
        fields=[{"name": "client_id", "type": "integer"}],
        primary_key=[],
    )
    document = EdgeDocument(source=market.client, target=drawn)
    edges_draw(actor=market.actor("engineer"), documents=[document])
    assert lake(market) == drawn
    other = market.room.asset(name="client_bis", system="datalake")
    edges_draw(actor=market.actor("engineer"), documents=[EdgeDocument(source=market.client, target=other)])
    assert lake(market) not in (drawn, other)
