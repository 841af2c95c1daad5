"""Everybody in the room; for the facilitator their roles and codes, the step, a new workshop."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import require
from common.errors import Unauthenticated
from workshop import access
from workshop.actors import SESSION_WORKSHOP
from workshop.choices import Role
from workshop.codes import code_spaced
from workshop.commands import (
    participant_renew_resume_code,
    role_assign,
    role_withdraw,
    workshop_create,
    workshop_go_to_step,
)
from workshop.forms import OpeningForm, RoleForm, StepForm
from workshop.middleware import PageRequest
from workshop.queries import (
    can_open_workshop,
    participant_get,
    participants_of,
    role_assignment_get,
    steps_of,
    workshop_current,
    workshops_led,
)


@require_safe
def people(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read_participants(actor))
    workshop = workshop_current(actor)
    context: dict[str, Any] = {
        "participants": participants_of(actor),
        "can_manage": access.can_manage_workshop(actor),
        "form": StepForm(steps=steps_of(actor), initial={"step": workshop.current_step_id}),
    }
    return render(request, "workshop/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: PageRequest, pk: int) -> HttpResponse:
    """One participant: their roles, to give and to take."""
    actor = request.actor
    require(actor, access.can_manage_workshop(actor))
    participant = participant_get(actor, pk)
    form = RoleForm(request.POST or None, steps=steps_of(actor))
    if request.method == "POST" and form.carries_out(lambda: _assign(request, pk, form)):
        said = {"name": participant.nickname, "role": Role(form.cleaned_data["role"]).label}
        messages.success(request, _("%(name)s now has the role %(role)s.") % said)
        return redirect("workshop:person", pk)
    context = {"participant": participant, "form": form}
    return render(request, "workshop/person.html", context, status=form.status)


def _assign(request: PageRequest, pk: int, form: RoleForm) -> None:
    wanted = form.cleaned_data
    role_assign(actor=request.actor, participant_id=pk, role=wanted["role"], step_id=wanted["step"])


@require_POST
def role_take(request: PageRequest, pk: int) -> HttpResponse:
    require(request.actor, access.can_manage_workshop(request.actor))
    participant = role_assignment_get(request.actor, pk).participant
    role_withdraw(actor=request.actor, assignment_id=pk)
    messages.success(request, _("The role is taken from %(name)s.") % {"name": participant.nickname})
    return redirect("workshop:person", participant.pk)


@require_POST
def person_code_renew(request: PageRequest, pk: int) -> HttpResponse:
    """A new resume code, to tell the person who lost theirs."""
    require(request.actor, access.can_manage_workshop(request.actor))
    code = participant_renew_resume_code(actor=request.actor, participant_id=pk)
    said = {"name": participant_get(request.actor, pk).nickname, "code": code_spaced(code)}
    messages.success(
        request,
        _("New resume code of %(name)s: %(code)s – write it down now, it is shown only here.") % said,
    )
    return redirect("workshop:person", pk)


@require_POST
def step_go(request: PageRequest) -> HttpResponse:
    require(request.actor, access.can_manage_workshop(request.actor))
    form = StepForm(request.POST, steps=steps_of(request.actor))
    if form.carries_out(lambda: workshop_go_to_step(actor=request.actor, step_id=form.cleaned_data["step"])):
        messages.success(request, _("The room is in this step now; the roles given for it hold."))
    else:
        messages.error(request, _("This step does not exist in your workshop."))
    return redirect("workshop:people")


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: PageRequest) -> HttpResponse:
    """Open a workshop, for accounts with a password."""
    actor = request.actor
    if not actor.user_id:
        raise Unauthenticated()
    form = OpeningForm(request.POST or None, led=workshops_led(actor))
    if request.method == "POST" and form.carries_out(lambda: _create(request, form)):
        return redirect("portal:console")
    context = {"form": form, "can_open": can_open_workshop(actor)}
    return render(request, "workshop/create.html", context, status=form.status)


def _create(request: PageRequest, form: OpeningForm) -> None:
    workshop = workshop_create(
        actor=request.actor,
        **{name: value for name, value in form.cleaned_data.items() if value not in (None, "")},
    )
    request.session[SESSION_WORKSHOP] = workshop.pk
