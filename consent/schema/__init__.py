"""Consent in GraphQL: types over the plain rows of the queries, mutations over the commands."""

from consent.schema.mutations import ConsentMutation
from consent.schema.queries import ConsentQuery

__all__ = ["ConsentMutation", "ConsentQuery"]
