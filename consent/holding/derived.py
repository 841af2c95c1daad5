"""What was made from persons' data without holding their rows: indicators, dashboards, models, campaigns."""

from collections.abc import Collection, Mapping
from typing import Any

from catalog.choices import Kind
from catalog.models import Asset
from common.actor import Actor
from consent.choices import Duty
from consent.holding.keeping import doers_of
from consent.holding.registry import Forgotten, Held, Person
from consent.models import Verdict
from consent.queries.links import links_of, links_to
from exchange.models import Transfer
from lineage.graph import walk
from lineage.queries.cones import cone_arrows

DUTIES: dict[str, tuple[str, str]] = {
    Kind.DATASET: (Duty.RECOMPUTE, "computed"),
    Kind.INDICATOR: (Duty.RECOMPUTE, "computed"),
    Kind.DASHBOARD: (Duty.RECOMPUTE, "shown"),
    Kind.MODEL: (Duty.RETRAIN, "trained"),
    Kind.CAMPAIGN: (Duty.STOP, "sent"),
}


class DerivedHolder:
    code = "derived"
    tables: tuple[str, ...] = ()

    def held(self, actor: Actor, person: Person, ended: int | None) -> list[Held]:
        """All that lies downstream of the person's bricks and is no copy of them."""
        holding = [link.asset_id for link in links_to(links_of(actor), person.asset_id)]
        reached = walk(holding, cone_arrows(holding, upstream=False)).distances
        made = _concerned(actor, set(reached) - set(holding) - _copies(actor), ended)
        rows = Asset.objects.filter(workshop_id=actor.workshop_id, pk__among=made)
        assets = list(rows.order_by("name", "pk").values("id", "name", "kind", "system__zone"))
        doers = doers_of([row["id"] for row in assets], "producer")
        found = [
            Held(
                holder=self.code,
                what=row["name"],
                duty=DUTIES[row["kind"]][0],
                asset_id=row["id"],
                zone=row["system__zone"],
                who=doers[row["id"]],
                why=DUTIES[row["kind"]][1],
            )
            for row in assets
        ]
        return sorted(found, key=lambda held: (reached[held.asset_id or 0], held.what))

    def forget(self, actor: Actor, person: Person) -> Forgotten:
        """Nothing to erase here: it is made again without the person, which people must do."""
        to_do = [
            {"what": held.what, "count": 1, "duty": held.duty, "who": list(held.who)}
            for held in self.held(actor, person, None)
        ]
        return Forgotten(to_do=to_do)

    def told(self, actor: Actor, person: Person) -> Mapping[str, Any]:
        return {"used_for": [held.what for held in self.held(actor, person, None)]}


def _copies(actor: Actor) -> set[int]:
    """Assets that bricks were copied to: their bricks are held, and found, one by one."""
    rows = Transfer.objects.filter(workshop_id=actor.workshop_id).values_list("target_id", "quarantine_id")
    return {pk for pair in rows.distinct() for pk in pair if pk is not None}


def _concerned(actor: Actor, asset_ids: Collection[int], ended: int | None) -> list[int]:
    """Without those that only ever were for other purposes than the one that ended; unknown ones stay in."""
    if ended is None:
        return list(asset_ids)
    rows = Verdict.objects.filter(workshop_id=actor.workshop_id, asset__among=asset_ids)
    purposes: dict[int, set[int | None]] = {}
    for asset_id, purpose_id in rows.values_list("asset_id", "purpose_id").distinct():
        purposes.setdefault(asset_id, set()).add(purpose_id)
    return [pk for pk in asset_ids if pk not in purposes or purposes[pk] & {ended, None}]
