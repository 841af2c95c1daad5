"""`{% tree lines "upstream" %}`: one side of a picture as an indented list.

Written here and not in a template: a picture may have thousands of lines, for which templates take seconds.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.choices import AXES, Kind, Zone
from lineage.choices import Flag
from lineage.gates import Gate
from lineage.queries.summaries import is_gap
from lineage.wording import level_said

register = template.Library()
NOTHING = SafeString("")
Line = Mapping[str, Any]


@register.simple_tag
def tree(lines: Iterable[Line], side: str) -> SafeString:
    """`lines` are `{row, node, edge}` of `lineage.tree` and a picture; `side` is upstream or downstream."""
    words = _words()
    page = reverse("lineage:asset-lineage", args=[0])
    parts = ((_line(line, side, words, page),) for line in lines)
    return format_html('<ul class="tree">{}</ul>', format_html_join("", "{}", parts))


def _words() -> dict[str, Any]:
    """The labels of codes, looked up once for all lines."""
    return {
        "kind": {code: str(label) for code, label in Kind.choices},
        "zone": {code: str(label) for code, label in Zone.choices},
        "flag": {code: str(label) for code, label in Flag.choices},
        "lowered": _("lowered to C%(level)s"),
        "circle": _("a circle: it stands above this line"),
        "repeat": _("told at another line"),
    }


def _line(line: Line, side: str, words: Mapping[str, Any], page: str) -> SafeString:
    row, node = line["row"], line["node"]
    return format_html(
        '<li{}><a href="{}">{}</a> <span class="muted small">{} · {}</span>{}{}{}{}{}{}',
        NOTHING if row.is_repeat else format_html(' id="{}-{}"', side, node["id"]),
        page.replace("/0/", f"/{node['id']}/"),
        node["title"],
        words["kind"].get(node["kind"], ""),
        words["zone"].get(node["zone"], ""),
        _levels(node),
        _problems(node["problem_count"]),
        _gate(node["gate"]),
        _remarks(line["edge"], words),
        _elsewhere(row, node, side, words),
        _endings(row.opens, row.closes),
    )


def _levels(node: Mapping[str, Any]) -> SafeString:
    """`D2 I3 C2→3 ▲ P3`, where the effective levels are known."""
    held = node["effective"]
    if not held:
        return NOTHING
    told = ((_level(axis, node["sensitivity"][axis], held[axis]),) for axis in AXES)
    return format_html(' <span class="small nowrap">{}</span>', format_html_join(" ", "{}", told))


def _problems(count: int) -> SafeString:
    said = ngettext("open problem", "open problems", count)
    red_brick = ' <span class="red-brick">{}<span class="visually-hidden"> {}</span></span>'
    return format_html(red_brick, count, said) if count else NOTHING


def _gate(gate: Gate | None) -> SafeString:
    badge = ' <span class="badge badge-{}"><span aria-hidden="true">{}</span> {}</span>'
    return format_html(badge, gate.tone, gate.sign, gate.said) if gate else NOTHING


def _level(axis: str, declared: int | None, effective: int | None) -> str:
    said = level_said(axis, declared)
    if is_gap(declared, effective):
        return format_html('<strong class="gap">{}→{} ▲</strong>', said, effective)
    return said


def _remarks(edge: Mapping[str, Any], words: Mapping[str, Any]) -> SafeString:
    flag = edge["flag"] and format_html(
        ' <span class="badge badge-bad"><span aria-hidden="true">⚠</span> {}</span>',
        words["flag"][edge["flag"]],
    )
    level = edge["lowered_to"]
    lowered = level is not None and format_html(
        ' <span class="badge badge-good">{}</span>', words["lowered"] % {"level": level}
    )
    return format_html("{}{}", flag or NOTHING, lowered or NOTHING)


def _elsewhere(row: Any, node: Mapping[str, Any], side: str, words: Mapping[str, Any]) -> SafeString:
    if row.is_cycle:
        return format_html(' <span class="badge">{}</span>', words["circle"])
    if row.is_repeat:
        return format_html(' <a class="small" href="#{}-{}">{}</a>', side, node["id"], words["repeat"])
    hidden = node["hidden"][side]
    return format_html(' <span class="muted small">{}</span>', _more(hidden)) if hidden else NOTHING


def _more(count: int) -> str:
    return ngettext("and %(counter)s more", "and %(counter)s more", count) % {"counter": count}


@lru_cache
def _endings(opens: bool, closes: int) -> SafeString:
    """The tags that follow a line: a list below it, or its end and that of the lists above."""
    below = SafeString("<ul>" if opens else "</li>")
    return format_html("{}{}", below, SafeString("</ul></li>" * closes))
