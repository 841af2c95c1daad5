"""OpenLineage: events, as the official clients send them."""

import gzip
import io
import zlib
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from common.actor import Door
from common.api.media import JsonAnswer, StrictJsonParser, body_bytes, json_read, too_large
from common.api.operations import operation
from common.errors import AppError, Conflict, Invalid
from lineage.api.examples import EVENTS
from lineage.api.shapes import EventReceived, LineageEvent
from lineage.commands import event_receive
from workshop.api.base import ApiView

TRIES = 3


class Busy(AppError):
    """Clients send again what got a 503, and give up what got a 4xx."""

    status = 503
    code = "busy"


class EventParser(StrictJsonParser):
    """JSON, compressed with gzip if the client says so; no more than `API_BODY_BYTES_MAX` either way."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        assert parser_context is not None
        meta = parser_context["request"].META
        body = body_bytes(stream, int(meta.get("CONTENT_LENGTH") or 0))
        match meta.get("HTTP_CONTENT_ENCODING", "").strip().lower():
            case "" | "identity":
                return json_read(body)
            case "gzip" | "x-gzip":
                return json_read(_unpacked(body))
            case other:
                raise UnsupportedMediaType(other)


def _unpacked(body: bytes) -> bytes:
    limit = settings.API_BODY_BYTES_MAX
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            unpacked = file.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise Invalid.at("", "malformed", _("The body is not gzip, though the header says so.")) from None
    if len(unpacked) > limit:
        raise too_large()
    return unpacked


class LineageView(ApiView):
    parser_classes = (EventParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.actor = replace(self.actor, door=Door.OPENLINEAGE)

    @operation(
        "lineage_create",
        "Send an OpenLineage event",
        body=LineageEvent,
        answer=EventReceived,
        status=201,
        examples=EVENTS,
    )
    def post(self, request: Request, *, body: LineageEvent) -> JsonAnswer:
        """One event in a request; it may come late, twice, or before those it follows.

        Assets, fields, jobs, runs and edges follow from it; what people wrote stays. An event that is malformed is
        refused with its JSON path (`$.run.runId`), and nothing of it is kept. `Content-Encoding: gzip` is understood.
        """
        for _try in range(TRIES):
            try:
                return JsonAnswer({"id": event_receive(body=body.root, **self.signed)}, 201)
            except Conflict:  # somebody registered the same asset at the same moment
                continue
        raise Busy(_("Too much is written at the same moment. Send the event again."))
