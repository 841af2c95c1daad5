"""The REST door put together: nouns of every app, the OpenAPI document, the explorer, and 404 as JSON."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest
from django.urls import include, path, re_path, register_converter
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from common.api import openapi  # noqa: F401 - spectacular finds its extension by import
from common.api.converters import IdConverter
from common.api.media import JsonAnswer
from common.api.problems import problem
from common.errors import NotFound

register_converter(IdConverter, "id")


@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class Explorer(SpectacularSwaggerSplitView):
    """Swagger UI from our own files. It writes style attributes, so this page alone may have inline styles."""

    url_name = "api-schema"
    authentication_classes = ()


@csrf_exempt
def unknown(request: HttpRequest, **_path: Any) -> JsonAnswer:
    """Whatever is no address of the API."""
    return problem(NotFound())


urlpatterns = [
    path("v1/", include("workshop.api.urls")),
    path("v1/", include("catalog.api.urls")),
    path("v1/", include("lineage.api.urls")),
    path("schema/", SpectacularAPIView.as_view(authentication_classes=()), name="api-schema"),
    path("docs/", Explorer.as_view(), name="api-docs"),
    re_path("", unknown),
]
