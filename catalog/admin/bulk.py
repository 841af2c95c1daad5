"""Actions on many assets: each asks for one value, then runs one command that can be undone as a whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog import access
from catalog.admin.forms import axis_field
from catalog.choices import AXES, Status
from catalog.commands import assets_move, assets_tag, assets_update, change_undo
from catalog.documents import AssetChange
from catalog.models import Asset
from catalog.queries.versions import changes_of
from common.actor import Actor
from common.admin import CommandAdmin, actor_of
from common.errors import AppError, Invalid
from workshop.models import Participant
from workshop.queries import participants_of

MANY = 1000  # assets in one action


class BulkForm(forms.Form):
    """What an action asks before it runs."""

    reason = forms.CharField(label=gettext_lazy("Reason for the change"), required=False, max_length=500)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order_fields([name for name in self.fields if name != "reason"])

    def run(self, ids: list[int]) -> None:
        """Call the command with what was asked."""
        raise NotImplementedError


class OwnerForm(BulkForm):
    owner = forms.ModelChoiceField(
        label=gettext_lazy("accountable owner"), queryset=Participant.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = participants_of(self.actor)  # type: ignore[attr-defined]

    def run(self, ids: list[int]) -> None:
        owner = {"participant": self.cleaned_data["owner"].nickname, "responsibility": "accountable"}
        change = AssetChange.read({"ownerships": [owner]})
        assets_update(actor=self.actor, asset_ids=ids, change=change, reason=self.cleaned_data["reason"])


class StatusForm(BulkForm):
    status = forms.ChoiceField(label=gettext_lazy("status"), choices=Status.choices)

    def run(self, ids: list[int]) -> None:
        values = self.cleaned_data
        assets_move(actor=self.actor, asset_ids=ids, status=values["status"], reason=values["reason"])


class RatingForm(BulkForm):
    availability = axis_field("availability")
    integrity = axis_field("integrity")
    confidentiality = axis_field("confidentiality")
    proof = axis_field("proof")
    sensitivity_reason = forms.CharField(
        label=gettext_lazy("justification of the sensitivity"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def run(self, ids: list[int]) -> None:
        """An axis that is left open here stays as it is."""
        values = self.cleaned_data
        levels = {axis: values[axis] for axis in AXES if values[axis] is not None}
        change = AssetChange.read({"sensitivity": {**levels, "reason": values["sensitivity_reason"]}})
        assets_update(actor=self.actor, asset_ids=ids, change=change, reason=values["reason"])


class TagForm(BulkForm):
    tag = forms.CharField(label=gettext_lazy("tag"), max_length=200)

    def run(self, ids: list[int]) -> None:
        values = self.cleaned_data
        assets_tag(actor=self.actor, asset_ids=ids, tag=values["tag"], reason=values["reason"])


def asking(form_class: type[BulkForm], name: str, description: Any) -> Callable[..., Any]:
    """An admin action that shows `form_class` first."""

    def action(model_admin: Any, request: HttpRequest, queryset: QuerySet[Asset]) -> HttpResponse | None:
        answer: HttpResponse | None = model_admin.ask(request, queryset, form_class, name, description)
        return answer

    action.__name__ = name
    return admin.action(description=description, permissions=["change"])(action)


class BulkChanges(CommandAdmin):
    actions = [
        asking(OwnerForm, "assign_owner", gettext_lazy("Assign an owner")),
        asking(StatusForm, "set_status", gettext_lazy("Set the status")),
        asking(RatingForm, "rate", gettext_lazy("Rate (DICP)")),
        asking(TagForm, "add_tag", gettext_lazy("Add a tag")),
    ]

    def get_urls(self) -> Any:
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("undo/<uuid:request_id>/", undo, name="catalog_asset_undo"), *super().get_urls()]

    def ask(
        self,
        request: HttpRequest,
        queryset: QuerySet[Asset],
        form_class: type[BulkForm],
        name: str,
        title: Any,
    ) -> HttpResponse | None:
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MANY + 1])
        if len(ids) > MANY:
            raise Invalid(_("Choose at most %(max)s assets for one change.") % {"max": MANY})
        asked = "apply" in request.POST
        form = form_class(actor_of(request), request.POST if asked else None)
        if asked and form.is_valid():
            form.run(ids)
            self.offer_undo(request)
            return None
        names = queryset.order_by("name").values_list("name", flat=True)[:20]
        context = {"form": form, "ids": ids, "names": names, "more": len(ids) - len(names), "action": name}
        return self.page(request, "admin/catalog/asset/bulk.html", title, **context)

    # Undo

    def offer_undo(self, request: HttpRequest) -> None:
        """Say what this request changed, with a link that takes it all back."""
        changed = changes_of(actor_of(request), actor_of(request).request_id)
        if not changed:
            messages.info(request, _("Nothing to change: it was so already."))
            return
        url = self.url("undo", actor_of(request).request_id)
        count = len({version["asset_id"] for version in changed})
        said = ngettext("%(count)s asset changed.", "%(count)s assets changed.", count) % {"count": count}
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, url, _("Undo")))

    def undo_view(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        if not access.can_describe(actor):
            raise PermissionDenied
        versions = changes_of(actor, request_id)
        if not versions:
            raise Http404
        if request.method == "POST":
            return self._undo(request, request_id)
        title = _("Undo a change as a whole")
        return self.page(request, "admin/catalog/asset/undo.html", title, versions=versions)

    def _undo(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        reason = request.POST.get("reason", "")[:500]
        try:
            change_undo(actor=actor_of(request), request_id=request_id, reason=reason)
        except AppError as refused:
            return self.turned_back(request, refused, "undo", request_id)
        messages.success(request, _("The change was taken back."))
        return HttpResponseRedirect(self.url("changelist"))
