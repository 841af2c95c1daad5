"""The server is killed amid sends and transfers: what was acknowledged is there once, the rest is whole or not there.

A few times here; `BRICKS_KILLS=50` makes it fifty.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Thread
from typing import Any

from django.db.models import Count, Sum

from catalog.queries.assets import asset_get
from exchange.commands import asset_copy
from exchange.models import Brick, BrickOrigin, Decision, Submission, Transfer
from lineage.models import Origin, Run
from tests.concurrency.conftest import ROOT, environment, wait_for
from tests.people import Room
from workshop.commands import token_create

KILLS = int(os.environ.get("BRICKS_KILLS", "3"))
BATCH = 2_000  # bricks of one send
LONGEST = 1.2  # seconds until the server dies; a round of the phones takes about half of it


@contextmanager
def served() -> Iterator[tuple[int, Any]]:
    """The port of the product as it is served, and what kills it as a power cut would."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = f"--host 127.0.0.1 --port {port} --interface wsgi --workers 1 --blocking-threads 4 --log-level warning"
    command = [sys.executable, "-m", "granian", *options.split(), "config.wsgi:application"]
    settings = {**environment(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    server = subprocess.Popen(
        command, cwd=ROOT, env=settings, start_new_session=True, stderr=subprocess.DEVNULL
    )

    def kill() -> None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()

    try:
        wait_for(port)
        yield port, kill
    finally:
        if server.poll() is None:
            kill()


@dataclass
class Phones:
    """A producer, an owner and an engineer at work until the line drops; what the server had said yes to."""

    port: int
    tokens: dict[str, str]
    client: int
    raw: int
    begin: int
    sent: dict[str, int] = field(default_factory=dict)  # submission by key
    tried: list[str] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    copied: list[int] = field(default_factory=list)

    def work(self) -> None:
        try:
            for n in range(self.begin, self.begin + 1000):
                self._round(f"key-{n}", n * BATCH)
        except (OSError, HTTPException):
            return

    def _round(self, key: str, first: int) -> None:
        self.tried.append(key)
        self.sent[key] = self.send(key, first)
        body = {"submission": self.sent[key], "verdict": "accepted"}
        self.accepted += [row["id"] for row in self._post("owner", "decisions/", body)["results"]]
        self.copied.append(
            self._post("engineer", "transfers/", {"source": self.client, "target": self.raw})["id"]
        )

    def send(self, key: str, first: int) -> int:
        lines = (json.dumps({"client_id": n, "nom": f"client {n}"}) for n in range(first, first + BATCH))
        path, kind = f"bricks/stream/?asset={self.client}", "application/x-ndjson"
        return int(self._call("producer", path, "\n".join(lines), kind, {"Idempotency-Key": key})["id"])

    def _post(self, role: str, path: str, body: Any) -> Any:
        return self._call(role, path, json.dumps(body), "application/json", {})

    def _call(self, role: str, path: str, body: str, kind: str, headers: dict[str, str]) -> Any:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        own = {"Authorization": f"Bearer {self.tokens[role]}", "Content-Type": kind}
        line.request("POST", f"/api/v1/{path}", body, {**own, **headers})
        answer = line.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 201, said
        line.close()
        return said


def check_sends(phones: Phones) -> None:
    """Acknowledged sends are there once; the others are not there, or whole."""
    stored = dict(Submission.objects.exclude(idempotency_key="").values_list("idempotency_key", "pk"))
    assert {key: stored.get(key) for key in phones.sent} == phones.sent
    counts = Submission.objects.annotate(here=Count("bricks")).values_list("brick_count", "here")
    assert set(counts) <= {(BATCH, BATCH)}
    sources = Brick.objects.filter(asset=phones.client)
    assert Brick.history.filter(asset_id=phones.client, history_type="+").count() == sources.count()
    assert sources.values("key").distinct().count() == sources.count()


def check_decisions(phones: Phones) -> None:
    assert set(phones.accepted) <= set(Decision.objects.values_list("pk", flat=True))
    decided = Decision.objects.annotate(here=Count("bricks")).values_list("brick_count", "here")
    assert set(decided) <= {(BATCH, BATCH)}


def check_transfers(phones: Phones) -> None:
    """Copies, their origins, the counts of transfers, and the lineage tell the same story."""
    assert set(phones.copied) <= set(Transfer.objects.values_list("pk", flat=True))
    copies = Brick.objects.filter(asset=phones.raw).count()
    told = Transfer.objects.aggregate(copied=Sum("copied_count"), removed=Sum("removed_count"))
    origins = BrickOrigin.objects.filter(asset_id=phones.raw)
    assert (told["copied"] or 0) - (told["removed"] or 0) == copies == origins.count()
    assert origins.values("origin").distinct().count() == copies
    assert Brick.history.filter(asset_id=phones.raw, history_type="+").count() == copies
    runs = Run.objects.filter(transfers__isnull=False)
    assert (
        runs.count()
        == Transfer.objects.count()
        == Run.objects.filter(state="completed").count()
        == Run.objects.count()
    )
    for transfer in Transfer.objects.select_related("run"):
        assert transfer.run is not None
        (output,) = transfer.run.datasets.filter(side="output")
        assert output.facets["outputStatistics"]["body"]["rowCount"] == transfer.copied_count
    assert Origin.objects.filter(valid_until=None).count() == min(1, Transfer.objects.count())


def finish(room: Room, phones: Phones) -> None:
    """After the power cut the phones send again what was not acknowledged, and copy again: all is there once."""
    with served() as (port, _kill):
        phones.port = port
        for key in phones.tried:
            phones.sent[key] = phones.send(key, int(key.removeprefix("key-")) * BATCH)
        for submission in Submission.objects.filter(bricks__state="waiting").distinct():
            phones._post("owner", "decisions/", {"submission": submission.pk, "verdict": "accepted"})
        phones.copied.append(
            phones._post("engineer", "transfers/", {"source": phones.client, "target": phones.raw})["id"]
        )
    sent = len(Submission.objects.values_list("pk"))
    assert asset_get(room["client"], phones.raw)["zone"] == "raw"
    assert Brick.objects.filter(asset=phones.raw).count() == sent * BATCH


def test_power_cuts(committed_room: Room) -> None:
    room = committed_room
    fields = [{"name": "client_id", "type": "integer"}, {"name": "nom", "type": "string"}]
    client = room.asset(fields=fields, primary_key=["client_id"])
    raw = asset_copy(actor=room["engineer"], source_id=client, system="datalake")
    tokens = {role: token_create(actor=room[role])[1] for role in ("producer", "owner", "engineer")}
    begin = 0
    for cut in range(KILLS):
        with served() as (port, kill):
            phones = Phones(port, tokens, client, raw, begin)
            thread = Thread(target=phones.work)
            thread.start()
            time.sleep(Random(cut).uniform(0.05, LONGEST))
            kill()
            thread.join()
        begin += len(phones.tried)
        check_sends(phones)
        check_decisions(phones)
        check_transfers(phones)
        finish(room, phones)
        for check in (check_sends, check_decisions, check_transfers):
            check(phones)
