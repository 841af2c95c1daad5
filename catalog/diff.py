"""The difference between two documents, field by field, pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What identifies a row in the lists of a document, by path: a unique key has `fields` too, plain names.
ROW_KEYS = {
    "fields": ("name",),
    "unique_keys": ("name",),
    "foreign_keys": ("name",),
    "ownerships": ("participant", "responsibility"),
}
ABSENT: Any = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`path` in dots, rows by their name in brackets: `fields[email].required`."""

    path: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Difference]:
    """What changed from one document to the other; a missing document counts as empty."""
    return list(_of_mappings("", before or {}, after or {}))


def _of_mappings(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *after]):
        if name != "id":
            yield from _of_values(f"{path}.{name}".lstrip("."), before.get(name), after.get(name))


def _of_values(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if path in ROW_KEYS:
        yield from _of_rows(path, ROW_KEYS[path], before or [], after or [])
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _of_mappings(path, before, after)
    else:
        yield Difference(path, before, after)


def _of_rows(path: str, keys: tuple[str, ...], before: list[Any], after: list[Any]) -> Iterator[Difference]:
    old, new = _by_key(before, keys), _by_key(after, keys)
    for key in dict.fromkeys([*old, *new]):
        row = f"{path}[{' · '.join(key)}]"
        if key in old and key in new:
            yield from _of_mappings(row, old[key], new[key])
        else:
            yield Difference(row, old.get(key, ABSENT), new.get(key, ABSENT))
    yield from _of_order(path, [key for key in old if key in new], [key for key in new if key in old])


def _of_order(path: str, before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> Iterator[Difference]:
    """Rows that both have, in another order: told by their names."""
    if before != after:
        yield Difference(path, [" · ".join(key) for key in before], [" · ".join(key) for key in after])


def _by_key(rows: list[Any], keys: tuple[str, ...]) -> dict[tuple[str, ...], Any]:
    return {tuple(row[key] for key in keys): row for row in rows}
