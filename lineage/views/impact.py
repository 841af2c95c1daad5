"""What breaks if an asset or a field changes; where a field comes from and where it goes."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineage.graph import Arrow
from lineage.queries.fields import field_get, field_graph_read, field_impact_read
from lineage.queries.graphs import impact_read
from lineage.queries.nodes import node_get
from lineage.tree import tree_rows
from lineage.views.pages import reader_of
from workshop.middleware import PageRequest


@require_safe
def asset_impact(request: PageRequest, pk: int) -> HttpResponse:
    told = impact_read(reader_of(request), pk)
    context = {"asset": told["asset"], "told": told, "steps": by_distance(told)}
    return render(request, "lineage/impact.html", context)


@require_safe
def field_impact(request: PageRequest, pk: int) -> HttpResponse:
    actor = reader_of(request)
    told = field_impact_read(actor, pk)
    context = {
        "asset": node_get(actor, told["field"]["asset_id"]),
        "field": told["field"],
        "told": told,
        "steps": by_distance(told),
        "uncertain_steps": by_distance(told["uncertain"]),
    }
    return render(request, "lineage/impact.html", context)


def by_distance(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The assets told one by one, grouped by distance; `count` is of all at that distance, told or not."""
    counts = {row["distance"]: row["count"] for row in told["by_distance"]}
    groups = {key: list(rows) for key, rows in groupby(told["assets"], key=lambda row: row["distance"])}
    return [
        {"distance": distance, "count": count, "assets": groups.get(distance, [])}
        for distance, count in counts.items()
    ]


@require_safe
def field_lineage(request: PageRequest, pk: int) -> HttpResponse:
    """A field up to its sources and down to all that is made of it, as trees."""
    actor = reader_of(request)
    field = field_get(actor, pk)
    told = field_graph_read(actor, [pk])
    context = {
        "asset": node_get(actor, field["asset_id"]),
        "field": field,
        "told": told,
        "upstream": _lines(told, pk, upstream=True),
        "downstream": _lines(told, pk, upstream=False),
    }
    return render(request, "lineage/field.html", context)


def _lines(told: Mapping[str, Any], root: int, *, upstream: bool) -> list[dict[str, Any]]:
    assets = {asset["id"]: asset for asset in told["assets"]}
    fields = {row["id"]: row for row in told["fields"] if row["asset_id"] in assets}
    links = {
        link["id"]: link
        for link in told["links"]
        if link["source_field"] in fields and link["target_field"] in fields
    }
    arrows = [Arrow(pk, link["source_field"], link["target_field"]) for pk, link in links.items()]
    rows = tree_rows(root, arrows, upstream=upstream, order=lambda pk: fields[pk]["name"])
    return [
        {
            "row": row,
            "field": fields[row.node_id],
            "asset": assets[fields[row.node_id]["asset_id"]],
            "link": links[row.edge_id],
        }
        for row in rows
    ]
