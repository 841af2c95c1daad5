"""What all forms of documents share: the version that was read and the reason."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import CommandForm


class DocumentForm(CommandForm):
    """Collects a part of a document; an old version is not refused here but explained by the page."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False,
        max_length=200,
        label=_("Why this change?"),
        help_text=_("Shown in the history."),
    )

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


def with_empty(choices: Iterable[tuple[Any, Any]], label: Any = "—") -> list[tuple[Any, Any]]:
    return [("", label), *choices]


def level_choices(labels: dict[int, Any], empty: Any) -> list[tuple[Any, Any]]:
    """“not assessed” first, which is not 0."""
    return with_empty(
        ((level, format_lazy("{} · {}", level, label)) for level, label in labels.items()), empty
    )


def number(text: str) -> int | None:
    """The whole number that a select sent; nothing for its empty choice."""
    return int(text) if text != "" else None
