"""What GraphQL refuses before it executes anything."""

from typing import Any

import pytest
from graphql import get_introspection_query

from tests.graphql import Ask, codes
from tests.people import Room


def nested(levels: int) -> str:
    """Systems, their assets, their systems … so many times."""
    inner = "code"
    for _ in range(levels):
        inner = f"code assets(first: 1) {{ nodes {{ system {{ {inner} }} }} }}"
    return f"{{ systems(first: 1) {{ nodes {{ {inner} }} }} }}"


BOMB = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(40))
BOMB = f"{{ ...F0 }} {BOMB} fragment F40 on Query {{ a: __typename }}"
WIDE = "{ assets(first: 200) { nodes { foreignKeys { target { foreignKeys { target { name } } } } } } }"
PAGES = "query ($n: Int = 1) { systems(first: $n) { nodes { assets(first: $n) { nodes { name } } } } }"


@pytest.mark.parametrize(
    ("query", "variables", "refused"),
    [
        (nested(4), {}, []),
        (nested(5), {}, ["too_deep"]),
        (WIDE, {}, ["too_costly"]),
        (PAGES, {}, []),
        (PAGES, {"n": 100}, []),
        (PAGES, {"n": 200}, ["too_costly"]),
        ("{" + " ".join(f"a{n}: __typename" for n in range(30)) + "}", {}, []),
        ("{" + " ".join(f"a{n}: __typename" for n in range(31)) + "}", {}, ["too_many_aliases"]),
        (BOMB, {}, ["too_many_aliases"]),
        ("{" + "__typename " * 2000 + "}", {}, ["too_long"]),
        (
            "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
            {},
            ["validation"],
        ),
    ],
    ids="nested nested-more wide pages pages-100 pages-200 aliases aliases-more bomb tokens introspection".split(),
)
def test_limits(room: Room, ask: Ask, query: str, variables: dict[str, Any], refused: list[str]) -> None:
    answer = ask(query, **variables)
    assert codes(answer) == refused
    assert ("data" in answer) is (refused == [])


def test_standard_introspection_is_answered(room: Room, ask: Ask) -> None:
    assert ask(get_introspection_query())["data"]["__schema"]["queryType"]["name"] == "Query"
