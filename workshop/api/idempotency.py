"""Idempotency-Key: a POST that is sent twice (a phone in a tunnel) has one effect and one answer.

The key is written in the same transaction as the effect: of two twins at once, the second waits
for the first and then finds its answer. A refused request had no effect, so it is not kept.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from common.actor import Actor
from common.api.media import JsonAnswer
from common.errors import Invalid, KeyReused
from workshop.models import IdempotencyKey

KEPT = timedelta(days=1)
NO_BODY = ""  # no answer with a body is an empty text
KEPT_HEADERS = ("ETag", "Location")
KEY_LENGTH_MAX = 100


def once(
    request: Request, actor: Actor, key: str, run: Callable[[], JsonAnswer], *, secrets: Iterable[str] = ()
) -> JsonAnswer:
    """The answer of `run`, or the one it gave before to the same key and body.

    What `secrets` names in the answer is never stored: a repeated answer has null there.
    """
    if not (0 < len(key) <= KEY_LENGTH_MAX and key.isprintable()):
        message = _("Give 1 to %(max)s visible characters.") % {"max": KEY_LENGTH_MAX}
        raise Invalid.at("Idempotency-Key", "length", message)
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        kept = IdempotencyKey(participant_id=actor.participant_id, key=key, fingerprint=fingerprint)
        if not _claim(kept):
            return _replayed(actor, key, fingerprint)
        answer = run()
        _keep(kept, answer, secrets)
    return answer


def _fingerprint(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True)
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n{body}".encode()).hexdigest()


def _claim(kept: IdempotencyKey) -> bool:
    """Whether the key was free. A twin that is still at work is waited for."""
    stale = IdempotencyKey.objects.filter(
        participant_id=kept.participant_id, created_at__lt=timezone.now() - KEPT
    )
    stale.delete()
    kept.status, kept.body = 0, NO_BODY
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        return False
    return True


def _keep(kept: IdempotencyKey, answer: JsonAnswer, secrets: Iterable[str]) -> None:
    body = json.loads(answer.content) if answer.content else NO_BODY
    if isinstance(body, dict):
        body |= {name: None for name in secrets if name in body}
    kept.status = answer.status_code
    kept.body = body
    kept.headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    kept.save()


def _replayed(actor: Actor, key: str, fingerprint: str) -> JsonAnswer:
    kept = IdempotencyKey.objects.get(participant_id=actor.participant_id, key=key)
    if kept.fingerprint != fingerprint:
        raise KeyReused()
    answer = JsonAnswer(kept.body, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})
    if kept.body == NO_BODY:
        answer.content = b""
    return answer
