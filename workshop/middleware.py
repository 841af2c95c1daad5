"""Gives every page request its actor, read when first asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from common.actor import Actor, Door
from workshop.actors import actor_of_session


class PageRequest(HttpRequest):
    """The request as a page's view gets it."""

    actor: Actor
    htmx: HtmxDetails


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = Door.ADMIN if request.path.startswith("/admin/") else Door.PAGE
        request.actor = SimpleLazyObject(lambda: actor_of_session(request, door))  # type: ignore[attr-defined]
        return self.get_response(request)
