"""Pages that ask again every two seconds: an unchanged one is answered with two small queries and no body.

The ETag is the workshop's pulse, the participant and the language: whatever anybody writes in the workshop
renews the pulse, so the next question gets a new page. What depends on the time alone (who is still here) says
so with `every`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from common.rows import RowsByIds
from workshop.actors import SESSION_WORKSHOP
from workshop.commands.presence import presence_touch
from workshop.middleware import PageRequest
from workshop.models import Participant, User

View = Callable[..., HttpResponse]


class RoomRequest(PageRequest):
    """The request as a polled view gets it."""

    room_stamp: UUID | None
    room_etag: str


@dataclass(frozen=True, slots=True)
class Asker:
    participant_id: int
    stamp: UUID | None
    seen_at: datetime | None


PARTICIPATIONS = RowsByIds(
    Participant.objects.order_by("-pk"),
    "user_id",
    ("id", "workshop_id", "workshop__pulse__stamp", "presence__seen_at", "user__password", "user__is_active"),
)


def asker_of(request: HttpRequest) -> Asker | None:
    """Who asks and how far their workshop is; `None` for whoever the usual way has to look at.

    The log-in is checked as Django checks it, on what one query for all of it reads.
    """
    session = request.session
    user_id = str(session.get(SESSION_KEY, ""))
    rows = PARTICIPATIONS([int(user_id)]) if user_id.isdecimal() else []
    chosen = session.get(SESSION_WORKSHOP)
    row = next((row for row in rows if row["workshop_id"] == chosen), rows[0] if rows else None)
    if row is None or not row["user__is_active"]:
        return None
    expected = User(password=row["user__password"]).get_session_auth_hash()
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), expected):
        return None
    return Asker(row["id"], row["workshop__pulse__stamp"], row["presence__seen_at"])


def polled(every: timedelta | None = None) -> Callable[[View], View]:
    """Give a page its ETag, answer 304 to whoever holds it, and note that its reader is here.

    The view finds the pulse in `request.room_stamp` and the ETag in `request.room_etag`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            request.room_stamp = None
            asker = asker_of(request)
            if asker is None:
                return view(request, *args, **kwargs)
            now = timezone.now()
            presence_touch(asker.participant_id, asker.seen_at, now)
            etag = _etag(asker, now, every)
            if request.headers.get("If-None-Match") == etag and "HX-Request" in request.headers:
                response = HttpResponse(status=304)
            else:
                request.room_stamp, request.room_etag = asker.stamp, etag
                response = view(request, *args, **kwargs)
            response["ETag"] = etag
            response["Cache-Control"] = "no-store"
            response["X-Now"] = f"{now.timestamp():.3f}"
            return response

        return run

    return decorate


def _etag(asker: Asker, now: datetime, every: timedelta | None) -> str:
    turn = int(now.timestamp() // every.total_seconds()) if every else 0
    stamp = asker.stamp.hex if asker.stamp else "new"
    return f'"{stamp}-{asker.participant_id}-{get_language()}-{turn}"'
