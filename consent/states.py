"""Where a person stands towards a purpose at a moment. Pure; `queries/people.py` says the same in SQL for thousands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from consent.choices import AGREEING, CLEAR_ACTS, ConsentKind, Criterion, LegalBasis, Standing, Told


@dataclass(frozen=True, slots=True)
class Said:
    """One event, as `Standing` needs it."""

    id: int
    kind: str
    at: datetime
    recorded_at: datetime
    expires_at: datetime | None = None
    by_parent: bool = False
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """Something that holds in `[at, until)`."""

    at: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.at <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """What one person has said and asked, towards one purpose."""

    events: tuple[Said, ...] = ()
    objections: tuple[Span, ...] = ()  # those that count for this purpose
    restrictions: tuple[Span, ...] = ()
    erased_at: datetime | None = None
    of_age_on: date | None = None


def latest(events: Iterable[Said], at: datetime) -> Said | None:
    """The last thing said that was also known at `at`: what is recorded later does not change the past."""
    known = [said for said in events if said.at <= at and said.recorded_at <= at]
    return max(known, key=lambda said: (said.at, said.id), default=None)


def standing_of(person: Person, basis: str, at: datetime) -> Standing:
    """Erased, objected and restricted go first; then, on consent alone, what was said last."""
    if person.erased_at is not None and person.erased_at <= at:
        return Standing.ERASED
    if any(span.holds(at) for span in person.objections):
        return Standing.OBJECTED
    if any(span.holds(at) for span in person.restrictions):
        return Standing.RESTRICTED
    if basis != LegalBasis.CONSENT:
        return Standing.COVERED
    return _agreed(latest(person.events, at), person.of_age_on, at)


def _agreed(said: Said | None, of_age_on: date | None, at: datetime) -> Standing:
    if said is None:
        return Standing.NO_ANSWER
    if said.kind not in AGREEING:
        return Standing(said.kind)
    if said.expires_at is not None and said.expires_at <= at:
        return Standing.EXPIRED
    if of_age_on is not None and at.date() < of_age_on and not said.by_parent:
        return Standing.NEEDS_PARENT
    return Standing.COVERED if said.sound else Standing.UNPROVEN


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be shown of one agreement."""

    act: str
    refusal_offered: bool
    notice_id: int | None
    told: frozenset[str] = frozenset()
    shown_before: bool = True  # the notice was published when it was answered


def criteria_met(evidence: Evidence) -> dict[str, bool]:
    """Each of the four criteria with whether the evidence shows it. One row is one purpose, hence specific."""
    return {
        Criterion.FREE: evidence.refusal_offered,
        Criterion.SPECIFIC: evidence.notice_id is not None,
        Criterion.INFORMED: (
            evidence.notice_id is not None and evidence.shown_before and evidence.told >= set(Told.values)
        ),
        Criterion.UNAMBIGUOUS: evidence.act in CLEAR_ACTS,
    }


def is_sound(kind: str, evidence: Evidence) -> bool:
    """An agreement needs all four; a refusal needs nothing."""
    return kind not in AGREEING or all(criteria_met(evidence).values())


NO_KINDS = frozenset({ConsentKind.REFUSED, ConsentKind.WITHDRAWN, ConsentKind.EXPIRED})
