"""Both languages are complete: what differs between the French and the English page is all that is ours."""

import re
from html.parser import HTMLParser
from typing import Any

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from catalog.models import Asset
from portal.example import example_load
from workshop.models import User

FRENCH = polib.pofile(str(settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
PAGES = (
    "/", "/assets/", "/assets/new/", "/to-complete/", "/assets/deleted/", "/systems/", "/glossary/",
    "/diagram/", "/people/", "/me/", "/join/", "/workshops/new/",
)  # fmt: skip
ASSET_PAGES = ("", "edit/", "keys/", "owners/", "sensitivity/", "history/", "delete/")
# The same in both languages, or a proper name.
SAME = {"Bricks4DataGov", "EN", "FR", "Français", "English", "Bearer", "GraphQL", "REST"}
# Words that both languages write alike, such as Description; and the French of plurals that do.
WORDS = {entry.msgid for entry in FRENCH if entry.msgstr == entry.msgid} | {"notions", "Invitation (QR code"}


class Texts(HTMLParser):
    """The texts that a person reads or hears on a page."""

    def __init__(self, html: str):
        super().__init__()
        self.found: set[str] = set()
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.hidden += tag in {"script", "style", "code", "pre"}
        self.found |= {
            value.strip()
            for name, value in attributes
            if name in {"title", "aria-label", "placeholder"} and value
        }

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "code", "pre"}

    def handle_data(self, data: str) -> None:
        if not self.hidden and re.search(r"[^\W\d_]{3}", data):
            self.found.add(" ".join(data.split()).strip("« »\N{NO-BREAK SPACE}“”"))


@pytest.fixture
def facilitator(db: None, client: Client) -> Client:
    example_load()
    client.force_login(User.objects.get(username="facilitator"))
    return client


def everything_stored() -> str:
    """All texts of the database: what stands there is data, not ours to translate."""
    models = [model for app in ("workshop", "catalog") for model in apps.get_app_config(app).get_models()]
    return "\n".join(
        str(value) for model in models for row in model._default_manager.values_list() for value in row
    )


def texts(client: Client, path: str, language: str) -> set[str]:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(path, headers={"accept-language": language}, follow=True)
    assert response.status_code == 200, path
    return Texts(response.content.decode()).found


def untranslated(client: Client, path: str, stored: str) -> set[str]:
    shared = texts(client, path, "fr") & texts(client, path, "en")
    return {text for text in shared - SAME if not is_data(text, stored)}


def is_data(text: str, stored: str) -> bool:
    """Stored, or alike in both languages, with signs and figures around it: `#tag`, `Importance 4.`"""
    bare = re.sub(r" – Bricks4DataGov$|^[\W\d_]+|[\W\d_]+$", "", text)
    return bare in stored or bare in WORDS


def test_every_message_has_its_french() -> None:
    assert [entry.msgid for entry in FRENCH if not entry.translated()] == []


def test_pages_hold_no_untranslated_text(facilitator: Client) -> None:
    stored = everything_stored()
    assert {path: found for path in PAGES if (found := untranslated(facilitator, path, stored))} == {}


@pytest.mark.parametrize("page", ASSET_PAGES)
def test_asset_pages_hold_no_untranslated_text(facilitator: Client, page: str) -> None:
    path = f"/assets/{Asset.objects.get(name='commande').pk}/{page}"
    assert untranslated(facilitator, path, everything_stored()) == set()
