"""A process of writers on a database that others write at the same time; started by the test beside it.

Reads a job as JSON on its standard input: one thread for each participant, every thread with its
own connection. Prints the errors, one on each line; nothing is good news.
"""

import json
import os
import sys
import threading
from typing import Any

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()

from django.db import connection

from catalog.commands import asset_create, asset_update
from catalog.documents import AssetChange, AssetDocument
from catalog.queries.assets import asset_get
from common.actor import Actor, Door
from common.errors import Outdated
from workshop.actors import actor_of_participant
from workshop.models import Participant


def work(participant_id: int, shared: int, rounds: int) -> None:
    """Each round registers an asset of one's own and counts the shared one up by one."""
    for number in range(rounds):
        name = f"own_{participant_id}_{number}"
        fields = [{"name": "id", "type": "integer"}, {"name": "label"}]
        document = {"system": "crm", "name": name, "fields": fields, "primary_key": ["id"]}
        own = asset_create(actor=_actor(participant_id), document=AssetDocument.read(document))
        count_up(participant_id, shared)
        change = AssetChange(title_fr=f"Pièce {number}")
        asset_update(actor=_actor(participant_id), asset_id=own, change=change)


def count_up(participant_id: int, shared: int) -> None:
    """Read, add one, write if nobody wrote in between; else again."""
    while True:
        actor = _actor(participant_id)
        asset = asset_get(actor, shared)
        change = AssetChange(description_fr=str(int(asset["description_fr"]) + 1))
        try:
            asset_update(actor=actor, asset_id=shared, change=change, expected_version=asset["version"])
        except Outdated:
            continue
        return


def _actor(participant_id: int) -> Actor:
    return actor_of_participant(Participant.objects.get(pk=participant_id), Door.REST)


def main(job: dict[str, Any]) -> None:
    def run(participant_id: int) -> None:
        try:
            work(participant_id, job["shared"], job["rounds"])
        except Exception as error:
            print(f"{type(error).__name__}: {error}", flush=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(pk,)) for pk in job["participants"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(json.load(sys.stdin))
