"""How bricks are tied to persons: by the key of the client's asset, and by foreign keys that point to it.

A link says of an asset which text of its bricks is a person's key: the brick's own key, or the value of a field. Copies
keep their origin's key and values, so the assets that bricks were copied to have the same link.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from catalog.models import ForeignKey
from common.actor import Actor
from consent.models import Subject
from exchange.models import Brick, Transfer


@dataclass(frozen=True, slots=True)
class Link:
    """Bricks of `asset_id` are about persons of `subject_asset_id`; without `field` their own key says who."""

    asset_id: int
    subject_asset_id: int
    field: str = ""

    @property
    def is_person(self) -> bool:
        """Whether a brick is the person itself, not something they did."""
        return not self.field


def links_of(actor: Actor) -> list[Link]:
    """All links of the workshop: the client assets first, then what points to them, each with its copies."""
    clients = list(
        Subject.objects.filter(workshop_id=actor.workshop_id)
        .order_by("asset_id")
        .values_list("asset_id", flat=True)
        .distinct()
    )
    copies = _copies_of(actor)
    found: dict[int, Link] = {}
    for client in clients:
        for pk in _family(client, copies):
            found.setdefault(pk, Link(pk, client))
    for asset_id, target_id, name in _references(list(found)):
        for pk in _family(asset_id, copies):
            found.setdefault(pk, Link(pk, found[target_id].subject_asset_id, name))
    return list(found.values())


def _copies_of(actor: Actor) -> Mapping[int, set[int]]:
    """The assets that bricks were copied to, by the asset they come from."""
    rows = Transfer.objects.filter(workshop_id=actor.workshop_id)
    copies: dict[int, set[int]] = defaultdict(set)
    for source, target, quarantine in rows.values_list("source_id", "target_id", "quarantine_id").distinct():
        copies[source].update(pk for pk in (target, quarantine) if pk is not None)
    return copies


def _family(asset_id: int, copies: Mapping[int, set[int]]) -> list[int]:
    """The asset and all its copies, nearest first."""
    family = [asset_id]
    for pk in family:  # it grows while it is read
        family += sorted(copies.get(pk, set()) - set(family))
    return family


def _references(client_ids: Sequence[int]) -> Iterable[tuple[int, int, str]]:
    """Assets with a confirmed foreign key of one column to the client's: their id, the target's, the field's name."""
    keys = ForeignKey.objects.filter(target__in=client_ids, proposed=False).order_by("asset_id", "pk")
    pairs: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for pk, asset, target, name in keys.values_list("pk", "asset_id", "target_id", "columns__field__name"):
        pairs[pk].append((asset, target, name))
    return [rows[0] for rows in pairs.values() if len(rows) == 1]


def bricks_about(link: Link, keys: Any) -> QuerySet[Brick]:
    """The bricks of the link's asset about persons with these keys (a list, or a query of one column)."""
    rows = linked(Brick.objects.filter(asset=link.asset_id), link)
    about: QuerySet[Brick] = rows.filter(person_key__in=keys)
    return about


def linked(rows: Any, link: Link) -> Any:
    """Rows with the columns of `Brick`, each with `person_key`."""
    key: Any = F("key") if link.is_person else Cast(KeyTextTransform(link.field, "values"), CharField())
    return rows.annotate(person_key=key)


def links_to(links: Iterable[Link], subject_asset_id: int) -> list[Link]:
    return [link for link in links if link.subject_asset_id == subject_asset_id]


def in_links(links: Iterable[Link]) -> Q:
    return Q(asset__in=[link.asset_id for link in links])
