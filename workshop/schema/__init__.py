"""The workshop in GraphQL: the room, its people, steps and roles, and one's own tokens."""

from typing import Any

import graphene

from common.actor import Actor
from common.graphql.cohort import Cohort, Row, RowData, many, one, single
from common.graphql.columns import column, described, enum_of
from common.graphql.connections import BOTH_WAYS, connection, connection_of, paging
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import NodeType, key_of, node_by_key, node_get
from common.pagination import page_by_key
from workshop import commands
from workshop.choices import Role
from workshop.models import ApiToken, Participant, RoleAssignment, Step, Workshop
from workshop.queries import participants_of, role_assignments_of, steps_of, tokens_of, workshop_current

STEP_COLUMNS = "code title_fr title_en position starts_minute minutes slides"
PARTICIPANT_COLUMNS = "nickname table_number version"
RoleEnum = enum_of(Role)


class StepType(NodeType):
    """A phase of the agenda."""

    class Meta:
        name = "Step"
        model = Step
        columns = STEP_COLUMNS

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(steps_of(actor).filter(pk__in=ids).values("id", *STEP_COLUMNS.split()))


class RoleAssignmentType(NodeType):
    """A role of a participant."""

    class Meta:
        name = "RoleAssignment"

    role = column(RoleAssignment, "role", RoleEnum)
    step = graphene.Field(StepType, description="The step it is given for; none means all of them.")
    participant = graphene.Field(graphene.NonNull(lambda: ParticipantType), description="Who holds it.")

    def resolve_step(row: Row, info: Any) -> Row | None:
        return one(row, "step_id", StepType, lambda ids: StepType.read(info.context.actor, ids))

    def resolve_participant(row: Row, info: Any) -> Row | None:
        return one(
            row, "participant_id", ParticipantType, lambda ids: ParticipantType.read(info.context.actor, ids)
        )

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return roles_read(actor, pk__in=ids)


def roles_read(actor: Actor, **wanted: Any) -> list[RowData]:
    rows = role_assignments_of(actor).filter(**wanted).order_by("role", "id")
    return list(rows.values("id", "role", "step_id", "participant_id"))


class ParticipantType(NodeType):
    """A person in this workshop."""

    class Meta:
        name = "Participant"
        model = Participant
        columns = PARTICIPANT_COLUMNS

    roles = graphene.List(
        graphene.NonNull(RoleAssignmentType), required=True, description="The roles this person was given."
    )

    def resolve_roles(row: Row, info: Any) -> list[Row]:
        def read(cohort: Cohort) -> dict[Any, list[RowData]]:
            found: dict[Any, list[RowData]] = {}
            for role in roles_read(info.context.actor, participant_id__in=cohort.values("id")):
                found.setdefault(role["participant_id"], []).append(role)
            return found

        return many(row, "roles", RoleAssignmentType, read)

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(participants_of(actor).filter(pk__in=ids).values("id", *PARTICIPANT_COLUMNS.split()))


ParticipantConnection = connection_of(ParticipantType, "A page of people.")


class WorkshopType(NodeType):
    """The room: whatever you see here belongs to it."""

    class Meta:
        name = "Workshop"
        model = Workshop
        columns = "name join_code language version created_at"

    current_step = graphene.Field(StepType, description=described(Workshop, "current_step"))
    steps = graphene.List(graphene.NonNull(StepType), required=True, description="The agenda, in order.")

    def resolve_current_step(row: Row, info: Any) -> Row | None:
        return one(row, "current_step_id", StepType, lambda ids: StepType.read(info.context.actor, ids))

    def resolve_steps(row: Row, info: Any) -> list[Row]:
        steps = steps_of(info.context.actor).order_by("position")
        return Cohort(StepType, steps.values("id", *STEP_COLUMNS.split())).rows

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return [workshop_row(actor)] if actor.workshop_id in ids else []


def workshop_row(actor: Actor) -> RowData:
    names = ("id", "name", "join_code", "language", "version", "created_at", "current_step_id")
    workshop = workshop_current(actor)
    return {name: getattr(workshop, name) for name in names}


class TokenType(graphene.ObjectType):
    """One of your API tokens; its secret was shown once."""

    class Meta:
        name = "ApiToken"

    key = graphene.String(required=True, description="The beginning of the secret; names the token.")
    label = column(ApiToken, "label")
    created = column(ApiToken, "created")


class Me(graphene.ObjectType):
    """You: who asks, as this workshop knows you."""

    participant = graphene.Field(ParticipantType, required=True, description="You among the others.")
    roles = graphene.List(
        graphene.NonNull(RoleEnum), required=True, description="The roles that you hold in the current step."
    )
    tokens = graphene.List(graphene.NonNull(TokenType), required=True, description="Your API tokens.")

    def resolve_participant(actor: Actor, info: Any) -> Row:
        return node_by_key(actor, ParticipantType, actor.participant_id)

    def resolve_roles(actor: Actor, info: Any) -> list[str]:
        return sorted(actor.roles)

    def resolve_tokens(actor: Actor, info: Any) -> list[dict[str, Any]]:
        return [token_row(token) for token in tokens_of(actor)]


def token_row(token: ApiToken) -> dict[str, Any]:
    return {"key": token.token_key, "label": token.label, "created": token.created}


class WorkshopQuery(graphene.ObjectType):
    me = graphene.Field(Me, required=True, description="Who asks, with which roles.")
    workshop = graphene.Field(WorkshopType, required=True, description="The workshop you are in.")
    participants = graphene.Field(
        ParticipantConnection,
        required=True,
        description="The people of the workshop, by nickname.",
        **BOTH_WAYS,
    )

    def resolve_me(root: Any, info: Any) -> Actor:
        actor: Actor = info.context.actor
        return actor

    def resolve_workshop(root: Any, info: Any) -> Row:
        return single(WorkshopType, workshop_row(info.context.actor))

    def resolve_participants(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        page = page_by_key(
            participants_of(info.context.actor),
            columns=("id", "nickname_key", *PARTICIPANT_COLUMNS.split()),
            order=("nickname_key", "id"),
            **paging(**pages),
        )
        return connection(page, ParticipantType)


class RoleAssign(CommandMutation):
    """Give a participant a role, for one step or for all."""

    class Input:
        participant_id = graphene.ID(required=True, description="Global id of the participant.")
        role = RoleEnum(required=True, description="The role to give.")
        step_id = graphene.ID(description="Global id of a step; without it, for all steps.")

    role_assignment = graphene.Field(RoleAssignmentType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, participant_id: str, role: Any, reason: str, step_id: str | None = None
    ) -> dict[str, Any]:
        given = commands.role_assign(
            actor=actor,
            participant_id=key_of(participant_id, "Participant"),
            role=role.value,
            step_id=key_of(step_id, "Step") if step_id else None,
            reason=reason,
        )
        return {"role_assignment": node_by_key(actor, RoleAssignmentType, given.pk)}


class RoleWithdraw(CommandMutation):
    """Take a role away; the last facilitator keeps theirs."""

    class Input:
        id = graphene.ID(required=True, description="Global id of the role assignment.")

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        commands.role_withdraw(actor=actor, assignment_id=key_of(id, "RoleAssignment"), reason=reason)
        return {"deleted_id": id}


class WorkshopGoToStep(CommandMutation):
    """Make a step the current one; the roles given for it hold from now."""

    class Input:
        step_id = graphene.ID(description="Global id of the step; without it, no step is current.")

    workshop = graphene.Field(WorkshopType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str, step_id: str | None = None) -> dict[str, Any]:
        commands.workshop_go_to_step(
            actor=actor, step_id=key_of(step_id, "Step") if step_id else None, reason=reason
        )
        return {"workshop": single(WorkshopType, workshop_row(actor))}


class ParticipantRenewResumeCode(CommandMutation):
    """Draw a new resume code, for a lost phone: one's own, or anybody's for the facilitator."""

    class Input:
        participant_id = graphene.ID(required=True, description="Global id of the participant.")

    participant = graphene.Field(ParticipantType, required=True)
    resume_code = graphene.String(required=True, description="Shown now and never again.")

    @classmethod
    def run(cls, actor: Actor, *, participant_id: str, reason: str) -> dict[str, Any]:
        code = commands.participant_renew_resume_code(
            actor=actor, participant_id=key_of(participant_id, "Participant"), reason=reason
        )
        return {"participant": node_get(actor, ParticipantType, participant_id), "resume_code": code}


class TokenCreate(CommandMutation):
    """Make an API token for yourself."""

    class Input:
        label = graphene.String(description="What it is for.")

    token = graphene.Field(TokenType, required=True)
    secret = graphene.String(
        required=True, description="Shown now and never again: send it as a Bearer token."
    )

    @classmethod
    def run(cls, actor: Actor, *, reason: str, label: str | None = None) -> dict[str, Any]:
        token, secret = commands.token_create(actor=actor, label=label or "", reason=reason)
        return {"token": token_row(token), "secret": secret}


class TokenRevoke(CommandMutation):
    """End one of your own tokens at once."""

    class Input:
        key = graphene.String(required=True, description="The token's key.")

    revoked_key = graphene.String(required=True)

    @classmethod
    def run(cls, actor: Actor, *, key: str, reason: str) -> dict[str, Any]:
        commands.token_revoke(actor=actor, token_key=key, reason=reason)
        return {"revoked_key": key}


class WorkshopMutation(graphene.ObjectType):
    role_assign = RoleAssign.Field()
    role_withdraw = RoleWithdraw.Field()
    workshop_go_to_step = WorkshopGoToStep.Field()
    participant_renew_resume_code = ParticipantRenewResumeCode.Field()
    token_create = TokenCreate.Field()
    token_revoke = TokenRevoke.Field()
