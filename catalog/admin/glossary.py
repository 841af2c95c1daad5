"""Systems and terms in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog import access
from catalog.commands import (
    system_create,
    system_delete,
    system_update,
    term_create,
    term_delete,
    term_update,
)
from catalog.documents import SystemDocument, TermDocument
from catalog.models import System, Term
from catalog.queries.glossary import terms_of
from common.actor import Actor
from common.admin import CommandAdmin, Rows, actor_of
from workshop.admin import site
from workshop.queries import row_versions


class NounAdmin(CommandAdmin):
    """A small noun: one document, three commands."""

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, self.model, pk)

    @staticmethod
    def values(form: Any) -> dict[str, Any]:
        return {name: value for name, value in form.cleaned_data.items() if name != "reason"}


@admin.register(System, site=site)
class SystemAdmin(NounAdmin):
    list_display = ["code", "title_fr", "title_en", "plate", "zone", "position"]
    list_filter = ["plate", "zone"]
    search_fields = ["code", "title_fr", "title_en"]
    fields = [
        "code", ("title_fr", "title_en"), ("description_fr", "description_en"), ("plate", "zone", "position"),
        "reason",
    ]  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_edit_systems(actor_of(request))

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values, reason = self.values(form), form.cleaned_data["reason"]
        if pk is None:
            return system_create(actor=actor, document=SystemDocument.read(values), reason=reason).pk
        return system_update(actor=actor, system_id=pk, values=values, reason=reason).pk

    def remove(self, actor: Actor, pk: int) -> None:
        system_delete(actor=actor, system_id=pk)


@admin.register(Term, site=site)
class TermAdmin(NounAdmin):
    list_display = ["code", "name_fr", "name_en", "link_count"]
    search_fields = ["code", "name_fr", "name_en", "definition_fr", "definition_en"]
    fields = ["code", ("name_fr", "name_en"), ("definition_fr", "definition_en"), "reason"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_edit_glossary(actor_of(request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return terms_of(actor_of(request)).order_by("code")

    @admin.display(description=_("linked assets"), ordering="link_count")
    def link_count(self, term: Any) -> int:
        count: int = term.link_count
        return count

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values, reason = self.values(form), form.cleaned_data["reason"]
        if pk is None:
            return term_create(actor=actor, document=TermDocument.read(values), reason=reason).pk
        return term_update(actor=actor, term_id=pk, values=values, reason=reason).pk

    def remove(self, actor: Actor, pk: int) -> None:
        term_delete(actor=actor, term_id=pk)
