"""What a job, or a person, says of the flow: plain values, by ids of assets and fields."""

from dataclasses import dataclass
from typing import NamedTuple


class Pair(NamedTuple):
    """An edge by its ends."""

    source_id: int
    target_id: int


WHOLE = 0  # the target field of a link that goes into every field of its target
GONE = 0  # the source field of a link between fields that people took away: only its edge is left


class FieldLink(NamedTuple):
    """A dependency between two fields, by their ids and those of their assets."""

    source_id: int
    source_field_id: int
    target_id: int
    target_field_id: int
    dependency: str = ""
    subtype: str = ""
    masking: bool = False
    description: str = ""

    @property
    def pair(self) -> Pair:
        return Pair(self.source_id, self.target_id)


@dataclass(frozen=True, slots=True)
class JobKey:
    """A job by its name, as in OpenLineage."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace} {self.name}"
