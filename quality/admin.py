"""Quality in the admin: rules to write; checks, incidents and contracts to look at, since nobody changes those."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.access import NEW
from catalog.queries.assets import standings
from common.actor import Actor
from common.admin import CommandAdmin, CommandForm, RecordAdmin, Rows, actor_of, as_json
from quality import access
from quality.choices import DIMENSIONS, IncidentState, QualityDimension, Severity
from quality.commands import rule_create, rule_delete, rule_update
from quality.documents import RuleDocument
from quality.models import Check, CheckResult, Contract, Incident, IncidentEvent, Rule
from quality.queries.incidents import incidents_of
from quality.queries.rules import rules_of
from quality.templatetags.quality import percent
from quality.wording import label
from workshop.admin import site
from workshop.queries import row_versions

SETTLED = ("type", "parameters", "dimension", "severity", "state", "why")


class RuleForm(CommandForm):
    """Parameters are JSON, as the API takes them; the pages build them by choosing."""

    dimension = forms.ChoiceField(
        label=_("dimension"), required=False, choices=[("", _("that of the type")), *QualityDimension.choices]
    )

    class Meta:
        model = Rule
        fields = ["asset", *SETTLED]


@admin.register(Rule, site=site)
class RuleAdmin(CommandAdmin):
    form = RuleForm
    list_display = ["sentence", "asset", "type", "dimension", "severity", "state"]
    list_display_links = ["sentence"]
    list_filter = ["type", "dimension", "severity", "state"]
    list_select_related = ["asset"]
    search_fields = ["asset__name", "why"]
    fields = ["asset", "type", "parameters", ("dimension", "severity", "state"), "why", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        return rules_of(actor_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["asset", "type"] if obj else []

    @admin.display(description=_("rule"))
    def sentence(self, rule: Rule) -> str:
        fields = ", ".join(rule.parameters.get("fields", ()))
        return f"{rule.get_type_display()} · {fields}" if fields else rule.get_type_display()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        standing = standings([obj.asset_id]).get(obj.asset_id, NEW) if obj else NEW
        return access.can_rule(actor_of(request), standing)

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        given, reason = form.cleaned_data, form.cleaned_data["reason"]
        values = {name: given[name] for name in SETTLED if name in given}
        if pk is None:
            document = RuleDocument.read(values)
            return rule_create(actor=actor, asset_id=given["asset"].pk, document=document, reason=reason)
        if not values.get("dimension"):
            values["dimension"] = DIMENSIONS[form.instance.type].value
        rule_update(actor=actor, rule_id=pk, values=values, reason=reason)
        return pk

    def remove(self, actor: Actor, pk: int) -> None:
        rule_delete(actor=actor, rule_id=pk)

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, Rule, pk)


class RecordInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class ResultInline(RecordInline):
    model = CheckResult
    fields = ["said_fr", "outcome", "unmeasured", "checked_count", "passed_count", "found", "severity"]


@admin.register(Check, site=site)
class CheckAdmin(RecordAdmin):
    list_display = ["at", "asset_name", "trigger", "participant", "brick_count", "score_said"]
    list_filter = ["trigger"]
    list_select_related = ["participant"]
    beside = ["asset"]
    fields = [
        "at",
        "asset_name",
        "trigger",
        "participant",
        "door_said",
        "brick_count",
        "score_said",
        "duration",
    ]
    inlines = [ResultInline]

    @admin.display(description=_("score"), ordering="score")
    def score_said(self, check: Check) -> str:
        return percent(check.score)


class EventInline(RecordInline):
    model = IncidentEvent
    fields = ["at", "kind", "participant", "severity", "assignee", "expires_at", "text"]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return IncidentState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


class SeverityFilter(StateFilter):
    title = _("severity")
    parameter_name = "severity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Severity.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(severity=self.value()) if self.value() else queryset


@admin.register(Incident, site=site)
class IncidentAdmin(RecordAdmin):
    list_display = ["id", "asset_name", "state_said", "severity_said", "origin", "producer", "created_at"]
    list_filter = [StateFilter, SeverityFilter, "origin"]
    list_select_related = ["producer"]
    beside = ["asset"]
    fields = ["asset_name", "state_said", "severity_said", "origin", "field", "producer", "created_at"]
    inlines = [EventInline]

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return incidents_of(actor_of(request)).order_by("-id")

    @admin.display(description=_("state"))
    def state_said(self, incident: Any) -> str:
        return label(incident.state, "state")

    @admin.display(description=_("severity"))
    def severity_said(self, incident: Any) -> str:
        return label(incident.severity, "severity")


@admin.register(Contract, site=site)
class ContractAdmin(RecordAdmin):
    list_display = ["asset_name", "version", "published_by", "published_at"]
    list_select_related = ["published_by"]
    beside = ["asset"]
    fields = ["asset_name", "version", "published_by", "published_at", "reason", "shown_document", "breaks"]

    @admin.display(description=_("version"), ordering="id")
    def version(self, contract: Contract) -> str:
        return contract.number

    @admin.display(description=_("contract"))
    def shown_document(self, contract: Contract) -> str:
        return as_json(contract.document)
