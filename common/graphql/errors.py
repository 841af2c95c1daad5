"""Errors as GraphQL answers them: one list, each with a stable code.

`extensions` carry `code`, `status` (what REST would have answered) and, for refused input,
`errors` with the path of each place in the input. We chose GraphQL's own errors over error fields
in each payload: one shape for queries and mutations, and it cannot be forgotten.
"""

import logging
from typing import Any

from django.utils.translation import gettext as _
from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLError

from common.errors import AppError, FieldError

logger = logging.getLogger(__name__)


def error_formatted(error: GraphQLError) -> dict[str, Any]:
    """One entry of `errors`. What we did not foresee is logged and told without its inside."""
    cause = error.original_error
    if isinstance(cause, AppError):
        return _entry(error, str(cause.message), cause.code, cause.status, cause.errors)
    if cause is None or isinstance(cause, GraphQLError):
        own = error.extensions or {}
        return _entry(error, error.message, own.get("code", "validation"), own.get("status", 400))
    logger.error("Unexpected error in a GraphQL resolver", exc_info=cause)
    return _entry(error, _("Something went wrong on our side. It was recorded."), "internal", 500)


def _entry(
    error: GraphQLError, message: str, code: str, status: int, errors: tuple[FieldError, ...] = ()
) -> dict[str, Any]:
    extensions: dict[str, Any] = {"code": code, "status": status}
    if errors:
        extensions["errors"] = [{**place.as_dict(), "path": _path(place)} for place in errors]
    return {**error.formatted, "message": message, "extensions": extensions}


def _path(place: FieldError) -> str:
    """The place as it is called in this API: `foreign_keys.0.target_field` is `foreignKeys.0.targetField`."""
    return place.path if place.verbatim else ".".join(map(to_camel_case, place.path.split(".")))


def refusal(code: str, message: str, status: int = 400) -> GraphQLError:
    """An error of the request itself, met before anything is executed."""
    return GraphQLError(message, extensions={"code": code, "status": status})
