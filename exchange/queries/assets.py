"""Assets beside the rows that speak of them: read apart, since a join would drop the rows of those that are gone."""

from collections.abc import Sequence
from typing import Any

from catalog.models import Asset

COLUMNS = ("name", "namespace", "colour", "shape", "system__code", "system__zone")
GONE = dict.fromkeys(COLUMNS)


def with_assets(rows: Sequence[dict[str, Any]], *ends: str) -> list[dict[str, Any]]:
    """Each row with `<end>__name`, `<end>__system__code` … of its `<end>_id`; null for what left the catalogue."""
    ids = {row[f"{end}_id"] for row in rows for end in ends}
    found = {asset.pop("id"): asset for asset in Asset.objects.filter(pk__in=ids).values("id", *COLUMNS)}

    def told(row: dict[str, Any], end: str) -> dict[str, Any]:
        asset = found.get(row[f"{end}_id"], GONE)
        return {f"{end}__{name}": value for name, value in asset.items()}

    return [row | {name: value for end in ends for name, value in told(row, end).items()} for row in rows]
