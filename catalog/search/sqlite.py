"""Full text on SQLite: FTS5 tables kept by triggers on `catalog_searchentry` (migration 0003)."""

from collections.abc import Sequence
from typing import Any

# CROSS JOIN makes SQLite ask the index first and look up entries second, never the other way round.
FROM = "FROM catalog_search s CROSS JOIN catalog_searchentry e ON e.asset_id = s.rowid"
WHERE = "s.catalog_search MATCH %s AND e.workshop_id = %s"
MATCHING = "SELECT rowid FROM catalog_search WHERE catalog_search MATCH %s"
RELEVANCE = "bm25(catalog_search, 10.0, 5.0, 1.0)"  # names, titles, body
RANK_NEEDS_QUERY = False


def query(words: Sequence[str], *, every: bool) -> str:
    """FTS5's language: every (or any) word or beginning of one."""
    return (" AND " if every else " OR ").join(f'"{word}"*' for word in words)


def candidates(words: Sequence[str], workshop_id: int, limit: int) -> tuple[str, list[Any]]:
    """Names and titles that share three letters in a row with a word, or would but for two swapped letters."""
    near = {swapped for word in words for swapped in _swapped(word)}
    trigrams = {word[n : n + 3] for word in near for n in range(len(word) - 2)}
    if not trigrams:
        return "", []
    sql = (
        "SELECT e.names, e.titles FROM catalog_spelling s CROSS JOIN catalog_searchentry e"
        " ON e.asset_id = s.rowid WHERE s.catalog_spelling MATCH %s AND e.workshop_id = %s"
        " ORDER BY s.rank LIMIT %s"
    )
    return sql, [" OR ".join(f'"{trigram}"' for trigram in sorted(trigrams)), workshop_id, limit]


def _swapped(word: str) -> list[str]:
    """The word, and those that it becomes when two neighbours change places: `cleint` shares nothing else with
    `client`."""
    return [word, *(word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1))]
