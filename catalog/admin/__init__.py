"""The catalogue in the admin: assets with all their parts, systems, terms."""

from catalog.admin.assets import AssetAdmin
from catalog.admin.glossary import SystemAdmin, TermAdmin

__all__ = ["AssetAdmin", "SystemAdmin", "TermAdmin"]
