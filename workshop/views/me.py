"""My page: who I am here, my roles, my API tokens, my resume code, my workshops."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.access import require
from workshop import access
from workshop.codes import code_spaced
from workshop.commands import participant_renew_resume_code, token_create, token_revoke
from workshop.forms import TokenForm
from workshop.middleware import PageRequest
from workshop.queries import can_open_workshop, participant_get, tokens_of, workshops_joined
from workshop.views.joining import SESSION_CODE

SESSION_SECRET = "token_secret"  # noqa: S105 - the name of a place; what lies there is shown once


@never_cache
@require_safe
def me(request: PageRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "workshops": workshops_joined(actor),
        "can_open": can_open_workshop(actor),
        "can_manage": access.can_manage_workshop(actor),
        "secret": request.session.pop(SESSION_SECRET, None),
        "server": request.build_absolute_uri("/").rstrip("/"),
        "form": TokenForm(),
    }
    if actor.participant_id:
        context |= {"participant": participant_get(actor, actor.participant_id), "tokens": tokens_of(actor)}
    elif not actor.user_id:
        require(actor, False)
    return render(request, "workshop/me.html", context)


@require_POST
def token_add(request: PageRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if form.is_valid():
        _token, secret = token_create(actor=request.actor, label=form.cleaned_data["label"])
        request.session[SESSION_SECRET] = secret
    return redirect("workshop:me")


@require_POST
def token_end(request: PageRequest, token_key: str) -> HttpResponse:
    token_revoke(actor=request.actor, token_key=token_key)
    messages.success(request, _("The token is revoked; programs that use it are refused from now on."))
    return redirect("workshop:me")


@require_POST
def resume_code_renew(request: PageRequest) -> HttpResponse:
    """Draw my new resume code and show it as after joining."""
    actor = request.actor
    require(actor, bool(actor.participant_id))
    code = participant_renew_resume_code(actor=actor, participant_id=actor.participant_id)
    request.session[SESSION_CODE] = code_spaced(code)
    return redirect("workshop:joined")
