"""The workshop's pages as people meet them: on a phone, in both languages, accessible, and light."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from catalog.models import Term
from workshop.models import Participant, Workshop

BACKEND = "django.contrib.auth.backends.ModelBackend"
LIGHT = 95_000  # bytes of the first page with all it loads, not compressed
BRICK = 700  # and of each brick drawn on it


@pytest.fixture
def workshop(example: Workshop) -> Workshop:
    return example


def log_in(page: Page, address: str, participant: Participant, language: str = "en") -> None:
    """Straight into the session, as after the form."""
    client = Client()
    client.force_login(participant.user, backend=BACKEND)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )


def person(workshop: Workshop, nickname: str) -> Participant:
    return Participant.objects.get(workshop=workshop, nickname=nickname)


def speak(page: Page, address: str, language: str) -> None:
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_guest_joins_on_a_phone_and_comes_back(workshop, phone, address, shot):
    speak(phone, address, "en")
    phone.goto("/")
    phone.get_by_label("Code of the workshop").fill("brx 234")
    phone.get_by_label("Your nickname").fill("Ada")
    phone.get_by_role("button", name="Join").tap()
    expect(phone.get_by_role("heading", name="Welcome, Ada!")).to_be_visible()
    shot(phone, "joined-phone")
    code = phone.locator("#resume-code").inner_text()
    phone.get_by_role("button", name="I noted it").tap()
    expect(phone.get_by_role("heading", name="What I have to do")).to_be_visible()
    shot(phone, "home-phone")
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)  # the phone is lost
    phone.goto("/resume/")
    phone.get_by_label("Code of the workshop").fill("BRX234")
    phone.get_by_label("Your resume code").fill(code)
    phone.get_by_role("button", name="Come back").tap()
    expect(phone.get_by_role("heading", name="What I have to do")).to_be_visible()


def test_wrong_code_leads_to_its_input_with_everything_kept(workshop, phone, address, axe):
    speak(phone, address, "en")
    phone.goto("/join/")
    phone.get_by_label("Code of the workshop").fill("ZZZZZZ")
    phone.get_by_label("Your nickname").fill("Ada")
    phone.get_by_role("button", name="Join").tap()
    expect(phone.get_by_label("Code of the workshop")).to_be_focused()
    expect(phone.get_by_label("Your nickname")).to_have_value("Ada")
    expect(phone.get_by_text("No workshop has this code.")).to_be_visible()
    axe(phone)


def test_account_logs_in_and_changes_the_language(workshop, desktop):
    desktop.goto("/login/")
    desktop.locator("[name=username]").fill("steward")
    desktop.locator("[name=password]").fill("bricks")
    desktop.locator("main button").click()
    expect(desktop.locator("html")).to_have_attribute("lang", "fr")
    desktop.get_by_role("button", name="EN").click()
    expect(desktop.locator("html")).to_have_attribute("lang", "en")
    expect(
        desktop.get_by_role("link", name="Register an asset").or_(desktop.locator("h1"))
    ).not_to_have_count(0)


def test_token_is_shown_with_a_command_to_copy(workshop, desktop, address, axe, shot):
    log_in(desktop, address, person(workshop, "steward"))
    desktop.goto("/me/")
    desktop.get_by_label("What is it for?").fill("laptop")
    desktop.get_by_role("button", name="Make a token").click()
    expect(desktop.locator("#curl")).to_contain_text(f"{address}/api/v1/assets/")
    expect(desktop.get_by_role("button", name="Copy").first).to_be_visible()
    axe(desktop)
    shot(desktop, "token-desktop")
    desktop.reload()
    expect(desktop.locator("#curl")).to_have_count(0)
    desktop.on("dialog", lambda dialog: dialog.accept())
    desktop.get_by_role("button", name="Revoke – laptop").click()
    expect(desktop.get_by_text("The token is revoked")).to_be_visible()


def test_facilitator_gives_a_role_on_a_phone(workshop, phone, address, axe, shot):
    log_in(phone, address, person(workshop, "facilitator"))
    phone.goto("/people/")
    phone.get_by_role("link", name="Roles and code – client").tap()
    phone.get_by_label("Role", exact=True).select_option("owner")
    phone.get_by_role("button", name="Give the role").tap()
    expect(phone.get_by_role("button", name="Take away – Owner")).to_be_visible()
    axe(phone)
    shot(phone, "person-phone")


def test_glossary_answers_while_typing(workshop, desktop, address):
    log_in(desktop, address, person(workshop, "client"))
    desktop.goto("/glossary/")
    desktop.get_by_label("Find a notion").press_sequentially("cle prim")
    expect(desktop.locator("#terms .card")).to_have_count(1)
    expect(desktop).to_have_url(f"{address}/glossary/?q=cle%20prim")


def test_pages_work_without_javascript(workshop, chromium, address):
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/join/BRX234/")
    page.locator("[name=nickname]").fill("Ada")
    page.locator("main form button").click()
    page.locator("main form button").click()
    page.goto("/glossary/?q=cle")
    assert page.locator("#terms .card").count() > 0
    context.close()


VISITED = ["/", "/join/", "/resume/", "/login/", "/people/", "/nowhere/"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_a_visitor_are_accessible(workshop, phone, address, axe, shot, language):
    speak(phone, address, language)
    for path in VISITED:
        phone.goto(path)
        axe(phone)
        assert fits(phone), path
        shot(phone, f"visitor{path.replace('/', '-')}{language}")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_pages_of_the_workshop_are_accessible(workshop, request, address, axe, shot, screen, language):
    page = request.getfixturevalue(screen)
    term = Term.objects.filter(workshop=workshop, links__isnull=False).first()
    assert term is not None
    log_in(page, address, person(workshop, "facilitator"), language)
    someone = person(workshop, "client").pk
    own = ["/", "/me/", "/people/", f"/people/{someone}/", "/poster/", "/workshops/new/"]
    glossary = ["/glossary/", f"/glossary/{term.pk}/", f"/glossary/{term.pk}/edit/", "/glossary/new/"]
    for number, path in enumerate([*own, *glossary]):
        page.goto(path)
        axe(page)
        assert fits(page), path
        shot(page, f"workshop-{number}-{screen}-{language}")


@pytest.mark.parametrize("nickname", ["", "steward"])
def test_first_page_is_light(workshop, phone, address, nickname):
    """Whether anonymous or inside: what the browser received, uncompressed as this server sends it."""
    if nickname:
        log_in(phone, address, person(workshop, nickname))
    received: list[int] = []
    phone.on("response", lambda answer: received.append(len(answer.body())))
    phone.goto("/", wait_until="networkidle")
    assert len(received) >= 5
    assert sum(received) < LIGHT + BRICK * phone.locator("svg.brick").count()
