"""The owner's word."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import CommandForm
from exchange.choices import Verdict


class DecisionForm(CommandForm):
    """A verdict from the pressed button, a reason, and the ids that were ticked or looked at."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    scope = forms.ChoiceField(choices=[("chosen", ""), ("whole", "")], required=False)
    reason = forms.CharField(
        required=False,
        max_length=500,
        label=_("Reason"),
        help_text=_("Needed to return bricks: what is wrong with them?"),
    )

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["reason"].widget.attrs["data-json"] = '["reason"]'

    def ids(self, name: str) -> list[int]:
        """The ids sent under a name; what is none is left out."""
        data: Any = self.data
        return [int(value) for value in data.getlist(name) if value.isdecimal() and len(value) < 19]
