"""The ice-breaker: the pictures of the others, the half circle, the reveal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from common.access import require
from workshop import access
from workshop.commands.pictures import picture_move, pictures_collect, pictures_deal, pictures_reveal
from workshop.middleware import PageRequest
from workshop.pictures import PICTURES, neighbours_right
from workshop.polling import polled
from workshop.queries.notes import picture_code_for, pictures_of


@polled()
@require_safe
def pictures(request: PageRequest) -> HttpResponse:
    """Everybody's picture but one's own, in the order of the half circle."""
    actor = request.actor
    require(actor, access.can_write_notes(actor))
    found = list(pictures_of(actor))
    line = [
        {
            "picture": picture,
            "code": picture_code_for(actor, picture),
            "label": PICTURES[picture.code],
            "mine": picture.participant_id == actor.participant_id,
        }
        for picture in found
    ]
    revealed = bool(found) and found[0].revealed
    context = {
        "line": line,
        "revealed": revealed,
        "right": neighbours_right([picture.code for picture in found]) if revealed else 0,
        "pairs": max(len(found) - 1, 0),
        "can_manage": access.can_manage_workshop(actor),
    }
    again = "HX-Request" in request.headers
    return render(request, "workshop/_pictures.html" if again else "workshop/pictures.html", context)


@require_POST
def deal(request: PageRequest) -> HttpResponse:
    count = pictures_deal(actor=request.actor)
    text = ngettext("%(count)s picture is dealt.", "%(count)s pictures are dealt.", count)
    messages.success(request, text % {"count": count})
    return redirect("workshop:pictures")


@require_POST
def move(request: PageRequest, pk: int) -> HttpResponse:
    """One place towards the smallest or the largest."""
    places = -1 if request.POST.get("towards") == "smallest" else 1
    picture_move(actor=request.actor, picture_id=pk, places=places)
    return redirect("workshop:pictures")


@require_POST
def reveal(request: PageRequest) -> HttpResponse:
    pictures_reveal(actor=request.actor)
    return redirect("workshop:pictures")


@require_POST
def collect(request: PageRequest) -> HttpResponse:
    pictures_collect(actor=request.actor)
    return redirect("workshop:pictures")
