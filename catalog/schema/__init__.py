"""The catalogue in GraphQL: types over the plain rows of the queries, mutations over the commands."""

from catalog.schema.mutations import CatalogMutation
from catalog.schema.queries import CatalogQuery

__all__ = ["CatalogMutation", "CatalogQuery"]
