"""Rows as Marquez tells them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from common.models import bilingual
from lineage.node_id import NodeId
from lineage.queries.marquez.datasets import said_fields

Row = dict[str, Any]
SOURCE_UNKNOWN = "default"
STREAMS = frozenset({"STREAM", "TOPIC"})
JOB_TYPES = frozenset({"BATCH", "STREAM", "SERVICE"})


def namespace_told(row: Row) -> Row:
    return {
        "name": row["name"],
        "createdAt": row["created_at"],
        "updatedAt": row["modified_at"],
        "ownerName": row["owner_name"],
        "description": row["description"] or None,
        "isHidden": False,
    }


def source_told(row: Row) -> Row:
    return {
        "type": row["type"],
        "name": row["name"],
        "createdAt": row["created_at"],
        "updatedAt": row["modified_at"],
        "connectionUrl": row["connection_url"],
        "description": row["description"] or None,
    }


def tag_told(row: Row) -> Row:
    return {"name": row["name"], "description": row["description"] or None}


# Facets


def facets_told(facets: Mapping[str, Any]) -> Row:
    """Facets without the moments at which they were said."""
    return {name: facet["body"] for name, facet in facets.items()}


def _said(facets: Mapping[str, Any], facet: str, key: str) -> Any:
    """A value of a facet; an empty text when nobody said it."""
    body = facets.get(facet, {}).get("body")
    return (body.get(key) or "") if isinstance(body, dict) else ""


# Datasets


def dataset_told(row: Row) -> Row:
    lineage = [
        {"name": field["name"], "inputFields": [_input_told(link) for link in row["lineage"][field["name"]]]}
        for field in row["fields"]
        if field["name"] in row["lineage"]
    ]
    return {
        **dataset_data_told(row),
        "columnLineage": lineage or None,
        "facets": facets_told(row["facets"]),
        "currentVersion": row["version"],
        "deleted": row["facets__dropped_at"] is not None,
    }


def dataset_data_told(row: Row) -> Row:
    """The dataset as a node of a graph tells it."""
    return {
        "id": _name(row),
        **_kind_told(row),
        "name": row["name"],
        "createdAt": row["created_at"],
        "updatedAt": row["modified_at"],
        "namespace": row["namespace"],
        "fields": _fields_told(row),
        "tags": row["tags"],
        "lastModifiedAt": row["write_at"],
        "description": bilingual(row, "description") or None,
        "lastLifecycleState": _lifecycle(row),
    }


def _name(row: Row) -> Row:
    return {"namespace": row["namespace"], "name": row["name"]}


def _kind_told(row: Row) -> Row:
    facets = row["facets"]
    is_stream = _said(facets, "datasetType", "datasetType") in STREAMS
    return {
        "type": "STREAM" if is_stream else "DB_TABLE",
        "physicalName": _said(facets, "marquezDataset", "physicalName") or row["name"],
        "sourceName": _said(facets, "dataSource", "name") or SOURCE_UNKNOWN,
    }


def _lifecycle(row: Row) -> str:
    return str(_said(row["facets"], "lifecycleStateChange", "lifecycleStateChange"))


def _fields_told(row: Row) -> list[Row]:
    said = said_fields(_said(row["facets"], "schema", "fields"))
    tags = _field_tags(row)
    return [
        {
            "name": field["name"],
            "type": said.get(field["name"], {}).get("type") or field["type"].upper(),
            "tags": tags[field["name"]],
            "description": bilingual(field, "description")
            or said.get(field["name"], {}).get("description")
            or None,
        }
        for field in row["fields"]
    ]


def _field_tags(row: Row) -> dict[str, list[str]]:
    """By field: the tags that people put on it, then those that machines did."""
    tags = defaultdict(list, {field["name"]: list(field["tags"]) for field in row["fields"]})
    for said in _said(row["facets"], "tags", "tags") or ():
        name, tag = said.get("field"), said.get("key")
        if name and tag not in tags[name]:
            tags[name].append(tag)
    return tags


def _input_told(link: Row) -> Row:
    return {
        "namespace": link["namespace"],
        "dataset": link["dataset"],
        "field": link["field"],
        **_transformation_told(link),
    }


def _transformation_told(link: Row) -> Row:
    kind = "MASKED" if link["masking"] else link["subtype"] or link["dependency"]
    return {"transformationDescription": link["description"] or None, "transformationType": kind or None}


def version_told(row: Row) -> Row:
    """A version of a dataset; `row` is the dataset with what is of the version."""
    return {
        "id": {**_name(row), "version": row["version"]},
        **_kind_told(row),
        "name": row["name"],
        "createdAt": row["at"],
        "version": row["version"],
        "namespace": row["namespace"],
        "fields": _fields_then(row),
        "tags": row["tags"],
        "description": bilingual(row, "description") or None,
        "lifecycleState": _lifecycle(row),
        "createdByRun": run_told(row["run"]) if row["run"] else None,
        "facets": facets_told(row["facets"]),
    }


def _fields_then(row: Row) -> list[Row]:
    """The fields of a version, in the words of the run that wrote it when it said them."""
    tags = _field_tags(row)
    return [
        {
            "name": name,
            "type": field.get("type") or "",
            "tags": tags[name],
            "description": field.get("description") or None,
        }
        for name, field in said_fields(row["schema"]).items()
    ]


# Jobs and runs


def job_told(row: Row) -> Row:
    runs = [run_told(run) for run in row["runs"]]
    parent = row["parent__name"]
    return {
        "id": _name(row),
        "type": _job_type(row),
        "name": row["name"],
        "simpleName": row["name"].removeprefix(f"{parent}.") if parent else row["name"],
        "parentJobName": parent,
        "parentJobUuid": row["parent_uuid"],
        "createdAt": row["created_at"],
        "updatedAt": row["updated_at"],
        "namespace": row["namespace"],
        "inputs": [_name(dataset) for dataset in row["inputs"]],
        "outputs": [_name(dataset) for dataset in row["outputs"]],
        "location": row["location"] or None,
        "context": _context(row["facets"]),
        "description": row["description"] or None,
        "latestRun": runs[0] if runs else None,
        "latestRuns": runs,
        "facets": facets_told(row["facets"]),
        "currentVersion": row["version"],
        "labels": [],
        "tags": row["tags"],
    }


def _job_type(row: Row) -> str:
    if row["kind"].upper() in JOB_TYPES:
        return str(row["kind"].upper())
    return "STREAM" if _said(row["facets"], "jobType", "processingType") == "STREAMING" else "BATCH"


def _context(facets: Mapping[str, Any]) -> Row:
    """What clients kept with the job, and its SQL."""
    sql = _said(facets, "sql", "query")
    context = _said(facets, "marquezJob", "context") or {}
    return {**({"sql": sql} if sql else {}), **context}


def run_told(row: Row) -> Row:
    started, ended = row["started_at"], row["ended_at"]
    job = {"namespace": row["job__namespace"], "name": row["job__name"], "version": row["job_version"]}
    return {
        "id": row["run_id"],
        "createdAt": row["at"],
        "updatedAt": row["state_at"] or row["at"],
        "nominalStartTime": row["nominal_start_at"],
        "nominalEndTime": row["nominal_end_at"],
        "state": row["state"].upper(),
        "startedAt": started,
        "endedAt": ended,
        "durationMs": (ended - started) // timedelta(milliseconds=1) if started and ended else None,
        "args": _said(row["facets"], "marquezRun", "args") or {},
        "jobVersion": job if row["job_version"] else None,
        "inputDatasetVersions": [_dataset_version_told(one) for one in row["inputs"]],
        "outputDatasetVersions": [_dataset_version_told(one) for one in row["outputs"]],
        "facets": facets_told(row["facets"]),
    }


def _dataset_version_told(row: Row) -> Row:
    return {
        "datasetVersionId": {**_name(row), "version": row["version"]},
        "facets": facets_told(row["facets"]),
    }


# Graphs


def graph_told(found: Row) -> Row:
    """Datasets and jobs as nodes, in the order of their ids."""
    datasets = {row["id"]: str(NodeId.dataset(*_key(row))) for row in found["datasets"]}
    jobs = {row["id"]: str(NodeId.job(*_key(row))) for row in found["jobs"]}
    edges = {
        *((datasets[row["id"]], jobs[job["id"]]) for job in found["jobs"] for row in job["inputs"]),
        *((jobs[job["id"]], datasets[row["id"]]) for job in found["jobs"] for row in job["outputs"]),
        *((datasets[source], datasets[target]) for source, target in found["drawn"]),
    }
    inwards, outwards = _by_end(edges)
    nodes = [
        *((datasets[row["id"]], "DATASET", dataset_data_told(row)) for row in found["datasets"]),
        *((jobs[row["id"]], "JOB", job_told(row)) for row in found["jobs"]),
    ]
    graph = [
        {
            "id": node,
            "type": kind,
            "data": data,
            "inEdges": [_edge(origin, node) for origin in inwards[node]],
            "outEdges": [_edge(node, destination) for destination in outwards[node]],
        }
        for node, kind, data in sorted(nodes, key=lambda node: node[0])
    ]
    return {"graph": graph, "missing": found["missing"]}


def _key(row: Row) -> tuple[str, str]:
    return row["namespace"], row["name"]


def _by_end(edges: Iterable[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each node, the nodes from which edges come, and those to which they go, in order."""
    inwards: dict[str, list[str]] = defaultdict(list)
    outwards: dict[str, list[str]] = defaultdict(list)
    for origin, destination in sorted(edges):
        inwards[destination].append(origin)
        outwards[origin].append(destination)
    return inwards, outwards


def _edge(origin: str, destination: str) -> Row:
    return {"origin": origin, "destination": destination}


def columns_told(found: Row) -> Row:
    """Fields as nodes, in the order of their ids. Marquez tells the edges that come in as beginning here too."""
    fields = {pk: _field_node(row) for pk, row in found["fields"].items()}
    inputs: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for link in found["links"]:
        inputs[link["target_field_id"]].append((link["source_field_id"], link))
    edges = {(fields[link["source_field_id"]], fields[link["target_field_id"]]) for link in found["links"]}
    inwards, outwards = _by_end(edges)
    graph = [
        {
            "id": fields[pk],
            "type": "DATASET_FIELD",
            "data": _field_data(row, [(found["fields"][source], link) for source, link in inputs[pk]]),
            "inEdges": [_edge(fields[pk], origin) for origin in inwards[fields[pk]]],
            "outEdges": [_edge(fields[pk], destination) for destination in outwards[fields[pk]]],
        }
        for pk, row in found["fields"].items()
    ]
    return {"graph": sorted(graph, key=lambda node: str(node["id"]))}


def _field_node(row: Row) -> str:
    return str(NodeId.of_field(row["namespace"], row["dataset"], row["name"], row["version"]))


def _field_data(row: Row, inputs: Sequence[tuple[Row, Row]]) -> Row:
    told = [{**_place_told(source), **_transformation_told(link)} for source, link in inputs]
    nothing = {"transformationDescription": None, "transformationType": None}
    first = {name: told[0][name] for name in nothing} if told else nothing
    return {**_place_told(row), "fieldType": row["type"], **first, "inputFields": told}


def _place_told(row: Row) -> Row:
    return {
        "namespace": row["namespace"],
        "dataset": row["dataset"],
        "datasetVersion": row["version"],
        "field": row["name"],
    }
