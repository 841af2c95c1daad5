"""Systems and terms."""

from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet

from catalog.models import System, Term
from common.actor import Actor
from common.errors import NotFound

M = TypeVar("M", bound=Model)


def systems_of(actor: Actor) -> QuerySet[System]:
    return System.objects.filter(workshop_id=actor.workshop_id)


def system_get(actor: Actor, pk: Any) -> System:
    return _one(systems_of(actor), pk)


def terms_of(actor: Actor, q: str = "") -> QuerySet[Term]:
    """The glossary, with the number of links of each term; `q` matches names and definitions."""
    terms = Term.objects.filter(workshop_id=actor.workshop_id).annotate(link_count=Count("links"))
    if q:
        columns = ("name_fr", "name_en", "definition_fr", "definition_en", "code")
        matching = Q()
        for column in columns:
            matching |= Q(**{f"{column}__icontains": q})
        terms = terms.filter(matching)
    return terms


def term_get(actor: Actor, pk: Any) -> Term:
    return _one(terms_of(actor), pk)


def _one(queryset: QuerySet[M], pk: Any) -> M:
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row
