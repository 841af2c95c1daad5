"""Datasets under several names: symlinks, renames, and two assets that turn out to be one."""

from itertools import permutations
from typing import Any

import pytest
from django.db import transaction

from catalog.commands import asset_update
from catalog.documents import AssetChange
from catalog.models import Asset
from catalog.queries.assets import asset_get, asset_named
from lineage.models import Alias
from tests.lineage.events import NAMESPACE, columns, dataset, dataset_event, facet, run_event, schema
from tests.lineage.pictures import picture
from tests.lineage.test_events_receive import asset_id, edges, links, send
from tests.people import Room


def renamed(before: str) -> dict[str, Any]:
    previous = {"namespace": NAMESPACE, "name": before}
    return {"lifecycleStateChange": facet(lifecycleStateChange="RENAME", previousIdentifier=previous)}


def symlinks(*names: str) -> dict[str, Any]:
    return {
        "symlinks": facet(
            identifiers=[{"namespace": NAMESPACE, "name": name, "type": "TABLE"} for name in names]
        )
    }


def test_renamed_asset_keeps_its_identity_and_its_documentation(room: Room) -> None:
    send(room, run_event(minute=0, run="a", inputs=["orders"], outputs=["kpi"]))
    pk = asset_id(room, "orders")
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Commandes"))
    send(room, dataset_event(5, name="sales", facets=renamed("orders")))
    asset = asset_named(room["client"], NAMESPACE, "sales")
    assert (asset["id"], asset["title_fr"]) == (pk, "Commandes")
    assert edges(room) == {("sales", "kpi")}
    send(room, run_event(minute=3, run="late", job="other", inputs=["orders"], outputs=["kpi"]))
    assert edges(room) == {("sales", "kpi")}


def test_old_name_means_another_asset_after_the_rename(room: Room) -> None:
    send(room, run_event(minute=0, inputs=["staging"], outputs=["kpi"]))
    send(room, dataset_event(5, name="sales", facets=renamed("staging")))
    send(room, run_event(minute=9, run="b", job="next", inputs=["staging"], outputs=["other"]))
    assert edges(room) == {("sales", "kpi"), ("staging", "other")}


def test_name_that_people_gave_stays_when_machines_rename(room: Room) -> None:
    send(room, dataset_event(0, name="orders"))
    pk = asset_id(room, "orders")
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(name="commandes"))
    send(room, dataset_event(5, name="sales", facets=renamed("orders")))
    send(room, run_event(minute=9, inputs=["sales"], outputs=["kpi"]))
    assert edges(room) == {("commandes", "kpi")}


def test_symlink_means_the_same_asset(room: Room) -> None:
    table = dataset("s3/orders", schema(id="int") | symlinks("orders"))
    send(
        room,
        run_event(minute=0, run="a", job="load", outputs=[table]),
        run_event(minute=5, run="b", job="use", inputs=["orders"], outputs=["kpi"]),
    )
    assert edges(room) == {("s3/orders", "kpi")}
    assert Alias.objects.get().until is None


STORIES = {
    "rename": [
        run_event(minute=0, run="a", inputs=[dataset("orders", schema(id="int"))], outputs=["kpi"]),
        dataset_event(5, name="sales", facets=renamed("orders")),
        run_event(
            minute=9,
            run="b",
            inputs=[dataset("sales", schema(amount="int"))],
            outputs=[dataset("kpi", columns(total="sales.amount"))],
        ),
    ],
    "rename twice": [
        run_event(minute=0, run="a", inputs=["orders"], outputs=["kpi"]),
        dataset_event(2, name="sales", facets=renamed("orders")),
        run_event(minute=4, run="b", job="other", inputs=["sales"], outputs=["kpi"]),
        dataset_event(6, name="deals", facets=renamed("sales")),
        run_event(minute=8, run="c", job="third", inputs=["deals"], outputs=["kpi"]),
    ],
    "symlink": [
        run_event(
            minute=0,
            run="a",
            job="load",
            inputs=["raw"],
            outputs=[dataset("s3/orders", schema(id="int") | symlinks("orders"))],
        ),
        run_event(
            minute=3,
            run="b",
            job="use",
            inputs=[dataset("orders", schema(amount="int"))],
            outputs=[dataset("kpi", columns(total="orders.amount", n="orders.id"))],
        ),
        run_event(
            minute=6, run="c", job="load", inputs=["raw"], outputs=[dataset("s3/orders", symlinks("orders"))]
        ),
    ],
}


@pytest.mark.parametrize("story", STORIES)
def test_names_may_be_told_in_any_order(room: Room, story: str) -> None:
    found = []
    for order in permutations(STORIES[story]):
        with transaction.atomic():
            send(room, *order)
            found.append(picture(room))
            transaction.set_rollback(True)
    for other in found[1:]:
        assert other == found[0]


def test_two_that_are_one_keep_what_people_wrote(room: Room) -> None:
    send(room, run_event(minute=9, inputs=["sales"], outputs=["kpi"]), dataset_event(0, name="orders"))
    pk = asset_id(room, "orders")
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Commandes"))
    send(room, dataset_event(5, name="sales", facets=renamed("orders")))
    assert asset_named(room["client"], NAMESPACE, "sales")["id"] == pk
    assert edges(room) == {("sales", "kpi")}
    assert Asset.objects.filter(namespace=NAMESPACE).count() == 2


def test_two_that_people_wrote_on_stay_two(room: Room) -> None:
    send(room, dataset_event(9, name="sales"), dataset_event(0, name="orders"))
    for name in ("sales", "orders"):
        change = AssetChange(title_fr=name.title())
        asset_update(actor=room["steward"], asset_id=asset_id(room, name), change=change)
    send(room, dataset_event(5, name="sales", facets=renamed("orders")))
    send(room, dataset_event(5, name="sales", facets=symlinks("orders")))
    titles = {
        name: asset_get(room["client"], asset_id(room, name))["title_fr"] for name in ("sales", "orders")
    }
    assert titles == {"sales": "Sales", "orders": "Orders"}


def test_field_links_follow_when_two_become_one(room: Room) -> None:
    kpi = dataset("kpi", columns(total="orders.amount"))
    send(
        room, run_event(minute=1, outputs=[kpi]), dataset_event(9, name="sales", facets=schema(amount="int"))
    )
    send(room, dataset_event(5, name="sales", facets=renamed("orders")))
    assert links(room) == {("sales.amount", "kpi.total")}


def test_long_names_are_taken(room: Room) -> None:
    long = {"namespace": "n" * 500, "name": "t" * 500}
    send(room, run_event(inputs=[long], outputs=["kpi"]))
    assert edges(room) == {("t" * 500, "kpi")}
