"""What is typed on the pages of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import CommandForm


class AnnouncementForm(CommandForm):
    text = forms.CharField(label=_("Message to the whole room"), max_length=200)


class MoveForm(CommandForm):
    table = forms.IntegerField(label=_("Table"), required=False, min_value=1)
