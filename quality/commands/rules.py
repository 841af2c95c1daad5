"""Rules: written, changed, proposed from the documentation, accepted, deleted.

A condition in SQL is tried in a process of its own before the transaction begins, so that nobody waits for it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.queries.assets import asset_get, assets_visible, standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Invalid, NotFound, Outdated
from quality import access
from quality.choices import DIMENSIONS, RuleState, RuleType
from quality.commands.conditions import condition_read
from quality.documents import RuleDocument, RuleParametersDocument
from quality.models import Rule
from quality.queries.rules import rule_get, rules_of, rules_of_assets, shape_of
from quality.rules.kinds import rule_errors
from quality.rules.naming import references_of
from quality.rules.proposals import proposals
from quality.sandbox import pattern_holds

Values = Mapping[str, Any]


def rule_create(*, actor: Actor, asset_id: int, document: RuleDocument, reason: str = "") -> int:
    """Add a rule to an asset; answers its id.

    Raises `NotFound`, `Forbidden`, and `Invalid` with every place that does not hold together.
    """
    asset = _asset_for(actor, asset_id)
    values = _checked(actor, asset, document)
    return _rule_add(actor=actor, asset_id=asset_id, values=values, reason=reason)


@command
def _rule_add(*, actor: Actor, asset_id: int, values: Values, reason: str = "") -> int:
    _refuse_twin(actor, asset_id, values)
    return Rule.objects.create(workshop_id=actor.workshop_id, asset_id=asset_id, **values).pk


def rule_update(
    *,
    actor: Actor,
    rule_id: int,
    values: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Change what is given of a rule (keys of `RuleDocument`; `parameters` as a whole).

    Raises `NotFound`, `Forbidden`, `Outdated` and `Invalid`.
    """
    present = rule_get(actor, rule_id)
    asset = _asset_for(actor, present["asset_id"])
    before = {name: present[name] for name in RuleDocument.model_fields}
    document = RuleDocument.read({**before, **values})
    checked = _checked(actor, asset, document)
    _rule_write(
        actor=actor, rule_id=rule_id, values=checked, reason=reason, expected_version=expected_version
    )


@command
def _rule_write(
    *, actor: Actor, rule_id: int, values: Values, reason: str = "", expected_version: int | None = None
) -> None:
    rule = _rule(actor, rule_id)
    _check_version(rule, expected_version)
    if all(getattr(rule, name) == value for name, value in values.items()):
        return
    _refuse_twin(actor, rule.asset_id, values, rule_id)
    _save(rule, values)


@command
def rule_delete(*, actor: Actor, rule_id: int, reason: str = "", expected_version: int | None = None) -> None:
    """Delete a rule. What it found stays. Raises `NotFound`, `Forbidden`, `Outdated`."""
    rule = _rule(actor, rule_id)
    _asset_for(actor, rule.asset_id)
    _check_version(rule, expected_version)
    rule.delete()


@command
def rules_propose(*, actor: Actor, asset_id: int, reason: str = "") -> list[int]:
    """Propose what the documentation of an asset calls for and no rule says yet; answers the new rules' ids.

    Proposed rules are not checked until somebody accepts them. Raises `NotFound`, `Forbidden`.
    """
    asset = _asset_for(actor, asset_id)
    said = {
        (rule["type"], _text(RuleParametersDocument.read(rule["parameters"])))
        for rule in rules_of_assets(actor, [asset_id])[asset_id]
    }
    wanted = [rule for rule in proposals(asset) if (rule.type, _text(rule.parameters)) not in said]
    rows = [values for rule in wanted if (values := _checked_if_sound(actor, asset, rule))]
    return [
        Rule.objects.create(workshop_id=actor.workshop_id, asset_id=asset_id, **values).pk for values in rows
    ]


def _checked_if_sound(
    actor: Actor, asset: Mapping[str, Any], document: RuleDocument
) -> dict[str, Any] | None:
    """Documentation may link fields that cannot be compared; no rule can be made of that."""
    try:
        return _checked(actor, asset, document)
    except Invalid:
        return None


def _text(parameters: RuleParametersDocument) -> str:
    return parameters.model_dump_json()


@command
def rules_accept(*, actor: Actor, rule_ids: Collection[int], reason: str = "") -> None:
    """Make proposed (or paused) rules active. Raises `NotFound` for any that is not there, and `Forbidden`."""
    require(actor, access.can_read(actor))
    rules = {rule.pk: rule for rule in rules_of(actor).filter(pk__in=rule_ids)}
    if set(rule_ids) - rules.keys():
        raise NotFound()
    rights = standings({rule.asset_id for rule in rules.values()})
    for rule in rules.values():
        require(actor, access.can_rule(actor, rights[rule.asset_id]))
        if rule.state != RuleState.ACTIVE:
            _save(rule, {"state": RuleState.ACTIVE.value})


def _asset_for(actor: Actor, asset_id: int) -> dict[str, Any]:
    """The asset whose rules are to be written."""
    require(actor, access.can_read(actor))
    asset = asset_get(actor, asset_id)
    require(actor, access.can_rule(actor, standings([asset_id])[asset_id]))
    return asset


def _rule(actor: Actor, rule_id: int) -> Rule:
    require(actor, access.can_read(actor))
    rule = rules_of(actor).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound()
    return rule


def _check_version(rule: Rule, expected_version: int | None) -> None:
    if expected_version is not None and expected_version != rule.version:
        raise Outdated()


def _save(rule: Rule, values: Values) -> None:
    changed = {**values, "version": rule.version + 1, "modified_at": timezone.now()}
    for name, value in changed.items():
        setattr(rule, name, value)
    rule.save()


def _checked(actor: Actor, asset: Mapping[str, Any], document: RuleDocument) -> dict[str, Any]:
    """The columns of a rule that holds together; raises `Invalid`."""
    target = _target(actor, asset, document.parameters)
    parameters = document.parameters
    if target is not None:
        name = {"namespace": target["namespace"], "name": target["name"]}
        parameters = RuleParametersDocument.read({**parameters.model_dump(), "target": name})
    shape = shape_of(target) if target else None
    if errors := rule_errors(document.type, parameters, shape_of(asset), shape):
        raise Invalid(errors=errors)
    references = references_of(
        parameters, _ids(asset), target["id"] if target else None, _ids(target) if target else {}
    )
    if document.type == RuleType.PATTERN and not pattern_holds(parameters.pattern):
        message = _("This is not a regular expression (RE2). Example: [A-Z]{2}-[0-9]+")
        raise Invalid.at("parameters.pattern", "pattern", message)
    if document.type == RuleType.SQL:
        references |= condition_read(actor, asset, parameters.predicate)
    return {
        "type": document.type,
        "parameters": parameters.model_dump(mode="json", exclude_defaults=True),
        "references": references,
        "dimension": document.dimension or DIMENSIONS[document.type].value,
        "severity": document.severity,
        "state": document.state,
        "why": document.why,
    }


def _ids(asset: Mapping[str, Any]) -> dict[str, int]:
    return {field["name"]: field["id"] for field in asset["fields"]}


def _target(
    actor: Actor, asset: Mapping[str, Any], parameters: RuleParametersDocument
) -> dict[str, Any] | None:
    """The other asset of a rule; without namespace, in that of the asset itself."""
    if parameters.target is None:
        return None
    namespace = parameters.target.namespace or asset["namespace"]
    rows = assets_visible(actor).filter(namespace=namespace, name=parameters.target.name)
    pk = rows.values_list("pk", flat=True).first()
    return asset_get(actor, pk, ("fields",)) if pk else None


def _refuse_twin(actor: Actor, asset_id: int, values: Values, except_id: int | None = None) -> None:
    """Two rules that say the same would count, and alarm, twice."""
    rows = rules_of(actor).filter(asset=asset_id, type=values["type"]).exclude(pk=except_id or 0)
    if any(parameters == values["parameters"] for parameters in rows.values_list("parameters", flat=True)):
        raise Invalid.at("parameters", "duplicate", _("Another rule of this asset says the same already."))
