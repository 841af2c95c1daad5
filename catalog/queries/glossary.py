"""Systems and terms."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet

from catalog.models import System, Term, TermLink
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from common.text import fold

M = TypeVar("M", bound=Model)
TERM_TEXTS = ("name_fr", "name_en", "definition_fr", "definition_en", "code")


def systems_of(actor: Actor) -> QuerySet[System]:
    return System.objects.filter(workshop_id=actor.workshop_id)


def system_get(actor: Actor, pk: Any) -> System:
    return _one(systems_of(actor), pk)


def names_of(actor: Actor) -> dict[str, str]:
    """Readable names of the codes of systems and terms that documents use."""
    return {**{t.code: str(t) for t in terms_of(actor)}, **{s.code: str(s) for s in systems_of(actor)}}


SYSTEM_COLUMNS = (
    "id", "version", "code", "title_fr", "title_en", "description_fr", "description_en",
    "plate", "zone", "position", "created_at", "modified_at",
)  # fmt: skip
TERM_COLUMNS = (
    "id", "version", "code", "name_fr", "name_en", "definition_fr", "definition_en",
    "link_count", "created_at", "modified_at",
)  # fmt: skip


def systems_page(actor: Actor, **window: Any) -> Page:
    """Systems as plain rows, from left to right; `window` is that of `page_by_key`."""
    return page_by_key(systems_of(actor), columns=SYSTEM_COLUMNS, order=("position", "id"), **window)


def system_row(actor: Actor, pk: Any) -> dict[str, Any]:
    return _row(systems_of(actor), pk, SYSTEM_COLUMNS)


def terms_page(actor: Actor, q: str = "", **window: Any) -> Page:
    """Terms as plain rows, by their codes."""
    return page_by_key(terms_of(actor, q), columns=TERM_COLUMNS, order=("code", "id"), **window)


def term_row(actor: Actor, pk: Any) -> dict[str, Any]:
    return _row(terms_of(actor), pk, TERM_COLUMNS)


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


def _row(queryset: QuerySet[Any], pk: Any, columns: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] | None = queryset.filter(pk=pk).values(*columns).first()
    if row is None:
        raise NotFound()
    return row
