"""Bricks: send them as one stream, look at the queue, accept them, copy them; beside a bare insert of the same rows.

Targets at 100 000: 5 000 a second with memory flat, a transfer within 10 s, a page of the queue within 15 ms.
"""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from bench.server import HOST, Client, Server
from bench.table import measure, show
from catalog.commands import asset_create
from catalog.documents import AssetDocument
from common.actor import Actor
from workshop.models import User

FIELDS = [
    {"name": "client_id", "type": "integer", "required": True},
    {"name": "nom", "type": "string"},
    {"name": "email", "type": "string"},
    {"name": "region", "type": "string"},
    {"name": "solde", "type": "decimal"},
    {"name": "depuis", "type": "date"},
]
REGIONS = ("Bretagne", "Occitanie", "Île-de-France", "Corse")
CHUNK = 1 << 16
PAGES = 50


def lines(count: int) -> Iterator[bytes]:
    """So many clients, one JSON object a line."""
    for n in range(count):
        client = {
            "client_id": n,
            "nom": f"Client numéro {n}",
            "email": f"client{n}@example.org",
            "region": REGIONS[n % 4],
            "solde": n / 4,
            "depuis": f"20{n % 30:02}-01-{n % 28 + 1:02}",
        }
        yield json.dumps(client, ensure_ascii=False).encode() + b"\n"


def run(server: Server, actor: Actor, token: str, size: int) -> None:
    """A new asset with so many bricks, from the stream to its copy in the lake."""
    fields: Any = {"system": "crm", "name": f"bench_{size}", "fields": FIELDS, "primary_key": ["client_id"]}
    asset = asset_create(actor=actor.again(), document=AssetDocument.read(fields))
    client = Client(server.port, token)
    before = server.peak_mb()
    seconds, submission = _send(server, token, asset, size)
    after = server.peak_mb()
    bare = _bare_insert(size)
    print(f"\n{size:,} bricks")
    print(
        f"send by NDJSON {seconds:6.2f} s, {size / seconds:,.0f} bricks/s"
        f" ({seconds / bare:.1f} × a bare insert of the same rows)"
    )
    print(f"peak memory of the server {before:.0f} MB before, {after:.0f} MB after")
    _queue(server, client)
    body = {"submission": submission, "verdict": "accepted"}
    _timed("accept as a whole", bare, lambda: client.call("POST", "/api/v1/decisions/", body)[0])
    body = {"source": asset, "system": "datalake"}
    for name in ("copy into the lake", "copy again, nothing new"):
        _timed(name, bare, lambda: client.call("POST", "/api/v1/transfers/", body)[0])


def _timed(name: str, bare: float, call: Callable[[], float]) -> None:
    seconds = call() / 1000
    print(f"{name} {seconds:6.2f} s ({seconds / bare:.1f} × a bare insert)")


def _send(server: Server, token: str, asset: int, size: int) -> tuple[float, int]:
    """Seconds of one chunked request that is made while it is sent; and the submission."""
    line = http.client.HTTPConnection(HOST, server.port, timeout=600)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    begin = time.perf_counter()
    line.request("POST", f"/api/v1/bricks/stream/?asset={asset}", _chunks(size), headers, encode_chunked=True)
    answer = line.getresponse()
    said = json.loads(answer.read())
    if answer.status != 201:
        raise RuntimeError(str(said))
    return time.perf_counter() - begin, int(said["id"])


def _chunks(size: int) -> Iterator[bytes]:
    held = b""
    for line in lines(size):
        held += line
        if len(held) > CHUNK:
            yield held
            held = b""
    yield held


def _bare_insert(size: int) -> float:
    """Seconds to parse the same lines and insert them into a table without keys or history."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute("CREATE TABLE bench_bare (id bigint, body text)")
        begin = time.perf_counter()
        rows = [(json.loads(line)["client_id"], line.decode()) for line in lines(size)]
        cursor.executemany("INSERT INTO bench_bare VALUES (%s, %s)", rows)
        return time.perf_counter() - begin


def _queue(server: Server, client: Client) -> None:
    """The owner's page while all of it waits, and its list by REST."""
    browser = Browser()
    browser.force_login(
        User.objects.get(username="owner"), backend="django.contrib.auth.backends.ModelBackend"
    )
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    line = http.client.HTTPConnection(HOST, server.port, timeout=120)

    def page(path: str) -> float:
        begin = time.perf_counter()
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return (time.perf_counter() - begin) * 1000

    empty = measure("empty DRF view (control)", lambda: client.call("GET", "/bench/empty/")[0], PAGES)
    bare = measure("a Django view that answers nothing (control)", lambda: page("/bench/nothing/"), PAGES)
    timings = [
        empty,
        bare,
        measure("page of the verification queue", lambda: page("/verification/"), PAGES, "target 15 ms"),
        measure("what waits, by REST", lambda: client.call("GET", "/api/v1/submissions/waiting/")[0], PAGES),
    ]
    show("the queue", timings, {"empty": empty, "nothing": bare})
