"""Systems and terms."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet

from catalog.models import System, Term, TermLink
from common.actor import Actor
from common.errors import NotFound
from common.text import fold

M = TypeVar("M", bound=Model)
TERM_TEXTS = ("name_fr", "name_en", "definition_fr", "definition_en", "code")


def systems_of(actor: Actor) -> QuerySet[System]:
    return System.objects.filter(workshop_id=actor.workshop_id)


def system_get(actor: Actor, pk: Any) -> System:
    return _one(systems_of(actor), pk)


def terms_of(actor: Actor, q: str = "") -> QuerySet[Term]:
    """The glossary, with the number of links of each term.

    `q` matches names, definitions and codes without regard to accents and case. A glossary is some hundred
    rows, so the folding is done here, the same on every database.
    """
    terms = Term.objects.filter(workshop_id=actor.workshop_id)
    if wanted := fold(q).split():
        rows = terms.values_list("pk", *TERM_TEXTS)
        terms = terms.filter(pk__in=[pk for pk, *texts in rows if _has_all(texts, wanted)])
    return terms.annotate(link_count=Count("links"))


def _has_all(texts: Iterable[str], wanted: Iterable[str]) -> bool:
    text = fold(" ".join(texts))
    return all(word in text for word in wanted)


def term_links(actor: Actor, term_id: int) -> QuerySet[TermLink]:
    """The assets, and the fields of assets, that a term is linked to."""
    links = TermLink.objects.filter(workshop_id=actor.workshop_id, term_id=term_id)
    return links.select_related("asset", "field").order_by("asset__name", "field__position", "pk")


def term_get(actor: Actor, pk: Any) -> Term:
    return _one(terms_of(actor), pk)


def _one(queryset: QuerySet[M], pk: Any) -> M:
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row
