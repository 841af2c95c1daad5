"""The lineage in GraphQL: types over the plain rows of the queries, mutations over the commands."""

from lineage.schema.assets import AssetLineage, FieldLineage
from lineage.schema.mutations import LineageMutation
from lineage.schema.queries import LineageQuery

__all__ = ["AssetLineage", "FieldLineage", "LineageMutation", "LineageQuery"]
