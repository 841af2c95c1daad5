"""REST addresses of the lineage, under /api/v1/."""

from django.urls import path

from lineage.api import events

app_name = "lineage-api"
urlpatterns = [
    path("lineage", events.LineageView.as_view(), name="lineage"),
    path("lineage/", events.LineageView.as_view(schema=None)),  # some clients add a slash
]
