"""What the agenda, the clock, the notes and the votes take and answer."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Rule

from common.api.openapi import PageShape, Shape
from common.api.pages import PageQuery
from common.document import Document, Id, OneOf
from workshop.choices import Dimension, Move, NoteKind
from workshop.documents import TaskDocument


class Activity(Shape):
    """A sub-activity; `position` counts through the whole agenda."""

    id: int
    version: int
    step: int
    step_code: str
    position: int
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str
    minutes: int
    slides: str
    notions: list[str]
    questions_fr: str
    questions_en: str
    collects: str
    tasks: list[TaskDocument]


class ActivityPage(PageShape):
    results: list[Activity]


class ActivityQuery(PageQuery):
    step: Annotated[Id | None, Rule(description="Of this step only.")] = None


class Timer(Shape):
    """The clock at the moment `at`. Seconds left are negative when over, null without countdown."""

    version: int
    at: datetime
    running: bool
    begun_at: datetime | None
    activity: int | None
    step: int | None
    left_seconds: float | None
    allotted_seconds: float | None
    warning: str
    ends_planned: datetime | None
    ends_expected: datetime | None
    slip_seconds: float


class TimerMove(Document):
    """A button of the clock, or an activity to go to, or a step to reopen; exactly one of them."""

    move: Annotated[str, OneOf(Move)] | None = None
    activity: Id | None = None
    step: Id | None = None


class Note(Shape):
    """Who wrote it is told to nobody but its author (`own`)."""

    id: int
    version: int
    kind: str
    text: str
    step: int
    step_code: str
    own: bool
    created_at: datetime


class NotePage(PageShape):
    results: list[Note]


class NoteQuery(PageQuery):
    step: Annotated[Id | None, Rule(description="Of this step only.")] = None
    kind: Annotated[str, OneOf(NoteKind), Rule(description="Of this kind only.")] | None = None


class Tally(Shape):
    """`own` is your vote. Median, bounds and counts are null (empty) while the votes are secret."""

    dimension: Annotated[str, OneOf(Dimension)]
    count: int
    own: int | None
    median: float | None
    lowest: int | None
    highest: int | None
    target: int | None
    action: str


class Tallies(Shape):
    shown: bool
    results: list[Tally]


class VotesShown(Document):
    shown: bool
