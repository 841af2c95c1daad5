"""Addresses of quality's pages."""

from django.urls import path

from quality.views import assets, incidents, promises, rules

app_name = "quality"
urlpatterns = [
    path("quality/", assets.overview, name="overview"),
    path("assets/<int:pk>/quality/", assets.asset_quality, name="asset-quality"),
    path("assets/<int:pk>/quality/panel/", assets.asset_panel, name="asset-panel"),
    path("assets/<int:pk>/check/", assets.check_now, name="check-now"),
    path("assets/<int:pk>/rules/new/", rules.rule_new, name="rule-create"),
    path("assets/<int:pk>/rules/propose/", rules.rules_suggest, name="rules-propose"),
    path("assets/<int:pk>/rules/accept/", rules.rules_take, name="rules-accept"),
    path("assets/<int:pk>/report/", incidents.report, name="report"),
    path("assets/<int:pk>/promotion/", promises.promotion, name="promotion"),
    path("assets/<int:pk>/contract/", promises.contract, name="contract"),
    path("bricks/<int:pk>/problems/", incidents.brick_panel, name="brick-panel"),
    path("bricks/<int:pk>/report/", incidents.brick_report, name="brick-report"),
    path("checks/<int:pk>/", assets.check_detail, name="check-detail"),
    path("contracts/<int:pk>/", promises.contract_version, name="contract-version"),
    path("incidents/", incidents.board, name="incident-board"),
    path("incidents/<int:pk>/", incidents.incident_detail, name="incident-detail"),
    path("incidents/<int:pk>/events/", incidents.incident_event, name="incident-event"),
    path("rules/<int:pk>/edit/", rules.rule_edit, name="rule-update"),
    path("rules/<int:pk>/delete/", rules.rule_remove, name="rule-delete"),
]
