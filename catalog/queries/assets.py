"""Assets: lists, one with its parts, counts by facet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from catalog import search
from catalog.access import Standing
from catalog.choices import AXES, Responsibility
from catalog.documents import AssetFilter
from catalog.models import Asset, ForeignKey, Ownership, SearchEntry, System, TermLink
from catalog.queries.parts import ALL, parts_of
from catalog.representation import ASSET_COLUMNS, as_document, asset_parts, asset_summary
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key, pages_by_key
from common.rows import RowsByIds
from common.text import fold

SUMMARY_COLUMNS = (
    *ASSET_COLUMNS,
    "system__code",
    "system__zone",
    "search_entry__completeness",
    "search_entry__missing",
)
ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "modified_at": ("modified_at", "id"),
    "-modified_at": ("-modified_at", "-id"),
    "id": ("id",),
    "-id": ("-id",),
}
FACETS = ("kind", "zone", "system", "status", "personal_data", "to_complete")


def assets_visible(actor: Actor) -> QuerySet[Asset]:
    """Every asset of the actor's workshop."""
    return Asset.objects.filter(workshop_id=actor.workshop_id)


def assets_matching(actor: Actor, wanted: AssetFilter) -> QuerySet[Asset]:
    """The assets for which every condition of the filter holds, its free text (`q`) aside."""
    assets = assets_visible(actor)
    plain = {"kind__in": wanted.kind, "status__in": wanted.status, "name": wanted.name}
    assets = assets.filter(**{name: value for name, value in plain.items() if value})
    if wanted.namespace:
        assets = assets.filter(namespace=wanted.namespace)
    if wanted.zone or wanted.system:
        assets = assets.filter(system__in=_systems(actor, wanted))
    if wanted.personal_data is not None:
        assets = assets.filter(personal_data=wanted.personal_data)
    for axis in AXES:
        if (level := getattr(wanted, f"{axis}_min")) is not None:
            assets = assets.filter(**{f"{axis}__gte": level})
    return assets.filter(*_links(actor.workshop_id, wanted))


def _systems(actor: Actor, wanted: AssetFilter) -> list[int]:
    systems = System.objects.filter(workshop_id=actor.workshop_id)
    if wanted.zone:
        systems = systems.filter(zone__in=wanted.zone)
    if wanted.system:
        systems = systems.filter(code__in=wanted.system)
    return list(systems.values_list("pk", flat=True))


def _links(workshop_id: int, wanted: AssetFilter) -> list[Exists | Q]:
    here = {"asset_id": OuterRef("pk")}
    links: list[Exists | Q] = []
    if wanted.owner:
        keys = [fold(name) for name in wanted.owner]
        links.append(Exists(Ownership.objects.filter(**here, participant__nickname_key__in=keys)))
    if wanted.term:
        links.append(Exists(TermLink.objects.filter(**here, term__code__in=wanted.term)))
    if wanted.to_complete is not None:
        entries = SearchEntry.objects.filter(workshop_id=workshop_id, to_complete=wanted.to_complete)
        links.append(Q(pk__in=entries.values("asset_id")))
    return links


def assets_page(
    actor: Actor,
    wanted: AssetFilter,
    *,
    order: str = "name",
    limit: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """A page of summaries; with free text, the best match first (exact names before all)."""
    assets = assets_matching(actor, wanted)
    if wanted.q:
        found = _search(actor, wanted)
        read = partial(_summaries, actor)
        return search.page(found, read=read, limit=limit, after=after, before=before)
    columns = dict.fromkeys(["id", *(name.lstrip("-") for name in ORDERS[order])])
    page = page_by_key(assets, columns=columns, order=ORDERS[order], limit=limit, after=after, before=before)
    return replace(page, rows=_summaries(actor, [row["id"] for row in page.rows]))


def _search(actor: Actor, wanted: AssetFilter) -> search.Search:
    only_words = wanted.model_copy(update={"q": ""}) == AssetFilter()
    within = None if only_words else assets_matching(actor, wanted)
    return search.search_for(actor.workshop_id, wanted.q, within)


_summary_rows = RowsByIds(Asset.objects.order_by(), "id", SUMMARY_COLUMNS, scope="workshop_id")


def _summaries(actor: Actor, ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in _summary_rows(ids, actor.workshop_id)} if ids else {}
    return [asset_summary(rows[pk]) for pk in ids if pk in rows]


def asset_get(actor: Actor, asset_id: Any, parts: Iterable[str] = ALL) -> dict[str, Any]:
    """One asset with its parts; raises `NotFound` also for one of another workshop."""
    found = assets_get(actor, [asset_id], parts)
    if not found:
        raise NotFound()
    return found[0]


def assets_get(actor: Actor, ids: Collection[Any], parts: Iterable[str] = ALL) -> list[dict[str, Any]]:
    """Those of `ids` that the actor may see, with their parts, in the order of `ids`."""
    summaries = _summaries(actor, list(dict.fromkeys(ids)))
    if not parts:
        return summaries
    around = parts_of([row["id"] for row in summaries], parts)
    return [{**row, **asset_parts(row["id"], around)} for row in summaries]


def asset_named(actor: Actor, namespace: str, name: str) -> dict[str, Any]:
    """The asset of this name, without its parts; raises `NotFound`."""
    row = assets_visible(actor).filter(namespace=namespace, name=name).values(*SUMMARY_COLUMNS).first()
    if row is None:
        raise NotFound()
    return asset_summary(row)


def assets_of_systems(
    actor: Actor, system_ids: Collection[int], *, limit: int = 50, after: str | None = None
) -> dict[int, Page]:
    """A page of summaries for each of these systems, by name."""
    pages = pages_by_key(
        assets_visible(actor),
        per="system_id",
        values=system_ids,
        columns=SUMMARY_COLUMNS,
        order=ORDERS["name"],
        limit=limit,
        after=after,
    )
    return {system_id: page.mapped(asset_summary) for system_id, page in pages.items()}


def asset_document(actor: Actor, asset_id: int) -> dict[str, Any]:
    """One asset as it could be written back."""
    return as_document(asset_get(actor, asset_id))


def standings(asset_ids: Collection[int]) -> dict[int, Standing]:
    """What rights on these assets depend on."""
    accountable = dict(
        Ownership.objects.filter(
            asset_id__in=asset_ids, responsibility=Responsibility.ACCOUNTABLE
        ).values_list("asset_id", "participant_id")
    )
    rows = Asset.objects.filter(pk__in=asset_ids).values_list("pk", "status")
    return {pk: Standing(status, accountable.get(pk)) for pk, status in rows}


def asset_references(actor: Actor, asset_id: int) -> list[dict[str, Any]]:
    """The foreign keys of other assets that point to this one."""
    keys = ForeignKey.objects.filter(workshop_id=actor.workshop_id, target_id=asset_id)
    columns = ("id", "name", "asset_id", "asset__name", "asset__title_fr", "asset__title_en")
    return list(keys.exclude(asset_id=asset_id).order_by("asset__name", "name").values(*columns))


def asset_facets(actor: Actor, wanted: AssetFilter) -> dict[str, dict[Any, int]]:
    """For each facet, how many assets each of its values would give beside the other conditions."""
    return {facet: _facet(actor, wanted, facet) for facet in FACETS}


def _facet(actor: Actor, wanted: AssetFilter, facet: str) -> dict[Any, int]:
    empty: Any = None if facet in {"personal_data", "to_complete"} else []
    assets = assets_matching(actor, wanted.model_copy(update={facet: empty}))
    if wanted.q:
        assets = search.matching(assets, search.search_for(actor.workshop_id, wanted.q))
    path = {"zone": "system__zone", "system": "system__code", "to_complete": "search_entry__to_complete"}
    column = path.get(facet, facet)
    return dict(assets.order_by().values_list(column).annotate(Count("pk")))


def entries_to_complete(actor: Actor) -> QuerySet[SearchEntry]:
    """What still lacks an owner, its sensitivity or a key, least complete first."""
    entries = SearchEntry.objects.filter(workshop_id=actor.workshop_id, to_complete=True)
    return entries.select_related("asset__system").order_by("completeness", "asset__name")
