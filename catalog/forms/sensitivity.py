"""DICP and importance: four needs with the definition of each level beside it, and a separate value."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import (
    AXES,
    AXIS_LABELS,
    AXIS_LETTERS,
    IMPORTANCE_LABELS,
    LEVEL_DEFINITIONS,
    LEVEL_LABELS,
)
from catalog.forms.base import DocumentForm, number, with_empty
from common.errors import FieldError

NOT_ASSESSED = _("Not assessed")


def _axis(axis: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=AXIS_LABELS[axis],
        required=False,
        choices=with_empty(LEVEL_LABELS.items(), NOT_ASSESSED),
        widget=forms.RadioSelect,
    )


class SensitivityForm(DocumentForm):
    availability = _axis("availability")
    integrity = _axis("integrity")
    confidentiality = _axis("confidentiality")
    proof = _axis("proof")
    justification = forms.CharField(
        label=_("Justification"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What would happen, and to whom? One sentence is enough."),
    )
    importance = forms.ChoiceField(
        label=_("Importance"),
        required=False,
        choices=with_empty(IMPORTANCE_LABELS.items(), NOT_ASSESSED),
        widget=forms.RadioSelect,
    )
    importance_reason = forms.CharField(
        label=_("Reason for the importance"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, asset: Mapping[str, Any]):
        levels = {axis: _shown(asset["sensitivity"][axis]) for axis in AXES}
        initial = {
            **levels,
            "justification": asset["sensitivity"]["reason"],
            "importance": _shown(asset["importance"]),
            "importance_reason": asset["importance_reason"],
            "version": asset["version"],
        }
        super().__init__(data, initial=initial)

    def axes(self) -> list[dict[str, Any]]:
        """Each axis with its radio buttons and the definition that belongs to each."""
        return [
            {
                "letter": AXIS_LETTERS[axis],
                "input": self[axis],
                "options": [
                    {
                        "radio": radio,
                        "definition": _definition(axis, radio.data["value"]),
                    }
                    for radio in self[axis]
                ],
            }
            for axis in AXES
        ]

    def document(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "sensitivity": {
                **{axis: number(values[axis]) for axis in AXES},
                "reason": values["justification"],
            },
            "importance": number(values["importance"]),
            "importance_reason": values["importance_reason"],
        }

    def input_of(self, error: FieldError) -> str:
        name = error.path.removeprefix("sensitivity.")
        return "justification" if name == "reason" else name


def _definition(axis: str, value: str) -> Any:
    level = number(value)
    return "" if level is None else LEVEL_DEFINITIONS[axis][level]


def _shown(level: int | None) -> Any:
    return "" if level is None else level
