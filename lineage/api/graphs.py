"""REST: questions to the graph. 404 for an asset that is not there, which an asset alone is not."""

from typing import Any

from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from lineage.api.inputs import (
    DifferenceQuery,
    FieldGraphQuery,
    GapQuery,
    GraphQuery,
    ImpactQuery,
    PathQuery,
    SensitivityQuery,
    one_of,
)
from lineage.api.shapes import (
    EffectiveSensitivity,
    FieldGraph,
    GapPage,
    Graph,
    Impact,
    LineageAssetPage,
    LineageDifference,
    LineagePath,
)
from lineage.api.told import ended_told, with_next
from lineage.queries.fields import field_graph_read, field_impact_read, fields_of_asset
from lineage.queries.gaps import gaps_page
from lineage.queries.graphs import (
    difference_read,
    graph_read,
    impact_read,
    path_read,
    sourceless_page,
    unused_sources_page,
)
from lineage.queries.sensitivity import sensitivity_read
from workshop.api.base import ApiView


class GraphView(ApiView):
    @operation("lineage_graph", "Read the lineage around an asset", query=GraphQuery, answer=Graph)
    def get(self, request: Any, *, query: GraphQuery) -> JsonAnswer:
        """Upstream, downstream or both, to any depth, now or at a past moment. Filters choose the nodes shown, not
        the ways walked. An answer over the limit says that it was cut, how much is missing, and how to go on."""
        return JsonAnswer(with_next(request, graph_read(self.actor, query.asset, query.wish)))


class FieldGraphView(ApiView):
    @operation("lineage_fields", "Read the lineage around fields", query=FieldGraphQuery, answer=FieldGraph)
    def get(self, request: Any, *, query: FieldGraphQuery) -> JsonAnswer:
        """Of some fields, or of all fields of an asset."""
        one_of(query.asset, query.field)
        ids = query.field or fields_of_asset(self.actor, query.asset or 0, query.as_of)
        found = field_graph_read(
            self.actor,
            ids,
            direction=query.direction,
            depth=query.depth,
            at=query.as_of,
            limit=query.limit,
            offset=query.offset,
        )
        return JsonAnswer(with_next(request, found))


class PathView(ApiView):
    @operation(
        "lineage_path", "Find a shortest way from one asset to another", query=PathQuery, answer=LineagePath
    )
    def get(self, request: Any, *, query: PathQuery) -> JsonAnswer:
        """Downstream, from `source` to `target`."""
        return JsonAnswer(path_read(self.actor, query.source, query.target, query.as_of))


class DifferenceView(ApiView):
    @operation(
        "lineage_difference",
        "Compare the lineage at two moments",
        query=DifferenceQuery,
        answer=LineageDifference,
    )
    def get(self, request: Any, *, query: DifferenceQuery) -> JsonAnswer:
        """The edges that came and those that went, oldest first; nodes as they were when their edge was there."""
        found = difference_read(
            self.actor, query.since, query.until, query.asset, limit=query.limit, offset=query.offset
        )
        return JsonAnswer(with_next(request, found))


class ImpactView(ApiView):
    @operation(
        "lineage_impact", "See what breaks if an asset or a field changes", query=ImpactQuery, answer=Impact
    )
    def get(self, request: Any, *, query: ImpactQuery) -> JsonAnswer:
        """Affected assets by distance, their owners, the most sensitive one, and the indicators among them."""
        one_of(query.asset, query.field)
        if query.asset is not None:
            return JsonAnswer(impact_read(self.actor, query.asset, query.as_of))
        return JsonAnswer(field_impact_read(self.actor, query.field or 0, query.as_of))


class UnusedSourcesView(ApiView):
    @operation(
        "lineage_unused_sources",
        "List sources that nobody uses",
        query=PageQuery,
        answer=LineageAssetPage,
    )
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """Assets in source systems that nothing reads, by name."""
        return page_answer(request, unused_sources_page(self.actor, **query.window))


class SourcelessView(ApiView):
    @operation(
        "lineage_sourceless",
        "List store assets without a source",
        query=PageQuery,
        answer=LineageAssetPage,
    )
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """Assets of the store, of analysis and of AI that nothing feeds, by name."""
        return page_answer(request, sourceless_page(self.actor, **query.window))


class SensitivityView(ApiView):
    @operation(
        "lineage_sensitivity",
        "Read the effective sensitivity of an asset",
        query=SensitivityQuery,
        answer=EffectiveSensitivity,
    )
    def get(self, request: Any, *, query: SensitivityQuery) -> JsonAnswer:
        """Confidentiality and proof flow down, needs for availability and integrity flow up. Each effective level
        names the path that causes it."""
        found = sensitivity_read(self.actor, query.asset, query.as_of)
        ended = [ended_told(row) for row in found["lowerings_ended"]]
        return JsonAnswer({**found, "lowerings_ended": ended})


class GapsView(ApiView):
    @operation("lineage_gaps", "List levels declared below the effective one", query=GapQuery, answer=GapPage)
    def get(self, request: Any, *, query: GapQuery) -> JsonAnswer:
        """Widest first, with those who answer for the asset."""
        return page_answer(request, gaps_page(self.actor, **query.conditions, **query.window))
