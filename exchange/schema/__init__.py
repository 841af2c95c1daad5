"""The exchange in GraphQL: types over the plain rows of the queries, mutations over the commands."""

from exchange.schema.mutations import ExchangeMutation
from exchange.schema.queries import ExchangeQuery

__all__ = ["ExchangeMutation", "ExchangeQuery"]
