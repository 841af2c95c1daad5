from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LineageConfig(AppConfig):
    name = "lineage"
    verbose_name = _("Lineage")

    def ready(self) -> None:
        from catalog.lifecycle import follower
        from catalog.panels import Panel, panel
        from lineage.commands.following import LineageFollower

        follower(LineageFollower())
        panel(Panel("lineage:asset-panel", _("Lineage"), "css/lineage.css"))
