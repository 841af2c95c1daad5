"""What comes in with an address: pages by offset, nodes. Unknown parameters are passed over, as Marquez does."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field as Rule

from common.errors import Invalid
from lineage.marquez import MarquezDocument, Moment
from lineage.node_id import NodeId

LIMIT_MAX = 10_000
DEPTH_MAX = 1_000


class OffsetQuery(MarquezDocument):
    """Where in a list, and how much of it."""

    limit: Annotated[int, Rule(ge=0, le=LIMIT_MAX, description="How many to answer.")] = 100
    offset: Annotated[int, Rule(ge=0, le=2**31 - 1, description="How many to pass over before.")] = 0

    @property
    def window(self) -> dict[str, Any]:
        return {"limit": self.limit, "offset": self.offset}


class EventsQuery(OffsetQuery):
    before: Annotated[Moment | None, Rule(description="Events that happened earlier than this.")] = None
    after: Annotated[Moment | None, Rule(description="Events that happened then or later.")] = None
    sort_direction: Annotated[Literal["asc", "desc"], Rule(description="By the time they happened.")] = "desc"


class MarkQuery(MarquezDocument):
    at: Annotated[Moment | None, Rule(description="When it happened; now without.")] = None


class NodeQuery(MarquezDocument):
    """Around which node, and how far."""

    node_id: Annotated[
        str,
        Rule(
            min_length=1,
            max_length=2_000,
            description="dataset:<namespace>:<name> or job:<namespace>:<name>; for columns also "
            "datasetField:<namespace>:<name>:<field>, and a version after a #.",
            examples=["dataset:food_delivery:public.delivery_7_days"],
        ),
    ]
    depth: Annotated[int, Rule(ge=0, le=DEPTH_MAX, description="How many steps to go.")] = 20

    @property
    def readings(self) -> list[NodeId]:
        """All nodes that may be meant; raises `Invalid`."""
        try:
            return NodeId.readings(self.node_id)
        except ValueError:
            message = _(
                "No node is called so. Give “dataset:<namespace>:<name>” or “job:<namespace>:<name>”."
            )
            raise Invalid.at("nodeId", "node_id", message) from None


class ColumnsQuery(NodeQuery):
    with_downstream: Annotated[bool, Rule(description="Also what is made of the fields.")] = False

    @property
    def readings(self) -> list[NodeId]:
        readings = super().readings
        if self.with_downstream and readings[0].version:
            message = _("A version has no downstream. Leave out the version, or “withDownstream”.")
            raise Invalid.at("withDownstream", "version", message)
        return readings
