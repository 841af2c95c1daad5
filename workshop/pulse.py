"""The pulse of a workshop: every change renews it, so that whoever asks again learns cheaply that nothing changed.

Joined to the write path (`common.change.AFTERWARDS`): no app has to tell that it wrote.
"""

from uuid import UUID, uuid4

from django.db import connection

from common.actor import Actor
from common.history import table_of, value_prepared
from workshop.models import Pulse


def pulse_renew(actor: Actor) -> None:
    """The last statement of every change: its row is locked only until the commit that follows."""
    if not actor.workshop_id:
        return
    table, stamp = table_of(Pulse)[0], value_prepared(Pulse._meta.get_field("stamp"), uuid4())
    sql = (
        f"INSERT INTO {table} (workshop_id, stamp) VALUES (%s, %s) "  # noqa: S608 - a name of ours
        "ON CONFLICT (workshop_id) DO UPDATE SET stamp = excluded.stamp"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [actor.workshop_id, stamp])


def pulse_of(actor: Actor) -> UUID | None:
    """`None` before the first change."""
    return Pulse.objects.filter(workshop_id=actor.workshop_id).values_list("stamp", flat=True).first()
