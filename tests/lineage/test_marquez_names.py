"""Namespaces, sources and tags through Marquez's own client."""

import pytest

from lineage.commands.names import without_password
from tests.lineage.conftest import Draw
from tests.lineage.marquez import PLACE, Marquez, refused

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the client's, of its own writes


def test_namespace_is_made_changed_and_read(marquez: Marquez) -> None:
    client = marquez()
    made = client.create_namespace(PLACE, "Ventes", "Ce qui se vend")
    assert (made["name"], made["ownerName"], made["description"]) == (PLACE, "Ventes", "Ce qui se vend")
    assert made["createdAt"].endswith("Z")
    assert made["isHidden"] is False
    client.create_namespace(PLACE, "Direction")
    read = client.get_namespace(PLACE)
    assert (read["ownerName"], read["description"]) == ("Direction", None)
    assert read["createdAt"] == made["createdAt"]
    assert read["updatedAt"] > made["updatedAt"]


def test_namespaces_in_use_exist_by_themselves(marquez: Marquez, draw: Draw) -> None:
    draw("a>b", a={"namespace": "s3://lac/brut"})
    marquez().create_namespace("zoo", "Zoé")
    found = marquez("client").list_namespaces()["namespaces"]
    assert [(row["name"], row["ownerName"]) for row in found] == [
        ("bricks", "anonymous"),
        ("s3://lac/brut", "anonymous"),
        ("zoo", "Zoé"),
    ]
    assert marquez("client").get_namespace("s3://lac/brut")["name"] == "s3://lac/brut"
    page = marquez("client").list_namespaces(limit=1, offset=1)["namespaces"]
    assert [row["name"] for row in page] == ["s3://lac/brut"]


def test_namespace_that_is_not_there(marquez: Marquez) -> None:
    for call in (
        lambda: marquez().get_namespace("nowhere/at/all"),
        lambda: marquez().list_datasets("nowhere"),
        lambda: marquez().list_jobs("nowhere"),
    ):
        with refused(404):
            call()


def test_source_is_made_changed_and_read(marquez: Marquez) -> None:
    client = marquez()
    made = client.create_source("base/été", "postgresql", "postgres://h:5432/db", "La base")
    assert (made["type"], made["name"], made["connectionUrl"], made["description"]) == (
        "POSTGRESQL",
        "base/été",
        "postgres://h:5432/db",
        "La base",
    )
    client.create_source("base/été", "kafka", "kafka://h:9092")
    assert client.get_source("base/été")["type"] == "KAFKA"
    client.create_source("autre", "s3", "s3://seau")
    assert [row["name"] for row in marquez("client").list_sources()["sources"]] == ["autre", "base/été"]
    assert [row["name"] for row in marquez("client").list_sources(1, 1)["sources"]] == ["base/été"]
    with refused(404):
        client.get_source("base")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("postgres://ann:secret@host:5432/db", "postgres://ann@host:5432/db"),
        ("postgres://ann@host/db", "postgres://ann@host/db"),
        ("jdbc:mysql://ann:p:w@host/db?x=1", "jdbc:mysql://ann@host/db?x=1"),
        ("s3://bucket/a:b@c", "s3://bucket/a:b@c"),
        ("/data/files", "/data/files"),
    ],
)
def test_password_of_a_source_is_not_kept(sent: str, kept: str) -> None:
    assert without_password(sent) == kept


def test_tags_described_and_used(marquez: Marquez) -> None:
    client = marquez.world()
    made = client.create_tag("Très/sensible", "Ne pas montrer")
    assert made == {"name": "Très/sensible", "description": "Ne pas montrer"}
    assert client.create_tag("plain") == {"name": "plain", "description": None}
    marquez("steward").tag_dataset(PLACE, "public.clients", "RGPD")
    marquez("steward").tag_dataset_field(PLACE, "public.clients", "id", "pii")
    found = {row["name"]: row["description"] for row in marquez("client").list_tags()["tags"]}
    assert found == {"PII": None, "RGPD": None, "Très/sensible": "Ne pas montrer", "plain": None}
    assert [row["name"] for row in marquez("client").list_tags(limit=1, offset=1)["tags"]] == ["RGPD"]


def test_who_may_not_write(marquez: Marquez) -> None:
    for write in (
        lambda: marquez("client").create_namespace("x", "y"),
        lambda: marquez("client").create_source("x", "y", "z"),
        lambda: marquez("client").create_tag("x"),
    ):
        with refused(403):
            write()
