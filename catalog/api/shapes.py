"""What the catalogue answers, declared for OpenAPI. `catalog.representation` makes it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from catalog.choices import Missing
from catalog.documents import (
    CategoryCode,
    ColourCode,
    Importance,
    KindCode,
    Level,
    PlateCode,
    ResponsibilityCode,
    ShapeCode,
    StatusCode,
    TypeCode,
    ZoneCode,
)
from common.api.openapi import PageShape, Shape
from common.document import OneOf

MissingCode = Annotated[str, OneOf(Missing)]


class AssetReference(Shape):
    id: int
    namespace: str
    name: str


class Sensitivity(Shape):
    """DICP: 0 (no need) to 4 (critical); null is not assessed."""

    availability: Level
    integrity: Level
    confidentiality: Level
    proof: Level
    reason: str


class AssetSummary(Shape):
    """An asset without its parts."""

    id: int
    version: int
    system: str
    zone: ZoneCode
    kind: KindCode
    namespace: str
    name: str
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    colour: ColourCode
    shape: ShapeCode
    status: StatusCode
    importance: Importance
    importance_reason: str
    personal_data: bool | None
    tags: list[str]
    sensitivity: Sensitivity
    completeness: int | None
    missing: list[MissingCode]
    created_at: datetime
    modified_at: datetime


class AssetField(Shape):
    id: int
    name: str
    position: int
    type: TypeCode
    required: bool
    description_fr: str
    description_en: str
    primary_key_position: int | None
    personal_data_category: CategoryCode
    confidentiality: Level
    terms: list[str]


class AssetUniqueKey(Shape):
    id: int
    name: str
    fields: list[str]


class ColumnPair(Shape):
    field: str
    target_field: str


class AssetForeignKey(Shape):
    id: int
    name: str
    target: AssetReference
    columns: list[ColumnPair]
    proposed: bool


class AssetOwnership(Shape):
    id: int
    participant: str
    participant_id: int
    responsibility: ResponsibilityCode


class Asset(AssetSummary):
    """An asset with its parts."""

    fields: list[AssetField]
    primary_key: list[str]
    unique_keys: list[AssetUniqueKey]
    foreign_keys: list[AssetForeignKey]
    ownerships: list[AssetOwnership]
    terms: list[str]


class AssetPage(PageShape):
    results: list[AssetSummary]


class AssetsWritten(Shape):
    """Ids in the order sent. `POST /changes/{request_id}/undo/` takes the whole change back."""

    ids: list[int]
    request_id: UUID


class FacetValue(Shape):
    value: str | bool | None
    count: int


class Facets(Shape):
    """For each facet, how many assets each value would give beside the other conditions."""

    kind: list[FacetValue]
    zone: list[FacetValue]
    system: list[FacetValue]
    status: list[FacetValue]
    personal_data: list[FacetValue]
    to_complete: list[FacetValue]


class OfAsset(Shape):
    """A part on its own. Its version is that of its asset."""

    version: int
    asset: AssetReference


class Field(OfAsset, AssetField):
    pass


class UniqueKey(OfAsset, AssetUniqueKey):
    pass


class ForeignKey(OfAsset, AssetForeignKey):
    pass


class Ownership(OfAsset, AssetOwnership):
    pass


class FieldPage(PageShape):
    results: list[Field]


class UniqueKeyPage(PageShape):
    results: list[UniqueKey]


class ForeignKeyPage(PageShape):
    results: list[ForeignKey]


class OwnershipPage(PageShape):
    results: list[Ownership]


class Version(Shape):
    """One entry of the history: who, when, through which door, why."""

    id: int
    asset_id: int
    name: str
    version: int
    at: datetime
    type: Literal["created", "changed", "deleted"]
    by: str
    door: str
    reason: str
    request_id: UUID | None


class VersionPage(PageShape):
    results: list[Version]


class Change(Shape):
    """What one request wrote."""

    results: list[Version]


class EarlierAsset(Shape):
    """An asset as it was in a version."""

    id: int
    asset_id: int
    document: dict[str, Any]


class Difference(Shape):
    """`path` in dots, rows by their name in brackets: `fields[email].required`."""

    path: str
    before: Any
    after: Any


class Differences(Shape):
    differences: list[Difference]


class System(Shape):
    id: int
    version: int
    code: str
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    plate: PlateCode
    zone: ZoneCode
    position: int
    created_at: datetime
    modified_at: datetime


class SystemPage(PageShape):
    results: list[System]


class Term(Shape):
    id: int
    version: int
    code: str
    name_fr: str
    name_en: str
    definition_fr: str
    definition_en: str
    link_count: int
    created_at: datetime
    modified_at: datetime


class TermPage(PageShape):
    results: list[Term]
