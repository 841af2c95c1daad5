"""Examples for the OpenAPI document; tests send them as they are."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

NAMESPACE = "postgres://db.example.org:5432"
COLUMNS = {
    "_producer": "https://example.org/nightly",
    "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json",
    "fields": {
        "total": {
            "inputFields": [
                {
                    "namespace": NAMESPACE,
                    "name": "shop.public.orders",
                    "field": "amount",
                    "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}],
                }
            ]
        }
    },
}
SCHEMA = {
    "_producer": "https://example.org/nightly",
    "_schemaURL": "https://openlineage.io/spec/facets/1-1-1/SchemaDatasetFacet.json",
    "fields": [{"name": "day", "type": "date"}, {"name": "total", "type": "numeric"}],
}
COMPLETE: dict[str, Any] = {
    "eventTime": "2026-03-01T02:00:00Z",
    "eventType": "COMPLETE",
    "producer": "https://example.org/nightly",
    "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    "run": {"runId": "3f5e83fa-3480-44ff-99c5-ff943904e5e8"},
    "job": {"namespace": "nightly", "name": "turnover"},
    "inputs": [{"namespace": NAMESPACE, "name": "shop.public.orders"}],
    "outputs": [
        {
            "namespace": NAMESPACE,
            "name": "shop.mart.turnover",
            "facets": {"schema": SCHEMA, "columnLineage": COLUMNS},
        }
    ],
}
DATASET: dict[str, Any] = {
    "eventTime": "2026-03-01T01:00:00Z",
    "producer": "https://example.org/nightly",
    "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent",
    "dataset": {"namespace": NAMESPACE, "name": "shop.mart.turnover", "facets": {"schema": SCHEMA}},
}
EVENTS = [
    OpenApiExample("A run is complete", value=COMPLETE, request_only=True),
    OpenApiExample("A dataset as it is", value=DATASET, request_only=True),
]
