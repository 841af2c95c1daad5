"""The lineage in words, for pages: labels of codes, levels with their letters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.choices import AXIS_LETTERS
from lineage.choices import Dependency, EventKind, Flag, OriginKind, RunState, Technique

CHOICES: dict[str, Any] = {
    "origin": OriginKind,
    "state": RunState,
    "event": EventKind,
    "technique": Technique,
    "dependency": Dependency,
    "flag": Flag,
}
SUBTYPES = {
    "IDENTITY": _("Taken as it is"),
    "TRANSFORMATION": _("Computed from it"),
    "AGGREGATION": _("Aggregated"),
    "JOIN": _("Used to join"),
    "GROUP_BY": _("Used to group"),
    "FILTER": _("Used to filter"),
    "SORT": _("Used to sort"),
    "WINDOW": _("Used as a window"),
    "CONDITIONAL": _("Used as a condition"),
}


def level_said(axis: str, level: int | None) -> str:
    """`C3`, or `C?` where nothing was assessed."""
    return f"{AXIS_LETTERS[axis]}{'?' if level is None else level}"


def link_said(link: Mapping[str, Any]) -> str:
    """What a field link does with the value: “Aggregated, masked”; empty when nobody said."""
    subtype = link["subtype"]
    parts = [str(SUBTYPES.get(subtype, subtype))] if subtype else []
    if not parts and link["dependency"]:
        parts = [str(Dependency(link["dependency"]).label)]
    if link["masking"]:
        parts.append(str(_("masked")))
    return ", ".join(parts)
