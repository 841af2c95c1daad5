"""Every refusal of the REST door as problem details (RFC 9457)."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.core.signals import got_request_exception
from django.db.models import RestrictedError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, UnsupportedMediaType

from common.api.media import JSON, PROBLEM, JsonAnswer, TooLarge
from common.errors import AppError, Forbidden, Invalid, NotFound, Referenced

logger = logging.getLogger(__name__)


class Unexpected(AppError):
    status = 500
    code = "unexpected"


def problem(error: AppError) -> JsonAnswer:
    """An error as the answer that clients read: `code` is stable, `detail` is for people."""
    answer = JsonAnswer(
        {
            "type": f"urn:bricks4datagov:problem:{error.code}",
            "title": HTTPStatus(error.status).phrase,
            "status": error.status,
            "detail": str(error.message),
            "code": error.code,
            "errors": [refused.as_dict() for refused in error.errors],
        },
        status=error.status,
    )
    answer["Content-Type"] = PROBLEM
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="api"'
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = "60"
    return answer


def exception_handler(error: Exception, context: dict[str, Any]) -> JsonAnswer:
    """DRF's hook: whatever was raised becomes a problem; what nobody foresaw is logged and answers 500."""
    known = as_app_error(error)
    if known is None:
        request: HttpRequest = context["request"]._request
        logger.error("Unexpected error at %s %s", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request)
        known = Unexpected(_("Something went wrong on our side. It was logged; try again later."))
    return problem(known)


def as_app_error(error: Exception) -> AppError | None:
    """The errors of Django and DRF in our words; `None` for a surprise."""
    match error:
        case AppError():
            return error
        case APIException():
            return _of_framework(error)
        case ValidationError():
            return Invalid(" ".join(error.messages))
    return next((ours() for theirs, ours in OF_DJANGO.items() if isinstance(error, theirs)), None)


OF_DJANGO: dict[type[Exception], Callable[[], AppError]] = {
    Http404: NotFound,
    PermissionDenied: Forbidden,
    RequestDataTooBig: lambda: TooLarge(_("The request is too large.")),
    RestrictedError: Referenced,
}


def _of_framework(error: APIException) -> AppError:
    match error:
        case MethodNotAllowed():
            message: Any = _("This method is not offered here; the header Allow names those that are.")
        case NotAcceptable():
            message = _("Answers are %(type)s. Accept that.") % {"type": JSON}
        case UnsupportedMediaType():
            message = _("Send the body as %(type)s, with that Content-Type.") % {"type": JSON}
        case _other:
            message = error.detail
    known = AppError(message, code=str(error.default_code))
    known.status = error.status_code
    return known
