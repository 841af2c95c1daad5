"""`manage.py demo`: load the example workshop; running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.example import example_load


class Command(BaseCommand):
    help = "Load the example workshop (join code BRX234) unless it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("The example's accounts have a known password: it is not for production.")
        workshop = example_load()
        self.stdout.write(f"{workshop.name}: {workshop.join_code}")
