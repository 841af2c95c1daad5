"""Who answers for an asset: exactly one accountable owner, any number of the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import Responsibility
from catalog.forms.base import DocumentForm
from common.errors import FieldError

OTHERS = (Responsibility.STEWARD, Responsibility.PRODUCER, Responsibility.CUSTODIAN)
EXPLAINED = {
    Responsibility.STEWARD: _("Documents it and keeps its definition true."),
    Responsibility.PRODUCER: _("Makes it, and corrects it at its source."),
    Responsibility.CUSTODIAN: _("Keeps the system it lies in."),
}


def _several(responsibility: Responsibility) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=responsibility.label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=EXPLAINED[responsibility],
    )


class OwnersForm(DocumentForm):
    accountable = forms.ChoiceField(
        label=Responsibility.ACCOUNTABLE.label,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("One person decides who may use it, and how sensitive it is."),
    )
    steward = _several(Responsibility.STEWARD)
    producer = _several(Responsibility.PRODUCER)
    custodian = _several(Responsibility.CUSTODIAN)

    def __init__(self, data: Any = None, *, asset: Mapping[str, Any], people: Iterable[Any]):
        held: dict[str, list[str]] = {code: [] for code in Responsibility.values}
        for ownership in asset["ownerships"]:
            held[ownership["responsibility"]].append(ownership["participant"])
        accountable = next(iter(held[Responsibility.ACCOUNTABLE]), "")
        super().__init__(data, initial={**held, "accountable": accountable, "version": asset["version"]})
        choices = [(person.nickname, _described(person)) for person in people]
        self.fields["accountable"].choices = [("", _("Nobody yet")), *choices]  # type: ignore[attr-defined]
        for other in OTHERS:
            self.fields[other.value].choices = choices  # type: ignore[attr-defined]

    def people_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("accountable", *(other.value for other in OTHERS))]

    def document(self) -> dict[str, Any]:
        values = self.cleaned_data
        accountable = [values["accountable"]] if values["accountable"] else []
        held = [(name, Responsibility.ACCOUNTABLE) for name in accountable]
        held += [(name, other) for other in OTHERS for name in values[other.value]]
        return {
            "ownerships": [
                {"participant": name, "responsibility": responsibility.value} for name, responsibility in held
            ]
        }

    def input_of(self, error: FieldError) -> str:
        return "accountable" if error.path == "ownerships" else error.path


@dataclass(frozen=True, slots=True)
class Described:
    """A person to choose: the nickname with the roles held, so that one finds the right one."""

    name: str
    roles: str

    def __str__(self) -> str:
        return self.name


def _described(person: Any) -> Described:
    roles = {str(role.get_role_display()) for role in person.role_assignments.all()}
    return Described(person.nickname, ", ".join(sorted(roles)))
