"""Bricks and what happened to them in the admin. Secrets stay secrets: a list shows what its reader may see."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.access import COPY
from catalog.choices import Zone
from catalog.models import Asset
from catalog.queries.assets import standings
from catalog.templatetags.bricks import brick
from common.actor import Actor
from common.admin import CommandAdmin, CommandForm, DoorFilter, RecordAdmin, Rows, actor_of
from exchange import access, commands
from exchange.choices import BrickState, Verdict
from exchange.documents import TransferDocument
from exchange.models import Brick, Decision, SeededError, Submission, Transfer
from exchange.movers import document_transfer
from exchange.queries.bricks import brick_versions_page
from exchange.queries.seeds import seeded_errors_visible
from exchange.queries.submissions import first_brick_of
from workshop.admin import site
from workshop.queries import row_versions

SHOWN = 60  # characters of values in a list
VERSIONS_SHOWN = 200


class VerdictForm(ActionForm):
    """Beside the choice of an action: why bricks are returned."""

    reason = forms.CharField(required=False, max_length=500, label=gettext_lazy("Reason"))


class AssetFilter(admin.SimpleListFilter):
    """The assets of this workshop that hold bricks: Django's own filter would list those of all."""

    title = gettext_lazy("asset")
    parameter_name = "asset"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        held = Asset.objects.filter(workshop_id=actor_of(request).workshop_id, bricks__isnull=False)
        rows = held.distinct().order_by("name", "pk").values_list("pk", "name", "system__code")
        return [(str(pk), f"{name} ({system})") for pk, name, system in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(asset=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(Brick, site=site)
class BrickAdmin(CommandAdmin):
    """Bricks are corrected and withdrawn at their source only; copies are looked at."""

    list_display = ["drawn", "key", "asset", "state", "short_values", "producer", "version", "modified_at"]
    list_display_links = ["key"]
    list_filter = ["state", AssetFilter]
    list_select_related = ["asset", "producer"]
    list_per_page = 50
    search_fields = ["=key"]
    search_help_text = gettext_lazy("The whole key of a brick.")
    ordering = ["-id"]
    fields = ["asset", "values", "key", "state", "producer", "submission", "decision", "reason"]
    readonly_fields = ["key", "state", "producer", "submission", "decision"]
    actions = ["accept", "give_back"]
    action_form = VerdictForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, *(["asset"] if obj else [])]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "asset":
            field.queryset = field.queryset.filter(system__zone=Zone.SOURCE)
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.can_send(actor_of(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        actor = actor_of(request)
        if obj is None:
            return access.can_send(actor) or access.can_decide_anything(actor)
        is_source = obj.asset.system.zone == Zone.SOURCE
        return is_source and access.can_correct(actor, standings([obj.asset_id])[obj.asset_id])

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values, reason = form.cleaned_data["values"], form.cleaned_data["reason"]
        if pk is None:
            asset_id = form.cleaned_data["asset"].pk
            sent = commands.submission_send(actor=actor, asset_id=asset_id, bricks=[values], reason=reason)
            return first_brick_of(actor, sent)
        commands.brick_correct(actor=actor, brick_id=pk, values=values, reason=reason)
        return pk

    def remove(self, actor: Actor, pk: int) -> None:
        commands.bricks_withdraw(actor=actor, brick_ids=[pk])

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        rows = brick_versions_page(actor, pk, limit=VERSIONS_SHOWN).rows
        return [
            {**row, "differences": _differences(before, row) if before else []}
            for row, before in zip(rows, [*rows[1:], None], strict=True)
        ]

    @admin.action(description=gettext_lazy("Accept"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Brick]) -> None:
        self._decide(request, queryset, Verdict.ACCEPTED)

    @admin.action(description=gettext_lazy("Return, with the reason beside"), permissions=["change"])
    def give_back(self, request: HttpRequest, queryset: QuerySet[Brick]) -> None:
        self._decide(request, queryset, Verdict.RETURNED)

    def _decide(self, request: HttpRequest, queryset: QuerySet[Brick], verdict: Verdict) -> None:
        ids, reason = list(queryset.values_list("pk", flat=True)), request.POST.get("reason", "")
        commands.bricks_decide(actor=actor_of(request), brick_ids=ids, verdict=verdict.value, reason=reason)
        messages.success(request, _("Decided."))

    @admin.display(description=gettext_lazy("brick"))
    def drawn(self, row: Brick) -> str:
        picture = brick(row.asset.colour, row.asset.shape, size=32)
        return render_to_string("catalog/_brick.html", picture)

    @admin.display(description=gettext_lazy("values"))
    def short_values(self, row: Brick) -> str:
        text = ", ".join(f"{name} {value}" for name, value in row.values.items())
        return format_html("<code>{}</code>", text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """(name, value before, value after) of what changed in a brick."""
    names = dict.fromkeys([*before["values"], *after["values"]])
    values = [(name, before["values"].get(name), after["values"].get(name)) for name in names]
    state = (_("state"), *(BrickState(one["state"]).label for one in (before, after)))
    return [row for row in [*values, state] if row[1] != row[2]]


@admin.register(Submission, site=site)
class SubmissionAdmin(RecordAdmin):
    list_display = ["id", "asset_name", "producer", "brick_count", "door_said", "created_at", "reason"]
    list_filter = [DoorFilter, AssetFilter]
    list_select_related = ["producer"]
    beside = ["asset"]
    ordering = ["-id"]
    fields = ["asset_name", "producer", "brick_count", "door_said", "idempotency_key", "reason", "created_at"]


@admin.register(Decision, site=site)
class DecisionAdmin(RecordAdmin):
    list_display = [
        "id",
        "asset_name",
        "verdict",
        "basis",
        "brick_count",
        "decided_by",
        "decided_at",
        "reason",
    ]
    list_filter = ["verdict", "basis", AssetFilter]
    list_select_related = ["decided_by"]
    beside = ["asset"]
    ordering = ["-id"]
    fields = [
        "asset_name", "submission", "verdict", "basis", "brick_count", "seen",
        "decided_by", "decided_at", "reason", "door_said",
    ]  # fmt: skip


class TransferForm(CommandForm):
    places = {"system": "target"}


@admin.register(Transfer, site=site)
class TransferAdmin(RecordAdmin):
    """The admin copies into an asset that is there already; a missing one is made on the page of transfers."""

    list_display = [
        "id", "source", "target", "copied_count", "updated_count", "rejected_count", "participant", "started_at",
    ]  # fmt: skip
    list_select_related = ["participant"]
    beside = ["source", "target"]
    ordering = ["-id"]
    form = TransferForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["source", "target", "reason"]
        counts = [
            f"{name}_count"
            for name in ("read", "copied", "updated", "unchanged", "rejected", "removed", "waiting")
        ]
        return [
            "source",
            "target",
            *counts,
            "participant",
            "started_at",
            "duration",
            "run",
            "door_said",
            "reason",
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).has_role(*COPY)

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        source, target = form.cleaned_data["source"], form.cleaned_data["target"]
        document = TransferDocument(source=source.pk, target=target.pk)
        return document_transfer(actor=actor, document=document, reason=form.cleaned_data["reason"])


@admin.register(SeededError, site=site)
class SeededErrorAdmin(RecordAdmin):
    """Those that are revealed, and one's own."""

    list_display = ["id", "brick", "kind", "note", "seeded_by", "created_at", "revealed_at"]
    list_select_related = ["brick", "seeded_by"]
    ordering = ["-id"]
    fields = ["brick", "kind", "note", "seeded_by", "created_at", "revealed_at"]

    def rows(self, request: HttpRequest) -> QuerySet[SeededError]:
        return seeded_errors_visible(actor_of(request))

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, SeededError, pk)
