"""Systems on their plates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import Plate, Zone
from catalog.forms.base import DocumentForm
from catalog.models import System

NAMES = (
    "code",
    "title_fr",
    "title_en",
    "description_fr",
    "description_en",
    "plate",
    "zone",
    "position",
)


class SystemForm(DocumentForm):
    title_fr = forms.CharField(label=_("Title (French)"))
    title_en = forms.CharField(label=_("Title (English)"), required=False)
    code = forms.CharField(
        label=_("Code"), help_text=_("Short stable name: small letters, digits and hyphens, such as crm.")
    )
    plate = forms.ChoiceField(label=_("Plate"), choices=Plate.choices, widget=forms.RadioSelect)
    zone = forms.ChoiceField(label=_("Zone"), choices=Zone.choices)
    position = forms.IntegerField(
        label=_("Position"), required=False, help_text=_("Order from left to right, 0 to 999.")
    )
    description_fr = forms.CharField(
        label=_("Description (French)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description_en = forms.CharField(
        label=_("Description (English)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, system: System | None = None):
        values = {name: getattr(system, name) for name in (*NAMES, "version")} if system else {}
        super().__init__(data, initial=values)

    def document(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in NAMES}
        return {**values, "position": values["position"] or 0}
