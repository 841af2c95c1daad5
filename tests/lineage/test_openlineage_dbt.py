"""A real producer: a small dbt project on DuckDB, run through `dbt-ol` against the running server.

`python dev.py test-dbt` makes dbt's own environment and says where it is.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.queries.assets import asset_get, asset_named
from lineage.models import AssetFacets, Event, Job, Run
from tests.lineage.test_events_receive import edges, links
from tests.people import Room, room_found

PROJECT = Path(__file__).parent / "dbt"
SCRIPTS = os.environ.get("BRICKS_DBT", "")
SECONDS = 180

pytestmark = pytest.mark.skipif(
    not SCRIPTS, reason="dbt has an environment of its own: python dev.py test-dbt"
)

EDGES = {
    ("raw_customers", "stg_customers"),
    ("raw_orders", "stg_orders"),
    ("stg_customers", "customer_turnover"),
    ("stg_orders", "customer_turnover"),
    ("stg_orders", "daily_turnover"),
}


@pytest.fixture
def committed(transactional_db: None) -> Room:
    return room_found("Salle une")


@pytest.fixture
def dbt(committed: Room, live_server: Any, tmp_path: Path) -> Callable[..., None]:
    """`dbt("run")` runs `dbt-ol run` in a copy of the project, with nothing but its documented variables."""
    project = shutil.copytree(PROJECT, tmp_path / "brick shop")
    environment = {
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "BRICK_SHOP": str(project / "shop.duckdb"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "OPENLINEAGE_URL": live_server.url,
        "OPENLINEAGE_NAMESPACE": "dbt/nuit",
        "OPENLINEAGE_API_KEY": committed.token("engineer"),
    }

    def run(command: str, *options: str) -> None:
        done = subprocess.run(
            ["dbt-ol", *options, command, "--project-dir", ".", "--profiles-dir", "."],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "HTTPError" not in done.stdout + done.stderr

    return run


def tables(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without database and schema."""
    return {
        (source.removeprefix("shop.main."), target.removeprefix("shop.main.")) for source, target in pairs
    }


def test_project_from_seed_to_test(committed: Room, dbt: Callable[..., None], tmp_path: Path) -> None:
    for command in ("seed", "run", "test"):
        dbt(command)
    assert tables(edges(committed)) == EDGES
    assert {
        ("raw_orders.amount", "stg_orders.amount"),
        ("stg_orders.amount", "customer_turnover.turnover"),
        ("stg_orders.amount", "daily_turnover.turnover"),
        ("stg_customers.name", "customer_turnover.name"),
    } <= tables(links(committed))
    namespace = f"duckdb://{tmp_path}/brick shop/shop.duckdb"
    orders = asset_named(committed["client"], namespace, "shop.main.stg_orders")
    assert orders["description_fr"] == "Orders as they were entered."
    fields = {f["name"]: f["description_fr"] for f in asset_get(committed["client"], orders["id"])["fields"]}
    assert fields["order_id"] == "The number of the order."
    assert "dataQualityAssertions" in AssetFacets.objects.get(asset=orders["id"]).facets
    assert set(Run.objects.values_list("state", flat=True)) == {"completed"}
    assert Job.objects.get(name__endswith="customer_turnover").parent_id is not None
    before = Event.objects.count()
    dbt("run", "--consume-structured-logs")  # a second way of sending, with other names for the jobs
    assert Event.objects.count() > before
    assert tables(edges(committed)) >= EDGES
