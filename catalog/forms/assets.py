"""The asset form: what it is, where it stands, what it is made of. Two minutes on a phone."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.choices import Colour, Kind, Shape
from catalog.forms.base import DocumentForm
from catalog.forms.rows import FieldRows
from common.errors import FieldError
from common.text import words

PERSONAL = [("", _("I do not know yet")), ("yes", _("Yes")), ("no", _("No"))]
ANSWERS = {"": None, "yes": True, "no": False}
PLAIN = (
    "system", "kind", "namespace", "name", "title_fr", "title_en", "description_fr", "description_en",
    "colour", "shape", "terms",
)  # fmt: skip


class AssetForm(DocumentForm):
    """Describes one asset. DICP, keys to other assets and owners have pages of their own."""

    colour = forms.ChoiceField(label=_("Colour"), choices=Colour.choices, widget=forms.RadioSelect)
    shape = forms.ChoiceField(label=_("Shape"), choices=Shape.choices, widget=forms.RadioSelect)
    system = forms.ChoiceField(label=_("Where does it stand?"), required=False, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title_fr = forms.CharField(label=_("Title (French)"), required=False)
    title_en = forms.CharField(label=_("Title (English)"), required=False)
    description_fr = forms.CharField(
        label=_("Description (French)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_en = forms.CharField(
        label=_("Description (English)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    personal_data = forms.ChoiceField(
        label=_("Does it hold data about identifiable people?"),
        choices=PERSONAL,
        required=False,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Technical name"),
        required=False,
        help_text=_("As in the system: client. Left empty, it is made from the title."),
    )
    namespace = forms.CharField(
        label=_("Namespace"),
        required=False,
        help_text=_("Where the name is unique, as in OpenLineage. Leave it if you do not know."),
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    terms = forms.MultipleChoiceField(label=_("Notions of the glossary"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        asset: Mapping[str, Any] | None = None,
        systems: Iterable[Any] = (),
        terms: Iterable[Any] = (),
        more_rows: int = 0,
    ):
        super().__init__(data, initial=_initial(asset) if asset else _NEW)
        systems = list(systems)
        self.plates = {s.code: s.plate for s in systems}
        self.fields["system"].choices = [(s.code, str(s)) for s in systems]  # type: ignore[attr-defined]
        self.fields["terms"].choices = [(t.code, str(t)) for t in terms]  # type: ignore[attr-defined]
        self.rows = FieldRows(data, asset=asset, more=more_rows)
        languages = ["en", "fr"] if (get_language() or "fr").startswith("en") else ["fr", "en"]
        self.language, self.other_language = languages
        self.fields[f"title_{self.language}"].required = asset is None

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rows.is_valid()])

    def hold_judgement(self) -> None:
        """Show no errors: the reader asked for one more row, and is not done."""
        self.is_valid()
        for form in (self, *self.rows):
            form.errors.clear()

    def document(self) -> dict[str, Any]:
        """What was typed, as the part of an asset document that this form is about."""
        values = self.cleaned_data
        titles = (values[f"title_{self.language}"], values[f"title_{self.other_language}"])
        return {
            **{name: values[name] for name in PLAIN},
            "name": values["name"] or name_from(*titles),
            "personal_data": ANSWERS[values["personal_data"]],
            "tags": list(dict.fromkeys(filter(None, (tag.strip() for tag in values["tags"].split(","))))),
            **self.rows.document(),
        }

    def place(self, error: FieldError) -> None:
        """Errors of fields go to their row."""
        if not self.rows.place(error):
            super().place(error)

    @property
    def main_title(self) -> forms.BoundField:
        return self[f"title_{self.language}"]

    @property
    def other_title(self) -> forms.BoundField:
        return self[f"title_{self.other_language}"]

    @property
    def main_description(self) -> forms.BoundField:
        return self[f"description_{self.language}"]

    @property
    def other_description(self) -> forms.BoundField:
        return self[f"description_{self.other_language}"]

    @property
    def has_hidden_errors(self) -> bool:
        """Whether an error stands in the folded part, which must then be open."""
        folded = {"kind", "namespace", "name", "tags", "terms", "reason", self.other_title.name}
        return bool(folded & self.errors.keys())


_NEW = {"kind": Kind.DATASET.value, "colour": Colour.BLUE.value, "shape": Shape.BRICK.value}


def _initial(asset: Mapping[str, Any]) -> dict[str, Any]:
    answers = {value: code for code, value in ANSWERS.items()}
    return {
        **{name: asset[name] for name in PLAIN},
        "personal_data": answers[asset["personal_data"]],
        "tags": ", ".join(asset["tags"]),
        "version": asset["version"],
    }


def name_from(*titles: str) -> str:
    """A technical name from the first title there is: `Client fidèle` gives `client_fidele`."""
    return next((re.sub(r"_+", "_", "_".join(words(title))) for title in titles if title), "")
