"""The admin as a door: rows of the actor's workshop only, rights from `access.py`, writes by commands.

Django's admin writes through the ORM. Here a form and its inlines are only read, then handed to one
command (`CommandAdmin.write`). What the command refuses is thrown out of the transaction, and the
page is built again with each error at its place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.actor import Actor
from common.errors import AppError, FieldError
from common.wording import DOORS, door_label

Rows = Mapping[str, Sequence[Any]]  # the filled forms of each inline, by its section


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def places_refused(refused: AppError | None) -> Sequence[FieldError]:
    """Each place a command refused; an error without places concerns the whole form."""
    if refused is None:
        return ()
    return refused.errors or [FieldError("", refused.code, refused.message)]


def refuse_at(form: forms.BaseForm, path: str, message: Any) -> None:
    """Show an error at the field that `path` begins with, or above the form."""
    place = path.partition(".")[0]
    if place in form.fields:
        form.add_error(place, str(message))
    else:
        form.add_error(None, f"{path}: {message}" if path else str(message))


class CommandForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that only reads: what its values mean is checked by the command."""

    refused: AppError | None = None  # set for the second pass, on the class made for that request
    sections: frozenset[str] = frozenset()  # those whose errors an inline shows
    places: Mapping[str, str] = {}  # path in the document → field of the form, where they differ

    reason = forms.CharField(label=gettext_lazy("Reason for the change"), required=False, max_length=500)

    def _post_clean(self) -> None:
        """The model's rules stay with the command: it sees the whole, where a form sees one row."""

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        for error in places_refused(self.refused):
            section, _dot, rest = error.path.partition(".")
            if not (section in self.sections and rest):
                refuse_at(self, self.places.get(error.path, error.path), error.message)


class RowForm(CommandForm):
    """One row of an inline."""

    reason = None  # type: ignore[assignment]

    def full_clean(self) -> None:
        forms.ModelForm.full_clean(self)


class CommandFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows of an inline; each error of the command is shown at its row."""

    section = ""
    refused: AppError | None = None

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name each input by its column: in a table no label stands beside it."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(str(field.label or "")))

    @property
    def rows(self) -> list[Any]:
        """The rows that shall be, in the order in which the command gets them."""
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return sorted(kept, key=self.row_order)

    @staticmethod
    def row_order(form: Any) -> Any:
        return 0

    def clean(self) -> None:
        """Uniqueness and the like: see `CommandForm._post_clean`."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refused is not None:
            for path, message in self._own_errors():
                self._refuse(path, message)

    def _own_errors(self) -> Iterator[tuple[str, Any]]:
        for error in places_refused(self.refused):
            section, _dot, rest = error.path.partition(".")
            if section == self.section and rest:
                yield rest, error.message

    def _refuse(self, path: str, message: Any) -> None:
        index, _dot, place = path.partition(".")
        rows = self.rows if all(hasattr(form, "cleaned_data") for form in self.forms) else []
        if index.isdigit() and int(index) < len(rows):
            refuse_at(rows[int(index)], place, message)
        else:
            self._non_form_errors.append(f"{path}: {message}")  # type: ignore[attr-defined]


class Scoped:
    """Rows, and what foreign keys may choose from, are those of the actor's workshop."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.filter(workshop_id=actor_of(request).workshop_id)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rows = db_field.remote_field.model._default_manager
        kwargs["queryset"] = rows.filter(workshop_id=actor_of(request).workshop_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class CommandInline(Scoped, admin.TabularInline):  # type: ignore[type-arg]
    """Rows written with the object they belong to, so whoever may change that may change them."""

    section = ""
    form = RowForm
    formset = CommandFormSet
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.section, formset.refused = self.section, getattr(request, "refused", None)
        return formset

    def _may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        owner = self.admin_site.get_model_admin(self.parent_model)
        return owner.has_change_permission(request, obj) if obj else owner.has_add_permission(request)

    has_change_permission = has_delete_permission = has_add_permission = _may_change

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


def as_json(value: Any) -> str:
    """Data for people to read: indented, and marked as no prose."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


def yes_or_no(name: str, label: Any) -> Any:
    """A column in words: the picture that Django puts there is called “True” in every language."""

    @admin.display(description=label, ordering=name)
    def said(_admin: Any, row: Any) -> str:
        return _("yes") if getattr(row, name) else _("no")

    return said


class DoorFilter(admin.SimpleListFilter):
    title = gettext_lazy("door")
    parameter_name = "door"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(DOORS.items())

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset.filter(door=self.value()) if self.value() else queryset


class CommandAdmin(Scoped, admin.ModelAdmin):  # type: ignore[type-arg]
    """Subclasses say who may (`has_…_permission`), and give `write`, `remove` and `versions`."""

    form = CommandForm
    show_full_result_count = False
    object_history_template = "admin/versions.html"

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        """Call the command that makes (`pk` is None) or changes the object; answers its id."""
        raise NotImplementedError

    def remove(self, actor: Actor, pk: int) -> None:
        """Call the command that deletes the object."""
        raise NotImplementedError

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        """Who changed the object, when, through which door, why, and what; raises `NotFound`."""
        raise NotImplementedError

    @admin.display(description=gettext_lazy("door"), ordering="door")
    def door_said(self, row: Any) -> str:
        return door_label(row.door)

    # Rights

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).workshop_id is not None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    # Writing

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor, form.refused = actor_of(request), getattr(request, "refused", None)
        form.sections = frozenset(getattr(inline, "section", "") for inline in self.inlines)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except AppError as refused:
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the command is called once, when the inlines are read too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        rows = {formset.section: formset.rows for formset in formsets}
        obj = form.instance
        obj.pk = self.write(actor_of(request), form, rows, obj.pk if change else None)
        obj.refresh_from_db()

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        return []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(actor_of(request), obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for obj in queryset:
            self.remove(actor_of(request), obj.pk)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except AppError as refused:
            return self.turned_back(request, refused, "change", object_id)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What the confirmation page lists. What refers to it is the command's to say."""
        denied = {self.opts.verbose_name for obj in objs if not self.has_delete_permission(request, obj)}
        return [str(obj) for obj in objs], {self.opts.verbose_name_plural: len(objs)}, denied, []

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            with transaction.atomic():
                return super().response_action(request, queryset, *args, **kwargs)
        except AppError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())

    def turned_back(self, request: HttpRequest, refused: AppError, page: str, *args: Any) -> HttpResponse:
        """Back to a page of this model with the refusal on top."""
        messages.error(request, str(refused))
        return HttpResponseRedirect(self.url(page, *args))

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    # The history of the rows says more than the admin's own log, and is the same for every door.

    def log_addition(self, *args: Any) -> Any:
        return None

    def log_change(self, *args: Any) -> Any:
        return None

    def log_deletions(self, *args: Any) -> Any:
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        versions = self.versions(actor_of(request), obj.pk)
        return self.page(request, self.object_history_template, _("History"), obj, versions=versions)

    def page(
        self, request: HttpRequest, template: Any, title: str, obj: Any = None, **context: Any
    ) -> TemplateResponse:
        """A page of ours inside the frame of the admin."""
        frame = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(obj) if obj else None,
            "original": obj,
            "object": obj,
            "opts": self.opts,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "preserved_filters": self.get_preserved_filters(request),
        }
        return TemplateResponse(request, template, {**frame, **context})


class RecordAdmin(CommandAdmin):
    """What happened: written once, then only looked at.

    What it was about may be gone: `beside` names what is read apart, since a join would drop the rows.
    """

    beside: Sequence[str] = ()

    def rows(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows that the actor may see."""
        return super().get_queryset(request)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.rows(request).prefetch_related(*self.beside)

    @admin.display(description=gettext_lazy("asset"))
    def asset_name(self, row: Any) -> str:
        try:
            return str(row.asset)
        except ObjectDoesNotExist:
            return f"#{row.asset_id}"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return []
