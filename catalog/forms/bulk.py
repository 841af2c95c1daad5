"""One change for several assets of the list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.documents import AssetChange
from catalog.forms.base import DocumentForm, with_empty
from common.errors import FieldError


class BulkForm(DocumentForm):
    """Names an accountable owner; what is left empty stays."""

    ids = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)
    owner = forms.ChoiceField(label=_("Accountable owner"), required=False)

    def __init__(self, data: Any = None, *, people: Iterable[Any], ids: Iterable[int] = ()):
        super().__init__(data)
        self.fields["ids"].choices = [(pk, pk) for pk in ids]  # type: ignore[attr-defined]
        names = [(person.nickname, person.nickname) for person in people]
        self.fields["owner"].choices = with_empty(names, _("leave as it is"))  # type: ignore[attr-defined]

    def place(self, error: FieldError) -> None:
        """An error names the asset it is about; it stands above the form."""
        self.add_error(None, f"{error.path} : {error.message}" if error.path else str(error.message))

    def change(self) -> AssetChange:
        values = self.cleaned_data
        given: dict[str, Any] = {}
        if values["owner"]:
            given["ownerships"] = [{"participant": values["owner"], "responsibility": "accountable"}]
        return AssetChange.read(given)
