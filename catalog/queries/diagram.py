"""The drawing of a workshop: assets on the plates of their systems, and the keys between them."""

from collections.abc import Sequence
from typing import Any

from catalog.models import ForeignKey, ForeignKeyColumn, System
from catalog.queries.assets import SUMMARY_COLUMNS, assets_visible
from catalog.queries.glossary import systems_of
from catalog.representation import asset_summary, by
from common.actor import Actor

BRICKS_MAX = 120  # more than this nobody can read in one picture


def diagram_read(actor: Actor, systems: Sequence[str] = ()) -> dict[str, Any]:
    """Plates with their bricks, links between the bricks shown, and what was cut.

    `total` counts the assets that the chosen systems hold; `links_out` counts links to or from
    assets that are not in the picture.
    """
    plates = [s for s in systems_of(actor) if not systems or s.code in systems]
    assets = assets_visible(actor).filter(system__in=plates)
    rows = list(assets.order_by("system__position", "name", "id").values(*SUMMARY_COLUMNS)[:BRICKS_MAX])
    total = len(rows) if len(rows) < BRICKS_MAX else assets.count()
    shown = {row["id"] for row in rows}
    links = _links(actor)
    inside = [link for link in links if link["asset_id"] in shown and link["target_id"] in shown]
    touching = [link for link in links if link["asset_id"] in shown or link["target_id"] in shown]
    return {
        "plates": _plates(plates, [asset_summary(row) for row in rows]),
        "links": inside,
        "total": total,
        "shown": len(rows),
        "links_out": len(touching) - len(inside),
    }


def _plates(systems: Sequence[System], assets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    plates = [{"system": s, "assets": [a for a in assets if a["system"] == s.code]} for s in systems]
    return [plate for plate in plates if plate["assets"]]


def _links(actor: Actor) -> list[dict[str, Any]]:
    """Every foreign key of the workshop with its pairs."""
    keys = ForeignKey.objects.filter(workshop_id=actor.workshop_id).order_by("asset__name", "name")
    names = [f"{end}__{column}" for end in ("asset", "target") for column in ("name", "title_fr", "title_en")]
    columns = ForeignKeyColumn.objects.filter(workshop_id=actor.workshop_id).order_by("position")
    pairs = by(columns.values("foreign_key_id", "field__name", "target_field__name"), "foreign_key_id")
    return [
        {
            **row,
            "columns": [
                {"field": pair["field__name"], "target_field": pair["target_field__name"]}
                for pair in pairs[row["id"]]
            ],
        }
        for row in keys.values("id", "name", "asset_id", "target_id", "proposed", *names)
    ]
