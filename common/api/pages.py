"""Lists: `{results, total, next, previous, note}`, the neighbours as full addresses."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field as Rule
from rest_framework.request import Request

from common.api.media import JsonAnswer
from common.document import Document
from common.errors import Invalid
from common.pagination import MAX_LIMIT, Page


class PageQuery(Document):
    """Where in a list, and how much of it."""

    limit: Annotated[int, Rule(ge=1, le=MAX_LIMIT, description="Rows on a page.")] = 50
    cursor: Annotated[
        str | None, Rule(max_length=2000, description="Read after this cursor (taken from `next`).")
    ] = None
    before: Annotated[
        str | None, Rule(max_length=2000, description="Read before this cursor (taken from `previous`).")
    ] = None

    @property
    def window(self) -> dict[str, Any]:
        """As the queries take it."""
        if self.cursor is not None and self.before is not None:
            raise Invalid.at("before", "exclusive", _("Give either “cursor” or “before”, not both."))
        return {"limit": self.limit, "after": self.cursor, "before": self.before}


def page_answer(request: Request, page: Page) -> JsonAnswer:
    return JsonAnswer(
        {
            "results": page.rows,
            "total": page.total,
            "next": address(request, "cursor", page.next),
            "previous": address(request, "before", page.previous),
            "note": page.note,
        }
    )


def address(request: Request, name: str, place: str | int | None) -> str | None:
    """The address that was asked, with another place in the list to begin at."""
    if place is None:
        return None
    query = request.GET.copy()
    for old in ("cursor", "before"):
        query.pop(old, None)
    query[name] = str(place)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
