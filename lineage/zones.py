"""How an edge crosses the zones: source → raw → cleansed → store → analysis → ai, quarantine beside. Pure."""

from catalog.choices import Zone
from lineage.choices import FLOW, Flag

FLOORS = {zone.value: floor for floor, zone in enumerate(FLOW)}


def flag_of(source_zone: str, target_zone: str) -> str:
    """The `Flag` an edge between these zones deserves; empty when it goes as the flow goes."""
    if source_zone == target_zone or target_zone == Zone.QUARANTINE:
        return ""
    if source_zone == Zone.QUARANTINE:
        return "" if target_zone == Zone.RAW else Flag.QUARANTINE.value
    step = FLOORS[target_zone] - FLOORS[source_zone]
    if step < 0:
        return Flag.AGAINST.value
    return Flag.SKIPS.value if step > 1 else ""
