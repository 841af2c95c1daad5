"""Registry: the fragments that apps above show on the page of an asset.

An app joins in `AppConfig.ready()`: `panel(Panel("lineage:asset-panel", _("Lineage"), "css/lineage.css"))`. The page
loads each fragment from its own address, where the app checks its own permissions; opened by itself, that address
leads to a page which says the same, for those without scripts.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    url_name: str  # takes the id of the asset
    label: Any
    stylesheet: str = ""  # among the static files


PANELS: list[Panel] = []


def panel(joined: Panel) -> None:
    """Add a panel below those that joined before; one that has joined already stays where it is."""
    if joined.url_name not in {known.url_name for known in PANELS}:
        PANELS.append(joined)
