"""The admin in a browser: strict policy, accessible, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from catalog.models import Asset, Term
from portal.example import PASSWORD
from tests.browser.conftest import DESKTOP, PHONE, opened
from workshop.models import Step, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
VIEWPORTS = {"1280": DESKTOP, "375": PHONE}
DJANGOS_OWN = (
    "th.original",  # the empty head above the names of inline rows, in Django's tabular template
    ".select2",  # the library inside Django's autocompletes: its search box has no label, only a role
)
SHEET = "name;system;title_fr\nclient;crm;Acheteur\nproduit;crm;Produit\nlivraison;erp;Livraison\n"
BROKEN = "name;system\nclient;nulle-part\n"


@pytest.fixture
def shop(example: Workshop) -> Workshop:
    return example


@pytest.fixture(params=VIEWPORTS)
def office(request: Any, chromium: Browser, address: str, shop: Workshop) -> Iterator[tuple[Page, str]]:
    """The steward, logged in through the admin's own door."""
    with opened(chromium, address, VIEWPORTS[request.param]) as page:
        page.goto("/admin/")
        page.fill("[name=username]", "steward")
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_selector("#user-tools")
        yield page, request.param


def test_pages_of_the_admin_are_accessible_under_the_strict_policy(
    office: tuple[Page, str], axe: Callable[..., None], shot: Callable[[Page, str], None]
) -> None:
    page, width = office
    asset = Asset.objects.get(
        name="commande", system__zone="source"
    ).pk  # submitted: the steward may still delete it
    term, step = Term.objects.all()[0].pk, Step.objects.all()[0].pk
    for name, url in {
        "index": "/admin/",
        "list": "/admin/catalog/asset/",
        "form": f"/admin/catalog/asset/{asset}/change/",
        "add": "/admin/catalog/asset/add/",
        "history": f"/admin/catalog/asset/{asset}/history/",
        "delete": f"/admin/catalog/asset/{asset}/delete/",
        "export": "/admin/catalog/asset/export/",
        "people": "/admin/workshop/participant/",
        "term": f"/admin/catalog/term/{term}/change/",
        "step-history": f"/admin/workshop/step/{step}/history/",
    }.items():
        answer = page.goto(url)
        assert answer is not None
        assert answer.ok
        shot(page, f"admin-{name}-{width}")
        axe(page, without=DJANGOS_OWN)


def test_import_shows_what_will_change(
    office: tuple[Page, str], axe: Callable[..., None], shot: Callable[[Page, str], None]
) -> None:
    page, width = office
    for name, text in {"refused": BROKEN, "preview": SHEET}.items():
        page.goto("/admin/catalog/asset/import/")
        axe(page)
        file: FilePayload = {"name": "fiches.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.set_input_files("[name=import_file]", file)
        page.click(".submit-row [type=submit]")
        page.wait_for_selector("h2")
        shot(page, f"admin-import-{name}-{width}")
        axe(page)
    page.click("[name=confirm]")
    page.wait_for_selector(".messagelist a")
    shot(page, f"admin-import-done-{width}")
    page.click(".messagelist a")
    page.wait_for_selector("#undo-reason")
    axe(page)
    shot(page, f"admin-undo-{width}")


def test_bulk_change_asks_then_offers_undo(
    office: tuple[Page, str], axe: Callable[..., None], shot: Callable[[Page, str], None]
) -> None:
    page, width = office
    page.goto("/admin/catalog/asset/")
    for box in page.locator(".action-select").all()[:2]:
        box.check()
    page.select_option("[name=action]", "add_tag")
    page.click("button[name=index]")
    page.wait_for_selector("[name=apply]")
    page.fill("[name=tag]", "vu")
    axe(page)
    shot(page, f"admin-bulk-{width}")
    page.click("[name=apply]")
    page.wait_for_selector(".messagelist .success")
    shot(page, f"admin-bulk-done-{width}")
    assert page.locator(".messagelist .success").count() == 1


def test_foreign_key_finds_its_target_by_typing(office: tuple[Page, str]) -> None:
    page, _width = office
    page.goto("/admin/catalog/asset/add/")
    page.click("#foreign_keys-group .add-row a")
    page.click("#foreign_keys-0 .field-target .select2-selection")
    page.fill(".select2-search__field", "cliant")
    page.get_by_role("option", name="Client", exact=True).click()
    assert (
        page.locator("#foreign_keys-0 .field-target .select2-selection")
        .inner_text()
        .strip()
        .endswith("Client")
    )
