"""Who is here, at which table, and what they did: the tables at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from common.actor import Actor
from workshop.choices import SEEN_SECONDS, Role
from workshop.deeds import Done, deeds_done
from workshop.models import Participant, RoleAssignment, Workshop


@dataclass(slots=True)
class Person:
    """A participant as the console shows them."""

    id: int
    user_id: int
    nickname: str
    table_number: int | None
    roles: list[str]  # that hold in the current step
    seen_at: datetime | None
    help_at: datetime | None
    is_here: bool
    done: list[Done] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    number: int | None
    people: list[Person]
    done: list[Done]

    @property
    def here_count(self) -> int:
        return sum(person.is_here for person in self.people)

    @property
    def waiting(self) -> list[Person]:
        """Those with a raised hand."""
        return [person for person in self.people if person.help_at]

    @property
    def is_idle(self) -> bool:
        """Whether nobody of those who should act did anything since the activity began."""
        return not any(done.fresh_count for done in self.done)


def tables_of(
    actor: Actor, workshop: Workshop, since: datetime | None, at: datetime | None = None
) -> list[Table]:
    """The tables with their people and what they did; `since` is when the current activity began.

    Those without table come last.
    """
    people = people_of(actor, workshop, at)
    done = deeds_done(actor, {person.user_id: person.id for person in people}, since)
    numbers: list[int | None] = [*range(1, workshop.table_count + 1)]
    numbers += sorted({p.table_number for p in people if p.table_number} - set(numbers))
    numbers += [None] if any(person.table_number is None for person in people) else []
    tables = []
    for number in numbers:
        seated = [person for person in people if person.table_number == number]
        for person in seated:
            person.done = done.get(person.id, [])
        tables.append(Table(number, seated, _together([person.done for person in seated])))
    return tables


def people_of(actor: Actor, workshop: Workshop, at: datetime | None = None) -> list[Person]:
    """Everybody of the workshop with the roles they hold now, and whether their page asked lately."""
    now = at or timezone.now()
    held = RoleAssignment.objects.filter(step=None) | RoleAssignment.objects.filter(
        step=workshop.current_step_id or 0
    )
    rows = (
        Participant.objects.filter(workshop_id=actor.workshop_id)
        .select_related("presence")
        .prefetch_related(Prefetch("role_assignments", queryset=held, to_attr="roles_now"))
    )
    return [_person(row, now) for row in rows]


def _person(row: Participant, now: datetime) -> Person:
    presence = getattr(row, "presence", None)
    seen_at = presence.seen_at if presence else None
    codes = {assignment.role for assignment in row.roles_now}  # type: ignore[attr-defined]
    return Person(
        id=row.pk,
        user_id=row.user_id,
        nickname=row.nickname,
        table_number=row.table_number,
        roles=[code for code in Role.values if code in codes],
        seen_at=seen_at,
        help_at=presence.help_at if presence else None,
        is_here=seen_at is not None and now - seen_at <= timedelta(seconds=SEEN_SECONDS),
    )


def _together(parts: Sequence[Sequence[Done]]) -> list[Done]:
    """The deeds of several people as those of one table."""
    sums: dict[str, Done] = {}
    for done in (done for part in parts for done in part):
        sums[done.code] = done.plus(sums.get(done.code))
    return list(sums.values())
