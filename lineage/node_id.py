"""Names of the nodes of a graph as one text, as Marquez writes them: `dataset:crm:client`. Pure.

Such a text may be read in several ways, because namespaces hold colons (`postgres://host:5432`) and names may:
`readings` gives all of them, the likeliest first, and whoever knows what exists chooses. A version is a UUID behind
a `#`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

COLONS_MAX = 20  # in a text that is read: beyond, there are too many ways
_VERSIONED = re.compile(r"(?P<rest>.+)#(?P<version>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.I | re.S)
_HOST_BEFORE = re.compile(r"//[^/:]*$")
_PORT = re.compile(r":\d+(?=[:/]|$)")


class NodeType(StrEnum):
    DATASET = "dataset"
    FIELD = "datasetField"
    JOB = "job"
    RUN = "run"


PARTS = {NodeType.DATASET: 2, NodeType.FIELD: 3, NodeType.JOB: 2, NodeType.RUN: 1}


@dataclass(frozen=True, slots=True)
class NodeId:
    """`parts` are namespace and name, for a field its name too; for a run its id."""

    type: NodeType
    parts: tuple[str, ...]
    version: UUID | None = None

    def __str__(self) -> str:
        text = ":".join((self.type.value, *self.parts))
        return f"{text}#{self.version}" if self.version else text

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name of the dataset or job."""
        namespace, name, *_field = self.parts
        return namespace, name

    @property
    def field(self) -> str:
        return self.parts[2]

    @classmethod
    def dataset(cls, namespace: str, name: str, version: UUID | None = None) -> "NodeId":
        return cls(NodeType.DATASET, (namespace, name), version)

    @classmethod
    def of_field(cls, namespace: str, name: str, field: str, version: UUID | None = None) -> "NodeId":
        return cls(NodeType.FIELD, (namespace, name, field), version)

    @classmethod
    def job(cls, namespace: str, name: str, version: UUID | None = None) -> "NodeId":
        return cls(NodeType.JOB, (namespace, name), version)

    @classmethod
    def run(cls, run_id: UUID) -> "NodeId":
        return cls(NodeType.RUN, (str(run_id),))

    @classmethod
    def parse(cls, text: str) -> "NodeId":
        """The likeliest reading; raises `ValueError` when there is none."""
        return cls.readings(text)[0]

    @classmethod
    def readings(cls, text: str) -> list["NodeId"]:
        """All ways to read a text, the likeliest first; raises `ValueError` when there is none, or too many."""
        prefix, _colon, rest = text.partition(":")
        if prefix not in PARTS or rest.count(":") > COLONS_MAX:
            raise ValueError(text)
        found = list(_readings(NodeType(prefix), rest))
        if not found:
            raise ValueError(text)
        return found


def _readings(kind: NodeType, rest: str) -> Iterator[NodeId]:
    if kind == NodeType.RUN:
        if _is_uuid(rest):
            yield NodeId(kind, (rest,))
        return
    if versioned := _VERSIONED.fullmatch(rest):
        yield from (
            NodeId(kind, parts, UUID(versioned["version"]))
            for parts in _splits(versioned["rest"], PARTS[kind])
        )
    yield from (NodeId(kind, parts) for parts in _splits(rest, PARTS[kind]))


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _splits(text: str, count: int) -> list[tuple[str, ...]]:
    """`text` cut at colons into so many parts, none empty."""
    places = [place for place, char in enumerate(text) if char == ":"]
    cuts = sorted(combinations(places, count - 1), key=lambda cut: (sum(_oddness(text, p) for p in cut), cut))
    return [parts for cut in cuts if all(parts := _cut(text, cut))]


def _oddness(text: str, place: int) -> int:
    """How unlikely it is that a part ends at this colon: it belongs to a scheme, or to a port."""
    if text.startswith("//", place + 1):
        return 2
    return 1 if _PORT.match(text, place) and _HOST_BEFORE.search(text, 0, place) else 0


def _cut(text: str, places: tuple[int, ...]) -> tuple[str, ...]:
    starts = (0, *(place + 1 for place in places))
    return tuple(text[start:end] for start, end in zip(starts, (*places, len(text)), strict=True))
