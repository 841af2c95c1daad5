"""What the lineage takes and answers."""

from typing import Any

from pydantic import ConfigDict, RootModel

from common.api.openapi import Shape

NAMED: Any = {
    "type": "object",
    "required": ["namespace", "name"],
    "properties": {
        "namespace": {"type": "string", "maxLength": 500},
        "name": {"type": "string", "maxLength": 500},
        "facets": {"type": "object", "additionalProperties": {"type": "object"}},
    },
}
RUN: Any = {
    "type": "object",
    "required": ["runId"],
    "properties": {
        "runId": {"type": "string", "format": "uuid"},
        "facets": {"type": "object", "additionalProperties": {"type": "object"}},
    },
}


class LineageEvent(RootModel[Any]):
    """An event of OpenLineage (spec 2-0-2): of a run (`run` and `job`), of a job, or of a dataset alone.

    Facets that are not known here are kept as they come.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "type": "object",
            "required": ["eventTime", "producer", "schemaURL"],
            "properties": {
                "eventTime": {"type": "string", "format": "date-time"},
                "producer": {"type": "string", "format": "uri"},
                "schemaURL": {"type": "string", "format": "uri"},
                "eventType": {
                    "type": "string",
                    "enum": ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"],
                },
                "run": RUN,
                "job": NAMED,
                "dataset": NAMED,
                "inputs": {"type": "array", "items": NAMED},
                "outputs": {"type": "array", "items": NAMED},
            },
        }
    )


class EventReceived(Shape):
    """`id` names the event here; one that is sent again has that of the first."""

    id: int
