"""REST addresses of quality, under /api/v1/."""

from django.urls import path

from quality.api import contracts, incidents, rules

app_name = "quality-api"
urlpatterns = [
    path("rules/", rules.RulesView.as_view(), name="rule-list"),
    path("rules/proposals/", rules.ProposalsView.as_view(), name="rule-proposals"),
    path("rules/accept/", rules.AcceptView.as_view(), name="rule-accept"),
    path("rules/<id:rule_id>/", rules.RuleView.as_view(), name="rule"),
    path("checks/", rules.ChecksView.as_view(), name="check-list"),
    path("checks/<id:check_id>/", rules.CheckView.as_view(), name="check"),
    path("incidents/", incidents.IncidentsView.as_view(), name="incident-list"),
    path("incidents/<id:incident_id>/", incidents.IncidentView.as_view(), name="incident"),
    path("incidents/<id:incident_id>/events/", incidents.EventsView.as_view(), name="incident-events"),
    path("contracts/", contracts.ContractsView.as_view(), name="contract-list"),
    path("contracts/breaks/", contracts.BreaksView.as_view(), name="contract-breaks"),
    path("contracts/<id:contract_id>/", contracts.ContractView.as_view(), name="contract"),
    path("contracts/<id:contract_id>/odcs/", contracts.OdcsView.as_view(), name="contract-odcs"),
    path("scores/", contracts.ScoresView.as_view(), name="scores"),
    path("promotions/<id:asset_id>/", contracts.PromotionView.as_view(), name="promotion"),
]
