"""From a request's text to its answer: read, judge, run.

Reading and validating a text costs several times what running it costs, and clients repeat their
texts: the latest ones are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import graphene
from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from graphql.validation import specified_rules

from common.actor import Actor
from common.graphql.errors import error_formatted, refusal
from common.graphql.limits import MAX_TOKENS, limit_errors

KEPT = 64  # texts …
KEPT_LENGTH = 4000  # … of at most so many characters: a few MB together
MAX_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Call:
    """What a client asks: GraphQL's four parameters, of which `extensions` mean nothing here."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What resolvers know of the request."""

    actor: Actor


class Refused(Exception):
    """The request was not executed."""

    def __init__(self, *errors: GraphQLError):
        self.errors = errors


class WriteByGet(Exception):
    """A GET would have changed something."""


class Engine:
    def __init__(self, schema: graphene.Schema):
        self.schema = schema.graphql_schema
        self._kept = lru_cache(KEPT)(self._read)

    def answer(self, call: Call, actor: Actor, *, may_write: bool) -> dict[str, Any]:
        """`data` and `errors`; raises `Refused`, or `WriteByGet` unless `may_write`."""
        document, operation = self._operation(call)
        if operation.operation != OperationType.QUERY and not may_write:
            raise WriteByGet()
        if errors := limit_errors(self.schema, document, operation, call.variables):
            raise Refused(*errors)
        result = execute_sync(
            self.schema,
            document,
            context_value=Context(actor),
            variable_values=dict(call.variables),
            operation_name=call.operation_name,
        )
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            raise Refused(*result.errors)  # variables that do not fit
        return _formatted(result)

    def _operation(self, call: Call) -> tuple[DocumentNode, OperationDefinitionNode]:
        document = (self._kept if len(call.query) <= KEPT_LENGTH else self._read)(call.query)
        operation = get_operation_ast(document, call.operation_name)
        if operation is None:
            message = _("Name one of the operations of this document in operationName.")
            raise Refused(refusal("operation", message))
        return document, operation

    def _read(self, query: str) -> DocumentNode:
        try:
            document = parse(query, max_lexical_tokens=MAX_TOKENS)
        except GraphQLSyntaxError as error:
            code = "too_long" if "Parsing aborted" in error.message else "syntax"
            error.extensions = {"code": code}
            raise Refused(error) from None
        if errors := validate(self.schema, document, specified_rules, max_errors=MAX_ERRORS):
            raise Refused(*errors)
        return document


def _formatted(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [error_formatted(error) for error in result.errors]
    return answer
