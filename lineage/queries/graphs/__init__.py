"""Graphs, paths, impact and ends, as pages, REST and GraphQL show them."""

from lineage.queries.graphs.around import (
    NODES_DEFAULT,
    NODES_MAX,
    GraphWish,
    graph_read,
    graphs_read,
    reached_pages,
)
from lineage.queries.graphs.differences import CHANGES_DEFAULT, CHANGES_MAX, difference_read
from lineage.queries.graphs.ends import sourceless_page, unused_sources_page
from lineage.queries.graphs.impact import TELL_MAX, affected_told_each, impact_read, impacts_read
from lineage.queries.graphs.measured import measured
from lineage.queries.graphs.paths import path_read
from lineage.queries.graphs.told import edges_told

__all__ = [
    "CHANGES_DEFAULT",
    "CHANGES_MAX",
    "NODES_DEFAULT",
    "NODES_MAX",
    "TELL_MAX",
    "GraphWish",
    "affected_told_each",
    "difference_read",
    "edges_told",
    "graph_read",
    "graphs_read",
    "impact_read",
    "impacts_read",
    "measured",
    "path_read",
    "reached_pages",
    "sourceless_page",
    "unused_sources_page",
]
