"""Edges drawn by hand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog.documents import AssetName
from catalog.models import Asset, Field
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, Invalid, NotFound
from lineage import access
from lineage.assertions import FieldLink, Pair
from lineage.choices import OriginKind
from lineage.commands.ledger import Ledger, lineage_lock
from lineage.documents import EdgeDocument
from lineage.models import Edge, FieldEdge, Origin
from lineage.timeline import Interval

EDGES_MAX = 20_000  # in one call
DEFAULT_NAMESPACE = "bricks"


@command
def edges_draw(*, actor: Actor, documents: Sequence[EdgeDocument], reason: str = "") -> list[int]:
    """Draw edges from now on, all or none; answers their ids, in order. One that is drawn already stays as it is.

    Raises `Forbidden`, and `Invalid` with every refused place as `<index>.<path>`.
    """
    require(actor, access.can_draw(actor))
    if len(documents) > EDGES_MAX:
        raise Invalid.at("", "too_long", _("Send at most %(max)s edges at once.") % {"max": EDGES_MAX})
    lineage_lock(actor)
    pairs = _pairs(actor, documents)
    links = _links(documents, pairs)
    ledger = Ledger(actor)
    edges = ledger.edges(pairs)
    drawn = _drawn(Origin, edges.values())
    new = [pair for pair in edges if edges[pair] not in drawn]
    ledger.open([Interval(pair, ledger.at, None) for pair in new], OriginKind.MANUAL)
    _links_draw(ledger, links, edges)
    return [edges[pair] for pair in pairs]


def _drawn(model: Any, edge_ids: Iterable[int]) -> set[int]:
    """The edges that have an open manual origin."""
    ids = list(edge_ids)
    found: set[int] = set()
    for start in range(0, len(ids), 5_000):
        rows = model.objects.filter(edge__in=ids[start : start + 5_000], job=None, valid_until=None)
        found.update(rows.values_list("edge_id", flat=True))
    return found


def _pairs(actor: Actor, documents: Sequence[EdgeDocument]) -> list[Pair]:
    """The ends of each edge as ids of assets of the workshop."""
    ends = [end for document in documents for end in (document.source, document.target)]
    ids = {end for end in ends if isinstance(end, int)}
    names = {(end.namespace or DEFAULT_NAMESPACE, end.name) for end in ends if isinstance(end, AssetName)}
    here = Asset.objects.filter(workshop_id=actor.workshop_id)
    known = set(here.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    rows = here.filter(name__in={name for _ns, name in names}) if names else here.none()
    named = {(ns, name): pk for pk, ns, name in rows.values_list("pk", "namespace", "name")}
    errors: list[FieldError] = []

    def found(end: Any, path: str) -> int:
        if isinstance(end, int):
            pk = end if end in known else None
        else:
            pk = named.get((end.namespace or DEFAULT_NAMESPACE, end.name))
        if pk is None:
            message = _(
                "No asset of your workshop is meant by this. Register it, or correct the id or the name."
            )
            errors.append(FieldError(path, "unknown", message))
        return pk or 0

    pairs = [
        Pair(found(document.source, f"{n}.source"), found(document.target, f"{n}.target"))
        for n, document in enumerate(documents)
    ]
    if errors:
        raise Invalid(errors=errors)
    return pairs


def _links(documents: Sequence[EdgeDocument], pairs: Sequence[Pair]) -> list[FieldLink]:
    """The field links of all edges, the fields by their ids."""
    asset_ids = {pk for d, pair in zip(documents, pairs, strict=True) if d.fields for pk in pair}
    if not asset_ids:
        return []
    rows = Field.objects.filter(asset__in=asset_ids).values_list("asset_id", "name", "pk")
    fields = {(asset_id, name): pk for asset_id, name, pk in rows}
    errors: list[FieldError] = []
    links: list[FieldLink] = []
    for n, (document, pair) in enumerate(zip(documents, pairs, strict=True)):
        for m, link in enumerate(document.fields):
            source = fields.get((pair.source_id, link.source_field))
            target = fields.get((pair.target_id, link.target_field))
            for name, value, pk in (
                ("source_field", link.source_field, source),
                ("target_field", link.target_field, target),
            ):
                if pk is None:
                    message = _("This asset has no field “%(name)s”.") % {"name": value}
                    errors.append(FieldError(f"{n}.fields.{m}.{name}", "unknown", message))
            if source and target:
                more = (link.dependency, link.subtype, link.masking, link.description)
                links.append(FieldLink(pair.source_id, source, pair.target_id, target, *more))
    if errors:
        raise Invalid(errors=errors)
    return links


def _links_draw(ledger: Ledger, links: Sequence[FieldLink], edges: dict[Pair, int]) -> None:
    """Draw the links between fields that are not drawn yet."""
    if not links:
        return
    ids = {edges[link.pair] for link in links}
    rows = FieldEdge.objects.filter(edge__in=ids, job=None, valid_until=None)
    drawn = set(rows.values_list("source_field_id", "target_field_id"))
    new = [link for link in links if (link.source_field_id, link.target_field_id) not in drawn]
    ledger.open_links([Interval(link, ledger.at, None) for link in new], edges, OriginKind.MANUAL)


@command
def edge_remove(*, actor: Actor, edge_id: int, reason: str = "") -> None:
    """Take back what people drew of an edge; it ends now unless a job still shows it.

    Raises `NotFound`, `Forbidden`, and `Conflict` when nobody drew it: an edge that only jobs show ends with them.
    """
    edge = edge_of(actor, edge_id)
    require(actor, access.can_draw(actor))
    lineage_lock(actor)
    ledger = Ledger(actor)
    if not ledger.close(Origin.objects.filter(edge=edge, job=None)):
        message = _("Nobody drew this edge by hand: it is shown by jobs, and ends when they no longer do so.")
        raise Conflict(message, code="not_drawn")
    ledger.close(FieldEdge.objects.filter(edge=edge, job=None))


def edge_of(actor: Actor, edge_id: int) -> Edge:
    """An edge of the actor's workshop; raises `NotFound`."""
    require(actor, access.can_read(actor))
    edge = Edge.objects.filter(workshop_id=actor.workshop_id, pk=edge_id).first()
    if edge is None:
        raise NotFound()
    return edge
