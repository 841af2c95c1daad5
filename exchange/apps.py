from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from catalog.lifecycle import follower
        from catalog.panels import Panel, panel
        from exchange.commands.following import ExchangeFollower

        follower(ExchangeFollower())
        panel(Panel("exchange:asset-panel", _("Bricks"), "css/exchange.css"))
