"""The lineage in a browser: the graph by mouse, keys and touch, what it saves, and every page's accessibility."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from catalog.models import Asset, Field
from lineage.models import Edge, Job, Run
from tests.browser.test_catalog_pages import fits, log_in
from workshop.models import Workshop

Shot = Callable[[Page, str], None]


@pytest.fixture
def workshop(example: Workshop) -> Workshop:
    return example


def asset(name: str, zone: str = "") -> int:
    """An asset of the example; copies bear the name of their source."""
    found = Asset.objects.filter(name=name)
    return int((found.filter(system__zone=zone) if zone else found).values_list("pk", flat=True)[0])


def edge(source: int, target: int) -> int:
    return int(Edge.objects.get(source=source, target=target).pk)


def open_graph(page: Page, pk: int, query: str = "") -> None:
    page.goto(f"/assets/{pk}/lineage/{query}")
    drawn(page)


def drawn(page: Page, state: str = "") -> str:
    """Wait until a (new) picture is drawn; answers its number."""
    graph = page.locator("#graph")
    expect(graph).to_have_attribute("data-ready", re.compile(rf"^(?!{state or 'none'}$)\d+$"), timeout=20_000)
    return graph.get_attribute("data-ready") or ""


def brick(page: Page, pk: int) -> Locator:
    return page.locator(f"#n{pk}")


def box_of(page: Page, pk: int) -> FloatRect:
    """Where a brick stands on the screen."""
    box = brick(page, pk).bounding_box()
    assert box is not None
    return box


def test_graph_stands_on_plates_along_the_flow(
    workshop: Workshop, desktop: Page, address: str, axe: Callable[..., None], shot: Shot
) -> None:
    log_in(desktop, address, "client")
    order = asset("commande", "source")
    open_graph(desktop, order)
    places = [box_of(desktop, asset("commande", zone))["x"] for zone in ("source", "raw", "cleansed")]
    assert places == sorted(places)
    quarantine, raw = (box_of(desktop, asset("commande", zone)) for zone in ("quarantine", "raw"))
    assert quarantine["y"] > raw["y"] + raw["height"]
    expect(desktop.locator(".g-line")).not_to_have_count(0)
    assert fits(desktop)
    axe(desktop)
    shot(desktop, "lineage-graph")


def test_pointing_at_a_brick_lights_what_lies_up_and_downstream(
    workshop: Workshop, desktop: Page, address: str
) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commande", "source"))
    graph = desktop.locator("#graph")
    brick(desktop, asset("tableau_ventes")).hover()
    expect(graph).to_have_attribute("data-lit", "5 4")  # order, raw, cleansed, indicator, dashboard
    brick(desktop, asset("propension_achat")).focus()
    expect(graph).to_have_attribute("data-lit", "5 4")
    desktop.mouse.move(5, 5)
    desktop.locator("h1").click()
    expect(graph).to_have_attribute("data-lit", "")


def test_keys_walk_along_the_edges_open_and_close(
    workshop: Workshop, desktop: Page, address: str, axe: Callable[..., None], shot: Shot
) -> None:
    log_in(desktop, address, "client")
    order = asset("commande", "source")
    open_graph(desktop, order)
    brick(desktop, order).focus()
    desktop.keyboard.press("ArrowRight")
    expect(brick(desktop, asset("commande", "raw"))).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(brick(desktop, asset("commande", "quarantine"))).to_be_focused()
    desktop.keyboard.press("ArrowLeft")
    expect(brick(desktop, asset("commande", "raw"))).to_be_focused()
    desktop.keyboard.press("Enter")
    card = desktop.locator(".graph-card")
    expect(card.get_by_role("heading", name="Raw order")).to_be_visible()
    expect(card.locator("[data-edges] a").first).to_have_attribute("href", re.compile("/lineage/edges/"))
    axe(desktop)
    shot(desktop, "lineage-card")
    desktop.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(brick(desktop, asset("commande", "raw"))).to_be_focused()
    before = box_of(desktop, order)["width"]
    desktop.keyboard.press("+")
    desktop.wait_for_function(
        "([id, width]) => document.getElementById(id).getBoundingClientRect().width > width",
        arg=[f"n{order}", before],
    )


def test_hidden_neighbours_come_when_asked_and_stay_in_the_address(
    workshop: Workshop, desktop: Page, address: str
) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commande", "source"), "?depth=1")
    raw = asset("commande", "raw")
    first = drawn(desktop)
    brick(desktop, raw).locator(".g-more").click()
    drawn(desktop, first)
    expect(brick(desktop, asset("commande", "cleansed"))).to_be_visible()
    expect(desktop).to_have_url(re.compile(rf"open={raw}\.downstream"))
    expect(desktop.locator("#picture")).to_contain_text("Cleansed order")
    desktop.go_back()
    drawn(desktop)
    expect(brick(desktop, asset("commande", "cleansed"))).to_have_count(0)


def test_plates_fold_and_the_address_brings_the_same_view(
    workshop: Workshop, desktop: Page, address: str
) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commande", "source"))
    first = drawn(desktop)
    desktop.locator('.g-fold[data-system="datalake"]').click()
    drawn(desktop, first)
    expect(desktop.locator("#s-datalake")).to_be_visible()
    expect(desktop).to_have_url(re.compile("fold=datalake"))
    desktop.reload()
    drawn(desktop)
    expect(desktop.locator("#s-datalake")).to_be_visible()
    again = drawn(desktop)
    desktop.get_by_role("button", name="Unfold all").click()
    drawn(desktop, again)
    expect(brick(desktop, asset("commande", "raw"))).to_be_visible()


def test_fields_are_linked_and_what_is_masked_is_signed(
    workshop: Workshop, desktop: Page, address: str, axe: Callable[..., None], shot: Shot
) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commandes_par_region"))
    first = drawn(desktop)
    desktop.get_by_role("button", name="Fields", exact=True).click()
    drawn(desktop, first)
    signs = desktop.locator(".g-link text")
    expect(signs.filter(has_text="Σ").first).to_be_visible()
    region = brick(desktop, asset("commandes_par_region")).locator(".g-field").first
    region.hover()
    expect(desktop.locator(".g-field.is-lit").nth(1)).to_be_visible()
    axe(desktop)
    shot(desktop, "lineage-fields")


def test_slider_goes_back_to_an_earlier_moment(workshop: Workshop, desktop: Page, address: str) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commandes_par_region"))
    first = drawn(desktop)
    slider = desktop.get_by_label("Go through its changes")
    slider.focus()
    slider.press("ArrowLeft")
    drawn(desktop, first)
    expect(desktop).to_have_url(re.compile(r"[?&]at=\d{4}-"))
    expect(desktop.locator("#picture-note")).to_contain_text("The lineage as it was on")
    second = drawn(desktop)
    slider.press("End")
    drawn(desktop, second)
    expect(desktop).not_to_have_url(re.compile(r"[?&]at="))


def test_filters_change_the_picture_without_a_new_page(
    workshop: Workshop, desktop: Page, address: str
) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commande", "source"))
    first = drawn(desktop)
    desktop.get_by_label("On the bricks").select_option("status")
    drawn(desktop, first)
    expect(desktop.locator(".g-over", has_text="Validated").first).to_be_visible()
    expect(desktop).to_have_url(re.compile("overlay=status"))


def test_brick_is_dragged_and_its_lines_follow(workshop: Workshop, desktop: Page, address: str) -> None:
    log_in(desktop, address, "client")
    order = asset("commande", "source")
    open_graph(desktop, order)
    box = box_of(desktop, order)
    line = desktop.locator(f'.g-line[data-line^="n{order} "]')
    before = line.get_attribute("d")
    desktop.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    desktop.mouse.down()
    desktop.mouse.move(box["x"] + box["width"] / 2, box["y"] + 130, steps=4)
    desktop.mouse.up()
    assert box_of(desktop, order)["y"] > box["y"] + 60
    assert line.get_attribute("d") != before
    expect(desktop.locator(".graph-card")).to_be_hidden()


def test_picture_is_saved_as_svg_and_png(
    workshop: Workshop, desktop: Page, address: str, tmp_path: Path
) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("commande", "source"))
    for name in ("SVG", "PNG"):
        with desktop.expect_download() as download:
            desktop.get_by_role("button", name=name, exact=True).click()
        download.value.save_as(tmp_path / name)
    svg = ElementTree.fromstring((tmp_path / "SVG").read_text(encoding="utf-8"))
    words = "".join(svg.itertext())
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Lineage of Order" in words
    assert "Data lake" in words
    png = (tmp_path / "PNG").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(png) > 10_000


def test_edge_leads_to_its_page(workshop: Workshop, desktop: Page, address: str) -> None:
    log_in(desktop, address, "client")
    open_graph(desktop, asset("tableau_ventes"))
    desktop.locator(".g-mark", has_text="!").first.click()
    expect(desktop.locator(".graph-card")).to_contain_text("It skips a zone.")
    desktop.locator(".graph-card .edges a").first.click()
    expect(desktop).to_have_url(re.compile(r"/lineage/edges/\d+/"))


def test_lineage_reads_without_javascript(workshop: Workshop, chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    log_in(page, address, "client")
    page.goto(f"/assets/{asset('commande', 'source')}/lineage/")
    expect(page.locator(".tree")).to_contain_text("Sales dashboard")
    expect(page.locator("#graph")).to_be_hidden()
    page.goto(f"/assets/{asset('commande', 'source')}/")
    page.get_by_role("link", name="Lineage", exact=True).last.click()
    expect(page).to_have_url(re.compile(r"/assets/\d+/lineage/$"))
    context.close()


def test_engineer_draws_an_edge_on_a_phone(
    workshop: Workshop, phone: Page, address: str, axe: Callable[..., None], shot: Shot
) -> None:
    """From the page of an asset, through the search, to the edge; and takes it back."""
    log_in(phone, address, "engineer")
    phone.goto(f"/assets/{asset('retour')}/")
    phone.get_by_role("link", name="Draw where it goes").tap()
    phone.get_by_label("Search").fill("tableau")
    phone.get_by_role("link", name="Sales dashboard", exact=True).tap()
    phone.get_by_label("Field of “Return”").first.fill("retour_id")
    phone.get_by_label("Field of “Sales dashboard”").first.fill("commandes")
    phone.get_by_label("What happens to it").first.select_option("AGGREGATION")
    assert fits(phone)
    axe(phone)
    shot(phone, "lineage-edge-form")
    phone.get_by_role("button", name="Draw the edge").tap()
    expect(phone.get_by_text("The edge is drawn.")).to_be_visible()
    expect(phone.get_by_text("It skips a zone.")).to_be_visible()
    phone.get_by_text("Take this edge back").tap()
    phone.get_by_role("button", name="Take it back").tap()
    expect(phone.get_by_text("This edge has ended")).to_be_visible()


def addresses() -> list[str]:
    """Every page of the lineage, with something on it."""
    order, indicator = asset("commande", "source"), asset("commandes_par_region")
    lowered = edge(asset("commande", "cleansed"), indicator)
    skipping = edge(asset("produit", "source"), asset("tableau_ventes"))
    field = Field.objects.filter(asset=order)[0].pk
    job = Job.objects.get(name="calculer.commandes_par_region").pk
    return [
        "/lineage/", f"/assets/{order}/lineage/", f"/assets/{indicator}/", f"/assets/{order}/impact/",
        f"/fields/{field}/lineage/", f"/fields/{field}/impact/", "/lineage/path/",
        f"/lineage/path/?from={order}&to={indicator}", "/lineage/difference/", "/lineage/ends/",
        "/lineage/ends/?list=sourceless", "/lineage/gaps/", "/lineage/lowerings/", "/lineage/lowerings/?list=all",
        "/lineage/flow/?from=crm&to=datalake", "/lineage/jobs/", f"/lineage/jobs/{job}/",
        f"/lineage/runs/{Run.objects.filter(job=job)[0].pk}/", f"/lineage/edges/{lowered}/",
        f"/lineage/edges/{skipping}/", f"/lineage/edges/{lowered}/lower/", f"/assets/{order}/lineage/new/",
        f"/lineage/edges/new/{order}/{indicator}/?match=1",
    ]  # fmt: skip


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_every_page_is_accessible_and_fits(
    workshop: Workshop,
    address: str,
    axe: Callable[..., None],
    shot: Shot,
    screen: str,
    request: pytest.FixtureRequest,
) -> None:
    page: Page = request.getfixturevalue(screen)
    log_in(page, address, "owner")
    for number, url in enumerate(addresses()):
        answer = page.goto(url)
        assert answer is not None
        assert answer.ok, url
        if page.locator("#graph").count():
            drawn(page)
        page.wait_for_load_state("networkidle")
        assert fits(page), url
        axe(page)
        shot(page, f"lineage-{number:02}-{screen}")
