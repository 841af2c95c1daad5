"""What the exchange answers, declared for OpenAPI. `exchange.representation` makes it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from catalog.api.shapes import AssetReference
from common.api.openapi import PageShape, Refused, Shape
from common.document import OneOf
from exchange.choices import SubmissionState
from exchange.documents import BasisCode, ErrorCode, StateCode, VerdictCode

SubmissionStateCode = Annotated[str, OneOf(SubmissionState)]


class Brick(Shape):
    """One record of an asset. `values` by field name; fields without a value are left out."""

    id: int
    version: int
    asset: AssetReference
    key: str
    values: dict[str, Any]
    state: StateCode
    producer: str | None
    producer_id: int | None
    submission: int | None
    decision: int | None
    problem_count: int
    created_at: datetime
    modified_at: datetime


class BrickPage(PageShape):
    results: list[Brick]


class BrickVersion(Shape):
    """A state of a brick: who, when, through which door, why."""

    id: int
    version: int
    key: str
    values: dict[str, Any]
    state: StateCode
    at: datetime
    type: Literal["created", "changed", "deleted"]
    by: str
    door: str
    reason: str
    request_id: UUID | None


class BrickVersionPage(PageShape):
    results: list[BrickVersion]


class BrickFamily(Shape):
    """Ids of the bricks that one was made from, and of those made from it; directly, and the one where it began."""

    origins: list[int]
    copies: list[int]
    source: int


class PastAsset(Shape):
    """An asset; its names are null once it has left the catalogue."""

    id: int
    namespace: str | None
    name: str | None


class Submission(Shape):
    """A send. Its state is that of its bricks. `system` is null once the asset has left the catalogue."""

    id: int
    asset: PastAsset
    system: str | None
    producer: str
    producer_id: int
    door: str
    state: SubmissionStateCode
    brick_count: int
    waiting_count: int
    accepted_count: int
    returned_count: int
    reason: str
    created_at: datetime


class SubmissionPage(PageShape):
    results: list[Submission]


class Decision(Shape):
    """An owner's word. `seen` are the bricks looked at, for a decision on a sample."""

    id: int
    asset: PastAsset
    submission: int | None
    verdict: VerdictCode
    basis: BasisCode
    reason: str
    brick_count: int
    seen: list[int]
    decided_by: str
    decided_at: datetime
    door: str


class DecisionPage(PageShape):
    results: list[Decision]


class Decisions(Shape):
    """One decision for each asset."""

    results: list[Decision]


class TransferEnd(Shape):
    """An asset; its name and system are null once it has left the catalogue."""

    id: int
    name: str | None
    system: str | None
    zone: str | None


class Transfer(Shape):
    """Bricks copied one floor up. `quarantine` is the asset that rejected bricks went to."""

    id: int
    source: TransferEnd
    target: TransferEnd
    quarantine: int | None
    run_id: UUID | None
    participant: str
    door: str
    reason: str
    started_at: datetime
    duration_seconds: float | None
    read_count: int
    copied_count: int
    updated_count: int
    unchanged_count: int
    rejected_count: int
    removed_count: int
    waiting_count: int


class TransferPage(PageShape):
    results: list[Transfer]


class Refusal(Shape):
    """A rule that failed, as its sentence was then."""

    rule: int | None
    fr: str
    en: str


class Rejection(Shape):
    """A brick that a transfer did not take."""

    id: int
    transfer: int
    brick: int
    brick_version: int
    refusals: list[Refusal]


class RejectionPage(PageShape):
    results: list[Rejection]


class SeededError(Shape):
    """A mistake made on purpose. `found_at` stays null while it is secret."""

    id: int
    version: int
    brick: int
    key: str
    asset: AssetReference
    kind: ErrorCode
    note: str
    seeded_by: str
    created_at: datetime
    revealed_at: datetime | None
    found_at: datetime | None
    seconds_to_find: float | None


class SeededErrorPage(PageShape):
    results: list[SeededError]


class Revealed(Shape):
    revealed_count: int


class Score(Shape):
    """What the room found of the revealed errors; `mean_seconds` from hiding to finding, null when none was found."""

    hidden_count: int
    found_count: int
    missed_count: int
    false_alarm_count: int
    mean_seconds: float | None


class Shop(Shape):
    """Assets (ids) and fields (names) that the shop uses; null for what the room has not. `version` 0: only guessed."""

    version: int
    is_open: bool
    mapping: dict[str, int | str | None]
    errors: list[Refused]


class Product(Shape):
    id: int
    key: str
    label: str
    price: Any


class ProductPage(PageShape):
    results: list[Product]


class ShopOrderRow(Shape):
    """An order of one's own. `happy` is null until one has said."""

    id: int
    version: int
    key: str
    product: str
    quantity: Any
    happy: bool | None
    state: StateCode
    created_at: datetime


class ShopOrderPage(PageShape):
    results: list[ShopOrderRow]
