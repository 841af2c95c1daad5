"""Rooms in play: phones that ask every two seconds while others write, beside an empty Django view.

Each phone is a session cookie and the ETag it holds, as htmx asks. Phones of all workshops ask evenly spread over
their two seconds; meanwhile somebody writes a note in one workshop after the other.
"""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from bench.server import HOST, Server
from common.actor import Actor, Door
from workshop.actors import actor_of_participant
from workshop.commands import participant_join, token_create, workshop_create
from workshop.commands.casting import roles_cast
from workshop.commands.clock import timer_move
from workshop.models import Participant, User, Workshop

PEOPLE = 20
PERIOD_SECONDS = 2.0
WRITES_A_SECOND = 2.0
THREADS = 20


@dataclass
class Phone:
    """`asked` are (seconds since the beginning, milliseconds, status)."""

    cookie: str
    etag: str = ""
    asked: list[tuple[float, float, int]] = field(default_factory=list)


def open_rooms(count: int) -> tuple[list[Phone], list[str]]:
    """So many workshops in play, as the phones of their people and one token each to write with."""
    phones, tokens = [], []
    for number in range(count):
        leader = User.objects.create_user(f"leader{number}", password="bricks")
        workshop = workshop_create(actor=Actor(user_id=leader.pk, door=Door.CLI), name=f"Room {number}")
        people = [_joined(workshop, seat) for seat in range(PEOPLE)]
        facilitator = actor_of_participant(Participant.objects.get(workshop=workshop, user=leader), Door.CLI)
        roles_cast(actor=facilitator)
        timer_move(actor=facilitator, move="start")
        tokens.append(token_create(actor=actor_of_participant(people[0], Door.CLI))[1])
        phones += [Phone(_cookie(person)) for person in people]
    return phones, tokens


def _joined(workshop: Workshop, seat: int) -> Participant:
    return participant_join(code=workshop.join_code, nickname=f"P{seat}", address=HOST, door=Door.CLI)[0]


def _cookie(person: Participant) -> str:
    """The cookie of a logged-in browser."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def run(server: Server, phones: list[Phone], tokens: list[str], seconds: float) -> None:
    control = _alone(server, "/bench/nothing/", phones[0], 300)
    unchanged = _alone(server, "/desk/", phones[0], 300)
    whole = _alone(server, "/desk/", Phone(phones[0].cookie), 100, keep_etag=False)
    print(f"\nOne phone alone{'':27}{'median ms':>10}{'p99 ms':>10}{'÷ empty':>10}")
    for name, times in (
        ("empty Django view", control),
        ("unchanged desk (304)", unchanged),
        ("whole desk", whole),
    ):
        median = statistics.median(times)
        print(f"{name:42}{median:10.2f}{_p99(times):10.2f}{median / statistics.median(control):10.2f}")
    _together(server, phones, tokens, seconds)
    rows = [ask for phone in phones for ask in phone.asked]
    print(f"\n{len(phones)} phones, {len(rows) / seconds:.0f} requests/s")
    print(f"{'':36}{'count':>10}{'median ms':>10}{'p99 ms':>10}")
    for name, wanted in (("all", (200, 304)), ("unchanged (304)", (304,)), ("changed (200)", (200,))):
        times = [ms for _at, ms, status in rows if status in wanted]
        if times:
            print(f"{name:36}{len(times):10}{statistics.median(times):10.2f}{_p99(times):10.2f}")
    print(f"refused or failed: {sum(status not in (200, 304) for _at, _ms, status in rows)}")
    print(f"memory: {server.memory_mb()}")


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _alone(server: Server, path: str, phone: Phone, count: int, *, keep_etag: bool = True) -> list[float]:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    times = []
    for _number in range(count + 10):
        elapsed, _status = _ask(connection, path, phone, keep_etag=keep_etag)
        times.append(elapsed)
    return times[10:]


def _ask(
    connection: http.client.HTTPConnection, path: str, phone: Phone, *, keep_etag: bool = True
) -> tuple[float, int]:
    headers = {"Cookie": phone.cookie, "HX-Request": "true"}
    if phone.etag:
        headers["If-None-Match"] = phone.etag
    begin = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    elapsed = (time.perf_counter() - begin) * 1000
    if keep_etag and answer.headers.get("ETag"):
        phone.etag = answer.headers["ETag"]
    return elapsed, answer.status


def _together(server: Server, phones: list[Phone], tokens: list[str], seconds: float) -> None:
    """Every phone asks each two seconds, evenly spread; a writer writes a note in workshop after workshop."""
    begin = time.perf_counter()
    threads: list[Any] = [
        threading.Thread(target=_phones, args=(server, phones, number, begin, seconds))
        for number in range(THREADS)
    ]
    threads.append(threading.Thread(target=_writer, args=(server, tokens, begin, seconds)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _phones(server: Server, phones: list[Phone], number: int, begin: float, seconds: float) -> None:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    own = [
        (index / len(phones) * PERIOD_SECONDS, phones[index]) for index in range(number, len(phones), THREADS)
    ]
    turn = 0
    while turn * PERIOD_SECONDS < seconds:
        for offset, phone in own:
            due = begin + turn * PERIOD_SECONDS + offset
            time.sleep(max(0.0, due - time.perf_counter()))
            elapsed, status = _ask(connection, "/desk/", phone)
            phone.asked.append((due - begin, elapsed, status))
        turn += 1


def _writer(server: Server, tokens: list[str], begin: float, seconds: float) -> None:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    for number in range(int(seconds * WRITES_A_SECOND)):
        time.sleep(max(0.0, begin + number / WRITES_A_SECOND - time.perf_counter()))
        headers = {
            "Authorization": f"Bearer {tokens[number % len(tokens)]}", "Content-Type": "application/json"
        }  # fmt: skip
        connection.request("POST", "/api/v1/notes/", f'{{"kind": "notion", "text": "n{number}"}}', headers)
        answer = connection.getresponse()
        if answer.status != 201:
            raise RuntimeError(f"{answer.status} {answer.read()[:300]!r}")
        answer.read()
