"""What the example makes of its data: an indicator, a dashboard, a training set, a model.

The lineage up to the store is written by the transfers themselves. Here the rest is told by its people through the
commands, as in the room: one lowering that holds and one that waits, edges that skip zones (the orders are not in the
store yet), one edge that was drawn and taken back. DICP follows the guide's reading (domain.md §2).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from catalog.commands import asset_move, assets_create
from catalog.documents import AssetDocument
from catalog.models import Asset, Field
from common.actor import Actor
from lineage.assertions import FieldLink, JobKey, Pair
from lineage.choices import OriginKind, Technique
from lineage.commands import (
    edge_remove,
    edges_draw,
    lowering_ask,
    lowering_review,
    run_record,
)
from lineage.commands.runs import RunReport
from lineage.documents import EdgeDocument, LoweringDocument, ReviewDocument
from lineage.queries.edges import edges_page
from workshop.choices import Role
from workshop.models import Workshop

Row = dict[str, Any]
JOBS = "bricks"  # the namespace of the jobs
KEPT_FOR = timedelta(days=90)  # until a lowering is looked at again


def _sensitivity(levels: tuple[int, int, int, int], reason: str) -> Row:
    axes = dict(zip(("availability", "integrity", "confidentiality", "proof"), levels, strict=True))
    return {**axes, "reason": reason}


def _field(name: str, kind: str, fr: str, en: str, **more: Any) -> Row:
    return {"name": name, "type": kind, "description_fr": fr, "description_en": en, **more}


def _pair_fields() -> list[Row]:
    """A client and a product, as the training set and the model have them."""
    return [
        _field("client_id", "integer", "Numéro du client.", "Number of the client.", required=True,
               personal_data_category="identity", confidentiality=2),
        _field("produit_id", "integer", "Numéro du produit.", "Number of the product.", required=True,
               personal_data_category="none"),
    ]  # fmt: skip


def _made(owners: Sequence[Row]) -> list[Row]:
    """What is made of the data, and two ends that lead nowhere."""
    return [
        {"system": "data-analyse", "name": "commandes_par_region", "kind": "indicator",
         "colour": "white", "shape": "cone",
         "title_fr": "Commandes par région", "title_en": "Orders by region",
         "description_fr": "Combien de commandes viennent de chaque région, jamais moins de trois clients à la fois.",
         "description_en": "How many orders come from each region, never fewer than three clients at a time.",
         "personal_data": False, "primary_key": ["region"],
         "fields": [_field("region", "string", "Région.", "Region.", required=True, personal_data_category="none"),
                    _field("commandes", "integer", "Nombre de commandes.", "Number of orders.",
                           personal_data_category="none")],
         "sensitivity": _sensitivity((2, 3, 2, 3), "Agrégé : au moins trois clients par région."),
         "importance": 4, "importance_reason": "Répond à la question : d’où viennent nos clients ?",
         "ownerships": owners, "terms": ["indicator"]},
        {"system": "data-analyse", "name": "tableau_ventes", "kind": "dashboard", "colour": "orange", "shape": "flag",
         "title_fr": "Tableau de bord des ventes", "title_en": "Sales dashboard",
         "description_fr": "Où vend-on quoi ? Présenté à toute la salle.",
         "description_en": "What do we sell where? Shown to the whole room.",
         "personal_data": False, "primary_key": ["region"],
         "fields": [_field("region", "string", "Région.", "Region.", personal_data_category="none"),
                    _field("commandes", "integer", "Nombre de commandes.", "Number of orders.",
                           personal_data_category="none")],
         "sensitivity": _sensitivity((2, 3, 2, 3), "Reprend l’indicateur."),
         "importance": 3, "importance_reason": "Aide à choisir où faire campagne.", "ownerships": owners},
        {"system": "data-analyse", "name": "jeu_entrainement", "colour": "purple", "shape": "brick",
         "title_fr": "Jeu d’entraînement", "title_en": "Training set",
         "description_fr": "Ce que le modèle apprend : qui a commandé quoi, et avec quelle satisfaction.",
         "description_en": "What the model learns from: who ordered what, and how satisfied they were.",
         "personal_data": True, "primary_key": ["client_id", "produit_id"],
         "fields": [*_pair_fields(),
                    _field("quantite", "integer", "Nombre de produits.", "Number of products.",
                           personal_data_category="none"),
                    _field("satisfaction", "string", "Content ou pas content.", "Happy or not.",
                           personal_data_category="personal_life", confidentiality=2)],
         "sensitivity": _sensitivity((1, 3, 3, 3), "Les mêmes personnes que dans les commandes."),
         "importance": 3, "importance_reason": "Un modèle ne vaut pas mieux que lui.", "ownerships": owners},
        {"system": "ia", "name": "propension_achat", "kind": "model", "colour": "purple", "shape": "wheel",
         "title_fr": "Propension d’achat", "title_en": "Purchase propensity",
         "description_fr": "Probabilité qu’un client commande un produit.",
         "description_en": "How likely a client is to order a product.",
         "personal_data": True, "primary_key": ["client_id", "produit_id"],
         "fields": [*_pair_fields(),
                    _field("probabilite", "float", "Entre 0 et 1.", "Between 0 and 1.",
                           personal_data_category="personal_life", confidentiality=3)],
         "sensitivity": _sensitivity((1, 3, 3, 3), "Un modèle peut laisser deviner ses données d’entraînement."),
         "importance": 3, "importance_reason": "Propose le bon produit au bon client.", "ownerships": owners},
        {"system": "erp", "name": "retour", "colour": "yellow", "shape": "brick",
         "title_fr": "Retour", "title_en": "Return",
         "description_fr": "Un produit rendu à la boutique ; personne ne s’en sert encore.",
         "description_en": "A product given back to the shop; nobody uses it yet.",
         "fields": [_field("retour_id", "integer", "Numéro du retour.", "Number of the return.", required=True,
                           personal_data_category="none")]},
        {"system": "data-store", "name": "region", "colour": "grey", "shape": "brick",
         "title_fr": "Régions", "title_en": "Regions",
         "description_fr": "Liste tapée à la main un jour de presse ; sa source manque.",
         "description_en": "A list typed by hand on a busy day; its source is missing.",
         "personal_data": False, "primary_key": ["region"],
         "fields": [_field("region", "string", "Nom de la région.", "Name of the region.", required=True,
                           personal_data_category="none")],
         "sensitivity": _sensitivity((1, 2, 1, 1), "Liste publique."),
         "importance": 2, "importance_reason": "Regroupe les clients.", "ownerships": owners,
         "terms": ["reference-data"]},
    ]  # fmt: skip


def example_lineage(workshop: Workshop, people: Mapping[str, Actor], owners: Sequence[Row]) -> None:
    """What is made of the lake, told by the steward, the engineer, the DPO and the owner."""
    _assets_register(people, owners)
    shop = Shop(workshop, people[Role.ENGINEER])
    _analyses_make(shop)
    _edges_by_hand(shop)
    _confidentiality_lower(shop, people[Role.DPO])


def _assets_register(people: Mapping[str, Actor], owners: Sequence[Row]) -> None:
    documents = [AssetDocument.read(row) for row in _made(owners)]
    steward, owner = people[Role.STEWARD], people[Role.OWNER]
    assets_create(
        actor=steward.again(), documents=documents, reason="Construit à la table 1, étape Comprendre"
    )
    indicator = Asset.objects.get(workshop_id=steward.workshop_id, name="commandes_par_region")
    asset_move(actor=steward.again(), asset_id=indicator.pk, status="submitted", reason="Fiche complète")
    asset_move(actor=owner.again(), asset_id=indicator.pk, status="validated", reason="Calcul relu")


class Shop:
    """The engineer among the assets, by `name` or, for those that have copies, `name@system`; and their fields."""

    def __init__(self, workshop: Workshop, engineer: Actor):
        self._engineer = engineer
        rows = Asset.objects.filter(workshop=workshop).values_list("name", "system__code", "pk")
        self.assets = {name: pk for name, _system, pk in rows}
        self.assets |= {f"{name}@{system}": pk for name, system, pk in rows}
        fields = Field.objects.filter(workshop=workshop).values_list("asset_id", "name", "pk")
        self.fields = {(asset_id, name): pk for asset_id, name, pk in fields}

    @property
    def engineer(self) -> Actor:
        return self._engineer.again()

    def link(self, source: str, target: str, subtype: str = "IDENTITY", masking: bool = False) -> FieldLink:
        """From `asset.field` to `asset.field`."""
        source_id, source_field_id = self._field(source)
        target_id, target_field_id = self._field(target)
        return FieldLink(source_id, source_field_id, target_id, target_field_id, "DIRECT", subtype, masking)

    def _field(self, path: str) -> tuple[int, int]:
        """The ids of an asset and of its field."""
        asset, _dot, field = path.partition(".")
        return self.assets[asset], self.fields[self.assets[asset], field]

    def same(self, source: str, target: str) -> list[FieldLink]:
        """Each field of the target to which one of the same name goes over."""
        names = [name for asset_id, name in self.fields if asset_id == self.assets[source]]
        here = self.assets[target]
        return [
            self.link(f"{source}.{name}", f"{target}.{name}") for name in names if (here, name) in self.fields
        ]

    def run(
        self,
        job: str,
        inputs: Collection[str],
        output: str,
        links: Sequence[FieldLink],
        **more: Any,
    ) -> None:
        """One run of a job, as a transfer unless told otherwise."""
        report = RunReport(
            job=JobKey(JOBS, job),
            run_id=uuid4(),
            at=timezone.now(),
            inputs=[self.assets[name] for name in inputs],
            outputs=[self.assets[output]],
            links=links,
            **{"kind": OriginKind.TRANSFER, "job_kind": "TRANSFER", **more},
        )
        run_record(actor=self.engineer, report=report)

    def edge(self, source: str, target: str) -> int:
        """The id of the edge between two assets."""
        pair = Pair(self.assets[source], self.assets[target])
        (row,) = edges_page(self._engineer, source=pair.source_id, target=pair.target_id).rows
        return int(row["id"])

    def draw(self, source: str, target: str, links: Sequence[Row], reason: str) -> int:
        ends = {"source": self.assets[source], "target": self.assets[target]}
        document = EdgeDocument.read({**ends, "fields": list(links)})
        (edge_id,) = edges_draw(actor=self.engineer, documents=[document], reason=reason)
        return edge_id


SQL = (
    "SELECT region, count(*) AS commandes FROM commande JOIN client USING (client_id) "
    "GROUP BY region HAVING count(DISTINCT client_id) >= 3"
)


def _analyses_make(shop: Shop) -> None:
    computed = {"kind": OriginKind.INDICATOR}
    shop.run(
        "calculer.commandes_par_region",
        ["commande@etl", "client@data-store"],
        "commandes_par_region",
        [
            shop.link("client@data-store.region", "commandes_par_region.region"),
            shop.link("commande@etl.commande_id", "commandes_par_region.commandes", "AGGREGATION", True),
        ],
        job_kind="INDICATOR",
        job_facets={"sql": {"query": SQL, "dialect": "duckdb"}},
        **computed,
    )
    learnt = ("client_id", "produit_id", "quantite", "satisfaction")
    shop.run(
        "preparer.jeu_entrainement",
        ["client@data-store", "commande@etl", "produit@data-store"],
        "jeu_entrainement",
        [
            shop.link("client@data-store.client_id", "jeu_entrainement.client_id"),
            shop.link("produit@data-store.produit_id", "jeu_entrainement.produit_id"),
            *(shop.link(f"commande@etl.{name}", f"jeu_entrainement.{name}") for name in learnt),
        ],
    )
    shop.run(
        "entrainer.propension_achat",
        ["jeu_entrainement"],
        "propension_achat",
        [
            *shop.same("jeu_entrainement", "propension_achat"),
            *(
                shop.link(f"jeu_entrainement.{name}", "propension_achat.probabilite", "TRANSFORMATION")
                for name in learnt
            ),
        ],
        job_kind="MODEL",
        **computed,
    )


def _edges_by_hand(shop: Shop) -> None:
    """The dashboard: from the indicator, and, over all zones, straight from the CRM. One slip is taken back."""
    same = [{"source_field": name, "target_field": name} for name in ("region", "commandes")]
    shop.draw("commandes_par_region", "tableau_ventes", same, "Le tableau de bord montre l’indicateur.")
    shop.draw("produit@crm", "tableau_ventes", [], "Les noms des produits sont lus directement dans le CRM.")
    slip = shop.draw(
        "produit@data-store", "commandes_par_region", [], "Je croyais que l’indicateur lisait les produits."
    )
    edge_remove(actor=shop.engineer, edge_id=slip, reason="Relu le calcul : il ne lit que les commandes.")


def _confidentiality_lower(shop: Shop, dpo: Actor) -> None:
    """The indicator's lowering is accepted, the model's waits for somebody to look at it."""
    expires_at = timezone.now() + KEPT_FOR
    asked = LoweringDocument(
        technique=Technique.AGGREGATION,
        level=2,
        k=3,
        reason="Chaque région compte au moins trois clients : personne n’est reconnaissable.",
        expires_at=expires_at,
    )
    edge = shop.edge("commande@etl", "commandes_par_region")
    lowering = lowering_ask(actor=shop.engineer, edge_id=edge, document=asked)
    review = ReviewDocument(accepted=True, reason="Vérifié sur les données du jour.")
    lowering_review(actor=dpo.again(), lowering_id=lowering, document=review)
    asked = LoweringDocument(
        technique=Technique.ANONYMISATION,
        level=2,
        reason="Les numéros de client seront remplacés par des groupes avant l’entraînement.",
        expires_at=expires_at,
    )
    lowering_ask(
        actor=shop.engineer, edge_id=shop.edge("jeu_entrainement", "propension_achat"), document=asked
    )
