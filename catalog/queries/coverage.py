"""How well the catalogue of a workshop is governed, in counts: indicators of the room itself."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from catalog.choices import AXES, Responsibility, Status
from catalog.models import Field, Ownership
from catalog.queries.assets import assets_visible
from common.actor import Actor


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of assets: all, and those that have something."""

    assets: int
    owned: int
    described: int
    rated: int
    keyed: int
    validated: int
    personal: int


def coverage_of(actor: Actor) -> Coverage:
    """In one query."""
    accountable = Ownership.objects.filter(asset=OuterRef("pk"), responsibility=Responsibility.ACCOUNTABLE)
    key = Field.objects.filter(asset=OuterRef("pk"), primary_key_position__isnull=False)
    rated = Q(**{f"{axis}__isnull": False for axis in AXES})
    counts = (
        assets_visible(actor)
        .order_by()
        .annotate(has_owner=Exists(accountable), has_key=Exists(key))
        .aggregate(
            assets=Count("pk"),
            owned=Count("pk", filter=Q(has_owner=True)),
            described=Count("pk", filter=~Q(description_fr="", description_en="")),
            rated=Count("pk", filter=rated),
            keyed=Count("pk", filter=Q(has_key=True)),
            validated=Count("pk", filter=Q(status=Status.VALIDATED)),
            personal=Count("pk", filter=Q(personal_data=True)),
        )
    )
    return Coverage(**counts)
