"""The shapes in which lineage comes in, the same through every door."""

from typing import Annotated

from pydantic import AwareDatetime
from pydantic import Field as Rule

from catalog.documents import AssetName
from common.document import Document, Id, Name, OneOf, Text
from lineage.choices import K_MIN, Dependency, Technique

AssetReference = Id | AssetName
Moment = Annotated[AwareDatetime, Rule(strict=False)]  # ISO 8601 with its offset


class FieldLinkDocument(Document):
    """That a field of the source goes into a field of the target."""

    source_field: Name
    target_field: Name
    dependency: Annotated[str, OneOf(Dependency, empty=True)] = ""
    subtype: Annotated[str, Rule(max_length=64)] = ""
    masking: bool = False
    description: Text = ""


class EdgeDocument(Document):
    """An edge drawn by hand. Assets are named by id or by namespace and name."""

    source: AssetReference
    target: AssetReference
    fields: Annotated[list[FieldLinkDocument], Rule(max_length=2000)] = []


class LoweringDocument(Document):
    """Asks that confidentiality falls along an edge; a second person reviews it."""

    technique: Annotated[str, OneOf(Technique)]
    level: Annotated[int, Rule(ge=0, le=4)]
    k: Annotated[int, Rule(ge=K_MIN, le=1_000_000)] | None = None
    reason: Annotated[str, Rule(min_length=1, max_length=10_000)]
    expires_at: Moment


class ReviewDocument(Document):
    accepted: bool
    reason: Text = ""
