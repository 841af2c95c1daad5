"""How pydantic shapes, errors and headers appear in the OpenAPI document."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import ResolvedComponent
from pydantic import BaseModel, ConfigDict

from common.api.media import PROBLEM


class Shape(BaseModel):
    """Base of what is answered. Declared for clients; answers are plain data and are not built from it."""

    model_config = ConfigDict(extra="forbid")


class PageShape(Shape):
    """`total` counts all that match; `next` and `previous` are addresses, null at the ends."""

    total: int
    next: str | None
    previous: str | None
    note: str


class Refused(Shape):
    """One refused value: where (dotted path into what was sent), why, and what to do."""

    path: str
    code: str
    message: str


class Problem(Shape):
    """An error (RFC 9457). `code` is stable; `detail` and `message` are in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Refused]


class PydanticShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Unlike the stock extension, tells what is read (defaults may be left out) from what is answered."""

    target_class = "pydantic.BaseModel"
    match_subclasses = True
    priority = 1

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        set_override(self.target, "suppress_collision_warning", True)  # inner shapes are known by name only
        name: str = self.target.__name__
        return name

    def map_serializer(self, auto_schema: Any, direction: str) -> Any:
        mode: Any = "validation" if direction == "request" else "serialization"
        schema = self.target.model_json_schema(ref_template="#/components/schemas/{model}", mode=mode)
        for name, inner in schema.pop("$defs", {}).items():
            component = ResolvedComponent(  # type: ignore[no-untyped-call]
                name=name, type=ResolvedComponent.SCHEMA, object=name, schema=_plain(inner, name)
            )
            auto_schema.registry.register_on_missing(component)
        return _plain(schema, self.target.__name__)


def _plain(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """Without the titles that pydantic makes from names, and without defaults that only say “not given”."""
    schema.pop("title", None)
    for inner in schema.get("properties", {}).values():
        inner.pop("title", None)
        if not inner.get("default") or name.endswith("Change"):
            inner.pop("default", None)
    return schema


COMMON = (400, 401, 403, 404, 405, 406, 409, 429)
OF_WRITES = (412, 413, 415, 422)


def document_problems(result: Any, generator: Any, **_options: Any) -> Any:
    """Spectacular's hook: the errors that each operation may answer, and the headers of its answers."""
    result["components"]["schemas"] |= _problem_schemas()
    result["components"]["responses"] = {str(status): _response(status) for status in (*COMMON, *OF_WRITES)}
    for methods in result["paths"].values():
        for method, described in methods.items():
            statuses = COMMON if method == "get" else (*COMMON, *OF_WRITES)
            for status in statuses:
                described["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
            _describe_answers(described)
    return result


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {name: _plain(inner, name) for name, inner in {**schema.pop("$defs"), "Problem": schema}.items()}


def _response(status: int) -> dict[str, Any]:
    phrase = HTTPStatus(status).phrase
    example = {
        "type": "urn:bricks4datagov:problem:code",
        "title": phrase,
        "status": status,
        "detail": "What happened and what to do, in the reader’s language.",
        "code": "code",
        "errors": [],
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": phrase, "content": {PROBLEM: {"schema": schema, "example": example}}}


def _describe_answers(described: dict[str, Any]) -> None:
    guarded = {p["name"] for p in described.get("parameters", ()) if p["in"] == "header"}
    for status, response in described["responses"].items():
        if status.startswith("2"):
            headers = response.setdefault("headers", {})
            headers["X-Request-Id"] = _header(
                "Names this request in the history; what it wrote can be undone by it."
            )
            if guarded & {"If-Match", "If-None-Match"} and "content" in response:
                headers["ETag"] = _header("Version and checksum; send it back in If-Match.")
    if "If-None-Match" in guarded:
        described["responses"]["304"] = {"description": "Not Modified"}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}
