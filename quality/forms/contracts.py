"""The terms of a data contract."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import CommandForm
from quality.documents import TermsDocument


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=10_000
    )


class ContractForm(CommandForm):
    purpose_fr = _text(_("What it is for (French)"))
    purpose_en = _text(_("What it is for (English)"))
    usage_fr = _text(_("What one may do with it (French)"))
    usage_en = _text(_("What one may do with it (English)"))
    limits_fr = _text(_("Its limits (French)"))
    limits_en = _text(_("Its limits (English)"))
    accept_breaks = forms.BooleanField(
        label=_("Publish a new major version although it breaks the one before"), required=False
    )
    reason = forms.CharField(label=_("Why this version?"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, contract: Mapping[str, Any] | None):
        super().__init__(data, initial=contract["document"]["terms"] if contract else None)
        if not (contract and contract["broken_now"]):
            del self.fields["accept_breaks"]

    def terms(self) -> TermsDocument:
        return TermsDocument.read({name: self.cleaned_data[name] for name in TermsDocument.model_fields})
