"""Full text on SQLite: FTS5 tables kept by triggers on `catalog_searchentry` (migration 0003)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from catalog.models import SearchEntry

CANDIDATES = 200


def matching(entries: QuerySet[SearchEntry], wanted: Sequence[str], *, every: bool) -> QuerySet[SearchEntry]:
    """Entries with every (or any) wanted word or beginning of one."""
    query = (" AND " if every else " OR ").join(f'"{word}"*' for word in wanted)
    rows = RawSQL("SELECT rowid FROM catalog_search WHERE catalog_search MATCH %s", [query])
    return entries.filter(pk__in=rows)


def ranked(entries: QuerySet[SearchEntry], q: str, wanted: Sequence[str]) -> QuerySet[SearchEntry]:
    """Exact name, exact title, beginning of the name, then FTS5's bm25 (names ×10, titles ×5)."""
    query = " OR ".join(f'"{word}"*' for word in wanted)
    bm25 = RawSQL(
        "(SELECT bm25(catalog_search, 10.0, 5.0, 1.0) FROM catalog_search"
        " WHERE catalog_search MATCH %s AND rowid = catalog_searchentry.asset_id)",
        [query],
        output_field=FloatField(),
    )
    return entries.annotate(tier=tier(q), relevance=bm25).order_by("tier", "relevance", "name_key", "pk")


def tier(q: str) -> Any:
    """0 for the exact name, 1 for the exact title, 2 for a name that begins so, 3 otherwise."""
    return Case(
        When(name_key=q, then=Value(0)),
        When(titles__contains=f"|{q}|", then=Value(1)),
        When(Q(name_key__startswith=q), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def candidates(entries: QuerySet[SearchEntry], wanted: Sequence[str]) -> list[str]:
    """Names and titles that share three letters in a row with a wanted word."""
    trigrams = {word[n : n + 3] for word in wanted for n in range(len(word) - 2)}
    if not trigrams:
        return []
    query = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
    rows = RawSQL(
        "SELECT rowid FROM catalog_spelling WHERE catalog_spelling MATCH %s ORDER BY rank LIMIT %s",
        [query, CANDIDATES],
    )
    found = entries.filter(pk__in=rows).values_list("names", "titles")
    return [text for row in found for text in row]
