"""GraphQL fields and enums from what models and documents already say, so that nothing is said twice."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import graphene
from django.db import models
from django.utils import translation
from pydantic import BaseModel

from common.document import OneOf

SCALARS: tuple[tuple[Any, Any], ...] = (
    (models.BooleanField, graphene.Boolean),
    (models.IntegerField, graphene.Int),
    (models.DateTimeField, graphene.DateTime),
    (models.CharField, graphene.String),
    (models.TextField, graphene.String),
    (models.UUIDField, graphene.UUID),
)
PLAIN: dict[Any, Any] = {str: graphene.String, bool: graphene.Boolean, int: graphene.Int}


class Json(graphene.Scalar):
    """Any JSON value."""

    class Meta:
        name = "JSON"

    @staticmethod
    def serialize(value: Any) -> Any:
        return value


_ENUMS: dict[str, type[models.TextChoices]] = {}


@cache
def enum_of(choices: type[models.TextChoices]) -> Any:
    """The GraphQL enum of a list of choices; its descriptions are their labels.

    A schema has one set of names, and graphene takes two enums of one name for the same: hence the refusal.
    """
    if _ENUMS.setdefault(choices.__name__, choices) is not choices:
        raise TypeError(f"Two lists of choices are called {choices.__name__}: rename one.")

    def description(value: Any) -> str:
        with translation.override("en"):
            return str(value.label) if value else str(choices.__doc__ or f"{choices.__name__}.").strip()

    return graphene.Enum.from_enum(choices, description=description)


def described(model: type[models.Model], name: str) -> str:
    """What the model says of one of its columns, as a sentence."""
    field = model._meta.get_field(name)
    with translation.override("en"):  # API names and their descriptions are English
        text = str(getattr(field, "help_text", "") or getattr(field, "verbose_name", name))
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def column(model: type[models.Model], name: str, type_: Any = None) -> graphene.Field:
    """An output field for a model's column of the same name."""
    field: Any = model._meta.get_field(name)
    kind = type_ or next(scalar for django, scalar in SCALARS if isinstance(field, django))
    return graphene.Field(kind, required=not field.null, description=described(model, name))


def listed(type_: Any, description: str, **arguments: Any) -> graphene.Field:
    """A list that is never null and holds no null."""
    return graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(type_))), description=description, **arguments
    )


class RowType(graphene.ObjectType):
    """Base of types over plain rows; `columns` in Meta names those of `model` to offer as they are."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(
        cls, model: type[models.Model] | None = None, columns: str = "", **options: Any
    ) -> None:
        for name in columns.split():
            assert model is not None
            setattr(cls, name, column(model, name))
        super().__init_subclass_with_meta__(**options)


# Input


def code(value: Any) -> str:
    """The code behind an enum; empty without one."""
    return "" if value is None else str(getattr(value, "value", value))


def codes(values: Iterable[Any] | None) -> list[str]:
    return [code(value) for value in values or ()]


@cache
def input_of(
    document: type[BaseModel], name: str, model: type[models.Model] | None = None, *, partial: bool = False
) -> type[graphene.InputObjectType]:
    """The input type of a document; `model` lends its descriptions, `partial` requires nothing."""
    own = {field.name for field in model._meta.get_fields()} if model else set()
    fields = {
        key: _input_type(_kind(info.annotation, info.metadata))(
            required=info.is_required() and not partial,
            description=described(model, key) if model and key in own else None,
        )
        for key, info in document.model_fields.items()
    }
    meta = type("Meta", (), {"name": name, "description": _first_paragraph(document)})
    return type(name, (graphene.InputObjectType,), {**fields, "Meta": meta})


def _first_paragraph(document: type[BaseModel]) -> str | None:
    return (document.__doc__ or "").split("\n\n")[0].strip() or None


def _input_type(kind: Any) -> Any:
    """A factory of the GraphQL type for a kind of value."""
    if get_origin(kind) is list:
        item = _input_class(_kind(*get_args(kind)))
        return lambda **options: graphene.List(graphene.NonNull(item), **options)
    return lambda **options: graphene.InputField(_input_class(kind), **options)


def _input_class(kind: Any) -> Any:
    if issubclass(kind, models.TextChoices):
        return enum_of(kind)
    if issubclass(kind, BaseModel):
        return input_of(kind, kind.__name__.removesuffix("Document") + "Input")
    return PLAIN[kind]


def _kind(annotation: Any, rules: Sequence[Any] = ()) -> Any:
    """What stands behind an annotation and its rules: choices, a document, a plain type, or a list."""
    if hasattr(annotation, "__metadata__"):
        return _kind(annotation.__origin__, annotation.__metadata__)
    if get_origin(annotation) in (Union, UnionType):
        (option,) = (option for option in get_args(annotation) if option is not NoneType)
        return _kind(option)
    return next((rule.choices for rule in rules if isinstance(rule, OneOf)), annotation)


def plain(document: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
    """Input as a document reads it: enums as their codes; null empties what has no null of its own."""
    return {name: _plain_value(document.model_fields[name], value) for name, value in given.items()}


def _plain_value(info: Any, value: Any) -> Any:
    if value is None:
        return None if _takes_null(info.annotation) or info.is_required() else info.get_default()
    kind = _kind(info.annotation, info.metadata)
    if isinstance(value, list):
        inner = _kind(*get_args(kind))
        return [_plain_item(inner, item) for item in value]
    return _plain_item(kind, value)


def _plain_item(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return plain(kind, value)
    return getattr(value, "value", value)


def _takes_null(annotation: Any) -> bool:
    if hasattr(annotation, "__metadata__"):
        return _takes_null(annotation.__origin__)
    return any(
        o is NoneType or _takes_null(o) for o in get_args(annotation) if get_origin(annotation) is not list
    )
