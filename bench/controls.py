"""What our answers are compared with: an empty view and a raw page, behind the same authentication."""

import json
from typing import Any

from django.db import connection
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

COLUMNS = (
    "id, version, kind, namespace, name, title_fr, title_en, description_fr, description_en, colour, shape, "
    "status, importance, importance_reason, personal_data, tags, availability, integrity, confidentiality, "
    "proof, sensitivity_reason, created_at, modified_at"
)


class EmptyView(APIView):
    """Authentication, permission and an empty object."""

    def get(self, request: Request) -> Response:
        return Response({})


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
