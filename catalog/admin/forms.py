"""The form of an asset and the rows of its parts, read into one `AssetChange`."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.choices import (
    AXES,
    AXIS_LABELS,
    AXIS_LETTERS,
    IMPORTANCE_LABELS,
    LEVEL_DEFINITIONS,
    LEVEL_LABELS,
)
from catalog.models import Asset, Field, ForeignKey, Ownership, Term, TermLink, UniqueKey
from common.actor import Actor
from common.admin import CommandForm, CommandFormSet, RowForm, Rows
from common.errors import FieldError, Invalid
from workshop.admin import site

PLAIN = (
    "kind", "namespace", "name", "title_fr", "title_en", "description_fr", "description_en",
    "colour", "shape", "importance", "importance_reason", "personal_data",
)  # fmt: skip
LAST = 2**31
RATED = (*AXES, "sensitivity_reason", "importance", "importance_reason")


def level_field(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    levels = [
        ("", _("not assessed")),
        *((n, format_lazy("{} – {}", n, name)) for n, name in _labels(LEVEL_LABELS)),
    ]
    return forms.TypedChoiceField(
        label=label, choices=lambda: levels, coerce=int, empty_value=None, required=False, help_text=help_text
    )


def _labels(labels: dict[int, Any]) -> Iterable[tuple[int, Any]]:
    return labels.items()


def _definitions(axis: str) -> str:
    return " · ".join(f"{level}: {text}" for level, text in LEVEL_DEFINITIONS[axis].items())


def axis_field(axis: str) -> forms.TypedChoiceField:
    """A level of DICP with what each level means beside it."""
    label = lazy(lambda: f"{AXIS_LETTERS[axis]} – {AXIS_LABELS[axis]}", str)()
    return level_field(label, lazy(_definitions, str)(axis))


class Lines(forms.CharField):
    """A list, one value on each line."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 24})

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class AssetForm(CommandForm):
    places = {"sensitivity.reason": "sensitivity_reason", **{f"sensitivity.{axis}": axis for axis in AXES}}
    actor: Actor

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tags = Lines(label=_("tags"), required=False, help_text=_("One on each line."))
    terms = forms.ModelMultipleChoiceField(
        label=_("terms"),
        required=False,
        queryset=Term.objects.none(),
        widget=AutocompleteSelectMultiple(TermLink._meta.get_field("term"), site),
    )
    availability = axis_field("availability")
    integrity = axis_field("integrity")
    confidentiality = axis_field("confidentiality")
    proof = axis_field("proof")
    importance = forms.TypedChoiceField(
        label=_("importance"),
        choices=[("", _("not assessed")), *IMPORTANCE_LABELS.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Asset
        fields = ["system", *PLAIN, "sensitivity_reason"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["namespace"].required = False
        if "terms" in self.fields:
            self.fields["terms"].queryset = Term.objects.filter(workshop_id=self.actor.workshop_id)  # type: ignore[attr-defined]
        if self.instance.pk:
            links = self.instance.term_links.filter(field=None)
            self.initial["terms"] = list(links.values_list("term_id", flat=True))
            self.initial["tags"] = "\n".join(self.instance.tags)
            self.initial["expected_version"] = self.instance.version


class FieldForm(RowForm):
    position = forms.IntegerField(label=_("position"), required=False, min_value=0)
    confidentiality = level_field(_("confidentiality"))
    terms = Lines(label=_("terms"), required=False, help_text=_("Codes, one on each line."))

    class Meta:
        model = Field
        fields = [
            "position", "name", "type", "required", "primary_key_position", "personal_data_category",
            "confidentiality", "description_fr", "description_en", "terms",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 2, "cols": 24})
            for name in ("description_fr", "description_en")
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None
        else:
            self.initial["terms"] = "\n".join(link.term.code for link in self.instance.term_links.all())

    @property
    def document(self) -> dict[str, Any]:
        return {"id": self.instance.pk, **{key: self.cleaned_data[key] for key in FIELD_KEYS}}


FIELD_KEYS = (
    "name", "type", "required", "personal_data_category", "confidentiality", "description_fr",
    "description_en", "terms",
)  # fmt: skip


class FieldRows(CommandFormSet):
    @staticmethod
    def row_order(form: Any) -> Any:
        """By position; a new row without one comes last."""
        position = form.cleaned_data["position"]
        return LAST if position is None else position


class UniqueKeyForm(RowForm):
    fields_named = Lines(label=_("fields"), help_text=_("One on each line."))

    class Meta:
        model = UniqueKey
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["fields_named"] = "\n".join(c.field.name for c in self.instance.columns.all())

    @property
    def document(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "fields": self.cleaned_data["fields_named"]}


class ForeignKeyForm(RowForm):
    columns = Lines(label=_("fields"), help_text=_("One pair on each line: field = field of the target."))

    class Meta:
        model = ForeignKey
        fields = ["name", "target", "proposed"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            pairs = [(c.field.name, c.target_field.name) for c in self.instance.columns.all()]
            self.initial["columns"] = "\n".join(f"{field} = {target}" for field, target in pairs)

    @property
    def document(self) -> dict[str, Any]:
        target, proposed = self.cleaned_data["target"], self.cleaned_data["proposed"]
        pairs = [line.partition("=") for line in self.cleaned_data["columns"]]
        return {
            "name": self.cleaned_data["name"],
            "target": {"namespace": target.namespace, "name": target.name},
            "columns": [{"field": a.strip(), "target_field": b.strip()} for a, _equals, b in pairs],
            "proposed": proposed,
        }


class OwnershipForm(RowForm):
    class Meta:
        model = Ownership
        fields = ["participant", "responsibility"]

    @property
    def document(self) -> dict[str, Any]:
        who = self.cleaned_data["participant"]
        return {"participant": who.nickname, "responsibility": self.cleaned_data["responsibility"]}


def change_read(form: Any, rows: Rows) -> dict[str, Any]:
    """What the page says about the asset: an `AssetChange` as plain data."""
    values = form.cleaned_data
    change = {name: values[name] for name in PLAIN if name in values}
    change |= {"system": values["system"].code, "tags": values["tags"]}
    change["terms"] = [term.code for term in values["terms"]]
    if "availability" in values:
        change["sensitivity"] = {axis: values[axis] for axis in AXES} | {
            "reason": values["sensitivity_reason"]
        }
    for section, forms_of_section in rows.items():
        change[section] = [row.document for row in forms_of_section]
    change["primary_key"] = _primary_key(rows["fields"])
    return change


def _primary_key(fields: Iterable[Any]) -> list[str]:
    placed: dict[int, str] = {}
    for n, row in enumerate(fields):
        position = row.cleaned_data["primary_key_position"]
        if position in placed:
            message = _("Two fields have the position %(position)s in the primary key.")
            place = f"fields.{n}.primary_key_position"
            raise Invalid(errors=[FieldError(place, "duplicate", message % {"position": position})])
        if position:
            placed[position] = row.cleaned_data["name"]
    return [placed[position] for position in sorted(placed)]
