"""The form of a notion; its code comes from its name."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog.documents import TermDocument
from common.errors import Conflict, FieldError, Invalid, Outdated
from common.forms import CommandForm


class TermForm(CommandForm):
    refusals = (Invalid, Conflict, Outdated)

    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    definition_fr = forms.CharField(
        label=_("Definition in French"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    definition_en = forms.CharField(
        label=_("Definition in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def input_of(self, error: FieldError) -> str:
        name = super().input_of(error)
        return "name_fr" if name == "code" else name

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def document(self) -> TermDocument:
        """A new notion."""
        name = self.cleaned_data["name_en"] or self.cleaned_data["name_fr"]
        return TermDocument.read({"code": slugify(name)[:63].strip("-_"), **self.values})
