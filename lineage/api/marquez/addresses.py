"""Addresses with names in them that hold slashes.

Clients write such a slash as %2F, but servers hand addresses over decoded: `…/datasets/a/versions` may be the
versions of `a` or the dataset `a/versions`. So an address is read in every way that there is, and what exists in the
actor's workshop decides. Nothing here depends on the server.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.converters import StringConverter
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern

from common.actor import Door
from common.document import control_characters
from common.errors import Unauthenticated
from lineage.queries.marquez.known import place_known
from workshop.actors import actor_of_request

READINGS_MAX = 100  # of one address
_NAME = re.compile(r"<[^>]+>")


class NameConverter(StringConverter):
    """A name, slashes included."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        """Without the blanks around it, which no name has."""
        name = value.strip()
        if not name or control_characters(name):
            raise ValueError(value)  # nothing is called so
        return name


def splits(text: str, literals: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All ways to read `text` as literals with a name between each two; the shortest first name comes first."""
    head, *rest = literals
    if not text.startswith(head):
        return
    text = text[len(head) :]
    if not rest:
        if not text:
            yield ()
        return
    following = rest[0]
    places = [len(text)] if not following else _places(text, following)
    for place in places:
        if place:
            yield from ((text[:place], *names) for names in splits(text[place:], rest))


def _places(text: str, literal: str) -> Iterator[int]:
    place = text.find(literal)
    while place != -1:
        yield place
        place = text.find(literal, place + 1)


class NamesResolver(URLResolver):
    """Resolves to the view that is meant, or to the choice among several."""

    def __init__(self, patterns: Sequence[URLPattern]):
        super().__init__(RoutePattern(""), list(patterns))
        self.patterns = patterns

    def resolve(self, path: str) -> ResolverMatch:
        found = list(islice(self._readings(str(path)), READINGS_MAX))
        if not found:
            raise Resolver404({"tried": [[pattern] for pattern in self.patterns], "path": path})
        if len(found) == 1:
            return found[0]
        return _matched(Choice(found), {}, found[0].route)

    def _readings(self, path: str) -> Iterator[ResolverMatch]:
        for pattern in self.patterns:
            route = str(pattern.pattern)
            for names in splits(path, _NAME.split(route)):
                values = self._converted(pattern, names)
                if values is not None:
                    yield _matched(pattern.callback, values, route, pattern.name)

    @staticmethod
    def _converted(pattern: URLPattern, names: Sequence[str]) -> dict[str, Any] | None:
        """The names as the view takes them; `None` when one of them does not have the form that it must."""
        converters = pattern.pattern.converters
        values: dict[str, Any] = {}
        for (key, converter), text in zip(converters.items(), names, strict=True):
            try:
                if not re.fullmatch(converter.regex, text):
                    return None
                values[key] = converter.to_python(text)
            except ValueError:
                return None
        return values


def _matched(
    view: Callable[..., Any] | None, values: dict[str, Any], route: str, name: str | None = None
) -> ResolverMatch:
    assert view is not None, "only of `View.as_view()`"
    return ResolverMatch(view, (), values, name, route=route, captured_kwargs=values, extra_kwargs={})


def with_names(*patterns: URLPattern) -> NamesResolver:
    """Addresses under one roof, the most telling first."""
    return NamesResolver(patterns)


# The choice


class Choice:
    """A view that answers as the reading that offers what is asked for and whose things exist; else as the first."""

    csrf_exempt = True  # as every view behind it

    def __init__(self, readings: Sequence[ResolverMatch]):
        self.readings = readings

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offering = [one for one in self.readings if _offers(one, request)] or self.readings
        meant = offering[0] if len(offering) == 1 else _meant(request, offering)
        answer: HttpResponse = meant.func(request, **meant.kwargs)
        return answer


def _offers(reading: ResolverMatch, request: HttpRequest) -> bool:
    """Whether the view has this method, and takes parameters when there are any: lists do, single things do not."""
    view: Any = reading.func
    method = (request.method or "").lower()
    handler = getattr(view.cls, "get" if method == "head" else method, None)
    return handler is not None and (not request.GET or "query" in signature(handler).parameters)


def _meant(request: HttpRequest, readings: Sequence[ResolverMatch]) -> ResolverMatch:
    try:
        actor, _session = actor_of_request(request, Door.REST)
    except Unauthenticated:
        return readings[0]  # which refuses
    return readings[place_known(actor, [reading.kwargs for reading in readings])]
