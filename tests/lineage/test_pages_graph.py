"""The graph's pages: what stands in them without a script, what the script is given, the panel on an asset's page."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lineage.commands import edge_remove, lowering_ask, lowering_review
from lineage.documents import LoweringDocument, ReviewDocument
from lineage.models import Edge
from lineage.templatetags.lineage_words import moment
from tests.catalog.conftest import Visit
from tests.lineage.conftest import Draw
from tests.people import Room

ENGLISH = {"Accept-Language": "en"}
HTMX = {**ENGLISH, "HX-Request": "true"}
SECRET, OPEN = {"sensitivity": {"confidentiality": 3}}, {"sensitivity": {"confidentiality": 1}}


@pytest.fixture
def client(room: Room, visit: Visit) -> Client:
    return visit(room, "engineer")


def text(page: Any) -> str:
    """What a reader sees, in one line."""
    return " ".join(
        re.sub(r"<svg.*?</svg>|<script.*?</script>|<[^>]+>", " ", page.content.decode(), flags=re.S).split()
    )


def drawing(page: Any) -> dict[str, Any]:
    found = re.search(r'<script id="drawing"[^>]*>(.*?)</script>', page.content.decode(), re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def names(page: Any) -> set[str]:
    return {node["name"] for node in drawing(page)["nodes"]}


def test_page_tells_the_lineage_without_a_script(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "b>c", "c>b")
    page = client.get(f"/assets/{ids['b']}/lineage/", headers=ENGLISH)
    lines = page.context["trees"]
    assert [line["node"]["name"] for line in lines["upstream"]] == ["a", "c", "b"]
    assert [(line["node"]["name"], line["row"].is_cycle) for line in lines["downstream"]] == [
        ("c", False),
        ("b", True),
    ]
    html = page.content.decode()
    assert html.count('<ul class="tree">') == 2
    assert html.count("<ul") == html.count("</ul>")
    assert len(re.findall("<li[ >]", html)) == html.count("</li>")
    assert "a circle: it stands above this line" in text(page)


def test_script_is_given_bricks_with_their_drawings_and_levels(
    room: Room, draw: Draw, client: Client
) -> None:
    ids = draw("a>b", a=SECRET, b=OPEN)
    told = drawing(client.get(f"/assets/{ids['a']}/lineage/"))
    b = next(node for node in told["nodes"] if node["name"] == "b")
    assert (b["declared"][2], b["effective"][2], told["root"]) == (1, 3, ids["a"])
    assert set(told["kit"]) == {node["look"] for node in told["nodes"]}
    assert told["edges"][0]["manual"]


def test_levels_are_read_for_the_overlay_only(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    told = drawing(client.get(f"/assets/{ids['a']}/lineage/", {"overlay": "status"}))
    assert [node["effective"] for node in told["nodes"]] == [None, None]


def test_filters_and_openings_choose_the_bricks(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "b>c", "x>c", c={"kind": "indicator"})
    url = f"/assets/{ids['a']}/lineage/"
    assert names(client.get(url)) == {"a", "b", "c"}
    assert names(client.get(url, {"depth": "1"})) == {"a", "b"}
    assert names(client.get(url, {"kind": "indicator"})) == {"a", "c"}
    assert names(client.get(url, {"direction": "upstream"})) == {"a"}
    assert names(client.get(url, {"open": f"{ids['c']}.upstream"})) == {"a", "b", "c", "x"}


def test_what_cannot_be_read_is_passed_over(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    odd = {
        "depth": "many",
        "kind": "spaceship",
        "zone": "moon",
        "limit": "x",
        "job": "x",
        "at": "soon",
        "open": "x.y",
    }
    assert names(client.get(f"/assets/{ids['a']}/lineage/", odd)) == {"a", "b"}


def test_unknown_job_is_unknown(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    assert client.get(f"/assets/{ids['a']}/lineage/", {"job": "999"}).status_code == 404


def test_cut_is_said_with_the_way_on(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "a>c", "c>d")
    page = client.get(f"/assets/{ids['a']}/lineage/", {"limit": "2"}, headers=ENGLISH)
    assert "2 of 4 bricks are shown, the nearest first." in text(page)
    onward = re.search(r'href="(\?[^"]*)" data-onward', page.content.decode())
    assert onward
    assert names(client.get(f"/assets/{ids['a']}/lineage/{onward[1]}")) == {"a", "b", "c", "d"}


def test_past_is_shown_as_it_was(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    then = timezone.now()
    edge_remove(actor=room["engineer"], edge_id=Edge.objects.get(source=ids["a"]).pk)
    url = f"/assets/{ids['a']}/lineage/"
    assert names(client.get(url)) == {"a"}
    page = client.get(url, {"at": moment(then)}, headers=ENGLISH)
    assert names(page) == {"a", "b"}
    assert "The lineage as it was on" in text(page)
    assert len(drawing(client.get(url))["moments"]) == 2


def test_asset_that_was_not_there_yet_is_said_to_be_so(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    page = client.get(f"/assets/{ids['a']}/lineage/", {"at": "2020-01-31"}, headers=ENGLISH)
    assert page.status_code == 404
    assert "was not in the catalogue yet" in text(page)


def test_htmx_gets_what_changes(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    html = client.get(f"/assets/{ids['a']}/lineage/", headers=HTMX).content.decode()
    assert ('id="picture"' in html, 'id="picture-note"' in html, "<html" in html) == (True, True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_graph_takes_the_same_queries_whatever_its_bricks(
    room: Room, draw: Draw, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    ids = draw(*(f"a>b{n}" for n in range(count)))
    with django_assert_num_queries(28):
        client.get(f"/assets/{ids['a']}/lineage/")


@pytest.mark.parametrize("count", [1, 3])
def test_overview_takes_the_same_queries_whatever_its_bricks(
    room: Room, draw: Draw, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    draw(*(f"a>b{n}" for n in range(count)))
    with django_assert_num_queries(19):
        assert client.get("/lineage/").context["told"]["edge_count"] == count


def test_overview_says_what_flows_without_a_script(room: Room, draw: Draw, client: Client) -> None:
    draw("a>b", b={"system": "data-store"})
    told = text(client.get("/lineage/", headers=ENGLISH))
    assert "CRM To" not in told
    assert "It skips a zone." in told
    assert "1 edge off the flow" in told


# The panel and the card


def test_asset_page_asks_for_the_panel(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    assert (
        f'hx-get="/assets/{ids["a"]}/lineage/panel/"' in client.get(f"/assets/{ids['a']}/").content.decode()
    )
    alone = client.get(f"/assets/{ids['a']}/lineage/panel/")
    assert alone["Location"] == f"/assets/{ids['a']}/lineage/"


def test_panel_tells_neighbours_counts_and_why(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "b>c", "c>d", a={**SECRET, "title_en": "Source"}, b={"title_en": "Copy"}, c=OPEN)
    page = client.get(f"/assets/{ids['c']}/lineage/panel/", headers=HTMX)
    assert [node["name"] for node in page.context["inputs"]["nodes"]] == ["b"]
    assert (page.context["upstream_count"], page.context["downstream_count"]) == (2, 1)
    level = next(level for level in page.context["levels"] if level["axis"] == "confidentiality")
    assert (level["declared"], level["effective"], level["is_gap"]) == (1, 3, True)
    assert "C3 because it flows in: Source → Copy → Client" in text(page)


def lowered(room: Room, draw: Draw, expires_at: str) -> dict[str, int]:
    """`a` goes into `b`, aggregated until a moment."""
    ids = draw("a>b", a=SECRET, b=OPEN)
    asked = {
        "technique": "aggregation",
        "level": 1,
        "k": 5,
        "reason": "Groups of five.",
        "expires_at": expires_at,
    }
    edge = Edge.objects.get(source=ids["a"]).pk
    lowering = lowering_ask(actor=room["engineer"], edge_id=edge, document=LoweringDocument.read(asked))
    lowering_review(actor=room["dpo"], lowering_id=lowering, document=ReviewDocument(accepted=True))
    return ids


def test_panel_tells_what_is_lowered_and_when_the_level_rises_again(
    room: Room, draw: Draw, client: Client
) -> None:
    ids = lowered(room, draw, "2100-01-31T00:00:00Z")
    told = text(client.get(f"/assets/{ids['b']}/lineage/panel/", headers=HTMX))
    assert "counts as C1 (Aggregation) until" in told
    later = text(client.get(f"/assets/{ids['b']}/lineage/card/", {"at": "2100-02-01"}, headers=HTMX))
    assert "The level rose again on" in later
    assert "C3 because it flows in" in later


def test_panel_warns_before_a_lowering_ends(room: Room, draw: Draw, client: Client) -> None:
    ids = lowered(room, draw, moment(timezone.now() + timedelta(days=3)))
    assert "It ends soon" in text(client.get(f"/assets/{ids['b']}/lineage/panel/", headers=HTMX))


@pytest.mark.parametrize("count", [1, 3])
def test_panel_takes_the_same_queries_whatever_its_neighbours(
    room: Room, draw: Draw, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    ids = draw(*(f"a>b{n}" for n in range(count)))
    with django_assert_num_queries(19):
        client.get(f"/assets/{ids['a']}/lineage/panel/", headers=HTMX)


def test_fields_come_with_the_links_among_the_assets_named(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    link = {"source_0": "id", "target_0": "id", "how_0": "masked", "rows": "1"}
    client.post(f"/lineage/edges/new/{ids['a']}/{ids['b']}/", link)
    both = client.get("/lineage/fields/", {"asset": [ids["a"], ids["b"]]}).json()
    assert ([field["name"] for field in both["fields"]], both["links"][0]["masked"]) == (["id", "id"], True)
    alone = client.get("/lineage/fields/", {"asset": ids["a"]}).json()
    assert (len(alone["fields"]), alone["links"]) == (1, [])
