"""Full text on PostgreSQL: a generated `tsvector` and trigram indexes (migration 0003)."""

from collections.abc import Sequence

from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import SearchEntry
from catalog.search.sqlite import CANDIDATES, tier


def matching(entries: QuerySet[SearchEntry], wanted: Sequence[str], *, every: bool) -> QuerySet[SearchEntry]:
    """Entries with every (or any) wanted word or beginning of one."""
    rows = RawSQL(
        "SELECT asset_id FROM catalog_searchentry WHERE vector @@ to_tsquery('simple', %s)",
        [_query(wanted, every)],
    )
    return entries.filter(pk__in=rows)


def ranked(entries: QuerySet[SearchEntry], q: str, wanted: Sequence[str]) -> QuerySet[SearchEntry]:
    """Exact name, exact title, beginning of the name, then PostgreSQL's `ts_rank`."""
    relevance = RawSQL(
        "-ts_rank(catalog_searchentry.vector, to_tsquery('simple', %s))",
        [_query(wanted, every=False)],
        output_field=FloatField(),
    )
    return entries.annotate(tier=tier(q), relevance=relevance).order_by("tier", "relevance", "name_key", "pk")


def candidates(entries: QuerySet[SearchEntry], wanted: Sequence[str]) -> list[str]:
    """Names and titles with a word whose trigrams are near those of a wanted word."""
    texts: list[str] = []
    for word in wanted:
        similarity = RawSQL("word_similarity(%s, names || ' ' || titles)", [word], output_field=FloatField())
        near = entries.annotate(near=similarity).filter(near__gte=0.25).order_by("-near")
        texts += [text for row in near.values_list("names", "titles")[:CANDIDATES] for text in row]
    return texts


def _query(wanted: Sequence[str], every: bool) -> str:
    return (" & " if every else " | ").join(f"{word}:*" for word in wanted)
