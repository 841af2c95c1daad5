"""A refusal (`AppError`) that a page's view raises becomes a page, or a few lines for htmx."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.errors import AppError


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AppError):
            return None
        is_partial = getattr(request, "htmx", False)
        template = "_problem.html" if is_partial else "refused.html"
        response = render(request, template, {"problem": exception}, status=exception.status)
        response["X-Problem"] = exception.code  # app.js shows such an answer above the page
        return response
