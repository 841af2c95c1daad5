"""A brick of whatever asset: one input for each of its fields; and a file of many."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import FieldType
from common.errors import FieldError
from common.forms import CommandForm, Lenient
from common.lessons import fed_by
from common.models import bilingual
from exchange.shape import cell_read, json_type

YES_NO = [("", "—"), ("true", _("yes")), ("false", _("no"))]
INPUTS: dict[str, Any] = {
    FieldType.INTEGER: lambda: forms.TextInput({"inputmode": "numeric"}),
    FieldType.DECIMAL: lambda: forms.TextInput({"inputmode": "decimal"}),
    FieldType.FLOAT: lambda: forms.TextInput({"inputmode": "decimal"}),
    FieldType.BOOLEAN: lambda: forms.Select(choices=YES_NO),
    FieldType.DATE: lambda: forms.DateInput({"type": "date"}),
    FieldType.TIME: lambda: forms.TimeInput({"type": "time"}),
    FieldType.DATETIME: lambda: forms.DateTimeInput({"type": "datetime-local", "step": "1"}),
    FieldType.JSON: lambda: forms.Textarea({"rows": 3}),
}


class BrickForm(CommandForm):
    """Inputs `f0`, `f1`… for the fields of an asset in their order. Nothing is required: the API refuses, and says why.

    `choices` are suggestions by field: what a link may point to. Other values may be typed, and be wrong.
    """

    use_required_attribute = False
    key = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: Any,
        asset: Mapping[str, Any],
        values: Mapping[str, Any] | None = None,
        version: int | None = None,
        choices: Mapping[str, Any] | None = None,
        **options: Any,
    ):
        initial = {"key": str(uuid4()), "version": version}
        options["initial"] = initial
        super().__init__(*arguments, **options)
        self.asset = asset
        self.suggested = choices or {}
        for n, described in enumerate(asset["fields"]):
            self.fields[f"f{n}"] = _input(described, described["name"] in asset["primary_key"])
            self.initial[f"f{n}"] = _shown((values or {}).get(described["name"]))
            if described["name"] in self.suggested:
                self.fields[f"f{n}"].widget.attrs["list"] = f"suggested-f{n}"

    @property
    def suggestions(self) -> list[tuple[str, Any]]:
        """Lists that inputs name: their ids, and their options as (value, label)."""
        names = {field["name"]: f"suggested-f{n}" for n, field in enumerate(self.asset["fields"])}
        return [(names[name], options) for name, options in self.suggested.items()]

    def values(self) -> dict[str, Any]:
        """What was typed, as the values of a brick; an empty input is no value."""
        read = {
            field["name"]: cell_read(self.cleaned_data.get(f"f{n}", ""), field["type"])
            for n, field in enumerate(self.asset["fields"])
        }
        return {name: value for name, value in read.items() if value is not None}

    def input_of(self, error: FieldError) -> str:
        """`bricks.0.<field>` and `values.<field>` are the input of that field."""
        name = error.path.removeprefix("bricks.0.").removeprefix("values.")
        inputs = {field["name"]: f"f{n}" for n, field in enumerate(self.asset["fields"])}
        return inputs.get(name, "")


def _input(described: Mapping[str, Any], is_key: bool) -> forms.Field:
    kind = described["type"]
    widget = INPUTS.get(kind, forms.TextInput)()
    widget.attrs |= fed_by(["values", described["name"]], json_type(kind)) | {"autocomplete": "off"}
    says = bilingual(described, "description")
    help_text = f"{says} ({_('key')})" if is_key and says else says or (_("key") if is_key else "")
    return Lenient(
        required=described["required"] or is_key,
        strip=False,
        max_length=20_000,
        label=described["name"],
        help_text=help_text,
        widget=widget,
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class FileForm(CommandForm):
    """Many bricks from a file."""

    key = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV under a header that names the fields, or one JSON object a line (.ndjson, .jsonl)."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.ndjson,.jsonl"}),
    )

    def __init__(self, *arguments: Any, **options: Any):
        options["initial"] = {"key": str(uuid4())}
        super().__init__(*arguments, **options)

    @property
    def is_csv(self) -> bool:
        return not str(self.cleaned_data["file"].name).lower().endswith((".ndjson", ".jsonl"))

    def place(self, error: FieldError) -> None:
        """A refused line is named with its place, above the form."""
        place = error.path.replace("lines.", "", 1)
        self.add_error(None, f"{place}: {error.message}" if place else str(error.message))
