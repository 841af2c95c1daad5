"""Assets in words: `{% load words %}`, then `asset|title`, `asset|in_language:"description"`, `code|label:"status"`."""

from collections.abc import Mapping
from typing import Any

from django import template

from catalog.choices import IMPORTANCE_LABELS, Missing, Plate, Zone
from catalog.wording import CHOICES
from common.models import bilingual
from common.wording import door_label

register = template.Library()
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
    return door_label(code)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """The value that a mapping holds for a key, such as the system of a code."""
    return mapping.get(key, key)
