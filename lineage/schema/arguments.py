"""Arguments that many fields share, and what they may be."""

from datetime import datetime
from typing import Any

import graphene
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from catalog.choices import Kind, Zone
from common.document import Moment, invalid
from common.errors import Invalid
from common.graphql.columns import code, codes, enum_of
from common.graphql.nodes import key_of
from lineage.choices import Direction
from lineage.queries.graphs import NODES_MAX, GraphWish

DEPTH_MAX = 1_000
GRAPH_DEFAULT = 50
MOMENT = TypeAdapter(Moment)

AS_OF = {"as_of": graphene.DateTime(description="As it was at this moment; without it, as it is now.")}
DEPTH = {"depth": graphene.Int(description=f"At most so many steps away; 1 to {DEPTH_MAX}.")}
DIRECTION = {
    "direction": enum_of(Direction)(
        default_value=Direction.BOTH, description="Against the flow of the data, with it, or both."
    )
}
PART = {
    "limit": graphene.Int(
        default_value=GRAPH_DEFAULT, description=f"At most so many; 1 to {NODES_MAX}. The nearest come first."
    ),
    "offset": graphene.Int(
        default_value=0, description="Leave out so many; `nextOffset` says where to go on."
    ),
}
FILTERS = {
    "kinds": graphene.List(
        graphene.NonNull(enum_of(Kind)), description="Show assets of these kinds only; all ways are walked."
    ),
    "zones": graphene.List(
        graphene.NonNull(enum_of(Zone)), description="Show assets in these zones only; all ways are walked."
    ),
    "job": graphene.ID(description="Walk the edges of this job only (global id)."),
}


def in_range(name: str, value: int, most: int, least: int = 1) -> int:
    """Raises `Invalid` for a number that is too small or too great."""
    if not least <= value <= most:
        values = {"min": least, "max": most}
        raise Invalid.at(name, "range", _("Give a number from %(min)s to %(max)s.") % values)
    return value


def depth_read(depth: int | None) -> int | None:
    return None if depth is None else in_range("depth", depth, DEPTH_MAX)


def moment_read(moment: datetime | None, name: str = "as_of") -> datetime | None:
    """Raises `Invalid` for one that does not say how far it is from UTC, or lies too far away."""
    if moment is None:
        return None
    try:
        return MOMENT.validate_python(moment)
    except ValidationError as error:
        raise invalid(error, path=name) from None


def part_read(limit: int, offset: int) -> dict[str, Any]:
    return {
        "limit": in_range("limit", limit, NODES_MAX),
        "offset": in_range("offset", offset, 10**9, least=0),
    }


def wish_read(
    *,
    direction: Any,
    limit: int,
    offset: int,
    depth: int | None = None,
    as_of: datetime | None = None,
    kinds: Any = None,
    zones: Any = None,
    job: str | None = None,
) -> GraphWish:
    """The arguments of a graph as the query takes them."""
    return GraphWish(
        direction=code(direction),
        depth=depth_read(depth),
        at=moment_read(as_of),
        kinds=tuple(codes(kinds)),
        zones=tuple(codes(zones)),
        job_id=key_of(job, "Job") if job is not None else None,
        **part_read(limit, offset),
    )
