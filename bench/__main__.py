"""`python -m bench [catalog lineage] [--sizes 1000 10000 100000] [--database-url …]`: fill, serve, measure, print."""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.server import Server

PORT = 8765
ROOMS = 10
SECONDS = 40.0
PARTS = ("catalog", "lineage", "events", "bricks", "quality", "consent", "room")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the product.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all when none is named")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database; SQLite otherwise")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.database_url or f"sqlite:///{(Path(folder) / 'bench.sqlite3').as_posix()}"
        os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="bench.settings", BRICKS_MODE="demo")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for part in arguments.parts or PARTS:
            MEASURES[part](url, sorted(arguments.sizes))
            call_command("flush", interactive=False, verbosity=0)


def _catalog(url: str, sizes: Sequence[int]) -> None:
    """One catalogue that grows."""
    from bench import catalog, preparation

    actor, token = preparation.facilitator()
    for size in sizes:
        preparation.fill_up_to(actor, size)
        with Server(url, PORT) as server:
            far, ids = preparation.far_cursor(actor), preparation.some_ids(actor)
            catalog.run(server, token, size, far, ids, preparation.graphql_id)


def _lineage(url: str, sizes: Sequence[int]) -> None:
    """A new graph for each size."""
    from django.core.management import call_command

    from bench import lineage, preparation

    for size in sizes:
        call_command("flush", interactive=False, verbosity=0)
        actor, token = preparation.facilitator()
        preparation.fill_up_to(actor, size)
        ids = preparation.all_ids(actor)
        with Server(url, PORT) as server:
            lineage.draw(server, token, ids)
        preparation.analyze()
        with Server(url, PORT) as server:
            lineage.run(server, token, ids)


def _events(url: str, sizes: Sequence[int]) -> None:
    """OpenLineage events, one after the other; their number does not depend on the sizes."""
    from bench import lineage_events, preparation

    _actor, token = preparation.facilitator()
    with Server(url, PORT) as server:
        lineage_events.run(server, token)


def _bricks(url: str, sizes: Sequence[int]) -> None:
    """A new asset for each size, sent, verified and copied."""
    from bench import bricks, preparation

    actor, token = preparation.facilitator()
    for size in sizes:
        preparation.analyze()
        with Server(url, PORT) as server:
            bricks.run(server, actor, token, size)


def _room(url: str, sizes: Sequence[int]) -> None:
    """Ten workshops of twenty people; their number does not depend on the sizes."""
    from bench import room

    phones, tokens = room.open_rooms(ROOMS)
    with Server(url, PORT) as server:
        room.run(server, phones, tokens, SECONDS)


def _quality(url: str, sizes: Sequence[int]) -> None:
    """Ten rules over 100 000 bricks; their number does not depend on the sizes."""
    from bench import preparation, quality

    actor, _token = preparation.facilitator()
    quality.run(actor)


def _consent(url: str, sizes: Sequence[int]) -> None:
    """Persons, verdicts and traces; their number does not depend on the sizes."""
    from bench import consent, preparation

    actor, _token = preparation.facilitator()
    consent.run(actor)


MEASURES = {
    "catalog": _catalog,
    "lineage": _lineage,
    "events": _events,
    "bricks": _bricks,
    "quality": _quality,
    "consent": _consent,
    "room": _room,
}

if __name__ == "__main__":
    main()
