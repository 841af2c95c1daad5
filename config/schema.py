"""The one GraphQL schema: every app's Query and Mutation side by side, and what apps add to the types of others."""

import graphene
from django.utils.translation import override

from catalog.schema import CatalogMutation, CatalogQuery
from catalog.schema.types import AssetType, FieldNode
from common.graphql.extension import extend
from consent.schema import ConsentMutation, ConsentQuery
from exchange.schema import ExchangeMutation, ExchangeQuery
from lineage.schema import AssetLineage, FieldLineage, LineageMutation, LineageQuery
from quality.schema import QualityMutation, QualityQuery
from workshop.schema import WorkshopMutation, WorkshopQuery
from workshop.schema.agenda import AgendaMutation, AgendaQuery

extend(AssetType, AssetLineage)
extend(FieldNode, FieldLineage)


class Query(
    ConsentQuery,
    QualityQuery,
    ExchangeQuery,
    LineageQuery,
    CatalogQuery,
    AgendaQuery,
    WorkshopQuery,
    graphene.ObjectType,
):
    """What you may read. Everything is of your workshop; what is elsewhere does not exist here."""


class Mutation(
    ConsentMutation,
    QualityMutation,
    ExchangeMutation,
    LineageMutation,
    CatalogMutation,
    AgendaMutation,
    WorkshopMutation,
    graphene.ObjectType,
):
    """What you may do: the same commands as on the pages, each with a reason for the history."""


with override("en"):  # descriptions are read once; the API speaks English
    schema = graphene.Schema(query=Query, mutation=Mutation)
