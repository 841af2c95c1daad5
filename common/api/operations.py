"""`@operation`: one declaration of what a method takes and answers, used at run time and for OpenAPI."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any, get_origin

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import BaseModel, ValidationError
from rest_framework.request import Request

from common.api.media import require_json
from common.document import invalid

WRITES = frozenset({"post", "put", "patch", "delete"})
REASON = OpenApiParameter(
    "X-Change-Reason",
    str,
    OpenApiParameter.HEADER,
    description="Why; kept in the history of what is written. UTF-8, 200 characters at most.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description='The ETag you read (or its version alone, `"3"`). Answers 412 when somebody wrote since.',
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag you hold. Answers 304 while nothing changed.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 100},
    OpenApiParameter.HEADER,
    description="A name of your own for this request. Sending it again within a day answers the same "
    "(with `Idempotency-Replayed: true`) and does nothing twice.",
)


def operation(
    name: str,
    summary: str,
    *,
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    guarded: bool = False,
    examples: Sequence[OpenApiExample] = (),
    tags: Sequence[str] = (),
    content: Mapping[str, Any] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give the method its checked `query` and `body`, carry it out, and describe it.

    `name` is `<noun>_<verb>`. `guarded` methods heed `If-Match` (or `If-None-Match`, when reading). Without `tags` the
    explorer groups it by the first word of its address. `content` describes a body that the method reads by itself, by
    media type.
    """

    def decorate(handler: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(handler)
        def run(view: Any, request: Request, **path: Any) -> Any:
            if query is not None:
                path["query"] = query_read(query, request)
            elif request.GET:
                query_read(_NoQuery, request)
            if body is not None:
                path["body"] = body_read(body, request)
            return view.carry_out(request, lambda: handler(view, request, **path))

        return extend_schema(
            operation_id=name,
            summary=summary,
            description=handler.__doc__ or "",
            parameters=_parameters(handler.__name__, query, guarded),
            request=content or body,
            responses={status: OpenApiResponse(answer, description=summary)},
            examples=list(examples),
            tags=list(tags) or None,
        )(run)

    return decorate


class _NoQuery(BaseModel, extra="forbid"):
    """Of a method without query parameters."""


def body_read(shape: type[BaseModel], request: Request) -> Any:
    require_json(request.content_type)  # also when there is no body at all
    return _checked(shape.model_validate, request.data)


def query_read(shape: type[BaseModel], request: Request) -> Any:
    """Query parameters as their types; a list is its parameter repeated."""
    lists = {name for name, field in shape.model_fields.items() if get_origin(field.annotation) is list}
    given = {
        name: values if name in lists else values[-1] for name, values in dict(request.GET.lists()).items()
    }
    return _checked(partial(shape.model_validate, strict=False), given)


def _checked(check: Callable[[Any], Any], data: Any) -> Any:
    try:
        return check(data)
    except ValidationError as error:
        raise invalid(error) from None


def _parameters(method: str, query: type[BaseModel] | None, guarded: bool) -> list[OpenApiParameter]:
    headers = []
    if method in WRITES:
        headers.append(REASON)
    if method == "post":
        headers.append(IDEMPOTENCY_KEY)
    if guarded:
        headers.append(IF_NONE_MATCH if method == "get" else IF_MATCH)
    return [*headers, *(_query_parameters(query) if query else ())]


def _query_parameters(query: type[BaseModel]) -> list[OpenApiParameter]:
    schema = query.model_json_schema()
    required = schema.get("required", ())
    return [
        OpenApiParameter(name, _plain(own), description=own.get("description", ""), required=name in required)
        for name, own in schema["properties"].items()
    ]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what only bodies can say: null, and titles made from names."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    merged = {**schema, **(choices[0] if choices else {})}
    return {
        key: value for key, value in merged.items() if key not in {"anyOf", "title", "description", "default"}
    }
