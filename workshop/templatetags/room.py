"""`{% timer clock at %}`: the time left of the current activity, which room.js lets run. Filters of the room."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.models import bilingual
from workshop.choices import LAST_RATIO, LATE_RATIO, Role
from workshop.clock import Clock

register = template.Library()


@register.inclusion_tag("workshop/_timer.html")
def timer(clock: Clock, at: datetime, size: str = "") -> dict[str, Any]:
    """`size` "large" is for the board."""
    left = clock.left(at)
    return {
        "clock": clock,
        "left": left.total_seconds() if left is not None else None,
        "shown": minutes_seconds(left) if left is not None else "",
        "total": clock.allotted(clock.slot).total_seconds() if clock.slot else 0,
        "warning": clock.warning(at),
        "late": LATE_RATIO,
        "last": LAST_RATIO,
        "at": f"{at.timestamp():.3f}",
        "size": size,
    }


def minutes_seconds(span: timedelta) -> str:
    """`4:05`; what is over has a plus sign: `+0:30`."""
    seconds = round(span.total_seconds())
    sign, seconds = ("+", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 60}:{seconds % 60:02}"


@register.filter
def slipped(span: timedelta) -> str:
    """How far behind or ahead the room is, in words."""
    minutes = round(span.total_seconds() / 60)
    if minutes == 0:
        return _("on time")
    if minutes > 0:
        return ngettext("%(count)s minute late", "%(count)s minutes late", minutes) % {"count": minutes}
    ahead = ngettext("%(count)s minute ahead", "%(count)s minutes ahead", -minutes)
    return ahead % {"count": -minutes}


@register.filter
def told(row: Any, name: str) -> str:
    """A bilingual value in the reader's language: `{{ activity|told:"text" }}`; nothing of nothing."""
    return bilingual(row, name) if row else ""


@register.filter
def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@register.filter
def role_label(code: str) -> Any:
    return Role(code).label
