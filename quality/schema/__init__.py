"""Quality in GraphQL: types over the plain rows of the queries, mutations over the commands."""

from quality.schema.mutations import QualityMutation
from quality.schema.queries import QualityQuery

__all__ = ["QualityMutation", "QualityQuery"]
