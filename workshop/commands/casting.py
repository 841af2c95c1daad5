"""The writers of who sits where and plays what."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Invalid
from workshop import access
from workshop.casting import base_role, parts_doubled
from workshop.choices import TABLES_MAX, Role
from workshop.commands import participant_update, role_assign, role_withdraw
from workshop.models import Participant, RoleAssignment, Step
from workshop.queries import participant_get, workshop_current


@command
def roles_cast(*, actor: Actor, bases: Mapping[int, str] | None = None, reason: str = "") -> int:
    """Seat everybody and give the roles proposed for the head count; answers how many people got one.

    `bases` (participant id → role) is the facilitator's own choice of base roles; whoever it does not name
    keeps the base role they have, or gets that of the next free seat. Roles given for a single step are
    made anew; the facilitator's role is never touched.
    """
    require(actor, access.can_manage_workshop(actor))
    wanted = _wanted(actor, bases or {})
    for participant_id, role in wanted.items():
        _base_set(actor, participant_id, role)
    _double(actor, wanted)
    _seat(actor, list(wanted))
    return len(wanted)


def players_of(actor: Actor) -> list[Participant]:
    """Those who play: everybody but whoever facilitates all along, in the order they came."""
    leads = RoleAssignment.objects.filter(
        workshop_id=actor.workshop_id, role=Role.FACILITATOR, step=None
    ).values("participant_id")
    people = Participant.objects.filter(workshop_id=actor.workshop_id).exclude(pk__in=leads)
    return list(people.order_by("pk"))


def bases_held(actor: Actor) -> dict[int, str]:
    """The base role (for all steps) of each participant who has one; the first, when they have several."""
    held = RoleAssignment.objects.filter(workshop_id=actor.workshop_id, step=None).exclude(
        role=Role.FACILITATOR
    )
    return dict(held.order_by("-pk").values_list("participant_id", "role"))


def _wanted(actor: Actor, bases: Mapping[int, str]) -> dict[int, str]:
    """A base role for everybody who plays."""
    for role in bases.values():
        if role not in Role.values or role == Role.FACILITATOR:
            raise Invalid.at("bases", "enum", _("Choose one of the roles of the game."))
    held, players = bases_held(actor), players_of(actor)
    for participant_id in bases:
        participant_get(actor, participant_id)
    chosen = {p.pk: bases.get(p.pk) or held.get(p.pk, "") for p in players}
    taken = Counter(filter(None, chosen.values()))
    free = []
    for seat in range(len(players)):
        role = base_role(seat)
        taken[role] -= 1
        if taken[role] < 0:
            free.append(role)
    rest = iter(free)
    return {pk: role or next(rest) for pk, role in chosen.items()}


def _base_set(actor: Actor, participant_id: int, role: str) -> None:
    held = RoleAssignment.objects.filter(
        workshop_id=actor.workshop_id, participant_id=participant_id, step=None
    ).exclude(role=Role.FACILITATOR)
    role_assign(actor=actor, participant_id=participant_id, role=role)
    for pk in held.exclude(role=role).values_list("pk", flat=True):
        role_withdraw(actor=actor, assignment_id=pk)


def _double(actor: Actor, wanted: Mapping[int, str]) -> None:
    steps = dict(Step.objects.filter(workshop_id=actor.workshop_id).values_list("code", "pk"))
    own = RoleAssignment.objects.filter(workshop_id=actor.workshop_id, step__isnull=False)
    before = {
        (a.participant_id, a.role, a.step_id): a.pk
        for a in own.filter(participant_id__in=list(wanted)).exclude(role=Role.FACILITATOR)
    }
    after = {
        (pk, part.role, steps[part.step])
        for pk, parts in zip(wanted, parts_doubled(list(wanted.values())), strict=True)
        for part in parts
        if part.step in steps
    }
    for participant_id, role, step_id in sorted(after - before.keys()):
        role_assign(actor=actor, participant_id=participant_id, role=role, step_id=step_id)
    for key in before.keys() - after:
        role_withdraw(actor=actor, assignment_id=before[key])


def _seat(actor: Actor, participant_ids: list[int]) -> None:
    """Put those without a table at the emptiest one."""
    tables = workshop_current(actor).table_count
    own = Participant.objects.filter(workshop_id=actor.workshop_id, pk__in=participant_ids)
    sizes = Counter(dict.fromkeys(range(1, tables + 1), 0))
    sizes.update(filter(None, own.values_list("table_number", flat=True)))
    for participant in own.filter(table_number=None).order_by("pk"):
        table = min(range(1, tables + 1), key=lambda number: (sizes[number], number))
        sizes[table] += 1
        participant_move(actor=actor, participant_id=participant.pk, table_number=table)


@command
def participant_move(
    *, actor: Actor, participant_id: int, table_number: int | None, reason: str = ""
) -> Participant:
    """Seat somebody at another table, or at none."""
    require(actor, access.can_manage_workshop(actor))
    participant = participant_get(actor, participant_id)
    if table_number is not None and not 1 <= table_number <= TABLES_MAX:
        raise Invalid.at("table_number", "range", _("Give a table from 1 to %(max)s.") % {"max": TABLES_MAX})
    return participant_update(
        actor=actor,
        participant_id=participant.pk,
        nickname=participant.nickname,
        table_number=table_number,
    )
