"""The GraphQL explorer in a browser: from our own server only, under its policy, as the person logged in."""

import pytest
from playwright.sync_api import Page, expect

from tests.people import Room


@pytest.mark.django_db(transaction=True)
def test_explorer_answers_as_the_person_logged_in(desktop: Page, room: Room) -> None:
    desktop.goto("/graphql/")
    desktop.fill("input[name=username]", "steward")
    desktop.fill("input[name=password]", "bricks")
    desktop.press("input[name=password]", "Enter")
    desktop.click(".graphiql-execute-button")
    expect(desktop.locator(".result-window")).to_contain_text('"nickname": "steward"')
    desktop.click("button[aria-label='Show GraphiQL Explorer']")
    expect(desktop.locator(".graphiql-plugin")).to_contain_text("assets")
