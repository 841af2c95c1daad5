"""What each type of rule takes, and whether a rule holds together. Pure.

A `Shape` is what is known of an asset when a rule is written: its fields with their types.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.choices import TYPE_FAMILIES, FieldType
from common.errors import FieldError
from quality.choices import Measure, RuleType
from quality.documents import RuleParametersDocument

NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.FLOAT})
ORDERED = NUMBERS | {FieldType.DATE, FieldType.TIME, FieldType.DATETIME}
TEXTS = frozenset({FieldType.STRING, FieldType.UUID})
MOMENTS = frozenset({FieldType.DATE, FieldType.DATETIME})
WRITTEN = frozenset({FieldType.DATE, FieldType.TIME, FieldType.DATETIME, FieldType.UUID, FieldType.DECIMAL})


@dataclass(frozen=True, slots=True)
class Shape:
    """An asset as its rules see it."""

    name: str
    types: Mapping[str, str]  # of its fields, in their order


@dataclass(frozen=True, slots=True)
class Kind:
    """The parameters that a type takes beside `fields`, and how many fields (`None`: no end)."""

    fields_min: int = 1
    fields_max: int | None = 1
    types: frozenset[FieldType] = frozenset(FieldType)
    needs: tuple[str, ...] = ()  # all of these
    some: tuple[str, ...] = ()  # at least one of these
    takes: tuple[str, ...] = field(default=())

    @property
    def parameters(self) -> frozenset[str]:
        return frozenset({*self.needs, *self.some, *self.takes})


KINDS: dict[str, Kind] = {
    RuleType.NOT_NULL: Kind(),
    RuleType.UNIQUE: Kind(fields_max=None),
    RuleType.TYPE: Kind(types=WRITTEN),
    RuleType.ALLOWED: Kind(needs=("values",)),
    RuleType.RANGE: Kind(types=ORDERED, some=("minimum", "maximum")),
    RuleType.PATTERN: Kind(types=TEXTS, needs=("pattern",)),
    RuleType.LENGTH: Kind(types=TEXTS, some=("length_min", "length_max")),
    RuleType.FOREIGN_KEY: Kind(fields_max=None, needs=("target", "target_fields")),
    RuleType.COMPARISON: Kind(fields_min=2, fields_max=2, needs=("operator",)),
    RuleType.FRESHNESS: Kind(fields_min=0, types=MOMENTS, needs=("max_age_minutes",)),
    RuleType.VOLUME: Kind(fields_min=0, fields_max=0, some=("count_min", "count_max")),
    RuleType.RECONCILIATION: Kind(
        fields_min=0,
        fields_max=None,
        needs=("target", "measure"),
        takes=("target_fields", "compared", "tolerance_percent"),
    ),
    RuleType.SQL: Kind(fields_min=0, fields_max=0, needs=("predicate",)),
}
# How many pairs of fields a reconciliation takes, by what is measured: fewest, most.
MEASURE_FIELDS: dict[str, tuple[int, int]] = {
    Measure.COUNT: (0, 0),
    Measure.SUM: (1, 1),
    Measure.DISTINCT: (1, 20),
    Measure.VALUES: (1, 20),
}


def rule_errors(
    type_: str, parameters: RuleParametersDocument, shape: Shape, target: Shape | None
) -> list[FieldError]:
    """Everything in a rule that does not hold together; places are under `parameters`. Without `target`, an asset
    that it names does not exist. What an SQL condition means is judged where it can be run (`quality.sandbox`)."""
    errors = list(_parameter_errors(KINDS[type_], parameters))
    errors += _field_errors(KINDS[type_], parameters, shape)
    if not errors:
        errors += _value_errors(type_, parameters, shape)
    if not errors and parameters.target is not None:
        errors += _target_errors(type_, parameters, shape, target)
    return errors


def _error(place: str, code: str, message: str) -> FieldError:
    return FieldError(f"parameters.{place}", code, message)


def _parameter_errors(kind: Kind, parameters: RuleParametersDocument) -> Iterator[FieldError]:
    """What the type needs and lacks, or does not take."""
    given = {name for name in type(parameters).model_fields if is_given(parameters, name)} - {"fields"}
    for name in kind.needs:
        if name not in given:
            yield _error(name, "missing", _("This type of rule needs it."))
    if kind.some and given.isdisjoint(kind.some):
        yield _error(kind.some[0], "missing", _("Give one of the two bounds at least."))
    for name in sorted(given - kind.parameters):
        yield _error(name, "not_taken", _("This type of rule does not take it. Leave it out."))


def is_given(parameters: RuleParametersDocument, name: str) -> bool:
    return bool(getattr(parameters, name) != type(parameters).model_fields[name].default)


def _field_errors(kind: Kind, parameters: RuleParametersDocument, shape: Shape) -> Iterator[FieldError]:
    names = parameters.fields
    if len(names) < kind.fields_min:
        message = _("Choose %(count)s field(s) that the rule is about.") % {"count": kind.fields_min}
        yield _error("fields", "too_short", message)
    elif kind.fields_max is not None and len(names) > kind.fields_max:
        message = _("Choose at most %(count)s field(s) for this type of rule.") % {"count": kind.fields_max}
        yield _error("fields", "too_long", message)
    for n, name in enumerate(names):
        if name not in shape.types:
            yield _unknown(f"fields.{n}", name, shape)
        elif name in names[:n]:
            yield _error(f"fields.{n}", "duplicate", _("“%(name)s” stands here twice.") % {"name": name})
        elif shape.types[name] not in kind.types:
            message = _("A rule of this type cannot judge “%(name)s”: look at the field’s type.")
            yield _error(f"fields.{n}", "wrong_type", message % {"name": name})


def _unknown(place: str, name: str, shape: Shape) -> FieldError:
    message = _("“%(asset)s” has no field “%(name)s”. Correct the name or add the field.")
    return _error(place, "unknown", message % {"asset": shape.name, "name": name})


# Values


def _value_errors(type_: str, parameters: RuleParametersDocument, shape: Shape) -> Iterator[FieldError]:
    """Bounds that cross, and values that are not of their field's type."""
    if type_ == RuleType.ALLOWED:
        for n, value in enumerate(parameters.values):
            if not is_of_type(value, shape.types[parameters.fields[0]]):
                yield _not_of_type(f"values.{n}", parameters, shape)
    elif type_ == RuleType.RANGE:
        yield from _range_errors(parameters, shape)
    elif type_ == RuleType.COMPARISON:
        first, second = (shape.types[name] for name in parameters.fields)
        if not comparable(first, second):
            message = _("The two fields cannot be compared: their types differ.")
            yield _error("fields.1", "wrong_type", message)
    else:
        yield from _crossed(parameters.length_min, parameters.length_max, "length_max")
        yield from _crossed(parameters.count_min, parameters.count_max, "count_max")


def _range_errors(parameters: RuleParametersDocument, shape: Shape) -> Iterator[FieldError]:
    type_ = shape.types[parameters.fields[0]]
    bounds = {
        name: getattr(parameters, name) for name in ("minimum", "maximum") if is_given(parameters, name)
    }
    wrong = [name for name, value in bounds.items() if not is_of_type(value, type_)]
    for name in wrong:
        yield _not_of_type(name, parameters, shape)
    if not wrong and len(bounds) == 2:
        read = READERS[type_]
        try:
            yield from _crossed(read(bounds["minimum"]), read(bounds["maximum"]), "maximum")
        except TypeError:  # a moment with an offset and one without
            yield _error("maximum", "wrong_type", _("Write both moments with their offset, or neither."))


def _crossed(low: Any, high: Any, place: str) -> Iterator[FieldError]:
    if low is not None and high is not None and low > high:
        yield _error(place, "crossed", _("The upper bound lies below the lower one."))


def _not_of_type(place: str, parameters: RuleParametersDocument, shape: Shape) -> FieldError:
    message = _("This is not a value of the field “%(name)s” (%(type)s).")
    name = parameters.fields[0]
    said = {"name": name, "type": FieldType(shape.types[name]).label}
    return _error(place, "wrong_type", message % said)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _number(text: str) -> Decimal:
    """At most 18 digits before the point, so that the engine's numbers hold it too."""
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", text):
        raise ValueError(text)
    return Decimal(text)


def _whole(text: str) -> int:
    if "." in text:
        raise ValueError(text)
    return int(_number(text))


READERS: dict[str, Callable[[str], Any]] = {
    FieldType.INTEGER: _whole,
    FieldType.DECIMAL: _number,
    FieldType.FLOAT: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: date.fromisoformat,
    FieldType.TIME: time.fromisoformat,
    FieldType.DATETIME: datetime.fromisoformat,
}


def is_of_type(text: str, type_: str) -> bool:
    """Whether a text says a value of this type (ISO 8601 for moments, a point for decimals)."""
    try:
        READERS.get(type_, str)(text)
    except ValueError:
        return False
    return True


def comparable(one: str, other: str) -> bool:
    return one == other or TYPE_FAMILIES.get(one, one) == TYPE_FAMILIES.get(other, other)


# The other asset


def _target_errors(
    type_: str, parameters: RuleParametersDocument, shape: Shape, target: Shape | None
) -> Iterator[FieldError]:
    if target is None:
        yield _error("target", "unknown", _("No asset of this name stands here. Correct the name."))
        return
    if type_ == RuleType.RECONCILIATION:
        yield from _measure_errors(parameters, shape, target)
    if len(parameters.target_fields) != len(parameters.fields):
        message = _("Give as many fields of the other asset as of this one, in the same order.")
        yield _error("target_fields", "count", message)
        return
    pairs = zip(parameters.fields, parameters.target_fields, strict=True)
    for n, (name, target_name) in enumerate(pairs):
        yield from _pair_errors(f"target_fields.{n}", name, target_name, shape, target)


def _measure_errors(parameters: RuleParametersDocument, shape: Shape, target: Shape) -> Iterator[FieldError]:
    fewest, most = MEASURE_FIELDS[parameters.measure]
    if not fewest <= len(parameters.fields) <= most:
        message = _("What is measured takes %(min)s to %(max)s field(s).") % {"min": fewest, "max": most}
        yield _error("fields", "count", message)
    if parameters.measure == Measure.SUM and any(
        shape.types[name] not in NUMBERS for name in parameters.fields
    ):
        yield _error("fields.0", "wrong_type", _("Only numbers have a sum."))
    by_value = parameters.measure == Measure.VALUES
    if by_value != bool(parameters.compared):
        message = _("Say which fields must agree – only when values are compared.")
        yield _error("compared", "count", message)
    for n, pair in enumerate(parameters.compared):
        place = f"compared.{n}"
        if pair.field not in shape.types:
            yield _unknown(f"{place}.field", pair.field, shape)
        else:
            yield from _pair_errors(f"{place}.target_field", pair.field, pair.target_field, shape, target)


def _pair_errors(
    place: str, name: str, target_name: str, shape: Shape, target: Shape
) -> Iterator[FieldError]:
    if target_name not in target.types:
        yield _unknown(place, target_name, target)
    elif not comparable(shape.types[name], target.types[target_name]):
        message = _("“%(name)s” and “%(target)s” cannot be compared: their types differ.")
        yield _error(place, "wrong_type", message % {"name": name, "target": target_name})
