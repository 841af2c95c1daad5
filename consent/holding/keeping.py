"""What lets data of a person be kept when a purpose ends, or when they ask for erasure."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.queries.parts import ownerships_of
from common.actor import Actor
from consent.choices import RIGHTS, Duty, Right
from consent.decide import purposes_inherited
from consent.models import Purpose
from consent.queries.purposes import collected_for, purposes_of
from lineage.queries.cones import cone_arrows


@dataclass(frozen=True, slots=True)
class Ruling:
    duty: str
    why: str
    until: datetime | None = None
    purpose_id: int | None = None


def purposes_by_asset(actor: Actor, asset_ids: Collection[int]) -> dict[int, list[Purpose]]:
    """What each asset's data was collected for: what it says itself, else what its sources say."""
    arrows = cone_arrows(asset_ids, upstream=True)
    everything = {*asset_ids, *(arrow.source_id for arrow in arrows)}
    said = collected_for(actor, everything)
    purposes = {purpose.pk: purpose for purpose in purposes_of(actor)}
    found = purposes_inherited({pk: frozenset(ids) for pk, ids in said.items()}, arrows)
    return {pk: [purposes[p] for p in sorted(found.get(pk, ()))] for pk in asset_ids}


def ruling(purposes: Collection[Purpose], created_at: datetime, ended: int | None, at: datetime) -> Ruling:
    """What must happen with something collected for these purposes.

    An erasure leaves what the law obliges to keep (bases without right to erasure), while its retention runs; the
    end of one purpose leaves what another purpose still needs.
    """
    if not purposes:
        return Ruling(Duty.ERASE, "unknown")
    keeping = [purpose for purpose in purposes if _keeps(purpose, ended)]
    running = [(_until(purpose, created_at), purpose) for purpose in keeping]
    left = [(until, purpose) for until, purpose in running if until is None or until > at]
    if not left:
        return Ruling(Duty.ERASE, "linked")
    until, purpose = max(left, key=lambda pair: (pair[0] is None, pair[0] or at))
    return Ruling(Duty.KEEP, "obligation" if _obliges(purpose) else "purpose", until, purpose.pk)


def _obliges(purpose: Purpose) -> bool:
    return bool(purpose.basis) and Right.ERASURE not in RIGHTS[purpose.basis]


def _keeps(purpose: Purpose, ended: int | None) -> bool:
    return _obliges(purpose) if ended is None else purpose.pk != ended


def _until(purpose: Purpose, created_at: datetime) -> datetime | None:
    days = purpose.retention_days
    return created_at + timedelta(days=days) if days is not None else None


def doers_of(asset_ids: Collection[int], responsibility: str) -> Mapping[int, tuple[str, ...]]:
    """Who must act on each asset: those with a responsibility, else its accountable owner."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for pk, rows in ownerships_of(asset_ids).items():
        people = [row["participant__nickname"] for row in rows if row["responsibility"] == responsibility]
        owners = [row["participant__nickname"] for row in rows if row["responsibility"] == "accountable"]
        found[pk] = tuple(people or owners)
    return found
