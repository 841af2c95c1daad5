"""Edges drawn by hand."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from catalog.models import Asset, Field
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, Invalid, NotFound
from lineage import access
from lineage.assertions import FieldLink, Pair
from lineage.choices import OriginKind
from lineage.commands.ledger import Ledger, lineage_lock
from lineage.documents import Drawing, EdgeDocument, End
from lineage.models import Edge, FieldEdge, Origin
from lineage.timeline import Interval

EDGES_MAX = 20_000  # in one call


@command
def edges_draw(*, actor: Actor, documents: Sequence[EdgeDocument | Drawing], reason: str = "") -> list[int]:
    """Draw edges from now on, all or none; answers their ids, in order. One that is drawn already stays as it is.

    Raises `Forbidden`, and `Invalid` with every refused place as `<index>.<path>`.
    """
    require(actor, access.can_draw(actor))
    if len(documents) > EDGES_MAX:
        raise Invalid.at("", "too_long", _("Send at most %(max)s edges at once.") % {"max": EDGES_MAX})
    drawings = [given if isinstance(given, Drawing) else given.drawing for given in documents]
    lineage_lock(actor)
    pairs = _pairs(actor, drawings)
    links = _links(drawings, pairs)
    ledger = Ledger(actor)
    edges = ledger.edges(pairs)
    ledger.open_now(edges.values(), OriginKind.MANUAL)
    _links_draw(ledger, links, edges)
    return [edges[pair] for pair in pairs]


def _pairs(actor: Actor, drawings: Sequence[Drawing]) -> list[Pair]:
    """The ends of each edge as ids of assets of the workshop."""
    known = _assets_meant(actor, {end for drawing in drawings for end in drawing[:2]})
    pairs = [Pair(known.get(source, 0), known.get(target, 0)) for source, target, _fields in drawings]
    if any(0 in pair for pair in pairs):
        message = _("No asset of your workshop is meant by this. Register it, or correct the id or the name.")
        raise Invalid(
            errors=[
                FieldError(f"{n}.{end}", "unknown", message)
                for n, pair in enumerate(pairs)
                for end, pk in zip(("source", "target"), pair, strict=True)
                if not pk
            ]
        )
    return pairs


def _assets_meant(actor: Actor, ends: Iterable[End]) -> dict[End, int]:
    """The assets that ids and names mean, by what was written; those that mean none are left out."""
    here = Asset.objects.filter(workshop_id=actor.workshop_id).order_by()
    ids = {end for end in ends if isinstance(end, int)}
    names = {end for end in ends if not isinstance(end, int)}
    meant: dict[End, int] = {}
    if ids:
        meant.update((pk, pk) for pk in here.filter(pk__among=ids).values_list("pk", flat=True))
    if names:
        rows = here.filter(name__among={name for _namespace, name in names})
        meant.update(
            ((namespace, name), pk)
            for pk, namespace, name in rows.values_list("pk", "namespace", "name")
            if (namespace, name) in names
        )
    return meant


def _links(drawings: Sequence[Drawing], pairs: Sequence[Pair]) -> list[FieldLink]:
    """The field links of all edges, the fields by their ids."""
    asset_ids = {pk for drawing, pair in zip(drawings, pairs, strict=True) if drawing.fields for pk in pair}
    if not asset_ids:
        return []
    rows = Field.objects.filter(asset__among=asset_ids).values_list("asset_id", "name", "pk")
    fields = {(asset_id, name): pk for asset_id, name, pk in rows}
    errors: list[FieldError] = []
    links: list[FieldLink] = []
    for n, (drawing, pair) in enumerate(zip(drawings, pairs, strict=True)):
        for m, link in enumerate(drawing.fields):
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
    rows = FieldEdge.objects.filter(edge__among=ids, job=None, valid_until=None)
    drawn = set(rows.values_list("source_field_id", "target_field_id"))
    said = {(link.source_field_id, link.target_field_id): link for link in links}
    new = [link for ends, link in said.items() if ends not in drawn]
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
