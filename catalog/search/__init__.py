"""Finding assets by words: one question behind SQLite's FTS5 and PostgreSQL's full text and trigrams.

Words are folded (no accents, no case) and each may be the beginning of one. All words together
come first; when nothing has them all, any of them; when nothing has any, the nearest spelling.
What was loosened or corrected is said. Exact names rank before exact titles, before names that
begin so, before relevance.
"""

from collections.abc import Callable, Sequence
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
    search, total = _resolved(search)
    rows = read(_ids(search, limit, start)) if total and limit else []
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
    search, total = _resolved(search)
    if not total:
        return assets.none()
    engine = _engine()
    query = engine.query(search.words, every=search.every)
    return assets.filter(pk__in=RawSQL(engine.MATCHING, [query]))  # noqa: S611 - constant text


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


def _resolved(search: Search) -> tuple[Search, int]:
    """The search as it has to be asked to find something, and how much it finds."""
    if not search.words:
        return replace(search, note=_("Type at least one letter or digit.")), 0
    if total := _count(search):
        return search, total
    loose = replace(search, every=False, note=_("No asset has all of these words; these have some of them."))
    if len(search.words) > 1 and (total := _count(loose)):
        return loose, total
    spelled = nearest(search.words, _candidates(search))
    if not spelled:
        return search, 0
    note = _("Nothing is spelled “%(q)s”; showing “%(spelled)s”.")
    values = {"q": " ".join(search.words), "spelled": " ".join(spelled)}
    corrected = replace(search, words=tuple(spelled), every=False, note=note % values)
    return corrected, _count(corrected)


def _engine() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _count(search: Search) -> int:
    ((total,),) = _run(search, f"SELECT count(*) {_engine().FROM}", [])
    return int(total)


def _ids(search: Search, limit: int, start: int) -> list[int]:
    engine = _engine()
    order = f"ORDER BY {TIER}, {engine.RELEVANCE}, e.name_key, e.asset_id LIMIT %s OFFSET %s"
    ranking = [search.q, f"%|{_escaped(search.q)}|%", f"{_escaped(search.q)}%"]
    if engine.RANK_NEEDS_QUERY:
        ranking.append(engine.query(search.words, every=False))
    rows = _run(search, f"SELECT e.asset_id {engine.FROM}", [*ranking, limit, start], order)
    return [pk for (pk,) in rows]


TIER = (
    "CASE WHEN e.name_key = %s THEN 0 WHEN e.titles LIKE %s ESCAPE '!' THEN 1 "
    "WHEN e.name_key LIKE %s ESCAPE '!' THEN 2 ELSE 3 END"
)


def _escaped(text: str) -> str:
    """Text inside a LIKE pattern."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _run(search: Search, select: str, ordering: list[Any], order: str = "") -> list[tuple[Any, ...]]:
    """Run one question; only constants of the engines are formatted in, values are parameters."""
    engine = _engine()
    where, values = [engine.WHERE], [engine.query(search.words, every=search.every), search.workshop_id]
    if search.within is not None:
        sql, parameters = search.within.order_by().values("pk").query.sql_with_params()
        where.append(f"e.asset_id IN ({sql})")
        values += parameters
    with connection.cursor() as cursor:
        cursor.execute(f"{select} WHERE {' AND '.join(where)} {order}", [*values, *ordering])
        return cursor.fetchall()


def _candidates(search: Search) -> list[str]:
    """Names and titles spelled somewhat like the words."""
    sql, values = _engine().candidates(search.words, search.workshop_id, CANDIDATES)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [text for row in cursor.fetchall() for text in row]
