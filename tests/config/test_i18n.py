"""Every word on a page is translated: what the sources hold is in locale/, what the pages show is in one language."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField, UUIDField
from django.test import Client
from django.urls import Resolver404, resolve

from portal.example import example_load
from workshop.models import User

CATALOGUE = Path("locale", "fr", "LC_MESSAGES", "django.po")
PLACES = re.compile(r"%\(\w+\)s|%s|%%")
SOURCES = (
    "catalog",
    "consent",
    "exchange",
    "lineage",
    "quality",
    "common",
    "config",
    "portal",
    "templates",
    "tools",
    "workshop",
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext (Debian package gettext)")
def test_sources_hold_no_string_that_the_french_catalogue_lacks(tmp_path: Path) -> None:
    """In a copy: makemessages writes beside the templates while it reads them."""
    for name in SOURCES:
        shutil.copytree(
            settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / CATALOGUE).parent.mkdir(parents=True)
    shutil.copy(settings.BASE_DIR / CATALOGUE, tmp_path / CATALOGUE)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--no-location"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    found = polib.pofile(str(tmp_path / CATALOGUE))
    assert [entry.msgid for entry in found if not entry.obsolete and not entry.translated()] == []
    assert [entry.msgid for entry in found if entry.obsolete] == []


def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(settings.BASE_DIR / CATALOGUE)))


def texts_of(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_french_keeps_to_its_typography() -> None:
    """A no-break space before : ; ! ? % » and after «, and the curly apostrophe."""
    loose = re.compile(r"(?<![\u00a0:])[;!?»](?!\w)|[^\u00a0]:(?= |$)|«(?!\u00a0)|\w'|[^\u00a0]%%")
    assert [text for entry in entries() for text in texts_of(entry) if loose.search(text)] == []


def test_french_keeps_the_placeholders() -> None:
    assert [
        entry.msgid
        for entry in entries()
        for text in filter(None, texts_of(entry))
        if not set(PLACES.findall(text))
        <= {*PLACES.findall(entry.msgid), *PLACES.findall(entry.msgid_plural)}
    ] == []


# What the pages show

VOID = "area base br col embed hr img input link meta source track wbr".split()
CODE = {"code", "pre", "script", "style"}
SHOWN_ATTRIBUTES = ("alt", "aria-label", "data-confirm", "data-done", "data-label", "placeholder", "title")


class Texts(HTMLParser):
    """What a page shows or has read aloud in its own language, and the links on it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = [("", True)]  # tag, and whether its text counts
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        counts = self._open[-1][1] and tag not in CODE and (tag == "html" or "lang" not in values)
        if tag == "a":
            self.links.append(values.get("href", ""))
        if counts:
            self._shown(values)
        if tag not in VOID:
            self._open.append((tag, counts))

    def _shown(self, values: dict[str, str]) -> None:
        self.found += [values[name] for name in SHOWN_ATTRIBUTES if name in values]
        if values.get("type") in ("submit", "button"):
            self.found.append(values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open[-1][1] and data.strip():
            self.found.append(" ".join(data.split()))


def page_in(client: Client, address: str, language: str) -> Texts | None:
    """The texts of a page; None for what is no page of ours."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return Texts(answer.content.decode()) if is_page and answer.content else None


def walked(client: Client, *starts: str) -> Iterator[tuple[str, Texts, Texts]]:
    """Every kind of page that links lead to, each once, in French and in English."""
    waiting, seen = list(starts), set[str]()
    while waiting:
        address = waiting.pop(0)
        name = view_name(address)
        if name in seen or not (french := page_in(client, address, "fr")):
            continue
        seen.add(name)
        english = page_in(client, address, "en")
        assert english is not None
        yield address, french, english
        linked = {urlsplit(urljoin(address, link))._replace(fragment="").geturl() for link in french.links}
        waiting += sorted(link for link in linked if link.startswith("/") and view_name(link))


def view_name(address: str) -> str:
    try:
        name = resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "" if address != NOWHERE else "nowhere"
    return "" if name == "api-docs" else name  # the REST explorer is for programmers, in English


NOWHERE = "/nowhere/"
VISITOR = ("/", "/join/", "/resume/", "/login/", "/me/", "/admin/login/", NOWHERE)
MEMBER = ("/", "/admin/", "/workshops/new/", NOWHERE)


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, dict):
        yield from strings_in([*value, *value.values()])


def data() -> set[str]:
    """Every text that people or the example wrote."""
    found: set[str] = set()
    for model in apps.get_models(include_auto_created=False):
        names = [
            f.name
            for f in model._meta.fields
            if isinstance(f, CharField | TextField | JSONField | UUIDField) and not f.choices
        ]
        for row in model._default_manager.values_list(*names) if names else ():
            found.update(text for value in row for text in strings_in(value))
            found.update(str(value) for value in row if isinstance(value, UUID))
    return found


def said_by_us(texts: Texts, known: re.Pattern[str]) -> set[str]:
    """The texts without the data in them."""
    return {known.sub(" ", " ".join(text.split())).strip() for text in texts.found}


# Proper names, and what stands in addresses and file names.
SHARED = set(
    "Bricks4DataGov BRX234 CRM ERP ETL DICP GraphQL English Français csv xlsx http testserver join".split()
    + "PNG SVG curl Python JavaScript".split()
)


def known() -> re.Pattern[str]:
    """What may be the same in both languages, as one pattern of whole words, the longest first."""
    alike = {
        part
        for entry in entries()
        for english in (entry.msgid, entry.msgid_plural)
        if english in texts_of(entry)
        for part in PLACES.split(english)
    }
    words = {" ".join(word.split()) for word in data() | alike | SHARED}
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b", re.IGNORECASE)


LETTERS = re.compile(r"[^\W\d_]{2}")
ENGLISH = words(
    "the this that and with your you are was were not from which what here there save delete asset field"
)
FRENCH = words(
    "le la les des une est sont pas avec votre vous dans pour cette ces qui actif actifs champ champs"
)
ROOMS = {
    "portal:home", "workshop:login", "workshop:people", "catalog:asset-list", "catalog:asset-update",
    "catalog:asset-keys", "catalog:link-create", "catalog:change-detail", "catalog:diagram",
    "catalog:term-update", "catalog:system-update", "admin:catalog_asset_change", "nowhere",
}  # fmt: skip


def test_each_page_speaks_one_language(db: None) -> None:
    """As a visitor and as the facilitator: nothing of ours is the same in both, no word is of the other one."""
    example_load()
    visitor, member = Client(), Client()
    member.force_login(User.objects.get(username="facilitator"), backend=BACKEND)
    reached, faults, ours = set(), [], known()
    for address, french, english in [*walked(visitor, *VISITOR), *walked(member, *MEMBER)]:
        in_french, in_english = said_by_us(french, ours), said_by_us(english, ours)
        reached.add(view_name(address))
        faults += [(address, "same", text) for text in in_french & in_english if LETTERS.search(text)]
        faults += [(address, "fr", text) for text in in_french if ENGLISH.search(text)]
        faults += [(address, "en", text) for text in in_english if FRENCH.search(text)]
    assert sorted(faults) == []
    assert ROOMS - reached == set()
