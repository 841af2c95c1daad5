"""Examples for the OpenAPI document; tests send them as they are."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

CLIENT: dict[str, Any] = {
    "system": "crm",
    "name": "client",
    "title_fr": "Client",
    "title_en": "Customer",
    "description_fr": "Une personne qui a un compte dans la boutique.",
    "colour": "blue",
    "shape": "head",
    "importance": 4,
    "importance_reason": "Sans client, pas de commande.",
    "personal_data": True,
    "tags": ["boutique"],
    "sensitivity": {"availability": 2, "integrity": 3, "confidentiality": 3, "proof": None, "reason": "RGPD"},
    "fields": [
        {"name": "id", "type": "integer", "required": True},
        {"name": "email", "type": "string", "personal_data_category": "identity", "confidentiality": 3},
    ],
    "primary_key": ["id"],
    "unique_keys": [{"name": "email_unique", "fields": ["email"]}],
}
ORDER: dict[str, Any] = {
    "system": "erp",
    "name": "commande",
    "title_fr": "Commande",
    "fields": [{"name": "id", "type": "integer"}, {"name": "client_id", "type": "integer"}],
    "primary_key": ["id"],
    "foreign_keys": [
        {
            "name": "commande_client",
            "target": {"name": "client"},
            "columns": [{"field": "client_id", "target_field": "id"}],
        }
    ],
}


def example(name: str, value: object) -> list[OpenApiExample]:
    return [OpenApiExample(name, value=value, request_only=True)]
