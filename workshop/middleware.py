"""Gives every page request its actor, read when first asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from common.actor import Door
from workshop.actors import actor_of_session


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = Door.ADMIN if request.path.startswith("/admin/") else Door.PAGE
        request.actor = SimpleLazyObject(lambda: actor_of_session(request, door))  # type: ignore[attr-defined]
        return self.get_response(request)
