"""The example workshop: the guide's shop, written by its people through the commands.

Values of DICP are those of the guide's reading (domain.md §2).
"""

from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from catalog.commands import asset_move, asset_update, assets_create
from catalog.documents import AssetChange, AssetDocument
from catalog.models import Asset
from common.actor import Actor, Door
from portal.example_consent import example_consent
from portal.example_exchange import example_exchange
from portal.example_lineage import example_lineage
from portal.example_quality import example_quality
from workshop.actors import actor_of_participant
from workshop.choices import Role
from workshop.commands import participant_join, role_assign, workshop_create, workshop_go_to_step
from workshop.models import Participant, Step, User, Workshop

JOIN_CODE = "BRX234"
PASSWORD = "bricks"  # noqa: S105 - the demo's only
NAME = "Atelier Bricks4DataGov\N{NO-BREAK SPACE}: la boutique"


def example_load() -> Workshop:
    """The example workshop with one account per role; made once, found again afterwards."""
    workshop = Workshop.objects.filter(join_code=JOIN_CODE).first()
    return workshop or _example_create()


def _example_create() -> Workshop:
    facilitator = _account(Role.FACILITATOR)
    founder = Actor(user_id=facilitator.pk, name=facilitator.username, door=Door.CLI)
    workshop = workshop_create(actor=founder, name=NAME, join_code=JOIN_CODE)
    people = _people_join(workshop)
    trouver = Step.objects.get(workshop=workshop, code="trouver")
    workshop_go_to_step(actor=people[Role.FACILITATOR], step_id=trouver.pk, reason="Début de l’étape")
    _assets_register(people)
    example_exchange(workshop, people)
    example_quality(workshop, people)
    example_lineage(workshop, people, OWNERS)
    example_consent(people)
    return workshop


def _account(role: str) -> User:
    user, created = User.objects.get_or_create(username=role, defaults={"language": ""})
    if created:
        user.password = _password()
        user.is_staff = role in {Role.FACILITATOR, Role.STEWARD}
        user.save()
    return user


@cache
def _password() -> str:
    """One hash for all: each takes half a second."""
    return make_password(PASSWORD)


def _people_join(workshop: Workshop) -> dict[str, Actor]:
    """Everybody but the facilitator, who opened the workshop, joins with the code."""
    facilitator = Participant.objects.get(workshop=workshop)
    leader = actor_of_participant(facilitator, Door.CLI)
    for role in Role.values:
        if role != Role.FACILITATOR:
            participant, _code = participant_join(
                code=JOIN_CODE, nickname=role, address="127.0.0.1", door=Door.CLI, user=_account(role)
            )
            role_assign(actor=leader, participant_id=participant.pk, role=role)
    everybody = Participant.objects.filter(workshop=workshop).select_related("user")
    return {p.user.username: actor_of_participant(p, Door.CLI) for p in everybody}


def _assets_register(people: dict[str, Actor]) -> None:
    """The steward documents, the owner rates, the steward submits, the owner validates two of three."""
    steward, owner = people[Role.STEWARD], people[Role.OWNER]
    ids = assets_create(
        actor=steward,
        documents=[AssetDocument.read(asset) for asset in ASSETS],
        reason="Construit à la table 1, étape Trouver",
    )
    for asset_id, rating in zip(ids, RATINGS, strict=True):
        change = AssetChange.read(rating)
        asset_update(actor=owner.again(), asset_id=asset_id, change=change, reason="Cotation DICP")
    for asset_id in ids:
        asset_move(actor=steward.again(), asset_id=asset_id, status="submitted", reason="Fiche complète")
    for asset in Asset.objects.filter(pk__in=ids, name__in=["client", "produit"]):
        reason = "Vérifié avec le producteur"
        asset_move(actor=owner.again(), asset_id=asset.pk, status="validated", reason=reason)


def _field(name: str, kind: str, fr: str, en: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "description_fr": fr, "description_en": en, **more}


OWNERS = [
    {"participant": "owner", "responsibility": "accountable"},
    {"participant": "steward", "responsibility": "steward"},
    {"participant": "producer", "responsibility": "producer"},
]
CLIENT = {
    "system": "crm", "name": "client", "colour": "blue", "shape": "head",
    "title_fr": "Client", "title_en": "Client",
    "description_fr": "Une personne qui achète à la boutique : une pièce bleue avec une tête.",
    "description_en": "A person who buys from the shop: a blue piece with a head.",
    "personal_data": True, "tags": ["atelier"], "primary_key": ["client_id"],
    "fields": [
        _field("client_id", "integer", "Numéro du client.", "Number of the client.",
               required=True, personal_data_category="identity", confidentiality=2),
        _field("nom", "string", "Nom et prénom.", "Full name.",
               required=True, personal_data_category="identity", confidentiality=3),
        _field("email", "string", "Adresse de contact.", "Contact address.",
               personal_data_category="identity", confidentiality=3),
        _field("region", "string", "Région où vit le client.", "Region where the client lives.",
               personal_data_category="location", confidentiality=2),
        _field("taille", "integer", "Nombre de briques de la pièce (4 ou 5).", "Bricks in the piece (4 or 5).",
               personal_data_category="none", confidentiality=1),
    ],
    "unique_keys": [{"name": "client_email", "fields": ["email"]}],
    "ownerships": OWNERS, "terms": ["personal-data", "master-data"],
}  # fmt: skip
PRODUIT = {
    "system": "crm", "name": "produit", "colour": "green", "shape": "lantern",
    "title_fr": "Produit", "title_en": "Product",
    "description_fr": "Ce que vend la boutique : une pièce verte avec un lampion.",
    "description_en": "What the shop sells: a green piece with a lantern.",
    "personal_data": False, "tags": ["atelier"], "primary_key": ["produit_id"],
    "fields": [
        _field("produit_id", "integer", "Numéro du produit.", "Number of the product.",
               required=True, personal_data_category="none"),
        _field("libelle", "string", "Nom du produit.", "Name of the product.",
               required=True, personal_data_category="none"),
        _field("couleur", "string", "Nuance de vert.", "Shade of green.", personal_data_category="none"),
        _field("prix", "decimal", "Prix en euros.", "Price in euros.",
               required=True, personal_data_category="none"),
    ],
    "ownerships": OWNERS, "terms": ["reference-data"],
}  # fmt: skip
COMMANDE = {
    "system": "erp", "name": "commande", "colour": "yellow", "shape": "round",
    "title_fr": "Commande", "title_en": "Order",
    "description_fr": "Un client achète un produit : une pièce jaune, liée par une brique bleue et une verte, "
                      "avec une brique ronde pour la satisfaction.",
    "description_en": "A client buys a product: a yellow piece linked by a blue and a green brick, "
                      "with a round brick for satisfaction.",
    "personal_data": True, "tags": ["atelier"], "primary_key": ["commande_id"],
    "fields": [
        _field("commande_id", "integer", "Numéro de la commande.", "Number of the order.",
               required=True, personal_data_category="none"),
        _field("client_id", "integer", "Client qui commande (brique bleue).", "Client who orders (blue brick).",
               required=True, personal_data_category="identity", confidentiality=2),
        _field("produit_id", "integer", "Produit commandé (brique verte).", "Product ordered (green brick).",
               required=True, personal_data_category="none"),
        _field("quantite", "integer", "Nombre de produits.", "Number of products.",
               required=True, personal_data_category="none"),
        _field("date_commande", "datetime", "Moment de la commande.", "Moment of the order.",
               required=True, personal_data_category="none"),
        _field("satisfaction", "string", "Brique ronde : content ou pas content.", "Round brick: happy or not.",
               personal_data_category="personal_life", confidentiality=2),
    ],
    "foreign_keys": [
        {"name": "commande_client", "target": {"name": "client"},
         "columns": [{"field": "client_id", "target_field": "client_id"}]},
        {"name": "commande_produit", "target": {"name": "produit"},
         "columns": [{"field": "produit_id", "target_field": "produit_id"}]},
    ],
    "ownerships": OWNERS, "terms": ["foreign-key"],
}  # fmt: skip
ASSETS = [CLIENT, PRODUIT, COMMANDE]


def _rating(levels: tuple[int, int, int, int], reason: str, importance: int, why: str) -> dict[str, Any]:
    axes = dict(zip(("availability", "integrity", "confidentiality", "proof"), levels, strict=True))
    return {"sensitivity": {**axes, "reason": reason}, "importance": importance, "importance_reason": why}


RATINGS = [
    _rating((2, 3, 3, 3), "Données personnelles : accès restreint, modifications tracées.", 4,
            "Comprendre le comportement de nos clients en dépend."),
    _rating((2, 3, 1, 1), "Catalogue public, mais un prix faux coûte cher.", 3, "Ce que nous vendons."),
    _rating((3, 4, 3, 3), "Toujours personnelle par son lien vers le client ; fait foi en cas de litige.", 4,
            "Relie clients et produits : toutes nos questions passent par elle."),
]  # fmt: skip
