"""Lowerings in the admin: asked for, reviewed by a second person, ended."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.access import NEW
from common.actor import Actor
from common.admin import CommandAdmin, CommandForm, Rows, actor_of
from lineage import access
from lineage.choices import LoweringState
from lineage.commands import lowering_ask, lowering_end, lowering_review
from lineage.documents import LoweringDocument, ReviewDocument
from lineage.models import Lowering
from lineage.queries.lowerings import in_state
from workshop.admin import site
from workshop.queries import row_versions

ASKED = ["edge", "technique", "level", "k", "asked_reason", "expires_at"]
REVIEWED = ["accepted", "review_reason"]
SEEN = ["accepted_said", "review_reason"]


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return LoweringState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lowering]) -> QuerySet[Lowering]:
        if self.value() not in LoweringState.values:
            return queryset
        return queryset.filter(in_state(LoweringState(self.value() or ""), timezone.now()))


class AskForm(CommandForm):
    """What is asked for; whether it makes sense is the command's to say."""

    places = {"reason": "asked_reason"}


class ReviewForm(CommandForm):
    """The review of a lowering that waits for one."""

    places = {"reason": "review_reason"}
    accepted = forms.TypedChoiceField(
        label=gettext_lazy("review"),
        choices=[("yes", gettext_lazy("Accept")), ("no", gettext_lazy("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


@admin.register(Lowering, site=site)
class LoweringAdmin(CommandAdmin):
    list_display = ["edge", "technique", "level", "told_state", "asked_by", "expires_at", "reviewed_by"]
    list_filter = [StateFilter, "technique"]
    list_select_related = ["edge__source", "edge__target", "asked_by", "reviewed_by"]
    list_per_page = 50
    search_fields = ["edge__source__name", "edge__target__name", "asked_reason"]
    ordering = ["-pk"]
    autocomplete_fields = ["edge"]
    actions = ["accept", "end"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lowering]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [*ASKED, "reason"]
        review = [*REVIEWED, "reason"] if self.has_change_permission(request, obj) else SEEN
        return ["told_state", *ASKED, "asked_by", "reviewed_by", "reviewed_at", *review]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was asked stays as it was asked."""
        return (
            ["told_state", "accepted_said", *ASKED, "asked_by", "reviewed_by", "reviewed_at"] if obj else []
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        waits = obj is not None and self.has_change_permission(request, obj)
        kwargs["form"] = ReviewForm if waits else AskForm
        return super().get_form(request, obj, change, **kwargs)

    # Rights

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether it concerns an asset that one may rate, the command knows."""
        return access.can_lower(actor_of(request), NEW)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To change one is to review it, while it waits."""
        actor = actor_of(request)
        if obj is None:
            return access.can_review(actor, 0)
        return state_of(obj) == LoweringState.WAITING and access.can_review(actor, obj.asked_by_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is ended, and stays to be seen."""
        return False

    # Writing

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values = form.cleaned_data
        if pk is not None:
            review = ReviewDocument.read({"accepted": values["accepted"], "reason": values["review_reason"]})
            lowering_review(actor=actor, lowering_id=pk, document=review, reason=values["reason"])
            return pk
        asked = {name: values[name] for name in ("technique", "level", "k", "expires_at")}
        document = LoweringDocument.read({**asked, "reason": values["asked_reason"]})
        edge_id = values["edge"].pk
        return lowering_ask(actor=actor, edge_id=edge_id, document=document, reason=values["reason"])

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, self.model, pk)

    @admin.action(description=gettext_lazy("Accept"))
    def accept(self, request: HttpRequest, queryset: QuerySet[Lowering]) -> None:
        """All or none, as a second person."""
        accepted = ReviewDocument(accepted=True)
        ids = list(queryset.values_list("pk", flat=True))
        for pk in ids:
            lowering_review(actor=actor_of(request), lowering_id=pk, document=accepted)
        said = ngettext("%(count)s lowering is in force.", "%(count)s lowerings are in force.", len(ids))
        messages.success(request, said % {"count": len(ids)})

    @admin.action(description=gettext_lazy("End before their time"))
    def end(self, request: HttpRequest, queryset: QuerySet[Lowering]) -> None:
        """All or none; the levels rise again at once."""
        ids = list(queryset.values_list("pk", flat=True))
        for pk in ids:
            lowering_end(actor=actor_of(request), lowering_id=pk)
        said = ngettext("%(count)s lowering has ended.", "%(count)s lowerings have ended.", len(ids))
        messages.success(request, said % {"count": len(ids)})

    @admin.display(description=gettext_lazy("state"))
    def told_state(self, lowering: Lowering) -> Any:
        return state_of(lowering).label

    @admin.display(description=gettext_lazy("review"))
    def accepted_said(self, lowering: Lowering) -> str:
        return _("accepted") if lowering.accepted else _("refused") if lowering.reviewed_at else ""


def state_of(lowering: Lowering) -> LoweringState:
    return LoweringState.of(lowering.accepted, lowering.expires_at, timezone.now())
