"""Bricks in words and pictures: `{% load exchange %}`.

`{% record brick %}` draws a brick with its values; filters give codes and values as people read them.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.choices import Zone
from common.models import bilingual
from exchange.choices import Basis, BrickState, ErrorKind, SubmissionState, Verdict

register = template.Library()
CHOICES: dict[str, Any] = {
    "state": BrickState,
    "submission": SubmissionState,
    "verdict": Verdict,
    "basis": Basis,
    "error": ErrorKind,
    "zone": Zone,
}
BADGES = {
    "waiting": "badge-accent", "partly": "badge-accent", "accepted": "badge-good", "returned": "badge-warn",
    "mixed": "badge-warn", "empty": "",
}  # fmt: skip
SHOWN = 6  # values on a drawn brick


@register.filter
def word(code: str, kind: str) -> str:
    """The readable name of a code: `{{ brick.state|word:"state" }}`."""
    choices = CHOICES[kind]
    return str(choices(code).label) if code in choices.values else str(code)


@register.filter
def badge(code: str) -> str:
    """The class of a state's badge."""
    return BADGES.get(code, "")


@register.filter
def value(stored: Any) -> str:
    """A value as people read it."""
    if stored is None:
        return "–"
    if isinstance(stored, bool):
        return _("yes") if stored else _("no")
    if isinstance(stored, float):
        return number_format(stored)
    return stored if isinstance(stored, str) else json.dumps(stored, ensure_ascii=False)


@register.filter
def amount(price: Any) -> str:
    """A price with two decimals; what is no number as it is."""
    return (
        number_format(price, 2)
        if isinstance(price, int | float) and not isinstance(price, bool)
        else value(price)
    )


@register.filter
def lasting(duration: timedelta | float | None) -> str:
    """A duration in the unit that fits."""
    if duration is None:
        return "–"
    seconds = duration.total_seconds() if isinstance(duration, timedelta) else duration
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": number_format(seconds, 2 if seconds < 10 else 0)}
    minutes = round(seconds / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


@register.filter
def sentence(refusal: Mapping[str, Any]) -> str:
    """Why a brick was not taken, in the reader's language."""
    return bilingual({"said_fr": refusal["fr"], "said_en": refusal["en"]}, "said")


@register.filter
def system_title(row: Mapping[str, Any], end: str = "") -> str:
    """What the system of a row is called: its columns begin with `<end>__system__`, or with `system__`."""
    prefix = f"{end}__system__" if end else "system__"
    return bilingual({f"title_{code}": row.get(f"{prefix}title_{code}") for code in ("fr", "en")}, "title")


@register.inclusion_tag("exchange/_record.html")
def record(
    brick: Mapping[str, Any], asset: Mapping[str, Any], href: str = "", choose: str = ""
) -> dict[str, Any]:
    """A brick with its first values; `choose` is the name of the box with which it is ticked."""
    rows = list(brick["values"].items())
    return {
        "brick": brick,
        "asset": asset,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "href": href,
        "choose": choose,
    }
