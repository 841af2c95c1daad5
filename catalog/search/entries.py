"""Keeps what search reads in step with the assets; every command that touches an asset calls it."""

from collections.abc import Collection
from typing import Any

from catalog.choices import AXES, Responsibility
from catalog.completeness import completeness, is_to_complete, missing_of
from catalog.models import Asset, SearchEntry
from catalog.queries.parts import parts_of
from catalog.representation import Parts, Row
from common.history import values_insert
from common.rows import RowsByIds
from common.text import fold, words

COLUMNS = (
    "id", "workshop_id", "kind", "namespace", "name", "title_fr", "title_en", "description_fr",
    "description_en", "tags", "importance", "personal_data", "system__title_fr", "system__title_en",
    "system__code", *AXES,
)  # fmt: skip

PARTS = ("fields", "ownerships", "terms")
NAME_KEY_MAX = SearchEntry._meta.get_field("name_key").max_length

_rows = RowsByIds(Asset.objects.order_by(), "id", COLUMNS)


def entries_refresh(asset_ids: Collection[int]) -> None:
    """Write the entries of these assets anew, in the current transaction."""
    parts = parts_of(asset_ids, PARTS)
    entries = [_entry(row, parts) for row in _rows(asset_ids)]
    old = SearchEntry.objects.filter(pk__in=asset_ids)
    old._raw_delete(using=old.db)
    values_insert(SearchEntry, entries)


def _entry(row: Row, parts: Parts) -> dict[str, Any]:
    fields = parts.fields.get(row["id"], [])
    owners = parts.ownerships.get(row["id"], [])
    missing = missing_of(
        row,
        has_owner=any(owner["responsibility"] == Responsibility.ACCOUNTABLE for owner in owners),
        has_fields=bool(fields),
        has_key=any(field["primary_key_position"] for field in fields),
    )
    return {
        "asset_id": row["id"],
        "workshop_id": row["workshop_id"],
        "name_key": fold(row["name"])[:NAME_KEY_MAX],
        "names": _folded([row["name"]]),
        "titles": _barred(row["title_fr"], row["title_en"]),
        "body": _folded(_body(row, fields, owners, parts.term_links.get(row["id"], []))),
        "missing": missing,
        "completeness": completeness(missing),
        "to_complete": is_to_complete(missing),
    }


def _body(row: Row, fields: list[Row], owners: list[Row], links: list[Row]) -> list[str]:
    texts: list[Any] = [row["namespace"], row["description_fr"], row["description_en"], *row["tags"]]
    texts += [row["system__code"], row["system__title_fr"], row["system__title_en"]]
    for field in fields:
        texts += [field["name"], field["description_fr"], field["description_en"]]
    texts += [owner["participant__nickname"] for owner in owners]
    for link in links:
        texts += [link["term__code"], link["term__name_fr"], link["term__name_en"]]
    return texts


def _barred(*titles: str) -> str:
    """`|client|customer|`: an exact title is found between two bars."""
    return "".join(f"|{fold(title)}" for title in titles if title) + "|"


def _folded(texts: list[str]) -> str:
    """Folded words, once each, in their order."""
    return " ".join(dict.fromkeys(word for text in texts if text for word in words(text)))
