"""Keys that files do not declare, guessed from names and values. Pure: values come as counts and a question.

Better no proposal than a silly one: small numbers are included in everything, so a name must point
to the target, or the values must leave one target only and use most of its keys.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalog.choices import FieldType
from catalog.keys import are_compatible
from common.text import words

KEY_WORDS = frozenset("id key code uuid guid no num number numero nr ref reference cle pk".split())
LAYERS = frozenset("raw stg staging src source dim fct fact tbl table t".split())
PARENTS = frozenset("parent manager supervisor".split())
KEY_TYPES = frozenset({FieldType.INTEGER.value, FieldType.STRING.value, FieldType.UUID.value})
ID_WORDS = frozenset("id key uuid guid pk".split())  # numbers of lines or codes of states point nowhere
COVERED_MIN = 0.5  # of the target's keys, more than this share …
DISTINCT_MIN = 3  # … and at least so many of them


@dataclass(frozen=True, slots=True)
class Column:
    """A column as counted: `filled` rows with a value, `distinct` values among them."""

    name: str
    type: str
    filled: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    rows: int
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Link:
    """A proposed foreign key of one column."""

    table: str
    column: str
    target: str
    target_column: str


# Whether every value of (table, column) is among those of (target, column).
Includes = Callable[[str, str, str, str], bool]


def is_key_like(name: str) -> bool:
    """Whether a name says that its values identify something: `user_id`, `id_client`, `code`."""
    parts = words(name)
    return bool(parts) and (parts[-1] in KEY_WORDS or parts[0] in KEY_WORDS)


def primary_key_propose(table: Table) -> str | None:
    """The column that is named like the table's key, full and unique: `id`, `order_id`, `id_order`."""
    full = [c for c in table.columns if _identifies(c, table)]
    noun = noun_of(table.name)
    for column in full:
        if len(words(column.name)) == 1 or stem_of(column.name) == noun:
            return column.name
    return None


def composite_candidate(table: Table) -> list[str]:
    """The full key-like columns that may identify a row together; empty unless there are several."""
    names = [c.name for c in table.columns if table.rows and c.filled == table.rows and is_key_like(c.name)]
    return names if len(names) > 1 else []


def _identifies(column: Column, table: Table) -> bool:
    unique = table.rows > 0 and column.filled == column.distinct == table.rows
    return unique and column.type in KEY_TYPES and is_key_like(column.name)


def foreign_keys_propose(tables: Sequence[Table], keys: Mapping[str, str], includes: Includes) -> list[Link]:
    """Links to the proposed `keys` (column by table), those with a telling name first."""
    named = [
        link for table in tables for c in _linkable(table, keys) for link in _by_name(table, c, tables, keys)
    ]
    sound = [link for link in named if includes(link.table, link.column, link.target, link.target_column)]
    taken = {(link.table, link.column) for link in named}
    guessed = [
        link
        for table in tables
        for column in _linkable(table, keys)
        if (table.name, column.name) not in taken
        for link in _by_values(table, column, tables, keys, sound, includes)
    ]
    return [*sound, *guessed]


def _linkable(table: Table, keys: Mapping[str, str]) -> list[Column]:
    return [
        c
        for c in table.columns
        if c.filled and c.type in KEY_TYPES and is_key_like(c.name) and c.name != keys.get(table.name)
    ]


def _by_name(table: Table, column: Column, tables: Sequence[Table], keys: Mapping[str, str]) -> list[Link]:
    """The one table that the column's name means: `customer_id`, `billing_customer_id`, `parent_id`."""
    stem = stem_of(column.name)
    if not stem:
        return []
    if set(stem) <= PARENTS and table.name in keys:
        return [Link(table.name, column.name, table.name, keys[table.name])]
    meant = [t for t in _targets(column, tables, keys) if stem[-len(noun_of(t.name)) :] == noun_of(t.name)]
    meant.sort(key=lambda t: len(noun_of(t.name)))
    return [Link(table.name, column.name, t.name, keys[t.name]) for t in meant[-1:]]


def _by_values(
    table: Table,
    column: Column,
    tables: Sequence[Table],
    keys: Mapping[str, str],
    known: Sequence[Link],
    includes: Includes,
) -> list[Link]:
    """The one other table whose keys hold all values, when nothing else could be meant.

    A table that already points here is no candidate: links do not go round.
    """
    if not ID_WORDS.intersection(words(column.name)) or column.distinct < DISTINCT_MIN:
        return []
    pointing_here = {link.table for link in known if link.target == table.name}
    candidates = [
        t
        for t in _targets(column, tables, keys)
        if t.name != table.name
        and t.name not in pointing_here
        and includes(table.name, column.name, t.name, keys[t.name])
    ]
    if len(candidates) != 1 or column.distinct <= COVERED_MIN * candidates[0].rows:
        return []
    return [Link(table.name, column.name, candidates[0].name, keys[candidates[0].name])]


def _targets(column: Column, tables: Sequence[Table], keys: Mapping[str, str]) -> list[Table]:
    return [t for t in tables if t.name in keys and are_compatible(column.type, t.column(keys[t.name]).type)]


def noun_of(table: str) -> tuple[str, ...]:
    """What a table is about: `raw_customers` is about a `customer`."""
    parts = words(table)
    while len(parts) > 1 and parts[0] in LAYERS:
        parts = parts[1:]
    return tuple(singular(part) for part in parts)


def stem_of(column: str) -> tuple[str, ...]:
    """What a key-like column identifies: `user_id` a `user`, `id_client` a `client`, `id` says nothing."""
    return tuple(singular(part) for part in words(column) if part not in KEY_WORDS)


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
