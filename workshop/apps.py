from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = _("Workshop")

    def ready(self) -> None:
        from common.change import afterwards
        from workshop.note_deeds import deeds_join
        from workshop.pulse import pulse_renew

        afterwards(pulse_renew)
        deeds_join()
