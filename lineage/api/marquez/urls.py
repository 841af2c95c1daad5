"""The addresses of Marquez, under /api/v1/."""

from django.urls import path, register_converter

from lineage.api.marquez import datasets, jobs, lineage, names
from lineage.api.marquez.addresses import NameConverter, with_names

app_name = "marquez"

register_converter(NameConverter, "name")

DATASET = "namespaces/<name:namespace>/datasets/<name:dataset>"
JOB = "namespaces/<name:namespace>/jobs/<name:job>"
RUN = "jobs/runs/<uuid:run_id>"

urlpatterns = [
    path("namespaces", names.NamespacesView.as_view(), name="namespaces"),
    path("sources", names.SourcesView.as_view(), name="sources"),
    path("sources/<name:source>", names.SourceView.as_view(), name="source"),
    path("tags", names.TagsView.as_view(), name="tags"),
    path("tags/<name:tag>", names.TagView.as_view(), name="tag"),
    path(RUN, jobs.RunView.as_view(), name="run"),
    path(f"{RUN}/start", jobs.RunStartView.as_view(), name="run-start"),
    path(f"{RUN}/complete", jobs.RunCompleteView.as_view(), name="run-complete"),
    path(f"{RUN}/fail", jobs.RunFailView.as_view(), name="run-fail"),
    path(f"{RUN}/abort", jobs.RunAbortView.as_view(), name="run-abort"),
    path("column-lineage", lineage.ColumnsView.as_view(), name="columns"),
    path("events", lineage.EventsView.as_view(), name="events"),
    path("events/lineage", lineage.LineageEventsView.as_view(), name="lineage-events"),
    path("events/<name:namespace>", lineage.NamespaceEventsView.as_view(), name="namespace-events"),
    with_names(
        path(
            f"{DATASET}/fields/<name:field>/tags/<name:tag>",
            datasets.FieldTagView.as_view(),
            name="field-tag",
        ),
        path(f"{DATASET}/tags/<name:tag>", datasets.DatasetTagView.as_view(), name="dataset-tag"),
        path(DATASET, datasets.DatasetView.as_view(), name="dataset"),
        path(
            f"{DATASET}/versions/<uuid:version>",
            datasets.DatasetVersionView.as_view(),
            name="dataset-version",
        ),
        path(f"{DATASET}/versions", datasets.DatasetVersionsView.as_view(), name="dataset-versions"),
        path(JOB, jobs.JobView.as_view(), name="job"),
        path(f"{JOB}/runs", jobs.RunsView.as_view(), name="runs"),
        path("namespaces/<name:namespace>/datasets", datasets.DatasetsView.as_view(), name="datasets"),
        path("namespaces/<name:namespace>/jobs", jobs.JobsView.as_view(), name="jobs"),
        path("namespaces/<name:namespace>", names.NamespaceView.as_view(), name="namespace"),
    ),
]
