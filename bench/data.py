"""Deterministic catalogues of any size, made through the commands."""

from collections.abc import Iterator
from random import Random
from typing import Any

from catalog.commands import assets_create
from catalog.documents import AssetDocument
from common.actor import Actor

WORDS = (
    "client", "order", "invoice", "payment", "region", "stock", "campaign", "shipment", "supplier", "contract",
    "ticket", "visit", "basket", "price", "store", "refund", "brand", "coupon", "review", "warehouse",
)  # fmt: skip
SYSTEMS = ("crm", "erp", "datalake", "etl", "data-store", "data-analyse")
BATCH = 500


def documents(count: int, start: int = 0) -> Iterator[dict[str, Any]]:
    """Datasets with five fields, a key, an owner, a term, DICP; every tenth is an indicator."""
    for number in range(start, start + count):
        random = Random(number)
        first, second, third = random.sample(WORDS, 3)
        yield {
            "system": random.choice(SYSTEMS),
            "kind": "indicator" if number % 10 == 0 else "dataset",
            "name": f"{first}_{second}_{number:06d}",
            "title_fr": f"{first} {second} {number}",
            "title_en": f"{first} of {second} {number}",
            "description_fr": f"Table des {first} par {second}, alimentée par {third}.",
            "personal_data": number % 3 == 0,
            "importance": number % 4 + 1,
            "sensitivity": {"availability": 2, "integrity": 3, "confidentiality": number % 5, "proof": 1},
            "fields": [
                {"name": "id", "type": "integer", "required": True},
                {"name": f"{first}_id", "type": "integer"},
                {"name": f"{second}_label", "type": "string", "description_fr": f"Libellé {second}"},
                {"name": "created_on", "type": "date"},
                {"name": "amount", "type": "decimal"},
            ],
            "primary_key": ["id"],
            "ownerships": [{"participant": "owner", "responsibility": "accountable"}],
            "terms": ["master-data"],
        }


def catalogue_fill(actor: Actor, count: int, start: int = 0) -> None:
    """Add `count` assets, in batches that are one change each."""
    for offset in range(start, start + count, BATCH):
        batch = documents(min(BATCH, start + count - offset), offset)
        assets_create(actor=actor.again(), documents=[AssetDocument.read(d) for d in batch])
