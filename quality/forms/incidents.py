"""Reporting a problem, and moving an incident along."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import with_empty
from common.errors import FieldError
from common.forms import CommandForm
from quality.choices import SEVERITY_MEANINGS, IncidentEventKind, QualityDimension, Severity

SEVERITIES = [(code.value, format_lazy("{} – {}", code.label, SEVERITY_MEANINGS[code])) for code in Severity]


class ReportForm(CommandForm):
    """A problem with some bricks of an asset, or with all of it."""

    field = forms.ChoiceField(label=_("Which field?"), required=False)
    description = forms.CharField(
        label=_("What is wrong?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )
    severity = forms.ChoiceField(
        label=_("How bad is it?"), choices=SEVERITIES, initial="major", widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, fields: Sequence[str]):
        super().__init__(data)
        choices = with_empty([(name, name) for name in fields], _("the piece as a whole"))
        self.fields["field"].choices = choices  # type: ignore[attr-defined]

    def document(self, asset_id: int, bricks: Sequence[int]) -> dict[str, Any]:
        return {"asset": asset_id, "bricks": list(bricks), **self.cleaned_data}


class EventForm(CommandForm):
    """One thing that can be done with an incident now; which inputs it has depends on what it is."""

    text = forms.CharField(
        label=_("In a few words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    LABELS: Mapping[str, Any] = {
        IncidentEventKind.CORRECT: _("What was the cause?"),
        IncidentEventKind.REJECT: _("Why is it no problem?"),
        IncidentEventKind.WAIVE: _("Why is it acceptable for now?"),
        IncidentEventKind.REOPEN: _("Why is it not over?"),
        IncidentEventKind.COMMENT: _("Your comment"),
    }

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        incident: Mapping[str, Any],
        people: Sequence[str] = (),
        rules: Sequence[tuple[int, str]] = (),
    ):
        super().__init__(data, prefix=kind)
        self.kind = kind
        self.fields["text"].label = self.LABELS.get(kind, self.fields["text"].label)
        self.fields["text"].required = kind in self.LABELS
        self._add(incident, people, rules)

    def _add(
        self, incident: Mapping[str, Any], people: Sequence[str], rules: Sequence[tuple[int, str]]
    ) -> None:
        if self.kind == IncidentEventKind.QUALIFY:
            self.fields["severity"] = forms.ChoiceField(
                label=_("How bad is it?"),
                choices=SEVERITIES,
                initial=incident["severity"],
                widget=forms.RadioSelect,
            )
            self.fields["dimension"] = forms.ChoiceField(
                label=_("Dimension"),
                required=False,
                choices=with_empty(QualityDimension.choices),
                initial=incident["dimension"],
            )
            if rules and not incident["rule"]:
                self.fields["rule"] = forms.ChoiceField(
                    label=_("Rule that must pass again"), required=False, choices=with_empty(rules)
                )
        elif self.kind == IncidentEventKind.ASSIGN:
            assignee = incident["assignee"]
            self.fields["assignee"] = forms.ChoiceField(
                label=_("Who corrects it?"),
                choices=[(name, name) for name in people],
                initial=assignee["nickname"] if assignee else "",
            )
        elif self.kind == IncidentEventKind.CORRECT:
            self.fields["fix"] = forms.CharField(label=_("What was done?"), required=False)
        elif self.kind == IncidentEventKind.WAIVE:
            self.fields["until"] = forms.DateField(
                label=_("Until the end of"),
                initial=lambda: timezone.localdate() + timedelta(days=7),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                input_formats=["%Y-%m-%d"],
            )

    def document(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if until := values.pop("until", None):
            values["expires_at"] = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
        if "rule" in values:
            values["rule"] = int(values["rule"])
        return {"kind": self.kind, **values}

    def input_of(self, error: FieldError) -> str:
        return "until" if error.path == "expires_at" else super().input_of(error)
