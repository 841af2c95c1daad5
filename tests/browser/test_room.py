"""A room with several phones at once: the clock, the board, a line that breaks, both languages, accessible."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from common.actor import Door
from tests.browser.conftest import DESKTOP, PHONE, opened
from tests.browser.test_workshop_pages import fits, log_in, person
from workshop.actors import actor_of_participant
from workshop.commands.clock import timer_go
from workshop.commands.notes import note_write, vote_cast, votes_show
from workshop.commands.pictures import pictures_deal
from workshop.documents import NoteDocument, VoteDocument
from workshop.models import Activity, Note, Workshop

ROOM_LIGHT = 200_000  # bytes of the first page of the room with all it loads, not compressed


@pytest.fixture
def workshop(example: Workshop) -> Workshop:
    return example


def actor(workshop: Workshop, nickname: str):
    return actor_of_participant(person(workshop, nickname), Door.CLI)


def go(workshop: Workshop, step: str, position: int = 0) -> None:
    activity = Activity.objects.filter(workshop=workshop, step__code=step)[position]
    timer_go(actor=actor(workshop, "facilitator"), activity_id=activity.pk)


def test_room_follows_the_facilitator(workshop: Workshop, chromium: Browser, address: str, shot) -> None:
    """One console, one board, three phones: a press is everywhere within moments, and once."""
    with (
        opened(chromium, address, DESKTOP) as console,
        opened(chromium, address, DESKTOP) as board,
        opened(chromium, address, PHONE) as steward,
        opened(chromium, address, PHONE) as client,
        opened(chromium, address, PHONE) as guest,
    ):
        for page, nickname in (
            (console, "facilitator"),
            (board, "owner"),
            (steward, "steward"),
            (client, "client"),
        ):
            log_in(page, address, person(workshop, nickname))
        guest.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": address}])
        console.goto("/console/")
        board.goto("/board/")
        steward.goto("/desk/")
        client.goto("/desk/")
        console.get_by_role("button", name="Start").click()
        for page in (board, steward, client):
            expect(page.get_by_role("heading", name="From the smallest to the largest")).to_be_visible()
        expect(board.get_by_role("timer")).to_contain_text("4:5")
        console.get_by_role("button", name="Close the phase").click()
        expect(client.get_by_role("link", name="Write my words.")).to_be_visible()
        shot(client, "desk-phone")
        client.get_by_role("link", name="Write my words.").click()
        client.get_by_label("What you want to say").fill("confiance")
        client.get_by_role("button", name="Write").click()
        expect(client.locator(".cloud")).to_contain_text("confiance")
        guest.goto("/join/BRX234/")
        guest.get_by_label("Your nickname").fill("Late")
        guest.locator("main form button").click()
        guest.get_by_role("button", name="I noted it").click()
        expect(guest.get_by_role("heading", name="What does governance evoke?")).to_be_visible()
        guest.get_by_text("Just arrived?").click()
        expect(guest.locator(".catch-up")).to_contain_text("Collaborate")
        expect(console.locator(".people").last).to_contain_text("Late")
        shot(console, "console-desktop")
        shot(board, "board-desktop")


def test_what_is_typed_without_a_line_waits_and_is_sent_once(
    workshop: Workshop, chromium: Browser, address: str, shot
) -> None:
    go(workshop, "echanger", 2)
    with opened(chromium, address, PHONE) as phone:
        log_in(phone, address, person(workshop, "client"))
        phone.goto("/notes/")
        phone.context.set_offline(True)
        for text in ("il répond de la donnée", "ils s’accordent"):
            phone.get_by_label("What you want to say").fill(text)
            phone.get_by_role("button", name="Write").click()
        expect(phone.locator("[data-queue-list] li")).to_have_count(2)
        expect(phone.get_by_text("The server cannot be reached. This page tries again")).to_be_visible()
        shot(phone, "offline-phone")
        assert Note.objects.filter(workshop=workshop).count() == 0
        phone.context.set_offline(False)
        expect(phone.locator("[data-queue-box]")).to_be_hidden()
        expect(phone.locator(".notes li")).to_have_count(2)
        expect(phone.locator("[data-lost]")).to_be_hidden()
        assert Note.objects.filter(workshop=workshop).count() == 2


def test_refused_note_is_told_where_it_waited(workshop: Workshop, phone: Page, address: str) -> None:
    go(workshop, "introduction")
    log_in(phone, address, person(workshop, "client"))
    phone.goto("/notes/")
    phone.get_by_label("What you want to say").fill("x" * 60)
    phone.get_by_role("button", name="Write").tap()
    expect(phone.locator("[data-queue-list] li")).to_contain_text("Give a word or two")


def test_notes_are_written_without_javascript(workshop: Workshop, chromium: Browser, address: str) -> None:
    go(workshop, "introduction")
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    log_in(page, address, person(workshop, "client"))
    page.goto("/notes/")
    page.locator("[name=text]").fill("confiance")
    page.locator("main form button").first.click()
    expect(page.locator(".cloud")).to_contain_text("confiance")
    page.goto("/desk/")
    expect(page.locator(".timer-time")).to_have_count(1)
    context.close()


def fill(workshop: Workshop) -> None:
    """Something of everything: words, answers, votes, pictures."""
    go(workshop, "introduction")
    for nickname, text in {"client": "confiance", "owner": "confiance", "dpo": "règles"}.items():
        note_write(actor=actor(workshop, nickname), document=NoteDocument(kind="word", text=text))
        vote_cast(actor=actor(workshop, nickname), document=VoteDocument(dimension="quality", level=2))
    votes_show(actor=actor(workshop, "facilitator"), shown=True)
    pictures_deal(actor=actor(workshop, "facilitator"))
    go(workshop, "echanger", 2)
    note_write(
        actor=actor(workshop, "client"), document=NoteDocument(kind="link", text="Il répond de la donnée.")
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_pages_of_the_room_are_accessible(
    workshop: Workshop, request: pytest.FixtureRequest, address: str, axe, shot, screen: str, language: str
) -> None:
    fill(workshop)
    page = request.getfixturevalue(screen)
    log_in(page, address, person(workshop, "facilitator"), language)
    activity = Activity.objects.filter(workshop=workshop)[20]
    own = [
        "/console/", "/desk/", "/board/", "/agenda/", f"/agenda/activities/{activity.pk}/",
        f"/agenda/steps/{activity.step_id}/", "/plan/", "/casting/", "/notes/", "/maturity/", "/pictures/",
        "/quiz/", "/sheets/", "/sheets/checklist/", "/sheets/roles/", "/sheets/pieces/", "/sheets/dicp/",
        "/sheets/phases/", "/slides/1/", "/slides/1/notes/", "/report/",
    ]  # fmt: skip
    for number, path in enumerate(own):
        page.goto(path)
        axe(page)
        assert fits(page), path
        shot(page, f"room-{number}-{screen}-{language}")


def test_desk_is_light(workshop: Workshop, phone: Page, address: str) -> None:
    log_in(phone, address, person(workshop, "client"))
    received: list[int] = []
    phone.on("response", lambda answer: received.append(len(answer.body()) if answer.status == 200 else 0))
    phone.goto("/desk/")
    expect(phone.locator("#hand")).to_be_visible()
    assert len(received) >= 5
    assert sum(received) < ROOM_LIGHT


def test_desk_asks_again_without_a_body(workshop: Workshop, phone: Page, address: str) -> None:
    log_in(phone, address, person(workshop, "client"))
    phone.goto("/desk/")
    with phone.expect_response(lambda answer: answer.url.endswith("/desk/") and answer.status == 304):
        pass  # also the first question holds the ETag of the page
