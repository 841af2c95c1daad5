"""The example's Ingérer: rules say what good means, what passes is copied on, problems are followed to their end.

Everything goes through the commands, by the people whose role it is. Which bricks fail follows from
`example_exchange.py`; the incidents are led to different states, one each.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from catalog.commands import asset_move, asset_update
from catalog.documents import AssetChange
from catalog.models import Asset
from common.actor import Actor
from exchange.commands import asset_copy
from quality.commands import (
    incident_assign,
    incident_close,
    incident_correct,
    incident_qualify,
    incident_reject,
    incident_reopen,
    incident_report,
    incident_verify,
    incident_waive,
    rule_create,
    rules_accept,
    rules_propose,
    zone_enter,
)
from quality.documents import ReportDocument, RuleDocument
from workshop.choices import Role
from workshop.commands import workshop_go_to_step
from workshop.models import Step, Workshop

People = Mapping[str, Actor]
NAMES = ("client", "produit", "commande")
RATED = {"client": (2, 3, 3, 3), "produit": (2, 3, 1, 1), "commande": (2, 3, 3, 3)}
OWN_RULES: dict[str, list[dict[str, Any]]] = {
    "client": [
        {"type": "range", "parameters": {"fields": ["taille"], "minimum": "4", "maximum": "5"},
         "severity": "minor", "why": "Une pièce a quatre ou cinq briques."},
        {"type": "not_null", "parameters": {"fields": ["region"]}, "severity": "cosmetic",
         "why": "Sans région, le client manque dans l’indicateur par région."},
    ],
    "commande": [
        {"type": "allowed", "parameters": {"fields": ["satisfaction"], "values": ["content", "pas content"]},
         "severity": "minor", "why": "La brique ronde n’a que deux couleurs."},
        {"type": "range", "parameters": {"fields": ["quantite"], "minimum": "1", "maximum": "20"},
         "severity": "minor", "why": "Personne n’achète zéro produit, ni quatre cents."},
    ],
}  # fmt: skip


def example_quality(workshop: Workshop, people: People) -> None:
    """From the raw zone, which `example_exchange` filled, to the cleansed zone and the store."""
    facilitator, engineer = people[Role.FACILITATOR], people[Role.ENGINEER]
    step = Step.objects.get(workshop=workshop, code="ingerer")
    workshop_go_to_step(actor=facilitator.again(), step_id=step.pk, reason="Début de l’étape")
    raw = assets_on(workshop, "datalake")
    for name in NAMES:
        _rules_write(people, raw[name], OWN_RULES.get(name, []))
    clean = {name: _copied(people, raw[name], "etl", name) for name in NAMES}
    for name in NAMES:
        zone_enter(actor=engineer.again(), source_id=raw[name], target_id=clean[name], reason="Nettoyage")
    _incidents_lead(people, raw)
    for name in ("client", "produit"):
        store = _copied(people, clean[name], "data-store", name)
        zone_enter(actor=people[Role.OWNER].again(), source_id=clean[name], target_id=store, reason="Validé")


def assets_on(workshop: Workshop, system: str) -> dict[str, int]:
    """The assets on a system, by their names."""
    return dict(Asset.objects.filter(workshop=workshop, system__code=system).values_list("name", "pk"))


def _rules_write(people: People, asset_id: int, own: list[dict[str, Any]]) -> None:
    """What the documentation proposes, accepted by the owner; and what the room knows beside."""
    proposed = rules_propose(actor=people[Role.ENGINEER].again(), asset_id=asset_id)
    rules_accept(actor=people[Role.OWNER].again(), rule_ids=proposed, reason="Règles relues ensemble")
    for rule in own:
        document = RuleDocument.read(rule)
        rule_create(actor=people[Role.STEWARD].again(), asset_id=asset_id, document=document)


TITLES = {
    "etl": {"client": "Client nettoyé", "produit": "Produit nettoyé", "commande": "Commande nettoyée"},
    "data-store": {"client": "Client validé", "produit": "Produit validé", "commande": "Commande validée"},
}
ENGLISH = {"etl": "Cleansed", "data-store": "Validated"}
THINGS = {"client": "client", "produit": "product", "commande": "order"}


def _copied(people: People, source_id: int, system: str, name: str) -> int:
    """The asset that takes the copies, named, rated and validated by its owner."""
    owner = people[Role.OWNER]
    asset_id = asset_copy(actor=people[Role.ENGINEER].again(), source_id=source_id, system=system)
    axes = dict(zip(("availability", "integrity", "confidentiality", "proof"), RATED[name], strict=True))
    change = AssetChange.read(
        {
            "title_fr": TITLES[system][name],
            "title_en": f"{ENGLISH[system]} {THINGS[name]}",
            "sensitivity": {**axes, "reason": "Même donnée que sa source."},
            "importance": 3,
        }
    )
    asset_update(actor=owner.again(), asset_id=asset_id, change=change, reason="Cotation de la copie")
    for status in ("submitted", "validated"):
        asset_move(actor=owner.again(), asset_id=asset_id, status=status, reason="Prêt pour la suite")
    return asset_id


# Incidents


def _incidents_lead(people: People, raw: Mapping[str, int]) -> None:
    """Put red bricks on problems, and lead each to another state."""
    consumer, engineer, steward = (people[role] for role in (Role.CONSUMER, Role.ENGINEER, Role.STEWARD))
    owner, producer = people[Role.OWNER], people[Role.PRODUCER]

    def report(asset: str, field: str, text: str, severity: str = "minor") -> int:
        document = ReportDocument(asset=raw[asset], field=field, description=text, severity=severity)
        return incident_report(actor=consumer.again(), document=document)

    def assigned(asset: str, field: str, text: str, severity: str = "minor") -> int:
        pk = report(asset, field, text, severity)
        incident_qualify(actor=steward.again(), incident_id=pk, severity=severity)
        incident_assign(actor=steward.again(), incident_id=pk, assignee="producer")
        return pk

    def corrected(asset: str, field: str, text: str, fix: str) -> int:
        pk = assigned(asset, field, text)
        incident_correct(actor=producer.again(), incident_id=pk, text=fix)
        return pk

    def closed(asset: str, field: str, text: str, fix: str) -> int:
        pk = corrected(asset, field, text, fix)
        incident_verify(actor=engineer.again(), incident_id=pk, text="Vu sur la pièce.")
        incident_close(actor=owner.again(), incident_id=pk, text="Merci\N{NARROW NO-BREAK SPACE}!")
        return pk

    report("commande", "date_commande", "Deux commandes portent la même heure, à la seconde.")
    qualified = report("commande", "quantite", "400 produits d’un coup : est-ce vrai ?")
    incident_qualify(actor=steward.again(), incident_id=qualified, severity="minor")
    assigned("commande", "produit_id", "Le produit 13 n’existe pas au catalogue.", "major")
    corrected("commande", "satisfaction", "« bof » n’est ni content ni pas content.", "Demandé au client.")
    verified = corrected("commande", "client_id", "La brique bleue manque.", "Brique bleue reposée.")
    incident_verify(actor=engineer.again(), incident_id=verified, text="Vu sur la pièce.")
    closed("commande", "commande_id", "Un numéro est illisible.", "Réécrit au feutre.")
    false_alarm = report("commande", "", "Il manque les commandes du matin.")
    incident_reject(actor=owner.again(), incident_id=false_alarm, text="La boutique ouvre à neuf heures.")
    waived = assigned("client", "email", "Deux clients partagent une adresse.", "cosmetic")
    incident_waive(
        actor=owner.again(),
        incident_id=waived,
        text="Un couple, une seule boîte : on s’en accommode.",
        expires_at=timezone.now() + timedelta(days=30),
    )
    too_early = closed("produit", "couleur", "Un vert tire sur le bleu.", "Brique changée.")
    incident_reopen(actor=consumer.again(), incident_id=too_early, text="C’est revenu au deuxième envoi.")
