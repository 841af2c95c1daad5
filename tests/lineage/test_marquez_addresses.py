"""Addresses with names in them that hold slashes, however the server hands them over."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.api.marquez.addresses import splits
from tests.people import Room
from tests.rest import call

word = st.sampled_from(["a", "/", "//", "/datasets/", "/versions", "/tags/", "é", "versions"])
name = st.lists(word, min_size=1, max_size=4).map("".join)
TAG = ("namespaces/", "/datasets/", "/tags/", "")


@given(name, name, name)
def test_what_was_put_together_is_among_what_is_taken_apart(one: str, two: str, three: str) -> None:
    address = f"namespaces/{one}/datasets/{two}/tags/{three}"
    found = list(splits(address, TAG))
    assert (one, two, three) in found
    assert {f"namespaces/{a}/datasets/{b}/tags/{c}" for a, b, c in found} == {address}


def test_shortest_first_name_comes_first() -> None:
    address = "namespaces/a/datasets/b/datasets/c"
    assert list(splits(address, ("namespaces/", "/datasets/", ""))) == [
        ("a", "b/datasets/c"),
        ("a/datasets/b", "c"),
    ]
    assert list(splits("namespaces/a", ("namespaces/", "/datasets/", ""))) == []
    assert list(splits("namespaces//datasets/b", ("namespaces/", "/datasets/", ""))) == []


NAMES = (
    "plain",
    "with space",
    "été",
    "a/b",
    "/tmp/x/",
    "a//b",
    "100%",
    "a%2Fb",
    "?&=#+;",
    "x/versions",
    "x/tags/y",
    "…",
)


@pytest.mark.parametrize("namespace", ["postgres://été:5432", "x/versions/tags/datasets", "100% a%2Fb?&="])
def test_names_go_through_and_come_back(room: Room, namespace: str) -> None:
    ask = call(room, "client")
    for name in NAMES:
        room.asset(namespace=namespace, name=name)
    for name in NAMES:
        address = f"namespaces/{quote(namespace, safe='')}/datasets/{quote(name, safe='')}"
        assert ask("GET", address).json()["id"] == {"namespace": namespace, "name": name}
        versions = ask("GET", f"{address}/versions?limit=10").json()["versions"]
        assert [version["id"]["name"] for version in versions] == [name]
        (version,) = versions
        assert ask("GET", f"{address}/versions/{version['version']}").json() == version


def test_of_two_readings_the_one_that_exists_is_meant(room: Room) -> None:
    ask = call(room, "client")
    room.asset(namespace="s3://lac/datasets/brut", name="t")
    address = "namespaces/s3://lac/datasets/brut/datasets/t"
    assert ask("GET", address).json()["id"]["namespace"] == "s3://lac/datasets/brut"
    room.asset(namespace="s3://lac", name="brut/datasets/t")
    assert ask("GET", address).json()["id"]["namespace"] == "s3://lac"


def test_of_two_that_exist_the_parameters_tell_a_list(room: Room) -> None:
    ask = call(room, "client")
    for name in ("a", "a/versions"):
        room.asset(namespace="lac", name=name)
    address = "namespaces/lac/datasets/a/versions"
    assert ask("GET", address).json()["name"] == "a/versions"
    assert [one["name"] for one in ask("GET", f"{address}?limit=100&offset=0").json()["versions"]] == ["a"]


def test_what_exists_elsewhere_decides_nothing(room: Room, other_room: Room) -> None:
    other_room.asset(namespace="s3://lac", name="brut/datasets/t")
    room.asset(namespace="s3://lac/datasets/brut", name="t")
    address = "namespaces/s3://lac/datasets/brut/datasets/t"
    assert call(room, "client")("GET", address).json()["id"]["name"] == "t"
    assert call(other_room, "client")("GET", address).json()["id"]["name"] == "brut/datasets/t"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "namespaces/", 404),
        ("GET", "namespaces/a/datasets/", 404),
        ("GET", "namespaces/a/datasets/b", 404),
        ("GET", "namespaces/a/datasets/b/tags/c", 404),
        ("POST", "namespaces/a/datasets/b", 405),
        ("GET", "namespaces/a/datasets/b%00c", 404),
        ("GET", "namespaces/%20/datasets/b", 404),
        ("GET", "namespaces/a/datasets/b/versions/1", 404),
    ],
)
def test_addresses_of_nothing(room: Room, method: str, address: str, status: int) -> None:
    answer = call(room, "client")(method, address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
