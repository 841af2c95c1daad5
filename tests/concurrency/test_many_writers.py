"""Twenty participants write at once: nobody is turned away, nothing is lost, history is whole."""

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest

from catalog.models import PARTS, Asset, Field, SearchEntry
from catalog.queries.assets import asset_get
from catalog.queries.versions import asset_versions
from common.actor import Door
from common.history import history_of
from tests.concurrency.conftest import ROOT, environment
from tests.people import Room
from workshop.actors import actor_of_participant
from workshop.choices import Role
from workshop.commands import participant_join, role_assign, token_create
from workshop.models import Participant

WRITERS = 20
PROCESSES = 4
ROUNDS = 3


@pytest.fixture
def stewards(committed_room: Room) -> list[Participant]:
    """Twenty people who joined with a nickname and may document."""
    people = []
    for number in range(WRITERS):
        code = committed_room.workshop.join_code
        participant, _resume = participant_join(code=code, nickname=f"n{number}", address="127.0.0.1")
        role_assign(actor=committed_room["facilitator"], participant_id=participant.pk, role=Role.STEWARD)
        people.append(participant)
    return people


def check_nothing_is_lost(room: Room, shared: int, people: list[Participant]) -> None:
    """The counter counted every round, versions have no gap, each is signed, each has its parts."""
    total = len(people) * ROUNDS
    assert asset_get(room["client"], shared)["description_fr"] == str(total)
    versions = asset_versions(room["client"], shared)
    assert [version["version"] for version in versions] == list(range(total + 1, 0, -1))
    assert Counter(version["by"] for version in versions[:-1]) == {p.nickname: ROUNDS for p in people}
    own = Asset.objects.exclude(pk=shared)
    assert own.count() == total
    assert {(asset.version, asset.title_fr[:5]) for asset in own} == {(2, "Pièce")}
    history = history_of(Asset).objects.exclude(id=shared)
    assert Counter(history.values_list("history_type", flat=True)) == {"+": total, "~": total}
    assert history.values("request_id").distinct().count() == 2 * total
    assert Field.objects.exclude(asset=shared).count() == 2 * total
    assert SearchEntry.objects.count() == total + 1


def test_processes_and_threads_write_at_once(committed_room: Room, stewards: list[Participant]) -> None:
    shared = committed_room.asset(name="shared", description_fr="0")
    ids = [participant.pk for participant in stewards]
    command = [sys.executable, "-m", "tests.concurrency.writer"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, **pipes) for _ in range(PROCESSES)
    ]
    jobs = [{"participants": ids[n::PROCESSES], "shared": shared, "rounds": ROUNDS} for n in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        said = list(
            pool.map(lambda pair: pair[0].communicate(json.dumps(pair[1])), zip(processes, jobs, strict=True))
        )
    assert said == [("", "")] * PROCESSES
    check_nothing_is_lost(committed_room, shared, stewards)


class Caller:
    """A participant's phone: one kept connection, one token."""

    def __init__(self, port: int, token: str):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, str]:
        content = None if body is None else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, f"/api/v1/{path}", content, {**self.headers, **named})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers.get("ETag", "")

    def count_up(self, shared: int) -> int:
        while True:
            status, asset, etag = self("GET", f"assets/{shared}/")
            body = {"description_fr": str(int(asset["description_fr"]) + 1)}
            status, _asset, _etag = self("PATCH", f"assets/{shared}/", body, If_Match=etag)
            if status != 412:
                return status


def test_phones_write_at_once_through_the_server(
    committed_room: Room, stewards: list[Participant], served: int
) -> None:
    shared = committed_room.asset(name="shared", description_fr="0")

    def play(job: tuple[int, str]) -> list[int]:
        number, token = job
        caller, statuses = Caller(served, token), []
        fields = [{"name": "id", "type": "integer"}, {"name": "label"}]
        for turn in range(ROUNDS):
            document = {"system": "crm", "name": f"own_{number}_{turn}", "fields": fields}
            created, own, _etag = caller("POST", "assets/", document)
            changed, _own, _etag = caller("PATCH", f"assets/{own['id']}/", {"title_fr": f"Pièce {turn}"})
            statuses += [created, changed, caller.count_up(shared)]
        caller.connection.close()
        return statuses

    tokens = [token_create(actor=actor_of_participant(p, Door.CLI))[1] for p in stewards]
    with ThreadPoolExecutor(WRITERS) as pool:
        answered = list(pool.map(play, enumerate(tokens)))
    assert answered == [[201, 200, 200] * ROUNDS] * WRITERS
    check_nothing_is_lost(committed_room, shared, stewards)


def test_registering_the_same_name_at_once_gives_one_asset(
    committed_room: Room, stewards: list[Participant], served: int
) -> None:
    def register(token: str) -> int:
        caller = Caller(served, token)
        status, _asset, _etag = caller("POST", "assets/", {"system": "crm", "name": "client"})
        caller.connection.close()
        return status

    tokens = [token_create(actor=actor_of_participant(p, Door.CLI))[1] for p in stewards]
    with ThreadPoolExecutor(WRITERS) as pool:
        answered = Counter(pool.map(register, tokens))
    # 400: the name was taken; 409: it was taken between looking and writing.
    assert (answered[201], answered[400] + answered[409]) == (1, WRITERS - 1)
    models: tuple[type[Any], ...] = (Asset, *PARTS)
    assert [history_of(model).objects.count() for model in models] == [1] + [0] * len(PARTS)
