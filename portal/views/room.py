"""The room in play: the desk of a participant, the projected board, the facilitator's console."""

from datetime import timedelta
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.queries.plates import plates_of
from common.access import require
from common.errors import AppError
from common.forms import CommandForm
from portal.forms import AnnouncementForm, MoveForm
from portal.moment import Moment, agenda_of, moment_of, scene_of, todos_of
from portal.sheets import SLIDES_COUNT
from workshop import access
from workshop.choices import Role
from workshop.commands.agenda import announcement_send, announcement_withdraw
from workshop.commands.casting import participant_move
from workshop.commands.clock import step_reopen, timer_go, timer_move, timer_undo
from workshop.commands.presence import help_ask, help_end
from workshop.middleware import PageRequest
from workshop.polling import RoomRequest, polled
from workshop.queries.agenda import presses_of
from workshop.queries.presence import tables_of

CONSOLE_EVERY = timedelta(seconds=10)  # who is here changes without anybody writing


@polled()
@require_safe
def desk(request: RoomRequest) -> HttpResponse:
    """What happens, what I have to do and for how long, what my table did."""
    actor = request.actor
    require(actor, access.can_write_notes(actor))
    scene = scene_of(actor, request.room_stamp)
    moment = scene.moment
    table, me = next((t, p) for t in scene.tables for p in t.people if p.id == actor.participant_id)
    todos = todos_of(moment.activity, actor.roles)
    context = {
        "moment": moment,
        "me": me,
        "roles": [role for role in Role.values if role in actor.roles],
        "table": table,
        "todos": todos,
        "first": next((todo for todo in todos if todo.address), None),
        "agenda": scene.agenda,
    }
    return render(request, "portal/_desk.html" if _is_again(request) else "portal/desk.html", context)


@polled()
@require_safe
def board(request: PageRequest) -> HttpResponse:
    """For the projector: plates with bricks, the time, how to join. Nothing to press, nobody's secrets."""
    actor = request.actor
    require(actor, access.can_read_participants(actor))
    moment = moment_of(actor)
    invitation = request.build_absolute_uri(reverse("workshop:join", args=[moment.workshop.join_code]))
    drawing = segno.make(invitation, error="m").svg_inline(scale=4, border=2, omitsize=True)
    context = {
        "moment": moment,
        "plates": plates_of(actor),
        "address": request.build_absolute_uri(reverse("workshop:join")),
        "qr": mark_safe(drawing),  # noqa: S308 - squares, drawn by segno
    }
    return render(request, "portal/_board.html" if _is_again(request) else "portal/board.html", context)


@polled(every=CONSOLE_EVERY)
@require_safe
def console(request: PageRequest) -> HttpResponse:
    """The facilitator's: the clock with its buttons, the agenda, every table at a glance."""
    require(request.actor, access.can_manage_workshop(request.actor))
    return _console(request)


def _console(request: PageRequest, form: CommandForm | None = None) -> HttpResponse:
    actor = request.actor
    moment = moment_of(actor)
    tables = tables_of(actor, moment.workshop, moment.clock.entered_at)
    context = {
        "moment": moment,
        "agenda": agenda_of(actor, moment.clock),
        "tables": tables,
        "numbers": range(1, moment.workshop.table_count + 1),
        "here_count": sum(table.here_count for table in tables),
        "people_count": sum(len(table.people) for table in tables),
        "acting": _acting(moment),
        "last_press": presses_of(actor).first(),
        "slide_number": _slide_number(moment),
        "form": form or AnnouncementForm(),
    }
    template = "portal/_console.html" if _is_again(request) else "portal/console.html"
    return render(request, template, context, status=form.status if form else 200)


def _acting(moment: Moment) -> bool:
    """Whether a table without deeds is worth a look: half of the activity's time is over."""
    left, slot = moment.clock.left(moment.at), moment.clock.slot
    return left is not None and slot is not None and left < moment.clock.allotted(slot) / 2


def _slide_number(moment: Moment) -> int | None:
    """The slide of ours to show now."""
    slides = moment.activity.slides if moment.activity else ""
    return int(slides) if slides.isdecimal() and 1 <= int(slides) <= SLIDES_COUNT else None


def _is_again(request: HttpRequest) -> bool:
    """Whether the page asks for its changing part only."""
    return "HX-Request" in request.headers


# What the console presses. A press on a screen that is out of date changes nothing, and says so.


@require_POST
def move(request: PageRequest) -> HttpResponse:
    return _pressed(request, lambda version: timer_move(
        actor=request.actor, move=request.POST.get("move", ""), expected_version=version
    ))  # fmt: skip


@require_POST
def go(request: PageRequest, pk: int) -> HttpResponse:
    return _pressed(request, lambda version: timer_go(
        actor=request.actor, activity_id=pk, expected_version=version
    ))  # fmt: skip


@require_POST
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    return _pressed(request, lambda version: step_reopen(
        actor=request.actor, step_id=pk, expected_version=version
    ))  # fmt: skip


@require_POST
def undo(request: PageRequest) -> HttpResponse:
    return _pressed(request, lambda version: timer_undo(actor=request.actor, expected_version=version))


def _pressed(request: PageRequest, press: Any) -> HttpResponse:
    """Press, then show the console as it stands; refusals for whoever may press are told there."""
    require(request.actor, access.can_manage_workshop(request.actor))
    version = request.POST.get("version", "")
    try:
        press(int(version) if version.isdecimal() else None)
    except AppError as refused:
        if refused.status not in (400, 409, 412):
            raise
        messages.info(request, str(refused))
    return redirect("portal:console")


@require_POST
def announce(request: PageRequest) -> HttpResponse:
    require(request.actor, access.can_manage_workshop(request.actor))
    form = AnnouncementForm(request.POST)
    if form.carries_out(lambda: announcement_send(actor=request.actor, text=form.cleaned_data["text"])):
        messages.success(request, _("Every phone and the board show your message."))
        return redirect("portal:console")
    return _console(request, form)


@require_POST
def announce_end(request: PageRequest, pk: int) -> HttpResponse:
    announcement_withdraw(actor=request.actor, announcement_id=pk)
    return redirect("portal:console")


@require_POST
def person_move(request: PageRequest, pk: int) -> HttpResponse:
    """Seat somebody at another table."""
    require(request.actor, access.can_manage_workshop(request.actor))
    form = MoveForm(request.POST)
    moved = form.carries_out(lambda: participant_move(
        actor=request.actor, participant_id=pk, table_number=form.cleaned_data["table"]
    ))  # fmt: skip
    if not moved:
        messages.error(request, _("This table does not exist."))
    return redirect("portal:console")


@require_POST
def hand_raise(request: PageRequest) -> HttpResponse:
    help_ask(actor=request.actor)
    return redirect("portal:desk")


@require_POST
def hand_lower(request: PageRequest, pk: int) -> HttpResponse:
    help_end(actor=request.actor, participant_id=pk)
    return redirect("portal:desk" if pk == request.actor.participant_id else "portal:console")
