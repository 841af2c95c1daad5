"""What the lineage's pages share."""

from typing import Any

from common.access import require
from common.actor import Actor
from common.errors import NotFound
from lineage.access import can_read
from lineage.queries.nodes import Node, node_get
from workshop.middleware import PageRequest

ID_DIGITS = 18  # of a number in an address that may be an id


def reader_of(request: PageRequest) -> Actor:
    """The actor, who must be in a workshop."""
    require(request.actor, can_read(request.actor))
    return request.actor


def id_asked(request: PageRequest, name: str) -> int | None:
    """A number of the query string; raises `NotFound` for what is none."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > ID_DIGITS:
        raise NotFound()
    return int(text)


def asset_asked(request: PageRequest, name: str) -> Node | None:
    """The asset of the workshop whose id stands in the query string; raises `NotFound`."""
    pk = id_asked(request, name)
    return node_get(request.actor, pk) if pk is not None else None


def window_of(request: PageRequest) -> dict[str, Any]:
    """Which page of a list the address asks for."""
    return {name: request.GET.get(name) for name in ("after", "before")}
