"""The API explorer in a browser: from our own files, under the policy of its page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.people import room_found

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_explorer_sends_a_request_with_a_token(desktop: Page, shot: Callable[[Page, str], None]) -> None:
    secret = room_found("Salle une").token("steward")
    desktop.goto("/api/docs/")
    desktop.locator(".auth-wrapper .authorize").first.click(timeout=30_000)
    bearer = desktop.locator(".auth-container").filter(has_text="(http, Bearer)")
    bearer.locator("input").fill(secret)
    bearer.locator(".authorize").click()
    desktop.locator(".btn-done").first.click()
    desktop.locator("#operations-tag-systems").click()
    operation = desktop.locator("#operations-systems-systems_list")
    operation.locator(".opblock-summary").click()
    operation.locator(".execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").nth(1)).to_have_text("200")
    shot(desktop, "explorer")
