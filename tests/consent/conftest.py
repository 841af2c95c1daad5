"""A small shop with persons: clients in the CRM, orders in the ERP, copies in the lake, an indicator of it all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from consent.choices import Told
from consent.commands import (
    asset_collect_for,
    consents_record,
    notice_publish,
    purpose_declare,
    subjects_enrol,
)
from consent.documents import (
    CollectedForDocument,
    ConsentDocument,
    EnrolDocument,
    NoticeDocument,
    PurposeDocument,
)
from consent.models import Subject
from exchange.commands import asset_copy, submission_decide, submission_send, transfer_run
from exchange.models import Brick
from lineage.commands import edges_draw
from lineage.documents import EdgeDocument
from tests.people import Room

OWNER = [{"participant": "owner", "responsibility": "accountable"}]
RATED = {"availability": 2, "integrity": 3, "confidentiality": 3, "proof": 3, "reason": "Personal."}
CLIENT: dict[str, Any] = {
    "name": "client",
    "personal_data": True,
    "ownerships": OWNER,
    "sensitivity": RATED,
    "fields": [
        {"name": "client_id", "type": "integer", "personal_data_category": "identity"},
        {"name": "nom", "type": "string", "personal_data_category": "identity"},
        {"name": "region", "type": "string", "personal_data_category": "location"},
    ],
    "primary_key": ["client_id"],
}
ORDER: dict[str, Any] = {
    "name": "commande",
    "system": "erp",
    "personal_data": True,
    "ownerships": OWNER,
    "sensitivity": RATED,
    "fields": [
        {"name": "commande_id", "type": "integer", "personal_data_category": "none"},
        {"name": "client_id", "type": "integer", "personal_data_category": "identity"},
        {"name": "montant", "type": "decimal", "personal_data_category": "none"},
    ],
    "primary_key": ["commande_id"],
    "foreign_keys": [
        {
            "name": "commande_client",
            "target": {"name": "client"},
            "columns": [{"field": "client_id", "target_field": "client_id"}],
        }
    ],
}
REVENUE: dict[str, Any] = {
    "name": "ca",
    "system": "data-analyse",
    "kind": "indicator",
    "personal_data": False,
    "ownerships": OWNER,
    "sensitivity": RATED,
    "fields": [{"name": "region", "type": "string"}, {"name": "total", "type": "decimal"}],
    "primary_key": [],
}
NEWSLETTER: dict[str, Any] = {
    "code": "newsletter",
    "title_fr": "Lettre d’information",
    "title_en": "Newsletter",
    "text_fr": "Envoyer chaque mois nos nouveautés.",
    "basis": "consent",
    "retention_days": 1095,
    "categories": ["identity", "location"],
    "controller": "La boutique",
    "direct_marketing": True,
    "dpia": "unneeded",
}
CONTRACT: dict[str, Any] = {
    "code": "orders",
    "title_fr": "Commandes",
    "title_en": "Orders",
    "text_fr": "Préparer, livrer et facturer.",
    "basis": "contract",
    "retention_days": 1825,
    "categories": ["identity"],
    "dpia": "unneeded",
}
ACCOUNTS: dict[str, Any] = {
    "code": "accounts",
    "title_fr": "Comptabilité",
    "title_en": "Accounts",
    "text_fr": "Garder dix ans les pièces comptables.",
    "basis": "legal",
    "retention_days": 3650,
    "categories": ["identity"],
    "dpia": "unneeded",
}


@dataclass
class Shop:
    """Ids by short names."""

    room: Room
    assets: dict[str, int] = field(default_factory=dict)
    purposes: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)

    def subject(self, key: str) -> int:
        return Subject.objects.get(asset_id=self.assets["client"], key=key).pk

    def said(self, key: str, kind: str = "given", **more: Any) -> int:
        """A person says something to a consumer who asks them properly."""
        document = {
            "subject": self.subject(key),
            "purpose": self.purposes["newsletter"],
            "notice": self.notices["newsletter"],
            "kind": kind,
            "channel": "room",
            "act": "button",
            "refusal_offered": True,
            **more,
        }
        return consents_record(actor=self.room["consumer"], documents=[ConsentDocument.read(document)])[0]

    def put(self, asset: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """Bricks that were sent and accepted."""
        sent = submission_send(actor=self.room["producer"], asset_id=self.assets[asset], bricks=rows)
        submission_decide(actor=self.room["owner"], submission_id=sent, verdict="accepted")
        return sent

    def copy(self, asset: str) -> None:
        """Into the raw zone."""
        engineer, source = self.room["engineer"], self.assets[asset]
        self.assets[f"raw {asset}"] = asset_copy(actor=engineer, source_id=source, system="datalake")
        transfer_run(actor=engineer, source_id=source, target_id=self.assets[f"raw {asset}"])

    def keys(self, rows: Any) -> list[str]:
        return sorted(rows.values_list("key", flat=True))

    def count(self, asset: str) -> int:
        return Brick.objects.filter(asset=self.assets[asset]).count()


@pytest.fixture
def shop(room: Room) -> Shop:
    """Four clients (1–4), five orders, both copied to the raw zone, an indicator; nobody has said anything yet."""
    made = Shop(room)
    made.assets["client"] = room.asset("facilitator", **CLIENT)
    made.assets["commande"] = room.asset("facilitator", **ORDER)
    made.assets["ca"] = room.asset("facilitator", **REVENUE)
    made.put("client", [{"client_id": n, "nom": f"Client {n:04}", "region": "Sud"} for n in (1, 2, 3, 4)])
    orders = enumerate((1, 1, 2, 3, 4), start=10)
    made.put("commande", [{"commande_id": n, "client_id": who, "montant": 9.5} for n, who in orders])
    for name in ("client", "commande"):
        made.copy(name)
    ends = [(made.assets[f"raw {name}"], made.assets["ca"]) for name in ("client", "commande")]
    edges_draw(actor=room["engineer"], documents=[EdgeDocument(source=a, target=b) for a, b in ends])
    declare(made)
    subjects_enrol(actor=room["consumer"], document=EnrolDocument(asset=made.assets["client"]))
    return made


def declare(shop: Shop) -> None:
    consumer = shop.room["consumer"]
    for values in (NEWSLETTER, CONTRACT, ACCOUNTS):
        pk = purpose_declare(actor=consumer, document=PurposeDocument.read(values))
        notice = NoticeDocument(purpose=pk, text_fr="Voulez-vous…", told=list(Told.values))
        shop.purposes[values["code"]] = pk
        shop.notices[values["code"]] = notice_publish(actor=consumer, document=notice)
    for name, codes in {"client": ["newsletter", "orders"], "commande": ["orders", "accounts"]}.items():
        document = CollectedForDocument(purposes=[shop.purposes[code] for code in codes])
        asset_collect_for(actor=consumer, asset_id=shop.assets[name], document=document)
