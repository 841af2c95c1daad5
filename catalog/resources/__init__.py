"""The catalogue as sheets, out and in."""

from catalog.resources.assets import AssetSheet
from catalog.resources.fields import FieldSheet

__all__ = ["AssetSheet", "FieldSheet"]
