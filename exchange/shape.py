"""The shape of an asset's bricks: which fields, of which JSON types, and what identifies one. Pure.

Shape is what machines must agree on before anything can be read; content (a colour, a date that is none, a client
who does not exist) may be wrong and enter: finding it is quality's.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from hashlib import sha256
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as core

from catalog.choices import FieldType
from common.document import control_characters, invalid
from common.errors import FieldError, Invalid

Values = Mapping[str, Any]
TEXT_MAX = 10_000
DIGITS_MAX = 60
KEY_MAX = 400
DEPTH_MAX = 20  # of structured values
_DECIMAL = re.compile(r"[+-]?\d{1,60}(\.\d{1,60})?")

# The JSON type in which a field's values come and go.
JSON_TYPES: dict[str, str] = {
    FieldType.INTEGER: "integer",
    FieldType.DECIMAL: "number",
    FieldType.FLOAT: "number",
    FieldType.BOOLEAN: "boolean",
    FieldType.JSON: "any",
}


def json_type(field_type: str) -> str:
    """`string` for all that has no JSON type of its own: dates, times, identifiers, binary (base64)."""
    return JSON_TYPES.get(field_type, "string")


@dataclass(frozen=True)
class Shape:
    """Names and types of fields in their order, and the names of the primary key."""

    fields: tuple[tuple[str, str], ...]
    primary_key: tuple[str, ...] = ()

    @classmethod
    def of(cls, asset: Mapping[str, Any]) -> "Shape":
        """Of an asset as `catalog.queries.assets.asset_get` answers it (with its fields)."""
        fields = tuple((field["name"], field["type"]) for field in asset["fields"])
        return cls(fields, tuple(asset["primary_key"]))

    @cached_property
    def types(self) -> dict[str, str]:
        return dict(self.fields)

    @cached_property
    def _validator(self) -> SchemaValidator:
        fields = {name: core.typed_dict_field(_schema(kind), required=False) for name, kind in self.fields}
        return SchemaValidator(core.typed_dict_schema(fields, extra_behavior="forbid", strict=True))

    def check(self, values: Any) -> dict[str, Any]:
        """The values without nulls, in the order of the fields; raises `Invalid` with every refused place."""
        try:
            checked = self._validator.validate_python(values)
        except ValidationError as error:
            raise self._explained(error) from None
        found = {name: value for name, value in checked.items() if value is not None}
        if missing := [name for name in self.primary_key if name not in found]:
            raise Invalid(errors=[_key_missing(name) for name in missing])
        return found

    def _explained(self, error: ValidationError) -> Invalid:
        """Our words; an unknown field also hears which ones there are."""
        refused = invalid(error)
        known = ", ".join(self.types) or "–"
        message = _("This asset has no such field. Its fields: %(names)s.") % {"names": known}
        return Invalid(
            errors=[
                FieldError(one.path, "unknown_field", message, verbatim=True)
                if one.code == "extra_forbidden"
                else replace(one, verbatim=True)
                for one in refused.errors
            ]
        )

    def key(self, values: Values, made: str) -> str:
        """What identifies the brick as text; `made` without primary key."""
        if not self.primary_key:
            return made
        parts = [values[name] for name in self.primary_key]
        text = _text(parts[0]) if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)
        if len(text) <= KEY_MAX:
            return text
        return f"{text[: KEY_MAX - 20]}…{sha256(text.encode()).hexdigest()[:16]}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _key_missing(name: str) -> FieldError:
    message = _(
        "Give a value: this field belongs to the primary key, without which no brick can be found again."
    )
    return FieldError(name, "missing", message, verbatim=True)


def _schema(kind: str) -> CoreSchema:
    return core.nullable_schema(_SCHEMAS[json_type(kind) if kind != FieldType.DECIMAL else "decimal"])


def _checked_text(text: str) -> str:
    if control_characters(text):
        raise PydanticCustomError("control_character", "control character")
    return text


def _checked_decimal(value: Any) -> Any:
    """A number, or a text of digits where a float would not be exact."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return _checked_integer(value)
    if isinstance(value, float) and isfinite(value):
        return value
    raise PydanticCustomError("decimal_type", "decimal")


def _checked_integer(value: int) -> int:
    if abs(value) >= 10**DIGITS_MAX:
        raise PydanticCustomError("number_too_long", "too long", {"digits": DIGITS_MAX})
    return value


def _checked_json(value: Any, depth: int = 0) -> Any:
    """Structured values hold the same texts and numbers as plain ones, and not too deep."""
    if depth > DEPTH_MAX:
        raise PydanticCustomError("too_deep", "too deep", {"max_depth": DEPTH_MAX})
    if isinstance(value, str):
        _checked_json_text(value)
    elif isinstance(value, Mapping | Sequence):
        for inner in value:
            _checked_json(inner, depth + 1)
        if isinstance(value, Mapping):
            _checked_json(list(value.values()), depth)
    elif isinstance(value, int):
        _checked_integer(value)
    return value


def _checked_json_text(text: str) -> None:
    if len(text) > TEXT_MAX:
        raise PydanticCustomError("string_too_long", "too long", {"max_length": TEXT_MAX})
    _checked_text(text)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("string_unicode", "half a character") from None


_SCHEMAS: dict[str, CoreSchema] = {
    "string": core.no_info_after_validator_function(
        _checked_text, core.str_schema(max_length=TEXT_MAX, strict=True)
    ),
    "integer": core.no_info_after_validator_function(_checked_integer, core.int_schema(strict=True)),
    "number": core.float_schema(allow_inf_nan=False, strict=True),
    "decimal": core.no_info_plain_validator_function(_checked_decimal),
    "boolean": core.bool_schema(strict=True),
    "any": core.no_info_plain_validator_function(_checked_json),
}


# Between two assets


def clashes(source: Shape, target: Shape) -> list[str]:
    """The fields that both have, but whose JSON types differ: copies would not have the target's shape."""
    return [
        name
        for name, kind in source.fields
        if name in target.types and json_type(target.types[name]) != json_type(kind)
    ]


def left_out(source: Shape, target: Shape) -> list[str]:
    """The fields that the target does not take."""
    return [name for name, _kind in source.fields if name not in target.types]


# Cells of a sheet

YES = frozenset({"true", "1", "yes", "oui", "vrai"})
NO = frozenset({"false", "0", "no", "non", "faux"})


def cell_read(text: str, kind: str, decimal_comma: bool = False) -> Any:
    """A cell as the JSON value of a field; what is none stays text, which the shape then refuses. Empty is null."""
    if text == "":
        return None
    return _CELLS.get(kind, _as_text)(text.replace(",", ".") if decimal_comma and kind in _NUMBERS else text)


def _as_text(text: str) -> Any:
    return text


def _as_integer(text: str) -> Any:
    text = text.strip()
    return int(text) if re.fullmatch(r"[+-]?\d{1,60}", text) else text


def _as_float(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _as_decimal(text: str) -> Any:
    """A number where that is exact, else its digits."""
    text = text.strip()
    try:
        exact = Decimal(text)
        number = float(exact)
    except (InvalidOperation, OverflowError, ValueError):
        return text
    if not exact.is_finite() or Decimal(repr(number)) != exact:
        return text
    return (
        int(exact)
        if exact == exact.to_integral_value() and "." not in text and abs(exact) < 2**53
        else number
    )


def _as_boolean(text: str) -> Any:
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else text


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


_NUMBERS = frozenset({FieldType.DECIMAL, FieldType.FLOAT})
_CELLS: dict[str, Any] = {
    FieldType.INTEGER: _as_integer,
    FieldType.DECIMAL: _as_decimal,
    FieldType.FLOAT: _as_float,
    FieldType.BOOLEAN: _as_boolean,
    FieldType.JSON: _as_json,
}
