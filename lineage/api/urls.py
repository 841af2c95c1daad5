"""REST addresses of the lineage, under /api/v1/."""

from django.urls import path

from lineage.api import edges, graphs, lowerings, runs
from lineage.api.openlineage import events

app_name = "lineage-api"
urlpatterns = [
    path("lineage", events.LineageView.as_view(), name="lineage"),
    path("lineage/", events.LineageView.as_view(schema=None)),  # some clients add a slash
    path("edges/", edges.EdgesView.as_view(), name="edge-list"),
    path("edges/bulk/", edges.EdgesBulkView.as_view(), name="edge-bulk"),
    path("edges/<id:edge_id>/", edges.EdgeView.as_view(), name="edge"),
    path("edges/<id:edge_id>/lowerings/", edges.EdgeLoweringsView.as_view(), name="edge-lowerings"),
    path("lowerings/", lowerings.LoweringsView.as_view(), name="lowering-list"),
    path("lowerings/<id:lowering_id>/", lowerings.LoweringView.as_view(), name="lowering"),
    path(
        "lowerings/<id:lowering_id>/review/", lowerings.LoweringReviewView.as_view(), name="lowering-review"
    ),
    path("lowerings/<id:lowering_id>/end/", lowerings.LoweringEndView.as_view(), name="lowering-end"),
    path("lineage/graph/", graphs.GraphView.as_view(), name="graph"),
    path("lineage/fields/", graphs.FieldGraphView.as_view(), name="field-graph"),
    path("lineage/path/", graphs.PathView.as_view(), name="path"),
    path("lineage/difference/", graphs.DifferenceView.as_view(), name="difference"),
    path("lineage/impact/", graphs.ImpactView.as_view(), name="impact"),
    path("lineage/unused-sources/", graphs.UnusedSourcesView.as_view(), name="unused-sources"),
    path("lineage/sourceless/", graphs.SourcelessView.as_view(), name="sourceless"),
    path("lineage/sensitivity/", graphs.SensitivityView.as_view(), name="sensitivity"),
    path("lineage/gaps/", graphs.GapsView.as_view(), name="gap-list"),
    path("jobs/", runs.JobsView.as_view(), name="job-list"),
    path("jobs/<id:job_id>/", runs.JobView.as_view(), name="job"),
    path("runs/", runs.RunsView.as_view(), name="run-list"),
    path("runs/<id:run_id>/", runs.RunView.as_view(), name="run"),
    path("events/", runs.EventsView.as_view(), name="event-list"),
    path("events/<id:event_id>/", runs.EventView.as_view(), name="event"),
]
