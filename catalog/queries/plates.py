"""The plates of a workshop with the bricks that stand on them."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from catalog.models import System
from catalog.queries.assets import assets_visible
from catalog.queries.glossary import systems_of
from common.actor import Actor

BRICKS_SHOWN = 12  # on each plate; a list shows the others
BRICK_COLUMNS = ("id", "system_id", "name", "title_fr", "title_en", "kind", "colour", "shape", "status")


@dataclass(slots=True)
class PlateRow:
    """A system, its first bricks by name, and how many there are."""

    system: System
    count: int
    bricks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def hidden_count(self) -> int:
        return self.count - len(self.bricks)


def plates_of(actor: Actor) -> list[PlateRow]:
    """Every system in its order from left to right, empty ones too."""
    assets = assets_visible(actor).order_by()
    counts = dict(assets.values_list("system_id").annotate(Count("pk")))
    plates = {row.pk: PlateRow(row, counts.get(row.pk, 0)) for row in systems_of(actor)}
    place = Window(RowNumber(), partition_by=F("system_id"), order_by=[F("name").asc(), F("id").asc()])
    shown = assets.annotate(place=place).filter(place__lte=BRICKS_SHOWN).order_by("system_id", "place")
    for brick in shown.values(*BRICK_COLUMNS):
        plates[brick["system_id"]].bricks.append(brick)
    return list(plates.values())
