"""The agenda to edit, the plan of the room, and who plays what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from common.access import require
from workshop import access
from workshop.casting import cast
from workshop.commands import room_plan, step_update
from workshop.commands.agenda import activity_update
from workshop.commands.casting import bases_held, players_of, roles_cast
from workshop.documents import ActivityChange
from workshop.forms import ActivityForm, PlanForm, StepMinutesForm, base_choices
from workshop.middleware import PageRequest
from workshop.queries import step_get, steps_of, workshop_current
from workshop.queries.agenda import activities_of, activity_get


@require_safe
def agenda(request: PageRequest) -> HttpResponse:
    """Every step with its activities, in the order they are played."""
    actor = request.actor
    require(actor, access.can_read_participants(actor))
    by_step: dict[int, list[Any]] = {}
    for activity in activities_of(actor):
        by_step.setdefault(activity.step_id, []).append(activity)
    steps = [(step, by_step.get(step.pk, [])) for step in steps_of(actor)]
    context = {
        "steps": steps,
        "total": sum(step.minutes for step, _activities in steps),
        "can_manage": access.can_manage_workshop(actor),
    }
    return render(request, "workshop/agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: PageRequest, pk: int) -> HttpResponse:
    """Edit one sub-activity."""
    actor = request.actor
    require(actor, access.can_manage_workshop(actor))
    found = activity_get(actor, pk)
    form = ActivityForm(request.POST or None, initial=ActivityForm.initial_of(found))
    if request.method == "POST" and form.carries_out(lambda: _activity_write(request, pk, form)):
        messages.success(request, _("The activity is changed; every screen follows."))
        return redirect("workshop:agenda")
    context = {"activity": found, "form": form}
    return render(request, "workshop/activity.html", context, status=form.status)


def _activity_write(request: PageRequest, pk: int, form: ActivityForm) -> None:
    values = dict(form.cleaned_data)
    version = values.pop("version")
    change = ActivityChange.read({**values, "notions": values["notions"].replace(",", " ").split()})
    activity_update(actor=request.actor, activity_id=pk, change=change, expected_version=version)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PageRequest, pk: int) -> HttpResponse:
    """The slot of a step: when it starts and how long it takes."""
    actor = request.actor
    require(actor, access.can_manage_workshop(actor))
    found = step_get(actor, pk)
    initial = {name: getattr(found, name) for name in ("starts_minute", "minutes", "slides")}
    form = StepMinutesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.carries_out(
        lambda: step_update(actor=actor, step_id=pk, **form.cleaned_data)
    ):
        messages.success(request, _("The step is planned anew."))
        return redirect("workshop:agenda")
    return render(request, "workshop/step.html", {"step": found, "form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PageRequest) -> HttpResponse:
    """When it begins, for how many people, at how many tables."""
    actor = request.actor
    require(actor, access.can_manage_workshop(actor))
    workshop = workshop_current(actor)
    initial = {name: getattr(workshop, name) for name in ("starts_at", "expected_people", "table_count")}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.carries_out(lambda: room_plan(actor=actor, **form.cleaned_data)):
        messages.success(request, _("The room is planned anew."))
        return redirect("portal:console")
    return render(request, "workshop/plan.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def casting(request: PageRequest) -> HttpResponse:
    """The roles proposed for the people who are here, to change before they are given; and for those expected."""
    actor = request.actor
    require(actor, access.can_manage_workshop(actor))
    if request.method == "POST":
        chosen = {
            int(name.removeprefix("base_")): str(value)
            for name, value in request.POST.items()
            if name.startswith("base_") and name.removeprefix("base_").isdecimal() and value
        }
        count = roles_cast(actor=actor, bases=chosen)
        text = ngettext(
            "%(count)s person has a role and a seat.", "%(count)s people have a role and a seat.", count
        )
        messages.success(request, text % {"count": count})
        return redirect("portal:console")
    players, held = players_of(actor), bases_held(actor)
    expected = workshop_current(actor).expected_people
    context = {
        "players": [(player, held.get(player.pk, "")) for player in players],
        "choices": base_choices(),
        "expected": expected,
        "seats": cast(expected),
        "titles": {step.code: step for step in steps_of(actor)},
    }
    return render(request, "workshop/casting.html", context)
