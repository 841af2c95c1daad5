"""The gates of the lineage: what was last answered to “may we?” about each asset, as it was given."""

from collections.abc import Collection

from django.db.models import Max

from common.actor import Actor
from consent.choices import Answer
from consent.queries.verdicts import verdicts_of
from consent.wording import gate_said
from lineage.gates import Gate

SIGNS: dict[str, tuple[str, str]] = {
    Answer.YES: ("✔", "good"),
    Answer.CONDITIONS: ("✔!", "good"),
    Answer.DPO: ("?", "warn"),
    Answer.UNKNOWN: ("…", "warn"),
    Answer.NO: ("✘", "bad"),
}


def asset_gates(actor: Actor, asset_ids: Collection[int]) -> dict[int, Gate]:
    """The gates of these assets; those that nobody asked about are left out."""
    asked = verdicts_of(actor).filter(asset__among=asset_ids).order_by().values("asset")
    latest = verdicts_of(actor).filter(pk__in=asked.annotate(latest=Max("id")).values("latest"))
    return {pk: _gate(answer) for pk, answer in latest.values_list("asset_id", "answer")}


def _gate(answer: str) -> Gate:
    sign, tone = SIGNS[answer]
    return Gate(sign, gate_said(answer), tone)
