from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    name = "consent"
    verbose_name = _("Consent")

    def ready(self) -> None:
        from catalog.panels import Panel, panel
        from consent.commands.erasures import barred_keys
        from consent.gates import asset_gates
        from consent.holding.bricks import BrickHolder
        from consent.holding.declarations import IMPERSONAL_BELOW
        from consent.holding.derived import DerivedHolder
        from consent.holding.records import RecordHolder
        from consent.holding.registry import holder, impersonal
        from exchange.gates import gate
        from lineage.gates import gatekeeper

        gate(barred_keys)
        gatekeeper(asset_gates)
        holder(BrickHolder())
        holder(DerivedHolder())
        holder(RecordHolder())
        impersonal(IMPERSONAL_BELOW)
        panel(Panel("consent:asset-panel", _("May we?")))
