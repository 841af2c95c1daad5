"""What comes in and goes out: strict JSON, and nothing else."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic_core import to_json
from rest_framework.exceptions import NotAcceptable, UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser

from common.errors import AppError, Invalid

JSON = "application/json"
PROBLEM = "application/problem+json"
ACCEPTED = frozenset({"*/*", "application/*", JSON, PROBLEM})


class TooLarge(AppError):
    status = 413
    code = "too_large"


class JsonAnswer(HttpResponse):
    """Plain data as JSON. pydantic's encoder writes a page of 50 assets about ten times as fast as `json`."""

    def __init__(self, data: Any, status: int = 200, headers: Mapping[str, str] | None = None):
        super().__init__(to_json(data, fallback=str), content_type=JSON, status=status, headers=headers)


class JsonOnly(BaseContentNegotiation):
    """One representation, so the choice is only whether the client takes it."""

    def select_renderer(self, request: Any, renderers: Iterable[Any], format_suffix: Any = None) -> Any:
        accept = request.META.get("HTTP_ACCEPT") or "*/*"
        if accept != "*/*" and ACCEPTED.isdisjoint(_media_types(accept)):
            raise NotAcceptable()
        return next(iter(renderers)), JSON

    def select_parser(self, request: Any, parsers: Iterable[Any]) -> Any:
        require_json(request.content_type)
        return next(iter(parsers))


def _media_types(accept: str) -> set[str]:
    return {part.partition(";")[0].strip().lower() for part in accept.split(",")}


class StrictJsonParser(BaseParser):
    """JSON as RFC 8259 means it: UTF-8, no NaN, no key twice, no more than `API_BODY_BYTES_MAX`."""

    media_type = JSON

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return json_read(body_bytes(stream, int(parser_context["request"].META.get("CONTENT_LENGTH") or 0)))


def body_bytes(stream: Any, announced: int) -> bytes:
    """The body, of which the client announced so many bytes; raises `TooLarge`."""
    limit = settings.API_BODY_BYTES_MAX
    body = stream.read(limit + 1) if announced <= limit else b""
    if announced > limit or len(body) > limit:
        raise too_large()
    return bytes(body)


def too_large() -> TooLarge:
    message = _("Send at most %(megabytes)s MB at once, in several requests if need be.")
    return TooLarge(message % {"megabytes": settings.API_BODY_BYTES_MAX // 1_000_000})


def json_read(body: bytes) -> Any:
    """Parse strictly; raises `Invalid` naming line and column, or the key that stands twice."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        message = _("The body is not UTF-8 (byte %(position)s).") % {"position": error.start}
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        message = _("The body is not JSON (line %(line)s, column %(column)s).") % place
    except (ValueError, RecursionError):
        message = _("The body is not JSON that can be read: a number is too long or it is nested too deeply.")
    raise Invalid.at("", "malformed", message)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        name = next(name for n, name in enumerate(names) if name in names[:n])
        message = _("The key “%(name)s” stands twice in one object. Remove one.") % {"name": name}
        raise Invalid.at(name, "duplicate_key", message)
    return found


def _refuse_constant(name: str) -> None:
    message = _("%(name)s is not JSON. Send a number or null.") % {"name": name}
    raise Invalid.at("", "malformed", message)


def require_json(content_type: str | None) -> None:
    """Refuse (415) a body that does not say it is JSON."""
    if (content_type or "").partition(";")[0].strip().lower() != JSON:
        raise UnsupportedMediaType(content_type or "")
