"""The plates of a workshop with the bricks that stand on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from catalog.models import Asset, System
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
    for brick in _bricks(assets, [pk for pk in plates if counts.get(pk)]):
        plates[brick["system_id"]].bricks.append(brick)
    for plate in plates.values():
        plate.bricks.sort(key=lambda brick: (brick["name"], brick["id"]))
    return list(plates.values())


def _bricks(assets: QuerySet[Asset], system_ids: Sequence[int]) -> Iterable[dict[str, Any]]:
    """The first assets of each system, in one query that reads no others.

    (A window function reads them all: 1.2 s with 100 000 assets, where this takes milliseconds.)
    """
    first = [
        assets.filter(system_id=pk).order_by("name", "id").values("pk")[:BRICKS_SHOWN] for pk in system_ids
    ]
    parts = [Asset.objects.filter(pk__in=ids).order_by().values(*BRICK_COLUMNS) for ids in first]
    return parts[0].union(*parts[1:], all=True) if parts else []
