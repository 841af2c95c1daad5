"""The admin site, and the workshop in it: its people with their roles, its agenda."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.admin import CommandAdmin, CommandForm, CommandInline, Rows, actor_of
from workshop import access
from workshop.choices import Role
from workshop.commands import (
    account_create,
    participant_update,
    role_assign,
    role_withdraw,
    step_update,
    workshop_go_to_step,
    workshop_update,
)
from workshop.models import Participant, RoleAssignment, Step, Workshop
from workshop.queries import participants_of, role_assignments_of, row_versions, workshops_joined


class Site(admin.AdminSite):
    """Open to those whose roles allow it in the workshop they are in, superuser or not."""

    site_title = site_header = _("Stewards’ office")
    index_title = _("What this workshop holds")
    login_form = AuthenticationForm  # who may enter depends on roles, not on `is_staff`
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return access.can_enter_admin(actor_of(request))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if self.has_permission(request):
            context["workshops"] = list(workshops_joined(actor_of(request)))
            context["workshop_current_id"] = actor_of(request).workshop_id
        return context

    def get_urls(self) -> Any:
        """Without the redirect to any object of any table by its id, which knows no workshop."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]


site = Site(name="admin")


class RoomAdmin(CommandAdmin):
    """What only the facilitator changes, and stewards look at."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_manage_workshop(actor_of(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return row_versions(actor, self.model, pk)


@admin.register(Workshop, site=site)
class WorkshopAdmin(RoomAdmin):
    list_display = ["name", "join_code", "language", "current_step"]
    list_select_related = ["current_step"]
    fields = ["name", "join_code", "language", "current_step", "reason"]
    readonly_fields = ["join_code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workshop]:
        return Workshop.objects.filter(pk=actor_of(request).workshop_id)

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values, reason = form.cleaned_data, form.cleaned_data["reason"]
        workshop_update(actor=actor, name=values["name"], language=values["language"], reason=reason)
        if "current_step" in form.changed_data:
            step = values["current_step"]
            workshop_go_to_step(actor=actor, step_id=step and step.pk, reason=reason)
        return actor.workshop_id


@admin.register(Step, site=site)
class StepAdmin(RoomAdmin):
    list_display = ["position", "__str__", "starts_minute", "minutes", "slides"]
    list_display_links = ["__str__"]
    search_fields = ["title_fr", "title_en", "code"]
    fields = ["code", "title_fr", "title_en", "starts_minute", "minutes", "slides", "reason"]
    readonly_fields = ["code", "title_fr", "title_en"]

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        assert pk is not None, "steps come with the workshop"
        return step_update(actor=actor, step_id=pk, **form.cleaned_data).pk


class AccountForm(CommandForm):
    """Somebody new with a log-in of their own; everybody else joins with the code of the room."""

    username = forms.CharField(label=_("user name"), max_length=150)
    password = forms.CharField(label=_("password"), widget=forms.PasswordInput(render_value=False))
    role = forms.ChoiceField(label=_("role"), choices=Role.choices, initial=Role.STEWARD)

    class Meta:
        model = Participant
        fields = ["nickname"]


class RoleInline(CommandInline):
    model = RoleAssignment
    section = "roles"
    fields = ["role", "step"]


@admin.register(Participant, site=site)
class ParticipantAdmin(RoomAdmin):
    list_display = ["nickname", "table_number", "roles"]
    list_filter = ["role_assignments__role", "table_number"]
    search_fields = ["nickname", "nickname_key"]
    inlines = [RoleInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        return participants_of(actor_of(request))

    @admin.display(description=_("roles"))
    def roles(self, participant: Participant) -> str:
        return ", ".join(
            f"{role.get_role_display()} ({role.step})" if role.step else str(role.get_role_display())
            for role in participant.role_assignments.all()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["username", "password", "nickname", "role", "reason"]
        return ["nickname", "table_number", "reason"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = AccountForm
        return super().get_form(request, obj, change, **kwargs)

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        if pk is None:
            return account_create(actor=actor, **form.cleaned_data).pk
        participant_update(actor=actor, participant_id=pk, **form.cleaned_data)
        self._write_roles(actor, pk, rows["roles"], form.cleaned_data["reason"])
        return pk

    def _write_roles(self, actor: Actor, pk: int, rows: Any, reason: str) -> None:
        """Give first, then take: a facilitator may change the steps of their own role."""
        kept = set()
        for row in rows:
            step = row.cleaned_data["step"]
            kept.add(
                role_assign(
                    actor=actor,
                    participant_id=pk,
                    role=row.cleaned_data["role"],
                    step_id=step and step.pk,
                    reason=reason,
                ).pk
            )
        had = role_assignments_of(actor).filter(participant_id=pk)
        for assignment_id in had.exclude(pk__in=kept).values_list("pk", flat=True):
            role_withdraw(actor=actor, assignment_id=assignment_id, reason=reason)
