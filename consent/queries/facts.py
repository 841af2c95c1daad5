"""What a decision is made from, read in a handful of queries however large the cone is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.choices import Responsibility
from catalog.models import Field, Ownership
from catalog.queries.assets import asset_get
from common.actor import Actor
from common.errors import FieldError, Invalid
from consent import decide
from consent.documents import UseDocument
from consent.models import CollectedFor, Compatibility, Notice, Purpose
from consent.queries.incidents import incidents_open
from consent.queries.links import Link, links_of
from consent.queries.past import Rows, rows_at
from consent.queries.people import people_counted
from consent.queries.purposes import purpose_get
from lineage.graph import Arrow, Ways, levels_spread, walk
from lineage.models import FieldEdge
from lineage.queries.cones import cone_arrows, field_cone_arrows, holding
from lineage.queries.lowerings import caps_of
from lineage.queries.nodes import nodes_of

FIELD_COLUMNS = ("id", "asset_id", "position", "personal_data_category")


@dataclass(frozen=True, slots=True)
class Case:
    """The facts, with what else the answer is told by."""

    facts: decide.Facts
    purpose: Purpose | None
    links: list[Link]  # of the assets in the cone
    at: datetime


def case_read(actor: Actor, use: UseDocument, at: datetime, *, is_past: bool = False) -> Case:
    """The facts about a use; with `is_past` all of it as it was then: graph, levels, purposes, people, incidents.

    Raises `NotFound` for the asset or the purpose, `Invalid` for a field of another asset.
    """
    asset_get(actor, use.asset, ["fields"])
    moment = at if is_past else None
    purpose = _purpose(actor, use.purpose, moment)
    arrows = cone_arrows([use.asset], upstream=True, at=moment)
    asset_ids = list({use.asset, *(pk for arrow in arrows for pk in arrow[1:])})
    rows = rows_at(Field, "asset_id", asset_ids, FIELD_COLUMNS, moment)
    rows.sort(key=lambda row: (row["asset_id"], row["position"], row["id"]))
    chosen = _chosen(use, rows)
    links = [link for link in links_of(actor) if link.asset_id in set(asset_ids)]
    assets = _assets(actor, asset_ids, arrows, moment)
    facts = decide.Facts(
        use=decide.Use(use.asset, use.kind, chosen, use.k, use.automated, use.effect, use.review),
        purpose=_purpose_facts(purpose, at),
        assets=assets,
        fields=_relevant(use, rows, chosen, arrows, moment),
        arrows=tuple(arrows),
        bases=_bases({pk for asset in assets.values() for pk in asset.purposes}, moment),
        compatible=_tests(purpose, moment),
        people=_people(purpose, links, at),
    )
    return Case(facts, purpose, links, at)


def _purpose(actor: Actor, pk: int | None, moment: datetime | None) -> Purpose | None:
    """The purpose as it is, or as it was; one that was not written yet is none."""
    if pk is None:
        return None
    purpose = purpose_get(actor, pk)
    if moment is None:
        return purpose
    columns = [field.attname for field in Purpose._meta.concrete_fields]
    return next((Purpose(**row) for row in rows_at(Purpose, "id", [pk], columns, moment)), None)


def _bases(purpose_ids: Collection[int], moment: datetime | None) -> dict[int, str]:
    return {row["id"]: row["basis"] for row in rows_at(Purpose, "id", purpose_ids, ("id", "basis"), moment)}


def _chosen(use: UseDocument, rows: Rows) -> frozenset[int]:
    """The fields that come out: those asked for, else all of the asset."""
    own = {row["id"] for row in rows if row["asset_id"] == use.asset}
    message = _("This is no field of the asset that is used. Correct the id.")
    errors = [
        FieldError(f"fields.{n}", "unknown", message) for n, pk in enumerate(use.fields) if pk not in own
    ]
    if errors:
        raise Invalid(errors=errors)
    return frozenset(use.fields or own)


def _relevant(
    use: UseDocument,
    rows: Rows,
    chosen: Collection[int],
    arrows: list[Arrow],
    moment: datetime | None,
) -> tuple[decide.FieldFacts, ...]:
    """The chosen fields, those that go into them, and all fields behind an edge described without fields."""
    told = set(
        holding(FieldEdge.objects.filter(edge__in=[arrow.edge_id for arrow in arrows]), moment)
        .values_list("edge_id", flat=True)
        .distinct()
    )
    links = field_cone_arrows(list(chosen), upstream=True, at=moment) if told else []
    followed = walk(chosen, links, upstream=True).distances
    vague = _behind(use.asset, arrows, told)
    return tuple(
        decide.FieldFacts(row["id"], row["asset_id"], row["personal_data_category"])
        for row in rows
        if row["id"] in followed or row["asset_id"] in vague
    )


def _behind(asset_id: int, arrows: list[Arrow], told: Collection[int]) -> set[int]:
    """Assets from which something may come that no field link tells of: sources of undescribed edges, and theirs."""
    starts = {arrow.source_id for arrow in arrows if arrow.edge_id not in told} - {asset_id}
    return set(walk(starts, arrows, upstream=True).distances) - {asset_id}


def _assets(
    actor: Actor, asset_ids: list[int], arrows: list[Arrow], moment: datetime | None
) -> dict[int, decide.AssetFacts]:
    nodes = nodes_of(actor, asset_ids, moment)
    owners = rows_at(Ownership, "asset_id", asset_ids, ("asset_id", "responsibility"), moment)
    owned = {row["asset_id"] for row in owners if row["responsibility"] == Responsibility.ACCOUNTABLE}
    purposes: dict[int, set[int]] = defaultdict(set)
    for row in rows_at(CollectedFor, "asset_id", asset_ids, ("asset_id", "purpose_id"), moment):
        purposes[row["asset_id"]].add(row["purpose_id"])
    incidents = incidents_open(actor, asset_ids, moment)
    declared = {pk: node["sensitivity"]["confidentiality"] for pk, node in nodes.items()}
    levels = levels_spread(declared, Ways.of(arrows, upstream=False), caps=caps_of(actor, moment))
    return {
        pk: decide.AssetFacts(
            pk,
            node["personal_data"],
            pk in owned,
            levels.get(pk),
            frozenset(purposes.get(pk, ())),
            *incidents.get(pk, (0, 0)),
        )
        for pk, node in nodes.items()
    }


def _purpose_facts(purpose: Purpose | None, at: datetime) -> decide.PurposeFacts | None:
    if purpose is None:
        return None
    return decide.PurposeFacts(
        purpose.pk,
        purpose.basis,
        bool(purpose.text_fr or purpose.text_en),
        purpose.retention_days,
        frozenset(purpose.categories),
        Notice.objects.filter(purpose=purpose.pk, published_at__lte=at).exists(),
        purpose.exception_9,
        purpose.dpia,
    )


def _tests(purpose: Purpose | None, moment: datetime | None) -> dict[int, bool]:
    if purpose is None:
        return {}
    rows = rows_at(Compatibility, "purpose_id", [purpose.pk], ("original_id", "compatible"), moment)
    return {row["original_id"]: row["compatible"] for row in rows}


def _people(purpose: Purpose | None, links: list[Link], at: datetime) -> dict[str, int] | None:
    """How many persons stand where; `None` when no key leads from the cone to any person."""
    if purpose is None or not links:
        return None
    return people_counted(purpose, {link.subject_asset_id for link in links}, at)
