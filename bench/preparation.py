"""What a measurement needs beforehand: a workshop of a given size, a token, some ids, a far cursor."""

from django.db import connection
from graphql_relay import to_global_id

from bench.data import catalogue_fill
from catalog.queries.assets import assets_visible
from common.actor import Actor, Door
from common.pagination import cursor_of
from portal.example import example_load
from workshop.actors import actor_of_participant
from workshop.commands import token_create
from workshop.models import Participant


def facilitator() -> tuple[Actor, str]:
    """The example workshop's facilitator and a fresh token."""
    workshop = example_load()
    participant = Participant.objects.get(workshop=workshop, user__username="facilitator")
    actor = actor_of_participant(participant, Door.CLI)
    return actor, token_create(actor=actor, label="bench")[1]


def fill_up_to(actor: Actor, size: int) -> None:
    present = assets_visible(actor).count()
    catalogue_fill(actor, max(0, size - present), start=present)
    analyze()


def analyze() -> None:
    """Let the database look at what it holds, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def far_cursor(actor: Actor) -> str:
    """The cursor after which the last page of the indicators begins."""
    rows = assets_visible(actor).filter(kind="indicator").order_by("-name", "-pk").values("name", "id")
    return cursor_of(rows[50], ("name", "id"))


def all_ids(actor: Actor) -> list[int]:
    return list(assets_visible(actor).order_by("pk").values_list("pk", flat=True))


def some_ids(actor: Actor) -> list[int]:
    ids = all_ids(actor)
    return ids[:: max(1, len(ids) // 500)]


def graphql_id(pk: int) -> str:
    return to_global_id("Asset", pk)
