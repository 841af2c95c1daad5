"""Where every door hangs. Each app brings its own `urls`; they are mounted here and nowhere else."""

from functools import partial

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from common.actor import Door
from common.graphql.execution import Engine
from common.graphql.explorer import explorer
from common.graphql.view import GraphQLView
from config.schema import schema
from workshop.actors import actor_of_request
from workshop.admin import site

graphql = GraphQLView.as_view(
    engine=Engine(schema),
    actor_of=partial(actor_of_request, door=Door.GRAPHQL),
    explorer=explorer,
)

urlpatterns = [
    path("admin/", site.urls),
    path("api/", include("config.api")),
    path("graphql/", csrf_exempt(graphql), name="graphql"),  # checks sessions itself; tokens need no check
    path("", include("workshop.urls")),
    path("", include("catalog.urls")),
    path("", include("exchange.urls")),
    path("", include("quality.urls")),
    path("", include("consent.urls")),
    path("", include("lineage.urls")),
    path("", include("portal.urls")),
]
