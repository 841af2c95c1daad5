"""Finding assets by words: one query behind SQLite's FTS5 and PostgreSQL's full text and trigrams.

Words are folded (no accents, no case) and each may be the beginning of one. All words together
come first; when nothing has them all, any of them; when nothing has any, the nearest spelling.
What was corrected is said.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.models import Asset, SearchEntry
from catalog.search import postgresql, sqlite
from catalog.search.spelling import nearest
from common.pagination import MAX_LIMIT, Page, offset_cursor, offset_of
from common.text import fold, words

Read = Callable[[Sequence[int]], list[dict[str, Any]]]


def _engine() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def page(
    assets: QuerySet[Asset],
    q: str,
    *,
    read: Read,
    limit: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """A page of the assets that match `q`, the best first: exact name, exact title, then by relevance."""
    limit = max(1, min(limit, MAX_LIMIT))
    start = max(0, offset_of(before) - limit) if before else offset_of(after)
    entries, note = _entries(assets, q)
    total = entries.count()
    ranked = _engine().ranked(entries, fold(q).strip(), words(q))
    rows = read(list(ranked.values_list("asset_id", flat=True)[start : start + limit]))
    end = start + len(rows)
    return Page(
        rows=rows,
        total=total,
        next=offset_cursor(end) if end < total else None,
        previous=offset_cursor(start) if start else None,
        cursors=[offset_cursor(start + n + 1) for n in range(len(rows))],
        note=note,
    )


def matching(assets: QuerySet[Asset], q: str) -> QuerySet[Asset]:
    """Those of `assets` that match `q`, in no order."""
    return assets.filter(pk__in=_entries(assets, q)[0].values("asset_id"))


def _entries(assets: QuerySet[Asset], q: str) -> tuple[QuerySet[SearchEntry], str]:
    """The entries of `assets` that match, and a note when the words had to be loosened."""
    entries = SearchEntry.objects.filter(asset__in=assets)
    wanted, engine = words(q), _engine()
    if not wanted:
        return entries.none(), _("Type at least one letter or digit.")
    found = engine.matching(entries, wanted, every=True)
    if found.exists():
        return found, ""
    if len(wanted) > 1 and (loose := engine.matching(entries, wanted, every=False)).exists():
        return loose, _("No asset has all of these words; these have some of them.")
    spelled = nearest(wanted, engine.candidates(entries, wanted))
    if not spelled:
        return entries.none(), ""
    note = _("Nothing is spelled “%(q)s”; showing “%(spelled)s”.") % {"q": q, "spelled": " ".join(spelled)}
    return engine.matching(entries, spelled, every=False), note
