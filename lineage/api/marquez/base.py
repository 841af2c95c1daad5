"""What the views here share."""

from dataclasses import replace
from typing import Any

from rest_framework.request import Request

from common.actor import Door
from workshop.api.base import ApiView

TAGS = ("Marquez",)  # under which the explorer groups these addresses


class MachineView(ApiView):
    """What machines say comes in through OpenLineage's door, in whose words it is taken in."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.actor = replace(self.actor, door=Door.OPENLINEAGE)
