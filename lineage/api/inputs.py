"""What requests may carry beside the documents: query parameters and the body of a bulk."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import ConfigDict, RootModel
from pydantic import Field as Rule

from catalog.documents import KindCode, ZoneCode
from common.api.pages import PageQuery
from common.document import Document, Id, Line, Moment, OneOf
from common.errors import Invalid
from lineage.choices import Axis, Direction, EventKind, Flag, LoweringState, OriginKind
from lineage.commands.edges import EDGES_MAX
from lineage.documents import EdgeRow
from lineage.queries.fields import FIELDS_DEFAULT, FIELDS_MAX
from lineage.queries.graphs import CHANGES_DEFAULT, CHANGES_MAX, NODES_DEFAULT, NODES_MAX, GraphWish

DirectionCode = Annotated[str, OneOf(Direction)]
OriginCode = Annotated[str, OneOf(OriginKind)]
FlagCode = Annotated[str, OneOf(Flag)]
StateCode = Annotated[str, OneOf(LoweringState)]
EventCode = Annotated[str, OneOf(EventKind)]
AxisCode = Annotated[str, OneOf(Axis)]
DEPTH_MAX = 1_000

Offset = Annotated[int, Rule(ge=0, le=10**9, description="Leave out so many; `next` says where to go on.")]
Depth = Annotated[int | None, Rule(ge=1, le=DEPTH_MAX, description="At most so many steps away.")]
OfAsset = Annotated[Id | None, Rule(description="Id of an asset.")]


class AsOfQuery(Document):
    as_of: Annotated[
        Moment | None, Rule(description="As it was at this moment; without it, as it is now.")
    ] = None


class BulkEdges(RootModel[Annotated[list[EdgeRow], Rule(min_length=1, max_length=EDGES_MAX)]]):
    """Edges to draw together, all or none."""

    model_config = ConfigDict(strict=True, frozen=True)


class EdgeQuery(AsOfQuery, PageQuery):
    """Every given condition must hold."""

    source: OfAsset = None
    target: OfAsset = None
    kind: Annotated[OriginCode | None, Rule(description="Who says so.")] = None
    job: Annotated[Id | None, Rule(description="Shown by this job.")] = None
    flag: Annotated[FlagCode | None, Rule(description="How it crosses the zones.")] = None

    @property
    def conditions(self) -> dict[str, Any]:
        """As the query takes them."""
        return {
            "source": self.source,
            "target": self.target,
            "kind": self.kind or "",
            "job": self.job,
            "flag": self.flag or "",
            "at": self.as_of,
        }


class LoweringQuery(PageQuery):
    edge: Annotated[Id | None, Rule(description="Along this edge.")] = None
    target: Annotated[Id | None, Rule(description="Along the edges into this asset.")] = None
    waiting: Annotated[bool | None, Rule(description="Waiting for a review, or not.")] = None
    state: StateCode | None = None


class WalkQuery(AsOfQuery):
    """Which way, and how far."""

    direction: DirectionCode = Direction.BOTH.value
    depth: Depth = None
    offset: Offset = 0


class GraphQuery(WalkQuery):
    asset: Annotated[Id, Rule(description="Id of the asset to begin at.")]
    kind: Annotated[list[KindCode], Rule(description="Show assets of these kinds only.")] = []
    zone: Annotated[list[ZoneCode], Rule(description="Show assets in these zones only.")] = []
    job: Annotated[Id | None, Rule(description="Walk the edges of this job only.")] = None
    limit: Annotated[int, Rule(ge=1, le=NODES_MAX, description="Nodes in one answer.")] = NODES_DEFAULT

    @property
    def wish(self) -> GraphWish:
        return GraphWish(
            direction=self.direction,
            depth=self.depth,
            at=self.as_of,
            kinds=self.kind,
            zones=self.zone,
            job_id=self.job,
            limit=self.limit,
            offset=self.offset,
        )


class FieldGraphQuery(WalkQuery):
    """Around some fields, or around all fields of an asset."""

    field: Annotated[list[Id], Rule(max_length=200, description="Ids of fields.")] = []
    asset: OfAsset = None
    limit: Annotated[int, Rule(ge=1, le=FIELDS_MAX, description="Fields in one answer.")] = FIELDS_DEFAULT


class PathQuery(AsOfQuery):
    source: Annotated[Id, Rule(description="Id of the asset it comes from.")]
    target: Annotated[Id, Rule(description="Id of the asset it goes to.")]


class DifferenceQuery(Document):
    since: Annotated[Moment, Rule(description="The earlier moment.")]
    until: Annotated[Moment | None, Rule(description="The later moment; without it, now.")] = None
    asset: Annotated[Id | None, Rule(description="Around this asset; without it, in the whole workshop.")] = (
        None
    )
    limit: Annotated[int, Rule(ge=1, le=CHANGES_MAX, description="Edges in one answer.")] = CHANGES_DEFAULT
    offset: Offset = 0


class ImpactQuery(AsOfQuery):
    """Of an asset, or of a field."""

    asset: OfAsset = None
    field: Annotated[Id | None, Rule(description="Id of a field.")] = None


class SensitivityQuery(AsOfQuery):
    asset: Annotated[Id, Rule(description="Id of the asset.")]


class GapQuery(AsOfQuery, PageQuery):
    axis: AxisCode | None = None
    owner: Annotated[Line, Rule(description="Nickname of the accountable owner.")] = ""

    @property
    def conditions(self) -> dict[str, Any]:
        """As the query takes them."""
        return {"axis": self.axis or "", "owner": self.owner, "at": self.as_of}


class JobQuery(PageQuery):
    namespace: Annotated[str, Rule(max_length=500)] = ""


class RunQuery(PageQuery):
    job: Annotated[Id | None, Rule(description="Of this job only.")] = None


class EventQuery(PageQuery):
    kind: EventCode | None = None
    run: Annotated[Id | None, Rule(description="Of this run only (its `id`).")] = None


def one_of(asset: Any, field: Any) -> None:
    """Raise `Invalid` unless exactly one of the two is given."""
    if bool(asset) == bool(field):
        raise Invalid.at("asset", "one_of", _("Give either “asset” or “field”."))
