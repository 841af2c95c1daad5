"""The drawings of the catalogue: `{% brick %}` and `{% dicp %}`, SVG of our own.

    {% brick colour="blue" shape="head" %}            named by what it shows (“Blue, brick with a head (client)”)
    {% brick asset.colour asset.shape size=64 label="" %}   only decoration beside a text that says it
    {% dicp asset.sensitivity %}                      the four axes of an asset; {% dicp … size=160 label="" %}

Filters: `{{ asset|titled }}`, `{{ term|said:"definition" }}`, `{{ code|missing_label }}`.

Nothing is told by colour alone: each colour has its own mark on the side of the brick, each shape its own
piece on top, and the picture a title.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.utils.translation import gettext as _

from catalog.choices import AXES, AXIS_LABELS, AXIS_LETTERS, LEVEL_LABELS, Colour, Missing, Shape
from common.models import bilingual

register = template.Library()


@dataclass(frozen=True, slots=True)
class Paint:
    """The three lit faces of a brick, its outline, and the colour of the mark on its side."""

    top: str
    left: str
    right: str
    line: str
    mark: str


PAINTS: dict[str, Paint] = {
    Colour.BLUE: Paint("#4d8ae6", "#2a66c4", "#1b4c9c", "#0e2f66", "#cfe1ff"),
    Colour.GREEN: Paint("#4cb877", "#2b9257", "#1b6e3f", "#0c4023", "#d3f5e0"),
    Colour.YELLOW: Paint("#ffdf66", "#f5c52b", "#d9a50b", "#6b4e00", "#5a4200"),
    Colour.RED: Paint("#ee6a60", "#d63a30", "#a8241c", "#5e0f0a", "#ffe3e0"),
    Colour.WHITE: Paint("#ffffff", "#eceff6", "#d2d7e4", "#596076", "#596076"),
    Colour.GREY: Paint("#a9b0c2", "#868ea3", "#697187", "#363c4d", "#f0f2f7"),
    Colour.ORANGE: Paint("#ffac5c", "#f28724", "#c96508", "#6a3300", "#4a2400"),
    Colour.PURPLE: Paint("#a986e0", "#8359c9", "#643ca6", "#371c66", "#ecdfff"),
}


@register.filter
def titled(row: Any) -> str:
    """What an asset or a summary of one is called in the reader's language."""
    return bilingual(row, "title") or str(row["name"] if isinstance(row, Mapping) else row.name)


@register.filter
def said(row: Any, name: str) -> str:
    """A bilingual value in the reader's language: `{{ term|said:"definition" }}`."""
    return bilingual(row, name)


@register.filter
def missing_label(code: str) -> Any:
    """“an accountable owner”, for `owner`."""
    return Missing(code).label


@register.inclusion_tag("catalog/_brick.html")
def brick(
    colour: str = Colour.GREY, shape: str = Shape.BRICK, size: int = 72, label: str | None = None
) -> dict[str, Any]:
    """A brick `size` pixels wide. Without `label` it is named by its colour and shape; empty hides it."""
    colour = colour if colour in PAINTS else Colour.GREY
    shape = shape if shape in Shape.values else Shape.BRICK
    named = f"{Colour(colour).label} · {Shape(shape).label}" if label is None else label
    top = 28 if shape == Shape.BRICK else 0  # nothing stands on a plain brick
    return {
        "colour": str(colour),
        "shape": str(shape),
        "paint": PAINTS[colour],
        "width": size,
        "height": round(size * (BOTTOM - top) / 64),
        "top": top,
        "tall": BOTTOM - top,
        "label": named,
        "studs": _studs(4 if shape == Shape.BRICK else 3),
    }


BOTTOM = 76
STUDS = ((25, 34.5), (12, 41), (38, 41), (25, 47.5))  # left corners, from the back to the front


@cache
def _studs(count: int) -> dict[str, str]:
    """The first studs of a brick as two paths: a page draws many bricks, and phones are slow."""
    corners = [f"M{x} {y}" for x, y in STUDS[:count]]
    return {
        "sides": "".join(f"{corner}v3a7 3.5 0 0 0 14 0v-3" for corner in corners),
        "tops": "".join(f"{corner}a7 3.5 0 1 0 14 0 7 3.5 0 1 0-14 0z" for corner in corners),
    }


# DICP: D above, I right, C below, P left; the centre is 0, the outer ring 4.

CENTRE, STEP = 60, 9
DIRECTIONS = {"availability": (0, -1), "integrity": (1, 0), "confidentiality": (0, 1), "proof": (-1, 0)}
LETTER_PLACES = {
    "availability": (60, 15, "middle"),
    "integrity": (100, 64.5, "start"),
    "confidentiality": (60, 114, "middle"),
    "proof": (20, 64.5, "end"),
}


@register.inclusion_tag("catalog/_dicp.html")
def dicp(sensitivity: Any, size: int = 120, label: str | None = None) -> dict[str, Any]:
    """The four axes of a sensitivity (a mapping or an asset); “?” where nothing was assessed."""
    levels = {axis: _level(sensitivity, axis) for axis in AXES}
    points = {axis: _point(axis, level) for axis, level in levels.items()}
    return {
        "size": size,
        "label": dicp_text(levels) if label is None else label,
        "rings": [_ring(level) for level in range(1, 5)],
        "ends": [_point(axis, 4) for axis in AXES],
        "areas": [_area(points[a], points[b]) for a, b in _neighbours() if points[a] and points[b]],
        "points": [point for point in points.values() if point],
        "letters": [_letter(axis, level) for axis, level in levels.items()],
    }


def dicp_text(levels: Mapping[str, int | None]) -> str:
    """“Availability 2 (moderate), …, Proof not assessed”."""
    words = [
        f"{AXIS_LABELS[axis]} {level} ({LEVEL_LABELS[level]})"
        if level is not None
        else _("%(axis)s not assessed") % {"axis": AXIS_LABELS[axis]}
        for axis, level in levels.items()
    ]
    return ", ".join(words)


def _level(sensitivity: Any, axis: str) -> int | None:
    if isinstance(sensitivity, Mapping):
        return sensitivity.get(axis)
    return getattr(sensitivity, axis, None)


def _point(axis: str, level: int | None) -> tuple[int, int] | None:
    if level is None:
        return None
    x, y = DIRECTIONS[axis]
    return CENTRE + x * STEP * level, CENTRE + y * STEP * level


def _ring(level: int) -> str:
    return " ".join(f"{x},{y}" for x, y in filter(None, (_point(axis, level) for axis in AXES)))


def _neighbours() -> list[tuple[str, str]]:
    return [(axis, AXES[(n + 1) % len(AXES)]) for n, axis in enumerate(AXES)]


def _area(one: Any, other: Any) -> str:
    return f"{CENTRE},{CENTRE} {one[0]},{one[1]} {other[0]},{other[1]}"


def _letter(axis: str, level: int | None) -> dict[str, Any]:
    x, y, anchor = LETTER_PLACES[axis]
    text = f"{AXIS_LETTERS[axis]}{'?' if level is None else level}"
    return {"x": x, "y": y, "anchor": anchor, "text": text, "assessed": level is not None}
