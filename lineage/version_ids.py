"""Stable names (UUID version 5) of what Marquez calls versions: made of what identifies them, so never stored. Pure."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid5

FAMILY = UUID("8c7d1c4e-4d0a-5d0e-9b35-3f1f6a1c2b11")  # ours alone; changing it would rename all versions


def written_version(asset_id: int, run_id: UUID) -> UUID:
    """That of an asset after a run wrote it."""
    return uuid5(FAMILY, f"asset {asset_id} run {run_id}")


def schema_version(asset_id: int, at: datetime) -> UUID:
    """That of an asset since its fields became others."""
    return uuid5(FAMILY, f"asset {asset_id} schema {at.timestamp():.6f}")


def job_version(job_id: int, inputs: Collection[int], outputs: Collection[int], location: str) -> UUID:
    """That of a job while it reads and writes these assets and its code is in this place."""
    return uuid5(FAMILY, f"job {job_id} {sorted(inputs)} {sorted(outputs)} {location}")


def job_uuid(job_id: int) -> UUID:
    return uuid5(FAMILY, f"job {job_id}")
