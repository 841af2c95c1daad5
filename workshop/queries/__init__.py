"""What an actor may read of the workshop."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext as _
from simple_history.models import DeletedObject

from common.actor import Actor
from common.errors import NotFound
from common.history import history_of
from common.pagination import Page, page_by_key
from workshop.choices import Role
from workshop.models import ApiToken, Participant, RoleAssignment, Step, User, Workshop

HISTORY_TYPES = {"+": "created", "~": "changed", "-": "deleted"}
Row = dict[str, Any]


def workshops_joined(actor: Actor) -> QuerySet[Workshop]:
    """The workshops this person takes part in, latest first."""
    return Workshop.objects.filter(
        pk__in=Participant.objects.filter(user_id=actor.user_id).values("workshop_id")
    ).order_by("-pk")


def workshop_joined_get(actor: Actor, pk: Any) -> Workshop:
    """One of them; raises `NotFound` for any other."""
    workshop = workshops_joined(actor).filter(pk=pk).first() if str(pk).isdecimal() else None
    if workshop is None:
        raise NotFound()
    return workshop


def workshops_led(actor: Actor) -> QuerySet[Workshop]:
    """Those that this person facilitates or facilitated, latest first."""
    led = RoleAssignment.objects.filter(participant__user_id=actor.user_id, role=Role.FACILITATOR, step=None)
    return Workshop.objects.filter(pk__in=led.values("workshop_id")).order_by("-pk")


def workshop_led_get(actor: Actor, pk: Any) -> Workshop:
    workshop = workshops_led(actor).filter(pk=pk).first()
    if workshop is None:
        raise NotFound()
    return workshop


def can_open_workshop(actor: Actor) -> bool:
    """Whether this person has an account of their own, not only a nickname."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    return user is not None and user.has_usable_password()


def workshop_current(actor: Actor) -> Workshop:
    """The actor's workshop; raises `NotFound` outside one."""
    workshop = Workshop.objects.select_related("current_step").filter(pk=actor.workshop_id).first()
    if workshop is None:
        raise NotFound()
    return workshop


def steps_of(actor: Actor) -> QuerySet[Step]:
    return Step.objects.filter(workshop_id=actor.workshop_id)


def step_get(actor: Actor, pk: Any) -> Step:
    step = steps_of(actor).filter(pk=pk).first()
    if step is None:
        raise NotFound()
    return step


def participants_of(actor: Actor) -> QuerySet[Participant]:
    """The people of the actor's workshop, with their roles."""
    roles = RoleAssignment.objects.select_related("step").order_by("role")
    return Participant.objects.filter(workshop_id=actor.workshop_id).prefetch_related(
        Prefetch("role_assignments", queryset=roles)
    )


def participant_get(actor: Actor, pk: Any) -> Participant:
    participant = participants_of(actor).filter(pk=pk).first()
    if participant is None:
        raise NotFound()
    return participant


def role_assignments_of(actor: Actor) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(workshop_id=actor.workshop_id).select_related("participant", "step")


def role_assignment_get(actor: Actor, pk: int) -> RoleAssignment:
    assignment = role_assignments_of(actor).filter(pk=pk).first()
    if assignment is None:
        raise NotFound()
    return assignment


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens, newest first."""
    own: QuerySet[ApiToken] = ApiToken.objects.filter(participant_id=actor.participant_id)
    return own.order_by("-created")


# Plain rows, in pages (`window` is that of `page_by_key`)

WORKSHOP_COLUMNS = (
    "id", "version", "name", "language", "join_code", "current_step_id", "current_step__code",
)  # fmt: skip
STEP_COLUMNS = (
    "id", "version", "code", "title_fr", "title_en", "position", "starts_minute", "minutes", "slides",
    "purpose_fr", "purpose_en",
)  # fmt: skip
PARTICIPANT_COLUMNS = ("id", "version", "nickname", "nickname_key", "table_number")
ROLE_COLUMNS = ("id", "version", "participant_id", "participant__nickname", "role", "step_id")
TOKEN_COLUMNS = ("token_key", "label", "created", "expiry")


def workshops_page(actor: Actor, **window: Any) -> Page:
    """The workshops this person takes part in, latest first."""
    return page_by_key(workshops_joined(actor).order_by(), columns=WORKSHOP_COLUMNS, order=("-id",), **window)


def workshop_row(actor: Actor, pk: int) -> Row:
    return _row(workshops_joined(actor), pk, WORKSHOP_COLUMNS)


def steps_page(actor: Actor, **window: Any) -> Page:
    """The agenda in its order."""
    return page_by_key(steps_of(actor), columns=STEP_COLUMNS, order=("position", "id"), **window)


def step_row(actor: Actor, pk: int) -> Row:
    return _row(steps_of(actor), pk, STEP_COLUMNS)


def participants_page(actor: Actor, **window: Any) -> Page:
    """The people of the workshop by nickname, each with `roles`."""
    people = Participant.objects.filter(workshop_id=actor.workshop_id)
    page = page_by_key(people, columns=PARTICIPANT_COLUMNS, order=("nickname_key", "id"), **window)
    return replace(page, rows=_with_roles(page.rows))


def participant_row(actor: Actor, pk: int) -> Row:
    people = Participant.objects.filter(workshop_id=actor.workshop_id)
    return _with_roles([_row(people, pk, PARTICIPANT_COLUMNS)])[0]


def _with_roles(rows: list[Row]) -> list[Row]:
    held = RoleAssignment.objects.filter(participant__in=[row["id"] for row in rows]).order_by("role", "id")
    roles: dict[int, list[Row]] = {row["id"]: [] for row in rows}
    for pk, participant_id, role, step in held.values_list("id", "participant_id", "role", "step__code"):
        roles[participant_id].append({"id": pk, "role": role, "step": step})
    return [{**row, "roles": roles[row["id"]]} for row in rows]


def role_assignments_page(actor: Actor, *, participant_id: int | None = None, **window: Any) -> Page:
    """Who holds which role, in the order given."""
    held = RoleAssignment.objects.filter(workshop_id=actor.workshop_id)
    if participant_id is not None:
        held = held.filter(participant_id=participant_id)
    return page_by_key(held, columns=ROLE_COLUMNS, order=("id",), **window)


def role_assignment_row(actor: Actor, pk: int) -> Row:
    return _row(RoleAssignment.objects.filter(workshop_id=actor.workshop_id), pk, ROLE_COLUMNS)


def tokens_page(actor: Actor, **window: Any) -> Page:
    """The actor's own tokens, newest first; without their secrets, which nobody knows."""
    own = tokens_of(actor).order_by()
    return page_by_key(own, columns=TOKEN_COLUMNS, order=("-created", "-token_key"), **window)


def _row(queryset: QuerySet[Any], pk: int, columns: Sequence[str]) -> Row:
    row: Row | None = queryset.filter(pk=pk).values(*columns).first()
    if row is None:
        raise NotFound()
    return row


def row_versions(actor: Actor, model: type[Model], pk: int) -> list[dict[str, Any]]:
    """Who changed a row of the actor's workshop, when, through which door, why, and what; latest first."""
    own = {"id": actor.workshop_id} if model is Workshop else {"workshop_id": actor.workshop_id}
    rows = list(history_of(model).objects.filter(**own).filter(id=pk).order_by("-history_id"))
    names = nicknames(actor, {row.history_user_id for row in rows})
    return [
        {
            "version": row.version,
            "at": row.history_date,
            "type": HISTORY_TYPES[row.history_type],
            "by": names.get(row.history_user_id, ""),
            "door": row.door,
            "reason": row.history_change_reason or "",
            "differences": _row_differences(before, row),
        }
        for row, before in zip(rows, [*rows[1:], None], strict=True)
    ]


def nicknames(actor: Actor, user_ids: Collection[Any]) -> dict[int, str]:
    """How users are called in the actor's workshop."""
    people = Participant.objects.filter(workshop_id=actor.workshop_id, user_id__in=user_ids)
    return dict(people.values_list("user_id", "nickname"))


def _row_differences(before: Any, after: Any) -> list[tuple[Any, Any, Any]]:
    """(label, value before, value after) of what changed."""
    if before is None:
        return []
    delta = after.diff_against(before, foreign_keys_are_objs=True)
    changed = [(after.instance_type._meta.get_field(change.field), change) for change in delta.changes]
    return [(f.verbose_name, _readable(f, change.old), _readable(f, change.new)) for f, change in changed]


def _readable(field: Any, value: Any) -> Any:
    """The label of a code, yes or no, nothing for what points nowhere; other values as they are."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, DeletedObject) and value.pk is None:  # so says simple-history of an empty key
        return None
    return dict(field.flatchoices).get(value, value)
