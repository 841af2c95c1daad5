"""What machines say of assets (OpenLineage, Marquez), and how many sayings become one. Pure.

Machines speak late, twice, poorer than before, several at once. So each value that was ever said is kept with the
moment for which it was said (`Said`), of two the later stays, and silence takes nothing away: whatever order
statements come in, the same is known in the end. A moment is whole microseconds since 1970.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.choices import FieldType, Responsibility
from catalog.native_types import field_type_of
from common.document import CONTROL
from common.text import fold

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXT_MAX = 10_000
TAG_MAX, TAGS_MAX = 200, 50
AssetKey = tuple[str, str]  # namespace, name

# `{"description": [moment, text], "tags": [moment, [tag, …]], "owners": [[name, responsibility], …], "fields": {…}}`;
# each field by the machine's name for it: `{"id": …, "made": true when it is the machine's, "type": [moment, code],
# "description": [moment, text], "place": [richness, -moment, index]}`.
Said = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedField:
    """A column as a machine sees it; `type` in the machine's words, `fields` when it is nested."""

    name: str
    type: str = ""
    description: str = ""
    fields: Sequence["ObservedField"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedOwner:
    """Somebody that a machine calls an owner; counts only when a participant has this nickname."""

    name: str
    responsibility: Responsibility = Responsibility.STEWARD


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedAsset:
    """A dataset as a machine sees it. What is empty was not said; `at` is when it was so, now if not given.

    `fields` are its schema, in order; `mentioned` are fields that are only known by name.
    """

    namespace: str
    name: str
    at: datetime | None = None
    fields: Sequence[ObservedField] = ()
    mentioned: Sequence[str] = ()
    description: str = ""
    tags: Sequence[str] = ()
    owners: Sequence[ObservedOwner] = ()

    @property
    def key(self) -> AssetKey:
        return self.namespace.strip(), self.name.strip()


def moment_of(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def flattened(fields: Iterable[ObservedField], prefix: str = "") -> Iterator[ObservedField]:
    """Nested fields as `parent.child`, each after its parent."""
    for field in fields:
        if not prefix and not field.fields:
            yield field
            continue
        name = f"{prefix}{field.name}"
        yield ObservedField(name=name, type=field.type, description=field.description)
        yield from flattened(field.fields, f"{name}.")


def merged(said: Said, observed: ObservedAsset, moment: int) -> Said:
    """What is known after one more statement; the values given are not changed."""
    after = dict(said)
    _register(after, "description", moment, observed.description.strip())
    _register(after, "tags", moment, list(dict.fromkeys(observed.tags)))
    fields = dict(said.get("fields", ()))
    schema = list(flattened(observed.fields))
    for index, field in enumerate(schema):
        fields[field.name] = _field_merged(fields.get(field.name, {}), field, moment, len(schema), index)
    for name in observed.mentioned:
        if name not in fields:
            fields[name] = {}
    if fields:
        after["fields"] = fields
    if observed.owners:
        owners = [[fold(owner.name), owner.responsibility.value] for owner in observed.owners]
        known = said.get("owners", [])
        after["owners"] = sorted([*known, *(owner for owner in owners if owner not in known)])
    return after


def _field_merged(said: Said, field: ObservedField, moment: int, richness: int, index: int) -> Said:
    """The place is that of the richest schema and of equally rich ones the first: projections do not reorder."""
    after = dict(said)
    _register(after, "type", moment, field_type_of(field.type))
    _register(after, "description", moment, field.description.strip())
    place = [richness, -moment, index]
    if "place" not in said or said["place"] < place:
        after["place"] = place
    return after


def joined(said: Said, other: Said) -> Said:
    """What is known when two assets turn out to be one; the rows that stand for fields are those of the first."""
    after = _latest(dict(said), other, ("description", "tags"))
    if owners := other.get("owners"):
        known = said.get("owners", [])
        after["owners"] = sorted([*known, *(owner for owner in owners if owner not in known)])
    fields = dict(said.get("fields", {}))
    for name, field in other.get("fields", {}).items():
        fields[name] = _latest(dict(fields.get(name, {})), field, ("type", "description", "place"))
    return {**after, "fields": fields} if fields else after


def _latest(said: Said, other: Said, names: Iterable[str]) -> Said:
    for name in names:
        if name in other:
            said[name] = max(said.get(name, other[name]), other[name])
    return said


def _register(said: Said, name: str, moment: int, value: Any) -> None:
    known = said.get(name)
    if value and (known is None or known <= [moment, value]):
        said[name] = [moment, value]


def value_of(said: Mapping[str, Any], name: str) -> Any:
    """The value that stands; `None` when nobody said any."""
    register = said.get(name)
    return register[1] if register else None


def text_of(said: Mapping[str, Any]) -> str:
    """The description as the catalogue takes it; what is too long stays in the facet."""
    text = value_of(said, "description")
    return CONTROL.sub(" ", text).strip()[:TEXT_MAX].strip() if text else ""


def tags_of(said: Said) -> list[str]:
    """Those that the catalogue takes."""
    tags = (CONTROL.sub(" ", tag).strip() for tag in value_of(said, "tags") or ())
    return [tag for tag in dict.fromkeys(tags) if 0 < len(tag) <= TAG_MAX][:TAGS_MAX]


def type_of(field: Said) -> str:
    """The type that is said, else text."""
    return value_of(field, "type") or FieldType.STRING.value


def order_of(said: Said) -> list[str]:
    """The names of the fields in the machine's order: those of the richest schema first, the only mentioned last."""
    fields = said.get("fields", {})
    return sorted(fields, key=lambda name: (*_place(fields[name]), name))


def _place(field: Said) -> tuple[int, int, int]:
    richness, earliness, index = field.get("place", (0, 0, 0))
    return -richness, -earliness, index


def values_of(said: Said) -> tuple[Any, ...]:
    """All that stands, without its moments: when it is the same as before, there is nothing to write."""
    fields = said.get("fields", {})
    described = [
        (name, value_of(fields[name], "type"), value_of(fields[name], "description")) for name in fields
    ]
    values = (value_of(said, "description"), value_of(said, "tags"), said.get("owners"))
    return (*values, order_of(said), sorted(described))
