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
from exchange.commands import asset_copy, bricks_withdraw
from exchange.queries.bricks import bricks_of
from quality.commands import (
    check_run,
    contract_publish,
    incident_assign,
    incident_close,
    incident_comment,
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
from quality.documents import IncidentFilter, ReportDocument, RuleDocument, TermsDocument
from quality.queries.incidents import incident_get, incidents_page
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
TERMS = {
    "client": TermsDocument(
        purpose_fr="Comprendre le comportement de nos clients.",
        purpose_en="To understand how our clients behave.",
        usage_fr="Des chiffres agrégés ; aucun nom hors de la boutique.",
        usage_en="Aggregated figures; no names outside the shop.",
        limits_fr="La région manque parfois.",
        limits_en="The region is missing now and then.",
    ),
    "produit": TermsDocument(
        purpose_fr="Savoir ce que nous vendons, et à quel prix.",
        purpose_en="To know what we sell, and at what price.",
        usage_fr="Libre dans l’entreprise.",
        usage_en="Free within the company.",
    ),
}


def example_quality(workshop: Workshop, people: People) -> None:
    """From the sources to the cleansed zone and the store; `example_exchange` has made the first copies."""
    facilitator, engineer = people[Role.FACILITATOR], people[Role.ENGINEER]
    step = Step.objects.get(workshop=workshop, code="ingerer")
    workshop_go_to_step(actor=facilitator.again(), step_id=step.pk, reason="Début de l’étape")
    source = {name: pk for system in ("crm", "erp") for name, pk in assets_on(workshop, system).items()}
    raw = assets_on(workshop, "datalake")
    for name in NAMES:
        _rules_write(people, source[name], OWN_RULES.get(name, []))
        check_run(actor=engineer.again(), asset_id=source[name], reason="Avant de copier plus loin")
    clean = {name: _copied(people, raw[name], "etl", name) for name in NAMES}
    for name in NAMES:
        zone_enter(actor=engineer.again(), source_id=raw[name], target_id=clean[name], reason="Nettoyage")
    _incidents_lead(people, source)
    for name in NAMES:
        reason = "Ce qui a été corrigé à la source"
        zone_enter(actor=engineer.again(), source_id=source[name], target_id=raw[name], reason=reason)
        zone_enter(actor=engineer.again(), source_id=raw[name], target_id=clean[name], reason=reason)
    for name in ("client", "produit"):
        store = _copied(people, clean[name], "data-store", name)
        zone_enter(actor=people[Role.OWNER].again(), source_id=clean[name], target_id=store, reason="Validé")
        contract_publish(actor=people[Role.OWNER].again(), asset_id=store, terms=TERMS[name])


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


def _incidents_lead(people: People, source: Mapping[str, int]) -> None:
    """Lead what the rules found, and what people saw, to a state each."""
    found = _found(people)
    by = _Hands(people)
    by.qualified(found["quantite"], "minor", "400 produits d’un coup : est-ce vrai ?")
    by.assigned(found["produit_id"], "major")
    missing = by.corrected(found["client_id"], "blocking", "Deux briques bleues au mauvais numéro.")
    by.comment(missing, "Je recopie dans le lac dès que le propriétaire a accepté.")
    _duplicate_withdraw(people, by, found["commande_id"])
    by.qualified(found["region"], "cosmetic", "Quatre clients sans région.")
    incident_waive(
        actor=people[Role.OWNER].again(),
        incident_id=found["region"],
        text="On la demandera à la prochaine commande.",
        expires_at=timezone.now() + timedelta(days=30),
    )
    shared = "Un couple, une seule adresse : rien à corriger."
    incident_reject(actor=people[Role.OWNER].again(), incident_id=found["email"], text=shared)
    by.report(source["commande"], "date_commande", "Deux commandes portent la même heure, à la seconde.", "2")
    verified = by.report(source["produit"], "prix", "Le prix du lampadaire est celui de l’an dernier.", "12")
    by.corrected(verified, "major", "Ancien catalogue.", fix="Prix relu avec la boutique.")
    by.verified(verified)
    again = by.report(source["produit"], "couleur", "Un vert tire sur le bleu.", "10")
    by.corrected(again, "cosmetic", "Mauvais sachet de briques.", fix="Brique changée.")
    by.verified(again)
    incident_close(
        actor=people[Role.OWNER].again(), incident_id=again, text="Merci\N{NARROW NO-BREAK SPACE}!"
    )
    text = "C’est revenu au deuxième envoi."
    incident_reopen(actor=people[Role.CONSUMER].again(), incident_id=again, text=text)


def _found(people: People) -> dict[str, int]:
    """The incidents that the rules opened, by the field that they are about."""
    actor = people[Role.ENGINEER]
    rows = incidents_page(actor, IncidentFilter(open=True), limit=100).rows
    return {row["field"]: row["id"] for row in rows if row["origin"] == "rule"}


def _duplicate_withdraw(people: People, by: "_Hands", incident: int) -> None:
    """An order that was sent twice: its second brick is taken out at the source, and the rule passes again."""
    brick = max(incident_get(people[Role.ENGINEER], incident)["brick_ids"])
    by.assigned(incident, "blocking")
    bricks_withdraw(actor=people[Role.PRODUCER].again(), brick_ids=[brick], reason="Envoyée deux fois")
    incident_correct(
        actor=people[Role.PRODUCER].again(),
        incident_id=incident,
        text="La même commande envoyée deux fois.",
        fix="La seconde brique est retirée.",
    )
    by.verified(incident)
    incident_close(actor=people[Role.OWNER].again(), incident_id=incident)


class _Hands:
    """Who does what with an incident in the example."""

    def __init__(self, people: People):
        self.people = people

    def _as(self, role: str) -> Actor:
        return self.people[role].again()

    def report(self, asset: int, field: str, text: str, key: str) -> int:
        """Put a red brick on the brick with this key."""
        actor = self._as(Role.CONSUMER)
        bricks = list(bricks_of(actor).filter(asset=asset, key=key).values_list("pk", flat=True))
        document = ReportDocument(asset=asset, bricks=bricks, field=field, description=text, severity="minor")
        return incident_report(actor=actor, document=document)

    def qualified(self, incident: int, severity: str, text: str = "") -> None:
        incident_qualify(actor=self._as(Role.STEWARD), incident_id=incident, severity=severity, text=text)

    def assigned(self, incident: int, severity: str) -> None:
        self.qualified(incident, severity)
        incident_assign(actor=self._as(Role.STEWARD), incident_id=incident)

    def corrected(self, incident: int, severity: str, cause: str, fix: str = "") -> int:
        self.assigned(incident, severity)
        incident_correct(actor=self._as(Role.PRODUCER), incident_id=incident, text=cause, fix=fix)
        return incident

    def verified(self, incident: int) -> None:
        incident_verify(actor=self._as(Role.ENGINEER), incident_id=incident, text="Vu sur la pièce.")

    def comment(self, incident: int, text: str) -> None:
        incident_comment(actor=self._as(Role.ENGINEER), incident_id=incident, text=text)
