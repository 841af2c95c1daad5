"""Who asks: a bearer token, or the session of a logged-in browser (then with CSRF protection)."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from common.actor import Actor, Door
from common.errors import Forbidden, Unauthenticated
from workshop.actors import actor_of_secret, actor_of_session

SECRET_LENGTH_MAX = 200


class ActorAuthentication(BaseAuthentication):
    """Answers the actor as DRF's `user`: REST asks who acts, not which row of which table that is."""

    def authenticate(self, request: Request) -> tuple[Actor, str]:
        header = request.META.get("HTTP_AUTHORIZATION")
        actor, means = (_of_session(request), "session") if header is None else (_of_header(header), "token")
        if not actor.workshop_id:
            raise Unauthenticated()
        return actor, means

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _of_header(header: str) -> Actor:
    scheme, _space, secret = header.partition(" ")
    secret = secret.strip()
    if scheme.lower() == "bearer" and 0 < len(secret) <= SECRET_LENGTH_MAX:
        actor = actor_of_secret(secret, Door.REST)
        if actor is not None:
            return actor
    message = _("This API token is not valid here, or was revoked. Make a new one on your page.")
    raise Unauthenticated(message, code="token_invalid")


def _of_session(request: Request) -> Actor:
    actor = actor_of_session(request._request, Door.REST)
    if actor.user_id:
        _enforce_csrf(request)
    return actor


def _enforce_csrf(request: Any) -> None:
    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type]
    check.process_request(request._request)
    if check.process_view(request._request, None, (), {}) is not None:  # type: ignore[arg-type]
        message = _("A browser session must send the header X-CSRFToken with what it writes.")
        raise Forbidden(message, code="csrf")


class ActorSecurity(OpenApiAuthenticationExtension):
    """How the OpenAPI document shows it."""

    target_class = ActorAuthentication
    name = ["token", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [
            {"type": "http", "scheme": "bearer"},
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
        ]
