"""Search finds what people type, the best first, at once, and nothing of another room."""

from typing import Any

import pytest

from catalog.commands import asset_delete, asset_update, assets_create, system_update, term_update
from catalog.documents import AssetChange, AssetDocument, AssetFilter
from catalog.models import System, Term
from catalog.queries.assets import asset_facets, assets_page
from common.errors import Invalid
from tests.people import Room


@pytest.fixture
def shop(room: Room) -> Room:
    """A few assets as a shop has them."""
    room.asset(
        name="client", title_fr="Client", title_en="Customer", description_fr="Une personne qui achète",
        fields=[{"name": "id", "type": "integer"}, {"name": "courriel", "description_en": "Contact address"}],
        ownerships=[{"participant": "owner", "responsibility": "accountable"}], personal_data=True,
        sensitivity={"confidentiality": 3}, terms=["personal-data"],
    )  # fmt: skip
    room.asset(name="order_line", title_fr="Ligne de commande", title_en="", system="erp", tags=["Été 2026"])
    room.asset(name="client_archive", title_fr="Anciens clients", system="datalake", personal_data=True)
    room.asset(
        name="été", title_fr="Ventes de l’été", kind="indicator", system="data-analyse", personal_data=False
    )
    return room


def names(room: Room, q: str = "", **conditions: Any) -> list[str]:
    page = assets_page(room["client"], AssetFilter.read({"q": q, **conditions}))
    assert page.total == len(page.rows)
    return [row["name"] for row in page.rows]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("client", ["client", "client_archive"]),
        ("CLIENT", ["client", "client_archive"]),
        ("Customer", ["client"]),
        ("ete", ["été", "order_line"]),  # the name before the tag
        ("ÉTÉ", ["été", "order_line"]),
        ("été", ["été", "order_line"]),
        ("cli", ["client", "client_archive"]),
        ("line order", ["order_line"]),
        ("OrderLine", ["order_line"]),
        ("order_line", ["order_line"]),
        ("achete", ["client"]),  # description
        ("courriel", ["client"]),  # field
        ("contact address", ["client"]),  # description of a field
        ("2026", ["order_line"]),  # tag
        ("owner", ["client"]),
        ("donnée personnelle", ["client"]),  # term
        ("datalake", ["client_archive"]),  # system
        ("ventes l’été", ["été"]),
        ("zebra", []),
    ],
)
def test_words_find_assets(shop: Room, q: str, found: list[str]) -> None:
    assert names(shop, q) == found


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("cleint", ["client", "client_archive"]),
        ("clinet", ["client", "client_archive"]),
        ("comande", ["order_line"]),
        ("custommer", ["client"]),
        ("archve", ["client_archive"]),
    ],
)
def test_slip_is_corrected_and_said(shop: Room, q: str, found: list[str]) -> None:
    page = assets_page(shop["client"], AssetFilter(q=q))
    assert [row["name"] for row in page.rows] == found
    assert q in page.note


def test_words_that_are_never_together_find_some_and_say_so(shop: Room) -> None:
    page = assets_page(shop["client"], AssetFilter(q="client commande"))
    assert {row["name"] for row in page.rows} == {"client", "client_archive", "order_line"}
    assert page.note != ""
    assert assets_page(shop["client"], AssetFilter(q="ligne commande")).note == ""


@pytest.mark.parametrize(
    "q", ['"', "*", "'", "%", "_", "client*", '"client', "client OR", "NEAR(client", "a:b", "-client", "(client)",
          "client & |", "!client", "\\", "clientèle:*", "'; DROP TABLE x --", "🧱", "ß", "ﬁ", "a" * 200]
)  # fmt: skip
def test_any_text_can_be_typed(shop: Room, q: str) -> None:
    page = assets_page(shop["client"], AssetFilter(q=q))
    assert page.total == len(page.rows)
    asset_facets(shop["client"], AssetFilter(q=q))


def test_text_without_letters_asks_for_some(shop: Room) -> None:
    page = assets_page(shop["client"], AssetFilter(q="!?"))
    assert (page.rows, page.note != "") == ([], True)


def test_exact_name_comes_before_those_that_mention_it_more(room: Room) -> None:
    for number in range(5):
        text = "client " * 20
        room.asset(name=f"client_{number}", title_fr="Client client", description_fr=text, tags=["client"])
    room.asset(name="client", title_fr="", fields=[], primary_key=[])
    assert names(room, "client")[0] == "client"
    assert names(room, "Client client")[0] != "client"  # the exact title first


# Filters


def test_filters_narrow_a_search(shop: Room) -> None:
    assert names(shop, "client", system=["crm"]) == ["client"]
    assert names(shop, "client", zone=["raw"]) == ["client_archive"]
    assert names(shop, "cleint", system=["crm"]) == ["client"]
    assert names(shop, "ete", kind=["indicator"]) == ["été"]
    assert names(shop, "client", owner=["owner"]) == ["client"]
    assert names(shop, "client", term=["personal-data"], confidentiality_min=3) == ["client"]
    assert names(shop, "client", confidentiality_min=4) == []
    assert names(shop, "client", personal_data=False) == []


def test_facets_count_what_each_value_would_give(shop: Room) -> None:
    counts = asset_facets(shop["client"], AssetFilter.read({"q": "client", "system": ["crm"]}))
    assert counts["system"] == {"crm": 1, "datalake": 1}  # beside its own condition
    assert (counts["kind"], counts["personal_data"]) == ({"dataset": 1}, {True: 1})
    everything = asset_facets(shop["client"], AssetFilter())
    assert everything["kind"] == {"dataset": 3, "indicator": 1}
    assert sum(everything["to_complete"].values()) == 4


def test_facets_agree_with_the_list(shop: Room) -> None:
    for q in ("", "client", "ete", "cleint"):
        counts = asset_facets(shop["client"], AssetFilter(q=q))
        for facet in ("kind", "zone", "system", "status"):
            for value, count in counts[facet].items():
                assert len(names(shop, q, **{facet: [value]})) == count


# Fresh


def test_what_was_written_is_found_at_once(shop: Room) -> None:
    pk = assets_page(shop["client"], AssetFilter(name="order_line")).rows[0]["id"]
    asset_update(actor=shop["steward"], asset_id=pk, change=AssetChange(title_fr="Panier", name="basket"))
    assert (names(shop, "panier"), names(shop, "basket"), names(shop, "commande")) == (
        ["basket"],
        ["basket"],
        [],
    )
    fields = [{"name": "montant"}]
    asset_update(
        actor=shop["steward"], asset_id=pk, change=AssetChange.read({"fields": fields, "primary_key": []})
    )
    assert names(shop, "montant") == ["basket"]
    asset_delete(actor=shop["steward"], asset_id=pk)
    assert (names(shop, "basket"), names(shop, "montant")) == ([], [])


def test_renamed_system_and_term_are_found_at_once(shop: Room) -> None:
    system = System.objects.get(workshop=shop.workshop, code="datalake")
    system_update(actor=shop["steward"], system_id=system.pk, values={"title_fr": "Entrepôt"})
    assert names(shop, "entrepot") == ["client_archive"]
    term = Term.objects.get(workshop=shop.workshop, code="personal-data")
    term_update(actor=shop["steward"], term_id=term.pk, values={"name_fr": "Donnée intime"})
    assert names(shop, "intime") == ["client"]


# Other rooms


@pytest.mark.parametrize("q", ["client", "cleint", "ete", "owner", "courriel", ""])
def test_another_workshop_is_never_found(shop: Room, other_room: Room, q: str) -> None:
    assert names(other_room, q) == []
    assert all(
        not any(counts.values()) for counts in asset_facets(other_room["client"], AssetFilter(q=q)).values()
    )
    other_room.asset(name="client")
    assert names(other_room, "client") == ["client"]


# Pages


def test_pages_of_a_search_give_each_asset_once_both_ways(room: Room) -> None:
    documents = [AssetDocument(system="crm", name=f"brick_{n}", title_fr="Brique") for n in range(23)]
    assets_create(actor=room["steward"], documents=documents)
    wanted = AssetFilter(q="brick")
    pages = [assets_page(room["client"], wanted, limit=5)]
    while pages[-1].next:
        pages.append(assets_page(room["client"], wanted, limit=5, after=pages[-1].next))
    found = [row["name"] for page in pages for row in page.rows]
    assert (sorted(found), len(found)) == (sorted(f"brick_{n}" for n in range(23)), 23)
    back = [pages[-1]]
    while back[0].previous:
        back.insert(0, assets_page(room["client"], wanted, limit=5, before=back[0].previous))
    assert [row["name"] for page in back for row in page.rows] == found


def test_forged_cursor_of_a_search_is_refused(shop: Room) -> None:
    for cursor in ("x", "WyJhIl0=", "Wy0xXQ=="):
        with pytest.raises(Invalid):
            assets_page(shop["client"], AssetFilter(q="client"), after=cursor)
