"""Quality in words and pictures: `{% load quality %}`.

{{ incident.state|said:"state" }}            the readable name of a code
{% mark incident.severity "severity" %}      a badge: mark, word, colour
{{ check.score|percent }}                    “97.4%”, or “not measured”
{% gauge check.score label="…" %}            ten studs, as many of them lit as tenths pass
{% sparkline series label="…" %}             scores over time; the points are the checks
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from quality import wording
from quality.rules.scoring import percent as rounded

register = template.Library()
GOOD, FAIR = 0.98, 0.8  # from which a score is drawn as good, as fair


@register.filter
def said(code: str, kind: str) -> str:
    return wording.label(code, kind)


@register.filter
def meaning(severity: str) -> str:
    return wording.meaning(severity)


@register.filter
def percent(score: float | None) -> str:
    """With one decimal unless it is whole; what was not measured says so."""
    value = rounded(score)
    if value is None:
        return _("not measured")
    return _("%(value)s%%") % {"value": number_format(value, 0 if value == int(value) else 1)}


@register.filter
def grade(score: float | None) -> str:
    """Which of the colours a score is drawn in; the number always stands beside it."""
    if score is None:
        return "none"
    return "good" if score >= GOOD else "fair" if score >= FAIR else "poor"


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.inclusion_tag("quality/_mark.html")
def mark(code: str, kind: str) -> dict[str, str]:
    return {
        "mark": wording.MARKS.get(code, ""),
        "label": wording.label(code, kind),
        "badge": wording.BADGES.get(code, ""),
    }


STUDS, STUD, GAP, PEG = 10, 14, 4, 6  # how many, their width, the space between, the width of the peg on top


@register.inclusion_tag("quality/_gauge.html")
def gauge(score: float | None, label: str = "") -> dict[str, Any]:
    """A row of studs filled from the left. Without `label` it is decoration beside a text that says it."""
    lit = (score or 0) * STUDS
    studs = [
        {
            "x": n * (STUD + GAP),
            "peg": n * (STUD + GAP) + (STUD - PEG) // 2,
            "fill": str(round(STUD * min(1.0, max(0.0, lit - n)), 1)) if lit > n else "",
        }
        for n in range(STUDS)
    ]
    width = STUDS * (STUD + GAP) - GAP
    return {"studs": studs, "grade": grade(score), "width": width, "stud_width": STUD, "label": label}


WIDTH, HEIGHT, EDGE = 240, 56, 6


@register.inclusion_tag("quality/_sparkline.html")
def sparkline(series: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Scores from the first to the last check, evenly spaced; what was not measured is a gap in the line."""
    step = (WIDTH - 2 * EDGE) / max(1, len(series) - 1)
    points = [
        (f"{EDGE + n * step:.1f}", f"{HEIGHT - EDGE - row['score'] * (HEIGHT - 2 * EDGE):.1f}")
        if row["score"] is not None
        else None
        for n, row in enumerate(series)
    ]
    known = [point for point in points if point is not None]
    return {
        "lines": [" ".join(f"{x},{y}" for x, y in line) for line in _lines(points)],
        "points": known,
        "last": known[-1] if known and points[-1] else None,
        "width": WIDTH,
        "height": HEIGHT,
        "top": EDGE,
        "bottom": HEIGHT - EDGE,
        "label": label,
    }


Point = tuple[str, str]  # as SVG writes numbers, whatever the reader's language


def _lines(points: Sequence[Point | None]) -> list[list[Point]]:
    lines: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            lines.append([])
        else:
            lines[-1].append(point)
    return [line for line in lines if len(line) > 1]
