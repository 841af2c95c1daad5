"""Examples for the OpenAPI document; tests send them as they are."""

from typing import Any

ALICE: dict[str, Any] = {"client_id": 1, "nom": "Alice Martin", "region": "Bretagne"}
BOB: dict[str, Any] = {"client_id": 2, "nom": "Bob Leroy", "region": "Corse"}
BRICK: dict[str, Any] = {"asset": 1, "values": ALICE}
BATCH: dict[str, Any] = {"asset": 1, "bricks": [ALICE, BOB]}
ACCEPT: dict[str, Any] = {"submission": 1, "verdict": "accepted"}
RETURN: dict[str, Any] = {"bricks": [1, 2], "verdict": "returned", "reason": "Cette région n’existe pas."}
COPY: dict[str, Any] = {"source": 1, "system": "datalake"}
SEED: dict[str, Any] = {"brick": 1, "kind": "link", "note": "La brique verte manque."}
ORDER: dict[str, Any] = {"lines": [{"product": 1, "quantity": 2}]}
CLIENT: dict[str, Any] = {"name": "Alice Martin", "region": "Bretagne"}
