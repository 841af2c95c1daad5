"""What our answers are compared with: an empty view and a raw page behind the same authentication, a bare raw walk."""

import json
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lineage.queries.nodes import NODE_COLUMNS

COLUMNS = (
    "id, version, kind, namespace, name, title_fr, title_en, description_fr, description_en, colour, shape, "
    "status, importance, importance_reason, personal_data, tags, availability, integrity, confidentiality, "
    "proof, sensitivity_reason, created_at, modified_at"
)


class EmptyView(APIView):
    """Authentication, permission and an empty object."""

    def get(self, request: Request) -> Response:
        return Response({})


def nothing(request: HttpRequest) -> HttpResponse:
    """A Django view that answers nothing, behind the same middleware."""
    return HttpResponse("")


class RawPageView(APIView):
    """The same page of 50 with its total, by a raw cursor and `json`."""

    def get(self, request: Request) -> HttpResponse:
        values = [request.user.workshop_id, "indicator"]  # type: ignore[union-attr]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM catalog_asset WHERE workshop_id = %s AND kind = %s", values)
            ((total,),) = cursor.fetchall()
            cursor.execute(
                f"SELECT {COLUMNS} FROM catalog_asset WHERE workshop_id = %s AND kind = %s "
                "ORDER BY name, id LIMIT 50",
                values,
            )
            names = [column[0] for column in cursor.description]
            rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        body = json.dumps({"results": rows, "total": total}, default=str)
        return HttpResponse(body, content_type="application/json")


WALK = """
    WITH RECURSIVE cone(id) AS (
        SELECT {start} UNION
        SELECT o.target_id FROM cone c {join}
    )"""
JOINS = {
    "sqlite": "CROSS JOIN lineage_origin o WHERE o.source_id = c.id AND o.valid_until IS nullif(c.id, c.id)",
    "postgresql": (
        "CROSS JOIN LATERAL (SELECT edge_id, source_id, target_id FROM lineage_origin o "
        "WHERE o.source_id = c.id AND o.valid_until IS NULL OFFSET 0) o"
    ),
}
NODES = ", ".join(
    f"s.{name.removeprefix('system__')}" if name.startswith("system__") else f"a.{name}"
    for name in NODE_COLUMNS
)


def raw_walk(request: HttpRequest) -> HttpResponse:
    """The same nodes and edges downstream of an asset by a raw cursor, in a bare Django view: nobody is asked who."""
    start = int(request.GET["asset"])
    join = JOINS[connection.vendor]
    walk = WALK.format(start=f"{start}" if connection.vendor == "sqlite" else f"{start}::bigint", join=join)
    with connection.cursor() as cursor:
        cursor.execute(f"{walk} SELECT o.edge_id, o.source_id, o.target_id FROM cone c {join}")
        edges = cursor.fetchall()
        cursor.execute(
            f"{walk} SELECT {NODES} FROM cone JOIN catalog_asset a ON a.id = cone.id "
            "JOIN catalog_system s ON s.id = a.system_id"
        )
        nodes = cursor.fetchall()
    body = json.dumps({"nodes": nodes, "edges": edges}, default=str)
    return HttpResponse(body, content_type="application/json")
