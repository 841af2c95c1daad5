"""Datasets, their versions and tags through Marquez's own client."""

from typing import Any
from uuid import uuid4

import pytest
from marquez_client.models import DatasetId, DatasetType, JobType

from catalog.commands import asset_update, part_create
from catalog.documents import AssetChange
from catalog.models import Asset
from tests.lineage.marquez import PLACE, TABLE, Marquez, refused
from tests.people import Room

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the client's, of its own writes


def table(client: Any, name: str = TABLE, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.create_dataset(
        PLACE, name, DatasetType.DB_TABLE, f"physical {name}", "base/ventes", **more
    )
    return answer


def test_dataset_is_made_with_all_that_is_said_of_it(marquez: Marquez) -> None:
    client = marquez.world()
    made = table(
        client,
        "public/factures",
        description="Les factures",
        tags=["compta"],
        fields=[
            {"name": "numéro", "type": "VARCHAR(20)", "description": "De la facture", "tags": ["clé"]},
            {"name": "total", "type": "NUMERIC"},
        ],
    )
    read = marquez("client").get_dataset(PLACE, "public/factures")
    assert read == made
    assert read["id"] == {"namespace": PLACE, "name": "public/factures"}
    assert (read["type"], read["physicalName"], read["sourceName"]) == (
        "DB_TABLE",
        "physical public/factures",
        "base/ventes",
    )
    assert (read["description"], read["tags"], read["deleted"]) == ("Les factures", ["compta"], False)
    assert read["fields"] == [
        {"name": "numéro", "type": "VARCHAR(20)", "tags": ["clé"], "description": "De la facture"},
        {"name": "total", "type": "NUMERIC", "tags": [], "description": None},
    ]
    assert read["createdAt"].endswith("Z")
    assert read["facets"]["dataSource"]["name"] == "base/ventes"
    assert (read["lastModifiedAt"], read["columnLineage"]) == (None, None)


def test_stream_keeps_its_kind(marquez: Marquez) -> None:
    client = marquez.world()
    client.create_dataset(
        PLACE, "ventes.flux", DatasetType.STREAM, "flux", "base/ventes", schema_location="http://r/1"
    )
    read = client.get_dataset(PLACE, "ventes.flux")
    assert (read["type"], read["facets"]["marquezDataset"]["schemaLocation"]) == ("STREAM", "http://r/1")


def test_what_people_wrote_stays(marquez: Marquez, room: Room) -> None:
    client = marquez.world()
    asset = Asset.objects.get(name=TABLE)
    change = AssetChange.read({"description_fr": "Écrit à la main"})
    asset_update(actor=room["facilitator"], asset_id=asset.pk, change=change)
    table(client, description="Says the machine")
    assert client.get_dataset(PLACE, TABLE)["description"] == "Écrit à la main"


def test_dataset_needs_its_namespace_its_source_and_its_run(marquez: Marquez) -> None:
    client = marquez.world()
    with refused(404):
        client.create_dataset("nowhere", "t", DatasetType.DB_TABLE, "t", "base/ventes")
    with refused(404):
        client.create_dataset(PLACE, "t", DatasetType.DB_TABLE, "t", "no/source")
    with refused(404):
        table(client, "t", run_id=str(uuid4()))
    with refused(404):
        client.get_dataset(PLACE, "t")
    with refused(403):
        table(marquez("client"))


def test_datasets_of_a_namespace(marquez: Marquez) -> None:
    marquez.world()
    found = marquez("client").list_datasets(PLACE)
    assert found["totalCount"] == 2
    assert [row["name"] for row in found["datasets"]] == ["public.clients", TABLE]
    assert [row["name"] for row in marquez("client").list_datasets(PLACE, 1, 1)["datasets"]] == [TABLE]
    assert found["datasets"][1] == marquez("client").get_dataset(PLACE, TABLE)


def test_dataset_of_a_word_that_addresses_use(marquez: Marquez) -> None:
    client = marquez.world()
    for name in ("a", "a/versions", "datasets/a", "x/datasets/y/tags/z"):
        table(client, name)
        assert client.get_dataset(PLACE, name)["name"] == name
    assert client.list_dataset_versions(PLACE, "a")["versions"][0]["name"] == "a"
    assert client.list_dataset_versions(PLACE, "a/versions")["versions"][0]["name"] == "a/versions"


def test_tags_of_datasets_and_fields(marquez: Marquez) -> None:
    marquez.world()
    steward = marquez("steward")
    assert steward.tag_dataset(PLACE, TABLE, "à/revoir")["tags"] == ["à/revoir"]
    assert steward.tag_dataset(PLACE, TABLE, "à/revoir")["tags"] == ["à/revoir"]
    answer = steward.tag_dataset_field(PLACE, TABLE, "montant/ttc", "argent")
    assert [(field["name"], field["tags"]) for field in answer["fields"]] == [
        ("id", []),
        ("montant/ttc", ["ARGENT"]),
    ]
    for call in (
        lambda: steward.tag_dataset(PLACE, "nothing", "x"),
        lambda: steward.tag_dataset_field(PLACE, TABLE, "nothing", "x"),
    ):
        with refused(404):
            call()
    with refused(403):
        marquez("client").tag_dataset(PLACE, TABLE, "x")
    with refused(403):
        marquez("client").tag_dataset_field(PLACE, TABLE, "id", "x")


# Versions


def test_each_schema_is_a_version(marquez: Marquez, room: Room) -> None:
    client = marquez.world()
    first = client.list_dataset_versions(PLACE, TABLE)
    assert first["totalCount"] == 1
    part_create(
        actor=room["steward"],
        part="fields",
        asset_id=Asset.objects.get(name=TABLE).pk,
        row={"name": "remise", "type": "decimal"},
    )
    versions = client.list_dataset_versions(PLACE, TABLE)["versions"]
    assert [[field["name"] for field in version["fields"]] for version in versions] == [
        ["id", "montant/ttc", "remise"],
        ["id", "montant/ttc"],
    ]
    assert versions[1] == {**first["versions"][0], "facets": versions[1]["facets"]}
    assert client.get_dataset(PLACE, TABLE)["currentVersion"] == versions[0]["version"]
    assert client.list_dataset_versions(PLACE, TABLE, limit=1, offset=1)["versions"] == versions[1:]


def test_each_run_that_wrote_it_makes_a_version(marquez: Marquez) -> None:
    client = marquez.world()
    client.create_job(PLACE, "remplir", JobType.BATCH, outputs=[DatasetId(PLACE, TABLE)])
    before = client.get_dataset(PLACE, TABLE)["currentVersion"]
    runs = []
    for finish in (
        client.mark_job_run_as_completed,
        client.mark_job_run_as_failed,
        client.mark_job_run_as_completed,
    ):
        run = client.create_job_run(PLACE, "remplir", mark_as_running=True)
        finish(run["id"])
        runs.append(run["id"])
    versions = client.list_dataset_versions(PLACE, TABLE)["versions"]
    assert [(v["createdByRun"] or {}).get("id") for v in versions] == [runs[2], runs[0], None]
    assert versions[2]["version"] == before
    read = client.get_dataset(PLACE, TABLE)
    assert read["currentVersion"] == versions[0]["version"]
    assert read["lastModifiedAt"] == versions[0]["createdAt"] == versions[0]["createdByRun"]["endedAt"]
    for version in versions:
        assert client.get_dataset_version(PLACE, TABLE, version["version"]) == version
    outputs = client.get_job_run(runs[2])["outputDatasetVersions"]
    assert [one["datasetVersionId"] for one in outputs] == [versions[0]["id"]]


def test_what_a_run_wrote_by_itself(marquez: Marquez) -> None:
    client = marquez.world()
    client.create_job(PLACE, "remplir", JobType.BATCH)
    run = client.create_job_run(PLACE, "remplir", mark_as_running=True)
    table(client, "public.stock", run_id=run["id"], fields=[{"name": "id", "type": "BIGINT"}])
    versions = client.list_dataset_versions(PLACE, "public.stock")["versions"]
    assert [(version["createdByRun"]["id"], version["fields"][0]["type"]) for version in versions] == [
        (run["id"], "BIGINT")
    ]
    assert client.get_job_run(run["id"])["state"] == "RUNNING"


def test_version_that_is_not_there(marquez: Marquez) -> None:
    client = marquez.world()
    other = client.list_dataset_versions(PLACE, "public.clients")["versions"][0]["version"]
    for version in (str(uuid4()), other, "latest"):
        with refused(404):
            client.get_dataset_version(PLACE, TABLE, version)
    with refused(404):
        client.list_dataset_versions(PLACE, "nothing")
