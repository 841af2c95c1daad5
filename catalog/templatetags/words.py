"""Assets in words: `{% load words %}`, then `asset|title`, `asset|in_language:"description"`, `code|label:"status"`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from catalog.choices import IMPORTANCE_LABELS, Missing, Plate, Zone
from catalog.wording import CHOICES
from common.actor import Door
from common.models import bilingual

register = template.Library()
DOORS = {
    Door.PAGE: gettext_lazy("on a page"),
    Door.ADMIN: gettext_lazy("in the administration"),
    Door.REST: gettext_lazy("through the REST API"),
    Door.GRAPHQL: gettext_lazy("through GraphQL"),
    Door.OPENLINEAGE: gettext_lazy("by an OpenLineage event"),
    Door.CLI: gettext_lazy("on the command line"),
}
LABELS = {**CHOICES, "zone": Zone, "plate": Plate, "missing": Missing}


@register.filter
def title(asset: Mapping[str, Any]) -> str:
    """The title in the reader's language, else in the other one, else the technical name."""
    return bilingual(asset, "title") or asset["name"]


@register.filter
def in_language(row: Mapping[str, Any], name: str) -> str:
    return bilingual(row, name)


@register.filter
def label(code: Any, kind: str) -> str:
    """The readable name of a code of `kind` (a key of `LABELS`, or importance)."""
    if kind == "importance":
        return str(IMPORTANCE_LABELS.get(code, ""))
    choices = LABELS[kind]
    return str(choices(code).label) if code in choices.values else str(code)


@register.filter
def door(code: str) -> str:
    """Through which door something was done, in words."""
    return str(DOORS[Door(code)]) if code in list(Door) else code


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """The value that a mapping holds for a key, such as the system of a code."""
    return mapping.get(key, key)
