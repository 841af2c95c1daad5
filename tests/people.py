"""Fixtures: two workshops on one server, each with one person per role, made through the commands."""

from typing import Any

import pytest

from catalog.commands import asset_create
from catalog.documents import AssetDocument
from common.actor import Actor, Door
from workshop.actors import actor_of_participant
from workshop.choices import Role
from workshop.commands import participant_join, role_assign, token_create, workshop_create
from workshop.models import Participant, User, Workshop


class Room:
    """A workshop and its people; `room["steward"]` is that person's actor, fresh for each change."""

    def __init__(self, workshop: Workshop, actors: dict[str, Actor]):
        self.workshop = workshop
        self._actors = actors

    def __getitem__(self, role: str) -> Actor:
        return self._actors[role].again()

    def user(self, role: str) -> User:
        return User.objects.get(pk=self._actors[role].user_id)

    def token(self, role: str) -> str:
        """A fresh API token of this person."""
        return token_create(actor=self[role])[1]

    def asset(self, by: str = "steward", **values: Any) -> int:
        """Register an asset; without more, a dataset in the CRM with an integer key."""
        document = {
            "system": "crm",
            "name": "client",
            "title_fr": "Client",
            "fields": [{"name": "id", "type": "integer"}],
            "primary_key": ["id"],
            **values,
        }
        return asset_create(actor=self[by], document=AssetDocument.read(document))


def room_open(name: str, prefix: str) -> Room:
    """A workshop with one participant per role; `prefix` keeps log-ins of several rooms apart."""
    leader = User.objects.create_user(f"{prefix}facilitator", password="bricks")
    workshop = workshop_create(actor=Actor(user_id=leader.pk, door=Door.CLI), name=name)
    facilitator = Participant.objects.get(workshop=workshop)
    actors = {"facilitator": actor_of_participant(facilitator, Door.CLI)}
    for role in Role.values:
        if role != Role.FACILITATOR:
            user = User.objects.create_user(f"{prefix}{role}", password="bricks")
            participant, _code = participant_join(
                code=workshop.join_code, nickname=role, address="127.0.0.1", user=user
            )
            role_assign(actor=actors["facilitator"], participant_id=participant.pk, role=role)
            actors[role] = actor_of_participant(participant, Door.CLI)
    return Room(workshop, actors)


ROOMS = {"Salle une": "", "Salle deux": "other-"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Both rooms are opened once; each test takes back what it did to them."""
    with django_db_blocker.unblock():
        for name, prefix in ROOMS.items():
            room_open(name, prefix)


def room_found(name: str) -> Room:
    """The room of this name; opened anew after a test that emptied all tables."""
    workshop = Workshop.objects.filter(name=name).first()
    if workshop is None:
        return room_open(name, ROOMS[name])
    people = Participant.objects.filter(workshop=workshop).select_related("user", "workshop")
    actors = {
        person.user.username.removeprefix(ROOMS[name]): actor_of_participant(person, Door.CLI)
        for person in people
    }
    return Room(workshop, actors)


@pytest.fixture
def room(db: None) -> Room:
    return room_found("Salle une")


@pytest.fixture
def other_room(db: None) -> Room:
    return room_found("Salle deux")
