"""What a request may cost, judged from its text and variables before anything is read.

The cost is the number of objects that the answer may hold: page sizes multiply down the nesting, and hold for the
lists of what they are the size of; other lists count as `LIST_SIZE`. Fragments are weighed once, however often they
are spread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
)
from graphql.type import get_nullable_type

from common.graphql.connections import DEFAULT_LIMIT
from common.graphql.errors import refusal

MAX_TOKENS = 2000
MAX_DEPTH = 16
MAX_COST = 25_000
MAX_ALIASES = 30
LIST_SIZE = 10  # assumed for a list that has no page size
SIZES = ("first", "last", "limit")  # the arguments that say how many
WRAPPERS = (
    "Connection",
    "PageInfo",
    "Payload",
)  # types that hold objects but are none; so do edges with a cursor


@dataclass(frozen=True, slots=True)
class Weight:
    depth: int = 0
    cost: int = 0
    aliases: int = 0

    def beside(self, other: "Weight") -> "Weight":
        return Weight(max(self.depth, other.depth), self.cost + other.cost, self.aliases + other.aliases)


def limit_errors(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> list[GraphQLError]:
    """Why this operation is too much; empty when it may run. The document is valid already."""
    weight = _Scales(schema, document, operation, variables).weigh(
        operation.selection_set, schema.get_root_type(operation.operation)
    )
    refused = []
    if weight.depth > MAX_DEPTH:
        message = _("This request nests %(depth)s levels; at most %(max)s are answered.")
        refused.append(refusal("too_deep", message % {"depth": weight.depth, "max": MAX_DEPTH}))
    if weight.cost > MAX_COST:
        message = _("This request may answer %(cost)s objects; ask for at most %(max)s, with smaller pages.")
        refused.append(refusal("too_costly", message % {"cost": weight.cost, "max": MAX_COST}))
    if weight.aliases > MAX_ALIASES:
        message = _("This request has %(aliases)s aliases; at most %(max)s are answered.")
        refused.append(refusal("too_many_aliases", message % {"aliases": weight.aliases, "max": MAX_ALIASES}))
    return refused


class _Scales:
    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ):
        self.schema = schema
        self.variables = variables
        self.defaults = {
            definition.variable.name.value: definition.default_value
            for definition in operation.variable_definitions
        }
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.weighed: dict[tuple[str, bool], Weight] = {}

    def weigh(self, selections: SelectionSetNode, parent: Any, sized: bool = False) -> Weight:
        """`sized` when the field that answered `parent` said how long its lists may be."""
        total = Weight()
        for selection in selections.selections:
            total = total.beside(self._selection(selection, parent, sized))
        return total

    def _selection(self, selection: SelectionNode, parent: Any, sized: bool) -> Weight:
        if isinstance(selection, FieldNode):
            return self._field(selection, parent, sized)
        if isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inner = self.schema.get_type(condition.name.value) if condition else parent
            return self.weigh(selection.selection_set, inner, sized)
        return self._fragment(selection.name.value, sized)  # type: ignore[attr-defined]

    def _fragment(self, name: str, sized: bool) -> Weight:
        if (name, sized) not in self.weighed:
            fragment = self.fragments[name]
            condition = self.schema.get_type(fragment.type_condition.name.value)
            self.weighed[name, sized] = self.weigh(fragment.selection_set, condition, sized)
        return self.weighed[name, sized]

    def _field(self, node: FieldNode, parent: Any, sized: bool) -> Weight:
        aliases = 1 if node.alias else 0
        if node.selection_set is None or node.name.value.startswith("__"):
            return Weight(1, 0, aliases)  # introspection has its own rule, and reads no rows
        field: GraphQLField = parent.fields[node.name.value]
        kind = get_named_type(field.type)
        is_list = is_list_type(get_nullable_type(cast(Any, field.type)))
        has_size = any(name in field.args for name in SIZES)
        holds = has_size and not is_list  # what it answers is no object of its own, but holds so many
        inner = self.weigh(node.selection_set, kind, sized=holds)
        itself = 0 if holds or _is_wrapper(kind) else 1
        size = self._page_size(node) if has_size else LIST_SIZE if is_list and not sized else 1
        return Weight(1 + inner.depth, size * (itself + inner.cost), aliases + inner.aliases)

    def _page_size(self, node: FieldNode) -> int:
        """How many objects stand below this field for each one above."""
        for argument in node.arguments:
            if argument.name.value in SIZES:
                value: Any = argument.value
                if isinstance(value, VariableNode):
                    name = value.name.value
                    value = self.variables.get(name, self.defaults.get(name))
                size = int(value.value) if isinstance(value, IntValueNode) else value
                if isinstance(size, int):
                    return max(size, 0)
        return DEFAULT_LIMIT


def _is_wrapper(kind: Any) -> bool:
    return kind.name.endswith(WRAPPERS) or "cursor" in getattr(kind, "fields", ())
