"""The one GraphQL schema: every app's Query and Mutation, side by side."""

import graphene
from django.utils.translation import override

from catalog.schema import CatalogMutation, CatalogQuery
from exchange.schema import ExchangeMutation, ExchangeQuery
from quality.schema import QualityMutation, QualityQuery
from workshop.schema import WorkshopMutation, WorkshopQuery
from workshop.schema.agenda import AgendaMutation, AgendaQuery


class Query(QualityQuery, ExchangeQuery, CatalogQuery, AgendaQuery, WorkshopQuery, graphene.ObjectType):
    """What you may read. Everything is of your workshop; what is elsewhere does not exist here."""


class Mutation(
    QualityMutation, ExchangeMutation, CatalogMutation, AgendaMutation, WorkshopMutation, graphene.ObjectType
):
    """What you may do: the same commands as on the pages, each with a reason for the history."""


with override("en"):  # descriptions are read once; the API speaks English
    schema = graphene.Schema(query=Query, mutation=Mutation)
