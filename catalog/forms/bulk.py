"""One change for several assets of the list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import Status
from catalog.forms.base import DocumentForm, with_empty
from common.errors import FieldError


class BulkForm(DocumentForm):
    """Sets a status, names an accountable owner, adds a tag; what is left empty stays."""

    ids = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)
    status_after = forms.ChoiceField(
        label=_("Status"), choices=with_empty(Status.choices, _("leave as it is")), required=False
    )
    owner = forms.ChoiceField(label=_("Accountable owner"), required=False)
    tag = forms.CharField(label=_("Add a tag"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, people: Iterable[Any], ids: Iterable[int] = ()):
        super().__init__(data)
        self.fields["ids"].choices = [(pk, pk) for pk in ids]  # type: ignore[attr-defined]
        names = [(person.nickname, person.nickname) for person in people]
        self.fields["owner"].choices = with_empty(names, _("leave as it is"))  # type: ignore[attr-defined]

    def place(self, error: FieldError) -> None:
        """An error names the asset it is about; it stands above the form."""
        self.add_error(None, f"{error.path} : {error.message}" if error.path else str(error.message))

    def values(self) -> dict[str, str]:
        """What `assets_edit` takes."""
        typed = self.cleaned_data
        return {"status": typed["status_after"], **{name: typed[name] for name in ("owner", "tag", "reason")}}
