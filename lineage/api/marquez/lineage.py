"""REST as Marquez: lineage graphs and events."""

from typing import Any

from common.api.media import JsonAnswer
from common.api.operations import operation
from lineage.api.marquez import shapes
from lineage.api.marquez.base import TAGS
from lineage.api.marquez.inputs import ColumnsQuery, EventsQuery, NodeQuery, OffsetQuery
from lineage.api.marquez.told import columns_told, graph_told
from lineage.choices import EventKind
from lineage.queries.marquez.columns import columns_read
from lineage.queries.marquez.events import bodies_page
from lineage.queries.marquez.graphs import lineage_read
from workshop.api.base import ApiView


class MarquezLineageView(ApiView):
    """The reading half of an address whose writing half takes events in."""

    @operation(
        "marquez_lineage_retrieve",
        "Read the lineage around a dataset or a job",
        query=NodeQuery,
        answer=shapes.MarquezGraph,
        tags=TAGS,
    )
    def get(self, request: Any, *, query: NodeQuery) -> JsonAnswer:
        """Upstream and downstream, up to jobs that are `depth` jobs away; whatever those read and write is there."""
        return JsonAnswer(graph_told(lineage_read(self.actor, query.readings, query.depth)))


class ColumnsView(ApiView):
    @operation(
        "marquez_column_lineage_retrieve",
        "Read the lineage of fields",
        query=ColumnsQuery,
        answer=shapes.MarquezFieldGraph,
        tags=TAGS,
    )
    def get(self, request: Any, *, query: ColumnsQuery) -> JsonAnswer:
        """Of a field, of all fields of a dataset, or of what a job writes; with a version, as it was then."""
        readings, downstream = query.readings, query.with_downstream
        return JsonAnswer(
            columns_told(columns_read(self.actor, readings, query.depth, downstream=downstream))
        )


class EventsView(ApiView):
    @operation(
        "marquez_events_list", "List events", query=OffsetQuery, answer=shapes.MarquezEvents, tags=TAGS
    )
    def get(self, request: Any, *, query: OffsetQuery) -> JsonAnswer:
        """As they came, latest first by the time they happened."""
        return events_answer(*bodies_page(self.actor, **query.window))


def events_answer(bodies: list[Any], count: int) -> JsonAnswer:
    return JsonAnswer({"events": bodies, "totalCount": count})


class NamespaceEventsView(ApiView):
    @operation(
        "marquez_namespace_events_list",
        "List the events of a namespace",
        query=OffsetQuery,
        answer=shapes.MarquezEvents,
        tags=TAGS,
    )
    def get(self, request: Any, *, namespace: str, query: OffsetQuery) -> JsonAnswer:
        """Those of its jobs, and what was said of its datasets alone."""
        return events_answer(*bodies_page(self.actor, namespace=namespace, **query.window))


class LineageEventsView(ApiView):
    @operation(
        "marquez_lineage_events_list",
        "List run events by time",
        query=EventsQuery,
        answer=shapes.MarquezEvents,
        tags=TAGS,
    )
    def get(self, request: Any, *, query: EventsQuery) -> JsonAnswer:
        """As they came."""
        ascending = query.sort_direction == "asc"
        between: dict[str, Any] = {"before": query.before, "after": query.after, "ascending": ascending}
        return events_answer(*bodies_page(self.actor, kind=EventKind.RUN, **between, **query.window))
