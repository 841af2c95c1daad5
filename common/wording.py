"""What codes of the whole product are called, for people."""

from django.utils.translation import gettext_lazy as _

from common.actor import Door

DOORS = {
    Door.PAGE: _("on a page"),
    Door.ADMIN: _("in the administration"),
    Door.REST: _("through the REST API"),
    Door.GRAPHQL: _("through GraphQL"),
    Door.OPENLINEAGE: _("by an OpenLineage event"),
    Door.CLI: _("on the command line"),
}


def door_label(code: str) -> str:
    """Through which door something was done."""
    return str(DOORS[Door(code)]) if code in list(Door) else code
