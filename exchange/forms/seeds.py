"""An error on purpose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import CommandForm
from common.lessons import fed_by
from exchange.choices import ErrorKind


class SeedForm(CommandForm):
    kind = forms.ChoiceField(
        choices=ErrorKind.choices, label=_("What is wrong"), widget=forms.Select(fed_by(["kind"]))
    )
    note = forms.CharField(
        required=False,
        max_length=500,
        label=_("In words"),
        help_text=_("For the day it is revealed: the green brick is missing."),
        widget=forms.TextInput(fed_by(["note"])),
    )
