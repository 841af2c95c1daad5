"""Streams: thousands of lines, each refusal at its line, nothing in memory but one line, nothing stored by half."""

import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from catalog.queries.assets import asset_get
from common.api.media import TooLarge
from common.errors import Conflict, Forbidden, Invalid
from exchange import streams
from exchange.commands import submission_store
from exchange.models import Brick, Submission
from exchange.shape import Shape
from exchange.streams import Body, Received, csv_rows, ndjson_rows, received
from tests.exchange.conftest import ALICE, BOB, Market

SHAPE = Shape((("id", "integer"), ("name", "string"), ("price", "decimal"), ("sold", "boolean")), ("id",))


def read(data: bytes, kind: str = "csv") -> list[Any]:
    """What a stream brings, as (key, values text)."""
    file = io.BytesIO(data)
    rows = csv_rows(file, SHAPE) if kind == "csv" else ndjson_rows(file)
    with received(SHAPE, rows) as taken:
        return list(taken.rows("x"))


def refusals(data: bytes, kind: str = "csv") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read(data, kind)
    return [(error.path, error.code) for error in caught.value.errors]


def test_csv_is_typed_by_the_fields_of_the_asset() -> None:
    assert read(b"id,name,price,sold\n1,Lamp,12.50,oui\n2,,,\n") == [
        ("1", '{"id":1,"name":"Lamp","price":12.5,"sold":true}'),
        ("2", '{"id":2}'),
    ]


def test_csv_of_a_french_sheet() -> None:
    data = '\ufeffid;name;price\r\n1;"Lampe; ""bleue""\r\nà pied";12,5\r\n'.encode()
    assert read(data) == [("1", '{"id":1,"name":"Lampe; \\"bleue\\"\\r\\nà pied","price":12.5}')]


@pytest.mark.parametrize("separator", ["\t", "|"])
def test_csv_with_other_separators(separator: str) -> None:
    assert read(f"id{separator}name\n1{separator}a,b\n".encode()) == [("1", '{"id":1,"name":"a,b"}')]


def test_csv_refusals_are_named_by_line() -> None:
    data = b'id,name,price\n1,"two\nlines",1\nx,b,1\n3,c\n4,d,1,9\n5,e,douze\n'
    assert refusals(data) == [
        ("lines.4.id", "int_type"),
        ("lines.5", "cells"),
        ("lines.6", "cells"),
        ("lines.7.price", "decimal_type"),
    ]


def test_csv_header_must_name_fields() -> None:
    assert refusals(b"id,nom,id\n1,a,2\n") == [("lines.1.nom", "unknown_field"), ("lines.1.id", "duplicate")]
    assert refusals(b"") == [("", "too_short")]
    assert refusals(b"id,name\n") == [("", "too_short")]


def test_csv_that_is_not_utf_8_is_refused_at_its_place() -> None:
    assert refusals("id,name\n1,a\n2,é\n".encode("latin-1")) == [("lines.3.name", "string_unicode")]


def test_csv_quotation_mark_that_is_not_closed() -> None:
    assert refusals(b'id,name\n1,"a" b\n') == [("lines.2", "unreadable")]


def test_ndjson_refusals_are_named_by_line() -> None:
    data = b'{"id": 1}\n\n{"id": "2"}\n{"id": 3\n[4]\n{"id": 5, "id": 6}\n{"id": NaN}\n{"id":7,"no":1}'
    assert refusals(data, "ndjson") == [
        ("lines.3.id", "int_type"),
        ("lines.4", "malformed"),
        ("lines.5", "dict_type"),
        ("lines.6.id", "duplicate_key"),
        ("lines.7", "malformed"),
        ("lines.8.no", "unknown_field"),
    ]


def test_ndjson_takes_the_last_line_without_its_end() -> None:
    assert [key for key, _values in read(b'{"id": 1}\r\n{"id": 2}', "ndjson")] == ["1", "2"]


def test_first_hundred_refusals_are_enough() -> None:
    assert len(refusals(b"\n".join([b"{}"] * 1000), "ndjson")) == 100


def test_lines_have_a_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LINE_MAX", 50)
    assert refusals(b'{"id": 1}\n{"id": 2, "name": "' + b"x" * 100 + b'"}\n', "ndjson") == [
        ("lines.2", "too_long")
    ]
    assert refusals(b"id,name\n1,a\n2," + b"x" * 100 + b"\n") == [("lines.3", "too_long")]


def test_streams_have_a_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SEND_MAX", 2)
    with pytest.raises(TooLarge):
        read(b'{"id": 1}\n{"id": 2}\n{"id": 3}\n', "ndjson")
    monkeypatch.setattr(streams, "BYTES_MAX", 10)
    with pytest.raises(TooLarge):
        Body(io.BytesIO(b"x" * 11)).readall()


class Endless(io.RawIOBase):
    """As many lines as asked, made while they are read."""

    def __init__(self, count: int):
        self.lines: Iterator[bytes] = (b'{"id": %d, "name": "%s"}\n' % (n, b"x" * 200) for n in range(count))
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self.rest) < len(buffer) and (line := next(self.lines, b"")):
            self.rest += line
        piece, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def test_memory_does_not_grow_with_the_stream() -> None:
    peaks = []
    for count in (1_000, 10_000):
        tracemalloc.start()
        with received(SHAPE, ndjson_rows(io.BufferedReader(Endless(count)))) as taken:
            assert sum(1 for _row in taken.rows("x")) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000


# Stored


def of_client(market: Market, *bricks: dict[str, Any]) -> tuple[Shape, Any]:
    shape = Shape.of(asset_get(market.actor("producer"), market.client))
    return shape, enumerate(bricks, start=1)


def store(market: Market, taken: Received, by: str = "producer", key: str = "") -> int:
    return submission_store(actor=market.actor(by), asset_id=market.client, received=taken, key=key)


def test_stream_is_one_submission_and_stored_once(market: Market) -> None:
    with received(*of_client(market, ALICE, BOB), fingerprint=lambda: "same") as taken:
        first = store(market, taken, key="k")
        assert store(market, taken, key="k") == first
    assert (Submission.objects.get().brick_count, market.values(market.client)) == (2, [ALICE, BOB])
    assert Brick.history.count() == 2


def test_fields_that_changed_meanwhile_are_noticed(market: Market) -> None:
    with received(SHAPE, enumerate([{"id": 1}])) as taken, pytest.raises(Conflict) as caught:
        store(market, taken)
    assert caught.value.code == "fields_changed"
    assert not Brick.objects.exists()


def test_only_producers_store(market: Market) -> None:
    with received(*of_client(market, ALICE)) as taken, pytest.raises(Forbidden):
        store(market, taken, by="owner")
