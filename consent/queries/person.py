"""Where one person stands towards every purpose: all they said in three queries, then the pure function."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from consent.choices import Outcome, Right
from consent.models import ConsentEvent, Objection, Purpose, RightsRequest, Subject
from consent.states import Person, Said, Span, standing_of

HELD = (Outcome.GRANTED.value, Outcome.PARTLY.value)
Spans = list[tuple[int | None, Span]]  # with the purpose they are about


def standings_for(subject: Subject, purposes: Iterable[Purpose], at: datetime) -> dict[int, str]:
    """The standing of a person at a moment, by purpose."""
    said = _said(subject)
    objections, restrictions = _objections(subject), _restrictions(subject)
    found = {}
    for purpose in purposes:
        person = Person(
            tuple(said[purpose.pk]),
            tuple(
                span for about, span in objections if about == purpose.pk or _all_marketing(about, purpose)
            ),
            tuple(span for about, span in restrictions if about in (None, purpose.pk)),
            subject.erased_at,
            subject.of_age_on,
        )
        found[purpose.pk] = standing_of(person, purpose.basis, at).value
    return found


def _all_marketing(about: int | None, purpose: Purpose) -> bool:
    return about is None and purpose.direct_marketing


def _said(subject: Subject) -> dict[int, list[Said]]:
    said: dict[int, list[Said]] = defaultdict(list)
    for event in ConsentEvent.objects.filter(subject=subject):
        said[event.purpose_id].append(
            Said(
                event.pk,
                event.kind,
                event.at,
                event.recorded_at,
                event.expires_at,
                event.by_parent,
                event.sound,
            )
        )
    return said


def _objections(subject: Subject) -> Spans:
    rows = Objection.objects.filter(subject=subject).values_list("purpose_id", "at", "until")
    return [(about, Span(at, until)) for about, at, until in rows]


def _restrictions(subject: Subject) -> Spans:
    rows = RightsRequest.objects.filter(
        subject=subject, right=Right.RESTRICTION, outcome__in=HELD, answered_at__isnull=False
    ).values_list("purpose_id", "answered_at", "ended_at")
    return [(about, Span(at, until)) for about, at, until in rows if at is not None]
