"""The shop's forms: who buys, and what the shop is made of."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import CommandForm, Lenient
from common.lessons import fed_by
from exchange.queries.shop import ShopView
from exchange.shop import ASSETS, FIELDS

REGIONS = (
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse", "Grand Est",
    "Guadeloupe", "Guyane", "Hauts-de-France", "Île-de-France", "La Réunion", "Martinique", "Mayotte", "Normandie",
    "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire", "Provence-Alpes-Côte d’Azur",
)  # fmt: skip


class ShopperForm(CommandForm):
    """What the room's client asset has of these."""

    key = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=200,
        label=_("Your name"),
        widget=forms.TextInput(fed_by(["name"]) | {"autocomplete": "name"}),
    )
    email = forms.CharField(
        required=False,
        max_length=200,
        label=_("E-mail"),
        help_text=_("Any will do: nothing is sent."),
        widget=forms.TextInput(fed_by(["email"]) | {"inputmode": "email", "autocomplete": "off"}),
    )
    region = forms.CharField(
        required=False,
        max_length=200,
        label=_("Region"),
        widget=forms.TextInput(fed_by(["region"]) | {"list": "regions", "autocomplete": "off"}),
    )

    def __init__(self, *arguments: Any, shop: ShopView, client: Mapping[str, Any] | None, **options: Any):
        told = client["values"] if client else {}
        known = {name: told.get(shop.field(f"client_{name}")) for name in ("name", "email", "region")}
        options["initial"] = {"key": str(uuid4()), **known}
        super().__init__(*arguments, **options)
        for name in ("email", "region"):
            if not shop.field(f"client_{name}"):
                del self.fields[name]

    def document(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "region") if name in self.fields}


class SetUpForm(CommandForm):
    """Which asset and field is what; the fields offered are those of all source assets."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, shop: ShopView, assets: Sequence[Mapping[str, Any]], **options: Any):
        options["initial"] = {**shop.mapping, "version": shop.version}
        super().__init__(*arguments, **options)
        named = [
            (asset["id"], f"{asset['title_fr'] or asset['name']} ({asset['system']})") for asset in assets
        ]
        for name, (label, _piece, _words) in ASSETS.items():
            choices = forms.Select(fed_by([name], "integer"), [("", "—"), *named])
            self.fields[name] = Lenient(label=label, widget=choices)
        fields = [(asset["name"], [(f["name"], f["name"]) for f in asset["fields"]]) for asset in assets]
        for name, part in FIELDS.items():
            choices = forms.Select(fed_by([name]), [("", _("— none —")), *fields])
            self.fields[name] = Lenient(label=part.label, required=part.needed, widget=choices)

    def mapping(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data.get(name) or None for name in (*ASSETS, *FIELDS)}
        return {name: _id(value) if name in ASSETS else value for name, value in chosen.items()}


def _id(text: Any) -> int | None:
    return int(text) if str(text).isdecimal() and len(str(text)) < 19 else None
