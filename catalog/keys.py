"""Rules of keys, pure: what a foreign key needs to be sound."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from catalog.choices import TYPE_FAMILIES
from common.errors import FieldError


def foreign_key_errors(
    columns: Sequence[tuple[str, str]],
    types: Mapping[str, str],
    target_types: Mapping[str, str],
    target_keys: Iterable[Sequence[str]],
) -> list[FieldError]:
    """Why the pairs (field, target field) make no foreign key; empty when they do.

    `types` and `target_types` give the type of each field by name; `target_keys` are the target's
    primary and unique keys. Paths are relative to the foreign key.
    """
    errors = [
        error
        for index, (field, target_field) in enumerate(columns)
        for error in _column_errors(f"columns.{index}", field, target_field, types, target_types)
    ]
    if not errors and sorted(target for _field, target in columns) not in [
        sorted(key) for key in target_keys
    ]:
        message = _(
            "The target fields are not a primary or unique key of the target. "
            "Name all fields of one of its keys, or declare that key first."
        )
        errors.append(FieldError("columns", "not_a_key", message))
    return errors


def _column_errors(
    path: str, field: str, target_field: str, types: Mapping[str, str], target_types: Mapping[str, str]
) -> list[FieldError]:
    errors = []
    if field not in types:
        errors.append(FieldError(f"{path}.field", "unknown_field", unknown_field(field)))
    if target_field not in target_types:
        errors.append(FieldError(f"{path}.target_field", "unknown_field", unknown_field(target_field)))
    if not errors and not are_compatible(types[field], target_types[target_field]):
        message = _("A field of type %(type)s cannot point to one of type %(target)s.")
        values = {"type": types[field], "target": target_types[target_field]}
        errors.append(FieldError(path, "incompatible_types", message % values))
    return errors


def are_compatible(one: str, other: str) -> bool:
    """Whether two field types can hold the same key value."""
    return one == other or TYPE_FAMILIES.get(one, one) == TYPE_FAMILIES.get(other, other)


def unknown_field(name: str) -> str:
    return _("There is no field “%(name)s”. Add it or correct the name.") % {"name": name}
