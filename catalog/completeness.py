"""How complete the documentation of an asset is, pure."""

from collections.abc import Mapping
from typing import Any

from catalog.choices import AXES, Kind, Missing

WEIGHTS: dict[str, int] = {
    Missing.OWNER: 25,
    Missing.SENSITIVITY: 20,
    Missing.KEY: 15,
    Missing.DESCRIPTION: 15,
    Missing.FIELDS: 10,
    Missing.IMPORTANCE: 10,
    Missing.PERSONAL_DATA: 5,
}
BLOCKING = {Missing.OWNER, Missing.SENSITIVITY, Missing.KEY}  # what makes an asset “to complete”


def missing_of(asset: Mapping[str, Any], *, has_owner: bool, has_fields: bool, has_key: bool) -> list[str]:
    """What the asset lacks, heaviest first. Only datasets need fields and a key."""
    is_dataset = asset["kind"] == Kind.DATASET
    lacks = {
        Missing.OWNER: not has_owner,
        Missing.SENSITIVITY: any(asset[axis] is None for axis in AXES),
        Missing.KEY: is_dataset and not has_key,
        Missing.DESCRIPTION: not (asset["description_fr"] or asset["description_en"]),
        Missing.FIELDS: is_dataset and not has_fields,
        Missing.IMPORTANCE: asset["importance"] is None,
        Missing.PERSONAL_DATA: asset["personal_data"] is None,
    }
    return [missing.value for missing in Missing if lacks[missing]]


def completeness(missing: list[str]) -> int:
    """0 to 100."""
    return 100 - sum(WEIGHTS[Missing(code)] for code in missing)


def is_to_complete(missing: list[str]) -> bool:
    return any(Missing(code) in BLOCKING for code in missing)
