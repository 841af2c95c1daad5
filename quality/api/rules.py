"""REST: rules and checks."""

from typing import Any

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from common.api.preconditions import unless_known, versioned
from quality.api import shapes
from quality.api.inputs import AssetQuery, OfAsset, QualityRuleChange, QualityRuleCreate, RuleIds, RuleQuery
from quality.choices import Trigger
from quality.commands import check_run, rule_create, rule_delete, rule_update, rules_accept, rules_propose
from quality.documents import RuleDocument
from quality.queries.checks import check_get, checks_page
from quality.queries.rules import rule_get, rules_by_id, rules_page
from quality.representation import check_shown, rule_shown
from workshop.api.base import ApiView, created, nothing

RULE = {
    "asset": 1,
    "type": "allowed",
    "parameters": {"fields": ["email"], "values": ["a@example.org", "b@example.org"]},
    "severity": "major",
}
CONDITION = {"asset": 1, "type": "sql", "parameters": {"predicate": "id > 0"}, "dimension": "accuracy"}


class RulesView(ApiView):
    @operation("rules_list", "List rules", query=RuleQuery, answer=shapes.QualityRulePage)
    def get(self, request: Any, *, query: RuleQuery) -> JsonAnswer:
        """Of one asset, or of the whole workshop; what holds of an asset holds of its copies in the lake too."""
        page = rules_page(self.actor, asset=query.asset, state=query.state, **query.window)
        return page_answer(request, page.mapped(rule_shown))

    @operation(
        "rules_create",
        "Add a rule to an asset",
        body=QualityRuleCreate,
        answer=shapes.QualityRule,
        status=201,
        examples=[*example("A list of values", RULE), *example("A condition in SQL", CONDITION)],
    )
    def post(self, request: Any, *, body: QualityRuleCreate) -> JsonAnswer:
        """A condition in SQL reads bricks of the workshop and nothing else; it is tried before it is kept."""
        document = RuleDocument.read(body.model_dump(exclude={"asset"}))
        pk = rule_create(asset_id=body.asset, document=document, **self.signed)
        return created(request, rule_shown(rule_get(self.actor, pk)))


class RuleView(ApiView):
    @operation("rules_retrieve", "Read a rule", answer=shapes.QualityRule, guarded=True)
    def get(self, request: Any, *, rule_id: int) -> JsonAnswer:
        answer = versioned(rule_shown(rule_get(self.actor, rule_id)))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "rules_update", "Change a rule", body=QualityRuleChange, answer=shapes.QualityRule, guarded=True
    )
    def patch(self, request: Any, *, rule_id: int, body: Any) -> JsonAnswer:
        """What is not given stays; `parameters` are written as a whole."""
        values = body.model_dump(include=body.model_fields_set)
        rule_update(rule_id=rule_id, values=values, **self.guarded)
        return versioned(rule_shown(rule_get(self.actor, rule_id)))

    @operation("rules_delete", "Delete a rule", status=204, guarded=True)
    def delete(self, request: Any, *, rule_id: int) -> JsonAnswer:
        """What it found stays."""
        rule_delete(rule_id=rule_id, **self.guarded)
        return nothing()


class ProposalsView(ApiView):
    @operation(
        "rules_propose",
        "Propose rules from the documentation of an asset",
        body=OfAsset,
        answer=shapes.QualityRules,
        status=201,
    )
    def post(self, request: Any, *, body: OfAsset) -> JsonAnswer:
        """Keys, links, required fields, types. What a rule says already is not proposed; the answer is what is new."""
        ids = rules_propose(asset_id=body.asset, **self.signed)
        return JsonAnswer({"results": [rule_shown(rule) for rule in rules_by_id(self.actor, ids)]}, 201)


class AcceptView(ApiView):
    @operation("rules_accept", "Make rules active", body=RuleIds, answer=shapes.QualityRules)
    def post(self, request: Any, *, body: RuleIds) -> JsonAnswer:
        """All of them or none."""
        rules_accept(rule_ids=body.ids, **self.signed)
        return JsonAnswer({"results": [rule_shown(rule) for rule in rules_by_id(self.actor, body.ids)]})


class ChecksView(ApiView):
    @operation("checks_list", "List checks", query=AssetQuery, answer=shapes.CheckPage)
    def get(self, request: Any, *, query: AssetQuery) -> JsonAnswer:
        """Latest first, each with what every rule said."""
        page = checks_page(self.actor, asset=query.asset, **query.window)
        return page_answer(request, page.mapped(check_shown))

    @operation("checks_create", "Check an asset now", body=OfAsset, answer=shapes.Check, status=201)
    def post(self, request: Any, *, body: OfAsset) -> JsonAnswer:
        """Runs the rules that hold of the asset over its bricks; incidents are opened for what is found anew."""
        pk = check_run(asset_id=body.asset, trigger=Trigger.API, **self.signed)
        check = check_shown(check_get(self.actor, pk))
        location = request.build_absolute_uri(f"{request.path}{pk}/")
        return JsonAnswer(check, 201, {"Location": location})


class CheckView(ApiView):
    @operation("checks_retrieve", "Read a check", answer=shapes.Check)
    def get(self, request: Any, *, check_id: int) -> JsonAnswer:
        return JsonAnswer(check_shown(check_get(self.actor, check_id)))
