"""From rows to the asset that people read: plain functions over plain rows, live or historical."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.choices import AXES

Row = Mapping[str, Any]
Rows = dict[int, list[Row]]

ASSET_COLUMNS = (
    "id",
    "version",
    "kind",
    "namespace",
    "name",
    "title_fr",
    "title_en",
    "description_fr",
    "description_en",
    "colour",
    "shape",
    "status",
    "importance",
    "importance_reason",
    "personal_data",
    "tags",
    *AXES,
    "sensitivity_reason",
    "created_at",
    "modified_at",
)
FIELD_COLUMNS = (
    "id",
    "asset_id",
    "name",
    "position",
    "type",
    "required",
    "description_fr",
    "description_en",
    "primary_key_position",
    "personal_data_category",
    "confidentiality",
)
DOCUMENT_KEYS = (
    "system", "kind", "namespace", "name", "title_fr", "title_en", "description_fr", "description_en",
    "colour", "shape", "importance", "importance_reason", "personal_data", "tags", "sensitivity",
    "fields", "primary_key", "unique_keys", "foreign_keys", "ownerships", "terms",
)  # fmt: skip


@dataclass(slots=True)
class Parts:
    """The rows around some assets, each list by asset id; names of what they point to, by id."""

    fields: Rows = field(default_factory=dict)
    unique_keys: Rows = field(default_factory=dict)
    unique_key_fields: Rows = field(default_factory=dict)
    foreign_keys: Rows = field(default_factory=dict)
    foreign_key_columns: Rows = field(default_factory=dict)
    ownerships: Rows = field(default_factory=dict)
    term_links: Rows = field(default_factory=dict)


def by(rows: Iterable[Row], key: str) -> Rows:
    """Rows grouped by one of their values, in their order."""
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


def asset_summary(row: Row) -> dict[str, Any]:
    """One line of a list: the asset without its parts."""
    return {
        "id": row["id"],
        "version": row["version"],
        "system": row["system__code"],
        "zone": row["system__zone"],
        **{name: row[name] for name in ASSET_COLUMNS[2:16]},
        "sensitivity": sensitivity(row),
        "completeness": row["search_entry__completeness"],
        "missing": row["search_entry__missing"] or [],
        "created_at": row["created_at"],
        "modified_at": row["modified_at"],
    }


def sensitivity(row: Row) -> dict[str, Any]:
    return {**{axis: row[axis] for axis in AXES}, "reason": row["sensitivity_reason"]}


def asset_parts(asset_id: int, parts: Parts) -> dict[str, Any]:
    """The parts of one asset, in the shape of its document with the ids added."""
    fields = parts.fields.get(asset_id, [])
    links = parts.term_links.get(asset_id, [])
    key = sorted((f for f in fields if f["primary_key_position"]), key=lambda f: f["primary_key_position"])
    field_terms = by((link for link in links if link["field_id"]), "field_id")
    return {
        "fields": [_field(row, field_terms.get(row["id"], ())) for row in fields],
        "primary_key": [row["name"] for row in key],
        "unique_keys": _unique_keys(asset_id, parts),
        "foreign_keys": _foreign_keys(asset_id, parts),
        "ownerships": [_ownership(row) for row in parts.ownerships.get(asset_id, [])],
        "terms": [link["term__code"] for link in links if not link["field_id"]],
    }


def _field(row: Row, terms: Iterable[Row]) -> dict[str, Any]:
    values = {name: row[name] for name in FIELD_COLUMNS if name != "asset_id"}
    return {**values, "terms": [link["term__code"] for link in terms]}


def _unique_keys(asset_id: int, parts: Parts) -> list[dict[str, Any]]:
    columns = by(parts.unique_key_fields.get(asset_id, []), "unique_key_id")
    return [
        {"id": row["id"], "name": row["name"], "fields": [c["field__name"] for c in columns[row["id"]]]}
        for row in parts.unique_keys.get(asset_id, [])
    ]


def _foreign_keys(asset_id: int, parts: Parts) -> list[dict[str, Any]]:
    columns = by(parts.foreign_key_columns.get(asset_id, []), "foreign_key_id")
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "target": {
                "id": row["target_id"],
                "namespace": row["target__namespace"],
                "name": row["target__name"],
            },
            "columns": [
                {"field": c["field__name"], "target_field": c["target_field__name"]}
                for c in columns[row["id"]]
            ],
            "proposed": row["proposed"],
        }
        for row in parts.foreign_keys.get(asset_id, [])
    ]


def _ownership(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "participant": row["participant__nickname"],
        "participant_id": row["participant_id"],
        "responsibility": row["responsibility"],
    }


def as_document(detail: Row) -> dict[str, Any]:
    """The part of an asset that can be written back: an `AssetDocument` as plain data."""
    document = {name: detail[name] for name in DOCUMENT_KEYS}
    for name, keys in DOCUMENT_ROWS.items():
        document[name] = [{key: row[key] for key in keys} for row in document[name]]
    document["foreign_keys"] = [
        {**row, "target": {key: row["target"][key] for key in ("namespace", "name")}}
        for row in document["foreign_keys"]
    ]
    return document


DOCUMENT_ROWS: dict[str, Sequence[str]] = {
    "fields": (
        "id", "name", "type", "required", "description_fr", "description_en",
        "personal_data_category", "confidentiality", "terms",
    ),
    "unique_keys": ("name", "fields"),
    "foreign_keys": ("name", "target", "columns", "proposed"),
    "ownerships": ("participant", "responsibility"),
}  # fmt: skip
