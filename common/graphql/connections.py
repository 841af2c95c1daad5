"""Relay's connections over the pages of `common.pagination`."""

from typing import Any

import graphene
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.graphql.cohort import Cohort
from common.pagination import MAX_LIMIT, Page

DEFAULT_LIMIT = 50

FORWARD = {
    "first": graphene.Int(
        description=f"At most so many, from the beginning or after `after`; 1 to {MAX_LIMIT}."
    ),
    "after": graphene.String(description="A cursor of an earlier answer."),
}
BOTH_WAYS = {
    **FORWARD,
    "last": graphene.Int(description=f"At most so many, from the end or before `before`; 1 to {MAX_LIMIT}."),
    "before": graphene.String(description="A cursor of an earlier answer."),
}


class Connection(graphene.relay.Connection):
    """Base of our connections: Relay's, with the total, the nodes without their edges, and a note."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, node: Any = None, **options: Any) -> None:
        super().__init_subclass_with_meta__(node=node, strict_types=True, **options)
        cls._meta.fields["nodes"] = graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(node))),
            description="The items, without their edges.",
        )
        cls._meta.fields["total_count"] = graphene.Field(
            graphene.NonNull(graphene.Int), description="How many there are on all pages together."
        )
        cls._meta.fields["note"] = graphene.Field(
            graphene.NonNull(graphene.String),
            description="What the reader must know, such as a corrected word; mostly empty.",
        )


def connection_of(node: Any, description: str) -> Any:
    """The connection type of a node type: `Asset` has the `AssetConnection`."""
    name = f"{node._meta.name}Connection"
    meta = type("Meta", (), {"node": node, "name": name, "description": description})
    return type(name, (Connection,), {"Meta": meta})


def paging(
    first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> dict[str, Any]:
    """Relay's four arguments as those of our queries; raises `Invalid` for what they cannot mean."""
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 1 <= size <= MAX_LIMIT:
            raise Invalid.at(name, "range", _("Give a number from 1 to %(max)s.") % {"max": MAX_LIMIT})
    backwards = last is not None or before is not None
    if backwards and (first is not None or after is not None):
        message = _("Page forwards with first and after, or backwards with last and before, not both.")
        raise Invalid.at("last" if last is not None else "before", "both_ways", message)
    if backwards:
        return {"limit": last or DEFAULT_LIMIT, "before": before or ""}
    return {"limit": first or DEFAULT_LIMIT, "after": after}


def connection(page: Page, type_: Any, parent: Cohort | None = None) -> dict[str, Any]:
    """A page of rows as a connection; its rows are one cohort."""
    return connection_in(page, Cohort(type_, parent=parent))


def connection_in(page: Page, cohort: Cohort) -> dict[str, Any]:
    """The same, the rows joining a cohort that several pages share."""
    rows = cohort.add(page.rows)
    return {
        "edges": [{"cursor": cursor, "node": row} for cursor, row in zip(page.cursors, rows, strict=True)],
        "nodes": rows,
        "total_count": page.total,
        "note": page.note,
        "page_info": {
            "has_next_page": page.next is not None,
            "has_previous_page": page.previous is not None,
            "start_cursor": page.cursors[0] if page.cursors else None,
            "end_cursor": page.cursors[-1] if page.cursors else None,
        },
    }
