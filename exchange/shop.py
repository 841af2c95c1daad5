"""What the shop needs to know of the room's own assets, and a guess of it from how they were built. Pure.

The guide's pieces tell most: a client has a head, a product a lantern, an order a round brick.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.choices import FieldType
from catalog.choices import Shape as Piece
from common.errors import FieldError
from common.text import words
from exchange.shape import json_type

Asset = Mapping[str, Any]  # as `catalog.queries.assets.asset_get` answers it
Mapped = Mapping[str, Any]  # asset ids by ASSETS, field names by FIELDS
KEY_TYPES = frozenset({FieldType.INTEGER, FieldType.STRING, FieldType.UUID})


TEXT = frozenset({"string"})
NUMBER = frozenset({"integer", "number"})
ANY = TEXT | NUMBER | {"boolean"}


@dataclass(frozen=True, slots=True)
class Part:
    """A field that the shop uses: of which asset, what it is called, and the words it goes by."""

    asset: str
    label: Any
    words: frozenset[str] = frozenset()
    needed: bool = False
    json_types: frozenset[str] = TEXT  # that its values may have
    types: frozenset[str] = frozenset()  # of fields that are it, whatever they are called


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASSETS: dict[str, tuple[Any, str, frozenset[str]]] = {
    "client": (
        gettext_lazy("Clients"),
        Piece.HEAD,
        _words("client clients customer customers acheteur buyer"),
    ),
    "product": (
        gettext_lazy("Products"),
        Piece.LANTERN,
        _words("produit produits product products article item"),
    ),
    "order": (
        gettext_lazy("Orders"),
        Piece.ROUND,
        _words("commande commandes order orders achat purchase vente"),
    ),
}
FIELDS: dict[str, Part] = {
    "client_name": Part(
        "client", gettext_lazy("Name of the client"), _words("nom name prenom fullname surname")
    ),
    "client_email": Part("client", gettext_lazy("E-mail of the client"), _words("email mail courriel")),
    "client_region": Part(
        "client", gettext_lazy("Region of the client"), _words("region departement area state")
    ),
    "product_label": Part(
        "product",
        gettext_lazy("Name of the product"),
        _words("libelle label nom name titre title designation"),
        needed=True,
    ),
    "product_price": Part(
        "product",
        gettext_lazy("Price of the product"),
        _words("prix price tarif montant amount"),
        json_types=ANY,
    ),
    "order_client": Part(
        "order", gettext_lazy("Client who orders"), _words("client customer"), needed=True, json_types=ANY
    ),
    "order_product": Part(
        "order",
        gettext_lazy("Product ordered"),
        _words("produit product article item"),
        needed=True,
        json_types=ANY,
    ),
    "order_quantity": Part(
        "order", gettext_lazy("Quantity"), _words("quantite quantity qty nombre qte"), json_types=NUMBER
    ),
    "order_date": Part(
        "order",
        gettext_lazy("Moment of the order"),
        _words("date moment heure"),
        types=frozenset({FieldType.DATE, FieldType.DATETIME}),
    ),
    "order_satisfaction": Part(
        "order",
        gettext_lazy("Satisfaction"),
        _words("satisfaction content contentement avis happy rating"),
        json_types=ANY,
    ),
}


def guess(assets: Sequence[Asset]) -> dict[str, Any]:
    """The mapping that the assets suggest; what nothing suggests is left out."""
    found: dict[str, Any] = {}
    for role, (_label, piece, names) in ASSETS.items():
        fitting = [asset for asset in assets if asset["id"] not in found.values()]
        best = max(fitting, key=lambda asset: _fit(asset, piece, names), default=None)
        if best is not None and _fit(best, piece, names) > 0:
            found[role] = best["id"]
    by_id = {asset["id"]: asset for asset in assets}
    for name, part in FIELDS.items():
        if part.asset in found and (field := _field(by_id[found[part.asset]], name, part, found)):
            found[name] = field
    return found


def _fit(asset: Asset, piece: str, names: frozenset[str]) -> int:
    called = {*words(asset["name"]), *words(asset["title_fr"]), *words(asset["title_en"])}
    return 2 * (asset["shape"] == piece) + 3 * bool(called & names)


def _field(asset: Asset, name: str, part: Part, found: Mapped) -> str:
    """A foreign key says it best; else the words of the name."""
    target = {"order_client": found.get("client"), "order_product": found.get("product")}.get(name)
    for key in asset["foreign_keys"]:
        if target is not None and key["target"]["id"] == target and len(key["columns"]) == 1:
            return str(key["columns"][0]["field"])
    for field in asset["fields"]:
        fits = json_type(field["type"]) in part.json_types and field["name"] not in asset["primary_key"]
        if fits and (set(words(field["name"])) & part.words or field["type"] in part.types):
            return str(field["name"])
    return ""


def mapping_errors(mapping: Mapped, assets: Mapping[int, Asset]) -> list[FieldError]:
    """Why the shop cannot open with this mapping, and what to do; empty when it can."""
    return [*_asset_errors(mapping, assets), *_field_errors(mapping, assets)]


def _asset_errors(mapping: Mapped, assets: Mapping[int, Asset]) -> Iterable[FieldError]:
    for role, (label, _piece, _names) in ASSETS.items():
        asset = assets.get(mapping.get(role) or 0)
        if asset is None:
            message = _("Say which asset of a source system holds this: %(what)s.")
            yield FieldError(role, "missing", message % {"what": label})
        elif not _has_simple_key(asset):
            message = _("“%(asset)s” needs a primary key of one field: a whole number, a text or a UUID.")
            yield FieldError(role, "key", message % {"asset": asset["name"]})
    chosen = [mapping[role] for role in ASSETS if mapping.get(role)]
    if len(set(chosen)) < len(chosen):
        yield FieldError("order", "duplicate", _("Clients, products and orders are three different assets."))


def _has_simple_key(asset: Asset) -> bool:
    types = {field["name"]: field["type"] for field in asset["fields"]}
    return len(asset["primary_key"]) == 1 and types[asset["primary_key"][0]] in KEY_TYPES


def _field_errors(mapping: Mapped, assets: Mapping[int, Asset]) -> Iterable[FieldError]:
    for name, part in FIELDS.items():
        asset = assets.get(mapping.get(part.asset) or 0)
        chosen = mapping.get(name)
        if asset is None or not (chosen or part.needed):
            continue
        if not chosen:
            message = _("Say which field of “%(asset)s” holds this: %(what)s.")
            yield FieldError(name, "missing", message % {"asset": asset["name"], "what": part.label})
            continue
        kind = next((field["type"] for field in asset["fields"] if field["name"] == chosen), None)
        if kind is None:
            message = _("“%(asset)s” has no field “%(name)s”.")
            yield FieldError(name, "unknown", message % {"asset": asset["name"], "name": chosen})
        elif json_type(kind) not in part.json_types:
            message = _("“%(name)s” has a type that cannot hold this: %(what)s.")
            yield FieldError(name, "type", message % {"name": chosen, "what": part.label})


# Satisfaction, in whatever type the room has built it

HAPPY_WORDS = _words("content contente happy satisfied satisfait oui yes")
_TOLD: dict[str, Callable[[bool], Any]] = {
    "boolean": lambda happy: happy,
    "integer": int,
    "number": int,
    "string": lambda happy: "content" if happy else "pas content",
}


def satisfaction_value(happy: bool, field_type: str) -> Any:
    """Content or not, as a value of the field."""
    return _TOLD.get(json_type(field_type), _TOLD["string"])(happy)


def satisfaction_read(value: Any) -> bool | None:
    """What a value says; None when it says nothing that we understand."""
    if isinstance(value, bool | int | float):
        return bool(value)
    said = words(str(value or ""))
    if not said:
        return None
    if {"pas", "not", "un", "in", "non", "no", "mecontent"} & set(said):
        return False
    return True if HAPPY_WORDS & set(said) else None
