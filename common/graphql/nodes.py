"""Relay's nodes: global ids, and finding what they name.

An id that does not exist, belongs to another workshop or is not one of ours is the same: not found.
"""

from collections.abc import Sequence
from typing import Any

import graphene
from graphql_relay import from_global_id, to_global_id

from common.actor import Actor
from common.errors import NotFound
from common.graphql.cohort import Cohort, Row, RowData
from common.graphql.columns import RowType

NODE_TYPES: dict[str, type["NodeType"]] = {}


class Node(graphene.Interface):
    """Something with a global id."""

    id = graphene.ID(required=True, description="Global id: the same object everywhere in this API.")

    def resolve_id(row: Row, info: Any) -> str:
        return to_global_id(row.cohort.type._meta.name, row["id"])

    @classmethod
    def resolve_type(cls, instance: Row, info: Any) -> Any:
        return instance.cohort.type


class NodeType(RowType):
    """Base of the types that `node(id:)` finds; they say how to read some of them by key."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, *arguments: Any, **options: Any) -> None:
        super().__init_subclass_with_meta__(*arguments, interfaces=(Node,), **options)
        NODE_TYPES[cls._meta.name] = cls

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> Sequence[RowData]:
        """The rows among `ids` that the actor may see."""
        raise NotImplementedError


class Numbered:
    """Mixin: beside the global id, the number of a row."""

    number = graphene.Int(required=True, description="The id that REST and pages use.")

    def resolve_number(row: Row, info: Any) -> int:  # type: ignore[misc]  # graphene hands the row
        return int(row["id"])


def key_of(global_id: str, type_name: str) -> int:
    """The key in a global id of the given type; raises `NotFound`."""
    try:
        found = from_global_id(global_id)
        if found.type == type_name and len(found.id) < 19:
            return int(found.id)
    except ValueError:  # not base64, not UTF-8, or not a number
        pass
    raise NotFound()


def key_or_none(global_id: str | None, type_name: str) -> int | None:
    """The same for an argument that may be left out."""
    return None if global_id is None else key_of(global_id, type_name)


def node_find(actor: Actor, global_id: str) -> Row:
    """The object with this global id; raises `NotFound`."""
    try:
        type_ = NODE_TYPES[from_global_id(global_id).type]
    except (ValueError, KeyError):
        raise NotFound() from None
    return node_get(actor, type_, global_id)


def node_get(actor: Actor, type_: type[NodeType], global_id: str) -> Row:
    """The object of this type with this global id; raises `NotFound`."""
    return node_by_key(actor, type_, key_of(global_id, type_._meta.name))


def node_by_key(actor: Actor, type_: type[NodeType], key: int) -> Row:
    found = Cohort(type_, type_.read(actor, [key])).rows
    if not found:
        raise NotFound()
    return found[0]
