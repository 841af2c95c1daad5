"""Examples for the OpenAPI document; tests send them as they are."""

from typing import Any

from catalog.api.examples import example

__all__ = ["EDGE", "LOWERING", "example"]

EDGE: dict[str, Any] = {
    "source": {"namespace": "bricks", "name": "client"},
    "target": {"namespace": "bricks", "name": "raw_client"},
    "fields": [
        {"source_field": "id", "target_field": "id", "dependency": "DIRECT", "subtype": "IDENTITY"},
    ],
}
LOWERING: dict[str, Any] = {
    "technique": "aggregation",
    "level": 1,
    "k": 5,
    "reason": "Seulement des comptes par région, cinq personnes au moins par case.",
    "expires_at": "2099-01-01T00:00:00+01:00",
}
