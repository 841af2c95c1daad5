"""GraphQL: the agenda with its clock, what the room wrote, the maturity votes."""

from typing import Any

import graphene
from django.utils import timezone

from common.actor import Actor
from common.graphql.cohort import Row, RowData, one
from common.graphql.columns import Json, column, enum_of
from common.graphql.connections import BOTH_WAYS, connection, connection_of, paging
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import NodeType, key_of, node_by_key
from workshop.choices import Dimension, Move, NoteKind
from workshop.commands import agenda as agenda_commands
from workshop.commands import clock as clock_commands
from workshop.commands import notes as note_commands
from workshop.documents import ActivityChange, NoteDocument, VoteDocument
from workshop.models import Activity, Note
from workshop.queries import workshop_current
from workshop.queries.agenda import activities_of, activities_page, clock_of
from workshop.queries.notes import notes_of, notes_page, tallies_of
from workshop.schema import StepType

ACTIVITY_COLUMNS = (
    "position title_fr title_en text_fr text_en minutes slides questions_fr questions_en version"
)
NoteKindEnum = enum_of(NoteKind)
MoveEnum = enum_of(Move)
DimensionEnum = enum_of(Dimension)


def step_of(row: Row, info: Any) -> Row | None:
    return one(row, "step_id", StepType, lambda ids: StepType.read(info.context.actor, ids))


class ActivityType(NodeType):
    """A sub-activity of a step."""

    class Meta:
        name = "Activity"
        model = Activity
        columns = ACTIVITY_COLUMNS

    step = graphene.Field(graphene.NonNull(StepType), description="The step it belongs to.")
    notions = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Codes of the glossary met here."
    )
    collects = graphene.Field(NoteKindEnum, description="Which notes the room writes meanwhile, if any.")
    tasks = graphene.Field(Json, required=True, description="Who does what, on which page.")

    def resolve_step(row: Row, info: Any) -> Row | None:
        return step_of(row, info)

    def resolve_collects(row: Row, info: Any) -> str | None:
        return row["collects"] or None

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        names = ("id", "step_id", "notions", "collects", "tasks", *ACTIVITY_COLUMNS.split())
        return list(activities_of(actor).filter(pk__in=ids).values(*names))


ActivityConnection = connection_of(ActivityType, "A page of the agenda.")


class NoteType(NodeType):
    """What somebody wrote for the room; its author is not told."""

    class Meta:
        name = "Note"
        model = Note
        columns = "text version created_at"

    kind = column(Note, "kind", NoteKindEnum)
    step = graphene.Field(graphene.NonNull(StepType), description="The step it was written in.")

    def resolve_step(row: Row, info: Any) -> Row | None:
        return step_of(row, info)

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        names = ("id", "kind", "step_id", "text", "version", "created_at")
        return list(notes_of(actor).filter(pk__in=ids).values(*names))


NoteConnection = connection_of(NoteType, "A page of notes.")


class TimerType(graphene.ObjectType):
    """The clock of the room at the moment of asking; it is derived from what was pressed."""

    class Meta:
        name = "Timer"

    version = graphene.Int(required=True, description="Rises with every press; send it with the next one.")
    at = graphene.DateTime(required=True, description="The moment this answer is about.")
    running = graphene.Boolean(required=True, description="Whether time runs.")
    begun_at = graphene.DateTime(description="When the clock was first started.")
    activity = graphene.Field(ActivityType, description="What the room does now.")
    left_seconds = graphene.Float(
        description="Left of the activity; negative when over, null without countdown."
    )
    warning = graphene.String(required=True, description="“late”, “last”, “over” or nothing.")
    ends_planned = graphene.DateTime(description="When the agenda was to end.")
    ends_expected = graphene.DateTime(description="When it will end at this pace.")
    slip_seconds = graphene.Float(required=True, description="How much later than planned it will end.")


def timer_read(actor: Actor) -> dict[str, Any]:
    clock, at = clock_of(actor), timezone.now()
    starts_at, left = workshop_current(actor).starts_at, clock.left(at)
    return {
        "version": clock.version,
        "at": at,
        "running": clock.is_running,
        "begun_at": clock.begun_at,
        "activity": node_by_key(actor, ActivityType, clock.activity_id) if clock.activity_id else None,
        "left_seconds": None if left is None else left.total_seconds(),
        "warning": clock.warning(at),
        "ends_planned": clock.ends_planned(starts_at),
        "ends_expected": clock.ends_expected(starts_at, at),
        "slip_seconds": clock.slip(starts_at, at).total_seconds(),
    }


class TallyType(graphene.ObjectType):
    """The votes in one dimension. What the others voted is secret until it is shown."""

    class Meta:
        name = "MaturityTally"

    dimension = graphene.Field(DimensionEnum, required=True, description="One of the six dimensions.")
    count = graphene.Int(required=True, description="How many voted.")
    own = graphene.Int(description="Your own vote.")
    median = graphene.Float(description="Once shown, and when enough people voted.")
    lowest = graphene.Int(description="The lowest vote, likewise.")
    highest = graphene.Int(description="The highest vote, likewise.")
    target = graphene.Int(description="The level the room wants to reach.")
    action = graphene.String(required=True, description="Its first action.")


def tallies_read(actor: Actor) -> list[dict[str, Any]]:
    names = ("dimension", "count", "own", "median", "lowest", "highest")
    return [
        {
            **{name: getattr(tally, name) for name in names},
            "target": tally.goal.target if tally.goal else None,
            "action": tally.goal.action if tally.goal else "",
        }
        for tally in tallies_of(actor)
    ]


class AgendaQuery(graphene.ObjectType):
    activities = graphene.Field(
        ActivityConnection, required=True, description="The sub-activities, in their order.", **BOTH_WAYS
    )
    timer = graphene.Field(TimerType, required=True, description="The clock of the room.")
    notes = graphene.Field(
        NoteConnection,
        required=True,
        description="What the room wrote, in that order.",
        kind=graphene.Argument(NoteKindEnum, description="Of this kind only."),
        **BOTH_WAYS,
    )
    maturity = graphene.List(
        graphene.NonNull(TallyType), required=True, description="The maturity votes, by dimension."
    )

    def resolve_activities(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(activities_page(info.context.actor, **paging(**pages)), ActivityType)

    def resolve_timer(root: Any, info: Any) -> dict[str, Any]:
        return timer_read(info.context.actor)

    def resolve_notes(root: Any, info: Any, kind: Any = None, **pages: Any) -> dict[str, Any]:
        wanted = kind.value if kind is not None else None
        return connection(notes_page(info.context.actor, kind=wanted, **paging(**pages)), NoteType)

    def resolve_maturity(root: Any, info: Any) -> list[dict[str, Any]]:
        return tallies_read(info.context.actor)


class TimerMove(CommandMutation):
    """Press a button of the clock."""

    class Input:
        move = MoveEnum(required=True, description="The button.")
        version = graphene.Int(description="The clock you saw: a press that comes twice then acts once.")

    timer = graphene.Field(TimerType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, move: Any, reason: str, version: int | None = None) -> dict[str, Any]:
        clock_commands.timer_move(actor=actor, move=move.value, expected_version=version, reason=reason)
        return {"timer": timer_read(actor)}


class TimerGo(CommandMutation):
    """Go to any activity; one that was left goes on where it stood."""

    class Input:
        activity_id = graphene.ID(required=True, description="Global id of the activity.")
        version = graphene.Int(description="The clock you saw.")

    timer = graphene.Field(TimerType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, activity_id: str, reason: str, version: int | None = None
    ) -> dict[str, Any]:
        pk = key_of(activity_id, "Activity")
        clock_commands.timer_go(actor=actor, activity_id=pk, expected_version=version, reason=reason)
        return {"timer": timer_read(actor)}


class TimerUndo(CommandMutation):
    """Take the last press back."""

    class Input:
        version = graphene.Int(description="The clock you saw.")

    timer = graphene.Field(TimerType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str, version: int | None = None) -> dict[str, Any]:
        clock_commands.timer_undo(actor=actor, expected_version=version, reason=reason)
        return {"timer": timer_read(actor)}


class ActivityUpdate(CommandMutation):
    """Plan a sub-activity anew."""

    class Input:
        id = graphene.ID(required=True, description="Global id of the activity.")
        minutes = graphene.Int(required=True, description="0 shows no countdown.")

    activity = graphene.Field(ActivityType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, minutes: int, reason: str) -> dict[str, Any]:
        pk, change = key_of(id, "Activity"), ActivityChange.read({"minutes": minutes})
        agenda_commands.activity_update(actor=actor, activity_id=pk, change=change, reason=reason)
        return {"activity": node_by_key(actor, ActivityType, pk)}


class NoteWrite(CommandMutation):
    """Write a note for the step the room is in."""

    class Input:
        kind = NoteKindEnum(required=True, description="What it is.")
        text = graphene.String(required=True, description="What you want to say.")

    note = graphene.Field(NoteType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, kind: Any, text: str, reason: str) -> dict[str, Any]:
        document = NoteDocument.read({"kind": kind.value, "text": text})
        note = note_commands.note_write(actor=actor, document=document, reason=reason)
        return {"note": node_by_key(actor, NoteType, note.pk)}


class NoteDelete(CommandMutation):
    """Take a note back: your own, or any for the facilitator."""

    class Input:
        id = graphene.ID(required=True, description="Global id of the note.")

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        note_commands.note_delete(actor=actor, note_id=key_of(id, "Note"), reason=reason)
        return {"deleted_id": id}


class VoteCast(CommandMutation):
    """Vote in secret; voting anew replaces your vote."""

    class Input:
        dimension = DimensionEnum(required=True, description="One of the six dimensions.")
        level = graphene.Int(required=True, description="1 to 5.")

    maturity = graphene.List(graphene.NonNull(TallyType), required=True)

    @classmethod
    def run(cls, actor: Actor, *, dimension: Any, level: int, reason: str) -> dict[str, Any]:
        document = VoteDocument.read({"dimension": dimension.value, "level": level})
        note_commands.vote_cast(actor=actor, document=document, reason=reason)
        return {"maturity": tallies_read(actor)}


class AgendaMutation(graphene.ObjectType):
    timer_move = TimerMove.Field()
    timer_go = TimerGo.Field()
    timer_undo = TimerUndo.Field()
    activity_update = ActivityUpdate.Field()
    note_write = NoteWrite.Field()
    note_delete = NoteDelete.Field()
    vote_cast = VoteCast.Field()
