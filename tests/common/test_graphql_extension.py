"""Types of an app below gain fields of an app above, and never lose one."""

import graphene
import pytest

from common.graphql.columns import RowType
from common.graphql.extension import extend


def types() -> tuple[type[RowType], type[graphene.ObjectType]]:
    class Thing(RowType):
        """A thing."""

        name = graphene.String()

    class More(graphene.ObjectType):
        """What another app knows of it."""

        length = graphene.Int()

        def resolve_length(row: dict[str, str], info: object) -> int:  # noqa: N805
            return len(row["name"])

    return Thing, More


def test_field_and_resolver_are_joined() -> None:
    thing, more = types()
    extend(thing, more)

    class Query(graphene.ObjectType):
        thing = graphene.Field(types()[0])

    Query._meta.fields["thing"] = graphene.Field(thing, resolver=lambda root, info: {"name": "brick"})
    answer = graphene.Schema(query=Query).execute("{ thing { name length } }")
    assert (answer.errors, answer.data) == (None, {"thing": {"name": "brick", "length": 5}})


def test_name_that_is_taken_is_refused() -> None:
    thing, more = types()
    extend(thing, more)
    with pytest.raises(AssertionError, match="Thing has a field length already"):
        extend(thing, more)
