"""A rule as one SQL statement over the tables of `quality.sandbox`. Pure.

Each statement answers one row: how many were checked, how many of them passed, the ids of the failing bricks in
order (null without), and what was found instead, as a short text (for rules about the whole).

For each brick a rule is true, false, or null where it has nothing to say: a value that is missing is the business of
the rule “is filled in” alone. Only names of our own making stand in the SQL; values are its parameters.
"""

# ruff: noqa: S608

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from catalog.choices import TYPE_FAMILIES, FieldType
from quality.choices import Measure, Operator, RuleType
from quality.documents import RuleParametersDocument
from quality.sandbox.engine import pointer

ENGINE_TYPES: dict[str, str] = {
    FieldType.STRING: "VARCHAR",
    FieldType.INTEGER: "BIGINT",
    FieldType.DECIMAL: "DECIMAL(38, 9)",
    FieldType.FLOAT: "DOUBLE",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.TIME: "TIME",
    FieldType.DATETIME: "TIMESTAMPTZ",
    FieldType.UUID: "UUID",
    FieldType.BINARY: "VARCHAR",
    FieldType.JSON: "JSON",
}
OPERATORS: dict[str, str] = {
    Operator.EQ: "=", Operator.NE: "<>", Operator.LT: "<", Operator.LE: "<=", Operator.GT: ">", Operator.GE: ">=",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """A table of bricks: the engine's name of it, and the types of the fields that it holds, in order."""

    table: str
    types: Mapping[str, str]

    def column(self, name: str) -> str:
        return f"{self.table}.f{list(self.types).index(name)}"


@dataclass(frozen=True, slots=True)
class Compiled:
    sql: str
    parameters: tuple[Any, ...] = field(default=())


def compiled(
    type_: str,
    parameters: RuleParametersDocument,
    ground: Ground,
    target: Ground | None = None,
    *,
    at: datetime,
    latest: datetime | None = None,
) -> Compiled:
    """The statement of a rule, at a moment; `latest` is when the last brick came.

    The rule fits the fields (`kinds.rule_errors`). Conditions in SQL are not compiled here: they run apart.
    """
    if type_ == RuleType.FRESHNESS:
        return _freshness(parameters, ground, at, latest)
    if type_ == RuleType.VOLUME:
        return _volume(parameters, ground)
    if type_ == RuleType.RECONCILIATION and parameters.measure != Measure.VALUES:
        assert target is not None
        return _reconciliation(parameters, ground, target)
    condition, values = _CONDITIONS[type_](parameters, ground, target)
    if type_ in _JUDGING:
        condition, values = _unless_unreadable(parameters.fields, ground, condition, values)
    return Compiled(of_each_brick(condition, ground.table), tuple(values))


def of_each_brick(condition: str, table: str) -> str:
    return (
        "SELECT count(ok), count_if(ok), list(brick ORDER BY brick) FILTER (NOT ok), NULL "
        f"FROM (SELECT {table}.brick AS brick, {condition} AS ok FROM {table})"
    )


Condition = tuple[str, Sequence[Any]]


def _said(name: str, ground: Ground) -> Condition:
    """What stands in the brick for a field, as text, also when it is not of the field's type."""
    return f"json_extract_string({ground.table}.said, ?)", [pointer(name)]


def _unless_unreadable(
    names: Sequence[str], ground: Ground, condition: str, values: Sequence[Any]
) -> Condition:
    """A value that is not of its field's type is wrong, rather than missing."""
    said = [(name, *_said(name, ground)) for name in names if ground.types[name] != FieldType.STRING]
    if not said:
        return condition, values
    unreadable = " OR ".join(
        f"({ground.column(name)} IS NULL AND {sql} IS NOT NULL)" for name, sql, _v in said
    )
    given = [value for _name, _sql, own in said for value in own]
    return f"CASE WHEN {unreadable} THEN false ELSE {condition} END", [*given, *values]


def _not_null(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    (name,) = p.fields
    column = ground.column(name)
    if ground.types[name] == FieldType.STRING:
        return f"coalesce(trim({column}), '') <> ''", []
    said, values = _said(name, ground)
    return f"({column} IS NOT NULL OR coalesce(trim({said}), '') <> '')", values


def _unique(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    columns = [ground.column(name) for name in p.fields]
    missing = " OR ".join(f"{column} IS NULL" for column in columns)
    together = f"count(*) OVER (PARTITION BY {', '.join(columns)})"
    return f"CASE WHEN {missing} THEN NULL ELSE {together} = 1 END", []


def _type(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    (name,) = p.fields
    said, values = _said(name, ground)
    column = ground.column(name)
    return f"CASE WHEN {column} IS NOT NULL THEN true WHEN {said} IS NOT NULL THEN false END", values


def _allowed(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    (name,) = p.fields
    type_ = ENGINE_TYPES[ground.types[name]]
    marks = ", ".join([f"TRY_CAST(? AS {type_})"] * len(p.values))
    return f"{ground.column(name)} IN ({marks})", p.values


def _range(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    (name,) = p.fields
    type_ = ENGINE_TYPES[ground.types[name]]
    bounds = [(">=", p.minimum), ("<=", p.maximum)]
    parts = [f"{ground.column(name)} {sign} TRY_CAST(? AS {type_})" for sign, bound in bounds if bound]
    return f"({' AND '.join(parts)})", [bound for _sign, bound in bounds if bound]


def _pattern(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    return f"regexp_full_match(CAST({ground.column(p.fields[0])} AS VARCHAR), ?)", [p.pattern]


def _length(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    bounds = [(">=", p.length_min), ("<=", p.length_max)]
    length = f"length(CAST({ground.column(p.fields[0])} AS VARCHAR))"
    parts = [f"{length} {sign} ?" for sign, bound in bounds if bound is not None]
    return f"({' AND '.join(parts)})", [bound for _sign, bound in bounds if bound is not None]


def _comparison(p: RuleParametersDocument, ground: Ground, _target: Ground | None) -> Condition:
    one, other = p.fields
    first, second = _alike(ground.column(one), ground.types[one], ground.column(other), ground.types[other])
    return f"{first} {OPERATORS[p.operator]} {second}", []


def _alike(one: str, one_type: str, other: str, other_type: str) -> tuple[str, str]:
    """Two columns in a form in which they compare."""
    same = one_type == other_type or TYPE_FAMILIES.get(one_type) in ("number", "date")
    return (one, other) if same else (f"CAST({one} AS VARCHAR)", f"CAST({other} AS VARCHAR)")


def _pairs(p: RuleParametersDocument, ground: Ground, there: str, target: Ground) -> list[tuple[str, str]]:
    """The columns here, and those of the other asset under the alias `there`, of each pair of key fields."""
    pairs = []
    for name, target_name in zip(p.fields, p.target_fields, strict=True):
        column = target.column(target_name).partition(".")[2]
        pairs.append(
            _alike(ground.column(name), ground.types[name], f"{there}.{column}", target.types[target_name])
        )
    return pairs


def _foreign_key(p: RuleParametersDocument, ground: Ground, target: Ground | None) -> Condition:
    assert target is not None
    pairs = _pairs(p, ground, "there", target)
    missing = " OR ".join(f"{ground.column(name)} IS NULL" for name in p.fields)
    same = " AND ".join(f"{other} = {one}" for one, other in pairs)
    exists = f"EXISTS (SELECT 1 FROM {target.table} AS there WHERE {same})"
    return f"CASE WHEN {missing} THEN NULL ELSE {exists} END", []


def _values(p: RuleParametersDocument, ground: Ground, target: Ground | None) -> Condition:
    """That the brick with the same key over there says the same; nothing when there is none, or several."""
    assert target is not None
    pairs = _pairs(p, ground, "there", target)
    same_key = " AND ".join(f"{other} = {one}" for one, other in pairs)
    agreeing = []
    for pair in p.compared:
        column = target.column(pair.target_field).partition(".")[2]
        one, other = _alike(
            ground.column(pair.field),
            ground.types[pair.field],
            f"there.{column}",
            target.types[pair.target_field],
        )
        agreeing.append(f"{one} IS NOT DISTINCT FROM {other}")
    return f"(SELECT bool_and({' AND '.join(agreeing)}) FROM {target.table} AS there WHERE {same_key})", []


_CONDITIONS: dict[str, Callable[[RuleParametersDocument, Ground, Ground | None], Condition]] = {
    RuleType.NOT_NULL: _not_null,
    RuleType.UNIQUE: _unique,
    RuleType.TYPE: _type,
    RuleType.ALLOWED: _allowed,
    RuleType.RANGE: _range,
    RuleType.PATTERN: _pattern,
    RuleType.LENGTH: _length,
    RuleType.COMPARISON: _comparison,
    RuleType.FOREIGN_KEY: _foreign_key,
    RuleType.RECONCILIATION: _values,
}
# Those that judge values, and so whether they can be read at all.
_JUDGING = frozenset({RuleType.ALLOWED, RuleType.RANGE, RuleType.COMPARISON, RuleType.FOREIGN_KEY})


# About the whole


def _freshness(p: RuleParametersDocument, ground: Ground, at: datetime, latest: datetime | None) -> Compiled:
    oldest = at - timedelta(minutes=p.max_age_minutes or 0)
    if p.fields:
        newest, given = f"CAST(max({ground.column(p.fields[0])}) AS TIMESTAMPTZ)", []
    else:
        newest, given = "CAST(? AS TIMESTAMPTZ)", [latest]
    sql = (
        "SELECT count(newest), count_if(newest >= CAST(? AS TIMESTAMPTZ)), NULL, any_value(CAST(newest AS VARCHAR)) "
        f"FROM (SELECT {newest} AS newest FROM {ground.table} HAVING count(*) > 0)"
    )
    return Compiled(sql, (oldest, *given))


def _volume(p: RuleParametersDocument, ground: Ground) -> Compiled:
    bounds = [(">=", p.count_min), ("<=", p.count_max)]
    holds = " AND ".join(f"count(*) {sign} ?" for sign, bound in bounds if bound is not None)
    sql = f"SELECT 1, CAST({holds} AS INTEGER), NULL, CAST(count(*) AS VARCHAR) FROM {ground.table}"
    return Compiled(sql, tuple(bound for _sign, bound in bounds if bound is not None))


def _reconciliation(p: RuleParametersDocument, ground: Ground, target: Ground) -> Compiled:
    """Both sides as numbers; a sum or a count of nothing is 0, since that is what is there."""
    here, there = (
        f"(SELECT {_measured(p.measure, [side.column(name) for name in names])} FROM {side.table})"
        for side, names in ((ground, p.fields), (target, p.target_fields))
    )
    sql = (
        "SELECT 1, CAST(abs(here - there) <= abs(there) * ? / 100 AS INTEGER), NULL, concat(here, ' / ', there) "
        f"FROM (SELECT {here} AS here, {there} AS there)"
    )
    return Compiled(sql, (p.tolerance_percent,))


def _measured(measure: str, columns: Sequence[str]) -> str:
    if measure == Measure.SUM:
        return f"coalesce(sum({columns[0]}), 0)"
    if measure == Measure.DISTINCT:
        return (
            f"count(DISTINCT {columns[0]})"
            if len(columns) == 1
            else f"count(DISTINCT ({', '.join(columns)}))"
        )
    return "count(*)"
