"""The harness itself: it must notice what it is there to notice."""

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import DESKTOP, opened

SOUND = "<html lang=fr><title>Essai</title><main><h1>Essai</h1></main></html>"


def test_page_that_stays_on_this_machine_is_shown(phone, shot):
    assert phone.goto("/admin/login/").ok
    shot(phone, "admin-login-phone")


def test_axe_accepts_a_sound_page(phone, axe):
    phone.set_content(SOUND)
    axe(phone)


def test_axe_reports_a_picture_without_text(desktop, axe):
    desktop.set_content(SOUND.replace("</h1>", "</h1><img src='data:,'>"))
    with pytest.raises(AssertionError, match="image-alt"):
        axe(desktop)


def test_request_to_another_machine_fails_the_page(chromium, address):
    with (
        pytest.raises(AssertionError, match="asked for"),
        opened(chromium, address, DESKTOP) as page,
        pytest.raises(Error),
    ):
        page.goto("http://example.org/")
