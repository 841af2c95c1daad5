"""The shapes in which the room's data comes in, the same through every door."""

from typing import Annotated

from pydantic import Field as Rule

from common.document import Document, Id, Line, Name, OneOf, Slug, Text
from workshop.choices import LEVELS, Dimension, NoteKind, Role

Minutes = Annotated[int, Rule(ge=0, le=600)]
Level = Annotated[int, Rule(ge=min(LEVELS), le=max(LEVELS))]


class TaskDocument(Document):
    """Who does what during an activity. No roles means everybody; `url_name` names the page (`app:page`)."""

    roles: list[Annotated[str, OneOf(Role)]] = []
    text_fr: Line
    text_en: Line = ""
    url_name: Annotated[Line, Rule(pattern=r"^([a-z]+:[a-z-]+)?$")] = ""
    query: Annotated[Line, Rule(pattern=r"^(\?[\w=&.,+%-]*)?$")] = ""


class ActivityChange(Document):
    """What is not given stays as it is."""

    title_fr: Annotated[Name, Rule(max_length=120)] = ""
    title_en: Annotated[Line, Rule(max_length=120)] = ""
    text_fr: Text = ""
    text_en: Text = ""
    minutes: Minutes = 0
    slides: Annotated[Line, Rule(max_length=20)] = ""
    notions: list[Slug] = []
    questions_fr: Text = ""
    questions_en: Text = ""
    collects: Annotated[str, OneOf(NoteKind, empty=True)] = ""
    tasks: list[TaskDocument] = []


class NoteDocument(Document):
    """A note for the step the room is in (or for another one)."""

    kind: Annotated[str, OneOf(NoteKind)]
    text: Annotated[Name, Rule(max_length=500)]
    step: Id | None = None


class VoteDocument(Document):
    dimension: Annotated[str, OneOf(Dimension)]
    level: Level


class GoalDocument(Document):
    dimension: Annotated[str, OneOf(Dimension)]
    target: Level
    action: Line = ""
