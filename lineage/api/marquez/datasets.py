"""REST as Marquez: datasets, their versions and their tags."""

from typing import Any
from uuid import UUID

from common.api.media import JsonAnswer
from common.api.operations import operation
from lineage.api.marquez import shapes
from lineage.api.marquez.base import TAGS, MachineView
from lineage.api.marquez.inputs import OffsetQuery
from lineage.api.marquez.told import dataset_told, version_told
from lineage.commands import dataset_field_tag, dataset_put, dataset_tag
from lineage.marquez import DatasetPut
from lineage.queries.marquez import datasets
from lineage.queries.marquez.names import namespace_known
from workshop.api.base import ApiView


class DatasetsView(ApiView):
    @operation(
        "marquez_datasets_list",
        "List the datasets of a namespace",
        query=OffsetQuery,
        answer=shapes.MarquezDatasets,
        tags=TAGS,
    )
    def get(self, request: Any, *, namespace: str, query: OffsetQuery) -> JsonAnswer:
        """By name: all assets in it, whatever their kind."""
        namespace_known(self.actor, namespace)
        rows, count = datasets.datasets_page(self.actor, namespace, **query.window)
        return JsonAnswer({"datasets": [dataset_told(row) for row in rows], "totalCount": count})


class DatasetView(MachineView):
    @operation("marquez_datasets_retrieve", "Read a dataset", answer=shapes.MarquezDataset, tags=TAGS)
    def get(self, request: Any, *, namespace: str, dataset: str) -> JsonAnswer:
        """Also by another name that machines know it by."""
        return answer(self, namespace, dataset)

    @operation(
        "marquez_datasets_put",
        "Register or complete a dataset",
        body=DatasetPut,
        answer=shapes.MarquezDataset,
        tags=TAGS,
    )
    def put(self, request: Any, *, namespace: str, dataset: str, body: DatasetPut) -> JsonAnswer:
        """As an OpenLineage event says it: what people wrote stays. 404 without its namespace, source or run."""
        dataset_put(namespace=namespace, name=dataset, document=body, **self.signed)
        return answer(self, namespace, dataset)


def answer(view: ApiView, namespace: str, dataset: str) -> JsonAnswer:
    return JsonAnswer(dataset_told(datasets.dataset_get(view.actor, namespace, dataset)))


class DatasetTagView(ApiView):
    @operation("marquez_datasets_tag", "Tag a dataset", answer=shapes.MarquezDataset, tags=TAGS)
    def post(self, request: Any, *, namespace: str, dataset: str, tag: str) -> JsonAnswer:
        dataset_tag(namespace=namespace, name=dataset, tag=tag, **self.signed)
        return answer(self, namespace, dataset)


class FieldTagView(ApiView):
    @operation("marquez_fields_tag", "Tag a field of a dataset", answer=shapes.MarquezDataset, tags=TAGS)
    def post(self, request: Any, *, namespace: str, dataset: str, field: str, tag: str) -> JsonAnswer:
        """The tag is kept in capitals, as Marquez does."""
        dataset_field_tag(namespace=namespace, name=dataset, field=field, tag=tag.upper(), **self.signed)
        return answer(self, namespace, dataset)


class DatasetVersionsView(ApiView):
    @operation(
        "marquez_dataset_versions_list",
        "List the versions of a dataset",
        query=OffsetQuery,
        answer=shapes.MarquezDatasetVersions,
        tags=TAGS,
    )
    def get(self, request: Any, *, namespace: str, dataset: str, query: OffsetQuery) -> JsonAnswer:
        """Latest first: one for each run that wrote it, and for each change of its fields."""
        rows, count = datasets.dataset_versions_page(self.actor, namespace, dataset, **query.window)
        return JsonAnswer({"versions": [version_told(row) for row in rows], "totalCount": count})


class DatasetVersionView(ApiView):
    @operation(
        "marquez_dataset_versions_retrieve",
        "Read a version of a dataset",
        answer=shapes.MarquezDatasetVersion,
        tags=TAGS,
    )
    def get(self, request: Any, *, namespace: str, dataset: str, version: UUID) -> JsonAnswer:
        row = datasets.dataset_version_get(self.actor, namespace, dataset, version)
        return JsonAnswer(version_told(row))
