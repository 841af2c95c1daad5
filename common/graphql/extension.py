"""Fields that an app above adds to a type of an app below: put together at the root, where all are known."""

from typing import Any

from common.graphql.columns import RowType


def extend(type_: type[RowType], more: Any) -> None:
    """Give `type_` the fields of `more`, an `ObjectType` of the same rows, with their resolvers.

    Called in `config/schema.py`, before the schema is made. A name that is taken is an error of ours.
    """
    for name, field in more._meta.fields.items():
        assert name not in type_._meta.fields, f"{type_._meta.name} has a field {name} already"
        type_._meta.fields[name] = field
        setattr(type_, f"resolve_{name}", getattr(more, f"resolve_{name}"))
