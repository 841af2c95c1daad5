"""How good the data of the workshop is: scores by asset, by zone and by dimension."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.choices import Zone
from common.actor import Actor
from quality.choices import QualityDimension
from quality.queries.checks import scores_by, scores_latest
from quality.rules.scoring import mean

TOLD = (Zone.SOURCE, Zone.RAW, Zone.CLEANSED, Zone.STORE)  # the way of the bricks, measured or not


def scores_read(actor: Actor) -> dict[str, Any]:
    """`{assets, zones, dimensions}`: the latest score of each asset ever checked, and means; null if unmeasured."""
    rows = scores_latest(actor)
    by_zone = scores_by(rows, "zone")
    return {
        "assets": [_asset(row) for row in rows],
        "zones": {zone.value: by_zone.get(zone.value) for zone in Zone if zone in TOLD or zone in by_zone},
        "dimensions": _dimensions(rows),
    }


def _asset(row: Mapping[str, Any]) -> dict[str, Any]:
    asset = row["asset"]
    names = ("id", "namespace", "name", "title_fr", "title_en", "colour", "shape")
    return {
        **{name: asset[name] for name in names},
        "system": asset["system__code"],
        **{name: row[name] for name in ("zone", "check", "at", "score", "dimensions")},
    }


def _dimensions(rows: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    return {
        dimension.value: mean(row["dimensions"][dimension.value] for row in rows)
        for dimension in QualityDimension
    }
