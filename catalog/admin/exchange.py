"""Files in the admin: formats, limits, and what is said about a file that cannot be read."""

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from import_export.admin import ImportExportMixin
from import_export.formats import base_formats
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result, RowResult
from tablib import Dataset

from catalog.admin.bulk import BulkChanges
from catalog.resources import AssetSheet, FieldSheet
from common.admin import actor_of

BYTES_MAX = 10_000_000
SALT = "catalog.admin.import"
HOUR = 3600  # seconds between preview and confirmation


class Unreadable(ValueError):
    """A file that is not what its format says; its text is for the reader."""


class Csv(base_formats.CSV):
    """UTF-8 with the mark that Excel looks for; commas, semicolons or tabs are read."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return ("\ufeff" + dataset.export("csv")).encode()

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Dataset:
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = in_stream[: error.start].count(b"\n") + 1
            message = _(
                "Line %(line)s is not UTF-8. Save the file as “CSV UTF-8” or as XLSX, then send it again."
            )
            raise Unreadable(message % {"line": line}) from None
        header = text.partition("\n")[0]
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True
        )
        try:
            return _dataset(reader)
        except csv.Error as error:
            message = _("Line %(line)s is broken (%(error)s). Look for a quotation mark that is not closed.")
            raise Unreadable(message % {"line": reader.line_num, "error": error}) from None


def _dataset(reader: Any) -> Dataset:
    headers: list[str] = next(reader, [])
    dataset = Dataset(headers=headers)
    for row in reader:
        if not row:
            continue
        if len(row) != len(headers):
            message = _("Line %(line)s has %(cells)s cells, but the header has %(headers)s.")
            values = {"line": reader.line_num, "cells": len(row), "headers": len(headers)}
            raise Unreadable(message % values)
        dataset.append(row)
    return dataset


FORMATS = [Csv, base_formats.XLSX]


class FileForm(ImportForm):
    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > BYTES_MAX:
            message = _("The file has %(size)s MB; send at most %(max)s MB. Split it, and send the parts.")
            values = {"size": file.size // 1_000_000, "max": BYTES_MAX // 1_000_000}
            raise ValidationError(message % values)
        return file


class ConfirmForm(ConfirmImportForm):
    """Names the uploaded file by a signature: nobody else's file can be read through it."""

    format = forms.ChoiceField(choices=[(str(n), n) for n in range(len(FORMATS))], widget=forms.HiddenInput)
    resource = forms.ChoiceField(choices=[("0", 0), ("1", 1)], widget=forms.HiddenInput)

    def clean_import_file_name(self) -> str:
        try:
            name = signing.loads(self.cleaned_data["import_file_name"], salt=SALT, max_age=HOUR)
        except signing.BadSignature:
            raise ValidationError(_("This preview is too old. Send the file again.")) from None
        self.cleaned_data["import_file_name"] = name
        return str(super().clean_import_file_name())


class CatalogueFiles(ImportExportMixin, BulkChanges):
    resource_classes = [AssetSheet, FieldSheet]
    import_formats = export_formats = FORMATS
    import_form_class = FileForm
    confirm_form_class = ConfirmForm
    export_form_class = ExportForm
    import_template_name = "admin/catalog/asset/import.html"
    export_template_name = "admin/catalog/asset/export.html"
    import_export_change_list_template = "admin/catalog/asset/list.html"
    skip_admin_log = True

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"actor": actor_of(request)}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> Any:
        initial = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"], salt=SALT)
        return initial

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        message = _("This is not a file of the chosen format. Save it as “CSV UTF-8” or as XLSX.")
        form.add_error("import_file", str(e) if isinstance(e, Unreadable) else message)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, _("This file was taken already, or is gone. Send it again."))
            return HttpResponseRedirect(self.url("import"))
        return answer

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            message = _(
                "The catalogue changed since the preview, so nothing was written. Send the file again."
            )
            messages.error(request, message)
            return HttpResponseRedirect(self.url("import"))
        created, updated = (
            result.totals[RowResult.IMPORT_TYPE_NEW],
            result.totals[RowResult.IMPORT_TYPE_UPDATE],
        )
        said = ngettext("%(count)s row was taken.", "%(count)s rows were taken.", created + updated)
        messages.success(request, said % {"count": created + updated})
        self.offer_undo(request)
        return HttpResponseRedirect(self.url("changelist"))
