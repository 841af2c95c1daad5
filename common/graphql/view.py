"""GraphQL over HTTP: media types, methods and statuses, by the GraphQL-over-HTTP specification."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.views.generic import View
from graphql import GraphQLError

from common.actor import Actor
from common.errors import AppError, Unauthenticated
from common.graphql.errors import error_formatted, refusal
from common.graphql.execution import Call, Engine, Refused, WriteByGet

RESPONSE_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"


class HttpRefused(Exception):
    """A request that is no GraphQL request."""

    def __init__(self, status: int, code: str, message: str, **headers: str):
        self.status = status
        self.error = refusal(code, message, status)
        self.headers = headers


class CsrfCheck(CsrfViewMiddleware):
    """Django's own check, asked for its reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


class GraphQLView(View):
    """Made with `as_view(engine=…, actor_of=…, explorer=…)`.

    `actor_of` tells who asks and whether a session says so, which then needs its CSRF token;
    `explorer` answers a browser that opens the address.
    """

    engine: Engine = None  # type: ignore[assignment]
    actor_of: Callable[[HttpRequest], tuple[Actor, bool]] = None  # type: ignore[assignment]
    explorer: Callable[[HttpRequest], HttpResponseBase] = None  # type: ignore[assignment]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _is_browser(request):
            return self.explorer(request)
        media_type = request.get_preferred_type([PLAIN_JSON, RESPONSE_JSON])
        try:
            return _response(self._answer(request, media_type), 200, media_type or PLAIN_JSON)
        except HttpRefused as refused:
            answer = {"errors": [error_formatted(refused.error)]}
            return _response(answer, refused.status, media_type or PLAIN_JSON, refused.headers)
        except AppError as error:
            headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthenticated) else {}
            answer = {"errors": [error_formatted(GraphQLError(str(error.message), original_error=error))]}
            return _response(answer, error.status, media_type or PLAIN_JSON, headers)
        except Refused as refused:
            # The specification wants 200 under the older media type once the JSON itself was in order.
            status = 200 if media_type == PLAIN_JSON else 400
            answer = {"errors": [error_formatted(error) for error in refused.errors]}
            return _response(answer, status, media_type or PLAIN_JSON)

    def _answer(self, request: HttpRequest, media_type: str | None) -> dict[str, Any]:
        if request.method not in ("GET", "POST"):
            raise HttpRefused(405, "method", _("Ask by GET or POST."), Allow="GET, POST")
        if media_type is None:
            raise HttpRefused(406, "not_acceptable", _("We answer %(type)s.") % {"type": RESPONSE_JSON})
        actor, by_session = self.actor_of(request)
        if not actor.workshop_id:
            raise Unauthenticated()
        if by_session and request.method == "POST":
            _check_csrf(request)
        call = call_read(_from_body(request) if request.method == "POST" else _from_address(request))
        try:
            return self.engine.answer(call, actor, may_write=request.method == "POST")
        except WriteByGet:
            raise HttpRefused(405, "method", _("Send mutations by POST."), Allow="POST") from None


def _is_browser(request: HttpRequest) -> bool:
    if request.method != "GET" or "query" in request.GET:
        return False
    return request.get_preferred_type(["text/html", PLAIN_JSON, RESPONSE_JSON]) == "text/html"


def _response(
    answer: Mapping[str, Any], status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    content = json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(content, f"{media_type}; charset=utf-8", status, headers=headers)


def _check_csrf(request: HttpRequest) -> None:
    check = CsrfCheck(lambda _request: HttpResponse())
    check.process_request(request)
    if check.process_view(request, lambda *_: HttpResponse(), (), {}):
        message = _("Send the CSRF token of your session in the X-CSRFToken header, or use an API token.")
        raise HttpRefused(403, "csrf", message)


def _from_address(request: HttpRequest) -> dict[str, Any]:
    given = request.GET.dict()
    return {
        name: _parsed(value, name) if name in ("variables", "extensions") and value else value
        for name, value in given.items()
    }


def _from_body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != PLAIN_JSON:
        raise HttpRefused(415, "media_type", _("Send JSON: Content-Type application/json."))
    try:
        body = _parsed(request.body, "body")
    except RequestDataTooBig:
        raise HttpRefused(413, "too_long", _("This request is too long. Send less at once.")) from None
    if not isinstance(body, dict):
        raise HttpRefused(400, "request", _("Send one JSON object with a query."))
    return body


def _parsed(text: str | bytes, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # also text that is not UTF-8
        raise HttpRefused(400, "json", _("This is not JSON: %(place)s.") % {"place": place}) from None


def call_read(given: Mapping[str, Any]) -> Call:
    """The call that these parameters make; raises `HttpRefused` for a wrong type."""
    query = _typed(given, "query", str, _("a text"))
    if not query:
        raise HttpRefused(400, "request", _("Give the GraphQL document as “query”."))
    _typed(given, "extensions", dict, _("an object"))
    return Call(
        query=query,
        variables=_typed(given, "variables", dict, _("an object")) or {},
        operation_name=_typed(given, "operationName", str, _("a text")) or None,
    )


def _typed(given: Mapping[str, Any], name: str, type_: type, described: str) -> Any:
    value = given.get(name)
    if value is not None and not isinstance(value, type_):
        message = _("“%(name)s” must be %(type)s.") % {"name": name, "type": described}
        raise HttpRefused(400, "request", message)
    return value
