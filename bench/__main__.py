"""`python -m bench [--sizes 1000 10000 100000] [--database-url …]`: fill, serve, measure, print."""

import argparse
import os
import tempfile
from pathlib import Path

from bench.server import Server

PORT = 8765


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the catalogue.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database; SQLite otherwise")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.database_url or f"sqlite:///{(Path(folder) / 'bench.sqlite3').as_posix()}"
        os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="bench.settings", BRICKS_MODE="demo")
        _measure(url, sorted(arguments.sizes))


def _measure(url: str, sizes: list[int]) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import catalog, preparation

    call_command("migrate", verbosity=0)
    actor, token = preparation.facilitator()
    for size in sizes:
        preparation.fill_up_to(actor, size)
        with Server(url, PORT) as server:
            far, ids = preparation.far_cursor(actor), preparation.some_ids(actor)
            catalog.run(server, token, size, far, ids, preparation.graphql_id)


if __name__ == "__main__":
    main()
