"""Who acts: the value that every command and every query takes.

Built from a request by `workshop.actors`; here it is only data, so that the leaf can audit.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID, uuid4


class Door(StrEnum):
    """The way in; kept with every change."""

    PAGE = "page"
    ADMIN = "admin"
    REST = "rest"
    GRAPHQL = "graphql"
    OPENLINEAGE = "openlineage"
    CLI = "cli"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person in one workshop, through one door, during one request.

    `roles` are those that hold in the workshop's current step. An id of 0 means “none” and matches
    no row: without workshop nothing can be read or written.
    """

    user_id: int = 0
    participant_id: int = 0
    workshop_id: int = 0
    name: str = ""
    roles: frozenset[str] = frozenset()
    door: Door = Door.PAGE
    request_id: UUID = field(default_factory=uuid4)

    def again(self) -> "Actor":
        """The same person in a new request."""
        return replace(self, request_id=uuid4())

    def with_role(self, role: str) -> "Actor":
        """The same person, for an act that a command above has allowed by a rule of its own."""
        return replace(self, roles=self.roles | {role})

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


NOBODY = Actor()
