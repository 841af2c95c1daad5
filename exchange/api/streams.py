"""REST: a stream of bricks, read as it arrives, so that a hundred thousand need no more memory than one."""

import io
from typing import Any

from django.utils.translation import gettext as _

from catalog.queries.assets import asset_get
from common.access import require
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.errors import AppError
from exchange import access
from exchange.api.bricks import SendingView
from exchange.api.inputs import StreamQuery
from exchange.api.shapes import Submission
from exchange.commands import submission_store
from exchange.shape import Shape
from exchange.streams import Body, csv_rows, ndjson_rows, received

CSV, NDJSON = "text/csv", "application/x-ndjson"
BUFFER = 1 << 16
TEXT = {"type": "string"}


class UnsupportedType(AppError):
    status = 415
    code = "unsupported_media_type"


class BricksStreamView(SendingView):
    @operation(
        "bricks_stream",
        "Send a stream of bricks",
        query=StreamQuery,
        answer=Submission,
        status=201,
        content={NDJSON: TEXT, CSV: TEXT},
    )
    def post(self, request: Any, *, query: StreamQuery) -> JsonAnswer:
        """One JSON object a line, or CSV under a header that names fields. All or none.

        Refused places begin with the line: `lines.12.region`. With an `Idempotency-Key` a repeated stream answers the
        same submission, however long ago it was.
        """
        require(self.actor, access.can_send(self.actor))
        shape = Shape.of(asset_get(self.actor, query.asset, ["fields"]))
        body = Body(_input(request._request))
        buffered = io.BufferedReader(body, BUFFER)
        rows = csv_rows(buffered, shape) if _is_csv(request.content_type) else ndjson_rows(buffered)
        with received(shape, rows, body.fingerprint) as taken:
            pk = submission_store(asset_id=query.asset, received=taken, key=self.key, **self.signed)
        return self.submission(pk)

    def carry_out(self, request: Any, run: Any) -> JsonAnswer:
        """The submission itself keeps the key: a stream is not read twice to compare it."""
        answer: JsonAnswer = run()
        return answer


def _is_csv(content_type: str | None) -> bool:
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind not in (CSV, NDJSON):
        message = _("Send the bricks as %(types)s, with that Content-Type.")
        raise UnsupportedType(message % {"types": f"{NDJSON}, {CSV}"})
    return kind == CSV


def _input(request: Any) -> Any:
    """The body; of a sender who did not say its length beforehand, to where the server says it ends."""
    chunked = request.META.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    return request.META["wsgi.input"] if chunked and "wsgi.input" in request.META else request
