"""The shapes in which the catalogue comes in (REST, GraphQL, forms, CSV, restore) and goes out.

An asset document is the whole asset with its parts; parts refer to each other by name, so that
it means the same in a file, in a request and in an earlier version.
"""

from typing import Annotated, Any

from pydantic import Field as Rule

from catalog.choices import (
    FIELDS_MAX,
    Colour,
    FieldType,
    Kind,
    PersonalDataCategory,
    Plate,
    Responsibility,
    Shape,
    Status,
    Zone,
)
from common.document import Document, Line, LongLine, LongName, Name, OneOf, Slug, Text

UNORDERED = ("unique_keys", "foreign_keys", "ownerships", "terms")
Level = Annotated[int, Rule(ge=0, le=4)] | None
Importance = Annotated[int, Rule(ge=1, le=4)] | None


ZoneCode = Annotated[str, OneOf(Zone)]
PlateCode = Annotated[str, OneOf(Plate)]
KindCode = Annotated[str, OneOf(Kind)]
ColourCode = Annotated[str, OneOf(Colour)]
ShapeCode = Annotated[str, OneOf(Shape)]
StatusCode = Annotated[str, OneOf(Status)]
TypeCode = Annotated[str, OneOf(FieldType)]
CategoryCode = Annotated[str, OneOf(PersonalDataCategory, empty=True)]
ResponsibilityCode = Annotated[str, OneOf(Responsibility)]


class SystemDocument(Document):
    code: Slug
    title_fr: Name
    title_en: Line = ""
    description_fr: Text = ""
    description_en: Text = ""
    plate: PlateCode
    zone: ZoneCode
    position: Annotated[int, Rule(ge=0, le=999)] = 0


class TermDocument(Document):
    code: Slug
    name_fr: Name
    name_en: Line = ""
    definition_fr: Text = ""
    definition_en: Text = ""


class FieldDocument(Document):
    """A field; `id` keeps its identity when it is renamed."""

    id: int | None = None
    name: Name
    type: TypeCode = FieldType.STRING.value
    required: bool = False
    description_fr: Text = ""
    description_en: Text = ""
    personal_data_category: CategoryCode = ""
    confidentiality: Level = None
    terms: list[Slug] = []


class UniqueKeyDocument(Document):
    name: Name
    fields: Annotated[list[Name], Rule(min_length=1)]


class AssetName(Document):
    """An asset by its name; without namespace, in that of the asset that refers to it."""

    namespace: LongLine = ""
    name: LongName


class ForeignKeyColumnDocument(Document):
    field: Name
    target_field: Name


class ForeignKeyDocument(Document):
    name: Name
    target: AssetName
    columns: Annotated[list[ForeignKeyColumnDocument], Rule(min_length=1)]
    proposed: bool = False


class OwnershipDocument(Document):
    """A person by nickname, which is unique in a workshop."""

    participant: Name
    responsibility: ResponsibilityCode


class SensitivityDocument(Document):
    """DICP: 0 (no need) to 4 (critical), or null for not assessed."""

    availability: Level = None
    integrity: Level = None
    confidentiality: Level = None
    proof: Level = None
    reason: Text = ""


class AssetDocument(Document):
    """An asset with all its parts. A list that is given replaces what was there."""

    system: Slug
    kind: KindCode = Kind.DATASET.value
    namespace: LongLine = ""
    name: LongName
    title_fr: Line = ""
    title_en: Line = ""
    description_fr: Text = ""
    description_en: Text = ""
    colour: ColourCode = Colour.GREY.value
    shape: ShapeCode = Shape.BRICK.value
    importance: Importance = None
    importance_reason: Text = ""
    personal_data: bool | None = None
    tags: Annotated[list[Name], Rule(max_length=50)] = []
    sensitivity: SensitivityDocument = SensitivityDocument()
    fields: Annotated[list[FieldDocument], Rule(max_length=FIELDS_MAX)] = []
    primary_key: list[Name] = []
    unique_keys: list[UniqueKeyDocument] = []
    foreign_keys: list[ForeignKeyDocument] = []
    ownerships: list[OwnershipDocument] = []
    terms: list[Slug] = []

    def comparable(self) -> dict[str, Any]:
        """The parts as they compare: a field goes by its name, only fields have an order of their own, and a
        target without namespace is in the asset's."""
        plain = self.model_dump(exclude={"fields": {"__all__": {"id"}}})
        fields = [{**field, "terms": sorted(field["terms"])} for field in plain["fields"]]
        for key in plain["foreign_keys"]:
            key["target"]["namespace"] = key["target"]["namespace"] or self.namespace
        return {**plain, "fields": fields, **{name: sorted(plain[name], key=str) for name in UNORDERED}}


class AssetChange(AssetDocument):
    """What changes of an asset; all is optional and what is not given stays."""

    system: Slug = ""
    name: LongName = ""


class AssetFilter(Document):
    """Which assets: every given condition must hold; several values of one condition are alternatives."""

    q: Line = ""
    kind: list[KindCode] = []
    zone: list[ZoneCode] = []
    system: list[Slug] = []
    status: list[StatusCode] = []
    owner: list[Name] = []
    term: list[Slug] = []
    name: LongLine = ""
    namespace: LongLine = ""
    personal_data: bool | None = None
    to_complete: bool | None = None
    availability_min: Level = None
    integrity_min: Level = None
    confidentiality_min: Level = None
    proof_min: Level = None
