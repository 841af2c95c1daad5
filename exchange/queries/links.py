"""What a link may point to: suggestions for the form of a brick."""

from collections.abc import Mapping
from typing import Any

from common.actor import Actor
from exchange.queries.bricks import bricks_of

OFFERED = 200  # suggestions for one link
LABELLED = ("nom", "name", "libelle", "label", "title", "titre")


def link_choices(actor: Actor, asset: Mapping[str, Any]) -> dict[str, list[tuple[Any, str]]]:
    """For each field that is a foreign key by itself: the values it may take, with what they name."""
    pairs = {
        key["columns"][0]["field"]: (key["target"]["id"], key["columns"][0]["target_field"])
        for key in asset["foreign_keys"]
        if len(key["columns"]) == 1
    }
    return {field: _offered(actor, *target) for field, target in pairs.items()}


def _offered(actor: Actor, asset_id: int, field: str) -> list[tuple[Any, str]]:
    rows = bricks_of(actor).filter(asset=asset_id).order_by("-id").values_list("values", flat=True)[:OFFERED]
    return [(values[field], _label(values)) for values in rows if values.get(field) is not None]


def _label(values: Mapping[str, Any]) -> str:
    """A text that says which one it is."""
    named = (values[name] for name in LABELLED if isinstance(values.get(name), str))
    return str(next(named, "") or next((value for value in values.values() if isinstance(value, str)), ""))
