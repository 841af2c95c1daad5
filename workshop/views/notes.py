"""What the room writes: words, notions, answers, debriefs; and its maturity votes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import require
from workshop import access
from workshop.choices import GRID, LEVELS, VOTES_MIN, Dimension, NoteKind
from workshop.commands.notes import goal_set, note_delete, note_write, vote_cast, votes_show
from workshop.documents import GoalDocument, NoteDocument, VoteDocument
from workshop.forms import GoalForm, NoteForm, VoteForm
from workshop.middleware import PageRequest
from workshop.polling import polled
from workshop.queries import steps_of, workshop_current
from workshop.queries.agenda import activities_of, clock_of
from workshop.queries.notes import cloud_of, notes_of, tallies_of


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: PageRequest) -> HttpResponse:
    """Write what the current activity asks for; read what the room wrote."""
    actor = request.actor
    require(actor, access.can_write_notes(actor))
    asked = _asked(request)
    form = NoteForm(request.POST or None, initial={"kind": asked["kind"], "step": asked["step_id"]})
    if request.method == "POST" and form.carries_out(lambda: _write(request, form)):
        return redirect(f"{request.path}?step={form.cleaned_data['step'] or ''}")
    context = {**asked, **_said(request, asked["step_id"]), "form": form, "steps": steps_of(actor)}
    return render(request, "workshop/notes.html", context, status=form.status)


@polled()
@require_safe
def notes_said(request: PageRequest, pk: int) -> HttpResponse:
    """The changing part of the page: what the room wrote in a step."""
    require(request.actor, access.can_write_notes(request.actor))
    return render(request, "workshop/_said.html", {**_said(request, pk), "step_id": pk})


def _write(request: PageRequest, form: NoteForm) -> None:
    note_write(actor=request.actor, document=NoteDocument.read(form.cleaned_data))


def _asked(request: PageRequest) -> dict[str, Any]:
    """The step whose notes are shown, the question put, and the kind of note it asks for."""
    clock, activities = clock_of(request.actor), list(activities_of(request.actor))
    current = next((a for a in activities if a.pk == clock.activity_id), None)
    typed = request.GET.get("step", "")
    step_id = int(typed) if typed.isdecimal() else None
    if step_id is None:
        step_id = current.step_id if current else next((a.step_id for a in activities if a.collects), None)
    collecting = [a for a in activities if a.step_id == step_id and a.collects]
    activity = current if current in collecting else collecting[0] if collecting else None
    return {
        "step_id": step_id,
        "activity": activity,
        "kind": activity.collects if activity else NoteKind.NOTION.value,
    }


def _said(request: PageRequest, step_id: int | None) -> dict[str, Any]:
    """The notes of a step, by kind; words and notions as a cloud."""
    actor = request.actor
    rows = list(notes_of(actor).filter(step_id=step_id or 0).exclude(kind=NoteKind.WORD))
    return {
        "words": cloud_of(actor, NoteKind.WORD, step_id),
        "notions": cloud_of(actor, NoteKind.NOTION, step_id),
        "answers": [note for note in rows if note.kind == NoteKind.LINK],
        "debriefs": [note for note in rows if note.kind == NoteKind.DEBRIEF],
        "can_manage": access.can_manage_workshop(actor),
    }


@require_POST
def note_end(request: PageRequest, pk: int) -> HttpResponse:
    note_delete(actor=request.actor, note_id=pk)
    return redirect("workshop:notes")


@require_http_methods(["GET", "HEAD", "POST"])
def maturity(request: PageRequest) -> HttpResponse:
    """The grid: one's own secret votes; the median and spread once the facilitator shows them."""
    actor = request.actor
    require(actor, access.can_vote(actor))
    form = VoteForm(request.POST or None)
    if request.method == "POST" and form.carries_out(lambda: _vote(request, form)):
        messages.success(request, _("Your votes are kept; nobody else reads them."))
        return redirect("workshop:maturity")
    rows = [
        {"tally": tally, "label": Dimension(tally.dimension).label, "cells": _cells(tally)}
        for tally in tallies_of(actor)
    ]
    context = {
        "rows": rows,
        "levels": LEVELS,
        "votes_min": VOTES_MIN,
        "shown": workshop_current(actor).votes_shown,
        "can_manage": access.can_manage_workshop(actor),
        "form": form,
    }
    return render(request, "workshop/maturity.html", context, status=form.status)


def _cells(tally: Any) -> list[dict[str, Any]]:
    counts = dict(tally.counts)
    return [
        {"level": level, "text": text, "own": tally.own == level, "count": counts.get(level)}
        for level, text in enumerate(GRID[tally.dimension], start=1)
    ]


def _vote(request: PageRequest, form: VoteForm) -> None:
    for dimension, level in form.cleaned_data.items():
        if level is not None:
            vote_cast(actor=request.actor, document=VoteDocument(dimension=dimension, level=level))


@require_POST
def maturity_show(request: PageRequest) -> HttpResponse:
    votes_show(actor=request.actor, shown=request.POST.get("shown") == "yes")
    return redirect("workshop:maturity")


@require_POST
def maturity_goal(request: PageRequest) -> HttpResponse:
    require(request.actor, access.can_manage_workshop(request.actor))
    form = GoalForm(request.POST)
    if form.carries_out(lambda: goal_set(actor=request.actor, document=GoalDocument.read(form.cleaned_data))):
        messages.success(request, _("The target is noted."))
    else:
        messages.error(request, _("Choose a dimension and a level from 1 to 5."))
    return redirect("workshop:maturity")
