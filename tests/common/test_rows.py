"""Plain rows by ids: any number of them, in one statement."""

from typing import Any

from catalog.commands import assets_create
from catalog.documents import AssetDocument
from catalog.models import Asset, Ownership
from common.rows import REMEMBERED, RowsByIds
from tests.people import Room


def test_few_and_many_ids_give_the_same_rows(room: Room, django_assert_num_queries: Any) -> None:
    documents = [AssetDocument(system="crm", name=f"n{n}") for n in range(3)]
    ids = assets_create(actor=room["steward"], documents=documents)
    strangers = list(range(max(ids) + 1, max(ids) + 40_000))
    rows = RowsByIds(Asset.objects.exclude(name="n1").order_by("-name"), "id", ("id", "name"), "workshop_id")
    wanted = [{"id": ids[2], "name": "n2"}, {"id": ids[0], "name": "n0"}]
    for asked in (ids, [*ids, *strangers[:REMEMBERED]], [*ids, *strangers]):
        with django_assert_num_queries(1):
            assert rows(asked, room.workshop.pk) == wanted
    assert rows(ids, room.workshop.pk + 1) == []
    assert rows([], room.workshop.pk) == []


def test_among_takes_keys_and_foreign_keys_and_texts(room: Room) -> None:
    pk = room.asset(ownerships=[{"participant": "owner", "responsibility": "accountable"}])
    many = range(pk, pk + 50_000)
    assert list(Asset.objects.filter(pk__among=many).values_list("pk", flat=True)) == [pk]
    assert Ownership.objects.filter(asset__among=many).count() == 1
    assert Asset.objects.filter(name__among=["client", "x"]).count() == 1
    assert not Asset.objects.filter(pk__among=[]).exists()
