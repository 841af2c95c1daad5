"""What the workshop takes and answers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Rule

from common.api.openapi import PageShape, Shape
from common.api.pages import PageQuery
from common.document import Document, Id, Line, OneOf
from workshop.choices import Role

RoleCode = Annotated[str, OneOf(Role)]


class StepReference(Shape):
    id: int
    code: str


class Workshop(Shape):
    """`current` marks the workshop that the token or session acts in."""

    id: int
    version: int
    name: str
    language: str
    join_code: str
    current: bool
    current_step: StepReference | None


class WorkshopPage(PageShape):
    results: list[Workshop]


class WorkshopChange(Document):
    """The id of the step that begins, or null."""

    current_step: Id | None


class Step(Shape):
    id: int
    version: int
    code: str
    title_fr: str
    title_en: str
    position: int
    starts_minute: int
    minutes: int
    slides: str
    purpose_fr: str
    purpose_en: str


class StepPage(PageShape):
    results: list[Step]


class HeldRole(Shape):
    """Without step, for the whole workshop."""

    id: int
    role: RoleCode
    step: str | None


class Participant(Shape):
    id: int
    version: int
    nickname: str
    table_number: int | None
    roles: list[HeldRole]


class ParticipantPage(PageShape):
    results: list[Participant]


class RoleAssignment(Shape):
    id: int
    version: int
    participant: int
    nickname: str
    role: RoleCode
    step: int | None


class RoleAssignmentPage(PageShape):
    results: list[RoleAssignment]


class RoleQuery(PageQuery):
    participant: Annotated[Id | None, Rule(description="Of this participant only.")] = None


class RoleCreate(Document):
    participant: Id
    role: RoleCode
    step: Id | None = None


class Token(Shape):
    """`key` is the beginning of the secret and names the token."""

    key: str
    label: str
    created_at: datetime
    expires_at: datetime | None


class TokenPage(PageShape):
    results: list[Token]


class NewToken(Token):
    """`secret` is shown now and never again (also not to a repeated Idempotency-Key)."""

    secret: str | None


class TokenCreate(Document):
    label: Annotated[Line, Rule(max_length=60)] = ""
