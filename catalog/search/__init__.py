"""Finding assets by words: one question behind SQLite's FTS5 and PostgreSQL's full text and trigrams.

Words are folded (no accents, no case) and each may be the beginning of one. All words together
come first; when nothing has them all, any of them; when nothing has any, the nearest spelling.
What was loosened or corrected is said. Exact names rank before exact titles, before names that
begin so, before relevance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from catalog.models import Asset
from catalog.search import postgresql, sqlite
from catalog.search.spelling import nearest
from common.pagination import MAX_LIMIT, Page, offset_cursor, offset_of
from common.text import fold, words

Read = Callable[[Sequence[int]], list[dict[str, Any]]]
CANDIDATES = 200  # texts among which the nearest spelling is looked for


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, where: `within` narrows it to assets of a filter (None: the workshop's)."""

    workshop_id: int
    q: str
    words: tuple[str, ...]
    every: bool = True
    within: QuerySet[Asset] | None = None
    note: str = ""


def page(
    search: Search, *, read: Read, limit: int = 50, after: str | None = None, before: str | None = None
) -> Page:
    """A page of the assets found, the best first."""
    limit = max(1, min(limit, MAX_LIMIT))
    start = offset_of(after)
    if before:  # the cursor of the row that the page ends before
        end = max(0, offset_of(before) - 1)
        start, limit = max(0, end - limit), min(limit, end)
    search, ids, total = _found(search, limit, start)
    rows = read(ids)
    end = start + len(rows)
    return Page(
        rows=rows,
        total=total,
        next=offset_cursor(end) if end < total else None,
        previous=offset_cursor(start + 1) if start else None,
        cursors=[offset_cursor(start + n + 1) for n in range(len(rows))],
        note=search.note,
    )


def search_for(workshop_id: int, q: str, within: QuerySet[Asset] | None = None) -> Search:
    return Search(workshop_id, fold(q).strip(), tuple(words(q)), within=within)


def matching(assets: QuerySet[Asset], search: Search) -> QuerySet[Asset]:
    """Those of `assets` that are found, in no order."""
    engine = _engine()
    for attempt in _attempts(search):
        if _count(attempt):
            query = engine.query(attempt.words, every=attempt.every)
            return assets.filter(pk__in=RawSQL(engine.MATCHING, [query]))  # noqa: S611 - constant text
    return assets.none()


def nearest_first(assets: QuerySet[Asset], search: Search) -> QuerySet[Asset]:
    """Those assets with the exact name first, then the exact title, then a name that begins so."""
    tier = Case(
        When(search_entry__name_key=search.q, then=Value(0)),
        When(search_entry__titles__contains=f"|{search.q}|", then=Value(1)),
        When(search_entry__name_key__startswith=search.q, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return assets.order_by(tier, "name", "pk")


def _attempts(search: Search) -> Iterator[Search]:
    """The search as it was typed, then looser, then with the nearest spelling."""
    if not search.words:
        return
    yield search
    if len(search.words) > 1:
        note = _("No asset has all of these words; these have some of them.")
        yield replace(search, every=False, note=note)
    if spelled := nearest(search.words, _candidates(search)):
        note = _("Nothing is spelled “%(q)s”; showing “%(spelled)s”.")
        values = {"q": " ".join(search.words), "spelled": " ".join(spelled)}
        yield replace(search, q=" ".join(spelled), words=tuple(spelled), every=False, note=note % values)


def _found(search: Search, limit: int, start: int) -> tuple[Search, list[int], int]:
    """The first attempt that finds anything, its ids from `start`, and how much it finds in all."""
    for attempt in _attempts(search):
        ids, total = _ranked(attempt, limit, start)
        if total:
            return attempt, ids, total
    note = "" if search.words else _("Type at least one letter or digit.")
    return replace(search, note=note), [], 0


def _engine() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _count(search: Search) -> int:
    where, values = _where(search)
    ((total,),) = _run(f"SELECT count(*) {_engine().FROM} {where}", values)
    return int(total)


def _ranked(search: Search, limit: int, start: int) -> tuple[list[int], int]:
    """Ids in their order and how many there are in all, in one pass over what matches."""
    engine, (where, values) = _engine(), _where(search)
    ranking = [search.q, f"%|{_escaped(search.q)}|%", f"{_escaped(search.q)}%"]
    if engine.RANK_NEEDS_QUERY:
        ranking.append(engine.query(search.words, every=False))
    sql = (
        f"WITH found AS MATERIALIZED (SELECT e.asset_id, e.name_key, {TIER} AS tier, "  # noqa: S608
        f"{engine.RELEVANCE} AS relevance {engine.FROM} {where}) "
        "SELECT asset_id, (SELECT count(*) FROM found) FROM found "
        "ORDER BY tier, relevance, name_key, asset_id LIMIT %s OFFSET %s"
    )
    rows = _run(sql, [*ranking, *values, limit, start])
    if not rows and (start or not limit):
        return [], _count(search)
    return [pk for pk, _total in rows], rows[0][1] if rows else 0


TIER = (
    "CASE WHEN e.name_key = %s THEN 0 WHEN e.titles LIKE %s ESCAPE '!' THEN 1 "
    "WHEN e.name_key LIKE %s ESCAPE '!' THEN 2 + length(e.name_key) / 1000.0 ELSE 3 END"
)  # of names that begin so, the shortest is the nearest


def _escaped(text: str) -> str:
    """Text inside a LIKE pattern."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _where(search: Search) -> tuple[str, list[Any]]:
    engine = _engine()
    where, values = engine.WHERE, [engine.query(search.words, every=search.every), search.workshop_id]
    if search.within is not None:
        sql, parameters = search.within.order_by().values("pk").query.sql_with_params()
        where, values = f"{where} AND e.asset_id IN ({sql})", [*values, *parameters]
    return f"WHERE {where}", values


def _run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Only constants of the engines and Django's own SQL are formatted in; values are parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _candidates(search: Search) -> list[str]:
    """Names and titles spelled somewhat like the words."""
    sql, values = _engine().candidates(search.words, search.workshop_id, CANDIDATES)
    return [text for row in _run(sql, values) for text in row] if sql else []
