"""Erasing a person: holder after holder, each all or nothing, the whole repeatable and resumable."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from common.access import require
from common.actor import Actor
from common.change import command, current_change
from consent import access
from consent.commands.subjects import key_digest
from consent.holding.registry import HOLDERS, Person
from consent.models import Erasure, Subject
from consent.queries.subjects import person_of, subject_get
from exchange.models import Brick


def erasure_run(*, actor: Actor, subject_id: int, reason: str = "") -> int:
    """Erase a person from every holder; answers the id of the proof.

    Each holder is one transaction: what stopped half-way goes on where it stopped when it is called again, and a
    finished one changes nothing. From the first moment on the person is out of every use.
    """
    erasure_id = _begin(actor=actor, subject_id=subject_id, reason=reason)
    for code in HOLDERS:
        _step(actor=actor, erasure_id=erasure_id, code=code, reason=reason)
    _finish(actor=actor, erasure_id=erasure_id, reason=reason)
    return erasure_id


@command
def _begin(*, actor: Actor, subject_id: int, reason: str = "") -> int:
    subject = subject_get(actor, subject_id)
    require(actor, access.can_answer(actor))
    change = current_change()
    assert change is not None
    if subject.erased_at is None:
        subject.erased_at = change.at
        subject.save()
    defaults = {
        "workshop_id": actor.workshop_id,
        "started_at": change.at,
        "participant_id": actor.participant_id or None,
    }
    return Erasure.objects.get_or_create(subject=subject, defaults=defaults)[0].pk


@command
def _step(*, actor: Actor, erasure_id: int, code: str, reason: str = "") -> None:
    erasure = _held(erasure_id)
    if code not in erasure.done:
        erasure.done[code] = HOLDERS[code].forget(actor, person_of(erasure.subject)).as_row()
        erasure.save()


@command
def _finish(*, actor: Actor, erasure_id: int, reason: str = "") -> None:
    erasure = _held(erasure_id)
    if erasure.finished_at is not None:
        return
    change = current_change()
    assert change is not None
    subject = erasure.subject
    subject.key, subject.participant_id, subject.of_age_on = "", None, None
    subject.save()
    erasure.finished_at = change.at
    erasure.save()


def _held(erasure_id: int) -> Erasure:
    return Erasure.objects.select_for_update(of=("self",)).select_related("subject").get(pk=erasure_id)


@command
def erasures_sweep(*, actor: Actor, reason: str = "") -> dict[str, int]:
    """Forget again whoever was erased and came back with a later send; answers what went, by store."""
    require(actor, access.can_answer(actor))
    total: dict[str, int] = {}
    for person in returned(actor):
        for holder in HOLDERS.values():
            for what, count in holder.forget(actor, person).erased.items():
                total[what] = total.get(what, 0) + count
    return total


def returned(actor: Actor) -> list[Person]:
    """Erased persons of whom there are bricks again."""
    erased = Subject.objects.filter(workshop_id=actor.workshop_id, erased_at__isnull=False, key="")
    subjects = {(subject.asset_id, subject.digest): subject for subject in erased}
    found = []
    for asset_id in {asset_id for asset_id, _digest in subjects}:
        for key in _keys(asset_id):
            subject = subjects.get((asset_id, key_digest(actor.workshop_id, asset_id, key)))
            if subject is not None:
                found.append(replace(person_of(subject), key=key))
    return found


def barred_keys(actor: Actor, asset_id: int, keys: Iterable[str]) -> set[str]:
    """Those of `keys` that belong to erased persons: for whoever lets bricks in."""
    erased = Subject.objects.filter(workshop_id=actor.workshop_id, asset_id=asset_id, erased_at__isnull=False)
    digests = set(erased.values_list("digest", flat=True))
    return (
        {key for key in keys if key_digest(actor.workshop_id, asset_id, key) in digests} if digests else set()
    )


def _keys(asset_id: int) -> Iterable[Any]:
    return Brick.objects.filter(asset=asset_id).order_by().values_list("key", flat=True).distinct()
