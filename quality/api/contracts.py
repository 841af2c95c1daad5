"""REST: data contracts, scores, and what the data store asks."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language

from catalog.api.examples import example
from catalog.queries.assets import asset_get
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from quality.api import shapes
from quality.api.inputs import AssetQuery, ContractCreate, ContractQuestion
from quality.commands import contract_publish
from quality.documents import TermsDocument
from quality.odcs import odcs
from quality.queries.contracts import contract_breaks, contract_get, contracts_page
from quality.queries.overview import scores_read
from quality.queries.promotions import promotion_read
from quality.representation import asset_reference, contract_shown
from workshop.api.base import ApiView

TERMS = {
    "asset": 1,
    "purpose_fr": "Comprendre le comportement de nos clients.",
    "usage_en": "Aggregated figures; no names outside the shop.",
}
CHANGE = {"asset": 1, "change": {"fields": [{"name": "id", "type": "string"}]}}


class ContractsView(ApiView):
    @operation("contracts_list", "List data contracts", query=AssetQuery, answer=shapes.ContractPage)
    def get(self, request: Any, *, query: AssetQuery) -> JsonAnswer:
        """The one that holds of each asset; with `asset`, all its versions. Latest first."""
        page = contracts_page(self.actor, asset=query.asset, **query.window)
        return page_answer(request, page.mapped(contract_shown))

    @operation(
        "contracts_create",
        "Publish the data contract of an asset",
        body=ContractCreate,
        answer=shapes.Contract,
        status=201,
        examples=example("For the clients", TERMS),
    )
    def post(self, request: Any, *, body: ContractCreate) -> JsonAnswer:
        """Fields, keys, active rules and people are those of now. 409 `breaking` names what it would break."""
        terms = TermsDocument.read(body.model_dump(include=set(TermsDocument.model_fields)))
        pk = contract_publish(
            asset_id=body.asset, terms=terms, accept_breaks=body.accept_breaks, **self.signed
        )
        location = request.build_absolute_uri(f"{request.path}{pk}/")
        return JsonAnswer(contract_shown(contract_get(self.actor, pk)), 201, {"Location": location})


class ContractView(ApiView):
    @operation("contracts_retrieve", "Read a data contract", answer=shapes.Contract)
    def get(self, request: Any, *, contract_id: int) -> JsonAnswer:
        """`document` is what was promised; `broken_now` what of it the asset as it is does not keep."""
        return JsonAnswer(contract_shown(contract_get(self.actor, contract_id)))


class OdcsView(ApiView):
    @operation("contracts_odcs", "Read a data contract in the open standard", answer=shapes.OdcsContract)
    def get(self, request: Any, *, contract_id: int) -> JsonAnswer:
        """The Open Data Contract Standard 3.1, in your language; what it has no word for is `custom`."""
        contract = contract_get(self.actor, contract_id)
        language = "en" if (get_language() or "fr").startswith("en") else "fr"
        return JsonAnswer(odcs(contract["document"], contract["number"], language))


class BreaksView(ApiView):
    @operation(
        "contracts_breaks",
        "Ask what a change would break",
        body=ContractQuestion,
        answer=shapes.ContractBreaks,
        examples=example("Another type", CHANGE),
    )
    def post(self, request: Any, *, body: ContractQuestion) -> JsonAnswer:
        """Nothing is written. The change is one of the asset (as in `PATCH /assets/{id}/`); no contract, no break."""
        change = body.change.model_dump(include=body.change.model_fields_set)
        return JsonAnswer({"results": contract_breaks(self.actor, body.asset, change)})


class ScoresView(ApiView):
    @operation("scores_retrieve", "Read the scores of the workshop", answer=shapes.Scores)
    def get(self, request: Any) -> JsonAnswer:
        """By asset, zone and dimension, from the latest check of each asset; null is “not measured”."""
        scores = scores_read(self.actor)
        return JsonAnswer({"results": scores.pop("assets"), **scores})


class PromotionView(ApiView):
    @operation("promotions_retrieve", "Read what the data store asks of an asset", answer=shapes.Promotion)
    def get(self, request: Any, *, asset_id: int) -> JsonAnswer:
        """By its latest check. To promote it, transfer it into an asset of the store; its rules are then run anew."""
        asset = asset_get(self.actor, asset_id, ())
        conditions = promotion_read(self.actor, asset_id)
        return JsonAnswer(
            {
                "asset": asset_reference(asset),
                "is_ready": all(one.is_met for one in conditions),
                "conditions": [asdict(one) for one in conditions],
            }
        )
