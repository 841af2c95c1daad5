"""Judging: rules and the bricks of an asset brought together in the engine. Reads only; commands keep what it says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Max

from catalog.queries.assets import assets_get
from common.actor import Actor
from exchange.choices import BrickState
from exchange.queries.bricks import bricks_of
from exchange.queries.tables import bricks_json
from quality.choices import ResultOutcome, RuleType, Unmeasured
from quality.queries.rules import HeldRule, shape_of
from quality.rules.compiling import ENGINE_TYPES, Ground, compiled
from quality.rules.kinds import Shape, rule_errors
from quality.rules.scoring import Measured
from quality.sandbox import Answer, Question, Table, answers, answers_of_people

CURRENT = (BrickState.WAITING.value, BrickState.ACCEPTED.value)  # returned bricks are being corrected
ACCEPTED = (BrickState.ACCEPTED.value,)
REASONS: dict[str, Unmeasured] = {
    "time": Unmeasured.TIME,
    "memory": Unmeasured.MEMORY,
    "conversion": Unmeasured.CONVERSION,
    "failed": Unmeasured.FAILED,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of the bricks of an asset."""

    rule: HeldRule
    checked_count: int = 0
    passed_count: int = 0
    failing: Sequence[int] = ()
    found: str = ""
    unmeasured: str = ""

    @property
    def outcome(self) -> ResultOutcome:
        if self.unmeasured:
            return ResultOutcome.NOT_MEASURED
        return ResultOutcome.PASSED if self.passed_count == self.checked_count else ResultOutcome.FAILED

    @property
    def measured(self) -> Measured:
        rule = self.rule
        return Measured(rule.dimension, rule.severity, self.checked_count, self.passed_count)


@dataclass(slots=True)
class _Bench:
    """The assets that some rules need, and which of their fields."""

    actor: Actor
    asset_id: int
    shapes: Mapping[int, Shape]
    needed: dict[int, dict[str, None]] = field(default_factory=dict)

    def ground(self, asset_id: int) -> Ground:
        types = self.shapes[asset_id].types
        names = self.needed[asset_id]
        return Ground(f"t{asset_id}", {name: types[name] for name in types if name in names})

    def target_of(self, rule: HeldRule) -> int | None:
        """A link of an asset to itself is, in a copy, a link of the copy to itself."""
        return self.asset_id if rule.target_id == rule.asset_id else rule.target_id


def judge(
    actor: Actor, asset_id: int, rules: Sequence[HeldRule], *, states: Collection[str] = CURRENT, at: datetime
) -> list[Judgement]:
    """What each rule says of the bricks of an asset that are in some states, in the order of the rules.

    What a rule compares with is judged by all its current bricks. Raises `TooMany` when SQL has to wait too long.
    """
    bench = _Bench(actor, asset_id, _shapes(actor, asset_id, rules))
    fit = [rule for rule in rules if _is_fit(bench, rule)]
    for rule in fit:
        _need(bench, rule)
    said = {
        **_ask(bench, [rule for rule in fit if rule.type != RuleType.SQL], states, at),
        **_ask_apart(bench, [rule for rule in fit if rule.type == RuleType.SQL], states),
    }
    return [_judgement(rule, said.get(rule.id, Answer(refused="unfit"))) for rule in rules]


def _shapes(actor: Actor, asset_id: int, rules: Sequence[HeldRule]) -> dict[int, Shape]:
    ids = {asset_id, *(rule.target_id for rule in rules if rule.target_id)}
    ids |= {pk for rule in rules for _schema, _name, pk in rule.reads}
    return {asset["id"]: shape_of(asset) for asset in assets_get(actor, sorted(ids), ("fields",))}


def _is_fit(bench: _Bench, rule: HeldRule) -> bool:
    """Whether all that the rule names is (still) there and of the right types."""
    target_id = bench.target_of(rule)
    target = bench.shapes.get(target_id) if target_id else None
    if rule.parameters.target is not None and target is None:
        return False
    if any(pk not in bench.shapes for _schema, _name, pk in rule.reads):
        return False
    return not rule_errors(rule.type, rule.parameters, bench.shapes[bench.asset_id], target)


def _need(bench: _Bench, rule: HeldRule) -> None:
    parameters = rule.parameters
    wanted: list[tuple[int, Sequence[str]]] = [
        (bench.asset_id, [*parameters.fields, *(pair.field for pair in parameters.compared)])
    ]
    if target_id := bench.target_of(rule):
        there = [*parameters.target_fields, *(pair.target_field for pair in parameters.compared)]
        wanted.append((target_id, there))
    for asset_id, names in wanted:
        bench.needed.setdefault(asset_id, {}).update(dict.fromkeys(names))


def _ask(
    bench: _Bench, rules: Sequence[HeldRule], states: Collection[str], at: datetime
) -> dict[int, Answer]:
    if not rules:
        return {}
    tables = [_table(bench, pk, states) for pk in bench.needed]
    latest = _latest(bench) if any(rule.type == RuleType.FRESHNESS for rule in rules) else None
    said = answers(tables, [_question(bench, rule, at, latest) for rule in rules])
    return {rule.id: answer for rule, answer in zip(rules, said, strict=True)}


def _question(bench: _Bench, rule: HeldRule, at: datetime, latest: datetime | None) -> Question:
    target_id = bench.target_of(rule)
    ground = bench.ground(bench.asset_id)
    target = bench.ground(target_id) if target_id else None
    statement = compiled(rule.type, rule.parameters, ground, target, at=at, latest=latest)
    return Question(statement.sql, statement.parameters)


def _table(bench: _Bench, asset_id: int, states: Collection[str]) -> Table:
    ground = bench.ground(asset_id)
    fields = [(name, ENGINE_TYPES[type_]) for name, type_ in ground.types.items()]
    return Table(ground.table, fields, _rows(bench, asset_id, states))


def _rows(bench: _Bench, asset_id: int, states: Collection[str]) -> Any:
    wanted = states if asset_id == bench.asset_id else CURRENT
    return partial(bricks_json, bench.actor, asset_id, states=wanted)


def _latest(bench: _Bench) -> datetime | None:
    bricks = bricks_of(bench.actor).filter(asset=bench.asset_id)
    latest: datetime | None = bricks.aggregate(latest=Max("modified_at"))["latest"]
    return latest


# Conditions in SQL

Views = dict[tuple[str, str], tuple[tuple[str, str], int]]  # by folded names: schema and name, and the asset


def _ask_apart(bench: _Bench, rules: Sequence[HeldRule], states: Collection[str]) -> dict[int, Answer]:
    """Each condition sees its own asset and those that it names, under the names it uses; mostly in one process."""
    said: dict[int, Answer] = {}
    for views, group in _groups(bench, rules):
        tables = [
            Table(f"t{number}", _all_fields(bench, pk), _rows(bench, pk, states), view)
            for number, (view, pk) in enumerate(views.values())
        ]
        asked = [Question(predicate=rule.parameters.predicate, view=("", rule.view)) for rule in group]
        answered = answers_of_people(tables, asked)
        said |= {rule.id: answer for rule, answer in zip(group, answered, strict=True)}
    return said


def _all_fields(bench: _Bench, asset_id: int) -> list[tuple[str, str]]:
    return [(name, ENGINE_TYPES[type_]) for name, type_ in bench.shapes[asset_id].types.items()]


def _groups(bench: _Bench, rules: Sequence[HeldRule]) -> list[tuple[Views, list[HeldRule]]]:
    """Rules that can share their tables: none of them calls another asset by the same name."""
    groups: list[tuple[Views, list[HeldRule]]] = []
    for rule in rules:
        named = [("", rule.view, bench.asset_id), *(r for r in rule.reads if r[:2] != ("", rule.view))]
        views = {(s.casefold(), n.casefold()): ((s, n), pk) for s, n, pk in named}
        for known, members in groups:
            if all(known.get(key, place)[1] == place[1] for key, place in views.items()):
                known |= {key: known.get(key, place) for key, place in views.items()}
                members.append(rule)
                break
        else:
            groups.append((views, [rule]))
    return groups


def _judgement(rule: HeldRule, answer: Answer) -> Judgement:
    """In words of ours; an answer without checked bricks is none."""
    if answer.refused:
        return Judgement(rule, unmeasured=REASONS.get(answer.refused, Unmeasured.UNFIT).value)
    checked, passed, failing, found = answer.row
    if not checked:
        return Judgement(rule, unmeasured=Unmeasured.NO_BRICKS.value)
    return Judgement(rule, checked, passed, failing or (), found or "")
