"""A client's own page, on a phone: the question, my choices, one tap to withdraw, then where my data is."""

import json
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.access import require
from common.errors import Invalid, NotFound
from consent import access, commands
from consent.choices import Channel
from consent.documents import ObjectionDocument, RequestDocument
from consent.forms import RequestForm
from consent.queries.mine import choices_of, marketing_objection, persons_free
from consent.queries.purposes import purpose_get
from consent.queries.subjects import own_subject_id, requests_page
from consent.queries.traces import personal_copy, withdrawal_trace
from workshop.middleware import PageRequest


def _own(request: PageRequest) -> int:
    require(request.actor, access.can_read(request.actor))
    own = own_subject_id(request.actor)
    if own is None:
        raise NotFound(_("Say first which person you play."))
    return own


def _id(request: PageRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid.at(name, "int_type", _("Give a whole number."))
    return int(text)


@never_cache
@require_safe
def mine(request: PageRequest) -> HttpResponse:
    """What I am asked and what I chose; before that, which person I play."""
    actor = request.actor
    require(actor, access.can_read(actor))
    own = own_subject_id(actor)
    context: dict[str, Any] = {"own": own, "can_claim": access.can_claim(actor)}
    if own is None:
        context["free"] = persons_free(actor) if access.can_claim(actor) else []
    else:
        context |= {
            "choices": choices_of(actor),
            "marketing": marketing_objection(actor),
            "requests": requests_page(actor, subject=own).rows,
            "form": RequestForm(),
        }
    return render(request, "consent/mine.html", context)


@require_POST
def claim(request: PageRequest) -> HttpResponse:
    commands.subject_claim(actor=request.actor, subject_id=_id(request, "subject"))
    return redirect("consent:mine")


@require_POST
def answer(request: PageRequest) -> HttpResponse:
    """Yes and no are two buttons of the same size."""
    agrees = request.POST.get("answer") == "yes"
    commands.consent_answer(actor=request.actor, purpose_id=_id(request, "purpose"), agrees=agrees)
    messages.success(request, _("Your answer is noted. You may change it at any time."))
    return redirect("consent:mine")


@require_POST
def withdraw(request: PageRequest) -> HttpResponse:
    """One tap; then the trace."""
    purpose = _id(request, "purpose")
    commands.consent_withdraw(actor=request.actor, purpose_id=purpose)
    messages.success(request, _("You have withdrawn your agreement. It is no longer used from now on."))
    return redirect(f"{reverse('consent:my-trace')}?purpose={purpose}")


@never_cache
@require_safe
def trace(request: PageRequest) -> HttpResponse:
    """Everywhere my data is, and what happens with it now."""
    own = _own(request)
    asked = request.GET.get("purpose", "")
    purpose = purpose_get(request.actor, int(asked)) if asked.isdigit() and len(asked) < 19 else None
    found = withdrawal_trace(request.actor, own, purpose.pk if purpose else None)
    return render(request, "consent/trace.html", {"trace": found, "purpose": purpose, "is_mine": True})


@require_POST
def object_to(request: PageRequest) -> HttpResponse:
    purpose = _id(request, "purpose") if request.POST.get("purpose") else None
    document = ObjectionDocument(subject=_own(request), purpose=purpose, channel=Channel.PHONE_PAGE.value)
    commands.objection_raise(actor=request.actor, document=document)
    messages.success(request, _("Your objection holds from now on."))
    return redirect("consent:mine")


@require_POST
def object_no_more(request: PageRequest) -> HttpResponse:
    commands.objection_lift(actor=request.actor, objection_id=_id(request, "objection"))
    messages.success(request, _("You have taken your objection back."))
    return redirect("consent:mine")


@require_POST
def ask_right(request: PageRequest) -> HttpResponse:
    right = request.POST.get("right", "")
    document = RequestDocument.read({"subject": _own(request), "right": right})
    commands.request_file(actor=request.actor, document=document)
    messages.success(request, _("Your request is with the DPO. You will have an answer within a month."))
    return redirect("consent:mine")


@never_cache
@require_safe
def copy(request: PageRequest) -> HttpResponse:
    """All that is held on me, as a file to take along."""
    body = json.dumps(
        personal_copy(request.actor, _own(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
    )
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer
