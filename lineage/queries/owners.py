"""Who answers for assets: the people to tell."""

from collections.abc import Collection, Mapping

from catalog.choices import Responsibility
from catalog.models import Ownership
from common.rows import RowsByIds

Owners = Mapping[int, list[str]]

_accountable = RowsByIds(
    Ownership.objects.filter(responsibility=Responsibility.ACCOUNTABLE.value).order_by(),
    "asset_id",
    ("asset_id", "participant__nickname"),
)


def owners_of(asset_ids: Collection[int]) -> Owners:
    """Nicknames of the accountable owners, by asset; assets without one are left out."""
    owners: dict[int, list[str]] = {}
    for row in _accountable(asset_ids):
        owners.setdefault(row["asset_id"], []).append(row["participant__nickname"])
    return owners
