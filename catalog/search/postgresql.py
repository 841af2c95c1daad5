"""Full text on PostgreSQL: a generated `tsvector` and a trigram index (migration 0003)."""

from collections.abc import Sequence
from typing import Any

FROM = "FROM catalog_searchentry e"
WHERE = "e.vector @@ to_tsquery('simple', %s) AND e.workshop_id = %s"
MATCHING = "SELECT asset_id FROM catalog_searchentry WHERE vector @@ to_tsquery('simple', %s)"
RELEVANCE = "-ts_rank(e.vector, to_tsquery('simple', %s))"
RANK_NEEDS_QUERY = True
NEAR = 0.25  # of pg_trgm's word similarity; the measure of `spelling.nearest` decides afterwards


def query(words: Sequence[str], *, every: bool) -> str:
    """The language of `to_tsquery`: every (or any) word or beginning of one."""
    return (" & " if every else " | ").join(f"{word}:*" for word in words)


def candidates(words: Sequence[str], workshop_id: int, limit: int) -> tuple[str, list[Any]]:
    """Names and titles with a word whose trigrams are near those of a wanted word."""
    near = "greatest(" + ", ".join(["word_similarity(%s, names || ' ' || titles)"] * len(words)) + ")"
    sql = (
        f"SELECT names, titles FROM (SELECT names, titles, {near} AS near FROM catalog_searchentry"  # noqa: S608
        " WHERE workshop_id = %s) spelled WHERE near >= %s ORDER BY near DESC LIMIT %s"
    )
    return sql, [*words, workshop_id, NEAR, limit]
