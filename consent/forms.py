"""Forms of the pages; what they mean is checked by the commands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import PersonalDataCategory
from common.errors import Conflict, Invalid, Outdated
from common.forms import CommandForm
from consent.choices import Dpia, Exception9, LegalBasis, Outcome, Right, Told, UseKind
from consent.documents import (
    AnswerDocument,
    CollectedForDocument,
    NoticeDocument,
    ProcessingDocument,
    PurposeDocument,
    UseDocument,
)

EMPTY = ("", "—")


def lines(text: str) -> list[str]:
    """One value per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _area(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), **more)


class PurposeForm(CommandForm):
    refusals = (Invalid, Conflict, Outdated)

    code = forms.SlugField(
        label=_("Code"), max_length=63, help_text=_("Short and stable, such as newsletter.")
    )
    title_fr = forms.CharField(label=_("Title in French"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    text_fr = _area(_("Text in French"), help_text=_("What exactly is done, and why."))
    text_en = _area(_("Text in English"))
    basis = forms.ChoiceField(label=_("Legal basis"), required=False, choices=[EMPTY, *LegalBasis.choices])
    retention_days = forms.IntegerField(label=_("Retention in days"), required=False, min_value=1)
    categories = forms.MultipleChoiceField(
        label=_("Categories of data it needs"),
        required=False,
        choices=[choice for choice in PersonalDataCategory.choices if choice[0] != "none"],
        widget=forms.CheckboxSelectMultiple,
    )
    recipients = _area(_("Recipients"), help_text=_("One per line."))
    transfers = _area(_("Transfers outside the EU"), help_text=_("Country and guarantee, one per line."))
    controller = forms.CharField(label=_("Controller"), max_length=200, required=False)
    dpo = forms.CharField(label=_("DPO"), max_length=200, required=False)
    direct_marketing = forms.BooleanField(label=_("Direct marketing"), required=False)
    exception_9 = forms.ChoiceField(
        label=_("Exception for special categories (art. 9)"),
        required=False,
        choices=[EMPTY, *Exception9.choices],
    )
    dpia = forms.ChoiceField(
        label=_("Impact assessment (art. 35)"),
        required=False,
        choices=[("", _("nobody has asked yet")), *Dpia.choices],
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**found, "recipients": lines(found["recipients"]), "transfers": lines(found["transfers"])}

    def document(self) -> PurposeDocument:
        return PurposeDocument.read(self.values)

    @staticmethod
    def initial_of(purpose: Any) -> dict[str, Any]:
        found = {name: getattr(purpose, name) for name in PurposeForm.base_fields}
        return {
            **found,
            "recipients": "\n".join(purpose.recipients),
            "transfers": "\n".join(purpose.transfers),
        }


class NoticeForm(CommandForm):
    text_fr = forms.CharField(label=_("Text in French"), widget=forms.Textarea(attrs={"rows": 6}))
    text_en = forms.CharField(
        label=_("Text in English"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    told = forms.MultipleChoiceField(
        label=_("This text tells"), required=False, choices=Told.choices, widget=forms.CheckboxSelectMultiple
    )

    def document(self, purpose_id: int) -> NoticeDocument:
        return NoticeDocument.read({**self.cleaned_data, "purpose": purpose_id})


class CollectedForm(CommandForm):
    """What the data of an asset is collected for."""

    def __init__(self, data: Any, *, purposes: list[tuple[int, str]], chosen: list[int]):
        super().__init__(data, initial={"purposes": [str(pk) for pk in chosen]})
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("Collected for"),
            required=False,
            choices=[(str(pk), title) for pk, title in purposes],
            widget=forms.CheckboxSelectMultiple,
        )

    def document(self) -> CollectedForDocument:
        return CollectedForDocument(purposes=[int(pk) for pk in self.cleaned_data["purposes"]])


class UseForm(CommandForm):
    """“May we?”"""

    kind = forms.ChoiceField(label=_("What comes out?"), choices=UseKind.choices)
    k = forms.IntegerField(
        label=_("People per cell at least"), initial=3, min_value=1, help_text=_("For an aggregate.")
    )
    automated = forms.BooleanField(
        label=_("A machine alone decides"),
        required=False,
        help_text=_("Also when somebody relies heavily on its score."),
    )
    effect = forms.BooleanField(label=_("With a legal effect, or one as serious"), required=False)
    review = forms.BooleanField(label=_("A person can review the decision"), required=False)

    field_order = ["asset", "purpose", "kind"]

    def __init__(
        self,
        data: Any,
        *,
        assets: list[tuple[int, str]],
        purposes: list[tuple[int, str]],
        initial: Any = None,
    ):
        super().__init__(data, initial=initial)
        self.fields["asset"] = forms.TypedChoiceField(label=_("What is used?"), choices=assets, coerce=int)
        self.fields["purpose"] = forms.TypedChoiceField(
            label=_("What for?"), required=False, choices=[EMPTY, *purposes], coerce=int, empty_value=None
        )
        self.order_fields(self.field_order)

    def document(self) -> UseDocument:
        return UseDocument.read(self.cleaned_data)


class RequestForm(CommandForm):
    right = forms.ChoiceField(label=_("Right"), choices=Right.choices)


class AnswerForm(CommandForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3}))

    def document(self) -> AnswerDocument:
        return AnswerDocument.read(self.cleaned_data)


class ProcessingForm(CommandForm):
    refusals = (Invalid, Conflict, Outdated)

    code = forms.SlugField(label=_("Reference"), max_length=63)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    form = forms.ChoiceField(
        label=_("Form"), choices=[("controller", _("Controller")), ("processor", _("Processor"))]
    )
    controller = forms.CharField(label=_("Controller"), max_length=200, required=False)
    joint_controller = forms.CharField(label=_("Joint controller"), max_length=200, required=False)
    representative = forms.CharField(label=_("Representative"), max_length=200, required=False)
    dpo = forms.CharField(label=_("DPO"), max_length=200, required=False)
    people = _area(_("Categories of persons"), help_text=_("One per line."))
    security = _area(_("Security measures"))

    def __init__(
        self,
        data: Any,
        *,
        assets: list[tuple[int, str]],
        purposes: list[tuple[int, str]],
        initial: Any = None,
    ):
        super().__init__(data, initial=initial)
        for name, label, choices in (("purposes", _("Purposes"), purposes), ("assets", _("Assets"), assets)):
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=label, required=False, choices=choices, coerce=int, widget=forms.CheckboxSelectMultiple
            )

    def document(self) -> ProcessingDocument:
        return ProcessingDocument.read({**self.cleaned_data, "people": lines(self.cleaned_data["people"])})
