"""The commands of the catalogue as mutations, one each."""

from typing import Any

import graphene

from catalog import commands
from catalog.choices import Status
from catalog.documents import AssetChange, AssetDocument, SystemDocument, TermDocument
from catalog.models import Asset, System, Term
from catalog.schema.types import AssetType, SystemType, TermType
from common.actor import Actor
from common.document import Document
from common.errors import FieldError, Invalid
from common.graphql.cohort import Cohort
from common.graphql.columns import enum_of, input_of, listed, plain
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import key_of, node_by_key

AssetInput = input_of(AssetDocument, "AssetInput", Asset)
AssetChangeInput = input_of(AssetChange, "AssetChangeInput", Asset)
SystemInput = input_of(SystemDocument, "SystemInput", System)
SystemChangeInput = input_of(SystemDocument, "SystemChangeInput", System, partial=True)
TermInput = input_of(TermDocument, "TermInput", Term)
TermChangeInput = input_of(TermDocument, "TermChangeInput", Term, partial=True)


def expected_version() -> graphene.Int:
    return graphene.Int(description="Refuse (`outdated`) unless this is still the version.")


def identity(type_name: str) -> graphene.ID:
    return graphene.ID(required=True, description=f"Global id of the {type_name}.")


def listed_input(type_: Any, description: str) -> graphene.List:
    return graphene.List(graphene.NonNull(type_), required=True, description=description)


def _read(document: type[Document], given: dict[str, Any], path: str = "") -> Any:
    return document.read(plain(document, given), path=path)


def _read_all(document: type[Document], given: list[dict[str, Any]]) -> list[Any]:
    """Documents from a list; the places of all refused ones begin with their position."""
    read: list[Any] = []
    errors: list[FieldError] = []
    for position, values in enumerate(given):
        try:
            read.append(_read(document, values, str(position)))
        except Invalid as refused:
            errors += refused.errors
    if errors:
        raise Invalid(errors=errors)
    return read


def _asset(actor: Actor, key: int) -> dict[str, Any]:
    return {"asset": node_by_key(actor, AssetType, key)}


def _assets(actor: Actor, keys: list[int]) -> dict[str, Any]:
    return {"assets": Cohort(AssetType, AssetType.read(actor, keys)).rows}


class AssetCreate(CommandMutation):
    """Register one asset with its parts."""

    class Input:
        asset = AssetInput(required=True, description="The asset with its parts.")

    asset = graphene.Field(AssetType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, asset: Any, reason: str) -> dict[str, Any]:
        document = _read(AssetDocument, asset)
        return _asset(actor, commands.asset_create(actor=actor, document=document, reason=reason))


class AssetsCreate(CommandMutation):
    """Register several assets, all or none; they may refer to each other."""

    class Input:
        assets = listed_input(AssetInput, "The assets; send them as a variable.")

    assets = listed(AssetType, "As they were registered, in order.")

    @classmethod
    def run(cls, actor: Actor, *, assets: list[Any], reason: str) -> dict[str, Any]:
        documents = _read_all(AssetDocument, assets)
        return _assets(actor, commands.assets_create(actor=actor, documents=documents, reason=reason))


class AssetUpdate(CommandMutation):
    """Change what is given of one asset. A list that is given replaces what was there."""

    class Input:
        id = identity("asset")
        change = AssetChangeInput(required=True, description="What changes; the rest stays.")
        expected_version = expected_version()

    asset = graphene.Field(AssetType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, change: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Asset")
        commands.asset_update(
            actor=actor,
            asset_id=key,
            change=_read(AssetChange, change),
            reason=reason,
            expected_version=expected_version,
        )
        return _asset(actor, key)


class AssetsUpdate(CommandMutation):
    """Make the same change to several assets, all or none. Owners given here are added."""

    class Input:
        ids = listed_input(graphene.ID, "Global ids of the assets.")
        change = AssetChangeInput(required=True, description="What changes of each; the rest stays.")

    assets = listed(AssetType, "As they are now, in order.")

    @classmethod
    def run(cls, actor: Actor, *, ids: list[str], change: Any, reason: str) -> dict[str, Any]:
        keys = [key_of(id, "Asset") for id in ids]
        commands.assets_update(actor=actor, asset_ids=keys, change=_read(AssetChange, change), reason=reason)
        return _assets(actor, keys)


class AssetMove(CommandMutation):
    """Move an asset to another state of its life cycle."""

    class Input:
        id = identity("asset")
        status = enum_of(Status)(required=True, description="The state it enters.")
        expected_version = expected_version()

    asset = graphene.Field(AssetType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, status: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Asset")
        commands.asset_move(
            actor=actor,
            asset_id=key,
            status=status.value,
            reason=reason,
            expected_version=expected_version,
        )
        return _asset(actor, key)


class AssetDelete(CommandMutation):
    """Delete an asset with its parts; `assetRestore` brings it back."""

    class Input:
        id = identity("asset")
        expected_version = expected_version()

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Asset")
        commands.asset_delete(actor=actor, asset_id=key, reason=reason, expected_version=expected_version)
        return {"deleted_id": id}


class AssetRestore(CommandMutation):
    """Make an asset again what it was in a version, deleted or not; always as a new version."""

    class Input:
        id = identity("asset")
        version_id = graphene.Int(required=True, description="The version, as `versions` name it.")

    asset = graphene.Field(AssetType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, version_id: int, reason: str) -> dict[str, Any]:
        key = key_of(id, "Asset")
        return _asset(
            actor, commands.asset_restore(actor=actor, asset_id=key, version_id=version_id, reason=reason)
        )


class ChangeUndo(CommandMutation):
    """Take back everything that one change did to assets, unless somebody changed them since."""

    class Input:
        undone_request_id = graphene.UUID(required=True, description="The change, as `versions` name it.")

    assets = listed(AssetType, "As they are now; those that the change had made are gone.")

    @classmethod
    def run(cls, actor: Actor, *, undone_request_id: Any, reason: str) -> dict[str, Any]:
        return _assets(actor, commands.change_undo(actor=actor, request_id=undone_request_id, reason=reason))


def _system(actor: Actor, system: System) -> dict[str, Any]:
    return {"system": node_by_key(actor, SystemType, system.pk)}


class SystemCreate(CommandMutation):
    """Add a system to the plates."""

    class Input:
        system = SystemInput(required=True, description="The system.")

    system = graphene.Field(SystemType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, system: Any, reason: str) -> dict[str, Any]:
        document = _read(SystemDocument, system)
        return _system(actor, commands.system_create(actor=actor, document=document, reason=reason))


class SystemUpdate(CommandMutation):
    """Change what is given of a system."""

    class Input:
        id = identity("system")
        change = SystemChangeInput(required=True, description="What changes; the rest stays.")
        expected_version = expected_version()

    system = graphene.Field(SystemType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, change: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        system = commands.system_update(
            actor=actor,
            system_id=key_of(id, "System"),
            values=plain(SystemDocument, change),
            reason=reason,
            expected_version=expected_version,
        )
        return _system(actor, system)


class SystemDelete(CommandMutation):
    """Remove a system on which no asset stands."""

    class Input:
        id = identity("system")

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        commands.system_delete(actor=actor, system_id=key_of(id, "System"), reason=reason)
        return {"deleted_id": id}


def _term(actor: Actor, term: Term) -> dict[str, Any]:
    return {"term": node_by_key(actor, TermType, term.pk)}


class TermCreate(CommandMutation):
    """Add a notion to the glossary."""

    class Input:
        term = TermInput(required=True, description="The notion.")

    term = graphene.Field(TermType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, term: Any, reason: str) -> dict[str, Any]:
        document = _read(TermDocument, term)
        return _term(actor, commands.term_create(actor=actor, document=document, reason=reason))


class TermUpdate(CommandMutation):
    """Change what is given of a notion."""

    class Input:
        id = identity("term")
        change = TermChangeInput(required=True, description="What changes; the rest stays.")
        expected_version = expected_version()

    term = graphene.Field(TermType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, change: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        term = commands.term_update(
            actor=actor,
            term_id=key_of(id, "Term"),
            values=plain(TermDocument, change),
            reason=reason,
            expected_version=expected_version,
        )
        return _term(actor, term)


class TermDelete(CommandMutation):
    """Remove a notion that nothing is linked to."""

    class Input:
        id = identity("term")

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        commands.term_delete(actor=actor, term_id=key_of(id, "Term"), reason=reason)
        return {"deleted_id": id}


class CatalogMutation(graphene.ObjectType):
    asset_create = AssetCreate.Field()
    assets_create = AssetsCreate.Field()
    asset_update = AssetUpdate.Field()
    assets_update = AssetsUpdate.Field()
    asset_move = AssetMove.Field()
    asset_delete = AssetDelete.Field()
    asset_restore = AssetRestore.Field()
    change_undo = ChangeUndo.Field()
    system_create = SystemCreate.Field()
    system_update = SystemUpdate.Field()
    system_delete = SystemDelete.Field()
    term_create = TermCreate.Field()
    term_update = TermUpdate.Field()
    term_delete = TermDelete.Field()
