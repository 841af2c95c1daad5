"""The rows of fields in the asset form: they are added and removed with and without JavaScript."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext_lazy as _

from catalog.choices import LEVEL_LABELS, FieldType, PersonalDataCategory
from catalog.forms.base import level_choices, number, with_empty
from common.errors import FieldError

ROWS_MAX = 2000  # fields of one asset, as in its document
ROWS_AT_FIRST = 2
KEPT = ("name", "type", "required", "description_fr", "description_en", "personal_data_category")


class FieldRow(forms.Form):
    """One field of the asset; a row left without a name is no field."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), required=False)
    type = forms.ChoiceField(label=_("Type"), choices=FieldType.choices, initial=FieldType.STRING.value)
    required = forms.BooleanField(label=_("Required"), required=False)
    key = forms.BooleanField(label=_("Key"), required=False, help_text=_("Part of the primary key."))
    personal_data_category = forms.ChoiceField(
        label=_("Personal data"),
        required=False,
        choices=with_empty(PersonalDataCategory.choices, _("Not said yet")),
    )
    description_fr = forms.CharField(label=_("Description (French)"), required=False)
    description_en = forms.CharField(label=_("Description (English)"), required=False)
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"), required=False, choices=level_choices(LEVEL_LABELS, _("Not assessed"))
    )

    @property
    def is_field(self) -> bool:
        """Whether the row says anything, so that blank ones are passed over and nameless ones refused."""
        values = self.cleaned_data
        if values.get("DELETE"):
            return False
        return bool(values["name"] or values["id"] or values["description_fr"] or values["description_en"])


class FieldRows(forms.BaseFormSet):
    """The rows, and the way between them and the `fields` and `primary_key` of a document."""

    form = FieldRow
    renderer = get_default_renderer()
    extra, min_num, max_num, absolute_max = 0, 0, ROWS_MAX, ROWS_MAX
    can_order, can_delete, can_delete_extra = False, True, True
    validate_min, validate_max, edit_only = False, True, False

    def __init__(self, data: Any = None, *, asset: Mapping[str, Any] | None = None, more: int = 0):
        self.present = list(asset["fields"]) if asset else []
        self.before = {row["id"]: row for row in self.present if row["id"]}
        self.key_before = list(asset["primary_key"]) if asset else []
        super().__init__(_with_more(data, more), prefix="fields", initial=self._initial())
        self.extra = 0 if self.present else ROWS_AT_FIRST

    def _initial(self) -> list[dict[str, Any]]:
        return [
            {
                **{name: row[name] for name in ("id", *KEPT)},
                "confidentiality": "" if row["confidentiality"] is None else row["confidentiality"],
                "key": row["name"] in self.key_before,
            }
            for row in self.present
        ]

    def add_fields(self, form: FieldRow, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this field")

    @property
    def fields_typed(self) -> list[FieldRow]:
        """The rows that become fields, in the order of the document."""
        return [row for row in self.forms if row.is_field]

    def document(self) -> dict[str, Any]:
        return {
            "fields": [self._field(row) for row in self.fields_typed],
            "primary_key": self._primary_key(),
        }

    def _field(self, row: FieldRow) -> dict[str, Any]:
        values, before = row.cleaned_data, self.before.get(row.cleaned_data["id"])
        return {
            **{name: values[name] for name in KEPT},
            "id": before["id"] if before else None,
            "confidentiality": number(values["confidentiality"]),
            "terms": before["terms"] if before else [],
        }

    def _primary_key(self) -> list[str]:
        """The ticked fields: those of the present key in its order, then the new ones."""
        ticked = [row.cleaned_data for row in self.fields_typed if row.cleaned_data["key"]]
        places = {name: n for n, name in enumerate(self.key_before)}

        def place(values: dict[str, Any]) -> int:
            before = self.before.get(values["id"])
            return places.get(before["name"], len(places)) if before else len(places)

        return [values["name"] for values in sorted(ticked, key=place)]

    def place(self, error: FieldError) -> bool:
        """Show an error of `fields.3.name` in its row; whether it is one."""
        section, _dot, rest = error.path.partition(".")
        index, _dot, name = rest.partition(".")
        if section != "fields" or not index.isdigit():
            return False
        row = self.fields_typed[int(index)]
        row.add_error(name if name in row.fields else "name", str(error.message))
        return True


def _with_more(data: Any, more: int) -> Any:
    """The data that came in, with room for `more` rows: what “add a field” does without JavaScript."""
    if data is None or not more:
        return data
    data, total = data.copy(), "fields-TOTAL_FORMS"
    if data.get(total, "").isdigit():
        data[total] = str(min(int(data[total]) + more, ROWS_MAX))
    return data
