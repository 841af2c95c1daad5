"""The shop on a phone, and the API lesson beside it."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from catalog.models import Asset
from exchange.models import Brick, ShopClient
from tests.browser.test_workshop_pages import fits, log_in, person
from workshop.models import Workshop


@pytest.fixture
def workshop(example: Workshop) -> Workshop:
    return example


def orders(workshop: Workshop) -> Any:
    """The orders of the person who plays the client."""
    me = ShopClient.objects.get(participant=person(workshop, "client"))
    return Brick.objects.filter(
        asset=Asset.objects.get(workshop=workshop, name="commande", system__zone="source"),
        values__client_id=me.brick.values["client_id"],
    )


def test_client_orders_on_a_phone_and_says_how_it_was(workshop, phone, address, axe, shot):
    log_in(phone, address, person(workshop, "client"))
    before = orders(workshop).count()
    phone.goto("/shop/")
    expect(phone.get_by_role("heading", name="The shop")).to_be_visible()
    phone.get_by_label("Quantity").nth(1).fill("3")
    phone.get_by_role("button", name="Order these").tap()
    expect(phone.locator(".sends .send")).to_have_count(before + 1)
    expect(phone.get_by_text("3 × ").first).to_be_visible()
    phone.locator(".sends .send").first.get_by_role("button", name="Not content").tap()
    pressed = phone.locator(".sends .send").first.get_by_role("button", name="Not content")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    newest = orders(workshop).latest("pk")
    assert (newest.values["quantite"], newest.values["satisfaction"]) == (3, "pas content")
    assert fits(phone)
    axe(phone)
    shot(phone, "shop-phone")


def test_lesson_follows_the_form_and_answers_on_the_page(workshop, desktop, address, axe, shot):
    log_in(desktop, address, person(workshop, "client"))
    before = orders(workshop).count()
    desktop.goto("/shop/")
    lesson = desktop.locator("[data-lesson]")
    code = lesson.locator("[data-lesson-code]")
    expect(code).to_contain_text("POST /api/v1/shop/orders/ HTTP/1.1")
    desktop.get_by_label("Quantity").first.fill("7")
    expect(code).to_contain_text('"quantity": 7')
    for name, words in (
        ("curl", "curl -X POST"),
        ("Python", "import requests"),
        ("JavaScript", "await fetch("),
    ):
        lesson.get_by_role("button", name=name, exact=True).click()
        expect(code).to_contain_text(words)
    for _twice in range(2):  # the same key: one order
        lesson.get_by_role("button", name="Run it").click()
        expect(lesson.locator("[data-lesson-status]")).to_contain_text("201")
    expect(lesson.locator("[data-lesson-body]")).to_contain_text("Idempotency-Replayed")
    assert orders(workshop).count() == before + 1
    axe(desktop)
    shot(desktop, "lesson-desktop")


def test_lesson_shows_what_the_server_refuses(workshop, desktop, address):
    log_in(desktop, address, person(workshop, "client"))
    desktop.goto("/shop/")
    lesson = desktop.locator("[data-lesson]")
    lesson.get_by_role("button", name="Run it").click()  # nothing chosen
    expect(lesson.locator("[data-lesson-status]")).to_contain_text("4")
    assert "code" in json.loads(lesson.locator("[data-lesson-body]").inner_text().split("\n\n")[-1])


def test_owner_accepts_what_waits(workshop, desktop, address, axe, shot):
    log_in(desktop, address, person(workshop, "owner"))
    desktop.goto("/verification/")
    sends = desktop.locator(".sends .send")
    waiting = sends.count()
    axe(desktop)
    shot(desktop, "verification-desktop")
    sends.first.get_by_role("checkbox").check()
    desktop.get_by_role("button", name="Accept the ticked ones").click()
    expect(sends).to_have_count(waiting - 1)


@pytest.mark.parametrize("path", ["/exchange/", "/submissions/", "/transfers/", "/seeded-errors/"])
def test_pages_fit_a_phone_and_are_accessible(workshop, phone, address, axe, shot, path):
    log_in(phone, address, person(workshop, "facilitator"))
    phone.goto(path)
    assert fits(phone)
    axe(phone)
    shot(phone, f"exchange-{path.strip('/')}-phone")
