"""What requests may carry beside the documents: query parameters and the bodies of actions."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, RootModel, create_model
from pydantic import Field as Rule

from catalog.documents import (
    AssetChange,
    AssetDocument,
    AssetFilter,
    FieldDocument,
    ForeignKeyDocument,
    OwnershipDocument,
    StatusCode,
    SystemDocument,
    TermDocument,
    UniqueKeyDocument,
)
from common.api.pages import PageQuery
from common.document import Document, Id, Line


class AssetQuery(AssetFilter, PageQuery):
    """All conditions must hold; a repeated parameter gives alternatives."""

    order: Literal["name", "-name", "modified_at", "-modified_at", "id", "-id"] = "name"

    @property
    def conditions(self) -> AssetFilter:
        return AssetFilter.model_construct(**{name: getattr(self, name) for name in AssetFilter.model_fields})


class AssetBatch(RootModel[Annotated[list[AssetDocument], Rule(min_length=1, max_length=5000)]]):
    """Assets to register together; they may refer to each other."""

    model_config = ConfigDict(strict=True, frozen=True)


class AssetBatchChange(Document):
    """The same change to several assets. Owners are added; an accountable one replaces the present one."""

    ids: Annotated[list[Id], Rule(min_length=1, max_length=1000)]
    change: AssetChange


class StatusChange(Document):
    status: StatusCode


class RestoreFrom(Document):
    """The version to go back to: its `id` in the list of versions."""

    version: Id


class DiffQuery(Document):
    against: Annotated[Id | None, Rule(description="Another version; without it, the one before.")] = None


class PartQuery(PageQuery):
    asset: Annotated[Id | None, Rule(description="Of this asset only.")] = None


class TermQuery(PageQuery):
    q: Line = ""


def _with(shape: type[Document], name: str, **more: Any) -> type[Document]:
    """`shape` as the body that creates it by itself; its id is the server's."""
    return create_model(name, __base__=Document, **_fields(shape), **more)


def _change(shape: type[Document], name: str) -> type[Document]:
    """`shape` with everything optional: what is not given stays."""
    fields: dict[str, Any] = {key: (kind, None) for key, (kind, _default) in _fields(shape).items()}
    return create_model(name, __base__=Document, __doc__="What is not given stays.", **fields)


def _fields(shape: type[Document]) -> dict[str, Any]:
    return {
        name: (field.rebuild_annotation(), ... if field.is_required() else field.default)
        for name, field in shape.model_fields.items()
        if name != "id"
    }


FieldCreate = _with(FieldDocument, "FieldCreate", asset=(Id, ...))
FieldChange = _change(FieldDocument, "FieldChange")
UniqueKeyCreate = _with(UniqueKeyDocument, "UniqueKeyCreate", asset=(Id, ...))
UniqueKeyChange = _change(UniqueKeyDocument, "UniqueKeyChange")
ForeignKeyCreate = _with(ForeignKeyDocument, "ForeignKeyCreate", asset=(Id, ...))
ForeignKeyChange = _change(ForeignKeyDocument, "ForeignKeyChange")
OwnershipCreate = _with(OwnershipDocument, "OwnershipCreate", asset=(Id, ...))
OwnershipChange = _change(OwnershipDocument, "OwnershipChange")
SystemChange = _change(SystemDocument, "SystemChange")
TermChange = _change(TermDocument, "TermChange")
