"""Pages that read across apps: home."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.access import can_describe
from catalog.queries.assets import entries_to_complete
from catalog.queries.plates import plates_of
from portal.desk import tasks_of
from workshop.forms import JoinForm
from workshop.middleware import PageRequest

TO_COMPLETE_SHOWN = 5


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """The workshop on its plates; outside one, what this is and how to come in."""
    actor = request.actor
    if not actor.workshop_id:
        return render(request, "portal/welcome.html", {"form": JoinForm()})
    entries = entries_to_complete(actor)
    context = {
        "plates": plates_of(actor),
        "tasks": tasks_of(actor.roles),
        "can_describe": can_describe(actor),
        "entries": entries[:TO_COMPLETE_SHOWN],
        "entry_count": entries.count(),
    }
    return render(request, "portal/home.html", context)
