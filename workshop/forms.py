"""What people type on the pages of the workshop."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from common.errors import AppError, FieldError
from common.forms import CommandForm
from workshop.choices import JOIN_CODE_LENGTH, RESUME_CODE_LENGTH, Role
from workshop.models import Step

# Filled in when it is read, in the reader's language.
counted = lazy(lambda text, length: str(text) % {"length": length}, str)
CODE_ATTRIBUTES = {
    "class": "input-code",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}
# Which input a refusal is about, where the command knows no inputs.
PLACES = {"not_found": "code", "nickname_taken": "nickname"}


class ComingInForm(CommandForm):
    """A code that may be wrong: every refusal is shown where it was typed."""

    refusals = (AppError,)

    def input_of(self, error: FieldError) -> str:
        return PLACES.get(error.code, super().input_of(error))


class JoinForm(ComingInForm):
    code = forms.CharField(
        label=_("Code of the workshop"),
        max_length=20,
        help_text=counted(
            _("The %(length)s characters on the board; capitals do not matter."), JOIN_CODE_LENGTH
        ),
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )
    nickname = forms.CharField(
        label=_("Your nickname"),
        max_length=40,
        help_text=_("The others will see it. No e-mail and no password are needed."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class ResumeForm(ComingInForm):
    code = JoinForm.base_fields["code"]
    resume_code = forms.CharField(
        label=_("Your resume code"),
        max_length=20,
        help_text=counted(_("The %(length)s characters you noted when you joined."), RESUME_CODE_LENGTH),
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )


class WorkshopForm(CommandForm):
    name = forms.CharField(label=_("Name of the workshop"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language of those who join"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )


class TokenForm(CommandForm):
    label = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        required=False,
        help_text=_("For example: the script on my laptop."),
    )


class RoleForm(CommandForm):
    """A role for all steps, or for one."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    step = forms.TypedChoiceField(label=_("When"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, steps: Iterable[Step], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = step_choices(steps, _("In all steps"))  # type: ignore[attr-defined]


class StepForm(CommandForm):
    """The step the room is in."""

    step = forms.TypedChoiceField(label=_("Current step"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, steps: Iterable[Step], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = step_choices(steps, _("Not started"))  # type: ignore[attr-defined]


def step_choices(steps: Iterable[Step], empty: Any) -> list[tuple[Any, Any]]:
    return [("", empty), *((step.pk, f"{step.position}. {step}") for step in steps)]
