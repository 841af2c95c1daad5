from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog.deeds import deeds_join
        from catalog.starter import catalogue_start
        from workshop.starters import starter

        starter(catalogue_start)
        deeds_join()
