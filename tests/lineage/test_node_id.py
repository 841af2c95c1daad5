"""Names of nodes: printed and read, whatever colons, slashes and hashes are in them."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.node_id import COLONS_MAX, NodeId, NodeType

VERSION = UUID("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")

text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
awkward = st.lists(st.one_of(text, st.sampled_from([":", "/", "//", "#", "é", " "])), min_size=1, max_size=5)
name = awkward.map("".join)
version = st.none() | st.uuids()
nodes = st.one_of(
    st.builds(NodeId.dataset, name, name, version),
    st.builds(NodeId.of_field, name, name, name, version),
    st.builds(NodeId.job, name, name, version),
    st.builds(NodeId.run, st.uuids()),
)
host = st.from_regex(r"[a-z][a-z0-9.-]{0,10}(:[0-9]{2,5})?", fullmatch=True)
namespace = st.one_of(
    st.from_regex(r"[a-z][a-z0-9_.-]{0,10}", fullmatch=True),
    st.builds("{}://{}".format, st.sampled_from(["postgres", "s3", "hdfs", "bigquery"]), host),
)
path = st.from_regex(r"[a-z0-9_/.é -]{1,20}", fullmatch=True)


@given(nodes)
def test_what_is_printed_is_among_what_is_read(node: NodeId) -> None:
    if str(node).count(":") <= COLONS_MAX + 1:
        assert node in NodeId.readings(str(node))


@given(nodes)
def test_every_reading_prints_the_same(node: NodeId) -> None:
    if str(node).count(":") <= COLONS_MAX + 1:
        assert {str(reading) for reading in NodeId.readings(str(node))} == {str(node)}


@given(namespace, path.filter(lambda path: not path.startswith("//")), version)
def test_names_as_openlineage_makes_them_are_read_at_once(
    namespace: str, path: str, version: UUID | None
) -> None:
    for node in (
        NodeId.dataset(namespace, path, version),
        NodeId.job(namespace, path, version),
        NodeId.of_field(namespace, path, "column", version),
    ):
        assert NodeId.parse(str(node)) == node


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("dataset:food_delivery:public.delivery_7_days", ("food_delivery", "public.delivery_7_days")),
        ("dataset:postgres://host:5432:db.public.t", ("postgres://host:5432", "db.public.t")),
        ("dataset:postgres://host:5432:2024_sales", ("postgres://host:5432", "2024_sales")),
        ("dataset:s3://bucket:a/b:c", ("s3://bucket", "a/b:c")),
        ("datasetField:gs://bucket:/path/to/data:colA", ("gs://bucket", "/path/to/data", "colA")),
        ("job:airflow:dag.task", ("airflow", "dag.task")),
    ],
)
def test_reads_what_marquez_prints(text: str, parts: tuple[str, ...]) -> None:
    assert NodeId.parse(text).parts == parts


def test_version_stands_behind_a_hash() -> None:
    node = NodeId.parse(f"datasetField:ns:table:column#{VERSION}")
    assert node == NodeId(NodeType.FIELD, ("ns", "table", "column"), VERSION)
    assert (node.key, node.field) == (("ns", "table"), "column")
    assert NodeId.parse("dataset:ns:table#2").parts == ("ns", "table#2")


@pytest.mark.parametrize(
    "text",
    [
        "ns:t",
        "dataset",
        "dataset:",
        "dataset:ns",
        "dataset::t",
        "table:ns:t",
        "datasetField:ns:t",
        "run:7",
        "run:",
    ],
)
def test_refuses_what_is_no_node(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        NodeId.readings(text)


def test_refuses_more_colons_than_anybody_can_read() -> None:
    with pytest.raises(ValueError, match="dataset"):
        NodeId.readings("dataset:ns:" + ":x" * 30)
