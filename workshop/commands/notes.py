"""The writers of what the room says: notes, maturity votes and goals."""

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, Invalid, NotFound
from common.text import fold
from workshop import access
from workshop.choices import WORD_LENGTH_MAX, NoteKind
from workshop.documents import GoalDocument, NoteDocument, VoteDocument
from workshop.models import MaturityGoal, MaturityVote, Note, Step
from workshop.queries import workshop_current

Row = TypeVar("Row", MaturityVote, MaturityGoal)


@command
def note_write(*, actor: Actor, document: NoteDocument, reason: str = "") -> Note:
    """Write a note for a step (the current one, else the first); writing the same again changes nothing."""
    require(actor, access.can_write_notes(actor))
    text = " ".join(document.text.split())
    if document.kind == NoteKind.WORD and len(text) > WORD_LENGTH_MAX:
        message = _("Give a word or two: at most %(max)s characters.") % {"max": WORD_LENGTH_MAX}
        raise Invalid.at("text", "length", message)
    note, _created = Note.objects.get_or_create(
        workshop_id=actor.workshop_id,
        participant_id=actor.participant_id,
        step=_step(actor, document.step),
        kind=document.kind,
        key=fold(text)[:500],
        defaults={"text": text},
    )
    return note


def _step(actor: Actor, step_id: int | None) -> Step:
    steps = Step.objects.filter(workshop_id=actor.workshop_id)
    if step_id is None:
        step_id = workshop_current(actor).current_step_id
    step = steps.filter(pk=step_id).first() if step_id else steps.order_by("position").first()
    if step is None:
        raise NotFound()
    return step


@command
def note_delete(*, actor: Actor, note_id: int, reason: str = "") -> None:
    """Take a note back: one's own, or any for the facilitator."""
    note = Note.objects.filter(workshop_id=actor.workshop_id, pk=note_id).first()
    if note is None:
        raise NotFound()
    require(actor, note.participant_id == actor.participant_id or access.can_manage_workshop(actor))
    note.delete()


@command
def vote_cast(*, actor: Actor, document: VoteDocument, reason: str = "") -> MaturityVote:
    """Vote, or vote anew, in one dimension; refused once the room sees the result."""
    require(actor, access.can_vote(actor))
    if workshop_current(actor).votes_shown:
        raise Conflict(_("The result is shown: the vote is closed."), code="vote_closed")
    own = MaturityVote.objects.filter(participant_id=actor.participant_id, dimension=document.dimension)
    vote = own.first() or MaturityVote(
        workshop_id=actor.workshop_id, participant_id=actor.participant_id, dimension=document.dimension
    )
    return _written(vote, {"level": document.level})


@command
def votes_show(*, actor: Actor, shown: bool, reason: str = "") -> None:
    """Close the vote and show its median and spread, or open it again."""
    require(actor, access.can_manage_workshop(actor))
    workshop = workshop_current(actor)
    if workshop.votes_shown != shown:
        workshop.votes_shown = shown
        workshop.version += 1
        workshop.save()


@command
def goal_set(*, actor: Actor, document: GoalDocument, reason: str = "") -> MaturityGoal:
    """The room's target and next action in one dimension, as the facilitator notes it."""
    require(actor, access.can_manage_workshop(actor))
    own = MaturityGoal.objects.filter(workshop_id=actor.workshop_id, dimension=document.dimension)
    goal = own.first() or MaturityGoal(workshop_id=actor.workshop_id, dimension=document.dimension)
    return _written(goal, {"target": document.target, "action": document.action})


def _written(row: Row, values: dict[str, Any]) -> Row:
    """Write what differs; nothing when nothing does."""
    if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
        row.version += 0 if row.pk is None else 1
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row
