"""What people type on the pages of the workshop."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from common.errors import AppError, FieldError
from common.forms import CommandForm
from workshop.choices import (
    JOIN_CODE_LENGTH,
    LEVELS,
    PEOPLE_EXPECTED,
    PEOPLE_MAX,
    RESUME_CODE_LENGTH,
    TABLES_MAX,
    Dimension,
    NoteKind,
    Role,
)
from workshop.models import Activity, Step, Workshop

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


class RoomForm(CommandForm):
    """When it begins, for how many people, at how many tables."""

    starts_at = forms.DateTimeField(
        label=_("Planned beginning"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    expected_people = forms.IntegerField(
        label=_("People expected"),
        min_value=1,
        max_value=PEOPLE_MAX,
        initial=PEOPLE_EXPECTED,
        help_text=_("8 to 20 play best. Below 13, some hold a second role in some steps."),
    )
    table_count = forms.IntegerField(label=_("Tables"), min_value=1, max_value=TABLES_MAX, initial=2)


class PlanForm(RoomForm):
    """Of a workshop that is open."""


class OpeningForm(WorkshopForm, RoomForm):
    """A new workshop, with the guide's agenda or that of an earlier one."""

    agenda_of = forms.TypedChoiceField(label=_("Agenda"), coerce=int, empty_value=None, required=False)
    field_order = ("name", "language", "starts_at", "expected_people", "table_count", "agenda_of")

    def __init__(self, *args: Any, led: Iterable[Workshop], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", _("That of the guide")), *((workshop.pk, workshop.name) for workshop in led)]
        self.fields["agenda_of"].choices = choices  # type: ignore[attr-defined]
        for name in ("expected_people", "table_count"):
            self.fields[name].required = False


class StepMinutesForm(CommandForm):
    starts_minute = forms.IntegerField(label=_("Starts at minute"), min_value=0, max_value=1440)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600)
    slides = forms.CharField(label=_("Slides"), max_length=20, required=False)


LONG = forms.Textarea(attrs={"rows": 4})


class ActivityForm(CommandForm):
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=0, max_value=600, help_text=_("0 shows no countdown.")
    )
    slides = forms.CharField(label=_("Slides"), max_length=20, required=False)
    title_fr = forms.CharField(label=_("Title (French)"), max_length=120)
    title_en = forms.CharField(label=_("Title (English)"), max_length=120, required=False)
    text_fr = forms.CharField(label=_("Instructions (French)"), required=False, widget=LONG)
    text_en = forms.CharField(label=_("Instructions (English)"), required=False, widget=LONG)
    questions_fr = forms.CharField(
        label=_("Questions (French)"),
        required=False,
        widget=LONG,
        help_text=_("One a line, put to the room."),
    )
    questions_en = forms.CharField(label=_("Questions (English)"), required=False, widget=LONG)
    notions = forms.CharField(
        label=_("Notions"), required=False, help_text=_("Codes of the glossary, with spaces between them.")
    )
    collects = forms.ChoiceField(
        label=_("What the room writes"), required=False, choices=[("", _("Nothing")), *NoteKind.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        names = [name for name in ActivityForm.base_fields if name != "notions"]
        return {**{name: getattr(activity, name) for name in names}, "notions": " ".join(activity.notions)}


class NoteForm(CommandForm):
    text = forms.CharField(label=_("What you want to say"), max_length=500)
    kind = forms.ChoiceField(choices=NoteKind.choices, widget=forms.HiddenInput)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)


class VoteForm(CommandForm):
    """One level per dimension; what is left out stays as it was."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, label in Dimension.choices:
            self.fields[code] = forms.TypedChoiceField(
                label=label, coerce=int, empty_value=None, required=False, choices=list(LEVELS.items())
            )


class GoalForm(CommandForm):
    dimension = forms.ChoiceField(choices=Dimension.choices)
    target = forms.TypedChoiceField(coerce=int, choices=list(LEVELS.items()))
    action = forms.CharField(max_length=200, required=False)


def base_choices() -> list[tuple[str, Any]]:
    """The roles somebody may have for the whole workshop; the empty one follows the proposal."""
    game = [(value, label) for value, label in Role.choices if value != Role.FACILITATOR]
    return [("", _("As proposed")), *game]


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
