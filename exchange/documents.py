"""The shapes in which the exchange comes in, the same through every door."""

from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import Field as Rule
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from common.document import Document, Id, Line, Name, OneOf, Slug, Text
from exchange.choices import BULK_MAX, Basis, BrickState, ErrorKind, Verdict

StateCode = Annotated[str, OneOf(BrickState)]
VerdictCode = Annotated[str, OneOf(Verdict)]
BasisCode = Annotated[str, OneOf(Basis)]
ErrorCode = Annotated[str, OneOf(ErrorKind)]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a brick is not taken: a rule (its id in `quality`) and its sentence at that moment, in both languages."""

    rule_id: int | None
    said_fr: str
    said_en: str

    def as_dict(self) -> dict[str, Any]:
        return {"rule": self.rule_id, "fr": self.said_fr, "en": self.said_en}


class BrickFilter(Document):
    """Which bricks: every given condition must hold; several states are alternatives."""

    asset: Id | None = None
    state: list[StateCode] = []
    submission: Id | None = None
    producer: Id | None = None
    transfer: Id | None = None
    key: Line = ""


class Brick(Document):
    """A brick to send: an asset, and its values by field name."""

    asset: Id
    values: dict[str, Any]


class BrickBatch(Document):
    """Bricks to send together into one asset, all or none."""

    asset: Id
    bricks: Annotated[list[dict[str, Any]], Rule(min_length=1, max_length=BULK_MAX)]


class BrickValues(Document):
    """Values by field name; null takes one away."""

    values: dict[str, Any]


class BrickChange(BrickValues):
    """Values by field name; what is not given stays, null takes one away."""


class Ids(Document):
    ids: Annotated[list[Id], Rule(min_length=1, max_length=BULK_MAX)]


class DecisionDocument(Document):
    """An owner's word: on bricks by their ids, or on all that wait in a submission.

    `seen` tells which of a submission were looked at: some make it a decision on a sample, none as a whole.
    """

    verdict: VerdictCode
    bricks: Annotated[list[Id], Rule(max_length=BULK_MAX)] = []
    submission: Id | None = None
    seen: Annotated[list[Id], Rule(max_length=BULK_MAX)] = []
    reason: Text = ""

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if bool(self.bricks) == bool(self.submission):
            raise PydanticCustomError("either", "either", {"names": "bricks, submission"})
        return self


class TransferDocument(Document):
    """What to copy: from an asset into another one, or into its copy in a system (made when it is missing)."""

    source: Id
    target: Id | None = None
    system: Slug | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if (self.target is None) == (self.system is None):
            raise PydanticCustomError("either", "either", {"names": "target, system"})
        return self


class SeedDocument(Document):
    """A mistake made on purpose in a brick of one's own."""

    brick: Id
    kind: ErrorCode
    note: Text = ""


class ShopLine(Document):
    """One product and how many of it."""

    product: Id
    quantity: Annotated[int, Rule(ge=1, le=1000)] = 1


class ShopOrder(Document):
    lines: Annotated[list[ShopLine], Rule(min_length=1, max_length=50)]


class ShopperDocument(Document):
    """Who buys: a name, and what else the client asset holds."""

    name: Name
    email: Line = ""
    region: Line = ""


class ShopMapping(Document):
    """Ids of assets and names of their fields; what the room has not is left out or null."""

    client: Id
    product: Id
    order: Id
    client_name: str | None = None
    client_email: str | None = None
    client_region: str | None = None
    product_label: str | None = None
    product_price: str | None = None
    order_client: str | None = None
    order_product: str | None = None
    order_quantity: str | None = None
    order_date: str | None = None
    order_satisfaction: str | None = None
