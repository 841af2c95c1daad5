"""Asking that confidentiality falls along an edge, and answering."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.choices import LEVEL_LABELS
from catalog.forms.base import level_choices, number
from common.forms import CommandForm
from lineage.choices import K_MIN, Technique
from lineage.forms.looking import moment_read

KEPT_FOR = timedelta(days=90)  # proposed until it is looked at again


class LoweringForm(CommandForm):
    technique = forms.ChoiceField(
        label=_("How"),
        choices=Technique.choices,
        widget=forms.RadioSelect,
        help_text=_("A pseudonym alone does not count: it can be turned back into the person."),
    )
    level = forms.ChoiceField(
        label=_("Confidentiality after"),
        choices=level_choices(LEVEL_LABELS, "—"),
        help_text=_("The level that passes along this edge."),
    )
    k = forms.IntegerField(
        label=_("People in each group (k)"),
        required=False,
        help_text=_("For an aggregation: %(min)s or more, so that nobody can be picked out.")
        % {"min": K_MIN},
    )
    reason = forms.CharField(
        label=_("Why is this safe?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A second person reads this before it counts."),
    )
    expires_at = forms.CharField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Then it is looked at again; without that, the level rises again."),
    )

    def __init__(self, data: Any = None):
        until = timezone.localdate() + KEPT_FOR
        super().__init__(data, initial={"expires_at": until.isoformat()})
        what = gettext("For an aggregation: %(min)s or more, so that nobody can be picked out.")
        self.fields["k"].help_text = what % {"min": K_MIN}

    def document(self) -> dict[str, Any]:
        values = self.cleaned_data
        until = moment_read(values["expires_at"])
        return {
            "technique": values["technique"],
            "level": number(values["level"]),
            "k": values["k"],
            "reason": values["reason"],
            "expires_at": until or values["expires_at"],
        }


class ReviewForm(CommandForm):
    """Two buttons and why; the button pressed sends `accepted`."""

    accepted = forms.TypedChoiceField(
        choices=[("yes", _("Accept")), ("no", _("Refuse"))], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(label=_("Why?"), required=False)

    def document(self) -> dict[str, Any]:
        return {"accepted": self.cleaned_data["accepted"], "reason": self.cleaned_data["reason"]}
