"""Pages by key: every row exactly once, forwards and backwards, whatever the order and whoever writes."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.commands import assets_create
from catalog.documents import AssetDocument
from catalog.models import Asset
from catalog.queries.assets import ORDERS
from common.errors import Invalid
from common.pagination import Page, offset_cursor, offset_of, page_by_key, page_of_list
from tests.people import Room

COUNT = 17
ORDER_LISTS = st.sampled_from(list(ORDERS.values()))
LIMITS = st.integers(1, COUNT + 1)
each_example = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def filled(room: Room) -> Room:
    """Assets with tied names (also beyond ASCII and in other case) and tied moments."""
    names = ["a", "A", "é", "b", "a-b", "a b", "Z", "zz", "10", "9"]
    documents = [
        AssetDocument(system="crm", namespace=f"n{number}", name=names[number % len(names)])
        for number in range(COUNT)
    ]
    ids = assets_create(actor=room["steward"], documents=documents)
    moment = timezone.now()
    for number, pk in enumerate(ids):
        Asset.objects.filter(pk=pk).update(modified_at=moment - timedelta(minutes=number % 4))
    return room


def page(order: tuple[str, ...], limit: int, **where: Any) -> Page:
    columns = ("id", "name", "modified_at")
    return page_by_key(Asset.objects.all(), columns=columns, order=order, limit=limit, **where)


def forwards(order: tuple[str, ...], limit: int) -> list[Page]:
    pages = [page(order, limit)]
    while pages[-1].next:
        pages.append(page(order, limit, after=pages[-1].next))
    return pages


def backwards(order: tuple[str, ...], limit: int) -> list[Page]:
    """From an empty cursor, which is the end, to the beginning; in reading order."""
    pages = [page(order, limit, before="")]
    while pages[0].previous:
        pages.insert(0, page(order, limit, before=pages[0].previous))
    return pages


def ids_of(pages: list[Page]) -> list[int]:
    return [row["id"] for one in pages for row in one.rows]


def everything(order: tuple[str, ...]) -> list[int]:
    return list(Asset.objects.order_by(*order).values_list("id", flat=True))


@each_example
@given(order=ORDER_LISTS, limit=LIMITS)
def test_pages_give_every_row_once_both_ways(filled: Room, order: tuple[str, ...], limit: int) -> None:
    assert ids_of(forwards(order, limit)) == everything(order)
    assert ids_of(backwards(order, limit)) == everything(order)
    assert {one.total for one in forwards(order, limit)} == {COUNT}


@each_example
@given(order=ORDER_LISTS, limit=LIMITS, start=st.integers(0, COUNT - 1))
def test_each_rows_cursor_opens_the_list_behind_and_before_it(
    filled: Room, order: tuple[str, ...], limit: int, start: int
) -> None:
    cursor = page(order, COUNT).cursors[start]
    after, before = page(order, limit, after=cursor), page(order, limit, before=cursor)
    assert ids_of([after]) == everything(order)[start + 1 : start + 1 + limit]
    assert ids_of([before]) == everything(order)[max(0, start - limit) : start]
    assert bool(after.next) == (start + 1 + limit < COUNT)
    assert bool(before.previous) == (start - limit > 0)


@each_example
@given(order=ORDER_LISTS, limit=st.integers(1, 5), number=st.integers(1, 3), deleting=st.booleans())
def test_writing_before_the_cursor_disturbs_nothing_behind_it(
    filled: Room, order: tuple[str, ...], limit: int, number: int, deleting: bool
) -> None:
    with transaction.atomic():
        first = page(order, limit)
        behind = everything(order)[limit:]
        if deleting:
            Asset.objects.filter(pk__in=ids_of([first])).delete()
        else:
            insert_before(filled, first, number)
        found = [] if not first.next else ids_of(follow(order, limit, first.next))
        assert [pk for pk in found if pk in behind] == behind
        transaction.set_rollback(True)


def insert_before(room: Room, first: Page, number: int) -> None:
    """Rows tied with the first one in all but what is unique."""
    row = first.rows[0]
    documents = [AssetDocument(system="crm", namespace=f"new{n}", name=row["name"]) for n in range(number)]
    ids = assets_create(actor=room["steward"], documents=documents)
    Asset.objects.filter(pk__in=ids).update(modified_at=row["modified_at"])


def follow(order: tuple[str, ...], limit: int, cursor: str) -> list[Page]:
    pages = [page(order, limit, after=cursor)]
    while pages[-1].next:
        pages.append(page(order, limit, after=pages[-1].next))
    return pages


def forged(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "%%%", "é", forged(1), forged([]), forged(["a"]), forged(["a", 1, 2]), forged(["a", "b"]),
        forged([None, 1]), forged([{"a": 1}, 1]), forged(["a", None]), forged(["a", 2**70]), forged([["a"], 1]),
        forged(["a\0", 1]), forged([1.5, True]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", list(ORDERS.values()))
def test_forged_cursor_is_refused_or_harmless(db: None, cursor: str, order: tuple[str, ...]) -> None:
    for where in ({"after": cursor}, {"before": cursor}):
        assert refusals(lambda where=where: page(order, 5, **where)) <= {"cursor"}  # type: ignore[misc]


def refusals(read: Callable[[], Any]) -> set[str]:
    """The codes of what is refused; empty when it is read."""
    try:
        read()
    except Invalid as refused:
        return {error.code for error in refused.errors}
    return set()


@given(st.integers(0, 10**9))
def test_offset_cursors_come_back(offset: int) -> None:
    assert offset_of(offset_cursor(offset)) == offset


@given(st.text())
def test_any_text_is_an_offset_or_refused(text: str) -> None:
    assert refusals(lambda: offset_of(text)) <= {"cursor"}


@given(count=st.integers(0, 12), limit=st.integers(1, 13))
def test_list_that_was_computed_is_told_once_forwards_and_backwards(count: int, limit: int) -> None:
    def page_at(**where: Any) -> Page:
        told = lambda part: [{"n": n} for n in part]  # noqa: E731
        return page_of_list(range(count), told, limit=limit, **where)

    forwards_pages = [page_at()]
    while forwards_pages[-1].next:
        forwards_pages.append(page_at(after=forwards_pages[-1].next))
    backwards_pages = [page_at(before="")]
    while backwards_pages[-1].previous:
        backwards_pages.append(page_at(before=backwards_pages[-1].previous))
    for pages in (forwards_pages, backwards_pages[::-1]):
        assert [row["n"] for page in pages for row in page.rows] == list(range(count))
        assert {page.total for page in pages} == {count}
        assert all(len(page.cursors) == len(page.rows) for page in pages)
    assert (forwards_pages[0].previous, backwards_pages[0].next) == (None, None)
