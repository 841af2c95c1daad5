"""Consent in words: `{% load consent %}`, then `code|standing`, `code|answer`, `step|step`…"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.db.models import TextChoices
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from catalog.choices import PersonalDataCategory, Zone
from consent.choices import (
    Act,
    Answer,
    Channel,
    ConsentKind,
    Criterion,
    Duty,
    Form,
    LegalBasis,
    RequestState,
    Right,
    Standing,
    UseKind,
)
from consent.wording import DUTY_REASONS

register = template.Library()
CHOICES: dict[str, type[TextChoices]] = {
    "standing": Standing,
    "right": Right,
    "state": RequestState,
    "duty": Duty,
    "kind": ConsentKind,
    "channel": Channel,
    "act": Act,
    "criterion": Criterion,
    "use_kind": UseKind,
    "answer": Answer,
    "zone": Zone,
    "category": PersonalDataCategory,
    "record_form": Form,
}
STEPS = {
    1: _("Is personal data used?"),
    2: _("Is the purpose written, with its legal basis?"),
    3: _("Is it the same purpose, or a compatible one – and who agreed?"),
    4: _("Only what is needed, for a set time, people told, somebody answering?"),
    5: _("Special categories?"),
    6: _("What comes out: cells, scores, decisions?"),
    7: _("Risks and quality?"),
}
GATES = {
    Answer.YES: ("good", "✔"),
    Answer.CONDITIONS: ("accent", "✔"),
    Answer.DPO: ("warn", "?"),
    Answer.UNKNOWN: ("warn", "…"),
    Answer.NO: ("bad", "✘"),
}
HOLDERS = {"bricks": _("Bricks"), "derived": _("Made from them"), "records": _("What they said")}
STORES = {
    "history": _("versions in history"),
    "texts": _("texts"),
    "words": _("words about incidents"),
    "answers": _("kept API answers"),
    "consent.ConsentEvent": _("consent events"),
    "consent.Objection": _("objections"),
    "consent.RightsRequest": _("rights requests"),
}
KEPT = {"obligation": _("the law obliges us to"), "proof": _("to be able to show who agreed")}
CELLS = {
    "controller": _("Controller"),
    "dpo": _("DPO"),
    "people": _("Categories of persons"),
    "categories": _("Categories of data"),
    "security": _("Security measures"),
    "recipients": _("Recipients"),
    "purposes": _("Purposes"),
    "retention_days": _("Retention in days"),
}


def _labelled(choices: type[TextChoices]) -> Any:
    def label(code: Any) -> str:
        return str(choices(code).label) if code in choices.values else str(code or "")

    return label


for _name, _choices in CHOICES.items():
    register.filter(_name, _labelled(_choices))


@register.filter
def basis(code: str) -> str:
    return str(LegalBasis(code).label) if code else str(_("no legal basis yet"))


@register.filter
def step(number: int) -> str:
    return str(STEPS[number])


@register.filter
def gate(code: str) -> str:
    """The colour of an answer."""
    return GATES[Answer(code)][0]


@register.filter
def sign(code: str) -> str:
    """The sign of an answer, for those who do not see its colour."""
    return GATES[Answer(code)][1]


@register.filter
def holder(code: str) -> str:
    return str(HOLDERS.get(code, code))


@register.filter
def store(code: str) -> str:
    return str(STORES.get(code, code))


@register.filter
def kept(code: str) -> str:
    return str(KEPT.get(code) or DUTY_REASONS.get(code, code))


@register.filter
def cell(code: str) -> str:
    return str(CELLS.get(code, code))


@register.filter
def day(moment: str) -> str:
    """The day in a moment that a proof kept as text."""
    return str(formats.date_format(datetime.fromisoformat(moment)))


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key, "")
