"""REST: systems and terms."""

from typing import Any

from catalog.api.examples import example
from catalog.api.inputs import SystemChange, TermChange, TermQuery
from catalog.api.shapes import System, SystemPage, Term, TermPage
from catalog.commands import (
    system_create,
    system_delete,
    system_update,
    term_create,
    term_delete,
    term_update,
)
from catalog.documents import SystemDocument, TermDocument
from catalog.queries.glossary import system_row, systems_page, term_row, terms_page
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import unless_known, versioned
from workshop.api.base import ApiView, created, nothing

WAREHOUSE = {
    "code": "wms",
    "title_fr": "Entrepôt",
    "title_en": "Warehouse",
    "plate": "white",
    "zone": "source",
}
LOYALTY = {
    "code": "loyalty",
    "name_fr": "Fidélité",
    "name_en": "Loyalty",
    "definition_fr": "Le retour d'un client.",
}


class SystemsView(ApiView):
    @operation("systems_list", "List systems", query=PageQuery, answer=SystemPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """In their order on the plates, from left to right."""
        return page_answer(request, systems_page(self.actor, **query.window))

    @operation(
        "systems_create",
        "Add a system",
        body=SystemDocument,
        answer=System,
        status=201,
        examples=example("A warehouse", WAREHOUSE),
    )
    def post(self, request: Any, *, body: SystemDocument) -> JsonAnswer:
        pk = system_create(document=body, **self.signed).pk
        return created(request, system_row(self.actor, pk))


class SystemView(ApiView):
    @operation("systems_retrieve", "Read a system", answer=System, guarded=True)
    def get(self, request: Any, *, system_id: int) -> JsonAnswer:
        answer = versioned(system_row(self.actor, system_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation("systems_replace", "Write a system whole", body=SystemDocument, answer=System, guarded=True)
    def put(self, request: Any, *, system_id: int, body: SystemDocument) -> JsonAnswer:
        """What is not given takes its default."""
        return self._write(system_id, body.model_dump())

    @operation("systems_update", "Change a system", body=SystemChange, answer=System, guarded=True)
    def patch(self, request: Any, *, system_id: int, body: Any) -> JsonAnswer:
        """What is not given stays."""
        return self._write(system_id, body.given())

    @operation("systems_delete", "Remove an empty system", status=204, guarded=True)
    def delete(self, request: Any, *, system_id: int) -> JsonAnswer:
        """409 names the assets that stand on it."""
        system_delete(system_id=system_id, **self.guarded)
        return nothing()

    def _write(self, system_id: int, values: dict[str, Any]) -> JsonAnswer:
        system_update(system_id=system_id, values=values, **self.guarded)
        return versioned(system_row(self.actor, system_id))


class TermsView(ApiView):
    @operation("terms_list", "Read the glossary", query=TermQuery, answer=TermPage)
    def get(self, request: Any, *, query: TermQuery) -> JsonAnswer:
        """`q` looks into names and definitions of both languages."""
        return page_answer(request, terms_page(self.actor, query.q, **query.window))

    @operation(
        "terms_create",
        "Add a term",
        body=TermDocument,
        answer=Term,
        status=201,
        examples=example("Loyalty", LOYALTY),
    )
    def post(self, request: Any, *, body: TermDocument) -> JsonAnswer:
        pk = term_create(document=body, **self.signed).pk
        return created(request, term_row(self.actor, pk))


class TermView(ApiView):
    @operation("terms_retrieve", "Read a term", answer=Term, guarded=True)
    def get(self, request: Any, *, term_id: int) -> JsonAnswer:
        answer = versioned(term_row(self.actor, term_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation("terms_replace", "Write a term whole", body=TermDocument, answer=Term, guarded=True)
    def put(self, request: Any, *, term_id: int, body: TermDocument) -> JsonAnswer:
        """What is not given takes its default."""
        return self._write(term_id, body.model_dump())

    @operation("terms_update", "Change a term", body=TermChange, answer=Term, guarded=True)
    def patch(self, request: Any, *, term_id: int, body: Any) -> JsonAnswer:
        """What is not given stays."""
        return self._write(term_id, body.given())

    @operation("terms_delete", "Remove a term", status=204, guarded=True)
    def delete(self, request: Any, *, term_id: int) -> JsonAnswer:
        """409 names the assets that are linked to it."""
        term_delete(term_id=term_id, **self.guarded)
        return nothing()

    def _write(self, term_id: int, values: dict[str, Any]) -> JsonAnswer:
        term_update(term_id=term_id, values=values, **self.guarded)
        return versioned(term_row(self.actor, term_id))
