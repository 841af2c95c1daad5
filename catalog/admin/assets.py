"""Assets in the admin: one form for the whole asset, handed to one command."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog import access
from catalog.access import NEW, Standing
from catalog.admin.exchange import CatalogueFiles
from catalog.admin.forms import (
    RATED,
    AssetForm,
    FieldForm,
    FieldRows,
    ForeignKeyForm,
    OwnershipForm,
    UniqueKeyForm,
    change_read,
)
from catalog.admin.lists import AssetList
from catalog.admin.versions import Versions
from catalog.choices import AXES
from catalog.commands import asset_create, asset_delete, asset_update, assets_delete
from catalog.documents import AssetChange, AssetDocument
from catalog.models import Asset, Field, ForeignKey, Ownership, UniqueKey
from catalog.queries.assets import standings
from common.actor import Actor
from common.admin import CommandInline, Rows, actor_of
from workshop.admin import site


class FieldInline(CommandInline):
    model = Field
    section = "fields"
    form = FieldForm
    formset = FieldRows
    fields = tuple(FieldForm.Meta.fields)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Field]:
        return super().get_queryset(request).prefetch_related("term_links__term")


class UniqueKeyInline(CommandInline):
    model = UniqueKey
    section = "unique_keys"
    form = UniqueKeyForm
    fields = ["name", "fields_named"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[UniqueKey]:
        return super().get_queryset(request).prefetch_related("columns__field")


class ForeignKeyInline(CommandInline):
    model = ForeignKey
    section = "foreign_keys"
    fk_name = "asset"
    form = ForeignKeyForm
    fields = ["name", "target", "columns", "proposed"]
    autocomplete_fields = ["target"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ForeignKey]:
        keys = super().get_queryset(request).select_related("target")
        return keys.prefetch_related("columns__field", "columns__target_field")


class OwnershipInline(CommandInline):
    model = Ownership
    section = "ownerships"
    form = OwnershipForm
    fields = ["participant", "responsibility"]
    autocomplete_fields = ["participant"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ownership]:
        return super().get_queryset(request).select_related("participant")


@admin.register(Asset, site=site)
class AssetAdmin(AssetList, Versions, CatalogueFiles):
    form = AssetForm
    inlines = [FieldInline, UniqueKeyInline, ForeignKeyInline, OwnershipInline]
    readonly_fields = ["status"]
    fieldsets = [
        (None, {"fields": [
            "expected_version", ("system", "kind"), ("namespace", "name"), ("title_fr", "title_en"),
            ("description_fr", "description_en"), ("colour", "shape"), "status", "personal_data", "tags", "terms",
        ]}),
        (_("Sensitivity (DICP)"), {"fields": [*AXES, "sensitivity_reason"]}),
        (_("Importance"), {"fields": ["importance", "importance_reason"]}),
        (_("This change"), {"fields": ["reason"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asset]:
        return self.with_owner(actor_of(request))

    # Rights

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.can_describe(actor_of(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_describe(actor_of(request), self._standing(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_delete(actor_of(request), self._standing(obj))

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once submitted, rating is the owner's."""
        may_rate = access.can_rate(actor_of(request), self._standing(obj))
        return self.readonly_fields if may_rate else [*self.readonly_fields, *RATED]

    @staticmethod
    def _standing(obj: Any) -> Standing:
        return standings([obj.pk]).get(obj.pk, NEW) if obj else NEW

    # Writing

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values, reason = change_read(form, rows), form.cleaned_data["reason"]
        if pk is None:
            return asset_create(actor=actor, document=AssetDocument.read(values), reason=reason)
        asset_update(
            actor=actor,
            asset_id=pk,
            change=AssetChange.read(values),
            reason=reason,
            expected_version=form.cleaned_data["expected_version"],
        )
        return pk

    def remove(self, actor: Actor, pk: int) -> None:
        asset_delete(actor=actor, asset_id=pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> None:
        assets_delete(actor=actor_of(request), asset_ids=list(queryset.values_list("pk", flat=True)))
        self.offer_undo(request)
