from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    name = "quality"
    verbose_name = _("Quality")

    def ready(self) -> None:
        from catalog.marks import marker
        from catalog.panels import Panel, panel
        from exchange.findings import finder
        from exchange.movers import mover
        from lineage.observers import assertion_observer
        from quality.commands import zone_enter
        from quality.commands.assertions import assertions_take_in
        from quality.finder import QualityFinder, asset_marks

        finder(QualityFinder())
        marker(asset_marks)
        mover(zone_enter)
        assertion_observer(assertions_take_in)
        panel(Panel("quality:asset-panel", _("Quality"), "css/quality.css"))
