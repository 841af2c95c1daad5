"""Where every door hangs. Each app brings its own `urls`; they are mounted here and nowhere else."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
    path("", include("workshop.urls")),
    path("", include("catalog.urls")),
    path("", include("portal.urls")),
]
