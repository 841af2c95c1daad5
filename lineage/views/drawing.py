"""What the script draws, as JSON: small keys are spelled out, but nothing is sent that is not drawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from catalog.choices import AXES, AXIS_LETTERS, Kind, Status
from catalog.marks import marks
from catalog.models import System
from catalog.templatetags.bricks import brick, titled
from common.actor import Actor
from lineage.choices import Flag
from lineage.gates import Gate, gates
from lineage.templatetags.lineage_words import moment
from lineage.wording import SUBTYPES

Picture = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signs:
    """What apps above say of assets now: how many problems are open, and whether they may be used."""

    problems: Mapping[int, int] = field(default_factory=dict)
    gates: Mapping[int, Gate] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, asset_ids: Collection[int]) -> "Signs":
        return cls(marks(actor, asset_ids), gates(actor, asset_ids))


def drawing_of(
    picture: Picture,
    systems: Iterable[System],
    levels: Mapping[int, Mapping[str, int | None]] | None = None,
    signs: Signs | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A picture of `queries.pictures` for lineage.js, with effective levels and signs by asset."""
    nodes = [_node(node, levels or {}, signs or Signs()) for node in picture["nodes"]]
    return {
        "systems": [_system(system) for system in systems],
        "nodes": nodes,
        "edges": [_edge(edge) for edge in picture["edges"]],
        "kit": {f"{colour}-{shape}": brick_drawn(colour, shape) for colour, shape in sorted(_looks(picture))},
        **more,
    }


def _node(
    node: Mapping[str, Any], levels: Mapping[int, Mapping[str, int | None]], signs: Signs
) -> dict[str, Any]:
    effective = levels.get(node["id"])
    gate = signs.gates.get(node["id"])
    return {
        "id": node["id"],
        "title": titled(node),
        "name": node["name"],
        "kind": node["kind"],
        "look": f"{node['colour']}-{node['shape']}",
        "status": node["status"],
        "system": node["system"],
        "declared": [node["sensitivity"][axis] for axis in AXES],
        "effective": [effective[axis] for axis in AXES] if effective else None,
        "problems": signs.problems.get(node["id"], 0),
        "gate": [gate.sign, gate.said, gate.tone] if gate else None,
        "hidden": [node["hidden"]["upstream"], node["hidden"]["downstream"]],
    }


def _edge(edge: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": edge["id"],
        "source": edge["source"],
        "target": edge["target"],
        "flag": edge["flag"],
        "lowered": edge["lowered_to"],
        "manual": any(origin["kind"] == "manual" for origin in edge["origins"]),
        "jobs": list(dict.fromkeys(o["job"]["name"] for o in edge["origins"] if o["job"])),
    }


def _system(system: System) -> dict[str, Any]:
    return {
        "code": system.code,
        "title": str(system),
        "zone": system.zone,
        "zone_title": system.get_zone_display(),
        "plate": system.plate,
    }


def _looks(picture: Picture) -> set[tuple[str, str]]:
    return {(node["colour"], node["shape"]) for node in picture["nodes"]}


@lru_cache
def brick_drawn(colour: str, shape: str) -> str:
    """The catalogue's drawing of a brick, as SVG."""
    return " ".join(render_to_string("catalog/_brick.html", brick(colour, shape, 64, "")).split())


def fields_drawn(fields: Picture) -> dict[str, Any]:
    """Fields and their links (of `fields_between`) for lineage.js."""
    columns = ("id", "name", "asset_id")
    return {
        "fields": [{name: row[name] for name in columns} for row in fields["fields"]],
        "links": [_link(link) for link in fields["links"]],
        "total": fields["total_fields"],
        "missing": fields["missing"],
    }


def _link(link: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": link["source_field"],
        "target": link["target_field"],
        "masked": link["masking"],
        "use": link["subtype"],
    }


def words() -> dict[str, Any]:
    """What the script says, in the reader's language."""
    return {
        "axes": [AXIS_LETTERS[axis] for axis in AXES],
        "kinds": {code: str(label) for code, label in Kind.choices},
        "statuses": {code: str(label) for code, label in Status.choices},
        "flags": {code: str(label) for code, label in Flag.choices},
        "uses": {code: str(label) for code, label in SUBTYPES.items()},
        "masked": _("masked"),
        "lowered": _("Confidentiality is lowered to C{level}"),
        "manual": _("drawn by hand"),
        "problem": _("1 open problem"),
        "problems": _("{count} open problems"),
        "gap": _("declared {declared}, needs {effective}"),
        "bricks": _("{count} bricks"),
        "brick": _("1 brick"),
        "upstream": _("{count} more upstream"),
        "downstream": _("{count} more downstream"),
        "edge": _("{source} goes into {target}"),
        "edges": _("{count} edges"),
        "fold": _("Fold the plate"),
        "unfold": _("Unfold the plate"),
        "now": _("now"),
        "laying": _("Putting the bricks in place…"),
        "laid": _("{count} bricks are drawn."),
        "failed": _("The answer did not come. Try again."),
        "moreFields": _("and {count} more"),
        "noFields": _("no field"),
        "tooManyFields": _(
            "Fields are shown for {count} bricks at most: fold plates first, or open bricks one by one."
        ),
        "wheel": _("Turn the wheel with Ctrl to zoom."),
        "close": _("Close"),
    }


def moments_drawn(moments: Iterable[Any]) -> list[str]:
    return [moment(at) for at in moments]
