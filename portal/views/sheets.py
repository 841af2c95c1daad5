"""What is printed, projected, asked and kept: sheets, slides, quiz, report."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from catalog.queries.coverage import coverage_of
from catalog.queries.glossary import terms_of
from catalog.queries.plates import plates_of
from common.access import require
from common.models import bilingual
from portal.moment import agenda_of, moment_of
from portal.quiz import questions_drawn, right_count
from portal.sheets import SHEETS, SLIDES_COUNT, slides, supplies, texts
from workshop import access
from workshop.choices import Dimension, NoteKind
from workshop.middleware import PageRequest
from workshop.polling import polled
from workshop.queries import participants_of, workshop_current
from workshop.queries.agenda import activities_of, clock_of
from workshop.queries.notes import cloud_of, notes_of, tallies_of


@require_safe
def sheets(request: PageRequest) -> HttpResponse:
    require(request.actor, access.can_read_participants(request.actor))
    return render(request, "portal/sheets.html", {"sheets": SHEETS, "slides": slides()})


@require_safe
def sheet(request: PageRequest, code: str) -> HttpResponse:
    """One of `SHEETS`, made to be printed."""
    actor = request.actor
    require(actor, access.can_read_participants(actor))
    context: dict[str, Any] = {"title": SHEETS[code], "texts": texts()}
    if code == "checklist":
        context["supplies"] = supplies(workshop_current(actor).expected_people)
    if code == "phases":
        context["agenda"] = agenda_of(actor, clock_of(actor))
    return render(request, f"portal/sheet_{code}.html", context)


@polled()
@require_safe
def slide(request: PageRequest, number: int) -> HttpResponse:
    """A projected slide, with what the room answers to it."""
    require(request.actor, access.can_read_participants(request.actor))
    context = _slide(request, number)
    return render(
        request, "portal/_slide.html" if "HX-Request" in request.headers else "portal/slide.html", context
    )


@require_safe
def slide_notes(request: PageRequest, number: int) -> HttpResponse:
    """The facilitator's notes of a slide; never on the projector."""
    require(request.actor, access.can_manage_workshop(request.actor))
    return render(request, "portal/slide_notes.html", _slide(request, number))


def _slide(request: PageRequest, number: int) -> dict[str, Any]:
    if not 1 <= number <= SLIDES_COUNT:
        raise Http404
    shown = slides()[number - 1]
    return {
        "slide": shown,
        "count": SLIDES_COUNT,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < SLIDES_COUNT else None,
        "answers": _answers(request, number, shown["collects"]),
    }


def _answers(request: PageRequest, number: int, kind: str) -> Any:
    """What the room wrote in the step that shows this slide."""
    if not kind:
        return []
    showing = next((a for a in activities_of(request.actor) if a.slides == str(number)), None)
    return cloud_of(request.actor, kind, showing.step_id if showing else None)


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: PageRequest) -> HttpResponse:
    """Which notion is meant? About the notions of the activities played so far (of all, before the start)."""
    actor = request.actor
    require(actor, access.can_write_notes(actor))
    terms = {term.code: term for term in terms_of(actor)}
    questions = questions_drawn(_notions_met(request), list(terms), seed=actor.participant_id)
    given = {question.code: request.POST.get(question.code, "") for question in questions}
    context = {
        "items": [_item(question, terms, given[question.code]) for question in questions],
        "answered": request.method == "POST",
        "right": right_count(questions, given),
    }
    return render(request, "portal/quiz.html", context)


def _notions_met(request: PageRequest) -> list[str]:
    clock, activities = clock_of(request.actor), list(activities_of(request.actor))
    played = [a for a in activities if a.pk in clock.spent or a.pk == clock.activity_id]
    return [notion for activity in played or activities for notion in activity.notions]


def _item(question: Any, terms: Mapping[str, Any], given: str) -> dict[str, Any]:
    return {
        "code": question.code,
        "definition": bilingual(terms[question.code], "definition"),
        "choices": [(code, bilingual(terms[code], "name")) for code in question.choices],
        "given": given,
        "is_right": given == question.code,
        "answer": bilingual(terms[question.code], "name"),
    }


@require_safe
def report(request: PageRequest) -> HttpResponse:
    """What stays of the workshop, to read or to print."""
    actor = request.actor
    require(actor, access.can_read_participants(actor))
    moment = moment_of(actor)
    coverage = coverage_of(actor)
    lines = agenda_of(actor, moment.clock)
    rows = list(notes_of(actor).exclude(kind__in=[NoteKind.WORD, NoteKind.NOTION]).select_related("step"))
    context = {
        "moment": moment,
        "plates": plates_of(actor),
        "people": participants_of(actor),
        "coverage": _shares(coverage),
        "assets_count": coverage.assets,
        "words": cloud_of(actor),
        "notions": cloud_of(actor, NoteKind.NOTION),
        "notes": [(line.step, [note for note in rows if note.step_id == line.step.pk]) for line in lines],
        "played": [(line, round(_spent(moment, line) / 60)) for line in lines],
        "tallies": [(Dimension(tally.dimension).label, tally) for tally in tallies_of(actor)],
    }
    return render(request, "portal/report.html", context)


def _spent(moment: Any, line: Any) -> float:
    """Seconds played of a step."""
    return sum(moment.clock.spent_on(activity.pk, moment.at).total_seconds() for activity in line.activities)


def _shares(coverage: Any) -> list[tuple[str, int, int]]:
    """(what, count, percent of all assets)."""
    parts = ("owned", "described", "rated", "keyed", "validated")
    return [
        (part, getattr(coverage, part), round(100 * getattr(coverage, part) / coverage.assets))
        for part in parts
        if coverage.assets
    ]
