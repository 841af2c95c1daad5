"""How changes are told to people: translated places, values in words. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.choices import (
    AXES,
    AXIS_LABELS,
    IMPORTANCE_LABELS,
    LEVEL_LABELS,
    NAME_BYTES_MAX,
    Colour,
    FieldType,
    Kind,
    PersonalDataCategory,
    Responsibility,
    Shape,
    Status,
)
from catalog.diff import Difference
from catalog.models import Asset, Field

NOTHING = "–"
ROWS: dict[str, Any] = {
    "fields": gettext_lazy("Field “%(name)s”"),
    "unique_keys": gettext_lazy("Unique key “%(name)s”"),
    "foreign_keys": gettext_lazy("Foreign key “%(name)s”"),
    "ownerships": gettext_lazy("Responsibility: %(name)s"),
}
PLACES: dict[str, Any] = {
    **{field.name: field.verbose_name for model in (Field, Asset) for field in model._meta.fields},
    **AXIS_LABELS,
    "reason": gettext_lazy("justification"),
    "primary_key": gettext_lazy("primary key"),
    "terms": gettext_lazy("notions"),
    "columns": gettext_lazy("pairs of fields"),
    "fields": gettext_lazy("fields"),
    "unique_keys": gettext_lazy("unique keys"),
    "foreign_keys": gettext_lazy("foreign keys"),
    "ownerships": gettext_lazy("ownerships"),
    "target": gettext_lazy("points to"),
    "namespace": gettext_lazy("namespace"),
    "proposed": gettext_lazy("proposed"),
}
CHOICES: dict[str, Any] = {
    "status": Status,
    "kind": Kind,
    "colour": Colour,
    "shape": Shape,
    "type": FieldType,
    "responsibility": Responsibility,
    "personal_data_category": PersonalDataCategory,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a comparison, for a reader."""

    place: str
    before: str
    after: str


def told(changes: Iterable[Difference], names: Mapping[str, Any] | None = None) -> list[Told]:
    """Differences in words; `names` gives readable names for codes of systems and terms."""
    return [
        Told(place_said(d.path), value_said(d.path, d.before, names), value_said(d.path, d.after, names))
        for d in changes
    ]


def place_said(path: str) -> str:
    """`fields[email].required` becomes “Field “email” · required”."""
    row, bracket, rest = path.partition("[")
    if not bracket:
        return _capitalised(" · ".join(_place(step) for step in path.split(".")))
    name, _bracket, within = rest.rpartition("]")
    said = ROWS[row] % {"name": _row_name(row, name)}
    return " · ".join([said, *(_place(step) for step in within.split(".") if step)])


def _place(step: str) -> str:
    return _("sensitivity") if step == "sensitivity" else str(PLACES.get(step, step))


def _row_name(row: str, name: str) -> str:
    """People are keyed by name and responsibility, which is a code."""
    if row != "ownerships":
        return name
    person, _dot, responsibility = name.rpartition(" · ")
    return f"{person} · {_label(Responsibility, responsibility)}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def value_said(path: str, value: Any, names: Mapping[str, Any] | None = None) -> str:
    """A value as one would say it; `path` tells what kind of value it is."""
    name = path.rpartition("]")[2].lstrip(".").rpartition(".")[2] or path.partition("[")[0]
    if name in AXES and value is None:
        return _("not assessed")
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in AXES:
        return f"{value} · {LEVEL_LABELS[value]}"
    if name == "importance":
        return f"{value} · {IMPORTANCE_LABELS[value]}"
    if name in CHOICES:
        return _label(CHOICES[name], value)
    return _composite(name, value, names or {})


def _composite(name: str, value: Any, names: Mapping[str, Any]) -> str:
    if isinstance(value, Mapping):
        return _row_said(name, value)
    if isinstance(value, list):
        return ", ".join(_pair(item) if name == "columns" else str(names.get(item, item)) for item in value)
    return str(names.get(value, value)) if name == "system" else str(value)


def _row_said(section: str, row: Mapping[str, Any]) -> str:
    """A whole row that came or went."""
    if section == "fields":
        said = [_label(FieldType, row["type"]), _("required") if row["required"] else ""]
        return ", ".join(filter(None, said))
    if section == "unique_keys":
        return ", ".join(row["fields"])
    if section == "foreign_keys":
        return f"{row['target']['name']} ({', '.join(map(_pair, row['columns']))})"
    if section == "ownerships":
        return _("yes")
    return ", ".join(
        f"{_place(name)} {value_said(name, value)}" for name, value in row.items() if value != ""
    )


def _pair(pair: Mapping[str, str]) -> str:
    return f"{pair['field']} → {pair['target_field']}"


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else str(value)


def names_too_long() -> str:
    message = _("Namespace and name are too long together: at most %(max)s bytes in UTF-8.")
    return message % {"max": NAME_BYTES_MAX}
