"""Bricks: a person's own record, what points to it, and every copy of both, in every zone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from catalog.choices import Zone
from catalog.models import Asset
from common.actor import Actor
from common.history import history_of
from consent.choices import Duty
from consent.holding.keeping import Ruling, doers_of, purposes_by_asset, ruling
from consent.holding.registry import Forgotten, Held, Person
from consent.queries.links import Link, bricks_about, linked, links_of, links_to
from exchange.models import Brick, SeededError
from exchange.queries.origins import descendants_of
from quality.models import IncidentBrick, IncidentEvent
from workshop.models import IdempotencyKey

COLUMNS = ("id", "asset_id", "key", "values", "created_at")
TEXT_MIN = 4  # shorter texts of a brick (a size, a yes) do not tell whose answer it is
Row = dict[str, Any]


class BrickHolder:
    code = "bricks"
    tables = (
        "exchange.Brick",
        "exchange.BrickOrigin",
        "exchange.Rejection",
        "exchange.SeededError",
        "exchange.ShopClient",
        "quality.IncidentBrick",
        "quality.IncidentEvent",
        "workshop.IdempotencyKey",
    )

    def held(self, actor: Actor, person: Person, ended: int | None) -> list[Held]:
        links = links_to(links_of(actor), person.asset_id)
        rows = bricks_of_person(actor, person, links)
        rulings = _rulings(actor, rows, ended)
        groups: dict[tuple[int, Ruling], list[Row]] = defaultdict(list)
        for row in rows:
            groups[row["asset_id"], rulings[row["id"]]].append(row)
        assets = _assets(actor, {row["asset_id"] for row in rows})
        doers = doers_of(list(assets), "custodian")
        own = {link.asset_id for link in links if link.is_person}
        found = [
            Held(
                holder=self.code,
                what=assets[asset_id]["name"],
                duty=ruled.duty,
                count=len(group),
                asset_id=asset_id,
                zone=assets[asset_id]["system__zone"],
                ids=tuple(row["id"] for row in group),
                who=doers[asset_id],
                why=_why(ruled, asset_id in own),
                until=ruled.until,
                purpose_id=ruled.purpose_id,
            )
            for (asset_id, ruled), group in groups.items()
        ]
        return sorted(found, key=lambda held: (_floor(held.zone), held.what, held.duty))

    def forget(self, actor: Actor, person: Person) -> Forgotten:
        links = links_to(links_of(actor), person.asset_id)
        rows = bricks_of_person(actor, person, links)
        rulings = _rulings(actor, rows, None)
        gone = [row for row in rows if rulings[row["id"]].duty == Duty.ERASE]
        kept = [row for row in rows if rulings[row["id"]].duty == Duty.KEEP]
        past = _past_ids(person, links) - {row["id"] for row in kept}
        done = Forgotten()
        assets = _assets(actor, {row["asset_id"] for row in rows})
        done.erased = _counts(assets, gone)
        if answers := _answers_forget(actor, gone):
            done.erased["answers"] = answers
        if words := _words_forget({row["id"] for row in gone} | past):
            done.erased["words"] = words
        done.erased["history"] = _erase({row["id"] for row in gone} | past)
        done.kept = [
            {
                "what": held.what,
                "count": held.count,
                "why": held.why,
                "until": held.until and held.until.isoformat(),
            }
            for held in self.held(actor, person, None)
        ]
        return done

    def told(self, actor: Actor, person: Person) -> Mapping[str, Any]:
        rows = bricks_of_person(actor, person, links_to(links_of(actor), person.asset_id))
        assets = _assets(actor, {row["asset_id"] for row in rows})
        copy: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            asset = assets[row["asset_id"]]
            copy[f"{asset['system__code']}/{asset['name']}"].append(row["values"])
        return copy


def bricks_of_person(actor: Actor, person: Person, links: Iterable[Link]) -> list[Row]:
    """All bricks about a person, by key and by foreign key, and all that was copied or made from them."""
    if not person.key:
        return []
    rows: dict[int, Row] = {}
    for link in links:
        rows |= {row["id"]: row for row in bricks_about(link, [person.key]).values(*COLUMNS)}
    if further := set().union(*descendants_of(actor, list(rows)).values()) - rows.keys():
        made = Brick.objects.filter(workshop_id=actor.workshop_id, pk__among=further)
        rows |= {row["id"]: row for row in made.values(*COLUMNS)}
    return sorted(rows.values(), key=lambda row: row["id"])


def _rulings(actor: Actor, rows: list[Row], ended: int | None) -> dict[int, Ruling]:
    purposes = purposes_by_asset(actor, list({row["asset_id"] for row in rows}))
    now = timezone.now()
    return {row["id"]: ruling(purposes[row["asset_id"]], row["created_at"], ended, now) for row in rows}


def _why(ruled: Ruling, is_own: bool) -> str:
    return "person" if ruled.why == "linked" and is_own else ruled.why


def _assets(actor: Actor, ids: Collection[int]) -> dict[int, Row]:
    rows = Asset.objects.filter(workshop_id=actor.workshop_id, pk__in=ids)
    return {row["id"]: dict(row) for row in rows.values("id", "name", "system__code", "system__zone")}


def _floor(zone: str) -> int:
    return Zone.values.index(zone) if zone in Zone.values else len(Zone.values)


def _counts(assets: Mapping[int, Row], rows: Iterable[Row]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        asset = assets[row["asset_id"]]
        counts[f"{asset['system__code']}/{asset['name']}"] += 1
    return dict(counts)


def _past_ids(person: Person, links: Iterable[Link]) -> set[int]:
    """Bricks, also those that are gone, whose history once was about the person."""
    past: set[int] = set()
    for link in links:
        history = history_of(Brick).objects.filter(asset_id=link.asset_id)
        past |= set(linked(history, link).filter(person_key=person.key).values_list("id", flat=True))
    return past


def _erase(ids: Collection[int]) -> int:
    """Delete bricks, and every trace of them in history; answers how many history rows went.

    Their origins, secrets and shop clients go with them by the database's own rules.
    """
    past = history_of(Brick).objects.filter(id__among=ids)
    count = past.count()  # deleting adds a last row of its own to each
    seeded = list(SeededError.objects.filter(brick__among=ids).values_list("pk", flat=True))
    Brick.objects.filter(pk__among=ids).delete()
    history_of(SeededError).objects.filter(id__in=seeded).delete()
    past.delete()
    return count


def _words_forget(ids: Collection[int]) -> int:
    """Empty what people wrote about incidents of erased bricks; that there was one, and when, stays."""
    about = IncidentBrick.objects.filter(Q(brick_id__among=ids) | Q(source_id__among=ids))
    incidents = list(about.order_by().values_list("incident_id", flat=True).distinct())
    events = list(IncidentEvent.objects.filter(incident__among=incidents))
    for event in events:
        event.text = ""
        event.facts = {name: value for name, value in event.facts.items() if not isinstance(value, str)}
    IncidentEvent.objects.bulk_update(events, ["text", "facts"], batch_size=500)
    about.delete()
    return len(events)


def _answers_forget(actor: Actor, rows: Iterable[Row]) -> int:
    """Remove kept API answers in which a text of the person's bricks stands."""
    texts = {v for row in rows for v in row["values"].values() if isinstance(v, str) and len(v) >= TEXT_MIN}
    answers = IdempotencyKey.objects.filter(participant__workshop_id=actor.workshop_id)
    found = [pk for pk, body in answers.values_list("pk", "body") if any(text in str(body) for text in texts)]
    answers.filter(pk__in=found).delete()
    return len(found)
