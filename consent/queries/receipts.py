"""Receipts of what was said."""

from typing import Any

from common.actor import Actor
from consent.queries.purposes import notice_row, purpose_row
from consent.queries.subjects import event_row
from consent.receipt import receipt


def receipt_of(actor: Actor, event_id: int) -> dict[str, Any]:
    """The consent record of one event as JSON-LD; raises `NotFound` for one that the actor may not see."""
    event = event_row(actor, event_id)
    notice = notice_row(actor, event["notice_id"]) if event["notice_id"] is not None else None
    return receipt(event, purpose_row(actor, event["purpose_id"]), notice)
