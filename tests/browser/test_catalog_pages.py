"""The catalogue's pages in a browser: the steward's journey on a phone, and what needs JavaScript."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from catalog.commands import asset_create
from catalog.documents import AssetDocument
from catalog.models import Asset, ForeignKey, System
from catalog.queries.assets import asset_get
from catalog.queries.versions import asset_versions
from common.actor import Door
from portal.example import JOIN_CODE
from workshop.actors import actor_of_participant
from workshop.choices import Role
from workshop.commands import role_assign
from workshop.models import Participant, Workshop

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def workshop(example: Workshop) -> Workshop:
    return example


def person(nickname: str) -> Participant:
    """Somebody of the example workshop; others may stand beside it."""
    return Participant.objects.get(workshop__join_code=JOIN_CODE, nickname=nickname)


def log_in(page: Page, address: str, nickname: str) -> None:
    """Straight into the session, as after the form; in English."""
    client = Client()
    client.force_login(person(nickname).user, backend=BACKEND)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.LANGUAGE_COOKIE_NAME: "en",
    }
    page.context.add_cookies([{"name": n, "value": value, "url": address} for n, value in cookies.items()])


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_steward_documents_an_asset_on_a_phone(workshop, phone, address, axe, shot):
    """Join, register, key, sensitivity, owner, submit."""
    phone.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": address}])

    def look(name: str, heading: str) -> None:
        expect(phone.get_by_role("heading", name=heading).first).to_be_visible()
        assert fits(phone)
        axe(phone)
        shot(phone, f"steward-{name}")

    phone.goto("/")
    phone.get_by_label("Code of the workshop").fill("BRX234")
    phone.get_by_label("Your nickname").fill("Ada")
    phone.get_by_role("button", name="Join").tap()
    look("1-joined", "Welcome, Ada!")
    phone.get_by_role("button", name="I noted it").tap()
    expect(phone.get_by_role("heading", name="What I have to do")).to_be_visible()
    ada = person("Ada")
    leader = actor_of_participant(person("facilitator"), Door.PAGE)
    role_assign(actor=leader, participant_id=ada.pk, role=Role.STEWARD)

    phone.get_by_role("link", name="Assets", exact=True).tap()
    look("2-list", "Assets")
    phone.get_by_role("link", name="Register an asset").first.tap()
    phone.get_by_label("Title (English)").first.fill("Loyalty card")
    phone.get_by_label("Purple").check()
    phone.get_by_label("Brick with a flag").check()
    phone.get_by_label("CRM", exact=True).check()
    phone.get_by_label("Description (English)").first.fill("A card that counts the orders of a client.")
    phone.get_by_label("Yes", exact=True).check()
    rows = phone.locator(".field-row")
    rows.nth(0).get_by_label("Name", exact=True).fill("card_id")
    rows.nth(0).get_by_label("Type").select_option("integer")
    rows.nth(1).get_by_label("Name", exact=True).fill("client_id")
    rows.nth(1).get_by_label("Type").select_option("integer")
    phone.get_by_role("button", name="Add a field").tap()
    expect(rows).to_have_count(3)
    expect(rows.nth(0).get_by_label("Name", exact=True)).to_have_value("card_id")
    expect(phone.locator(".errorlist")).to_have_count(0)
    rows.nth(2).get_by_label("Name", exact=True).fill("points")
    look("3-form", "Register an asset")
    phone.get_by_role("button", name="Save").last.tap()
    look("4-registered", "Loyalty card")

    phone.get_by_role("link", name="a primary key").tap()
    phone.get_by_label("card_id", exact=False).first.select_option("1")
    look("5-keys", "Primary key")
    phone.get_by_role("button", name="Save").tap()
    phone.get_by_role("link", name="Change keys and links").tap()
    phone.get_by_role("link", name="Add a link").tap()
    phone.get_by_label("Search").fill("clien")
    phone.get_by_role("link", name="Client", exact=True).tap()
    expect(phone.get_by_label("Field that points to client.client_id")).to_have_value("client_id")
    look("6-link", "Which field here points to which field there?")
    phone.get_by_role("button", name="Save").tap()

    phone.get_by_role("link", name=re.compile("its sensitivity")).tap()
    for axis, level in (("Availability", 1), ("Integrity", 2), ("Confidentiality", 3), ("Proof", 2)):
        phone.get_by_role("group", name=axis).get_by_role("radio", name=re.compile(rf"^{level} ·")).check()
    look("7-sensitivity", "Sensitivity (DICP)")
    phone.get_by_role("button", name="Save").tap()

    phone.get_by_role("link", name="an accountable owner").tap()
    phone.get_by_role("group", name="Accountable owner").get_by_label("owner", exact=False).check()
    look("8-owners", "Who answers for it")
    phone.get_by_role("button", name="Save").tap()
    phone.get_by_role("button", name="Submit").tap()
    expect(phone.get_by_text("Submitted", exact=True)).to_be_visible()
    look("9-submitted", "Loyalty card")

    asset = asset_get(leader, Asset.objects.get(name="loyalty_card").pk)
    assert (asset["status"], asset["primary_key"]) == ("submitted", ["card_id"])
    assert asset["foreign_keys"][0]["columns"] == [{"field": "client_id", "target_field": "client_id"}]
    assert [asset["sensitivity"][axis] for axis in ("availability", "integrity", "confidentiality", "proof")] == [
        1, 2, 3, 2,
    ]  # fmt: skip
    assert [o["participant"] for o in asset["ownerships"]] == ["owner"]


def addresses(workshop: Workshop) -> list[str]:
    """Every page of the catalogue about assets, with something on it."""
    leader = actor_of_participant(person("facilitator"), Door.PAGE)
    asset = Asset.objects.get(workshop=workshop, name="commande", system__zone="source")
    of_asset = ["", "edit/", "delete/", "sensitivity/", "owners/", "keys/", "links/new/", "history/"]
    link = asset.foreign_keys.order_by("name")[0].pk
    system = System.objects.filter(workshop=workshop)[0].pk
    return [
        "/assets/", "/assets/?q=comande&status=submitted", "/assets/?q=zzzzz", "/assets/new/", "/assets/deleted/",
        *(f"/assets/{asset.pk}/{page}" for page in of_asset),
        f"/assets/{asset.pk}/links/{link}/",
        f"/changes/{asset_versions(leader, asset.pk)[0]['request_id']}/",
        "/diagram/", "/systems/", "/systems/new/", f"/systems/{system}/edit/", "/to-complete/",
    ]  # fmt: skip


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_every_page_is_accessible_and_fits(workshop, address, axe, shot, screen, request):
    page = request.getfixturevalue(screen)
    log_in(page, address, "facilitator")
    for number, url in enumerate(addresses(workshop)):
        assert page.goto(url).ok
        assert fits(page), url
        axe(page)
        shot(page, f"catalog-{number:02}-{screen}")


def test_refused_form_comes_back_accessible(workshop, phone, address, axe, shot):
    log_in(phone, address, "steward")
    phone.goto("/assets/new/")
    phone.get_by_role("button", name="Save").last.tap()
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.get_by_label("Title (English)").first).to_be_focused()
    axe(phone)
    shot(phone, "catalog-refused")


def test_list_narrows_while_one_types(workshop, desktop, address):
    log_in(desktop, address, "client")
    desktop.goto("/assets/")
    expect(desktop.locator(".asset-row")).to_have_count(Asset.objects.count())
    desktop.get_by_label("Search").press_sequentially("prod")
    expect(desktop.locator(".asset-row").first).to_contain_text("produit")
    expect(desktop).to_have_url(re.compile(r"\?q=prod$"))
    desktop.get_by_label("Search").fill("")
    desktop.get_by_label(re.compile("^ERP")).check()
    expect(desktop.locator(".asset-row")).to_have_count(2)
    expect(desktop).to_have_url(re.compile(r"\?system=erp$"))
    desktop.go_back()
    expect(desktop.get_by_role("heading", name="Assets")).to_be_visible()


def test_shapes_take_the_colour_that_was_picked(workshop, desktop, address):
    log_in(desktop, address, "steward")
    desktop.goto("/assets/new/")
    head = desktop.locator("[data-recoloured] .brick").nth(1)
    before = head.get_attribute("stroke")
    desktop.get_by_label("Red", exact=True).check()
    expect(head).to_have_attribute(
        "stroke", desktop.locator("[data-recolours] .brick").nth(3).get_attribute("stroke")
    )
    assert head.get_attribute("stroke") != before


def test_diagram_draws_bricks_and_links(workshop, desktop, address, axe, shot):
    log_in(desktop, address, "client")
    desktop.goto("/diagram/")
    expect(desktop.locator("#diagram[data-ready]")).to_be_visible()
    links = ForeignKey.objects.filter(asset__workshop=workshop).count()
    expect(desktop.locator(".diagram-links g")).to_have_count(links)
    client, order = (
        desktop.locator(".diagram-brick", has_text=re.compile(rf"^\s*{name}\b")).first
        for name in ("Client", "Order")
    )
    assert client.bounding_box()["x"] < order.bounding_box()["x"]  # what is pointed to stands on the left
    axe(desktop)
    shot(desktop, "catalog-diagram")


def test_link_within_a_plate_ends_at_its_brick(workshop, desktop, address):
    steward = actor_of_participant(person("steward"), Door.PAGE)
    pair = {"field": "client_id", "target_field": "client_id"}
    link = {"name": "carte_client", "target": {"name": "client"}, "columns": [pair]}
    card = {"system": "crm", "name": "carte", "fields": [{"name": "client_id", "type": "integer"}]}
    asset_create(actor=steward, document=AssetDocument.read({**card, "foreign_keys": [link]}))
    log_in(desktop, address, "client")
    desktop.goto("/diagram/?system=crm")
    ring = desktop.locator(".diagram-links circle")
    expect(ring).to_have_count(1)
    brick = desktop.locator(".diagram-brick:has-text('Client')").bounding_box()
    x, y = (ring.bounding_box()[a] + ring.bounding_box()[b] / 2 for a, b in (("x", "width"), ("y", "height")))
    assert abs(x - (brick["x"] + brick["width"])) < 3
    assert brick["y"] < y < brick["y"] + brick["height"]


def test_diagram_reads_without_javascript(workshop, chromium, address):
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    log_in(page, address, "client")
    page.goto("/diagram/")
    expect(page.get_by_role("row")).to_have_count(
        1 + ForeignKey.objects.filter(asset__workshop=workshop).count()
    )
    context.close()
