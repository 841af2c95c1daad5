"""REST: workshops, steps, participants, roles, tokens."""

from typing import Any

from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import unless_known, versioned
from common.errors import NotFound
from workshop import queries
from workshop.api import shapes
from workshop.api.base import ApiView, created, nothing
from workshop.commands import role_assign, role_withdraw, token_create, token_revoke, workshop_go_to_step

Row = dict[str, Any]


class WorkshopsView(ApiView):
    @operation("workshops_list", "List your workshops", query=PageQuery, answer=shapes.WorkshopPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """All you take part in; a token acts in one of them."""
        page = queries.workshops_page(self.actor, **query.window)
        return page_answer(request, page.mapped(self._shown))

    def _shown(self, row: Row) -> Row:
        return workshop_shown(row, self.actor.workshop_id)


class WorkshopView(ApiView):
    @operation("workshops_retrieve", "Read a workshop", answer=shapes.Workshop, guarded=True)
    def get(self, request: Any, *, workshop_id: int) -> JsonAnswer:
        return unless_known(self._answer(workshop_id), request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "workshops_update",
        "Begin a step",
        body=shapes.WorkshopChange,
        answer=shapes.Workshop,
        guarded=True,
    )
    def patch(self, request: Any, *, workshop_id: int, body: shapes.WorkshopChange) -> JsonAnswer:
        """In the workshop you act in; the roles given for that step hold from now."""
        if workshop_id != self.actor.workshop_id:
            raise NotFound()
        workshop_go_to_step(step_id=body.current_step, **self.guarded)
        return self._answer(workshop_id)

    def _answer(self, workshop_id: int) -> JsonAnswer:
        row = queries.workshop_row(self.actor, workshop_id)
        return versioned(workshop_shown(row, self.actor.workshop_id))


def workshop_shown(row: Row, current_id: int | None) -> Row:
    row = dict(row)
    step_id, code = row.pop("current_step_id"), row.pop("current_step__code")
    step = {"id": step_id, "code": code} if step_id else None
    return {**row, "current": row["id"] == current_id, "current_step": step}


class StepsView(ApiView):
    @operation("steps_list", "Read the agenda", query=PageQuery, answer=shapes.StepPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        return page_answer(request, queries.steps_page(self.actor, **query.window))


class StepView(ApiView):
    @operation("steps_retrieve", "Read a step", answer=shapes.Step, guarded=True)
    def get(self, request: Any, *, step_id: int) -> JsonAnswer:
        answer = versioned(queries.step_row(self.actor, step_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))


class ParticipantsView(ApiView):
    @operation("participants_list", "List participants", query=PageQuery, answer=shapes.ParticipantPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """By nickname, with their roles."""
        page = queries.participants_page(self.actor, **query.window)
        return page_answer(request, page.mapped(participant_shown))


class ParticipantView(ApiView):
    @operation("participants_retrieve", "Read a participant", answer=shapes.Participant, guarded=True)
    def get(self, request: Any, *, participant_id: int) -> JsonAnswer:
        row = queries.participant_row(self.actor, participant_id)
        return unless_known(versioned(participant_shown(row)), request.META.get("HTTP_IF_NONE_MATCH"))


def participant_shown(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "nickname_key"}


class RolesView(ApiView):
    @operation("roles_list", "List roles held", query=shapes.RoleQuery, answer=shapes.RoleAssignmentPage)
    def get(self, request: Any, *, query: shapes.RoleQuery) -> JsonAnswer:
        page = queries.role_assignments_page(self.actor, participant_id=query.participant, **query.window)
        return page_answer(request, page.mapped(role_shown))

    @operation(
        "roles_create",
        "Give a participant a role",
        body=shapes.RoleCreate,
        answer=shapes.RoleAssignment,
        status=201,
    )
    def post(self, request: Any, *, body: shapes.RoleCreate) -> JsonAnswer:
        """For one step, or for all; giving it twice changes nothing."""
        held = role_assign(participant_id=body.participant, role=body.role, step_id=body.step, **self.signed)
        return created(request, role_shown(queries.role_assignment_row(self.actor, held.pk)))


class RoleView(ApiView):
    @operation("roles_retrieve", "Read a role held", answer=shapes.RoleAssignment, guarded=True)
    def get(self, request: Any, *, role_id: int) -> JsonAnswer:
        answer = versioned(role_shown(queries.role_assignment_row(self.actor, role_id)))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation("roles_delete", "Take a role away", status=204)
    def delete(self, request: Any, *, role_id: int) -> JsonAnswer:
        """The last facilitator keeps theirs (409)."""
        role_withdraw(assignment_id=role_id, **self.signed)
        return nothing()


def role_shown(row: Row) -> Row:
    return {
        "id": row["id"],
        "version": row["version"],
        "participant": row["participant_id"],
        "nickname": row["participant__nickname"],
        "role": row["role"],
        "step": row["step_id"],
    }


class TokensView(ApiView):
    secrets = ("secret",)

    @operation("tokens_list", "List your API tokens", query=PageQuery, answer=shapes.TokenPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        page = queries.tokens_page(self.actor, **query.window)
        return page_answer(request, page.mapped(token_shown))

    @operation(
        "tokens_create",
        "Make an API token",
        body=shapes.TokenCreate,
        answer=shapes.NewToken,
        status=201,
    )
    def post(self, request: Any, *, body: shapes.TokenCreate) -> JsonAnswer:
        """Its secret is in this answer and nowhere else."""
        token, secret = token_create(label=body.label, **self.signed)
        columns = {name: getattr(token, name) for name in queries.TOKEN_COLUMNS}
        answer = JsonAnswer({**token_shown(columns), "secret": secret}, 201)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{token.token_key}/")
        return answer


class TokenView(ApiView):
    @operation("tokens_delete", "Revoke an API token", status=204)
    def delete(self, request: Any, *, key: str) -> JsonAnswer:
        """It ends at once."""
        token_revoke(token_key=key, **self.signed)
        return nothing()


def token_shown(row: Row) -> Row:
    return {
        "key": row["token_key"],
        "label": row["label"],
        "created_at": row["created"],
        "expires_at": row["expiry"],
    }
