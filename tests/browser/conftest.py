"""Pages in a real Chromium: fixtures `phone` and `desktop`, helpers `axe` and `shot`.

Every test below this folder is marked `browser`. A page that asks for anything outside 127.0.0.1, or whose
console reports an error, fails its test.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

HERE = Path(__file__).parent
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = settings.VAR_DIR / "screenshots"
PHONE: ViewportSize = {"width": 375, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
ARGUMENTS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, where Django then suspects every query of being async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    executable = next(found, None) or pytest.fail(
        "Chromium is missing: `python dev.py test` says how to get it."
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, viewport: ViewportSize, **options: Any) -> Iterator[Page]:
    """A page of a fresh context; on leaving, fails if it reached outside or logged an error."""
    faults: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            faults.append(f"asked for {route.request.url}")
            route.abort()

    context = browser.new_context(base_url=address, viewport=viewport, locale="fr-FR", **options)
    context.set_default_timeout(10_000)
    context.route("**/*", guard)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"JavaScript: {error}"))
    page.on(
        "console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None
    )
    yield page
    context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def address(live_server: Any) -> str:
    return str(live_server.url).replace("localhost", "127.0.0.1")


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    with opened(chromium, address, PHONE, has_touch=True, is_mobile=True) as page:
        yield page


@pytest.fixture
def desktop(chromium: Browser, address: str) -> Iterator[Page]:
    with opened(chromium, address, DESKTOP) as page:
        yield page


def described(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html'][:160]}" for node in violation["nodes"])
    return f"{violation['impact']}: {violation['help']} ({violation['id']})\n{places}"


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fail with the accessibility violations of the page as it stands, outside what `without` selects."""

    def run(page: Page, without: Sequence[str] = ()) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))  # evaluated, not inserted: the page's CSP stays strict
        # Preloading puts style sheets into the page, which its policy forbids.
        violations = page.evaluate("without => axe.run({exclude: without}, {preload: false})", list(without))[
            "violations"
        ]
        assert not violations, f"{page.url}\n" + "\n".join(map(described, violations))

    return run


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Save the page as var/screenshots/<name>.png, to be looked at."""

    def save(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return save
