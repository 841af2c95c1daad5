"""The shapes in which lineage comes in, the same through every door."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple, NotRequired

from pydantic import ConfigDict, Discriminator, Tag
from pydantic import Field as Rule
from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12

from catalog.documents import AssetName
from common.document import UNSAID, Document, Id, Line, Moment, Name, OneOf, Text, TextGiven
from lineage.choices import K_MIN, Dependency, Technique

DEFAULT_NAMESPACE = "bricks"
LINKS_MAX = 2000  # of one edge

BY_ID, BY_NAME = f"{UNSAID}id", f"{UNSAID}name"


def _alternative(value: Any) -> str | None:
    """By which of the two an asset is named."""
    if isinstance(value, int):
        return BY_ID
    return BY_NAME if isinstance(value, dict | AssetName) else None


EITHER = Discriminator(
    _alternative,
    custom_error_type="reference",
    custom_error_message="Give an id, or an object with a name.",
)
AssetReference = Annotated[Annotated[Id, Tag(BY_ID)] | Annotated[AssetName, Tag(BY_NAME)], EITHER]


class FieldLinkDocument(Document):
    """That a field of the source goes into a field of the target."""

    source_field: Name
    target_field: Name
    dependency: Annotated[str, OneOf(Dependency, empty=True)] = ""
    subtype: Annotated[Line, Rule(max_length=64)] = ""
    masking: bool = False
    description: Text = ""


# Thousands of edges at once: the same rules, but plain data, which pydantic checks twenty times as fast.

End = int | tuple[str, str]  # an asset by its id, or by namespace and name


class Drawing(NamedTuple):
    """An edge to draw."""

    source: End
    target: End
    fields: Sequence[FieldLinkDocument] = ()


class AssetNameRow(TypedDict):
    """An asset by its name; without namespace, in that of the workshop."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]
    namespace: NotRequired[Line]
    name: Name


class EdgeRow(TypedDict):
    """An edge drawn by hand. Assets are named by id or by namespace and name."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]
    source: Annotated[Annotated[Id, Tag(BY_ID)] | Annotated[AssetNameRow, Tag(BY_NAME)], EITHER]
    target: Annotated[Annotated[Id, Tag(BY_ID)] | Annotated[AssetNameRow, Tag(BY_NAME)], EITHER]
    fields: NotRequired[Annotated[list[FieldLinkDocument], Rule(max_length=LINKS_MAX)]]


def drawing_of(row: EdgeRow) -> Drawing:
    return Drawing(_end(row["source"]), _end(row["target"]), row.get("fields", ()))


def _end(end: Any) -> End:
    return end if isinstance(end, int) else (end.get("namespace") or DEFAULT_NAMESPACE, end["name"])


class EdgeDocument(Document):
    """An edge drawn by hand. Assets are named by id or by namespace and name."""

    source: AssetReference
    target: AssetReference
    fields: Annotated[list[FieldLinkDocument], Rule(max_length=LINKS_MAX)] = []

    @property
    def drawing(self) -> Drawing:
        return Drawing(_meant(self.source), _meant(self.target), self.fields)


def _meant(end: int | AssetName) -> End:
    return end if isinstance(end, int) else (end.namespace or DEFAULT_NAMESPACE, end.name)


class LoweringDocument(Document):
    """Asks that confidentiality falls along an edge; a second person reviews it."""

    technique: Annotated[str, OneOf(Technique)]
    level: Annotated[int, Rule(ge=0, le=4)]
    k: Annotated[int, Rule(ge=K_MIN, le=1_000_000)] | None = None
    reason: TextGiven
    expires_at: Moment


class ReviewDocument(Document):
    accepted: bool
    reason: Text = ""
