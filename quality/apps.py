from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    name = "quality"
    verbose_name = _("Quality")

    def ready(self) -> None:
        from exchange.findings import finder
        from exchange.movers import mover
        from quality.commands import zone_enter
        from quality.finder import QualityFinder

        finder(QualityFinder())
        mover(zone_enter)
