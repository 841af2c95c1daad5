"""Tells a person what an import does, line by line. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.diff import Difference
from catalog.importing.plan import Plan, Step

SHOWN = 60  # characters of a text


def lines_of(plan: Plan) -> Iterator[str]:
    """What happens to each asset, then what stays although the source says otherwise."""
    width = max((len(step.document["name"]) for step in plan.steps), default=0)
    for step in plan.created:
        yield f"  + {step.document['name']:<{width}}  {_contents(step)}"
    for step in plan.changed:
        yield f"  ~ {step.document['name']}"
        yield from (f"      {_difference(change)}" for change in step.changes)
    for step in plan.steps:
        yield from (f"  ! {step.document['name']}: {note}" for note in step.notes)
        yield from (f"  = {step.document['name']}: {_kept(kept)}" for kept in step.kept)
    for known in plan.gone:
        yield f"  - {known.now['name']}: {_gone(known in plan.pruned)}"


def summary_of(plan: Plan) -> str:
    """One line with the counts that are not zero."""
    kept = sum(len(step.kept) for step in plan.steps)
    proposed = sum(step.proposed for step in plan.steps)
    left = len(plan.gone) - len(plan.pruned)
    counts = (
        (len(plan.created), ngettext("%(n)s asset created", "%(n)s assets created", len(plan.created))),
        (len(plan.changed), ngettext("%(n)s changed", "%(n)s changed", len(plan.changed))),
        (len(plan.unchanged), ngettext("%(n)s unchanged", "%(n)s unchanged", len(plan.unchanged))),
        (len(plan.pruned), ngettext("%(n)s deleted", "%(n)s deleted", len(plan.pruned))),
        (left, ngettext("%(n)s no longer in the source", "%(n)s no longer in the source", left)),
        (kept, ngettext("%(n)s value of people kept", "%(n)s values of people kept", kept)),
        (proposed, ngettext("%(n)s key to confirm", "%(n)s keys to confirm", proposed)),
    )
    return ", ".join(text % {"n": n} for n, text in counts if n) + "."


def _contents(step: Step) -> str:
    document = step.document
    fields, links = len(document["fields"]), len(document["foreign_keys"])
    parts = [ngettext("%(n)s field", "%(n)s fields", fields) % {"n": fields}]
    if key := document["primary_key"]:
        proposed = "" if not step.proposed or "tags" not in step.said else f" ({_('proposed')})"
        parts.append(_("key %(key)s") % {"key": " + ".join(key)} + proposed)
    if links:
        targets = ", ".join(_link(key) for key in document["foreign_keys"])
        parts.append(f"→ {targets}")
    return ", ".join(parts)


def _link(key: Mapping[str, Any]) -> str:
    target: str = key["target"]["name"]
    return f"{target} ({_('proposed')})" if key["proposed"] else target


def _difference(change: Difference) -> str:
    if change.before in (None, "", []):
        return f"+ {change.path}{_value(change.after)}"
    if change.after in (None, "", []):
        return f"- {change.path}{_value(change.before)}"
    return f"{change.path}: {_plain(change.before)} → {_plain(change.after)}"


def _value(value: Any) -> str:
    return f": {_plain(value)}" if value not in (None, "", []) else ""


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return _row(value)
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _row(row: Mapping[str, Any]) -> str:
    """A field, a key or a pair of columns, by what matters of it."""
    if "target_field" in row:
        return f"{row['field']} → {row['target_field']}"
    if "target" in row:
        return f"{_plain(row['columns'])} ({_link(row)})"
    return _plain(list(_facts(row)))


def _facts(row: Mapping[str, Any]) -> Iterable[str]:
    return [
        *row.get("fields", ()),
        *([row["type"]] if "type" in row else ()),
        *([_("required")] if row.get("required") else ()),
    ]


def _kept(kept: Difference) -> str:
    message = _("%(path)s stays as people have it (%(people)s); the source says %(source)s")
    empty = _("nothing")
    values = {"people": _plain(kept.after) or empty, "source": _plain(kept.before) or empty}
    return message % {"path": kept.path, **values}


def _gone(pruned: bool) -> str:
    if pruned:
        return _("no longer in the source, deleted")
    return _("no longer in the source; kept (--prune deletes what nobody wrote on)")
