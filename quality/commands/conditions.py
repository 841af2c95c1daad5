"""A condition in SQL when it is written: what it names is looked up, and whether it fits is tried on empty tables."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog.queries.assets import assets_get, assets_visible
from common.actor import Actor
from common.errors import Invalid
from quality.queries.rules import shape_of
from quality.rules.compiling import ENGINE_TYPES
from quality.sandbox import Refused, Table, predicate_read

logger = logging.getLogger(__name__)
PLACE = "parameters.predicate"


def condition_read(actor: Actor, asset: Mapping[str, Any], predicate: str) -> dict[str, Any]:
    """What to keep beside a condition about the bricks of an asset: `{view, reads}`.

    Raises `Invalid` for what is not one condition, does not fit the fields, or names anything but assets of the
    workshop.
    """
    try:
        named = predicate_read(predicate)["tables"]
        reads = [[schema, name, _asset_named(actor, asset, schema, name)] for schema, name in named]
        _try(actor, asset, predicate, reads)
    except Refused as refused:
        logger.warning(
            "Refused SQL of participant %s in workshop %s (%s)",
            actor.participant_id,
            actor.workshop_id,
            refused.code,
        )
        raise Invalid.at(PLACE, f"sql_{refused.code}", _said(refused)) from None
    return {"view": asset["name"], "reads": reads}


def _asset_named(actor: Actor, asset: Mapping[str, Any], schema: str, name: str) -> int:
    """The asset that a table of the condition means: of the same namespace first. Raises `Refused`."""
    if not schema and name.casefold() == asset["name"].casefold():
        return int(asset["id"])
    rows = assets_visible(actor).filter(name__iexact=name)
    rows = rows.filter(namespace__iexact=schema) if schema else rows
    found = list(rows.values_list("pk", "name", "namespace")[:100])
    nearest = [row for row in found if row[2] == asset["namespace"]] or found
    exact = [row for row in nearest if row[1] == name] or nearest
    if len(exact) != 1:
        raise Refused("ambiguous" if exact else "unknown", name)
    return int(exact[0][0])


def _try(actor: Actor, asset: Mapping[str, Any], predicate: str, reads: Sequence[Sequence[Any]]) -> None:
    views = {("", asset["name"].casefold()): (("", asset["name"]), asset["id"])}
    for schema, name, pk in reads:
        views.setdefault((schema.casefold(), name.casefold()), ((schema, name), pk))
    shapes = {
        one["id"]: shape_of(one)
        for one in assets_get(actor, {pk for _view, pk in views.values()}, ("fields",))
    }
    tables = [
        Table(
            f"t{n}", [(field, ENGINE_TYPES[type_]) for field, type_ in shapes[pk].types.items()], tuple, view
        )
        for n, (view, pk) in enumerate(views.values())
    ]
    predicate_read(predicate, tables, ("", asset["name"]))


def _said(refused: Refused) -> str:
    """Why, in our words; what the engine says of it names paths of the machine."""
    messages = {
        "syntax": _("This is not one condition in SQL. Write it as after WHERE: price > 0."),
        "forbidden": _("“%(name)s” is not allowed here: a condition reads bricks and nothing else."),
        "unknown": _(
            "Nothing is named “%(name)s” here. Use names of fields, and of assets of this workshop."
        ),
        "ambiguous": _('Several assets are named “%(name)s”. Write "namespace"."name".'),
        "not_boolean": _("A condition is true or false for each brick; this is neither."),
        "time": _("This takes longer than is allowed. Simplify it."),
        "memory": _("This takes more memory than is allowed. Simplify it."),
    }
    return messages.get(refused.code, _("This condition cannot be run.")) % {"name": refused.name or "…"}
