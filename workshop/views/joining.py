"""Coming in with a code and a nickname, coming back with a resume code, the poster that invites."""

from typing import cast

import segno
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.access import require
from workshop import access
from workshop.actors import SESSION_WORKSHOP
from workshop.codes import code_spaced
from workshop.commands import participant_join, participant_resume
from workshop.forms import JoinForm, ResumeForm
from workshop.middleware import PageRequest
from workshop.models import Participant, User
from workshop.queries import workshop_current
from workshop.views.session import language_follow

SESSION_CODE = "resume_code"  # kept until its reader says that it is noted
BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PageRequest, code: str = "") -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and form.carries_out(lambda: _join(request, form)):
        return _follow(redirect("workshop:joined"), request)
    form.fields["nickname" if code else "code"].widget.attrs["autofocus"] = True
    return render(request, "workshop/join.html", {"form": form}, status=form.status)


def _join(request: PageRequest, form: JoinForm) -> None:
    """Whoever has logged in stays the same person in one more workshop."""
    participant, resume_code = participant_join(
        code=form.cleaned_data["code"],
        nickname=form.cleaned_data["nickname"],
        address=request.META["REMOTE_ADDR"],
        user=request.user if request.user.is_authenticated else None,
    )
    _enter(request, participant)
    request.session[SESSION_CODE] = code_spaced(resume_code)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: PageRequest) -> HttpResponse:
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.carries_out(lambda: _resume(request, form)):
        return _follow(redirect("portal:desk"), request)
    return render(request, "workshop/resume.html", {"form": form}, status=form.status)


def _resume(request: PageRequest, form: ResumeForm) -> None:
    participant = participant_resume(**form.cleaned_data, address=request.META["REMOTE_ADDR"])
    _enter(request, participant)


def _enter(request: PageRequest, participant: Participant) -> None:
    login(request, participant.user, backend=BACKEND)
    request.session[SESSION_WORKSHOP] = participant.workshop_id


def _follow(response: HttpResponse, request: PageRequest) -> HttpResponse:
    """Without a language chosen on this device, that of the workshop."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        language_follow(response, cast(User, request.user))
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joined(request: PageRequest) -> HttpResponse:
    """The resume code, until it is said to be noted."""
    if request.method == "POST":
        request.session.pop(SESSION_CODE, None)
    if SESSION_CODE not in request.session:
        return redirect("portal:desk")
    context = {"resume_code": request.session[SESSION_CODE]}
    return render(request, "workshop/joined.html", context)


@require_safe
def poster(request: PageRequest) -> HttpResponse:
    """The QR code and the code, to project or to print."""
    require(request.actor, access.can_manage_workshop(request.actor))
    workshop = workshop_current(request.actor)
    invitation = request.build_absolute_uri(reverse("workshop:join", args=[workshop.join_code]))
    drawing = segno.make(invitation, error="m").svg_inline(scale=8, border=2, omitsize=True)
    context = {
        "workshop": workshop,
        "address": request.build_absolute_uri(reverse("workshop:join")),
        "is_local": request.get_host().partition(":")[0] in ("127.0.0.1", "localhost"),
        "qr": mark_safe(drawing),  # noqa: S308 - squares, drawn by segno
    }
    return render(request, "workshop/poster.html", context)
