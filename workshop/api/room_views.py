"""REST: the agenda, the clock, notes, maturity votes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from common.api.preconditions import unless_known, versioned
from common.errors import Invalid
from workshop.api import room_shapes as shapes
from workshop.api.base import ApiView, created, nothing
from workshop.commands.agenda import activity_update
from workshop.commands.clock import step_reopen, timer_go, timer_move, timer_undo
from workshop.commands.notes import goal_set, note_delete, note_write, vote_cast, votes_show
from workshop.documents import ActivityChange, GoalDocument, NoteDocument, VoteDocument
from workshop.queries import workshop_current
from workshop.queries.agenda import activities_page, activity_row, clock_of
from workshop.queries.notes import note_row, notes_page, tallies_of

Row = dict[str, Any]


class ActivitiesView(ApiView):
    @operation(
        "activities_list", "Read the sub-activities", query=shapes.ActivityQuery, answer=shapes.ActivityPage
    )
    def get(self, request: Any, *, query: shapes.ActivityQuery) -> JsonAnswer:
        """In the order of the agenda."""
        page = activities_page(self.actor, step_id=query.step, **query.window)
        return page_answer(request, page.mapped(activity_shown))


class ActivityView(ApiView):
    @operation("activities_retrieve", "Read a sub-activity", answer=shapes.Activity, guarded=True)
    def get(self, request: Any, *, activity_id: int) -> JsonAnswer:
        answer = versioned(activity_shown(activity_row(self.actor, activity_id)))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "activities_update",
        "Edit a sub-activity",
        body=ActivityChange,
        answer=shapes.Activity,
        guarded=True,
    )
    def patch(self, request: Any, *, activity_id: int, body: ActivityChange) -> JsonAnswer:
        """What is not sent stays."""
        activity_update(activity_id=activity_id, change=body, **self.guarded)
        return versioned(activity_shown(activity_row(self.actor, activity_id)))


def activity_shown(row: Row) -> Row:
    row = dict(row)
    return {"step": row.pop("step_id"), "step_code": row.pop("step__code"), **row}


class TimerView(ApiView):
    @operation("timer_retrieve", "Read the clock", answer=shapes.Timer, guarded=True)
    def get(self, request: Any) -> JsonAnswer:
        """It is derived from what was pressed: ask again only to learn of new presses."""
        return self._answer()

    @operation("timer_move", "Press the clock", body=shapes.TimerMove, answer=shapes.Timer, guarded=True)
    def post(self, request: Any, *, body: shapes.TimerMove) -> JsonAnswer:
        """Send the ETag you read in `If-Match`: then a press that comes twice acts once (412)."""
        given = body.given()
        given = {name: value for name, value in given.items() if value is not None}
        if len(given) != 1:
            message = _("Give exactly one of: %(names)s.") % {"names": "move, activity, step"}
            raise Invalid.at("", "exclusive", message)
        if body.move is not None:
            timer_move(move=body.move, **self.guarded)
        elif body.activity is not None:
            timer_go(activity_id=body.activity, **self.guarded)
        elif body.step is not None:
            step_reopen(step_id=body.step, **self.guarded)
        return self._answer()

    @operation("timer_undo", "Take the last press back", status=204, guarded=True)
    def delete(self, request: Any) -> JsonAnswer:
        """As if it had never been."""
        timer_undo(**self.guarded)
        return nothing()

    def _answer(self) -> JsonAnswer:
        clock, at = clock_of(self.actor), timezone.now()
        starts_at, left = workshop_current(self.actor).starts_at, clock.left(at)
        return versioned(
            {
                "version": clock.version,
                "at": at,
                "running": clock.is_running,
                "begun_at": clock.begun_at,
                "activity": clock.activity_id,
                "step": clock.slot and clock.slot.step_id,
                "left_seconds": None if left is None else left.total_seconds(),
                "allotted_seconds": clock.slot and clock.allotted(clock.slot).total_seconds(),
                "warning": clock.warning(at),
                "ends_planned": clock.ends_planned(starts_at),
                "ends_expected": clock.ends_expected(starts_at, at),
                "slip_seconds": clock.slip(starts_at, at).total_seconds(),
            }
        )


class NotesView(ApiView):
    @operation("notes_list", "Read what the room wrote", query=shapes.NoteQuery, answer=shapes.NotePage)
    def get(self, request: Any, *, query: shapes.NoteQuery) -> JsonAnswer:
        page = notes_page(self.actor, step_id=query.step, kind=query.kind, **query.window)
        return page_answer(request, page.mapped(self._shown))

    @operation("notes_create", "Write a note", body=NoteDocument, answer=shapes.Note, status=201)
    def post(self, request: Any, *, body: NoteDocument) -> JsonAnswer:
        """For the step the room is in, unless another is named. Writing the same again changes nothing."""
        note = note_write(document=body, **self.signed)
        return created(request, self._shown(note_row(self.actor, note.pk)))

    def _shown(self, row: Row) -> Row:
        return note_shown(row, self.actor.participant_id)


class NoteView(ApiView):
    @operation("notes_retrieve", "Read a note", answer=shapes.Note, guarded=True)
    def get(self, request: Any, *, note_id: int) -> JsonAnswer:
        answer = versioned(note_shown(note_row(self.actor, note_id), self.actor.participant_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation("notes_delete", "Take a note back", status=204)
    def delete(self, request: Any, *, note_id: int) -> JsonAnswer:
        """Your own; the facilitator any."""
        note_delete(note_id=note_id, **self.signed)
        return nothing()


def note_shown(row: Row, participant_id: int) -> Row:
    row = dict(row)
    own = row.pop("participant_id") == participant_id
    return {"step": row.pop("step_id"), "step_code": row.pop("step__code"), "own": own, **row}


class VotesView(ApiView):
    @operation("votes_list", "Read the maturity votes", answer=shapes.Tallies)
    def get(self, request: Any) -> JsonAnswer:
        """Your own; of the others the median and bounds, once they are shown."""
        return self._answer()

    @operation("votes_create", "Vote in secret", body=VoteDocument, answer=shapes.Tallies)
    def post(self, request: Any, *, body: VoteDocument) -> JsonAnswer:
        """Voting anew replaces your vote; refused (409) once the result is shown."""
        vote_cast(document=body, **self.signed)
        return self._answer()

    @operation("votes_show", "Show or hide the result", body=shapes.VotesShown, answer=shapes.Tallies)
    def patch(self, request: Any, *, body: shapes.VotesShown) -> JsonAnswer:
        votes_show(shown=body.shown, **self.signed)
        return self._answer()

    @operation("goals_set", "Note a target and an action", body=GoalDocument, answer=shapes.Tallies)
    def put(self, request: Any, *, body: GoalDocument) -> JsonAnswer:
        """Of one dimension."""
        goal_set(document=body, **self.signed)
        return self._answer()

    def _answer(self) -> JsonAnswer:
        shown = workshop_current(self.actor).votes_shown
        return JsonAnswer({"shown": shown, "results": [tally_shown(t) for t in tallies_of(self.actor)]})


def tally_shown(tally: Any) -> Row:
    names = ("dimension", "count", "own", "median", "lowest", "highest")
    goal = tally.goal
    return {
        **{name: getattr(tally, name) for name in names},
        "target": goal.target if goal else None,
        "action": goal.action if goal else "",
    }
