"""Consent in the admin: purposes to write; persons, what they said, verdicts and proofs to look at.

Persons are shown by their numbers, and only to whoever may see them (`access.py`): lists begin with the queries.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.admin import CommandAdmin, RecordAdmin, Rows, actor_of, as_json, yes_or_no
from consent import access
from consent.commands import purpose_declare, purpose_update
from consent.documents import PurposeDocument
from consent.models import ConsentEvent, Erasure, Processing, Purpose, RightsRequest, Subject, Verdict
from consent.queries.subjects import events_of, requests_of, subjects_of
from consent.queries.traces import erasures_of
from workshop.admin import site
from workshop.queries import row_versions

WRITTEN = list(PurposeDocument.model_fields)
LISTS = ("recipients", "categories", "transfers")


@admin.register(Purpose, site=site)
class PurposeAdmin(CommandAdmin):
    list_display = ["code", "title_fr", "basis", "retention_days", "marketing_said"]
    list_filter = ["basis", "direct_marketing"]
    search_fields = ["code", "title_fr", "title_en"]
    fields = [*WRITTEN, "reason"]
    marketing_said = yes_or_no("direct_marketing", _("direct marketing"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_declare(actor_of(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What people agreed to stays to be seen."""
        return False

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        given, reason = form.cleaned_data, form.cleaned_data["reason"]
        values = {name: given[name] or [] if name in LISTS else given[name] for name in WRITTEN}
        if pk is None:
            return purpose_declare(actor=actor, document=PurposeDocument.read(values), reason=reason)
        purpose_update(actor=actor, purpose_id=pk, values=values, reason=reason)
        return pk

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, Purpose, pk)


@admin.register(Subject, site=site)
class SubjectAdmin(RecordAdmin):
    list_display = ["id", "asset_name", "participant", "of_age_on", "created_at", "erased_at"]
    list_select_related = ["participant"]
    beside = ["asset"]
    ordering = ["-id"]
    fields = ["asset_name", "participant", "of_age_on", "created_at", "erased_at"]

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return subjects_of(actor_of(request))


@admin.register(ConsentEvent, site=site)
class ConsentEventAdmin(RecordAdmin):
    list_display = ["id", "subject", "purpose", "kind", "at", "channel", "participant"]
    list_filter = ["kind", "channel"]
    list_select_related = ["subject", "purpose", "participant"]
    ordering = ["-id"]
    fields = [
        "subject", "purpose", "kind", "at", "expires_at", "channel", "act", "freely_said", "parent_said", "proof",
        "participant", "door_said",
    ]  # fmt: skip
    freely_said = yes_or_no("refusal_offered", _("refusing was as easy"))
    parent_said = yes_or_no("by_parent", _("a parent agreed too"))

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return events_of(actor_of(request))


@admin.register(Verdict, site=site)
class VerdictAdmin(RecordAdmin):
    list_display = ["id", "asset_name", "purpose", "kind", "answer", "participant", "asked_at"]
    list_filter = ["answer", "kind"]
    list_select_related = ["purpose", "participant"]
    beside = ["asset"]
    ordering = ["-id"]
    fields = [
        "asset_name",
        "purpose",
        "kind",
        "answer",
        "at",
        "shown_reasons",
        "participant",
        "asked_at",
        "door_said",
    ]

    @admin.display(description=_("reasons"))
    def shown_reasons(self, verdict: Verdict) -> str:
        return as_json(verdict.reasons)


@admin.register(RightsRequest, site=site)
class RightsRequestAdmin(RecordAdmin):
    list_display = ["id", "subject", "right", "purpose", "received_at", "due_at", "answered_at", "outcome"]
    list_filter = ["right", "outcome"]
    list_select_related = ["subject", "purpose"]
    ordering = ["due_at", "id"]
    fields = [
        "subject", "right", "purpose", "received_at", "due_at", "extended_reason", "answered_at", "outcome", "answer",
    ]  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return requests_of(actor_of(request))

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, RightsRequest, pk)


@admin.register(Erasure, site=site)
class ErasureAdmin(RecordAdmin):
    list_display = ["id", "subject", "started_at", "finished_at", "participant"]
    list_select_related = ["subject", "participant"]
    ordering = ["-id"]
    fields = ["subject", "started_at", "finished_at", "shown_proof", "participant"]

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return erasures_of(actor_of(request))

    @admin.display(description=_("proof"))
    def shown_proof(self, erasure: Erasure) -> str:
        return as_json(erasure.done)


@admin.register(Processing, site=site)
class ProcessingAdmin(RecordAdmin):
    list_display = ["code", "title_fr", "form", "controller", "dpo"]
    list_filter = ["form"]
    search_fields = ["code", "title_fr", "title_en"]
    fields = [
        "code", "title_fr", "title_en", "form", "controller", "joint_controller", "representative", "dpo", "people",
        "security",
    ]  # fmt: skip

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, Processing, pk)
