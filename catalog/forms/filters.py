"""Search and filters of the asset list: the query string, read with indulgence."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import AXES, AXIS_LABELS, LEVEL_LABELS, Kind, Status, Zone
from catalog.documents import AssetFilter
from catalog.forms.base import level_choices, number, with_empty

MANY = ("kind", "status", "zone", "system")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
TRUTH = {"yes": True, "no": False}
ORDERS = [("", _("Name")), ("-modified_at", _("Latest change"))]


def _many(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _level(axis: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=AXIS_LABELS[axis], choices=level_choices(LEVEL_LABELS, _("any level")), required=False
    )


class FilterForm(forms.Form):
    """What cannot be read is left out: a link from elsewhere must not break the list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    kind = _many(_("Kind"), Kind.choices)
    status = _many(_("Status"), Status.choices)
    zone = _many(_("Zone"), Zone.choices)
    system = _many(_("System"))
    personal_data = forms.ChoiceField(
        label=_("Personal data"), choices=with_empty(YES_NO, _("all")), required=False
    )
    to_complete = forms.ChoiceField(
        label=_("To complete"), choices=with_empty(YES_NO, _("all")), required=False
    )
    owner = forms.ChoiceField(label=_("Person"), required=False)
    term = forms.ChoiceField(label=_("Notion"), required=False)
    availability_min = _level("availability")
    integrity_min = _level("integrity")
    confidentiality_min = _level("confidentiality")
    proof_min = _level("proof")
    order = forms.ChoiceField(label=_("Sorted by"), choices=ORDERS, required=False)

    def __init__(
        self, data: Any, *, systems: Iterable[Any], people: Iterable[Any] = (), terms: Iterable[Any] = ()
    ):
        super().__init__(data)
        choices: dict[str, list[tuple[str, Any]]] = {
            "system": [(s.code, str(s)) for s in systems],
            "owner": with_empty([(p.nickname, p.nickname) for p in people], _("anybody")),
            "term": with_empty([(t.code, str(t)) for t in terms], _("any")),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def wanted(self) -> AssetFilter:
        """The filter in the shape that queries take."""
        self.is_valid()
        values = self.cleaned_data
        levels = {f"{axis}_min": number(values.get(f"{axis}_min", "")) for axis in AXES}
        return AssetFilter.read(
            {
                "q": values.get("q", ""),
                **{name: values.get(name, []) for name in MANY},
                **{name: [value] for name in ("owner", "term") if (value := values.get(name))},
                **{name: TRUTH.get(values.get(name, "")) for name in ("personal_data", "to_complete")},
                **levels,
            }
        )

    @property
    def chosen_order(self) -> str:
        return self.cleaned_data.get("order") or "name"

    def levels(self) -> list[forms.BoundField]:
        return [self[f"{axis}_min"] for axis in AXES]
