"""Words of the lineage in templates: `{{ run.state|in_words:"state" }}`, `{{ "confidentiality"|level:3 }}`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template

from catalog.choices import AXIS_LABELS, AXIS_LETTERS
from lineage.wording import CHOICES, level_said, link_said

register = template.Library()


@register.filter
def in_words(code: Any, kind: str) -> str:
    """The readable name of a code of `kind`, a key of `wording.CHOICES`."""
    choices = CHOICES[kind]
    return str(choices(code).label) if code in choices.values else str(code)


@register.filter
def level(axis: str, value: int | None) -> str:
    """`C3`, or `C?`."""
    return level_said(axis, value)


@register.filter
def axis_label(axis: str) -> Any:
    return AXIS_LABELS[axis]


@register.filter
def axis_letter(axis: str) -> str:
    return AXIS_LETTERS[axis]


@register.filter
def does(link: Mapping[str, Any]) -> str:
    """What a field link does with the value."""
    return link_said(link)


@register.filter
def moment(at: datetime | None) -> str:
    """A moment as addresses carry it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else ""
