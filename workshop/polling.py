"""Pages that ask again every two seconds: an unchanged one is answered with three small queries and no body.

The ETag is the workshop's pulse, the participant and the language: whatever anybody writes in the workshop
raises the pulse, so the next question gets a new page. What depends on the time alone (who is still here) says
so with `every`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from workshop.actors import SESSION_WORKSHOP
from workshop.commands.presence import presence_touch
from workshop.models import Participant

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Asker:
    participant_id: int
    pulse: int
    seen_at: datetime | None


def asker_of(request: HttpRequest) -> Asker | None:
    """Who asks and how far their workshop is, in one query after those of the log-in."""
    if not request.user.is_authenticated:
        return None
    rows = Participant.objects.filter(user_id=request.user.pk).order_by("-pk")
    columns = ("pk", "workshop__pulse__number", "presence__seen_at")
    chosen = request.session.get(SESSION_WORKSHOP)
    row = rows.filter(workshop_id=chosen).values_list(*columns).first() if chosen else None
    row = row or rows.values_list(*columns).first()
    return Asker(row[0], row[1] or 0, row[2]) if row else None


def polled(every: timedelta | None = None) -> Callable[[View], View]:
    """Give a page its ETag, answer 304 to whoever holds it, and note that its reader is here."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asker = asker_of(request)
            if asker is None:
                return view(request, *args, **kwargs)
            now = timezone.now()
            presence_touch(asker.participant_id, asker.seen_at, now)
            etag = _etag(asker, now, every)
            if request.headers.get("If-None-Match") == etag and "HX-Request" in request.headers:
                response = HttpResponse(status=304)
            else:
                request.room_etag = etag  # type: ignore[attr-defined]  # the whole page begins with it
                response = view(request, *args, **kwargs)
            response["ETag"] = etag
            response["Cache-Control"] = "no-store"
            response["X-Now"] = f"{now.timestamp():.3f}"
            return response

        return run

    return decorate


def _etag(asker: Asker, now: datetime, every: timedelta | None) -> str:
    turn = int(now.timestamp() // every.total_seconds()) if every else 0
    return f'"{asker.pulse}-{asker.participant_id}-{get_language()}-{turn}"'
