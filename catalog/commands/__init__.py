"""The only writers of the catalogue; every door calls these."""

from catalog.commands.asset_parts import part_create, part_delete, part_update
from catalog.commands.assets import (
    asset_create,
    asset_delete,
    asset_move,
    asset_update,
    assets_create,
    assets_delete,
    assets_update,
)
from catalog.commands.bulk import assets_edit, assets_move, assets_put, assets_tag
from catalog.commands.glossary import (
    system_create,
    system_delete,
    system_update,
    term_create,
    term_delete,
    term_update,
)
from catalog.commands.observing import assets_observe
from catalog.commands.versions import asset_restore, change_undo

__all__ = [
    "asset_create",
    "asset_delete",
    "asset_move",
    "asset_restore",
    "asset_update",
    "assets_create",
    "assets_delete",
    "assets_edit",
    "assets_move",
    "assets_observe",
    "assets_put",
    "assets_tag",
    "assets_update",
    "change_undo",
    "part_create",
    "part_delete",
    "part_update",
    "system_create",
    "system_delete",
    "system_update",
    "term_create",
    "term_delete",
    "term_update",
]
