"""Addresses of the lineage's pages."""

from django.urls import path

from lineage.views import edges, graph, impact, jobs, lowerings, questions

app_name = "lineage"
urlpatterns = [
    path("lineage/", graph.overview, name="overview"),
    path("lineage/fields/", graph.fields_of_assets, name="fields"),
    path("lineage/path/", questions.path, name="path"),
    path("lineage/difference/", questions.difference, name="difference"),
    path("lineage/ends/", questions.ends, name="ends"),
    path("lineage/gaps/", questions.gaps, name="gap-list"),
    path("lineage/jobs/", jobs.job_list, name="job-list"),
    path("lineage/jobs/<int:pk>/", jobs.job_detail, name="job-detail"),
    path("lineage/runs/<int:pk>/", jobs.run_detail, name="run-detail"),
    path("lineage/events/<int:pk>/", jobs.event_detail, name="event-detail"),
    path("lineage/flow/", questions.flow, name="flow"),
    path("lineage/edges/<int:pk>/", edges.edge_detail, name="edge-detail"),
    path("lineage/edges/<int:pk>/remove/", edges.edge_remove, name="edge-remove"),
    path("lineage/edges/<int:pk>/lower/", lowerings.lowering_create, name="lowering-create"),
    path("lineage/edges/new/<int:source_pk>/<int:target_pk>/", edges.edge_create, name="edge-create"),
    path("lineage/lowerings/", lowerings.lowering_list, name="lowering-list"),
    path("lineage/lowerings/<int:pk>/review/", lowerings.lowering_review, name="lowering-review"),
    path("lineage/lowerings/<int:pk>/end/", lowerings.lowering_end, name="lowering-end"),
    path("assets/<int:pk>/lineage/", graph.asset_lineage, name="asset-lineage"),
    path("assets/<int:pk>/lineage/panel/", graph.asset_panel, name="asset-panel"),
    path("assets/<int:pk>/lineage/card/", graph.asset_card, name="asset-card"),
    path("assets/<int:pk>/lineage/new/", edges.edge_target, name="edge-target"),
    path("assets/<int:pk>/impact/", impact.asset_impact, name="asset-impact"),
    path("fields/<int:pk>/lineage/", impact.field_lineage, name="field-lineage"),
    path("fields/<int:pk>/impact/", impact.field_impact, name="field-impact"),
]
