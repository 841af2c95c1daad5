"""What the room said, as an actor may read it: notes are for all, votes only for those who cast them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from workshop.choices import LEVELS, VOTES_MIN, Dimension, NoteKind
from workshop.models import MaturityGoal, MaturityVote, Note, Picture
from workshop.queries import workshop_current

Row = dict[str, Any]
NOTE_COLUMNS = ("id", "version", "kind", "text", "step_id", "step__code", "participant_id", "created_at")


def notes_of(actor: Actor) -> QuerySet[Note]:
    return Note.objects.filter(workshop_id=actor.workshop_id)


def notes_page(actor: Actor, *, step_id: int | None = None, kind: str | None = None, **window: Any) -> Page:
    """Notes in the order they were written."""
    rows = notes_of(actor)
    if step_id is not None:
        rows = rows.filter(step_id=step_id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return page_by_key(rows, columns=NOTE_COLUMNS, order=("id",), **window)


def note_row(actor: Actor, pk: int) -> Row:
    row: Row | None = notes_of(actor).filter(pk=pk).values(*NOTE_COLUMNS).first()
    if row is None:
        raise NotFound()
    return row


@dataclass(frozen=True, slots=True)
class Said:
    """A text that several people wrote; `size` from 1 to 5 is how large a cloud shows it."""

    text: str
    count: int
    size: int


CLOUD_MAX = 60


def cloud_of(actor: Actor, kind: str = NoteKind.WORD, step_id: int | None = None) -> list[Said]:
    """The words of the room by how many said them, then by the alphabet; at most `CLOUD_MAX`."""
    rows = notes_of(actor).filter(kind=kind)
    if step_id is not None:
        rows = rows.filter(step_id=step_id)
    counts: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for key, text in rows.order_by("pk").values_list("key", "text"):
        counts[key] += 1
        texts.setdefault(key, text)
    most = max(counts.values(), default=1)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:CLOUD_MAX]
    return [
        Said(texts[key], count, 1 if most == 1 else 1 + round(4 * (count - 1) / (most - 1)))
        for key, count in common
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes in one dimension. `median`, `lowest`, `highest`, `counts` are `None` (empty) while secret."""

    dimension: str
    count: int
    own: int | None
    median: float | None
    lowest: int | None
    highest: int | None
    counts: Sequence[tuple[int, int]]  # (level, votes)
    goal: MaturityGoal | None


def tallies_of(actor: Actor) -> list[Tally]:
    """All six dimensions. What the others voted stays secret until it is shown, and when too few voted."""
    shown = workshop_current(actor).votes_shown
    votes: dict[str, list[int]] = {dimension: [] for dimension in Dimension.values}
    own: dict[str, int] = {}
    rows = MaturityVote.objects.filter(workshop_id=actor.workshop_id)
    for dimension, level, participant_id in rows.values_list("dimension", "level", "participant_id"):
        votes[dimension].append(level)
        if participant_id == actor.participant_id:
            own[dimension] = level
    goals = {g.dimension: g for g in MaturityGoal.objects.filter(workshop_id=actor.workshop_id)}
    return [_tally(d, levels, own.get(d), shown, goals.get(d)) for d, levels in votes.items()]


def _tally(
    dimension: str, levels: list[int], own: int | None, shown: bool, goal: MaturityGoal | None
) -> Tally:
    open_ = shown and len(levels) >= VOTES_MIN
    return Tally(
        dimension=dimension,
        count=len(levels),
        own=own,
        median=float(median(levels)) if open_ else None,
        lowest=min(levels) if open_ else None,
        highest=max(levels) if open_ else None,
        counts=[(level, levels.count(level)) for level in LEVELS] if open_ else [],
        goal=goal,
    )


def pictures_of(actor: Actor) -> QuerySet[Picture]:
    """The half circle from the smallest place. Who may see which picture is `picture_code_for`."""
    own = Picture.objects.filter(workshop_id=actor.workshop_id)
    return own.select_related("participant").order_by("place", "pk")


def picture_code_for(actor: Actor, picture: Picture) -> str:
    """The picture, unless its holder asks before it is revealed: then nothing."""
    hidden = picture.participant_id == actor.participant_id and not picture.revealed
    return "" if hidden else picture.code
